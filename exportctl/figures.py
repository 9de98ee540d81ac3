"""Figures that stand in a description, each with the noun it stands at.

>>> [(str(figure.value), figure.hint) for figure in figures_in("14-bit ADC, sample rate: 3 GSPS")]
[('14 bit', ''), ('3 GSPS', 'sample rate')]

Figures that are part of a name (F-16, ISO 9001, M12, EUR 4,500) are no quantities and left out.
"""

import re
from collections.abc import Iterator

import attrs

from exportctl.errors import ExportctlError
from exportctl.names import kinds_of
from exportctl.text import Span
from exportctl.units import NUMBER, Interval, interval_at, parse_value

__all__ = ["Figure", "figures_in"]

_MOST = 200
_START = re.compile(
    r"(?<![\w.,])(?:(?:≥|≤|>=|<=|>|<|±|\+/-|at least|at most|up to|more than|less than|over|above|below|under|between"
    r"|from|max\.?|min\.?|not exceeding|exceeding)\s*)?[-+−]?\d",
    re.I,
)
_IN_NAME = re.compile(r"(?:[^\W\d_][\w]*[-‐‑_./]|[^\W\d_])$")
_MONEY = re.compile(r"(?:EUR|USD|GBP|CHF|€|\$|£|no\.|nos\.|№|type|model|part|ref\.?|version|rev\.?) ?$", re.I)
_ABOUT = re.compile(
    r"(?:about|approx\.?|approximately|ca\.?|circa|around|nominal|nominally|typ\.?|typical|~|≈) ?$", re.I
)
_RUNS_ON = re.compile(r"[\w]|-[A-Z0-9]|/\d")
_BEHIND = re.compile(
    r",? ?(?:or (?:more|higher|greater|less|lower|better)|\(?max(?:imum|\.)?\)?(?!\w)|\(?min(?:imum|\.)?\)?(?!\w))",
    re.I,
)
_WORDS_BEFORE = re.compile(r"(?P<words>[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,4}?) ?(?P<sign>[:=]| of| is|)\s*$")
_WORDS_AFTER = re.compile(r"[ -]*(?:of )?(?P<words>[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,3})")
_STOPS = frozenset("with at and or for from to by in on than per a an the its has having".split())
_COUNTED = re.compile(r"[- ]?(?P<noun>axis|axes|channels?|pixels?|elements?)\b", re.I)


@attrs.frozen(kw_only=True)
class Figure:
    """A figure of a description: its ``value``, where it stands, and the noun it stands at (empty where none does).

    ``confidence`` (0 to 1) says how surely ``hint`` is its noun.
    """

    value: Interval
    span: Span
    hint: str = ""
    confidence: float = 0.5


def figures_in(description: str) -> tuple[Figure, ...]:
    """The figures of ``description`` in their order; none at all for a text with more than 200 of them.

    >>> [str(f.value) for f in figures_in("Mount for an F-16 to ISO 9001, M12 thread, 690 bar, EUR 4,500")]
    ['690 bar']
    """
    found: list[tuple[Interval, Span, str]] = []
    for value, span, counted in _read(description):
        found.append((value, span, counted))
        if len(found) > _MOST:
            return ()
    spans = [span for _, span, _ in found]
    figures = []
    for number, (value, span, counted) in enumerate(found):
        floor = spans[number - 1].end if number else 0
        ceiling = spans[number + 1].start if number + 1 < len(spans) else len(description)
        hint, confidence = (f"number of {counted}", 0.9) if counted else _hint(description, value, span, floor, ceiling)
        if value.unit == NUMBER and not hint:
            continue
        figures.append(Figure(value=value, span=span, hint=hint, confidence=confidence))
    return tuple(figures)


def _read(text: str) -> Iterator[tuple[Interval, Span, str]]:
    position = 0
    while match := _START.search(text, position):
        position = match.end()
        start = match.start()
        before = text[max(0, start - 24) : start]
        if _IN_NAME.search(before) or _MONEY.search(before) or _ABOUT.search(before):
            position = _skip(text, position)
            continue
        try:
            read = interval_at(text, start)
            if read is None:
                continue
            value, end = read
            behind = _BEHIND.match(text, end)
            if behind:
                value, end = parse_value(text[start : behind.end()]), behind.end()
        except ExportctlError:
            position = _skip(text, position)
            continue
        if _RUNS_ON.match(text, end) and not _COUNTED.match(text, end):
            position = _skip(text, end)
            continue
        counted = _COUNTED.match(text, end) if value.unit == NUMBER else _COUNTED.search(text, start, end)
        position = end
        yield value, Span(start, end), counted["noun"] if counted else ""


def _skip(text: str, position: int) -> int:
    while position < len(text) and not text[position].isspace():
        position += 1
    return position


def _hint(text: str, value: Interval, span: Span, floor: int, ceiling: int) -> tuple[str, float]:
    """The noun phrase that the figure at ``span`` stands at, on either side, and how surely."""
    kind = value.unit.kind
    before, sign = _before(text[max(floor, span.start - 60) : span.start])
    after = _after(text[span.end : min(ceiling, span.end + 60)])
    fits_before = bool(before) and kind in kinds_of(before)
    fits_after = bool(after) and kind in kinds_of(after)
    if sign in {":", "="} and before:
        return before, 0.95
    if fits_before and fits_after:
        return "", 0.3
    if fits_before:
        return before, 0.9
    if fits_after:
        return after, 0.9
    return "", 0.5


def _before(window: str) -> tuple[str, str]:
    clause = re.split(r"[,;.()/]\s|[,;()/]", window)[-1]
    match = re.search(r"(?P<words>[^\W\d_][^:=,;]*?)\s*(?P<sign>[:=]|\bof|\bis|)\s*$", clause)
    if match is None:
        return "", ""
    words: list[str] = []
    for word in reversed(match["words"].split()):
        if word.lower() in _STOPS or not word[0].isalpha():
            break
        words.insert(0, word)
    return " ".join(words[-4:]), match["sign"]


def _after(window: str) -> str:
    match = _WORDS_AFTER.match(window)
    words: list[str] = []
    for word in match["words"].split() if match else ():
        if word.lower() in _STOPS:
            break
        words.append(word)
    while words and not kinds_of(words[-1]):
        words.pop()
    return " ".join(words)
