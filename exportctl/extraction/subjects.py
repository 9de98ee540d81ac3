"""What a limit speaks of: the noun phrase before the comparison, not the place or circumstance named between the two.

>>> text = "Amplifiers with a peak output power of more than 20 W"
>>> scope = scopes_of(lex(text))[0]
>>> phrase_before(text, scope, scope.shape.index("o"), 0, None).words
'peak output power'
"""

import re

from exportctl.extraction.detours import without_detour
from exportctl.extraction.nouns import head_of, reach
from exportctl.extraction.phrases import (
    NOUN,
    SKIPPED,
    Phrase,
    measured,
    opens,
    plain,
    spelt,
    subject_of_kind,
    word_at,
    words_of,
)
from exportctl.extraction.scopes import Scope, lex, scopes_of
from exportctl.names import kinds_of
from exportctl.symbols import Unit, unit_at

__all__ = ["lex", "noun_of_kind", "phrase_before", "scopes_of"]

_LONGEST = 9
_BARE = frozenset(
    """operation operate operating operates use function work working capable only them it one that which is are
    up""".split()
)
_TURNED = re.compile(r"(?:ing|(?<![eb])ed|ly)$")
_RANGE_OF = re.compile(r"(?!operation|operating|use|anywhere)(.*\w) (?:in|within) the (\w+) (?:range|band|region)")
_PARTICIPLE = re.compile(r"(?:ed|ing)$|^(?:excluding|including|except)\b")
_COMPUTED = frozenset("product ratio sum difference quotient".split())
_PREDICATE = re.compile(r"(?:[^i]able|ible)[”’]?$")
_NO_PREDICATE = re.compile(r"(?:^|[\s“‘])(?:variable|table|cable|observable)[”’]?$")
_ABLE_TO = frozenset("designed used modified capable ability capability capacity intended able required".split())
_GERUND_BEFORE = re.compile(r"(?:\b(?:for|capable of|capability of|ability of)\s|^)$")
_TRANSITIVE = re.compile(
    r"^(?:absorb|achiev|balanc|creat|detect|deliver|form|generat|impart|machin|measur|produc|restrict|simulat|transmit|withstand)\w*ing$"
)
_SYMBOL = re.compile(r"[A-Z][A-Za-z]{0,4}")
_DOING = re.compile(r"\b[a-z]+(?<!s)s\s[a-z]+ing$")
_IS = frozenset("is are being".split())
_AMOUNTS = _IS | {"constitute", "constitutes"}


def phrase_before(text: str, scope: Scope, at: int, floor: int, unit: Unit | None) -> Phrase | None:
    """The noun phrase that ends before item ``at`` of ``scope``, not reaching below item ``floor``.

    ``unit``, that of the value at ``at``, tells which of two nouns is measured.
    """
    last = at
    while last > floor and (scope.shape[last - 1] in "ok2±-" or word_at(text, scope.items[last - 1]) in _AMOUNTS):
        last -= 1
    if last < at and last > floor and word_at(text, scope.items[last]) in _IS and _that(text, scope, last - 1):
        last -= 1
    if last - 1 > floor and scope.shape[last - 1] == ",":
        last = _before_apposition(text, scope, last - 1, floor, unit)
        while last > floor and scope.shape[last - 1] in SKIPPED:
            last -= 1
    uniform = _uniform(text, scope, last, floor)
    computed = uniform or _computed(text, scope, last, floor)
    if computed is not None:
        return computed
    first = reach(text, scope, last, floor)
    for _ in range(3):
        inner = first, last
        first, last = without_detour(text, scope, first, last, floor, unit)
        if (first, last) == inner:
            break
    first, last = _trimmed(text, scope, first, last, unit)
    first, last = _without_predicate(text, scope, first, last, floor)
    if "".join(scope.shape[first:last]).strip(SKIPPED) in {"S", "SS"}:
        return None
    if first >= last or (last - first == 1 and _is_verb(text, scope, first, at)):
        return None
    if unit is not None and last - first > 1 and _DOING.search(spelt(text, scope, first, last)):
        action = scope.items[last - 1]
        return Phrase(f"{word_at(text, action)} {subject_of_kind(unit)}", action.start, action.end)
    first = _without_verb(text, scope, first, last)
    first = _measured_part(text, scope, first, last, unit)
    start, end = scope.items[first].start, scope.items[last - 1].end
    ranged = _RANGE_OF.fullmatch(text[start:end])
    if ranged:
        return Phrase(plain(f"{ranged[1]} {ranged[2]}", opens=opens(text, start)), start, end)
    words = measured(words_of(text, scope, first, last), unit, opens=opens(text, scope.items[first].start))
    return Phrase(words, start, end) if words and words.lower() not in _BARE else None


