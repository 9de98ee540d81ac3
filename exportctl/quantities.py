"""Quantities and intervals: exact, and comparable only within one kind.

>>> from exportctl.symbols import parse_unit
>>> watt = parse_unit("W")
>>> Quantity(Fraction(3), parse_unit("kW")) > Quantity(Fraction(250), watt)
True
>>> str(Interval(Quantity(Fraction(5), watt), None).compare(">=", Quantity(Fraction(6), watt)))
'undetermined'
"""

from collections.abc import Callable
from fractions import Fraction
from functools import cached_property

import attrs

from exportctl.errors import BadQuantity, IncompatibleUnits
from exportctl.numerals import spell
from exportctl.symbols import NUMBER, Unit, meanings
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth

__all__ = ["Interval", "Quantity"]


@attrs.frozen(eq=False)
class Quantity:
    """An exact magnitude in a unit. Equal when the same value in the same kind: 1 kHz is 1000 Hz.

    ``<``, ``<=``, ``>`` and ``>=`` raise `IncompatibleUnits` between kinds; ``==`` is then simply false.

    >>> from exportctl.units import parse_unit
    >>> str(Quantity(Fraction(5, 2), parse_unit("bar")).to(parse_unit("kPa")))
    '250 kPa'
    """

    magnitude: Fraction
    unit: Unit = NUMBER

    @cached_property
    def base(self) -> Fraction:
        """The magnitude in the base unit of its kind: what comparisons compare."""
        unit = self.unit
        scaled = self.magnitude if unit.factor == 1 else self.magnitude * unit.factor
        return scaled + unit.offset if unit.offset else scaled

    def to(self, unit: Unit) -> "Quantity":
        """The same value in ``unit``; raises `IncompatibleUnits` where that is of another kind."""
        self._check(unit)
        return Quantity((self.base - unit.offset) / unit.factor, unit)

    def comparable(self, other: "Quantity") -> bool:
        """Whether the two are of one kind, so that they can be compared at all."""
        return self.unit.kind == other.unit.kind

    def _check(self, unit: Unit) -> None:
        if self.unit.kind != unit.kind:
            raise IncompatibleUnits(_named(self.unit), _named(unit))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return self.unit.kind == other.unit.kind and self.base == other.base

    def __hash__(self) -> int:
        return hash((self.unit.kind, self.base))

    def __lt__(self, other: "Quantity") -> bool:
        self._check(other.unit)
        return self.base < other.base

    def __le__(self, other: "Quantity") -> bool:
        self._check(other.unit)
        return self.base <= other.base

    def __gt__(self, other: "Quantity") -> bool:
        return other < self

    def __ge__(self, other: "Quantity") -> bool:
        return other <= self

    def __str__(self) -> str:
        return spell(self.magnitude) if self.unit.symbol == "1" else f"{spell(self.magnitude)} {self.unit}"


def _named(unit: Unit) -> str:
    return f"{unit} ({unit.kind})"


