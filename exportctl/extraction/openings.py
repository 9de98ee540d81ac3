"""What a head leaves open for the provisions below it: the parameter, the comparison, the unit of their bare figures.

>>> opening_of("Amplifiers with a “gain” of more than any of the following:")
Opening(parameter='gain', comparison='>', unit=None)
>>> opening_of("Amplifiers having any of the following:")
Opening(parameter='', comparison='', unit=None)
"""

import re

import attrs

from exportctl.extraction.lexer import Kind, lex
from exportctl.extraction.phrases import plain
from exportctl.extraction.scopes import scopes_of
from exportctl.extraction.subjects import phrase_before
from exportctl.names import kinds_of
from exportctl.symbols import Unit, unit_at

__all__ = ["COMPARISONS", "NOTHING", "Opening", "opening_of"]

COMPARISONS = {
    Kind.ABOVE: ">",
    Kind.AT_LEAST: ">=",
    Kind.BELOW: "<",
    Kind.AT_MOST: "<=",
    Kind.EQUAL: "==",
    Kind.BETTER: "better",
    Kind.OR_MORE: ">=",
    Kind.OR_LESS: "<=",
    Kind.OR_BETTER: "or better",
}
_ANNOUNCEMENT = re.compile(
    r",?\s*(?P<link>specified as(?: being)?|(?:as )?specified by|being|is|are|of|in|to|having|with|meeting"
    r"|and having|by)?\s*"
    r"(?:(?:any|either|all|each|both)(?: one| two)?(?: or more)?(?: of)?(?: the following)?"
    r"|the following|as follows|as indicated)"
    r"[^;:]{0,40}[:;]?\s*$",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"\bof the following ((?:[a-z-]+ ){0,4}[a-z-]+)(?: \([^()]*\))?:\s*$")
_END = re.compile(r"\s*[:;]\s*$")
_LISTING = frozenset({"having", "with", "meeting", "and having", "by"})
_IN_UNIT = re.compile(r",?\s+in (?=[^\W\d_]+)")
_ACTIVITIES = re.compile(
    r"\b(?:development|production|use|design|software|technology|equipment|goods)\b", re.IGNORECASE
)


@attrs.frozen
class Opening:
    """What the head above says of figures that stand alone; empty where it says nothing."""

    parameter: str = ""
    comparison: str = ""
    unit: Unit | None = None


NOTHING = Opening()


def opening_of(head: str) -> Opening:
    """What ``head`` leaves open, by its last words before the colon: "…, in dB, being any of the following"."""
    named = _FOLLOWING.search(head)
    if named and kinds_of(named[1]) - {"number"}:
        return Opening(plain(named[1]))
    announcement = _ANNOUNCEMENT.search(head)
    link = (announcement["link"] or "").lower() if announcement else ""
    if link in _LISTING:
        return NOTHING
    end = announcement or _END.search(head)
    if end is None:
        return NOTHING
    stem, unit = _without_unit(head[: end.start()])
    scope = scopes_of(lex(stem))[0]
    last = len(scope.items)
    comparison = COMPARISONS.get(Kind(scope.shape[-1]), "") if scope.shape and scope.shape[-1] in "><GLB=" else ""
    if comparison:
        last -= 1
    elif not link:
        return NOTHING
    phrase = phrase_before(stem, scope, last, 0, None) if last else None
    if phrase is None or _ACTIVITIES.search(phrase.words):
        return Opening(comparison=comparison, unit=unit) if comparison else NOTHING
    return Opening(phrase.words, comparison, unit)


def _without_unit(stem: str) -> tuple[str, Unit | None]:
    """``stem`` without ", in dB," at its end, and that unit."""
    for found in _IN_UNIT.finditer(stem):
        unit = unit_at(stem, found.end())
        if unit is not None and not stem[unit[1] :].strip(" ,"):
            return stem[: found.start()], unit[0]
    return stem, None