def _is_verb(text: str, scope: Scope, first: int, at: int) -> bool:
    """Whether the one word at ``first`` is what goods are to do: "able to reach 5 m"; "n" in "to n = 5" is none."""
    led = scope.shape[first - 1 : first] == "t" and scope.shape[first] == "W"
    return led and not (scope.shape[at] == "=" and len(word_at(text, scope.items[first])) < 3)


def noun_of_kind(text: str, scope: Scope, at: int, unit: Unit) -> Phrase | None:
    """The nearest noun phrase before item ``at``, in its clause, that names a quantity of the kind of ``unit``."""
    last = at
    while last > 0 and scope.shape[last - 1] not in ";:":
        if scope.shape[last - 1] in NOUN:
            first = reach(text, scope, last, 0)
            first, end = _trimmed(text, scope, first, last)
            if first < end and unit.kind in kinds_of(head_of(spelt(text, scope, first, end))):
                words = measured(words_of(text, scope, first, end), unit, opens=opens(text, scope.items[first].start))
                return Phrase(words, scope.items[first].start, scope.items[end - 1].end)
            last = min(first, last - 1)
        else:
            last -= 1
    return None


def _before_apposition(text: str, scope: Scope, last: int, floor: int, unit: Unit | None) -> int:
    """Where the noun ends in "a speed, fully laden, exceeding": before the comma that opens what is put in between."""
    at = scope.shape.rfind(",", floor, last)
    while at > floor and last - at < 3 * _LONGEST:
        if scope.shape[at - 1] in NOUN + SKIPPED:
            inside = spelt(text, scope, at + 1, last)
            opened = _PARTICIPLE.search(word_at(text, scope.items[at + 1])) is not None
            closed = "," not in scope.shape[at + 1 : last]
            apart = scope.items[at].end < scope.items[at + 1].start
            symbol = closed and apart and (_SYMBOL.fullmatch(inside) is not None or _is_unit(inside))
            if (
                unit is not None
                and unit.kind not in kinds_of(inside)
                and unit.kind in _kinds_before(text, scope, at, floor)
            ):
                return at
            if opened or symbol or (closed and (scope.shape[at + 1] in "cv" or _PARTICIPLE.search(inside))):
                return at
        at = scope.shape.rfind(",", floor, at)
    return last


def _kinds_before(text: str, scope: Scope, at: int, floor: int) -> frozenset[str]:
    """The kinds of quantity that the noun phrase before item ``at`` can be of, by its head."""
    first = reach(text, scope, at, floor)
    return kinds_of(head_of(spelt(text, scope, first, at))) if first < at else frozenset()


def _is_unit(words: str) -> bool:
    found = unit_at(words, 0)
    return found is not None and found[1] == len(words)


def _uniform(text: str, scope: Scope, last: int, floor: int) -> Phrase | None:
    """The uniformity of something, where it is "uniform to" a value."""
    at = last - 2
    if at <= floor or scope.shape[last - 1] != "t" or word_at(text, scope.items[at]) != "uniform":
        return None
    first = reach(text, scope, at, floor)
    if first == at:
        return None
    words = measured(words_of(text, scope, first, at), None, opens=opens(text, scope.items[first].start))
    return Phrase(f"{words} uniformity", scope.items[first].start, scope.items[at].end)


