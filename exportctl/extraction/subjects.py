"""What a limit speaks of: the noun phrase before the comparison, behind the value, or in the head above.

>>> text = "Amplifiers with a peak output power of more than 20 W"
>>> scope = scopes_of(lex(text))[0]
>>> phrase_before(text, scope, scope.shape.index("o"), 0).words
'peak output power'
"""

import re

import attrs

from exportctl.extraction.scopes import Item, Scope, lex, scopes_of
from exportctl.symbols import Unit

__all__ = ["Phrase", "head_subject", "lex", "phrase_after", "phrase_before", "plain", "scopes_of", "subject_of_kind"]

_NOUN = frozenset("WTMS")
_SKIPPED = frozenset("k2-±")
_LONGEST = 9
_BARE = frozenset(
    "operation operate operating operates use function work working capable only them it one that which is are".split()
)
_TURNED = re.compile(r"(?:ing|ed|ly)$")
_INNER = frozenset("during in within across along over per through throughout on at between".split())
_QUOTES = re.compile("[“”‘’'\"]")
_DROPPED = re.compile(r"^(?:non-?|and |or |e\.g\.|i\.e\.)+", re.IGNORECASE)
_IRREGULAR = {"axes": "axis", "indices": "index", "matrices": "matrix", "radii": "radius", "lenses": "lens"}
_SAME = re.compile(r"(?:ss|us|is|ics|as|(?<!ie)s’)$")
_BOILERPLATE = re.compile(
    r",?\s*(?P<link>of|as specified by|specified by|in|to|having|with|meeting|and having|by)?\s*"
    r"(?:(?:any|either|all|each|both)(?: one| two)?(?: or more)?(?: of)?(?: the following)?"
    r"|the following|as follows|as indicated)"
    r"[^;:]{0,40}[:;]?\s*$",
    re.IGNORECASE,
)


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
    if text[:2].istitle() or (text[:1].isupper() and text[1:2] in {"", " "}):
        text = text[:1].lower() + text[1:]
    front, _, last = text.rpartition(" ")
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


def phrase_before(text: str, scope: Scope, at: int, floor: int) -> Phrase | None:
    """The noun phrase that ends before item ``at`` of ``scope``, not reaching below item ``floor``."""
    last = at
    while last > floor and (
        scope.shape[last - 1] in "ok2±-" or _word(text, scope.items[last - 1]) in {"is", "are", "being"}
    ):
        last -= 1
    if last - 1 > floor and scope.shape[last - 1] == ",":
        last -= 1
    first = _reach(text, scope, last, floor)
    first, last = _without_detour(text, scope, first, last, floor)
    first, last = _trimmed(text, scope, first, last)
    if first >= last:
        return None
    start, end = scope.items[first].start, scope.items[last - 1].end
    words = plain(" ".join(_kept(text, scope, first, last)))
    return Phrase(words, start, end) if words and words.lower() not in _BARE else None


def _reach(text: str, scope: Scope, last: int, floor: int) -> int:
    """How far to the left the run of nouns before ``last`` reaches, over "of" and, for paired adjectives, "or"."""
    first = last
    while first > floor and last - first < _LONGEST:
        kind = scope.shape[first - 1]
        if (
            kind in _NOUN
            or (kind in _SKIPPED and first < last)
            or text[scope.items[first - 1].start] == "/"
            or (kind == "o" and first < last and first - 1 > floor and scope.shape[first - 2] in _NOUN)
            or (kind == "d" and first < last and first - 2 > floor and scope.shape[first - 2] == "o")
            or (
                kind == "r"
                and first < last
                and first - 1 > floor
                and scope.shape[first - 2] in _NOUN
                and _paired(scope, first, floor)
            )
        ):
            first -= 1
        else:
            break
    while first < last and scope.shape[first] not in _NOUN:
        first += 1
    return first


def _paired(scope: Scope, first: int, floor: int) -> bool:
    """Whether "A or B limit" begins its clause, so that both nouns belong to the name of the parameter."""
    at = first - 2
    while at >= floor and scope.shape[at] in _NOUN:
        at -= 1
    return at < floor or scope.shape[at] in "dv,;ca"


def _without_detour(text: str, scope: Scope, first: int, last: int, floor: int) -> tuple[int, int]:
    """The head noun instead of a place or a time named behind it: "energy delivered during the discharge exceeding"."""
    if (
        first - 2 > floor
        and scope.shape[first - 1] == "d"
        and _word(text, scope.items[first - 1]) == "the"
        and _word(text, scope.items[first - 2]) in _INNER
        and scope.shape[first - 3] in _NOUN
        and not re.search(
            r"(?:range|band|frequenc|wavelength|temperature|region)",
            text[scope.items[first].start : scope.items[last - 1].end],
        )
        and not re.search(r"(?:^|\s)(?:oper|work|us|perform)\w*$", text[: scope.items[first - 3].end], re.IGNORECASE)
    ):
        return _reach(text, scope, first - 2, floor), first - 2
    return first, last


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
    first = at
    prefix = ""
    if (
        first < len(scope.items)
        and _word(text, scope.items[first]) == "in"
        and scope.shape[first + 1 : first + 2] in _NOUN
    ):
        first += 1
    elif counted:
        prefix = "number of "
    elif scope.shape[first : first + 1] == "o":
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
    words = plain(" ".join(_kept(text, scope, first, last)))
    if prefix:
        words = _counted_noun(text, scope, first, last)
    return Phrase(prefix + words, scope.items[first].start, scope.items[last - 1].end) if words else None


def _counted_noun(text: str, scope: Scope, first: int, last: int) -> str:
    """The noun that is counted, in the plural of the text."""
    return _QUOTES.sub("", " ".join(_kept(text, scope, first, last)))


def head_subject(head: str) -> str:
    """The parameter that a provision's head leaves open for its sub-items: "…with a “gain” of any of the following".

    >>> head_subject("Amplifiers with a “gain” of any of the following:")
    'gain'
    >>> head_subject("Amplifiers having any of the following:")
    ''
    """
    boilerplate = _BOILERPLATE.search(head)
    if boilerplate is None or (boilerplate["link"] or "").lower() in {"having", "with", "meeting", "and having", "by"}:
        return ""
    stem = head[: boilerplate.start()]
    scope = scopes_of(lex(stem))[0]
    phrase = phrase_before(stem, scope, len(scope.items), 0) if scope.items else None
    if phrase is None or (boilerplate["link"] is None and len(phrase.words.split()) > 4):
        return ""
    return phrase.words if boilerplate["link"] else ""


def subject_of_kind(unit: Unit) -> str:
    """The plainest name for what ``unit`` measures, where the law's words give none."""
    return unit.kind if unit.kind not in {"number", "fraction"} else "value"
