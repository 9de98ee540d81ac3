"""What a limit speaks of: the noun phrase before the comparison, behind the value, or in the head above.

>>> text = "Amplifiers with a peak output power of more than 20 W"
>>> scope = scopes_of(lex(text))[0]
>>> phrase_before(text, scope, scope.shape.index("o"), 0, None).words
'peak output power'
"""

import re

import attrs

from exportctl.extraction.scopes import Item, Scope, lex, scopes_of
from exportctl.names import kinds_of
from exportctl.symbols import Unit

__all__ = ["Phrase", "dimension_after", "lex", "phrase_after", "phrase_before", "plain", "scopes_of", "subject_of_kind"]

_NOUN = "WTMS"
_SKIPPED = "k2-±"
_LONGEST = 9
_BARE = frozenset(
    "operation operate operating operates use function work working capable only them it one that which is are".split()
)
_TURNED = re.compile(r"(?:ing|ed|ly)$")
_INNER = frozenset("during in within across along over per through throughout on at under without".split())
_QUOTES = re.compile("[“”‘’'\"]")
_DROPPED = re.compile(r"^(?:and |or |e\.g\.|i\.e\.)+", re.IGNORECASE)
_ACTION = re.compile(r"(?:^|\s)(?:oper|work|us|perform)\w*$", re.IGNORECASE)
_BAND = re.compile(r"(?:range|band)s?")
_RANGE = re.compile(r"range|band|frequenc|wavelength|temperature|region")
_PARTICIPLE = re.compile(r"(?:ed|ing)$")
_COMPUTED = frozenset("product ratio sum difference quotient".split())
_DIMENSIONS = frozenset(
    "diameter length width height depth thickness weight mass volume area size radius diagonal".split()
)
_IRREGULAR = {"axes": "axis", "indices": "index", "matrices": "matrix", "radii": "radius", "lenses": "lens"}
_SAME = re.compile(r"(?:ss|us|is|ics|as|(?<!ie)s’)$")


@attrs.frozen
class Phrase:
    """A noun phrase: its ``words`` without quotation marks and articles, and where it stands."""

    words: str
    start: int
    end: int


def plain(words: str) -> str:
    """``words`` as the name of a parameter: no quotation marks, the last noun in the singular, no capital at the front.

    >>> plain("Operating “frequencies”")
    'operating frequency'
    """
    text = _DROPPED.sub("", " ".join(_QUOTES.sub("", words).split()))
    if re.match(r"[A-Z](?:[a-z]{2}|[a-z]?-[a-z]|[a-z]?\s[a-z])", text):
        text = text[:1].lower() + text[1:]
    front, _, last = text.rpartition(" ")
    if f" {front} ".count(" of "):
        return text
    return f"{front} {_singular(last)}".strip()


def _singular(noun: str) -> str:
    lowered = noun.lower()
    if lowered in _IRREGULAR:
        return _IRREGULAR[lowered]
    if len(noun) < 4 or not lowered.endswith("s") or _SAME.search(lowered):
        return noun
    if lowered.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if re.search(r"(?:ss|sh|ch|x)es$", lowered) else noun[:-1]


def phrase_before(text: str, scope: Scope, at: int, floor: int, unit: Unit | None) -> Phrase | None:
    """The noun phrase that ends before item ``at`` of ``scope``, not reaching below item ``floor``.

    ``unit``, that of the value at ``at``, tells which of two nouns is measured.
    """
    last = at
    while last > floor and (
        scope.shape[last - 1] in "ok2±-" or _word(text, scope.items[last - 1]) in {"is", "are", "being"}
    ):
        last -= 1
    if last - 1 > floor and scope.shape[last - 1] == ",":
        last = _before_apposition(text, scope, last - 1, floor)
    computed = _computed(text, scope, last, floor)
    if computed is not None:
        return computed
    first = _reach(text, scope, last, floor)
    first, last = _without_detour(text, scope, first, last, floor, unit)
    first, last = _trimmed(text, scope, first, last)
    if first >= last or (last - first == 1 and scope.shape[first - 1 : first] == "t" and scope.shape[first] == "W"):
        return None
    start, end = scope.items[first].start, scope.items[last - 1].end
    words = plain(" ".join(_kept(text, scope, first, last)))
    return Phrase(words, start, end) if words and words.lower() not in _BARE else None


