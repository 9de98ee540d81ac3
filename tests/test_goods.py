"""Goods are read exactly or refused with the parameter named; figures in free text are found where they stand."""

import pickle
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.errors import BadGoods
from exportctl.evaluation import evaluate
from exportctl.figures import figures_in
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.readings import as_kind
from exportctl.text import quote
from exportctl.truth import FALSE, TRUE, UNKNOWN
from exportctl.units import Interval, parse_quantity, parse_value


@pytest.mark.parametrize(
    ("given_", "meant"),
    [
        ("3 GSPS", "3 GSPS"),
        ("27 to 31 GHz", "27 GHz to 31 GHz"),
        ("≥ 12 bit", "at least 12 bit"),
        ("5", "5"),
        (5, "5"),
        (0.1, "0.1"),
        (Fraction(1, 3), "1/3"),
        (parse_quantity("5 W"), "5000 mW"),
        (parse_value("up to 40 W"), "40 W or less"),
    ],
)
def test_a_value_may_be_given_in_any_form(given_: str | int, meant: str) -> None:
    """Text, a quantity, an interval and a number all come to an interval; a float means the decimal it prints."""
    assert Goods("gizmo", {"figure": given_}).parameters["figure"] == parse_value(meant)


NOTATIONS = {
    "3GS/s": "3 GSPS",
    "3 GS/s": "3000 MSPS",
    "1.5 µs": "1500 ns",
    "1,5 µs": "1.5 us",
    "10^-5 Pa": "0.00001 Pa",
    "1e-5 Pa": "10 µPa",
    "10⁻⁵ Pa": "1e-5 Pa",
    "690 bar": "69 MPa",
    "±0.1 %": "0.1 %",
    "27–31 GHz": "27 GHz to 31 GHz",
    "≥ 12 bit": "at least 12 bit",
    "20 °C to 60 °C": "20 °C to 60 °C",
    "up to 40 W": "40 W or less",
    "5 W/cm²": "5 W/cm2",
    "2 m³/h": "2 m3/h",
    "67 ksi": "67000 psi",
    "45 min": "0.75 h",
}


@pytest.mark.parametrize(("written", "meant"), NOTATIONS.items())
def test_usual_notations_are_read(written: str, meant: str) -> None:
    """A figure means the same in any usual notation, as a parameter and in the middle of a description."""
    value = parse_value(meant)
    assert Goods("gizmo", {"figure": written}).parameters["figure"] == value
    assert [figure.value for figure in figures_in(f"gizmo, {written}, painted")] == [value]


def test_yes_and_no_stay_facts() -> None:
    """A bool is a yes/no fact, never the number 1 or 0."""
    goods = Goods("gizmo", {"gilded": True, "noiseless": False})
    assert [value is True for value in goods.parameters.values()] == [True, False]
    assert goods.as_dict()["parameters"] == {"gilded": "yes", "noiseless": "no"}


@pytest.mark.parametrize("value", ["fast", "", "about 5 W", "5 flurbs", float("nan"), None, [5], b"5 W"])
def test_a_value_that_cannot_be_read_names_its_parameter(value: object) -> None:
    """An unreadable value is an error that names the parameter and is a ``ValueError``."""
    with pytest.raises(BadGoods, match="speed") as caught:
        Goods("gizmo", {"speed": value})  # type: ignore[dict-item]
    assert isinstance(caught.value, ValueError)
    assert caught.value.field == "speed"


def test_contradictory_values_are_refused() -> None:
    """Two names of one parameter must not exclude each other; they may tell it more exactly."""
    with pytest.raises(BadGoods, match="sampling rate"):
        Goods("ADC", {"sample rate": "3 GSPS", "sampling rate": "2 GSPS"})
    with pytest.raises(BadGoods, match="Gilded"):
        Goods("gizmo", {"gilded": True, "Gilded": False})
    assert len(Goods("gizmo", {"aircraft": False, "for aircraft": True, "%": 1, "#": 2}).parameters) == 4
    assert len(Goods("ADC", {"sample rate": "3 GSPS", "sampling rate": "≥ 2 GSPS"}).parameters) == 2


