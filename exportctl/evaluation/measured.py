"""At what a figure was measured: what the goods say of it, held against what the law says.

A burning rate at 13.8 MPa is none at 6.89 MPa. Where the law names no condition of the kind, any will do.
"""

import re
from functools import lru_cache

from exportctl.units import Interval, Quantity, interval_at, quantity_at

__all__ = ["measured_otherwise"]

_CONDITION = re.compile(r"(?:@|\bat|\bbei|\bbij|\bà|[(,])\s*(?=[-+−±]?\d)", re.IGNORECASE)
_BEHIND = re.compile(r"\s*(?:(?:@|\bat\b|\bbei\b|\bbij\b|\bà\b)\s*|\((?:@\s*|at\s+)?)(?=[-+−]?\d)", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![\w.,])[-+−]?\d")
_ROUNDED = 1


@lru_cache(maxsize=4096)
def measured_otherwise(name: str, description: str, end: int, kind: str, law: str) -> bool:
    """Whether the condition that stands in ``name``, or at ``end`` of ``description`` behind a figure, is another than
    that of its kind in the ``law``'s words. ``kind`` is that of the figure itself, of which no condition is.
    """
    said = [interval_at(name, found.end())] if (found := _CONDITION.search(name)) else []
    if end >= 0 and (behind := _BEHIND.match(description, end)):
        said.append(interval_at(description, behind.end()))
    return any(one is not None and _is_another(one[0], kind, law) for one in said)


def _is_another(said: Interval, kind: str, law: str) -> bool:
    own = said.unit.kind
    if own in (kind, "number"):
        return False
    limits = [quantity for quantity in _quantities(law) if quantity.unit.kind == own]
    return bool(limits) and not any(_is(said, limit) for limit in limits)


def _quantities(law: str) -> list[Quantity]:
    found = (quantity_at(law, figure.start(), law=True) for figure in _FIGURE.finditer(law))
    return [one[0] for one in found if one is not None]


def _is(said: Interval, limit: Quantity) -> bool:
    """Whether ``said`` is ``limit``, or a degree from it: the law counts kelvins by 273."""
    near = _ROUNDED if limit.unit.kind == "temperature" else 0
    ends = [end for end in (said.low, said.high) if end is not None]
    return any(abs(end.base - limit.base) <= near for end in ends)
