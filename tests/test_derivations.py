"""Figures that goods do not state, but that follow from what they state."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.catalog import load
from exportctl.conditions import Threshold, leaves
from exportctl.derivations import Derivation, Input, derivations, in_words, product
from exportctl.evaluation import Finding, evaluate
from exportctl.extraction import extract
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.names import normal
from exportctl.qualifiers import quantity
from exportctl.spellings import unit_table
from exportctl.units import Interval, Quantity, parse_unit

POSITIVE = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000)
LASER = {"wavelength": "1.57 µm", "pulse energy": "80 mJ", "repetition rate": "20 Hz"}


def found(code: str, description: str, parameters: dict[str, str], name: str = "eu-dual-use") -> Finding:
    """The finding about goods, by our digest."""
    return evaluate(load(name, wording="digest"), code, Goods(description, parameters))


def computed(finding: Finding) -> list[str]:
    """What was computed for it."""
    return [step.reason for step in finding.walk() if step.source == "computed"]


@st.composite
def intervals(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval of positive figures, and one that lies in it."""
    low, inside, high = sorted(draw(st.tuples(POSITIVE, POSITIVE, POSITIVE)))
    sides = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    ends = (Quantity(end) if told else None for end, told in zip((low, high), sides, strict=True))
    return Interval(*ends, low < inside and draw(st.booleans()), inside < high and draw(st.booleans())), inside


@given(st.lists(st.tuples(intervals(), st.sampled_from([1, -1])), min_size=1, max_size=4))
def test_the_sum_holds_what_it_can_be(factors: list[tuple[tuple[Interval, Fraction], int]]) -> None:
    """Whatever the inputs are within their intervals, the product lies within the computed one."""
    made = product([(interval, power) for (interval, _), power in factors])
    value = Fraction(1)
    for (_, inside), power in factors:
        value = value * inside if power > 0 else value / inside
    if made is None:
        return
    low, high, low_open, high_open = made
    assert low is None or value > low or (value == low and not low_open)
    assert high is None or value < high or (value == high and not high_open)


@given(st.lists(st.tuples(POSITIVE, st.sampled_from([1, -1])), min_size=1, max_size=4))
def test_points_give_a_point(factors: list[tuple[Fraction, int]]) -> None:
    """Of exact figures follows an exact one."""
    made = product([(Interval.point(Quantity(value)), power) for value, power in factors])
    value = Fraction(1)
    for figure, power in factors:
        value = value * figure if power > 0 else value / figure
    assert made == (value, value, False, False)


def test_nothing_follows_from_what_may_be_negative() -> None:
    """The ends of a product are those of its factors only where all of them are positive."""
    minus = Interval(Quantity(Fraction(-1)), Quantity(Fraction(2)))
    assert product([(minus, 1)]) is None
    assert product([(Interval.point(Quantity(Fraction(0))), -1)]) is None


def _dimension(kind: str) -> dict[str, Fraction]:
    """The bases of ``kind``, a volt being a watt by the ampere; angles, events, samples, operations being numbers."""
    known = next((dict(powers) for powers, name in unit_table().kinds.items() if name == kind), {})
    found: dict[str, Fraction] = {}
    for base, power in known.items():
        parts = {"V": {"J": 1, "s": -1, "A": -1}, "SPS": {"s": -1}, "dBm": {"J": 1, "s": -1}}.get(base, {base: 1})
        for part, times in parts.items():
            if part not in {"deg", "cycle", "bit", "OPS", "FLOPS", "WT", "%", "lp"}:
                found[part] = found.get(part, Fraction(0)) + power * times
    return {base: power for base, power in found.items() if power}


@pytest.mark.parametrize("one", derivations(), ids=lambda one: f"{one.codes[0]} {one.formula}")
def test_sums_have_the_dimension_of_their_figure(one: Derivation) -> None:
    """Both sides of every formula are of one dimension."""
    total: dict[str, Fraction] = {}
    for factor, power in one.factors:
        for base, times in _dimension(factor.kind if isinstance(factor, Input) else factor.unit.kind).items():
            total[base] = total.get(base, Fraction(0)) + times * power
    if one.formula.count("/ 1 kW / 1 GHz"):  # the law takes the numbers of kilowatts and of gigahertz
        total = {}
    if one.parameters[0].startswith("across track") or one.kind == "data rate":
        total.pop("s", None)
    assert {base: power for base, power in total.items() if power} == {
        base: power for base, power in _dimension(one.kind).items() if one.kind != "data rate"
    }


def test_the_law_asks_for_what_is_computed(official_annex: ControlList, official_military: ControlList) -> None:
    """Every sum gives a figure that the law limits at its provisions, in the official text and our digest."""
    for wordings in (
        (official_annex, official_military),
        tuple(load(name, wording="digest") for name in ("eu-dual-use", "eu-military")),
    ):
        asked = {
            (leaf.place.code, normal(leaf.parameter), leaf.limit.unit.kind)
            for control_list in wordings
            for entry in control_list.walk()
            for leaf in leaves(extract(control_list, entry.code))
            if isinstance(leaf, Threshold)
        }
        for one in derivations():
            names = {normal(parameter) for parameter in one.parameters}
            for code in one.codes:
                assert any(
                    f"{place}.".startswith(f"{code}.") and parameter in names and kind == one.kind
                    for place, parameter, kind in asked
                ), (code, one.parameters)


