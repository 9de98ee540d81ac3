"""Figures measured at something else than the law names."""

import pytest

from exportctl.evaluation import evaluate
from exportctl.evaluation.measured import conditions_of, measured_otherwise
from exportctl.goods import Goods
from exportctl.model import ControlList

LAW = "a burning rate of more than 38 mm/s at a pressure of 6,89 MPa and 294 K (21 °C)"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("burning rate", False),
        ("burning rate @ 13.8 MPa", True),
        ("burning rate @ 6.89 MPa", False),
        ("burning rate (at 21 °C)", False),
        ("burning rate at 60 °C", True),
        ("burning rate @ 5 kHz", False),
        ("burning rate @ 6,890 MPa", False),
        ("burning rate at 1,000 psi, 70 °F", False),
        ("burning rate at 1000 psi, 60 °C", True),
        ("burning rate at 1,500 psi", True),
        ("burning rate (1,000 m and more", False),
    ],
)
def test_a_condition_in_the_name_is_held_against_the_law(name: str, expected: bool) -> None:
    """Another pressure or temperature than the law's is another measurement; of what it does not speak, any will do."""
    assert measured_otherwise(conditions_of(name, "", -1), "speed", LAW) is expected


@pytest.mark.official
@pytest.mark.parametrize(
    ("goods", "expected"),
    [
        (Goods("propellant", {"burning rate": "46 mm/s"}), "met"),
        (Goods("propellant", {"burning rate @ 13.8 MPa": "46 mm/s"}), "undetermined"),
        (Goods("propellant, burning rate 46 mm/s at 13.8 MPa"), "undetermined"),
        (Goods("propellant, burning rate 46 mm/s at 6.89 MPa"), "met"),
        (Goods("propellant, burning rate at 13.8 MPa: 46 mm/s"), "undetermined"),
        (Goods("propellant, 46 mm/s burning rate @ 13.8 MPa"), "undetermined"),
        (Goods("propellant, burning rate (at 6.89 MPa) 46 mm/s"), "met"),
    ],
)
def test_a_figure_at_another_condition_decides_nothing(
    official_military: ControlList, goods: Goods, expected: str
) -> None:
    """ML8.b.4 asks for the rate at 6.89 MPa: faster at twice the pressure says nothing."""
    assert str(evaluate(official_military, "ML8.b.4", goods).limits) == expected
