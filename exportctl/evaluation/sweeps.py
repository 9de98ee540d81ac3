"""Limits that may be met anywhere within a range: a noise below a line that falls with the offset, at any offset.

Goods state such a figure with what it was measured at: "phase noise @ 1 kHz". That is the value of the law's letter.
One figure that meets the limit is enough; one that fails says nothing of the rest of the range.
"""

from collections.abc import Iterator
from functools import lru_cache

import attrs

from exportctl.conditions import Threshold
from exportctl.evaluation.measured import conditions_of
from exportctl.extraction import limits
from exportctl.goods import Goods
from exportctl.model import ControlList, Place
from exportctl.truth import TRUE
from exportctl.units import Interval, Quantity

__all__ = ["Point", "Sweep", "points", "sweep_of"]


@attrs.frozen(kw_only=True)
class Sweep:
    """A ``limit`` by a formula whose ``letter`` may lie anywhere within the ``ends`` of a range."""

    limit: Threshold
    letter: str
    ends: tuple[Threshold, ...]

    def reaches(self, at: Quantity) -> bool:
        """Whether ``at`` lies in the range."""
        value = Interval.point(at)
        return all(value.stands(end.comparison, end.limit.base) is TRUE for end in self.ends)


@attrs.frozen(kw_only=True)
class Point:
    """A figure of goods, what it was measured ``at``, and ``goods`` that state no other."""

    goods: Goods
    at: Quantity


def sweep_of(threshold: Threshold, control_list: ControlList) -> Sweep | None:
    """The sweep that ``threshold`` is the limit or an end of; None where it is neither."""
    if threshold.formula is None and len(threshold.parameter) != 1:
        return None
    for sweep in _sweeps(control_list, threshold.place):
        if threshold in (sweep.limit, *sweep.ends) or _same(threshold, sweep):
            return sweep
    return None


def _same(threshold: Threshold, sweep: Sweep) -> bool:
    return any(threshold.span == one.span for one in (sweep.limit, *sweep.ends))


@lru_cache(maxsize=1024)
def _sweeps(control_list: ControlList, place: Place) -> tuple[Sweep, ...]:
    """The sweeps in the own words of the provision at ``place``."""
    stated = limits(control_list, place.code) if place.note is None else ()
    found = []
    for limit in stated:
        for letter in limit.formula.variables if limit.formula is not None else ():
            ends = tuple(end for end in stated if end.parameter == letter and end.formula is None)
            if ends:
                found.append(Sweep(limit=limit, letter=letter, ends=ends))
    return tuple(found)


def points(goods: Goods, sweep: Sweep) -> Iterator[Point]:
    """The figures of ``goods`` of the kind that ``sweep`` limits, each measured at one point of its range."""
    kind = sweep.ends[0].limit.unit.kind
    written = [(name, value, conditions_of(name, "", -1)) for name, value in goods.stated.items()]
    text = goods.description
    written += [(one.hint, one.value, conditions_of(one.hint, text, one.span.end)) for one in goods.figures if one.hint]
    for name, value, conditions in written:
        at = [end for one in conditions if one.unit.kind == kind and one.is_point and (end := one.low)]
        if len(at) == 1 and sweep.reaches(at[0]):
            yield Point(goods=Goods(text, {name: value}), at=at[0])