def test_the_inputs_of_a_sum_differ() -> None:
    """No name means two inputs of one sum of the same kind."""
    for one in derivations():
        names = [pair for given in one.inputs for pair in {(given.kind, quantity(name)) for name in given.names}]
        assert len(set(names)) == len(names), one.formula


def test_the_trace_shows_the_sum() -> None:
    """What was computed says so, with the formula and the figures in it."""
    finding = found("6A005.b.8.b", "pulsed laser", LASER)
    assert str(finding.limits) == "met"
    step = next(step for step in finding.walk() if step.source == "computed" and str(step.place) == "6A005.b.8.b")
    assert step.reason == ("1.6 W > 1 W, as average output power = pulse energy × repetition rate = 80 mJ × 20 Hz")


def test_what_is_stated_goes_before_what_is_computed() -> None:
    """A figure of the goods' own is not put right by a sum."""
    finding = found("6A005.b.8.b", "pulsed laser", LASER | {"average output power": "0.9 W"})
    assert str(finding.limits) == "not met"
    assert not any("average" in reason for reason in computed(finding))


@pytest.mark.parametrize(
    ("changed", "limits"),
    [
        ({"repetition rate": "1 to 20 Hz"}, "undetermined"),
        ({"repetition rate": "15 to 20 Hz"}, "met"),
        ({"repetition rate": "10 Hz"}, "not met"),
        ({"repetition rate": "12.5 Hz"}, "not met"),
        ({"pulse energy": "≤ 40 mJ"}, "not met"),
        ({"pulse energy": "≤ 90 mJ"}, "undetermined"),
    ],
)
def test_ranges_give_ranges(changed: dict[str, str], limits: str) -> None:
    """The sum is met or not met only where all that it can be is; at the limit is not above it."""
    assert str(found("6A005.b.8.b", "pulsed laser", LASER | changed).limits) == limits


@pytest.mark.parametrize(
    "name",
    [
        "oscillator repetition rate",
        "seed repetition rate",
        "pump repetition rate",
        "burst repetition rate",
        "repetition rate stability",
    ],
)
def test_another_quantity_is_no_input(name: str) -> None:
    """A name that says more than an input's is not taken for it."""
    parameters = {"wavelength": "1.57 µm", "pulse energy": "80 mJ", name: "80 MHz"}
    assert not computed(found("6A005.b.8.b", "pulsed laser", parameters))


def test_a_maximum_is_no_more_than_that() -> None:
    """Of a largest repetition rate follows no more than the largest power: the energy may fall with it."""
    parameters = {"wavelength": "1.57 µm", "pulse energy": "80 mJ", "maximum repetition rate": "20 Hz"}
    assert str(found("6A005.b.8.b", "pulsed laser", parameters).limits) == "undetermined"
    parameters["maximum repetition rate"] = "12 Hz"
    assert str(found("6A005.b.8.b", "pulsed laser", parameters).limits) == "not met"


CELL = {"nominal voltage": "3.6 V", "weight": "93 g"}


