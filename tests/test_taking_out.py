"""Notes that take goods out by a figure: what they ask for beyond naming the goods of their provision."""

import pytest

from exportctl.evaluation import evaluate
from exportctl.goods import Goods
from exportctl.model import ControlList

FIBRE = {"nominal laser wavelength": "1080 nm", "average core diameter": "30 µm", "core numerical aperture": "0.06"}
CLADDING = "inner glass cladding diameter"


@pytest.mark.official
@pytest.mark.parametrize(
    ("told", "expected"),
    [({}, "undetermined"), ({CLADDING: "250 µm"}, "not met"), ({CLADDING: "150 µm"}, "met")],
)
def test_a_note_that_only_names_the_goods_is_settled_by_its_figure(
    official_annex: ControlList, told: dict[str, str], expected: str
) -> None:
    """A double-clad fibre is one of 6C005.b anyway: its cladding alone says whether the note takes it out."""
    fibre = Goods("fibre", {**FIBRE, **told})
    assert str(evaluate(official_annex, "6C005.b.1", fibre).limits) == expected


@pytest.mark.official
def test_a_note_that_asks_for_more_than_a_figure_takes_nothing_out_by_it(official_annex: ControlList) -> None:
    """That a wind tunnel is for education is a fact: a small test section alone does not say it, a large one denies."""
    for size, expected in (("", "met"), ("200 mm", "undetermined"), ("300 mm", "met")):
        told = {"test section size": size} if size else {}
        tunnel = Goods("wind tunnel controls", {"speed": "2 Mach", **told})
        assert str(evaluate(official_annex, "9B005.a", tunnel).limits) == expected


@pytest.mark.official
@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "met"),
        ({"BPP": "2 mm·mrad"}, "undetermined"),
        ({"BPP": "1.2 mm·mrad"}, "met"),
        ({"BPP": "2 mm·mrad", "multiple transverse mode, industrial lasers": True}, "not met"),
    ],
)
def test_figures_that_put_goods_into_a_note_leave_its_facts_to_be_told(
    official_annex: ControlList, told: dict[str, str | bool], expected: str
) -> None:
    """1.5 kW at 2 mm·mrad is what a note takes out of industrial lasers: whether it is one is then what is missing."""
    laser = Goods("laser", {"output wavelength": "1080 nm", "output power": "1.5 kW", "wall-plug efficiency": "35 %"})
    more = Goods("laser", {**laser.parameters, **told})
    assert str(evaluate(official_annex, "6A005.a.6.b.1", more).limits) == expected


@pytest.mark.official
@pytest.mark.parametrize(
    ("description", "outcome"),
    [("femtosecond laser", "met"), ("ruby laser", "undetermined"), ("Nd:YAG laser", "met")],
)
def test_a_figure_that_the_provision_asks_for_itself_tells_nothing_of_a_note(
    official_annex: ControlList, description: str, outcome: str
) -> None:
    """5 mJ are below the 20 J of a note on ruby lasers; only what is called one hangs on it."""
    told = {"output wavelength": "1030 nm", "pulse duration": "300 fs", "output energy": "5 mJ"}
    found = evaluate(official_annex, "6A005.b.6.a.3", Goods(description, told))
    assert str(found.limits) == outcome


@pytest.mark.official
def test_a_fact_that_two_notes_ask_for_is_one_question(official_annex: ControlList) -> None:
    """The layers of a processor core are spoken of in two notes: figures that put it into one leave both open."""
    core = Goods(
        "technology for a core", {"access width": "32 bit", "technology": "0.18 µm", "number of metal layers": 5}
    )
    operations = {"number of 16-bit fixed-point multiply-accumulate results": 16}
    told = Goods(core.description, {**core.parameters, **operations})
    assert str(evaluate(official_annex, "3E002.c", told).limits) == "undetermined"


@pytest.mark.official
@pytest.mark.parametrize(
    ("told", "outcome"), [({}, "met"), ({"ester based fibre surface modifier": "0.3 wt%"}, "undetermined")]
)
def test_one_of_two_goods_is_not_all_of_them(official_annex: ControlList, told: dict[str, str], outcome: str) -> None:
    """A note on aramid fibres is none on all of the "carbon or aramid" ones."""
    goods = Goods("carbon fibre", {"specific modulus": "13 × 10^6 m", **told})
    assert str(evaluate(official_annex, "1C210.a", goods).limits) == outcome
