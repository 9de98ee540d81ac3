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

    @property
    def base(self) -> Fraction:
        """The magnitude in the base unit of its kind: what comparisons compare."""
        return self.magnitude * self.unit.factor + self.unit.offset

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
        if comparison == ">":
            return ~self.compare("<=", limit)
        if comparison == "<":
            return ~self.compare(">=", limit)
        below = self._all_at_most(limit)
        above = self._all_at_least(limit)
        if comparison == "==":
            outside = self._all_at_most(limit, strictly=True) or self._all_at_least(limit, strictly=True)
            return FALSE if outside else TRUE if below and above else UNKNOWN
        if comparison == "<=":
            return TRUE if below else FALSE if self._all_at_least(limit, strictly=True) else UNKNOWN
        if comparison == ">=":
            return TRUE if above else FALSE if self._all_at_most(limit, strictly=True) else UNKNOWN
        raise ValueError(f"{comparison!r} is no comparison; use one of > >= < <= ==")

    def _all_at_most(self, limit: Quantity, *, strictly: bool = False) -> bool:
        end = self._checked(limit).high
        return end is not None and (end < limit or (end == limit and (self.high_open or not strictly)))

    def _all_at_least(self, limit: Quantity, *, strictly: bool = False) -> bool:
        end = self._checked(limit).low
        return end is not None and (end > limit or (end == limit and (self.low_open or not strictly)))

    def _checked(self, limit: Quantity) -> "Interval":
        if self.unit.kind != limit.unit.kind:
            raise IncompatibleUnits(_named(self.unit), _named(limit.unit))
        return self

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
    unit = unit_at(text, gap.end() if gap else end)
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
    stripped = text.strip()
    if _ABOUT.match(stripped):
        raise BadQuantity(text, "an approximate figure decides nothing; write a range like 4.5 to 5.5 kW")
    return _range(stripped) or _deviation(stripped) or _bound(stripped) or Interval.point(parse_quantity(stripped))


def _range(text: str) -> Interval | None:
    """A text that names two ends."""
    head = _BETWEEN.match(text)
    start = head.end() if head else 0
    first = quantity_at(text, start)
    if first is None:
        return None
    low, end = first
    separator = _TO.match(text, end)
    if separator is None:
        return None
    if number_at(text, separator.end()) is None and not re.compile("mach ", re.I).match(text, separator.end()):
        return None
    high = parse_quantity(text[separator.end() :])
    if low.unit == NUMBER:
        low = Quantity(low.magnitude, high.unit)
    elif high.unit == NUMBER:
        high = Quantity(high.magnitude, low.unit)
    return Interval(low, high)


def _deviation(text: str) -> Interval | None:
    """A text with a plus-minus sign: a deviation alone, or a value with one."""
    sign = _PLUS_MINUS.search(text)
    if sign is None:
        return None
    deviation = parse_quantity(text[sign.end() :])
    if sign.start() == 0:
        return Interval.point(Quantity(abs(deviation.magnitude), difference(deviation.unit)))
    middle = parse_quantity(text[: sign.start()])
    unit = middle.unit if middle.unit != NUMBER else deviation.unit
    if deviation.unit not in {unit, NUMBER}:
        deviation = Quantity(deviation.magnitude, difference(deviation.unit)).to(difference(unit))
    low, high = middle.magnitude - deviation.magnitude, middle.magnitude + deviation.magnitude
    return Interval(Quantity(low, unit), Quantity(high, unit))


def _bound(text: str) -> Interval | None:
    """A text that names one end only."""
    match = _BEFORE.match(text)
    rest = text[match.end() :] if match else text
    if match is None:
        match = _BEHIND.search(text)
        if match is None or match.start() == 0:
            return None
        rest = text[: match.start()]
    quantity = parse_quantity(rest)
    open_end = match.lastgroup in {"gt", "lt"}
    if match.lastgroup in {"ge", "gt"}:
        return Interval(quantity, None, low_open=open_end)
    return Interval(None, quantity, high_open=open_end)
