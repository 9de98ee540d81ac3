"""The noun that is measured, and not the place, purpose or circumstance named between it and the comparison.

>>> text = "Energy delivered during the discharge exceeding 9 kJ"
>>> scope = scopes_of(lex(text))[0]
>>> last = scope.shape.index(">")
>>> spelt(text, scope, *without_detour(text, scope, reach(text, scope, last, 0), last, 0, parse_unit("kJ")))
'Energy'
"""

import re

from exportctl.extraction.nouns import ATTRIBUTES, head_of, lex, reach, scopes_of
from exportctl.extraction.phrases import NOUN, SKIPPED, spelt, word_at
from exportctl.extraction.scopes import Scope
from exportctl.names import kinds_of
from exportctl.symbols import Unit, parse_unit

__all__ = ["lex", "parse_unit", "reach", "scopes_of", "spelt", "without_detour"]

_INNER = frozenset(
    """during in within across along over per through throughout on at under without for to outside from
    measured by""".split()
)
_LINKS = frozenset("measured delivered anywhere specified given stated achieved".split())
_DEFINITE = frozenset("the any their its each all".split())
_POINTS = re.compile(r"^(?:point|place|position|time)s?$")
_ACTION = re.compile(r"(?:^|\s)(?:oper|work|us|perform)\w*$", re.IGNORECASE)
_BAND = re.compile(r"(?:range|band)s?")
_IN_RANGE = re.compile(r"\w+ (?:range|band|region)")
_RANGE = re.compile(r"range|band|frequenc|wavelength|temperature|region")


def without_detour(text: str, scope: Scope, first: int, last: int, floor: int, unit: Unit | None) -> tuple[int, int]:
    """The head noun instead of a place or circumstance named behind it: "energy delivered during the run exceeding"."""
    if first >= last:
        return first, last
    at, definite = _preposition(text, scope, first, floor)
    if at <= floor:
        return first, last
    end = at
    while end - 1 > floor and (scope.shape[end - 1] in SKIPPED or word_at(text, scope.items[end - 1]) in _LINKS):
        end -= 1
    if scope.shape[end - 1] not in NOUN + "k2":
        return first, last
    outer = reach(text, scope, end, floor)
    circumstance, noun = spelt(text, scope, first, last), spelt(text, scope, outer, end)
    if outer >= end or _ACTION.search(noun):
        return first, last
    preposition = word_at(text, scope.items[at])
    ranged = preposition in {"in", "within"} and _IN_RANGE.fullmatch(circumstance) is not None
    if ranged and unit is not None and unit.kind not in kinds_of(head_of(noun)):
        return outer, last
    article = scope.shape[at + 1] == "d"
    return (outer, end) if _fits(circumstance, noun, unit, preposition, definite, article) else (first, last)


def _fits(circumstance: str, noun: str, unit: Unit | None, preposition: str, definite: bool, article: bool) -> bool:
    """Whether ``noun`` is measured, and not the ``circumstance`` named behind it."""
    inside, outside = kinds_of(circumstance), kinds_of(head_of(noun))
    if _BAND.fullmatch(circumstance) and preposition in {"in", "within", "over", "outside"}:
        return True
    if definite and _POINTS.match(noun.lower().removeprefix("any ")):
        return True
    if preposition == "to" and not inside:
        return False
    if unit is not None and unit.kind in outside and (definite or unit.kind not in inside):
        return not (_RANGE.search(circumstance) and unit.kind in inside)
    if preposition in {"for", "to", "from", "measured"}:
        return False
    if unit is not None and unit.kind in inside:
        return False
    if definite:
        return _RANGE.search(circumstance) is None
    bare = preposition in {"at", "under", "during"} and not article and not outside
    return bare and unit is not None and bool(inside) and unit.kind not in inside


def _preposition(text: str, scope: Scope, first: int, floor: int) -> tuple[int, bool]:
    """The preposition before the noun phrase at ``first``, articles and figures left out; and whether it is "the".

    -1 where there is none. "Between this and that" is one, from its first noun on.
    """
    between = scope.shape.rfind("w", floor, first)
    if between > floor and re.fullmatch(r"d?[WTkMS]*(?:ad?[WTkMS]*)?", scope.shape[between + 1 : first]):
        return between, True
    at, definite = first - 1, False
    while at > floor and (
        scope.shape[at] in "dQN" or word_at(text, scope.items[at]) in ATTRIBUTES or scope.shape[at] in SKIPPED
    ):
        definite = definite or scope.shape[at] in "QN" or word_at(text, scope.items[at]) in _DEFINITE
        at -= 1
    if at - 1 > floor and word_at(text, scope.items[at]) == "than" and word_at(text, scope.items[at - 1]) == "other":
        return at - 1, True
    return (at, definite) if at > floor and word_at(text, scope.items[at]) in _INNER else (-1, False)