@attrs.frozen
class Interval:
    """What a user states of a parameter: all values from ``low`` to ``high``, a side without limit being None.

    A point has equal ends. An end that is ``open`` does not belong to the interval. ``doubtful`` says that what is
    stated lies in here, but is less than all of it: "1,300 kg" is 1.3 kg or 1300 kg, and no range. Raises
    `IncompatibleUnits` for ends of two kinds and `BadQuantity` for an interval that holds no value at all.

    >>> from exportctl.units import parse_value
    >>> str(parse_value("up to 40 W")), str(parse_value("20 °C to 60 °C")), str(parse_value("> 5 W"))
    ('≤ 40 W', '20 °C to 60 °C', '> 5 W')
    """

    low: Quantity | None
    high: Quantity | None
    low_open: bool = False
    high_open: bool = False
    doubtful: bool = False

    def __attrs_post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise BadQuantity("", "an interval needs at least one end")
        if self.low is not None and self.high is not None:
            empty = self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))
            if empty:
                raise BadQuantity(f"{self.low} to {self.high}", "its first end is above its second; turn them round")

    @classmethod
    def either(cls, one: "Interval", two: "Interval") -> "Interval":
        """What is stated where it is not known which of the two is: from the lower of them to the higher.

        >>> from exportctl.units import parse_value
        >>> str(Interval.either(parse_value("1.3 kg"), parse_value("1300 kg")))
        '1.3 kg or 1300 kg'
        """
        if one == two:
            return one
        low, low_open = _wider(one.low, one.low_open, two.low, two.low_open, lower=True)
        high, high_open = _wider(one.high, one.high_open, two.high, two.high_open, lower=False)
        return cls(low, high, low_open, high_open, doubtful=True)

    @classmethod
    def point(cls, value: Quantity) -> "Interval":
        """The interval that holds ``value`` alone."""
        return cls(value, value)

    @property
    def unit(self) -> Unit:
        """The unit of its first end."""
        end = self.low if self.low is not None else self.high
        assert end is not None
        return end.unit

    @property
    def is_range(self) -> bool:
        """Whether it is stated to hold more than one value."""
        return not self.is_point and not self.doubtful

    @property
    def is_point(self) -> bool:
        """Whether it holds one value only."""
        return self.low is not None and self.low == self.high

    def map(self, change: Callable[[Quantity], Quantity]) -> "Interval":
        """The interval with ``change`` made to both ends."""
        low, high = (None if end is None else change(end) for end in (self.low, self.high))
        return Interval(low, high, self.low_open, self.high_open, self.doubtful)

    def in_unit(self, unit: Unit) -> "Interval":
        """The same figures read in ``unit``: not a conversion, but another reading of what was written."""
        return self.map(lambda end: Quantity(end.magnitude, unit))

    def meant_as(self, kind: str) -> "Interval | None":
        """The same figures in units of ``kind`` that theirs are also written for; None where they are not.

        >>> from exportctl.units import parse_value
        >>> str(parse_value("5 mg to 1 g").meant_as("acceleration")), parse_value("5 W").meant_as("acceleration")
        ('5 mg to 1 g', None)
        """
        if all(meant.kind != kind for meant in meanings(self.unit)):
            return None
        units = {
            end.unit: meant
            for end in (self.low, self.high)
            if end is not None
            for meant in meanings(end.unit)
            if meant.kind == kind
        }
        if any(end is not None and end.unit not in units for end in (self.low, self.high)):
            return None
        return self.map(lambda end: Quantity(end.magnitude, units[end.unit]))

    def beyond(self, *, upwards: bool) -> "Interval | None":
        """All from its low end upwards, or from its high end downwards; None where it has no such end.

        >>> from exportctl.units import parse_value
        >>> str(parse_value("20 W to 40 W").beyond(upwards=True)), parse_value("up to 40 W").beyond(upwards=True)
        ('≥ 20 W', None)
        """
        end = self.low if upwards else self.high
        if end is None:
            return None
        if upwards:
            return Interval(end, None, low_open=self.low_open, doubtful=self.doubtful)
        return Interval(None, end, high_open=self.high_open, doubtful=self.doubtful)

    def turned(self) -> "Interval":
        """The same with the opposite sign."""
        low, high = (None if end is None else Quantity(-end.magnitude, end.unit) for end in (self.high, self.low))
        return Interval(low, high, self.high_open, self.low_open, self.doubtful)

    def meet(self, other: "Interval") -> "Interval | None":
        """The values that both hold; None where there are none."""
        low, low_open = _tighter(self.low, self.low_open, other.low, other.low_open, lower=True)
        high, high_open = _tighter(self.high, self.high_open, other.high, other.high_open, lower=False)
        if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
            return None
        return Interval(low, high, low_open, high_open, low != high and (self.doubtful or other.doubtful))

    def compare(self, comparison: str, limit: Quantity) -> Truth:
        """Whether a value that is known to lie in here stands to ``limit`` as ``comparison`` says.

        Met only if every value of the interval does, not met only if none does, else undetermined. ``comparison`` is
        one of > >= < <= ==. Raises `IncompatibleUnits` where ``limit`` is of another kind.

        >>> from exportctl.units import parse_quantity, parse_value
        >>> str(parse_value("at least 12 bit").compare(">=", parse_quantity("14 bit")))
        'undetermined'
        """
        if self.unit.kind != limit.unit.kind:
            raise IncompatibleUnits(_named(self.unit), _named(limit.unit))
        return self.stands(comparison, limit.base)

    def stands(self, comparison: str, bound: Fraction) -> Truth:
        """The same with the limit as a ``bound`` in the base unit of the interval's own kind."""
        match comparison:
            case ">=":
                return TRUE if self._above(bound) else FALSE if self._below(bound, strictly=True) else UNKNOWN
            case ">":
                return TRUE if self._above(bound, strictly=True) else FALSE if self._below(bound) else UNKNOWN
            case "<=":
                return TRUE if self._below(bound) else FALSE if self._above(bound, strictly=True) else UNKNOWN
            case "<":
                return TRUE if self._below(bound, strictly=True) else FALSE if self._above(bound) else UNKNOWN
            case "==":
                outside = self._below(bound, strictly=True) or self._above(bound, strictly=True)
                return FALSE if outside else TRUE if self._below(bound) and self._above(bound) else UNKNOWN
        raise ValueError(f"{comparison!r} is no comparison; use one of > >= < <= ==")

    def _below(self, bound: Fraction, *, strictly: bool = False) -> bool:
        """Whether all of it lies at or below ``bound``, or strictly below."""
        if self.high is None:
            return False
        end = self.high.base
        return end < bound if strictly and not self.high_open else end <= bound

    def _above(self, bound: Fraction, *, strictly: bool = False) -> bool:
        """Whether all of it lies at or above ``bound``, or strictly above."""
        if self.low is None:
            return False
        end = self.low.base
        return end > bound if strictly and not self.low_open else end >= bound

    def in_base_unit(self) -> "Interval":
        """The same in the base unit of its kind, where its ends need no conversion any more."""
        base = Unit(self.unit.symbol, self.unit.kind, Fraction(1))
        return self.map(lambda end: Quantity(end.base, base))

    def __str__(self) -> str:
        if self.low is None:
            return f"{'<' if self.high_open else '≤'} {self.high}"
        if self.high is None:
            return f"{'>' if self.low_open else '≥'} {self.low}"
        return str(self.low) if self.is_point else f"{self.low} {'or' if self.doubtful else 'to'} {self.high}"


def _tighter(
    one: Quantity | None, one_open: bool, two: Quantity | None, two_open: bool, *, lower: bool
) -> tuple[Quantity | None, bool]:
    """The narrower of two ends on the same side, and whether it is open."""
    if one is None or two is None:
        return (two, two_open) if one is None else (one, one_open)
    if one == two:
        return one, one_open or two_open
    return (one, one_open) if (one > two) == lower else (two, two_open)


def _wider(
    one: Quantity | None, one_open: bool, two: Quantity | None, two_open: bool, *, lower: bool
) -> tuple[Quantity | None, bool]:
    """The farther of two ends on the same side, and whether it is open."""
    if one is None or two is None:
        return None, False
    if one == two:
        return one, one_open and two_open
    return (one, one_open) if (one < two) == lower else (two, two_open)