def test_goods_of_which_nothing_is_said_are_refused() -> None:
    """Neither a description nor a parameter is no goods."""
    for nothing in ("", "  \n"):
        with pytest.raises(BadGoods, match="description"):
            Goods(nothing)
    assert Goods("", {"mass": "5 kg"}).description == ""


@pytest.mark.parametrize(("description", "parameters"), [(5, {}), ("gizmo", ["mass"]), ("gizmo", {"": "5 kg"})])
def test_goods_of_the_wrong_type_are_refused(description: object, parameters: object) -> None:
    """What is no text, no mapping or no name is told, not taken along."""
    with pytest.raises(BadGoods):
        Goods(description, parameters)  # type: ignore[arg-type]


def test_goods_are_values() -> None:
    """Equal goods are equal and hash alike, whatever the order and the units; they survive pickling."""
    one = Goods("gizmo", {"mass": "1 kg", "gilded": True})
    two = Goods("gizmo", {"gilded": True, "mass": "1000 g"})
    assert one == two
    assert len({one, two, Goods("gizmo")}) == 2
    assert one.figures == ()
    assert pickle.loads(pickle.dumps(one)) == one


def test_the_mapping_that_was_given_stays_apart() -> None:
    """What happens to the caller's mapping afterwards does not change the goods."""
    given_ = {"mass": "5 kg"}
    goods = Goods("gizmo", given_)
    given_["mass"] = "6 kg"
    assert str(goods.parameters["mass"]) == "5 kg"