@pytest.mark.parametrize(
    ("code", "description", "parameters", "limits"),
    [
        (
            "3A001.e.1.a.1",
            "primary cell",
            CELL | {"capacity": "19 Ah", "max. continuous discharge current": "1.3 A"},
            "met",
        ),
        (
            "3A001.e.1.a.1",
            "primary cell",
            CELL | {"capacity": "19 Ah", "max. pulse discharge current": "3 A"},
            "undetermined",
        ),
        ("3A001.e.1.b", "secondary cell", CELL | {"nominal energy": "30 Wh"}, "not met"),
        ("3A001.a.5.b.2.b", "DAC", {"resolution": "16 bit", "update rate": "12 GSPS"}, "met"),
        ("3A001.a.5.b.2.b", "interpolating DAC", {"resolution": "16 bit", "update rate": "12 GSPS"}, "undetermined"),
        ("3A001.a.5.b.2.b", "non-interpolating DAC", {"resolution": "16 bit", "update rate": "12 GSPS"}, "met"),
        (
            "3A001.a.5.b.2.b",
            "DAC",
            {"resolution": "16 bit", "update rate": "12 GSPS", "interpolation factor": "4"},
            "not met",
        ),
        ("3B501.f.1.b", "scanner", {"wavelength": "193 nm", "NA": "1.35", "dedicated chuck overlay": "1.4 nm"}, "met"),
        (
            "3A001.b.2.b.2",
            "MMIC",
            {
                "operating band": "9 to 10 GHz",
                "instantaneous bandwidth": "1.1 GHz",
                "centre frequency": "9.5 GHz",
                "saturated output power": "12 W",
            },
            "met",
        ),
        ("3A001.b.8.b", "amplifier", {"average output power": "300 W", "weight": "4 kg"}, "not met"),
        (
            "6A005.d.1.d.1.a",
            "laser diode stacked array, CW",
            {"wavelength": "808 nm", "total output power": "2 kW", "emitting area": "3 cm²"},
            "met",
        ),
        (
            "6A001.a.1.a.2.a",
            "sonar",
            {"operating depth": "3000 m", "max. survey speed": "8 kn", "soundings per swath": "1024"},
            "met",
        ),
        ("1C010.b.1", "carbon fibre", {"tensile modulus": "294 GPa", "density": "1.8 g/cm³"}, "met"),
        ("1C010.b.1", "carbon fibre prepreg", {"tensile modulus": "294 GPa", "density": "1.8 g/cm³"}, "undetermined"),
        ("2B003.b", "gear grinder", {"pitch diameter": "1.6 m", "face width": "200 mm"}, "undetermined"),
        ("2B003.b", "gear grinder", {"pitch diameter": "1.6 m", "face width": "250 mm", "Rc": "60"}, "met"),
        ("2B352.e", "freeze dryer", {"ice capacity": "20 kg/24 h"}, "met"),
        ("2B352.e", "freeze dryer", {"ice capacity": "0.3 kg/h"}, "not met"),
        ("5A001.d.3", "phased array", {"frequency": "77 GHz", "EIRP": "22.2 dBm"}, "met"),
        ("5A001.d.3", "phased array", {"frequency": "77 GHz", "EIRP": "22.1 dBm"}, "not met"),
        ("3A002.d.6", "arbitrary waveform generator", {"sample rate": "276 GSa/s"}, "met"),
        ("3A002.d.6", "arbitrary waveform generator", {"sample rate": "256 GSa/s"}, "not met"),
        ("7A117", "guidance set", {"CEP": "10 km", "range": "300 km"}, "undetermined"),
        ("7A117", "guidance set", {"CEP": "5 km", "range": "300 km"}, "met"),
        ("8A001.b.3", "submersible", {"operating time": "12 h", "max. submerged distance": "48 nmi"}, "not met"),
        ("9A007.b", "rocket propulsion system", {"specific impulse": "250 s"}, "met"),
        ("9A010.d", "rocket engine", {"thrust": "2 kN", "weight": "1.5 kg", "response time": "20 ms"}, "met"),
        ("4A003.b", "computer", {"peak FP64 performance": "70 TFLOPS"}, "not met"),
        ("4A003.b", "computer", {"peak FP64 performance": "100 TFLOPS"}, "undetermined"),
        ("4A003.b", "computer cluster", {"peak FP64 performance": "900 TFLOPS"}, "undetermined"),
    ],
)
def test_goods_are_decided_by_what_follows(
    code: str, description: str, parameters: dict[str, str], limits: str
) -> None:
    """Sums of several categories, and goods for which they do not hold."""
    assert str(found(code, description, parameters).limits) == limits


@given(POSITIVE, POSITIVE)
def test_a_figure_is_shortened_only_off_its_limit(value: Fraction, limit: Fraction) -> None:
    """What is shown of a computed figure is close to it, and is the limit only where it is the limit."""
    watt = parse_unit("W")
    shown = in_words(Interval.point(Quantity(value, watt)), Quantity(limit, watt)).low
    assert shown is not None
    assert abs(shown.magnitude - value) * 10**5 <= value
    assert (shown.magnitude == limit) == (value == limit)


def test_conversions_keep_their_factor() -> None:
    """A specific impulse in seconds is the one in N·s/kg by the standard acceleration of gravity."""
    reasons = computed(found("9A007.b", "rocket propulsion system", {"specific impulse": "244 s"}))
    assert 244 * Fraction("9.80665") == Fraction("2392.8226")
    assert any(reason.startswith("2.39282 kN·s/kg < 2.4 kN·s/kg") for reason in reasons)


def test_the_law_s_own_example_is_not_turned_down() -> None:
    """The law calls 10 km of 300 km 3.33 %, which it exceeds by a third of a hundredth: that decides nothing."""
    finding = found("7A117", "guidance set", {"CEP": "10 km", "range": "300 km"})
    assert str(finding.limits) == "undetermined"
    assert str(found("7A117", "guidance set", {"CEP": "10.1 km", "range": "300 km"}).limits) == "not met"


def test_a_doubt_goes_into_the_sum() -> None:
    """Of a figure that is one of two follows one of two."""
    hertz = parse_unit("Hz")
    rate = Interval(Quantity(Fraction(10), hertz), Quantity(Fraction(30), hertz), doubtful=True)
    goods = Goods("pulsed laser", LASER | {"repetition rate": rate})
    finding = evaluate(load("eu-dual-use", wording="digest"), "6A005.b.8.b", goods)
    assert str(finding.limits) == "undetermined"
    assert any(reason.startswith("0.8 W or 2.4 W lies on both sides") for reason in computed(finding))