def _before_apposition(text: str, scope: Scope, last: int, floor: int) -> int:
    """Where the noun ends in "a speed, fully laden, exceeding": before the first comma, if that is what it is."""
    at = scope.shape.rfind(",", floor, last)
    if at <= floor or last - at > _LONGEST or scope.shape[at - 1] not in _NOUN + _SKIPPED:
        return last
    inside = _span(text, scope, at + 1, last)
    return at if scope.shape[at + 1] in "cv" or _PARTICIPLE.search(inside) else last


def _computed(text: str, scope: Scope, last: int, floor: int) -> Phrase | None:
    """ "A product of this and that" as a whole, where one ends before item ``last``."""
    at = last - 1
    while at > floor and scope.shape[at] not in ",;:!cv" and _word(text, scope.items[at]) not in _COMPUTED:
        at -= 1
    if at <= floor or _word(text, scope.items[at]) not in _COMPUTED or scope.shape[at + 1 : at + 2] != "o":
        return None
    if "a" not in scope.shape[at:last]:
        return None
    words = plain(" ".join(_kept(text, scope, at, last)))
    return Phrase(words, scope.items[at].start, scope.items[last - 1].end)


def _reach(text: str, scope: Scope, last: int, floor: int) -> int:
    """How far to the left the run of nouns before ``last`` reaches, over "of" and, for paired adjectives, "or"."""
    first = last
    while first > floor and last - first < _LONGEST and _continues(text, scope, first, last, floor):
        first -= 1
    while first < last and scope.shape[first] not in _NOUN:
        first += 1
    return first


def _continues(text: str, scope: Scope, first: int, last: int, floor: int) -> bool:
    """Whether the item before ``first`` goes on with the noun phrase that reaches from there to ``last``."""
    kind = scope.shape[first - 1]
    if kind in _NOUN or text[scope.items[first - 1].start] == "/":
        return True
    if first == last:
        return False
    before = scope.shape[floor : first - 1].rstrip("k")
    if kind == "o":
        return before[-1:] in tuple(_NOUN)
    if kind == "d":
        return before[-1:] == "o"
    if kind == "r":
        return before[-1:] in tuple(_NOUN) and _paired(scope, first, floor)
    return kind in _SKIPPED


def _paired(scope: Scope, first: int, floor: int) -> bool:
    """Whether "A or B limit" begins its clause, so that both nouns belong to the name of the parameter."""
    at = first - 2
    while at >= floor and scope.shape[at] in _NOUN:
        at -= 1
    return at < floor or scope.shape[at] in "dv,;ca"


def _without_detour(text: str, scope: Scope, first: int, last: int, floor: int, unit: Unit | None) -> tuple[int, int]:
    """The head noun instead of a place or circumstance named behind it: "energy delivered during the run exceeding"."""
    at = first - 1
    if at > floor and _word(text, scope.items[at]) == "the":
        at -= 1
    if at - 1 < floor or scope.shape[at - 1] not in _NOUN or _word(text, scope.items[at]) not in _INNER:
        return first, last
    outer = _reach(text, scope, at, floor)
    circumstance, noun = _span(text, scope, first, last), _span(text, scope, outer, at)
    if _ACTION.search(noun):
        return first, last
    if unit is not None and unit.kind in kinds_of(circumstance):
        fits = False
    elif unit is not None and kinds_of(circumstance) and not kinds_of(noun).isdisjoint({unit.kind}):
        fits = True
    else:
        fits = at < first - 1 or bool(unit is not None and kinds_of(circumstance) and not kinds_of(noun))
    if _BAND.fullmatch(circumstance):
        fits = True
    elif at < first - 1 and _RANGE.search(circumstance):
        fits = False
    return (outer, at) if fits else (first, last)


