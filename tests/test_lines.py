"""Figures that grow along a length are read exactly, and compared at every length there is."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.errors import BadQuantity
from exportctl.evaluation import evaluate
from exportctl.formulas import Formula
from exportctl.goods import Goods
from exportctl.lines import Line, line_of, read_line
from exportctl.model import ControlList
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth
from exportctl.units import parse_unit

MICRON = parse_unit("µm")
STARTS = st.integers(0, 40).map(lambda n: Fraction(n, 10))
SLOPES = st.integers(0, 20).map(lambda n: Fraction(n, 1000))
LINES = st.builds(Line, STARTS, SLOPES, st.just(MICRON))
LENGTHS = [Fraction(0), Fraction(1, 1000), *(Fraction(n) for n in (1, 10, 100, 1000, 10**4, 10**7))]


@pytest.mark.parametrize(
    ("written", "start", "slope"),
    [
        ("(2,5 + L/300) µm", "2.5", "1/300"),
        ("2.2 + 3L/1000 µm", "2.2", "3/1000"),
        ("± (1.7+L/800) um", "1.7", "1/800"),
        ("1.5 + 4·L / 1000 µm", "1.5", "4/1000"),
        ("(1.5 + 4 L/1000) µm, L in mm", "1.5", "4/1000"),
        ("(1.5 + 4L) µm (L in m)", "1.5", "4/1000"),
    ],
)
def test_lines_of_data_sheets_are_read(written: str, start: str, slope: str) -> None:
    """However the errors of a machine are written, they begin somewhere and grow with the length."""
    assert read_line(written) == Line(Fraction(start), Fraction(slope), MICRON)


@pytest.mark.parametrize("written", ["(2.5 + 3.3L) µm", "1.7 + L/800", "2.5 µm", "(2.5 - L/300) µm", "2 + L/0 µm", ""])
def test_what_is_no_line_is_refused(written: str) -> None:
    """No unit, no length, a length that may be in metres, a division by zero: none is guessed."""
    with pytest.raises(BadQuantity):
        read_line(written)


@given(LINES)
def test_lines_read_back(line: Line) -> None:
    """What a line prints is read as that line, unless it does not grow at all."""
    assert not line.slope or read_line(str(line)) == line


@given(LINES, LINES)
def test_a_line_lies_above_another_where_it_does_at_every_length(one: Line, two: Line) -> None:
    """What is decided without a length is so at each of many, and at one length it is the plain difference."""
    above = one.above(two)
    for comparison in ("<", "<=", ">", ">="):
        decided = above.stands(comparison, Fraction(0))
        at_each = {one.above(two, length).stands(comparison, Fraction(0)) for length in LENGTHS}
        assert decided is UNKNOWN or at_each == {decided}
    for length in LENGTHS:
        difference = one.above(two, length).low
        assert difference is not None
        assert difference.magnitude == one.at(length).magnitude - two.at(length).magnitude


@given(LINES)
def test_a_formula_of_the_law_is_the_line_that_it_writes(line: Line) -> None:
    """A limit that grows with L is the line through its values."""
    formula = Formula.parse(f"({line.start.numerator}/{line.start.denominator} + {line.slope.numerator} * L/1000)")
    found = line_of(formula, MICRON)
    assert found == Line(line.start, Fraction(line.slope.numerator, 1000), MICRON)


@pytest.mark.parametrize("text", ["L^2", "1/L", "log10 L", "1 + f/1000", "1 + L*L/1000", "2"])
def test_other_formulas_are_no_lines(text: str) -> None:
    """Powers, quotients, logarithms and other letters have no line."""
    assert line_of(Formula.parse(text), MICRON) is None


@pytest.mark.official
@pytest.mark.parametrize(
    ("mpe", "length", "outcome"),
    [
        ("(2.5 + L/300) µm", "", FALSE),
        ("(1.2 + L/1000) µm", "", TRUE),
        ("(1.2 + L/300) µm", "", UNKNOWN),
        ("(1.2 + L/300) µm", "700 mm", FALSE),
        ("(1.2 + L/300) µm", "100 mm", TRUE),
        ("(1.7 + L/1000) µm", "", TRUE),
        ("(1.8 + L/1000) µm", "", FALSE),
        ("(1.2 + 30L/1000) µm", "", UNKNOWN),
    ],
)
def test_a_machine_is_decided_by_its_line(official_annex: ControlList, mpe: str, length: str, outcome: Truth) -> None:
    """The law's error grows with L too: one line below the other decides, and where they cross the length does."""
    parameters = {"MPE": mpe} | ({"L": length} if length else {})
    assert evaluate(official_annex, "2B006.a", Goods("CMM", parameters)).limits is outcome
