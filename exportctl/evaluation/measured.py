"""At what a figure was measured: what the goods say of it, held against what the law says.

A burning rate at 13.8 MPa is none at 6.89 MPa. Where the law names no condition of the kind, any will do.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from exportctl.errors import ExportctlError
from exportctl.units import Interval, Quantity, interval_at, quantity_at

__all__ = ["Condition", "conditions_of", "measured_otherwise"]

_CONDITION = re.compile(
    r"(?:@|\bat|\bafter|\bbei|\bnach|\bbij|\bna|\bà|\baprès|\(|,(?=\s))\s*(?=[-+−±]?\d)", re.IGNORECASE
)
_BEHIND = re.compile(
    r"\s*(?:(?:@|\bat\b|\bafter\b|\bbei\b|\bnach\b|\bbij\b|\bna\b|\bà\b|\baprès\b)\s*|\((?:@\s*|at\s+)?)(?=[-+−]?\d)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"(?<![\w.,])[-+−]?\d")
_DEGREE = 1
_ROUNDED = 1000
Condition = tuple[Interval, ...]
"""What a figure was measured at; all that it can be, where its comma can part thousands as well."""


@lru_cache(maxsize=4096)
def conditions_of(name: str, description: str, end: int) -> tuple[Condition, ...]:
    """At what a figure was measured: as its ``name`` says, and what stands at ``end`` of ``description`` behind it."""
    said = [_at(name, found.end()) for found in _CONDITION.finditer(name)]
    if end >= 0 and (behind := _BEHIND.match(description, end)):
        said.append(_at(description, behind.end()))
    return tuple(filter(None, said))


def _at(text: str, start: int) -> Condition:
    """The quantity at ``start`` of ``text``."""
    found = []
    for decimal in ("", ".", ","):
        try:
            read = interval_at(text, start, decimal=decimal)
        except ExportctlError:
            continue
        if read is not None:
            found.append(read[0])
        if not decimal:
            break
    return tuple(found)


def measured_otherwise(conditions: Iterable[Condition], kind: str, law: str) -> bool:
    """Whether one of ``conditions`` is another than that of its kind in the ``law``'s words. ``kind`` is that of the
    figure itself, of which no condition is.
    """
    return any(all(_is_another(one, kind, law) for one in condition) for condition in conditions)


def _is_another(said: Interval, kind: str, law: str) -> bool:
    own = said.unit.kind
    if own in (kind, "number"):
        return False
    limits = [quantity for quantity in _quantities(law) if quantity.unit.kind == own]
    return bool(limits) and not any(_is(said, limit) for limit in limits)


@lru_cache(maxsize=4096)
def _quantities(law: str) -> tuple[Quantity, ...]:
    found = (quantity_at(law, figure.start(), law=True) for figure in _FIGURE.finditer(law))
    return tuple(one[0] for one in found if one is not None)


def _is(said: Interval, limit: Quantity) -> bool:
    """Whether ``said`` is ``limit`` but for what was rounded: the law counts kelvins by 273, and prints 6,89 MPa for a
    thousand pounds to the square inch.
    """
    near = _DEGREE if limit.unit.kind == "temperature" else abs(limit.base) / _ROUNDED
    ends = [end for end in (said.low, said.high) if end is not None]
    if limit.unit.kind == "level":  # "(-3 dB)" is 3 dB down as well
        return any(abs(end.base) == abs(limit.base) for end in ends)
    return any(abs(end.base - limit.base) <= near for end in ends)