def _span(text: str, scope: Scope, first: int, last: int) -> str:
    """The words of items ``first`` up to ``last``."""
    return text[scope.items[first].start : scope.items[last - 1].end] if last > first else ""


def _trimmed(text: str, scope: Scope, first: int, last: int) -> tuple[int, int]:
    """The phrase without adverbs and participles at its end, and without what "of the" adds to it."""
    for at in range(first, last - 1):
        if scope.shape[at] == "o" and scope.shape[at + 1] == "d":
            last = at
            break
    while last > first and (
        scope.shape[last - 1] in _SKIPPED
        or (
            last - first > 1
            and _TURNED.search(_word(text, scope.items[last - 1]))
            and scope.shape[last - 1] == "W"
            and not _word(text, scope.items[last - 1]).endswith(("ing",))
        )
    ):
        last -= 1
    if last - first == 1 and scope.shape[first] == "W" and _TURNED.search(_word(text, scope.items[first])):
        return last, last
    return first, last


def _kept(text: str, scope: Scope, first: int, last: int) -> list[str]:
    words: list[str] = []
    for item in scope.items[first:last]:
        if item.kind in _SKIPPED:
            continue
        piece = text[item.start : item.end]
        if words and (piece == "/" or words[-1].endswith("/")):
            words[-1] += piece
        else:
            words.append(piece)
    return words


def _word(text: str, item: Item) -> str:
    return text[item.start : item.end].lower()


def phrase_after(text: str, scope: Scope, at: int, *, counted: bool) -> Phrase | None:
    """The noun phrase that begins at item ``at``: what is counted, or "in diameter", or "(of) nickel"."""
    dimension = dimension_after(text, scope, at)
    if dimension is not None:
        return dimension
    first = at
    if (
        first < len(scope.items)
        and _word(text, scope.items[first]) == "in"
        and scope.shape[first + 1 : first + 2] in tuple(_NOUN)
    ):
        first, counted = first + 1, False
    elif not counted and scope.shape[first : first + 1] == "o":
        first += 1
    last = first
    while last < len(scope.items) and (
        scope.shape[last] in _NOUN or (scope.shape[last] == "o" and last > first and not counted)
    ):
        last += 1
    while last > first and scope.shape[last - 1] == "o":
        last -= 1
    if last == first or last - first > _LONGEST:
        return None
    kept = " ".join(_kept(text, scope, first, last))
    words = "number of " + _QUOTES.sub("", kept) if counted else plain(kept)
    return Phrase(words, scope.items[first].start, scope.items[last - 1].end) if words else None


def dimension_after(text: str, scope: Scope, at: int) -> Phrase | None:
    """ "diameter", where a value is said to be one: "40 mm in diameter", "40 mm outside diameter"."""
    first = at + 1 if at < len(scope.items) and _word(text, scope.items[at]) == "in" else at
    found = re.match(r"W{1,3}", scope.shape[first:])
    ends = range(first, first + found.end()) if found else range(0)
    last = next((at + 1 for at in ends if _word(text, scope.items[at]) in _DIMENSIONS), 0)
    if not last:
        return None
    other = re.match(r"rW(?:oW+)?", scope.shape[last:])
    if other and _word(text, scope.items[last + 1]) in _DIMENSIONS:
        last += other.end()
    return Phrase(plain(_span(text, scope, first, last)), scope.items[first].start, scope.items[last - 1].end)


def subject_of_kind(unit: Unit) -> str:
    """The plainest name for what ``unit`` measures, where the law's words give none."""
    return unit.kind if unit.kind not in {"number", "fraction"} else "value"
