"""Quantities, and the intervals that people state: exact, and comparable only within one kind.

>>> parse_quantity("3 GSPS") > parse_quantity("250 MSPS")
True
>>> parse_value("27–31 GHz").compare(">", parse_quantity("26,5 GHz"))
<Truth.TRUE: 'met'>

Units are read by `symbols`, numbers by `numerals`; both are at hand here, for this is the room's door.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cached_property

import attrs

from exportctl.errors import BadQuantity, IncompatibleUnits
from exportctl.numerals import number_at, parse_number, spell
from exportctl.symbols import NUMBER, Unit, difference, gravity, parse_unit, reference_level, unit_at
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth

__all__ = [
    "NUMBER",
    "Interval",
    "Quantity",
    "Unit",
    "difference",
    "gravity",
    "interval_at",
    "parse_number",
    "parse_quantity",
    "parse_unit",
    "parse_value",
    "quantity_at",
    "reference_level",
    "unit_at",
]


@attrs.frozen(eq=False)
class Quantity:
    """An exact magnitude in a unit. Equal when the same value in the same kind: 1 kHz is 1000 Hz.

    ``<``, ``<=``, ``>`` and ``>=`` raise `IncompatibleUnits` between kinds; ``==`` is then simply false.

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

    A point has equal ends. An end that is ``open`` does not belong to the interval. Raises `IncompatibleUnits` for
    ends of two kinds and `BadQuantity` for an interval that holds no value at all.

    >>> str(parse_value("up to 40 W")), str(parse_value("20 °C to 60 °C")), str(parse_value("> 5 W"))
    ('≤ 40 W', '20 °C to 60 °C', '> 5 W')
    """

    low: Quantity | None
    high: Quantity | None
    low_open: bool = False
    high_open: bool = False

    def __attrs_post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise BadQuantity("", "an interval needs at least one end")
        if self.low is not None and self.high is not None:
            empty = self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))
            if empty:
                raise BadQuantity(f"{self.low} to {self.high}", "its first end is above its second; turn them round")

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
    def is_point(self) -> bool:
        """Whether it holds one value only."""
        return self.low is not None and self.low == self.high

    def map(self, change: Callable[[Quantity], Quantity]) -> "Interval":
        """The interval with ``change`` made to both ends."""
        low, high = (None if end is None else change(end) for end in (self.low, self.high))
        return Interval(low, high, self.low_open, self.high_open)

    def in_unit(self, unit: Unit) -> "Interval":
        """The same figures read in ``unit``: not a conversion, but another reading of what was written."""
        return self.map(lambda end: Quantity(end.magnitude, unit))

    def turned(self) -> "Interval":
        """The same with the opposite sign."""
        low, high = (None if end is None else Quantity(-end.magnitude, end.unit) for end in (self.high, self.low))
        return Interval(low, high, self.high_open, self.low_open)

    def meet(self, other: "Interval") -> "Interval | None":
        """The values that both hold; None where there are none."""
        low, low_open = _tighter(self.low, self.low_open, other.low, other.low_open, lower=True)
        high, high_open = _tighter(self.high, self.high_open, other.high, other.high_open, lower=False)
        if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
            return None
        return Interval(low, high, low_open, high_open)

    def compare(self, comparison: str, limit: Quantity) -> Truth:
        """Whether a value that is known to lie in here stands to ``limit`` as ``comparison`` says.

        Met only if every value of the interval does, not met only if none does, else undetermined. ``comparison`` is
        one of > >= < <= ==. Raises `IncompatibleUnits` where ``limit`` is of another kind.

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
        return str(self.low) if self.is_point else f"{self.low} to {self.high}"


def _tighter(
    one: Quantity | None, one_open: bool, two: Quantity | None, two_open: bool, *, lower: bool
) -> tuple[Quantity | None, bool]:
    """The narrower of two ends on the same side, and whether it is open."""
    if one is None or two is None:
        return (two, two_open) if one is None else (one, one_open)
    if one == two:
        return one, one_open or two_open
    return (one, one_open) if (one > two) == lower else (two, two_open)


