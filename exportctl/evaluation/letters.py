"""The letters of a limit's formula: what goods state of them, and what the limit then comes to.

A letter goes by itself ("F"), by what the law says that it stands for ("offset frequency"), by the things that it
counts ("1024-point FFT"), or by what a figure was measured at (`sweeps`). A line of the goods' is held against a line
of the law's as a whole.
"""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from exportctl.conditions import Threshold
from exportctl.errors import BadFormula
from exportctl.evaluation.circuits import item_of, usages_of
from exportctl.evaluation.sweeps import Sweep, measured, points, sweeps_of
from exportctl.evaluation.variables import Variable, variable_of
from exportctl.goods import Goods
from exportctl.lines import line_of
from exportctl.model import ControlList
from exportctl.parameters import Binding, bind
from exportctl.truth import TRUE, Truth
from exportctl.units import NUMBER, Interval, Quantity

__all__ = ["Held", "Letters"]

_EXTREMES = {"maximum": "high", "highest": "high", "minimum": "low", "lowest": "low"}
_COUNT = re.compile(r"number of (?P<things>[^\W\d_]+?)s?")
_SAME_LENGTH = re.compile(r"(?:(?:measured|measuring|measurement|effective) )?length")
_LENGTHS = ("measured length", "measuring length", "measurement length", "effective length")

Siblings = Callable[[str, str, str], tuple[tuple[str, ...], bool, bool]]


@attrs.frozen(kw_only=True)
class Held:
    """How a formula's limit came out, as a whole: `truth`, the ``reason``, and what was held against what."""

    truth: Truth
    reason: str
    value: str
    limit: str
    name: str


