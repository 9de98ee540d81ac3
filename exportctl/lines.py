"""Figures that grow along a length, as the errors of measuring machines are stated: "(2.5 + L/300) µm".

>>> line = read_line("2.5 + 3L/1000 µm")
>>> str(line), str(line.at(Fraction(500)))
('(2.5 + 3L/1000) µm', '4 µm')

The length L is in millimetres, as standards for such machines have it, unless the text says otherwise. A figure that
would grow by more than a fiftieth of its unit in a millimetre is meant for metres, and is not read.
"""

import re
from fractions import Fraction

import attrs

from exportctl.errors import BadFormula, BadQuantity
from exportctl.formulas import Formula
from exportctl.numerals import parse_number, spell
from exportctl.quantities import Interval, Quantity
from exportctl.symbols import Unit, parse_unit

__all__ = ["Line", "line_of", "read_line"]

_LINE = re.compile(
    r"[±(\s]*(?P<start>\d[\d.,]*)\s*(?P<first>[µμun]?m)?\s*\+\s*(?:(?P<times>\d[\d.,]*)\s*[·*×x]?\s*)?L\s*(?:/\s*(?P<over>\d[\d.,]*)\s*)?\)?\s*"
    r"\[?(?P<unit>[µμun]?m)?\]?(?:[,;]?\s*\(?\s*L (?:in|=|\[) ?(?P<length>mm|m)\)?\]?)?"
)
_LENGTHS = (0, 1, 2, 3, 5, 7, 1000)
_STEEPEST = Fraction(1, 50)


@attrs.frozen
class Line:
    """A figure that is ``start`` for no length and grows by ``slope`` for each millimetre of it, both in ``unit``."""

    start: Fraction
    slope: Fraction
    unit: Unit

    def at(self, length: Fraction) -> Quantity:
        """The figure for a ``length`` in millimetres."""
        return Quantity(self.start + self.slope * length, self.unit)

    def above(self, other: "Line", length: Fraction | None = None) -> Interval:
        """By how much the figure lies above an ``other``: at a ``length``, or at whatever length there is.

        >>> str(read_line("(2.5 + L/300) µm").above(read_line("(0.7 + L/1000) µm")))
        '≥ 1.8 µm'
        """
        scale = other.unit.factor / self.unit.factor
        start, rise = self.start - other.start * scale, self.slope - other.slope * scale
        if length is not None:
            return Interval.point(Quantity(start + rise * length, self.unit))
        first = Quantity(start, self.unit)
        return Interval(first if rise >= 0 else None, first if rise <= 0 else None)

    def __str__(self) -> str:
        times, over = self.slope.numerator, self.slope.denominator
        return f"({spell(self.start)} + {times if times != 1 else ''}L{f'/{over}' if over != 1 else ''}) {self.unit}"


def line_of(formula: Formula, unit: Unit) -> Line | None:
    """The line that a limit's ``formula`` of L is, in ``unit``; None where it is no line, or no formula of L.

    >>> str(line_of(Formula.parse("(1,7 + L/800)"), parse_unit("µm")))
    '(1.7 + L/800) µm'
    """
    if formula.variables != ("L",):
        return None
    try:
        tried = {length: formula.evaluate({"L": Fraction(length)}) for length in _LENGTHS}
    except BadFormula:
        return None
    start, slope = tried[0][0], tried[1][0] - tried[0][0]
    is_line = all(low == high == start + slope * length for length, (low, high) in tried.items())
    return Line(start, slope, unit) if is_line else None


def read_line(text: str, decimal: str = "") -> Line:
    """The line that ``text`` writes, ``decimal`` being the writer's sign before decimals, where it is known.

    Raises `BadQuantity` where it is none, or where the length may be in metres.
    """
    match = _LINE.fullmatch(text.strip())
    if match is None or len({match["first"], match["unit"]} - {None}) != 1:
        raise BadQuantity(text)
    start, times, over = (
        Fraction(1) if match[part] is None else parse_number(match[part], decimal=decimal)
        for part in ("start", "times", "over")
    )
    if not over:
        raise BadQuantity(text, "it divides by zero")
    slope = times / over / (1000 if match["length"] == "m" else 1)
    if not match["length"] and slope > _STEEPEST:
        raise BadQuantity(text, "its length can be in metres; say “L in m”")
    return Line(start, slope, parse_unit((match["unit"] or match["first"]).replace("u", "µ")))