_GAP = re.compile(r"[\s\u00a0]*(?:[-‐‑](?=[^\W\d]))?")
_AT_LEAST = r"≥|>=|=>|at least|not less than|no less than|minimum(?: of)?|min\.?|from"
_ABOVE = r">|more than|greater than|higher than|over|above|exceeding|exceeds"
_AT_MOST = r"≤|<=|=<|at most|up to and including|up to|not more than|no more than|not exceeding|maximum(?: of)?|max\.?"
_BELOW = r"<|less than|lower than|smaller than|fewer than|under|below"
_BEFORE = re.compile(
    rf"(?P<ge>(?:{_AT_LEAST})(?!\w))|(?P<le>(?:{_AT_MOST})(?!\w))|(?P<gt>(?:{_ABOVE})(?!\w))|(?P<lt>(?:{_BELOW})(?!\w))",
    re.I,
)
_BEHIND = re.compile(
    r"(?P<ge>,? ?(?:or (?:more|higher|greater|above|over)|and (?:above|more|higher|up|over)|\(?min(?:imum|\.)?\)?|\+))$"
    r"|(?P<le>,? ?(?:or (?:less|lower|smaller|fewer|below|under)|and (?:below|less|lower)|\(?max(?:imum|\.)?\)?))$",
    re.I,
)
_SPACES = re.compile(r"[\s\u00a0]*")
_BETWEEN = re.compile(r"(?:between|from) ", re.I)
_TO = re.compile(r"[\s\u00a0]*(?:–|—|−|-|…|\.\.\.?|~|\bto\b|\band\b|\bup to\b|\bthrough\b)[\s\u00a0]*", re.I)
_PLUS_MINUS = re.compile(r"[\s\u00a0]*(?:±|\+/-|\+-|plus or minus )[\s\u00a0]*", re.I)
_ABOUT = re.compile(
    r"(?:~|≈|about|approx(?:\.|imately)?|ca\.?|circa|around|nominal(?:ly)?|typ(?:\.|ically|ical)?) ?(?=\d)", re.I
)


def quantity_at(text: str, start: int, *, law: bool = False) -> tuple[Quantity, int] | None:
    """The number at ``start`` of ``text`` with the unit behind it (the pure number 1 where none is), and its end.

    >>> found = quantity_at("a 14-bit converter", 2)
    >>> str(found[0]), found[1]
    ('14 bit', 8)
    """
    number = number_at(text, start, law=law)
    if number is None:
        mach = re.compile(r"mach (?=\d)", re.I).match(text, start)
        number = number_at(text, mach.end(), law=law) if mach else None
        return None if number is None else (Quantity(number[0], parse_unit("Mach")), number[1])
    value, end = number
    gap = _GAP.match(text, end)
    behind = gap.end() if gap else end
    unit = unit_at(text, behind + text.startswith("1/", behind))
    return (Quantity(value), end) if unit is None else (Quantity(value, unit[0]), unit[1])


def parse_quantity(text: str, *, law: bool = False) -> Quantity:
    """The quantity that ``text`` writes and nothing else; raises `BadQuantity`, or `UnknownUnit` for its unit.

    >>> str(parse_quantity("10^-5 Pa")), str(parse_quantity("two litres per minute"))
    ('0.00001 Pa', '2 L/min')
    """
    stripped = text.strip()
    found = quantity_at(stripped, 0, law=law)
    if found is None:
        raise BadQuantity(text)
    quantity, end = found
    if end != len(stripped):
        if re.match(r" ?(?:at|@|measured|when|for|over|in)\b", stripped[end:]):
            raise BadQuantity(
                text, f"it names a condition; give {stripped[:end]!r} alone, the condition by its own name"
            )
        number = number_at(stripped, 0, law=law)
        parse_unit(stripped[number[1] if number else 0 :].lstrip(" -\u00a0"))
        raise BadQuantity(text)
    return quantity


