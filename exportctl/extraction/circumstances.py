"""Figures that limit nothing: at what something is measured, what a symbol stands for, what is but an example.

>>> text = "a drift of less than 2 mV when measured at a load of 5 N"
>>> WHEN.search(text[:45]) is not None
True
"""

import re
from collections.abc import Sequence

from exportctl.extraction.patterns import Found
from exportctl.extraction.phrases import Phrase
from exportctl.extraction.scopes import Item, Scope, lex, scopes_of

__all__ = ["MEASURED", "WHEN", "is_circumstance", "is_explanation", "item_before", "lex", "scopes_of"]

_ANY = r"(?:[^,;:]|,(?=\d))"
MEASURED = re.compile(r"\b(?:measured|determined|tested|referenced|averaged)\b", re.IGNORECASE)
WHEN = re.compile(rf"\b(?:when|if not)\b(?:(?!\bwith\b|\band having\b){_ANY})*$", re.IGNORECASE)
_OPERATED = re.compile(rf"\b(?:operat\w+|use|usable|function|mixing|rated)\b{_ANY}*(?:,\s)?$", re.IGNORECASE)
_EXAMPLE = re.compile(r"e\.g\.|for example|such as")
_NEXT = re.compile(r"[;\n]|\b(?:and|or)\s(?:having|with|a)\b")
_MEANING = re.compile(r"\bwhere\s(?:[^\W\d_]\w{0,3})\s(?:is|are|equals?)\s")
_UNBOUNDED = frozenset({"plain value", "one value to another", "value, dash, value"})


def is_explanation(text: str, scopes: Sequence[Scope], start: int) -> bool:
    """Whether character ``start`` lies in a bracket that gives an example, or where a symbol of a formula is explained.

    >>> text = "alloys (e.g. with 9 % tin)"
    >>> is_explanation(text, scopes_of(lex(text)), 18)
    True
    """
    meaning = _MEANING.search(text, 0, start)
    if meaning and not _NEXT.search(text, meaning.end(), start):
        return True
    brackets = [scope.items for scope in scopes if scope.depth and scope.items]
    return any(
        items[0].start <= start < items[-1].end and _EXAMPLE.match(text, items[0].start) is not None
        for items in brackets
    )


def is_circumstance(
    text: str, scope: Scope, found: Found, phrase: Phrase | None, floor: int, since: int, *, bounded: bool
) -> bool:
    """Whether the figures of ``found`` say at, over or under what something is measured, and limit nothing.

    ``floor`` is the first item that no earlier figure took, ``since`` the character at which the last limit ended;
    ``bounded`` says whether one before was bounded on one side, so that it can be what is measured.
    """
    begin = scope.items[found.first].start
    if WHEN.search(text, since, begin) or (scope.depth and scope.shape[0] == "c"):
        return True
    before = item_before(scope, found, phrase, floor)
    led = before is not None and before.kind == "c"
    lead = text[scope.items[floor - 1].end if floor else 0 : begin]
    name = found.pattern.name
    if name in _UNBOUNDED:
        if name != "plain value":
            return led and bounded and not _OPERATED.search(lead)
        return led or scope.depth > 0 or (floor > 0 and "c" in _clause(text, scope, found.first, since))
    return bool(MEASURED.search(lead)) and led


def item_before(scope: Scope, found: Found, phrase: Phrase | None, floor: int) -> Item | None:
    """The item before the phrase or the value, articles left out."""
    start = phrase.start if phrase else scope.items[found.first].start
    before = [item for item in scope.items[floor : found.first] if item.start < start and item.kind != "d"]
    return before[-1] if before else None


def _clause(text: str, scope: Scope, first: int, since: int) -> str:
    """The shape of the clause before item ``first``, from its last comma or the last limit on."""
    items = [item for item in scope.items[:first] if item.start >= since]
    shape = "".join([item.kind for item in items])
    return shape[max(shape.rfind(mark) for mark in ",;:") + 1 :]
