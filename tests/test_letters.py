"""Letters of the law's formulas: what stands for them in what goods state."""

import pytest
from test_coverage import limits_of

from exportctl.evaluation import evaluate
from exportctl.goods import Goods
from exportctl.model import ControlList

COUNTED = "Gizmos with a rated sorting time of less than (N log2 N)/1000 ms; N is the number of points;"
SWEPT = (
    "Gizmos with a phase noise, in dBc/Hz, of less than -(100 + 20log10F) anywhere in the range of "
    "10 Hz ≤ F ≤ 10 kHz, where F is the offset from the carrier in Hz;"
)
BOTH = "Gizmos with a mass of less than (F + 2f) kg, where F is the stroke length in mm and f is the rim width in mm;"


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"number of points": "1024"}, "met"),
        ({"N": "1024"}, "met"),
        ({"mode": "1024-point"}, "undetermined"),
        ({"cycle time of the 1024-point mode": "1 h"}, "met"),
        ({"cycle time of the 64-point mode": "1 h"}, "not met"),
        ({"1024-point mode, 64-point mode": "1 h"}, "undetermined"),
        ({}, "undetermined"),
    ],
)
def test_a_number_of_things_stands_before_them(told: dict[str, str], outcome: str) -> None:
    """ "1024-point" says how many points there are; two such numbers say nothing."""
    assert limits_of(COUNTED, {"sorting time": "5 ms", **told}) == outcome


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"phase noise @ 1 kHz": "-161 dBc/Hz"}, "met"),
        ({"phase noise @ 1 kHz": "-160 dBc/Hz"}, "undetermined"),
        ({"phase noise @ 100 kHz": "-230 dBc/Hz"}, "undetermined"),
        ({"phase noise @ 10 Hz": "-100 dBc/Hz", "phase noise @ 10 kHz": "-181 dBc/Hz"}, "met"),
        ({"phase noise @ 25 °C": "-230 dBc/Hz"}, "undetermined"),
        ({"phase noise": "-161 dBc/Hz", "F": "1 kHz"}, "met"),
        ({"phase noise": "-160 dBc/Hz", "F": "1 kHz"}, "not met"),
    ],
)
def test_what_a_figure_was_measured_at_is_the_letter_that_may_lie_anywhere(told: dict[str, str], outcome: str) -> None:
    """One offset at which the limit is met is enough; one at which it is not says nothing of the others."""
    assert limits_of(SWEPT, {"clock frequency": "1 MHz", **told}) == outcome


@pytest.mark.parametrize(("mass", "outcome"), [("39 kg", "met"), ("40 kg", "not met"), ("41 kg", "not met")])
def test_one_letter_is_another_than_the_same_in_small(mass: str, outcome: str) -> None:
    """F and f are two letters of one formula."""
    assert limits_of(BOTH, {"mass": mass, "F": "20 mm", "f": "1 cm"}) == outcome


IN_WORDS = "Gizmos with a volume of less than the maximum motor power in Watts multiplied by 10 cm^3/W;"
DIVIDED = "A peak power output (in watts) greater than 500 divided by the maximum clock frequency (in GHz) squared;"
TIMES = "A total bandwidth of 100 or more times the bandwidth of any single channel and in excess of 50 kHz;"


@pytest.mark.parametrize(
    ("law", "told", "outcome"),
    [
        (IN_WORDS, {"volume": "1249 cm³", "motor power": "125 W"}, "met"),
        (IN_WORDS, {"volume": "1250 cm³", "motor power": "125 W"}, "not met"),
        (IN_WORDS, {"volume": "1.2 l", "motor power": "100 W to 125 W"}, "met"),
        (IN_WORDS, {"volume": "1249 cm³"}, "undetermined"),
        (DIVIDED, {"peak power output": "5 W", "clock frequency": "8 GHz to 10 GHz"}, "not met"),
        (DIVIDED, {"peak power output": "5.01 W", "clock frequency": "8 GHz to 10 GHz"}, "met"),
        (DIVIDED, {"peak power output": "5.01 W", "clock frequency": "10 000 MHz"}, "met"),
        (TIMES, {"total bandwidth": "2.5 MHz", "channel bandwidth": "25 kHz"}, "met"),
        (TIMES, {"total bandwidth": "2.4 MHz", "channel bandwidth": "25 kHz"}, "not met"),
        (TIMES, {"total bandwidth": "50 kHz", "channel bandwidth": "100 Hz"}, "not met"),
        (TIMES, {"total bandwidth": "2.5 MHz"}, "undetermined"),
    ],
)
def test_a_limit_computed_in_words(law: str, told: dict[str, str], outcome: str) -> None:
    """What the words multiply, divide or take so many times is made of the goods' own figures, exactly."""
    assert limits_of(law, told) == outcome


