"""Ranges that goods have to cover, figures under a denial, and figures joined by "or" behind a bracket."""

import pytest

from exportctl.codes import EntryCode
from exportctl.evaluation import evaluate
from exportctl.goods import Goods
from exportctl.model import ControlList, Entry, Source


def limits_of(text: str, parameters: dict[str, str]) -> str:
    """What the figures of goods come to against a provision of a made-up list that says ``text``."""
    entries = (Entry(code=EntryCode.parse("3A901"), text=text),)
    made_up = ControlList(id="made-up", title="Ours", edition="2025-01-01", source=Source(), entries=entries)
    return str(evaluate(made_up, "3A901", Goods("gizmo", parameters)).limits)


ENTIRE = "Gizmos rated for use over the entire ambient temperature range from 233 K (-40 °C) to 358 K (85 °C)."
BEYOND = "Ovens with a temperature range from below 233 K (-40 °C) to above 358 K (85 °C)."


@pytest.mark.parametrize(
    ("text", "value", "outcome"),
    [
        (ENTIRE, "-55 °C to 125 °C", "met"),
        (ENTIRE, "-40 °C to 85 °C", "met"),
        (ENTIRE, "233 K to 358 K", "met"),
        (ENTIRE, "0 °C to 70 °C", "not met"),
        (ENTIRE, "-55 °C to 70 °C", "not met"),
        (ENTIRE, "20 °C", "undetermined"),
        (BEYOND, "-60 °C to 90 °C", "met"),
        (BEYOND, "-60 °C to 80 °C", "not met"),
        (BEYOND, "-20 °C to 90 °C", "not met"),
        (BEYOND, "20 °C", "undetermined"),
    ],
)
def test_a_range_has_to_be_covered(text: str, value: str, outcome: str) -> None:
    """What lies inside the law's range covers no more than a part of it; one figure says nothing of a range."""
    assert limits_of(text, {"temperature range": value}) == outcome


@pytest.mark.parametrize(("value", "outcome"), [("2 kg", "met"), ("3 kg", "met"), ("4 kg", "not met")])
def test_words_that_lead_up_to_a_denied_figure_are_no_fact(value: str, outcome: str) -> None:
    """What is not capable of lifting more than 3 kg is not what lifts 4 kg."""
    for text in (
        "Not capable of lifting loads having a mass greater than 3 kg;",
        "Not capable of loads of mass > 3 kg;",
    ):
        assert limits_of(text, {"mass": value}) == outcome


def test_or_behind_a_bracket_joins_alternatives() -> None:
    """Where one of two figures is asked for, the other may fail, and a bracket between them changes nothing."""
    text = "Gongs with a sound level of 140 dB or more (reference 20 μPa) or with a power of 4 kW or more"
    assert limits_of(text, {"sound level": "150 dB", "power": "1 kW"}) == "met"
    assert limits_of(text, {"sound level": "130 dB", "power": "1 kW"}) == "not met"


ABLE = "Gizmos capable of lifting loads having a mass greater than 3 kg;"
UNABLE = "Not capable of lifting loads having a mass greater than 3 kg;"
HEAVY = "Gizmos, capable of flight, having a mass greater than 3 kg;"
BETWEEN = "Gizmos capable of lifting loads having a mass of 3 kg to 5 kg;"


@pytest.mark.parametrize(
    ("text", "value", "outcome"),
    [
        (ABLE, "1 kg to 4 kg", "met"),
        (ABLE, "1 kg to 3 kg", "not met"),
        (UNABLE, "1 kg to 4 kg", "not met"),
        (UNABLE, "1 kg to 3 kg", "met"),
        (HEAVY, "1 kg to 4 kg", "undetermined"),
        (BETWEEN, "1 kg to 4 kg", "undetermined"),
    ],
)
def test_what_goods_are_capable_of_they_reach(text: str, value: str, outcome: str) -> None:
    """What lifts 1 kg to 4 kg is capable of 4 kg; a mass of its own between the two stays open."""
    assert limits_of(text, {"mass": value}) == outcome


HOT = "Gizmos with a temperature exceeding 398 K (125 °C);"
KELVIN = "Gizmos with a temperature exceeding 398 K;"
RUNNING = "Operating at a voltage of 600 V or more;"
BELOW = "Gizmos with a hydrophone sensitivity greater (better) than -230 dB below 4 kHz;"


@pytest.mark.parametrize(
    ("text", "told", "outcome"),
    [
        (HOT, {"temperature": "125 °C"}, "not met"),
        (HOT, {"temperature": "257 °F"}, "not met"),
        (HOT, {"temperature": "125.1 °C"}, "met"),
        (HOT, {"temperature": "398 K"}, "not met"),
        (HOT, {"temperature": "398.1 K"}, "met"),
        (KELVIN, {"temperature": "125 °C"}, "undetermined"),
        (KELVIN, {"temperature": "124.8 °C"}, "not met"),
        (RUNNING, {"operating voltage": "0 V to 1000 V"}, "met"),
        (RUNNING, {"operating voltage": "0 V to 500 V"}, "not met"),
        (BELOW, {"hydrophone sensitivity": "-205 dB"}, "met"),
        (BELOW, {"hydrophone sensitivity": "-230 dB"}, "not met"),
    ],
)
def test_what_the_law_writes_beside_a_limit(text: str, told: dict[str, str], outcome: str) -> None:
    """Degrees are held against degrees, where the law prints them; where it says "below 4 kHz" is no other limit."""
    assert limits_of(text, told) == outcome


RATED = "Gizmos rated to operate at a pressure below 5 kPa;"
OUTSIDE = "Gizmos rated to operate at a pressure below 5 kPa or above 9 kPa;"


@pytest.mark.parametrize(
    ("law", "told", "outcome"),
    [
        (RATED, "2 kPa to 9 kPa", "met"),
        (RATED, "5 kPa to 9 kPa", "not met"),
        (OUTSIDE, "2 kPa to 7 kPa", "met"),
        (OUTSIDE, "6 kPa to 12 kPa", "met"),
        (OUTSIDE, "5 kPa to 9 kPa", "not met"),
    ],
)
def test_what_is_rated_over_a_range_operates_at_both_its_ends(law: str, told: str, outcome: str) -> None:
    """Goods that operate from 2 kPa upwards are rated to operate below 5 kPa."""
    assert limits_of(law, {"operating pressure": told}) == outcome