FIGURES = [
    ("14-bit 3 GSPS ADC", [("14 bit", ""), ("3 GSPS", "")]),
    ("ADC with 14-bit resolution", [("14 bit", "resolution")]),
    ("sample rate: 3 GSPS", [("3 GSPS", "sample rate")]),
    ("sample rate = 3 GSPS", [("3 GSPS", "sample rate")]),
    ("resolution 14 bit sample rate 3 GSPS", [("14 bit", "resolution"), ("3 GSPS", "sample rate")]),
    ("50 mW fibre laser at 1550 nm", [("50 mW", "output power"), ("1550 nm", "wavelength")]),
    ("carbon fibre, 6.4 GPa / 294 GPa", [("6.4 GPa", "tensile strength"), ("294 GPa", "tensile modulus")]),
    ("5-axis milling machine", [("5", "number of axes")]),
    ("five-axis mill", [("5", "number of axes")]),
    ("5-assige freesmachine", [("5", "number of axes")]),
    ("5-Achs-Fräsmaschine", [("5", "number of axes")]),
    ("scope with 10 GHz bandwidth", [("10 GHz", "bandwidth")]),
    ("noise figure of 2 dB", [("2 dB", "noise figure")]),
    ("temperature range from -54 °C to 125 °C", [("-54 °C to 125 °C", "temperature range")]),
    ("accuracy ±0.1 %", [("0.1 %", "accuracy")]),
    ("valve, max. 10 bar", [("≤ 10 bar", "")]),
    ("output power 40 W or more", [("≥ 40 W", "output power")]),
    ("Auflösung: 14 Bit, Abtastrate 3 GS/s", [("14 bit", "Auflösung"), ("3 GSPS", "Abtastrate")]),
    ("resolutie 14 bit", [("14 bit", "resolutie")]),
    ("fréquence d'échantillonnage : 3 GSPS", [("3 GSPS", "fréquence d'échantillonnage")]),
    ("tube, wall thickness 2 mm, bore 600 mm", [("2 mm", "wall thickness"), ("600 mm", "bore")]),
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figures_stand_at_their_nouns(text: str, expected: list[tuple[str, str]]) -> None:
    """A figure is read with the noun it stands at, before or behind it, in any of four languages."""
    assert [(str(figure.value), figure.hint) for figure in figures_in(text)] == expected


@pytest.mark.parametrize(
    "text",
    """F-16|ISO 9001|bar of 7075-T6|M12 bolt|M12x1.5|RS-232 port|EUR 4,500|$ 500 k|Boeing 737|AD9680-500 board|Ti-6Al-4V
Cs-137 source|IP67 housing|5G modem|3D printer|24/7 pump|EN 10204|DN50|PN16|v2.1|Type 304|model 5 V2|about 5 kW
approx. 5 kW|2x4 mm""".replace("\n", "|").split("|"),
)
def test_names_that_only_look_like_figures_are_none(text: str) -> None:
    """Model numbers, standards, tempers, threads, money, and approximate figures are no quantities."""
    assert figures_in(text) == ()


@pytest.mark.parametrize(
    "text",
    ["power supply for a 5 kW laser", "compatible with 5 kW lasers", "replaces a 5 kW laser", "not 5 kW"],
)
def test_figures_of_other_goods_have_no_confidence(text: str) -> None:
    """What is said of something else is not said of the goods."""
    assert [figure.confidence for figure in figures_in(text)] == [0]


def test_conditions_have_little_confidence() -> None:
    """The figure at which something is measured is hardly the goods' own."""
    noise, frequency = figures_in("noise figure of 2 dB at 10 GHz")
    assert frequency.confidence < noise.confidence
    assert not frequency.hint


@given(st.text())
def test_spans_quote_the_text(text: str) -> None:
    """Any text is read without an error, and each figure's span begins or ends with what was read."""
    for figure in figures_in(text):
        assert quote(text, figure.span).strip()


@given(st.integers(1, 999), st.sampled_from(["kW", "GHz", "mm", "bar"]), st.sampled_from(["gizmo ", "a b, ", ""]))
def test_a_figure_is_quoted_by_its_span(magnitude: int, unit: str, before: str) -> None:
    """The characters under a figure's span say the figure."""
    text = f"{before}{magnitude} {unit} thing"
    (figure,) = figures_in(text)
    assert figure.value == Interval.point(parse_quantity(quote(text, figure.span)))


@pytest.mark.parametrize(
    "piece", ["1 ", "a", "9", "laser 5 kW ", "1.2.3 ", "a-", ": ", " of", "1e", "< ", "5-axis ", "10^"]
)
def test_a_description_of_a_million_characters_is_read_at_once(piece: str) -> None:
    """Reading takes linear time, whatever the text is made of."""
    text = piece * (10**6 // len(piece))
    start = time.process_time()
    Goods(text).as_dict()
    assert time.process_time() - start < 5


def test_the_figures_are_part_of_the_plain_values() -> None:
    """`as_dict` tells what was read from the text, where, and how surely."""
    plain = Goods("ADC, resolution 14 bit", {"sample rate": "3 GSPS"}).as_dict()
    assert plain["parameters"] == {"sample rate": "3 GSPS"}
    assert plain["figures"] == [{"value": "14 bit", "name": "resolution", "span": [16, 22], "confidence": 0.9}]


@pytest.mark.official
@pytest.mark.parametrize(
    "goods",
    [
        Goods("14-bit 3 GSPS ADC"),
        Goods("ADC", {"resolution": "14 bit", "sample rate": "3 GSPS"}),
        Goods("ADC", {"Auflösung": "14-bit", "Abtastrate": "3GS/s"}),
        Goods("ADC, resolution 14 bit", {"fs": "3000 MSPS"}),
    ],
)
def test_a_converter_meets_its_limits_however_it_is_told(official_annex: ControlList, goods: Goods) -> None:
    """Figures in the text, under the lists' names, under other names, and mixed all decide the same."""
    finding = evaluate(official_annex, "3A001.a.5.a.4", goods)
    assert finding.limits is TRUE
    assert evaluate(official_annex, "3A001.a.5.a.1", goods).limits is FALSE


def test_a_name_may_say_the_unit() -> None:
    """A plain Mach number is one of the kind "mach number"."""
    stated = Goods("tunnel", {"Mach number": "2", "number of axes": "2"}).parameters
    assert [str(value) for value in stated.values()] == ["2 Mach", "2"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("4:1", "4"),
        ("1 : 5", "0.2"),
        ("25 x 20 x 10 cm", "10 cm to 25 cm"),
        ("1.5 m × 20 cm", "20 cm to 1.5 m"),
        ("5 m CEP", "5 m"),
        ("5 x 10^6 Hz", "5000000 Hz"),
        ("12 MP", "12 Mpixels"),
    ],
)
def test_ratios_sides_and_circles_are_read(written: str, read: str) -> None:
    """What data sheets print: a ratio, the sides of a body, an error as a circle, megapixels."""
    assert str(Goods("gizmo", {"figure": written}).parameters["figure"]) == read


@pytest.mark.parametrize("written", ["5 x 106 Hz", "2 x 3 x 4 x 5 mm", "4:0"])
def test_what_only_looks_like_sides_or_a_ratio_is_refused(written: str) -> None:
    """A power of ten that lost its sign is no range, and nothing is divided by zero."""
    with pytest.raises(BadGoods):
        Goods("gizmo", {"figure": written})


def test_words_are_kept_and_decide_nothing() -> None:
    """What is no value, under a name that is no quantity's, stays with the goods as it was written."""
    told = {"temper": "T6", "material": "AISI 316L", "input": "400 V, 50 Hz", "part number": "5962-01", "mass": "5 kg"}
    goods = Goods("gizmo", told)
    assert goods.as_dict()["parameters"] == told
    assert list(goods.stated) == ["mass"]
    assert goods.words == ("T6", "AISI 316L", "400 V, 50 Hz", "5962-01")
    assert goods.kinds == {"mass", "force"}
    assert Goods("gizmo", goods.parameters) == goods
    assert pickle.loads(pickle.dumps(goods)) == goods
    assert len({goods, Goods("gizmo", {**told, "temper": "T4"})}) == 2


def test_a_remark_makes_the_name_longer() -> None:
    """A figure with a remark is a parameter of its own, that neither overrides nor contradicts the plain one."""
    goods = Goods("laser", {"output power": "20 W (avg)", "peak power": "5 kW"})
    assert list(goods.parameters) == ["output power avg", "peak power"]
    with pytest.raises(BadGoods, match="power"):
        Goods("laser", {"power": "20 W avg", "power avg": "30 W"})
    both = Goods("laser", {"power": "20 W avg", "power avg": "≥ 10 W"})
    assert both.parameters == Goods("laser", {"power avg": "20 W"}).parameters


def test_pulses_are_seen_in_words_too() -> None:
    """A power is not taken for a continuous one where any word speaks of pulses."""
    assert Goods("laser", {"operation": "pulsed, gated", "output power": "20 W"}).is_pulsed
    assert not Goods("laser", {"operation": "gated", "output power": "20 W"}).is_pulsed


@pytest.mark.parametrize(
    ("description", "parameters", "value"),
    [
        ("press, 9.5 mm wall", {"mass": "1,300 kg"}, "1300 kg"),
        ("press, 9,5 mm wall", {"mass": "1,300 kg"}, "1.3 kg"),
        ("press, 9,5 mm wall", {"mass": "1.300 kg"}, "1300 kg"),
        ("press", {"mass": "1,300 kg", "wall": "9.5 mm"}, "1300 kg"),
        ("press", {"mass": "1,300 kg", "count": "1,000,000"}, "1300 kg"),
        ("press to EN 0101.06", {"mass": "1,300 kg"}, "1.3 kg or 1300 kg"),
        ("press", {"mass": "1,300 kg"}, "1.3 kg or 1300 kg"),
        ("press, 9,5 mm wall, 2.5 kW", {"mass": "1.300 kg"}, "1.3 kg or 1300 kg"),
        ("press", {"mass": "1.300 kg"}, "1.3 kg"),
        ("press", {"mass": "10,000 lb"}, "10000 lb"),
        ("fuel", {"heat": "142,000 BTU/US gal"}, "142000 Btu/gal"),
        ("press, 9,5 mm wall", {"mass": "10,500 lb"}, "10.5 lb"),
        ("press", {"number of rams": "1,300"}, "1300"),
    ],
)
def test_the_goods_tell_how_their_figures_are_written(description: str, parameters: dict[str, str], value: str) -> None:
    """A sign that can part thousands is read as the other figures of the same goods are, else as one of both."""
    assert str(next(iter(Goods(description, parameters).parameters.values()))) == value


def test_figures_of_the_text_are_read_as_the_parameters_are() -> None:
    """What the parameters tell of the writer's signs holds for the description as well."""
    for parameters, meant in (({"wall": "9.5 mm"}, "1300 kg"), ({}, "1.3 kg or 1300 kg")):
        (figure,) = Goods("press of 1,300 kg", parameters).figures
        assert str(figure.value) == meant


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([".", ","]))
def test_a_figure_that_can_be_read_two_ways_holds_both(whole: int, rest: int, told: str) -> None:
    """Without evidence both readings lie in what is read; with it, what is read is one of them."""
    short, long, written = f"{whole}.{rest:03} kg", f"{whole}{rest:03} kg", f"{whole},{rest:03} kg"
    value = Goods("gizmo", {"mass": written}).stated["mass"]
    assert (value.low, value.high) == (parse_quantity(short), parse_quantity(long))
    sure = Goods(f"gizmo, 2{told}5 mm", {"mass": written}).stated["mass"]
    assert sure == parse_value(long if told == "." else short)