def _computed(text: str, scope: Scope, last: int, floor: int) -> Phrase | None:
    """ "A product of this and that" as a whole, where one ends before item ``last``; "a ratio of this to that" too."""
    at = last - 1
    while (
        at > floor
        and (scope.shape[at] not in ",;:!cvQN" or word_at(text, scope.items[at]) == "per")
        and word_at(text, scope.items[at]) not in _COMPUTED
    ):
        at -= 1
    if at < floor or word_at(text, scope.items[at]) not in _COMPUTED:
        return None
    if scope.shape[at + 1 : at + 2] in {"o", "W"} and at < last - 1:
        if not {"a", "t"}.intersection(scope.shape[at:last]):
            return None
        while at > floor and scope.shape[at - 1] == "W":
            at -= 1
        return Phrase(
            measured(words_of(text, scope, at, last), None, opens=opens(text, scope.items[at].start)),
            scope.items[at].start,
            scope.items[last - 1].end,
        )
    if at != last - 1 or word_at(text, scope.items[at]) != "ratio":
        return None
    first = reach(text, scope, last, floor)
    if first - 1 <= floor or scope.shape[first - 1] != "t" or scope.shape[first - 2] not in NOUN:
        return None
    first = reach(text, scope, first - 1, floor)
    words = measured(words_of(text, scope, first, last), None, opens=opens(text, scope.items[first].start))
    return Phrase(words, scope.items[first].start, scope.items[last - 1].end)


def _that(text: str, scope: Scope, at: int) -> bool:
    """Whether item ``at`` is the "which" of "a bandwidth which is 5 MHz"."""
    return word_at(text, scope.items[at]) in {"which", "that"} and scope.shape[at - 1 : at] in tuple(NOUN)


def _trimmed(text: str, scope: Scope, first: int, last: int, unit: Unit | None = None) -> tuple[int, int]:
    """The phrase without adverbs and participles at its end, and without what "of the" adds to it."""
    for at in range(first, last - 1):
        if scope.shape[at] == "o" and scope.shape[at + 1] == "d":
            thing, measure = (
                kinds_of(head_of(spelt(text, scope, first, at))),
                kinds_of(spelt(text, scope, at + 2, last)),
            )
            if unit is not None and unit.kind in measure and unit.kind not in thing:
                first = at + 2
            else:
                last = at
            break
    while last > first and (
        scope.shape[last - 1] in SKIPPED
        or (
            last - first > 1
            and _TURNED.search(word_at(text, scope.items[last - 1]))
            and scope.shape[last - 1] == "W"
            and not word_at(text, scope.items[last - 1]).endswith(("ing",))
        )
    ):
        last -= 1
    if last - first == 1 and scope.shape[first] == "W" and _TURNED.search(word_at(text, scope.items[first])):
        return last, last
    if last - first == 3 and scope.shape[first + 1] == "o" and word_at(text, scope.items[last - 1]).endswith("ing"):
        return last, last
    return first, last


def _without_predicate(text: str, scope: Scope, first: int, last: int, floor: int) -> tuple[int, int]:
    """Nothing where the words only say what something is ("compatible"), or the noun that has it "with" it."""
    if first >= last:
        return first, last
    before = word_at(text, scope.items[first - 1]) if first else ""
    if before in {"remain", "remains", "remaining"}:
        return last, last
    words = spelt(text, scope, first, last)
    if not _PREDICATE.search(words) or _NO_PREDICATE.search(words):
        return first, last
    if before == "with" and first - 2 >= floor and scope.shape[first - 2] in NOUN:
        return _trimmed(text, scope, reach(text, scope, first - 1, floor), first - 1)
    return last, last


def _without_verb(text: str, scope: Scope, first: int, last: int) -> int:
    """Where the noun begins in "designed to measure speeds" and "capable of measuring speeds"."""
    if last - first < 2 or scope.shape[first] != "W" or scope.shape[first + 1] not in NOUN:
        return first
    if first and word_at(text, scope.items[first - 1]) in {"which", "that"}:
        return first + 1
    if first > 1 and scope.shape[first - 1] == "t" and word_at(text, scope.items[first - 2]) in _ABLE_TO:
        return first + 1
    word = word_at(text, scope.items[first])
    if _TRANSITIVE.match(word):
        return first + 1 if _GERUND_BEFORE.search(text[: scope.items[first].start].lower()) else first
    return first


def _measured_part(text: str, scope: Scope, first: int, last: int, unit: Unit | None) -> int:
    """Where the measured noun begins in "cylinders of inside diameter": behind "of", if only that noun is a measure."""
    at = scope.shape.rfind("o", first, last)
    if unit is None or at <= first or at + 1 >= last:
        return first
    thing, measure = spelt(text, scope, first, at), spelt(text, scope, at + 1, last)
    things = thing.endswith(("s", "s’", "s”")) and unit.kind not in kinds_of(thing)
    return at + 1 if unit.kind in kinds_of(measure) and (things or not kinds_of(thing)) else first
