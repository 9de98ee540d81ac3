"""What a description says of the goods that a note takes out."""

import pytest

from exportctl.evaluation import evaluate
from exportctl.evaluation.told import named_goods, said_of, touched
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.truth import TRUE

OF_THE_PROVISION = frozenset({"laser", "fibrous"})


@pytest.mark.parametrize(
    ("goods", "description", "said"),
    [
        ("industrial lasers", "Industrial laser, 2 kW", True),
        ("industrial lasers", "laser", False),
        ("industrial lasers", "laser for industrial use", False),
        ("industrial lasers", "industrial laser cutting machine", False),
        ("pistols, flares and signal lamps", "signal lamp", True),
        ("pulsed, industrial or medical lasers", "medical laser", False),
        ("lasers not for medical use", "medical laser", False),
        ("industrial lasers", "dummy industrial laser", False),
    ],
)
def test_goods_of_a_note_are_named_in_full(goods: str, description: str, said: bool) -> None:
    """All that tells them from the provision's goods stands in the name, and the name ends in one of their words."""
    assert (said_of(goods, OF_THE_PROVISION, named_goods(description)) is TRUE) is said


@pytest.mark.parametrize(
    ("goods", "description", "may_be"),
    [
        ("wind tunnels", "supersonic tunnel", True),
        ("wind tunnels", "shock tube", False),
        ("ceramic fibres", "glass fibre", False),
        ("industrial lasers", "laser", False),
    ],
)
def test_a_word_of_a_note_in_the_name_may_mean_its_goods(goods: str, description: str, may_be: bool) -> None:
    """Words that the provision has too, or others of their root, tell nothing."""
    assert touched(goods, OF_THE_PROVISION, named_goods(description)) is may_be


@pytest.mark.official
@pytest.mark.parametrize(
    ("code", "goods", "outcome"),
    [
        ("1C234", Goods("Zirconium foil", {"Hf": "45 ppm", "thickness": "0.1 mm"}), "not met"),
        ("1C234", Goods("Zirconium foil", {"Hf": "45 ppm", "thickness": "0.11 mm"}), "met"),
        ("1C234", Goods("Zirconium sheet", {"Hf": "45 ppm", "thickness": "0.1 mm"}), "undetermined"),
        ("9B105", Goods("wind tunnel", {"speed": "Mach 3", "dimension": "250 mm"}), "not met"),
        ("9B105", Goods("wind tunnel", {"speed": "Mach 3.1", "dimension": "250 mm"}), "met"),
        ("9B105", Goods("supersonic tunnel", {"speed": "Mach 2.5"}), "undetermined"),
        ("9B105", Goods("shock tunnel", {"speed": "Mach 2.5", "dimension": "200 mm"}), "undetermined"),
    ],
)
def test_a_note_on_what_the_description_names(
    official_annex: ControlList, code: str, goods: Goods, outcome: str
) -> None:
    """Figures decide a note on the very goods; goods that it may mean stay open."""
    assert str(evaluate(official_annex, code, goods).limits) == outcome


@pytest.mark.official
@pytest.mark.parametrize(
    ("goods", "outcome"),
    [
        (Goods("manned submersible, with a tether rated to 3000 m"), "undetermined"),
        (Goods("manned tethered submersible", {"tether depth rating": "3000 m"}), "undetermined"),
        (Goods("manned tethered submersible", {"depth rating": "3000 m"}), "met"),
        (Goods("manned tethered submersible rated to 3000 m"), "met"),
    ],
)
def test_a_part_is_not_what_has_it(official_annex: ControlList, goods: Goods, outcome: str) -> None:
    """The depth that a tether is rated to is none of what is tethered."""
    assert str(evaluate(official_annex, "8A001.a", goods).limits) == outcome