BESIDE = "Gizmos with an output power of more than 400 W at any frequency exceeding 2 GHz but not exceeding 3 GHz;"


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"output power @ 2.5 GHz": "500 W"}, "met"),
        ({"output power": "500 W @ 3 GHz"}, "met"),
        ({"output power @ 2 GHz": "500 W"}, "undetermined"),
        ({"output power @ 2.5 GHz": "400 W"}, "undetermined"),
        ({"output power @ 10 GHz": "300 W"}, "undetermined"),
        ({"output power @ 25 °C": "500 W"}, "undetermined"),
        ({"output power @ 25 °C": "400 W"}, "not met"),
        ({"output power": "500 W", "frequency": "2.5 GHz"}, "met"),
        ({"output power": "500 W", "frequency": "10 GHz"}, "not met"),
    ],
)
def test_what_a_figure_was_measured_at_is_where_the_law_limits_it(told: dict[str, str], outcome: str) -> None:
    """500 W at 2.5 GHz are 500 W at a frequency that the law names; at another they say nothing of it."""
    assert limits_of(BESIDE, told) == outcome


@pytest.mark.official
def test_the_law_s_own_letters(official_annex: ControlList) -> None:
    """An oscillator at 100 MHz has to be below -146 dBc/Hz at an offset of 1 kHz; a scale of 1 m below 1.4 µm."""
    noises = {"-146.1 dBc/Hz": "met", "-146 dBc/Hz": "undetermined", "-140 dBc/Hz": "undetermined"}
    for noise, outcome in noises.items():
        goods = Goods("OCXO", {"output frequency": "100 MHz", "SSB phase noise @ 1 kHz": noise})
        assert str(evaluate(official_annex, "3A001.b.10", goods).limits) == outcome
    for accuracy, outcome in {"1.39 µm": "met", "1.4 µm": "not met"}.items():
        goods = Goods("linear encoder", {"accuracy": accuracy, "measuring length": "1000 mm"})
        assert str(evaluate(official_annex, "2B006.b.2", goods).limits) == outcome


@pytest.mark.official
@pytest.mark.parametrize(
    ("code", "told", "outcome"),
    [
        ("7A003.b", {"position accuracy (after 4 min)": "9 m"}, "met"),
        ("7A003.b", {"position accuracy (after 10 min)": "9 m"}, "undetermined"),
        ("7A003.b", {"position accuracy": "9 m"}, "undetermined"),
        ("9A006.g", {"orifice diameter": "0.381 mm"}, "met"),
        ("9A006.g", {"orifice diameter": "0.39 mm"}, "not met"),
        ("9A006.g", {"orifice area": "0.1 mm²"}, "met"),
        ("1C216", {"UTS": "2.35 GPa", "diameter": "150 mm", "length": "2 m"}, "met"),
        ("1C216", {"UTS": "2.35 GPa", "diameter": "50 mm", "length": "75 mm"}, "undetermined"),
        ("1C216", {"UTS": "2.35 GPa"}, "undetermined"),
        ("3C004", {"purity": "99.9999 %", "hydrogen content": "30 mol%"}, "not met"),
        ("3C004", {"purity": "99.9999 %", "hydrogen content": "19 mol%"}, "met"),
    ],
)
def test_brackets_and_notes_of_other_quantities(
    official_annex: ControlList, code: str, told: dict[str, str], outcome: str
) -> None:
    """Other orifices have a limit of their own; one dimension beyond a note's is enough; molar shares are shares."""
    assert str(evaluate(official_annex, code, Goods("goods", told)).limits) == outcome