@attrs.frozen(eq=False, kw_only=True, slots=False)
class Letters:
    """What ``goods`` state of the letters of formulas.

    ``bound`` gives what they state under a name that stands for itself; ``siblings`` what else the law asks for there.
    """

    goods: Goods
    bound: Callable[[str, str, str], Binding]
    siblings: Siblings

    def number(self, threshold: Threshold, letter: str, control_list: ControlList) -> Fraction | None:
        """The number that stands for ``letter`` of the limit's formula: as given, or in the unit that the law says."""
        variable = variable_of(control_list, threshold.place, letter)
        known, unit = self._exactly(variable), variable.unit
        if known is None:
            known = self.bound(letter, NUMBER.kind, item_of(threshold)).value
            unit = NUMBER if known is not None else unit
        if known is None:
            known = self._named(variable)
        if known is None or known.low is None or not known.is_point:
            return self._counted(variable)
        return (known.low.base - unit.offset) / unit.factor

    def _exactly(self, variable: Variable) -> Interval | None:
        """What is given under the very letter: F is another than f."""
        value = self.goods.stated.get(variable.letter)
        return value if value is not None and value.unit.kind == variable.unit.kind else None

    def _named(self, variable: Variable) -> Interval | None:
        """What is given under the letter, or under what the law says that it stands for."""
        extreme, _, plain = variable.name.partition(" ")
        if extreme in _EXTREMES:
            return self._extreme(plain, variable.unit.kind, _EXTREMES[extreme])
        asked = [(variable.letter, False), (variable.name, True)] if variable.unit != NUMBER else []
        if variable.unit == NUMBER and variable.name != variable.letter:
            asked = [(variable.name, False)]
        if _SAME_LENGTH.fullmatch(variable.name):
            asked += [(name, True) for name in _LENGTHS]
        found = (bind(self.goods, name, variable.unit.kind, (), only=only).value for name, only in asked)
        return next((value for value in found if value is not None), None)

    def _extreme(self, name: str, kind: str, end: str) -> Interval | None:
        """The end of the range that is given under ``name``."""
        value = bind(self.goods, name, kind, (), only=True).value
        found = getattr(value, end) if value is not None and not value.doubtful else None
        return Interval.point(found) if found is not None else None

    def _counted(self, variable: Variable) -> Fraction | None:
        """The number that stands before the things counted: "1024-point complex FFT"."""
        things = _COUNT.fullmatch(variable.name)
        if things is None or variable.unit != NUMBER:
            return None
        written = re.compile(rf"(?<![\w.,-])(\d+)[- ]{re.escape(things['things'])}s?\b", re.IGNORECASE)
        texts = (self.goods.description, *self.goods.parameters)
        found = {Fraction(count) for text in texts for count in written.findall(text)}
        return found.pop() if len(found) == 1 else None

    def bounds(
        self, threshold: Threshold, control_list: ControlList, known: Mapping[str, Fraction] | None = None
    ) -> tuple[Quantity, ...]:
        """The limit as a figure; for a formula its lowest and highest value, or none where a variable is missing.

        ``known`` are the letters whose numbers are told already.
        """
        if threshold.formula is None:
            return (threshold.limit,)
        values: dict[str, Fraction] = dict(known or {})
        for variable in threshold.formula.variables:
            value = values.get(variable)
            value = self.number(threshold, variable, control_list) if value is None else value
            if value is None:
                return ()
            values[variable] = value
        try:
            return tuple(Quantity(bound, threshold.limit.unit) for bound in threshold.formula.evaluate(values))
        except BadFormula:
            return ()

    def held(self, threshold: Threshold, control_list: ControlList) -> Held | None:
        """How the limit comes out over a whole line or range; None where only a single figure can tell."""
        return self._along(threshold, control_list) or self._anywhere(threshold, control_list)

    def _along(self, threshold: Threshold, control_list: ControlList) -> Held | None:
        """How a line of the goods' lies to one of the law's, at the length that is given, or else at every length."""
        formula, unit = threshold.formula, threshold.limit.unit
        if formula is None or not self.goods.lines:
            return None
        named = bind(self._starts, threshold.parameter, unit.kind, **self._beside(threshold))
        line, law = self.goods.lines.get(named.name), line_of(formula, unit)
        if line is None or law is None or named.value != self._starts.parameters[named.name]:
            return None
        above = line.above(law, self.number(threshold, "L", control_list))
        return Held(
            truth=above.stands(threshold.comparison, Fraction(0)),
            reason=f"{line}, held against {threshold.comparison} {law}",
            value=str(line),
            limit=str(law),
            name=named.name,
        )

    @cached_property
    def _starts(self) -> Goods:
        """Goods whose figures are those that the goods' lines begin with."""
        starts = {name: Interval.point(line.at(Fraction(0))) for name, line in self.goods.lines.items()}
        return Goods(self.goods.description, starts)

    def _beside(self, threshold: Threshold) -> dict[str, Any]:
        """How a name is bound to the limit's parameter."""
        siblings, alone, only = self.siblings(item_of(threshold), threshold.parameter, threshold.limit.unit.kind)
        return {"siblings": siblings, "alone": alone, "only": only, "usages": usages_of(threshold)}

    @cached_property
    def measured(self) -> tuple[tuple[str, Interval, tuple[Interval, ...]], ...]:
        """The figures that say at what they were measured."""
        return measured(self.goods)

    @cached_property
    def measured_kinds(self) -> frozenset[str]:
        """The kinds of what they were measured at."""
        return frozenset(at.unit.kind for _, _, conditions in self.measured for at in conditions)

    def _anywhere(self, threshold: Threshold, control_list: ControlList) -> Held | None:
        """That a limit is met at a point of the range beside it, at which the goods' figure was measured."""
        sweeps = sweeps_of(threshold, control_list) if self.measured else ()
        return next((held for sweep in sweeps if (held := self._at_a_point(sweep, control_list))), None)

    def _at_a_point(self, sweep: Sweep, control_list: ControlList) -> Held | None:
        limit = sweep.limit
        unit = variable_of(control_list, limit.place, sweep.letter).unit if sweep.letter else NUMBER
        for point in points(self.goods, self.measured, sweep):
            found = bind(point.goods, limit.parameter, limit.limit.unit.kind, **self._beside(limit))
            if found.value is None:
                around = {"words": control_list.text_at(limit.place), **self._beside(limit)}
                found = bind(point.goods, limit.parameter, limit.limit.unit.kind, **around)
            if found.value is None:
                continue
            letters = {sweep.letter: (point.at.base - unit.offset) / unit.factor} if sweep.letter else {}
            bounds = self.bounds(limit, control_list, letters)
            if bounds and all(found.value.stands(limit.comparison, bound.base) is TRUE for bound in bounds):
                return Held(
                    truth=TRUE,
                    reason=f"{found.value} {limit.comparison} {bounds[0]} at {point.at}",
                    value=str(found.value),
                    limit=str(bounds[0]),
                    name=found.name,
                )
        return None
