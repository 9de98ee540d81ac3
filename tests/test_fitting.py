"""Figures held against the alternatives of an entry: met somewhere, missed everywhere, or nothing said."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.goods import Goods
from exportctl.matching.fitting import fit
from exportctl.matching.laying import as_indexed
from exportctl.matching.own_names import own_names
from exportctl.model import ControlList


@pytest.mark.official
@pytest.mark.parametrize(
    ("entry", "text", "met"),
    [
        ("6A202", "photomultiplier, photocathode area 25 cm2", True),
        ("6A202", "photomultiplier, photocathode area 15 cm2", False),
        ("1C202", "alloy tube, outside diameter 100 mm, ultimate tensile strength 500 MPa", True),
        ("1C202", "alloy tube, outside diameter 100 mm, ultimate tensile strength 300 MPa", False),
        ("1C202", "alloy tube, outside diameter 50 mm, ultimate tensile strength 950 MPa", False),
    ],
)
def test_one_missed_limit_rules_an_alternative_out(
    official_annex: ControlList, entry: str, text: str, met: bool
) -> None:
    """An entry is met where one alternative is met in all that is said, and missed where each has a limit missed."""
    found = fit(official_annex, entry, Goods(text))
    assert found is not None
    assert (found.met > 0, found.failed == 0) == (met, met)


@pytest.mark.official
@pytest.mark.parametrize("text", ["photomultiplier", "photomultiplier, 12 V", "photomultiplier, mass 3 kg"])
def test_figures_of_other_kinds_say_nothing(official_annex: ControlList, text: str) -> None:
    """Without a figure of a kind that the entry limits there is no fitting at all."""
    assert fit(official_annex, "6A202", Goods(text)) is None


@pytest.mark.official
@given(area=st.fractions(min_value=Fraction(1, 10), max_value=1000, max_denominator=100))
def test_a_named_figure_is_surely_met_or_surely_missed(official_annex: ControlList, area: Fraction) -> None:
    """The same as comparing the figure with the one limit of its name."""
    found = fit(official_annex, "6A202", Goods(f"photomultiplier, photocathode area {float(area):.4f} cm2"))
    assert found is not None
    assert (found.failed == 0) is (round(area, 4) > 20)


@pytest.mark.official
def test_the_sentence_names_figure_limit_and_provision(official_annex: ControlList) -> None:
    """What is said of a fitting is the figure, the limit, and where it stands."""
    found = fit(official_annex, "6A202", Goods("photomultiplier, photocathode area 15 cm2"))
    assert found is not None
    assert found.sentence == "15 cm2 misses photocathode area > 20 cm2 (6A202.a)"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Pumps and “vacuum valves” having all of the following:", ("Pumps", "vacuum valves")),
        ("Phosgene (CAS 75-44-5);", ("Phosgene", "CAS 75-44-5")),
        ("A mass greater than 3 kg; and", ()),
        ("Not used", ()),
        ("Equipment, as follows:", ()),
    ],
)
def test_names_stand_before_conditions(text: str, names: tuple[str, ...]) -> None:
    """What a provision calls the goods is taken, what it asks of them is not."""
    assert own_names(text) == names


@pytest.mark.parametrize(
    ("code", "indexed"),
    [
        ("3.A.1.a.5", "3A001.a.5"),
        ("0006.b", "ML6.b"),
        ("3A001.a", "3A001.a"),
        ("ML10", "ML10"),
        ("USML-XV.e", "USML-XV.e"),
    ],
)
def test_codes_of_other_lists_are_read_as_the_index_writes_them(code: str, indexed: str) -> None:
    """Lists that number the same entries in another way share the index's terms."""
    assert as_indexed(code) == indexed