@given(st.integers(1, 999), st.integers(0, 999), st.integers(0, 10**6), st.sampled_from([">", ">=", "<", "<="]))
def test_a_doubtful_figure_decides_only_what_both_readings_decide(
    whole: int, rest: int, limit: int, comparison: str
) -> None:
    """Whichever of the two was meant, the decision stands."""
    value, bound = Goods("gizmo", {"mass": f"{whole},{rest:03} kg"}).stated["mass"], parse_quantity(f"{limit} kg")
    decided = value.compare(comparison, bound)
    readings = [parse_value(text) for text in (f"{whole}.{rest:03} kg", f"{whole}{rest:03} kg")]
    assert decided is UNKNOWN or {reading.compare(comparison, bound) for reading in readings} == {decided}


def test_what_goods_tell_of_themselves_is_read_as_the_same_goods() -> None:
    """The plain values, as records keep them, make the same goods again."""
    told = {"mass": "1,300 kg", "MPE": "(2,5 + L/300) µm", "power": "2 x 500 kW", "temper": "T6", "gilded": True}
    goods = Goods("gizmo", told | {"output power": "20 W (avg)", "current": "5 A @ 28 V", "range": "-40/+85 °C"})
    plain = goods.as_dict()["parameters"]
    assert Goods("gizmo", plain) == goods


@pytest.mark.parametrize(
    ("written", "kind", "meant"),
    [
        ("1 mV/Pa", "level", "-180 dB"),
        ("-200 dB re 1 V/µPa", "level", "-200 dB"),
        ("162 dB re 20 µPa", "level", "162 dB"),
        ("12 kDa", "number", "12000"),
    ],
)
def test_a_value_is_read_as_what_the_law_counts_in(written: str, kind: str, meant: str) -> None:
    """A sensitivity as its level, a level over the usual reference as one, a mass of molecules as a number."""
    assert str(as_kind(parse_value(written), kind, events=False)) == meant
