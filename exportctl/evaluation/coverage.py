"""Ranges that goods have to cover: rated over the entire range from one end to the other, or from below to above.

A range that lies inside the law's is no more than a part of it, and meets neither end.

>>> end = Interval.point(parse_quantity("218 K"))
>>> for written in ("-60 °C to 130 °C", "0 °C to 70 °C"):
...     low, high = written.split(" to ")
...     print(covers(Interval(parse_quantity(low), parse_quantity(high)), Comparison.AT_LEAST, end))
met
not met
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from exportctl.conditions import Comparison, Threshold
from exportctl.errors import ExportctlError
from exportctl.extraction import limits
from exportctl.model import ControlList
from exportctl.truth import UNKNOWN, Truth
from exportctl.units import Interval, Quantity, parse_quantity

__all__ = ["covers", "end_to_cover", "is_reached", "written_again"]

_COVERED = re.compile(
    r"\bover (?:the|an?) (?:entire|whole|full|extended)\b[^,;]*\brange\b|\brange (?:from )?below\b", re.IGNORECASE
)
_CAPABLE = re.compile(
    r"(?<![‘“])\b(?:capable of|capability of|ability to|able to|(?:rated|designed) (?:for operation|to operate))\b"
    r"[^,;:]*$"
    r"|^operating at (?:an?|the)?\s*(?:\w+ of\s)?$",
    re.IGNORECASE,
)
_RATED = re.compile(r"\b(?:rated|designed for)\s$", re.IGNORECASE)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_BEFORE, _BEHIND = 60, 25
_LOWER = {Comparison.AT_LEAST: Comparison.AT_MOST, Comparison.LESS: Comparison.LESS}
_UPPER = {Comparison.AT_MOST: Comparison.AT_LEAST, Comparison.GREATER: Comparison.GREATER}
_SAME = 200


@lru_cache(maxsize=16384)
def end_to_cover(threshold: Threshold, control_list: ControlList) -> Interval | None:
    """The end of the range that goods have to cover, as the law writes it in one unit and another; None for any other
    limit.
    """
    if not threshold.parameter.endswith("range") or threshold.formula is not None:
        return None
    text, span = control_list.text_at(threshold.place), threshold.span
    if not _COVERED.search(text, max(0, span.start - _BEFORE), span.end):
        return None
    limit = threshold.limit
    ends = [limit, *(other.to(limit.unit) for other in written_again(threshold, control_list))]
    return Interval(min(ends), max(ends))


@lru_cache(maxsize=16384)
def written_again(threshold: Threshold, control_list: ControlList) -> tuple[Quantity, ...]:
    """The limit as the law writes it again in brackets, in other units: "398 K (125 °C)"."""
    limit, span = threshold.limit, threshold.span
    found = []
    for written in _BRACKETED.findall(control_list.text_at(threshold.place)[span.start : span.end + _BEHIND]):
        try:
            other = parse_quantity(written, law=True)
        except ExportctlError:
            continue
        if other.comparable(limit) and abs(other.base - limit.base) * _SAME <= abs(limit.base):
            found.append(other)
    return tuple(found)


@lru_cache(maxsize=16384)
def is_reached(threshold: Threshold, control_list: ControlList) -> bool:
    """Whether the limit is one on what goods can do: what weighs 2 g to 290 g is "capable of weighing 230 g or more".
    Not so where the law itself names a range.
    """
    text, start = control_list.text_at(threshold.place), threshold.span.start
    rated = text.startswith("operating ", start) and _RATED.search(text, 0, start)
    if threshold.formula is not None or not (rated or _CAPABLE.search(text, 0, start)):
        return False
    stated = limits(control_list, threshold.place.code) if threshold.place.note is None else ()
    same = [one for one in stated if one.parameter == threshold.parameter]
    return len(same) == 1 or _is_outside(same)


def _is_outside(limits_of_one: Sequence[Threshold]) -> bool:
    """Whether two limits are the ends of what lies between them: "below 5 kPa or above 9 kPa"."""
    below = [one.limit for one in limits_of_one if one.comparison in (Comparison.LESS, Comparison.AT_MOST)]
    above = [one.limit for one in limits_of_one if one.comparison in (Comparison.GREATER, Comparison.AT_LEAST)]
    return len(below) == len(above) == 1 and below[0] < above[0]


def covers(value: Interval, comparison: Comparison, end: Interval) -> Truth:
    """Whether the range ``value`` goes as far as the ``end`` that ``comparison`` says; open for a single figure.

    Where the law writes the end twice, as in kelvin and in whole degrees, the nearer one is enough.
    """
    low, high = end.low, end.high
    if not value.is_range or value.low is None or value.high is None or low is None or high is None:
        return UNKNOWN
    if comparison in _LOWER:
        return Interval.point(value.low).stands(_LOWER[comparison], high.base)
    if comparison in _UPPER:
        return Interval.point(value.high).stands(_UPPER[comparison], low.base)
    return UNKNOWN