def parse_value(text: str) -> Interval:
    """What ``text`` states of a parameter, in any usual notation; a figure alone gives a point.

    "±0.1 %" is how accuracies are written, and gives 0.1 %; "296 ± 2 K" is a range. Raises `BadQuantity` for a text
    that states no exact figure ("about 5 W"), and `UnknownUnit` for a unit nobody defined.

    >>> [str(parse_value(value)) for value in ("±0.1 %", "27 to 31 GHz", "less than 3 mm", "14-bit")]
    ['0.1 %', '27 GHz to 31 GHz', '< 3 mm', '14 bit']
    """
    stripped = _without_second_notation(text.strip())
    if _ABOUT.match(stripped):
        raise BadQuantity(text, "an approximate figure decides nothing; write a range like 4.5 to 5.5 kW")
    found = interval_at(stripped, 0)
    if found is not None and found[1] == len(stripped):  # first, for "45 min" are minutes
        return found[0]
    behind = _BEHIND.search(stripped)
    if behind and behind.start():
        return _bounded(behind.lastgroup, parse_quantity(stripped[: behind.start()]))
    return Interval.point(parse_quantity(stripped))


def _without_second_notation(text: str) -> str:
    """``text`` without a value in brackets that says in another unit what stands before: "398 K (125 °C)"."""
    match = re.match(r"(?P<first>[^()]+?) ?\((?P<second>[^()]+)\)$", text)
    first, second = (quantity_at(match[name], 0) for name in ("first", "second")) if match else (None, None)
    if match is None or first is None or second is None or not first[0].comparable(second[0]):
        return text
    return match["first"] if abs(first[0].base - second[0].base) * 20 <= abs(first[0].base) else text


def interval_at(text: str, start: int) -> tuple[Interval, int] | None:
    """What begins at ``start`` of ``text``: a figure, a range, a deviation, or a bound named in front; and its end.

    >>> found = interval_at("tunable from 27 to 31 GHz", 8)
    >>> str(found[0]), found[1]
    ('27 GHz to 31 GHz', 25)
    """
    single = quantity_at(text, start)
    found = _range_at(text, start, single) or _deviation_at(text, start, single) or _bound_at(text, start)
    return found or (None if single is None else (Interval.point(single[0]), single[1]))


def _range_at(text: str, start: int, single: tuple[Quantity, int] | None) -> tuple[Interval, int] | None:
    """Two ends, the first of them the ``single`` quantity that stands there, unless a word comes before it: "27 to 31
    GHz", "between 5 and 8 GHz", "20 °C…60 °C".
    """
    head = _BETWEEN.match(text, start)
    first = quantity_at(text, head.end()) if head else single
    separator = _TO.match(text, first[1]) if first else None
    second = quantity_at(text, separator.end()) if separator else None
    if first is None or separator is None or second is None or (" and" in separator[0] and head is None):
        return None
    (low, _), (high, end) = first, second
    if low.unit == NUMBER:
        low = Quantity(low.magnitude, high.unit)
    elif high.unit == NUMBER:
        high = Quantity(high.magnitude, low.unit)
    return Interval(low, high), end


def _deviation_at(text: str, start: int, middle: tuple[Quantity, int] | None) -> tuple[Interval, int] | None:
    """A plus-minus sign: a deviation alone, or behind the value in the ``middle`` that it belongs to."""
    sign = _PLUS_MINUS.match(text, middle[1] if middle else start)
    found = quantity_at(text, sign.end()) if sign else None
    if found is None:
        return None
    deviation, end = found
    if middle is None:
        return Interval.point(Quantity(abs(deviation.magnitude), difference(deviation.unit))), end
    value, unit = middle[0], middle[0].unit if middle[0].unit != NUMBER else deviation.unit
    if deviation.unit not in {unit, NUMBER}:
        deviation = Quantity(deviation.magnitude, difference(deviation.unit)).to(difference(unit))
    low, high = value.magnitude - deviation.magnitude, value.magnitude + deviation.magnitude
    return Interval(Quantity(low, unit), Quantity(high, unit)), end


def _bound_at(text: str, start: int) -> tuple[Interval, int] | None:
    """One end only, named in front of it: "at least 5 kW", "≤ 3 mm"."""
    match = _BEFORE.match(text, start)
    found = quantity_at(text, _SPACES.match(text, match.end()).end()) if match else None  # type: ignore[union-attr]
    return None if match is None or found is None else (_bounded(match.lastgroup, found[0]), found[1])


def _bounded(group: str | None, end: Quantity) -> Interval:
    """The interval on one side of ``end``, by the group of the comparison that was read."""
    if group in {"ge", "gt"}:
        return Interval(end, None, low_open=group == "gt")
    return Interval(None, end, high_open=group == "lt")
