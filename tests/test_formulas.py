"""Formulas: what the law prints is read as algebra, and evaluated exactly or between bounds that hold."""

from contextlib import suppress
from fractions import Fraction
from math import isclose, log, log2, log10, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.errors import BadFormula
from exportctl.formulas import Formula

SHAPES = [
    ("(1,7 + L/800)", {"L": 400}, 1.7 + 400 / 800),
    ("(800 + (600 × L/1000))", {"L": 250}, 800 + 600 * 250 / 1000),
    ("(1,7 + L/1 000)", {"L": 500}, 1.7 + 500 / 1000),
    ("126 + 20log10F – 20log10f", {"F": 100, "f": 9000}, 126 + 20 * log10(100) - 20 * log10(9000)),
    ("-(206 – 20log10f)", {"f": 3000}, -(206 - 20 * log10(3000))),
    ("(N log2 N)/20480", {"N": 1024}, 1024 * log2(1024) / 20480),
    ("(10log(f) + 169,77)", {"f": 4000}, 10 * log10(4000) + 169.77),
    ("π/180", {}, pi / 180),
    ("λ/20", {"λ": 633}, 633 / 20),
    ("ln x", {"x": 7}, log(7)),
    ("√(x^2 + y^2)", {"x": 3, "y": 5}, sqrt(34)),
    ("2x", {"x": 6}, 12),
]


@pytest.mark.parametrize(("text", "values", "expected"), SHAPES, ids=[shape[0] for shape in SHAPES])
def test_the_laws_shapes(text: str, values: dict[str, int], expected: float) -> None:
    """Every shape of expression in the lists evaluates to what a calculator says, between bounds around it."""
    formula = Formula.parse(text)
    assert set(formula.variables) == set(values)
    low, high = formula.evaluate({name: Fraction(value) for name, value in values.items()})
    assert low <= high
    assert isclose(low, expected, rel_tol=1e-12)
    assert high - low <= abs(high) / 10**40


def test_sums_products_and_powers_are_exact() -> None:
    """Where only rational operations occur, both bounds are the one exact value."""
    low, high = Formula.parse("(1,7 + L/800)").evaluate({"L": Fraction(1, 3)})
    assert low == high == Fraction(17, 10) + Fraction(1, 2400)


def test_a_space_between_thousands_is_no_product() -> None:
    """ "1 000" is a thousand, and not 1 times 0."""
    assert Formula.parse("L/1 000").evaluate({"L": Fraction(5)})[0] == Fraction(1, 200)
    assert Formula.parse("L/20 480").evaluate({"L": Fraction(5)})[0] == Fraction(1, 4096)


@pytest.mark.parametrize("text", ["", "(", "1 +", "a ++ b", "(a", "£", ")", "^2", "a^^2"])
def test_what_is_no_formula_is_told(text: str) -> None:
    """Broken algebra is an error of its own, which is a ``ValueError`` too."""
    with pytest.raises(BadFormula):
        Formula.parse(text)
    assert issubclass(BadFormula, ValueError)


@pytest.mark.parametrize(
    ("text", "values"), [("1/x", {"x": 0}), ("log x", {"x": 0}), ("√x", {"x": -1}), ("x^y", {"x": 2, "y": 99})]
)
def test_what_has_no_value_is_told(text: str, values: dict[str, int]) -> None:
    """A division by nothing, the logarithm of nothing, an absurd power: an error, never a number."""
    with pytest.raises(BadFormula):
        Formula.parse(text).evaluate({name: Fraction(value) for name, value in values.items()})


def test_a_missing_variable_is_a_key_error() -> None:
    """A variable without a value is named."""
    with pytest.raises(KeyError, match="L"):
        Formula.parse("2 × L").evaluate({})


@given(st.text(alphabet="0123456789,.+-–×*/^()√πλLNFflog2ns ", max_size=40))
def test_parsing_never_fails_otherwise(text: str) -> None:
    """Any text is a formula or a `BadFormula`."""
    with suppress(BadFormula):
        Formula.parse(text)


NUMBERS = st.integers(1, 10**6).map(Fraction)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_bounds_enclose_the_slow_way(a: Fraction, b: Fraction, c: Fraction) -> None:
    """The interval arithmetic agrees with plain fractions, term by term."""
    low, high = Formula.parse("(a + b × c)/(a + c) – b").evaluate({"a": a, "b": b, "c": c})
    assert low == high == (a + b * c) / (a + c) - b


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_logarithms_keep_their_order(one: int, other: int) -> None:
    """A larger number never has a logarithm whose lower bound lies above the upper bound of a larger one's."""
    formula = Formula.parse("log10 x")
    small, large = sorted((one, other))
    assert formula.evaluate({"x": Fraction(small)})[0] <= formula.evaluate({"x": Fraction(large)})[1]
