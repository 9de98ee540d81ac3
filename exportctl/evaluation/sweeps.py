"""Limits beside another that says at what they hold: "more than 400 W at any frequency from 2,7 GHz to 2,9 GHz".

Goods state such a figure with what it was measured at: "output power @ 2.8 GHz"; in a formula that is the value of the
law's letter. One figure that meets the limit there is enough; one that fails says nothing of the rest of the range, and
one at another point says nothing at all.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import attrs

from exportctl.conditions import Threshold
from exportctl.evaluation.measured import conditions_of
from exportctl.extraction import limits
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.truth import TRUE
from exportctl.units import Interval, Quantity

__all__ = ["Point", "Sweep", "measured", "points", "sweeps_of"]


@attrs.frozen(kw_only=True)
class Sweep:
    """A ``limit`` that may be met anywhere within the ``ends`` of a range of another quantity, which is the ``letter``
    of its formula, if it has one.
    """

    limit: Threshold
    ends: tuple[Threshold, ...]
    letter: str = ""

    def reaches(self, at: Quantity) -> bool:
        """Whether ``at`` lies in the range."""
        value = Interval.point(at)
        return all(value.stands(end.comparison, end.limit.base) is TRUE for end in self.ends)


@attrs.frozen(kw_only=True)
class Point:
    """A figure of goods, what it was measured ``at``, and ``goods`` that state no other."""

    goods: Goods
    at: Quantity


@lru_cache(maxsize=16384)
def sweeps_of(threshold: Threshold, control_list: ControlList) -> tuple[Sweep, ...]:
    """The sweeps that ``threshold`` is the limit or an end of."""
    if threshold.place.note is not None:
        return ()
    spans = (threshold.span, threshold.comparison)
    return tuple(
        sweep
        for sweep in _sweeps(control_list, threshold.place.code)
        if any((one.span, one.comparison) == spans for one in (sweep.limit, *sweep.ends))
    )


@lru_cache(maxsize=1024)
def _sweeps(control_list: ControlList, code: str) -> tuple[Sweep, ...]:
    """The sweeps in the own words of provision ``code``."""
    stated = limits(control_list, code)
    found = []
    for limit in stated:
        letters = limit.formula.variables if limit.formula is not None else ()
        for name in dict.fromkeys(one.parameter for one in stated if one.parameter != limit.parameter):
            ends = tuple(one for one in stated if one.parameter == name and one.formula is None)
            if ends and (name in letters or all(end.limit.unit.kind != limit.limit.unit.kind for end in ends)):
                found.append(Sweep(limit=limit, ends=ends, letter=name if name in letters else ""))
    return tuple(found)


def measured(goods: Goods) -> tuple[tuple[str, Interval, tuple[Interval, ...]], ...]:
    """The figures of ``goods`` that say at what they were measured: name, value, and what it was measured at."""
    text = goods.description
    said = [(name, value, conditions_of(name, "", -1)) for name, value in goods.stated.items()]
    said += [(one.hint, one.value, conditions_of(one.hint, text, one.span.end)) for one in goods.figures if one.hint]
    written = [(name, value, tuple(at[0] for at in found if len(at) == 1)) for name, value, found in said]
    return tuple(one for one in written if one[2])


def points(
    goods: Goods, figures: Iterable[tuple[str, Interval, tuple[Interval, ...]]], sweep: Sweep
) -> Iterator[Point]:
    """Those of the ``figures`` of ``goods`` that were `measured` at one point of the range of ``sweep``."""
    kind = sweep.ends[0].limit.unit.kind
    for name, value, conditions in figures:
        at = [end for one in conditions if one.unit.kind == kind and one.is_point and (end := one.low)]
        if len(at) == 1 and sweep.reaches(at[0]):
            yield Point(goods=Goods(goods.description, {name: value}), at=at[0])
