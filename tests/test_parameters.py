"""A figure binds to the law's parameter by name or noun, and to none where another could be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.conditions import Comparison
from exportctl.evaluation.coverage import covers
from exportctl.goods import Goods
from exportctl.names import Synonym, head, kinds_of, normal, same, synonyms
from exportctl.parameters import Binding, bind
from exportctl.truth import TRUE, UNKNOWN
from exportctl.units import Interval, parse_quantity, parse_value


def bound(goods: Goods, parameter: str, kind: str, *others: str) -> Binding:
    """The binding of ``parameter`` among ``others``."""
    return bind(goods, parameter, kind, (parameter, *others))


@pytest.mark.parametrize("line", synonyms(), ids=lambda line: f"{line.synonym} ({line.language})")
def test_each_line_of_the_table_binds(line: Synonym) -> None:
    """A figure given under a synonym is the law's parameter, in any case."""
    for name in (line.synonym, line.synonym.upper(), f" {line.synonym.capitalize()}"):
        binding = bound(Goods("gizmo", {name: "7 W"}), line.canonical, "power")
        assert str(binding.value) == "7 W"
        assert (binding.source, binding.name) == ("given", name)


def test_no_synonym_has_two_meanings() -> None:
    """A name stands for one parameter only, and what it stands for is no synonym of a third."""
    meanings: dict[frozenset[str], set[frozenset[str]]] = {}
    for line in synonyms():
        meanings.setdefault(normal(line.synonym), set()).add(normal(line.canonical))
        assert line.language in {"en", "nl", "de", "fr"}
    assert all(len(found) == 1 for found in meanings.values())


@pytest.mark.parametrize(
    "names",
    [
        ("sample rate", "sampling rate", "sample frequency", "sampling frequency", "fs", "Sample-Rates"),
        ("ultimate tensile strength", "UTS", "ultimate tensile strengths"),
        ("inside diameter", "bore", "bore diameter", "inner diameter", "internal diameter"),
        ("positioning accuracy", "positional accuracy", "accuracy of positioning", "position accuracy"),
        ("fibre length", "fiber length", "length of the fibre"),
        ("average output power", "mean power output", "CW output power"),
        ("maximum temperature", "max. temp", "Temperature (max)"),
        ("vaporization rate", "vaporisation rate"),
        ("1-year stability", "stability (1 yr)", "one-year stability", "Stabilität (1 Jahr)", "stability one year"),
        ("maximum sample rate", "fS max", "max. fS"),
        ("clock frequency", "CLK frequency"),
        ("8-hour stability", "stability (8 h)", "stability 8 hrs", "stabiliteit (8 uur)"),
    ],
)
def test_names_of_one_parameter_are_one(names: tuple[str, ...]) -> None:
    """Case, hyphens, plurals, order, function words, spelling and synonyms do not make another name."""
    assert all(same(names[0], name) for name in names[1:])


@pytest.mark.parametrize(
    ("one", "two"),
    [("sample rate", "frame rate"), ("peak power", "average power"), ("bore", "depth of bore"), ("rise time", "time")],
)
def test_different_names_stay_different(one: str, two: str) -> None:
    """A word that carries meaning makes another name."""
    assert not same(one, two)


@given(st.text(max_size=40))
def test_a_name_is_the_same_as_itself(name: str) -> None:
    """Any text has a normal form, which does not depend on its case."""
    assert normal(name) == normal(name)
    assert isinstance(head(name), str)
    assert isinstance(kinds_of(name), frozenset)


def test_what_is_given_overrides_the_text() -> None:
    """A parameter counts before a figure of the description."""
    goods = Goods("14-bit ADC", {"resolution": "12 bit"})
    binding = bound(goods, "resolution", "data")
    assert (str(binding.value), binding.source) == ("12 bit", "given")


def test_a_figure_of_another_kind_is_not_bound_and_says_so() -> None:
    """An incompatible kind gives no value but the reason; the description is not asked instead."""
    binding = bound(Goods("14-bit ADC", {"resolution": "5 kg"}), "resolution", "data")
    assert binding.value is None
    assert "mass" in binding.reason
    assert "data" in binding.reason


def test_an_ambiguous_name_says_between_what() -> None:
    """A name that two figures of the law could bear is bound to none of them."""
    binding = bound(Goods("gizmo", {"frequency": "5 GHz"}), "operating frequency", "frequency", "output frequency")
    assert binding.value is None
    assert "operating frequency" in binding.reason
    assert "output frequency" in binding.reason
    assert bound(Goods("gizmo", {"frequency": "5 GHz"}), "operating frequency", "frequency").value is not None


def test_the_own_name_is_never_ambiguous() -> None:
    """A figure given under the law's own name is that figure, whatever else is asked for."""
    goods = Goods("ADC", {"resolution": "14 bit"})
    assert str(bound(goods, "resolution", "data", "ADC resolution", "rate resolution").value) == "14 bit"


@pytest.mark.parametrize(
    ("description", "name", "parameter", "kind", "value"),
    [
        ("ADC", "resolution", "ADC resolution", "data", "14 bit"),
        ("ADC", "ADC resolution", "resolution", "data", "14 bit"),
        ("silicon wafer", "diameter", "wafer diameter", "length", "300 mm"),
        ("laser", "wavelength", "output wavelength", "length", "1550 nm"),
        ("analog-to-digital converter", "ADC resolution", "resolution", "data", "14 bit"),
        ("amplifier", "rated output power", "output power", "power", "5 W"),
    ],
)
def test_words_that_only_name_the_goods_do_not_matter(
    description: str, name: str, parameter: str, kind: str, value: str
) -> None:
    """A name that says less or more than the law's is taken where the difference is neutral or is the goods."""
    assert str(bound(Goods(description, {name: value}), parameter, kind).value) == value


@pytest.mark.parametrize(
    ("name", "parameter", "kind", "value"),
    [
        ("storage temperature", "operating temperature", "temperature", "300 K"),
        ("mass", "mass capability", "mass", "5 kg"),
        ("purity", "total weight", "fraction", "98 %"),
        ("temperature", "glass transition temperature", "temperature", "300 K"),
        ("frame rate", "frame rate stability", "frequency", "5 Hz"),
        ("output power", "output power density", "irradiance", "5 W/cm2"),
        ("accuracy", "positioning accuracy", "length", "2 µm"),
        ("number of axes", "number of rotary axes", "number", "5"),
        ("bore", "maximum depth-of-bore capability", "length", "5 m"),
        ("pump laser output power", "output power", "power", "5 W"),
        ("volume", "total internal volume", "volume", "5 L"),
    ],
)
def test_words_that_make_another_quantity_matter(name: str, parameter: str, kind: str, value: str) -> None:
    """A narrower, a wider or a derived quantity is not the one asked for."""
    assert bound(Goods("gizmo", {name: value}), parameter, kind).value is None


@pytest.mark.parametrize(
    ("name", "parameter", "kind", "meant"),
    [
        ("power", "peak power", "power", "at least 5 W"),
        ("average power", "peak power", "power", "at least 5 W"),
        ("output power", "average output power", "power", "up to 5 W"),
        ("peak power", "average output power", "power", "up to 5 W"),
        ("off-state voltage", "peak off-state voltage", "voltage", "5 kV"),
        ("diameter", "inside diameter", "length", "up to 5 mm"),
        ("outer diameter", "inside diameter", "length", "up to 5 mm"),
        ("inner diameter", "outside diameter", "length", "at least 5 mm"),
        ("pump power", "average output power", "power", ""),
        ("minimum power", "average output power", "power", ""),
        ("maximum power", "peak power", "power", ""),
    ],
)
def test_one_quantity_may_bound_another(name: str, parameter: str, kind: str, meant: str) -> None:
    """No average is above its peak, no bore above the outside: the one says up to where the other can be."""
    unit = {"power": "W", "voltage": "kV", "length": "mm"}[kind]
    found = bound(Goods("gizmo", {name: f"5 {unit}"}), parameter, kind).value
    assert found == (parse_value(meant) if meant else None)


def test_figures_that_bound_the_same_hold_together() -> None:
    """An average and a peak leave the plain one between them; a rival that either bounds is no rival."""
    goods = Goods("gizmo", {"average power": "5 W", "peak power": "50 W"})
    assert bound(goods, "power", "power", "peak power").value == parse_value("5 W to 50 W")


def test_power_without_pulses_is_continuous() -> None:
    """The output power of what nobody calls pulsed is its average; that of a pulsed laser is not."""
    for description, meant in (("diode laser", "5 W"), ("pulsed diode laser", "up to 5 W")):
        goods = Goods(description, {"output power": "5 W"})
        assert bound(goods, "average or CW output power", "power").value == parse_value(meant)


@pytest.mark.parametrize(
    ("name", "parameter", "kind", "value"),
    [
        ("wavelength", "light source wavelength", "length", "193 nm"),
        ("wall", "wall thickness", "length", "2 mm"),
        ("Ø", "diameter", "length", "2 mm"),
        ("λ", "output wavelength", "length", "532 nm"),
        ("power", "total power consumption", "power", "2 W"),
        ("efficiency", "minimum average efficiency", "fraction", "20 %"),
        ("flow rate", "capacity", "volume flow", "5 m3/h"),
        ("tank volume", "capacity", "volume", "5 L"),
        ("measuring range", "linear acceleration level", "acceleration", "10 m/s2"),
        ("output current", "output", "current", "5 A"),
        ("bandwidth", "fractional bandwidth", "fraction", "5 %"),
        ("operating temperature", "ambient temperature", "temperature", "300 K"),
    ],
)
def test_the_only_figure_of_its_kind_goes_by_its_bare_noun(name: str, parameter: str, kind: str, value: str) -> None:
    """Where nothing else of the kind is asked for, a bare noun or symbol can mean nothing else; else it is open."""
    goods = Goods("tank", {name: value})
    found = bind(goods, parameter, kind, (parameter,), alone=True).value
    low = parse_value(value)
    assert found is not None
    assert found == low or (found.low, found.high) in ((low.low, None), (None, low.high))


@pytest.mark.parametrize(
    ("name", "parameter", "kind", "value"),
    [
        ("temperature", "maximum operating junction temperature", "temperature", "300 K"),
        ("temperature", "glass transition temperature", "temperature", "300 K"),
        ("bandwidth", "resolution bandwidth", "frequency", "5 MHz"),
        ("length", "travel length", "length", "2 m"),
        ("diameter", "core diameter", "length", "20 µm"),
        ("speed", "wind gust speed", "speed", "20 m/s"),
        ("output power", "total power consumption", "power", "2 W"),
        ("input power", "output power", "power", "2 W"),
        ("mass", "mass capability", "mass", "5 kg"),
        ("time", "switching time", "time", "5 s"),
        ("t", "temperature", "time", "5 s"),
        ("accuracy", "spindle run-out and camming", "length", "1 µm"),
        ("measuring range", "sensitivity", "length", "2 mm"),
        ("diameter", "form", "length", "2 mm"),
        ("operating frequency", "frequency change", "frequency", "5 GHz"),
        ("operating frequency", "laser frequency stability", "frequency", "5 GHz"),
        ("muzzle velocity", "velocity resolution", "speed", "900 m/s"),
        ("stored energy", "output energy", "energy", "90 J"),
        ("laser power", "power input", "power", "90 W"),
        ("supply voltage", "output voltage", "voltage", "230 V"),
        ("thrust", "roller force", "force", "90 N"),
        ("rotor mass", "dry weight", "mass", "90 kg"),
        ("dynamic range", "sound pressure level", "level", "90 dB"),
        ("elongation", "ammonium perchlorate", "fraction", "9 %"),
        ("divergence", "side slip", "angle", "9 deg"),
        ("wavelength", "dimension", "length", "1 µm"),
        ("accuracy", "second-layer overlay error", "length", "9 nm"),
        ("accuracy", "C-NOT error", "number", "1"),
        ("angular accuracy", "angular deviation of slide movement", "angle", "1 arcsec"),
    ],
)
def test_a_bare_noun_is_not_a_property_of_its_own(name: str, parameter: str, kind: str, value: str) -> None:
    """Even where it is the only figure of its kind: what goods have besides is not that."""
    assert bind(Goods("gizmo", {name: value}), parameter, kind, (parameter,), alone=True).value is None


def test_purity_is_of_what_the_goods_are_called() -> None:
    """How pure a substance is says how much of it there is; of a mixture it says nothing."""
    for description, meant in (("tungsten powder", "99 %"), ("alloy powder", "None")):
        goods = Goods(description, {"purity": "99 %"})
        assert str(bind(goods, "tungsten content", "fraction", ("tungsten content",), alone=True).value) == meant
    assert str(bound(Goods("powder", {"tungsten purity": "99 %"}), "tungsten", "fraction").value) == "99 %"


@pytest.mark.parametrize(
    ("name", "parameter", "kind", "value"),
    [
        ("pointing error", "angular pointing error", "angle", "5 µrad"),
        ("core load", "explosive core load", "linear density", "5 g/m"),
        ("filtration area", "total filtration area", "area", "2 m2"),
        ("frequency range", "operating frequency", "frequency", "5 GHz to 6 GHz"),
        ("anode peak voltage", "anode peak voltage rating", "voltage", "3 kV"),
        ("electrodes", "number of electrodes", "number", "3"),
        ("wind gusts", "wind gust speed", "speed", "50 km/h"),
        ("wall thickness", "thickness", "length", "2 mm"),
        ("detection limit", "minimum detection limit", "mass density", "0.1 mg/m3"),
    ],
)
def test_what_goes_without_saying_may_be_left_out(name: str, parameter: str, kind: str, value: str) -> None:
    """Most of a name is enough where the rest does not tell one quantity from another."""
    value_ = parse_value(value)
    assert bind(Goods("gizmo", {name: value_}), parameter, value_.unit.kind or kind, (parameter,)).value == value_


def test_a_name_may_say_what_the_law_says_around_the_limit() -> None:
    """A name that says more than the parameter's is taken where the rest are the law's own words at the limit."""
    goods = Goods("gizmo", {"coil diameter": "5 mm"})
    assert bind(goods, "diameter", "length", ("diameter",), "coils of 6 mm or less in diameter").value is not None
    assert bind(goods, "diameter", "length", ("diameter",), "rods of 6 mm or less in diameter").value is None


def test_one_of_two_figures_is_bound_as_one_of_two() -> None:
    """Where the law asks for one figure or another, one of them can only meet it."""
    binding = bound(Goods("gizmo", {"plate thickness": "4 mm"}), "wall or plate thickness", "length")
    assert (str(binding.value), binding.either) == ("4 mm", True)
    binding = bound(
        Goods("gizmo", {"softening point": "900 K"}), "melting, softening or sublimation point", "temperature"
    )
    assert (str(binding.value), binding.either) == ("900 K", True)


@pytest.mark.parametrize(
    ("stated", "parameter", "kind", "meant"),
    [
        ("30 dBm", "output power", "power", "1 W"),
        ("1 W", "ERP", "power level", "30 dBm"),
        ("0.1 W", "ERP", "power level", "20 dBm"),
    ],
)
def test_a_level_is_a_power(stated: str, parameter: str, kind: str, meant: str) -> None:
    """Decibels over a milliwatt and watts say the same; where no fraction does, two close by it."""
    assert bound(Goods("gizmo", {parameter: stated}), parameter, kind).value == parse_value(meant)
    near = bound(Goods("gizmo", {"output power": "35 dBm"}), "output power", "power").value
    assert near is not None
    assert [str(near.compare(">", parse_quantity(limit))) for limit in ("3 W", "3.17 W")] == ["met", "not met"]


@pytest.mark.parametrize(
    ("name", "parameter", "meant"),
    [
        ("maximum operating pressure", "operating pressure", "up to 5 MPa"),
        ("minimum operating pressure", "operating pressure", "at least 5 MPa"),
        ("operating pressure", "maximum operating pressure", "at least 5 MPa"),
        ("operating pressure", "minimum operating pressure", "up to 5 MPa"),
        ("max. operating pressure", "maximum operating pressure", "5 MPa"),
    ],
)
def test_a_maximum_says_what_a_maximum_says(name: str, parameter: str, meant: str) -> None:
    """A maximum bounds the value from above, a value bounds the maximum from below."""
    assert bound(Goods("gizmo", {name: "5 MPa"}), parameter, "pressure").value == parse_value(meant)


def test_a_minimum_is_no_maximum() -> None:
    """The one end says nothing of the other; both ends together make a range."""
    goods = Goods("gizmo", {"minimum temperature": "20 °C"})
    assert bound(goods, "maximum temperature", "temperature").value is None
    both = Goods("gizmo", {"minimum temperature": "20 °C", "maximum temperature": "60 °C"})
    assert bound(both, "temperature", "temperature").value == parse_value("20 °C to 60 °C")


def test_how_fast_a_thing_works_is_its_maximum() -> None:
    """A rate of work with or without "maximum" is the same figure."""
    goods = Goods("ADC", {"maximum sample rate": "3 GSPS"})
    assert str(bound(goods, "sample rate", "sample rate").value) == "3 GSPS"
    drone = Goods("drone", {"endurance": "45 min"})
    assert str(bound(drone, "maximum endurance", "time").value) == "45 min"
    assert bound(drone, "minimum endurance", "time").value == parse_value("up to 45 min")


def test_content_is_how_much_there_is() -> None:
    """A share of a substance is named with or without "content"."""
    assert str(bound(Goods("alloy", {"nickel content": "60 %"}), "nickel", "fraction").value) == "60 %"
    assert str(bound(Goods("alloy", {"nickel content": "60 %"}), "nickel purity content", "fraction").value) == "60 %"
    assert bound(Goods("alloy", {"nickel content": "60 %"}), "chromium", "fraction").value is None


def test_a_unit_with_two_readings_is_read_by_the_limit() -> None:
    """The letter g is a gravity where an acceleration is asked for; events in hertz are events in a second."""
    assert bound(Goods("gizmo", {"bias stability": "10 µg"}), "bias stability", "acceleration").value is not None
    assert bound(Goods("gizmo", {"accuracy": "±2 °C"}), "accuracy", "temperature difference").value is not None
    assert bound(Goods("camera", {"frame rate": "80 Hz"}), "frame rate", "rate").value == parse_value("80 1/s")
    assert bound(Goods("gizmo", {"drift rate": "80 Hz"}), "drift rate", "rate").value is None


@pytest.mark.parametrize(
    ("text", "parameter", "kind", "others", "value"),
    [
        ("14-bit 3 GSPS ADC", "resolution", "data", ("sample rate", "DAC resolution", "access width"), "14 bit"),
        ("14-bit 3 GSPS ADC", "sample rate", "sample rate", ("resolution",), "3 GSPS"),
        ("14-bit ADC at 3 GSPS", "sample rate", "sample rate", ("resolution",), "3 GSPS"),
        ("ADC, Auflösung: 14 Bit", "resolution", "data", (), "14 bit"),
        ("50 mW fibre laser at 1550 nm", "output wavelength", "length", ("core diameter",), "1550 nm"),
        ("5-axis milling machine", "number of axes", "number", ("length",), "5"),
        ("accelerometer, bias stability 10 µg", "bias stability", "acceleration", (), "10 µg"),
        ("maraging steel UTS 2100 MPa", "ultimate tensile strength", "pressure", (), "2100 MPa"),
        ("pulsed laser, 532 nm, 5 ns", "output wavelength", "length", ("output power",), "532 nm"),
        ("tube, bore 600 mm, length 2 m", "inside diameter", "length", ("length",), "600 mm"),
    ],
)
def test_figures_of_the_text_bind_by_noun_or_kind(
    text: str, parameter: str, kind: str, others: tuple[str, ...], value: str
) -> None:
    """A figure of the description binds where its noun agrees, or its kind leaves no choice, and is marked as such."""
    binding = bound(Goods(text), parameter, kind, *others)
    assert str(binding.value) == value
    assert binding.source == "text"
    assert binding.span is not None
    assert binding.confidence < 1


@pytest.mark.parametrize(
    ("text", "parameter", "kind", "others"),
    [
        ("14-bit ADC with 12-bit mode", "resolution", "data", ()),
        ("14-bit ADC", "resolution", "data", ("ADC width",)),
        ("14-bit ADC", "access width", "data", ("resolution",)),
        ("gizmo of 5 GHz", "operating frequency", "frequency", ()),
        ("gizmo at 10 GHz", "frequency", "frequency", ()),
        ("5 kW laser", "peak power", "power", ()),
        ("test set for a 14-bit ADC", "resolution", "data", ()),
        ("5-axis milling machine", "number of rotary axes", "number", ()),
        ("5 m gizmo", "length", "length", ()),
        ("5 mm and 6 mm diameter, 7 mm diameter", "diameter", "length", ()),
        ("F-16 gizmo", "value", "number", ()),
    ],
)
def test_figures_that_could_be_another_do_not_bind(
    text: str, parameter: str, kind: str, others: tuple[str, ...]
) -> None:
    """Two figures, a common kind without a noun, or a figure of other goods: none is bound."""
    assert bound(Goods(text), parameter, kind, *others).value is None


@pytest.mark.parametrize(
    ("text", "parameter", "kind", "value"),
    [
        ("tungsten bar, 5 % elongation at break", "elongation", "fraction", "5 %"),
        ("cone, residence time: 20 s, angle 5°", "stage residence time", "time", "20 s"),
        ("turbine, 30 MW max. continuous power", "maximum continuous power", "power", "30 MW"),
        ("actuator, force 40 kN, max. stroke 2 m", "roller force", "force", "40 kN"),
        ("gizmo, I.D. 300 mm", "inside diameter", "length", "300 mm"),
        ("gizmo for a ship, force 40 kN", "roller force", "force", "None"),
        ("gizmo with a force of 40 kN of the press", "roller force", "force", "None"),
        ("gizmo, 40 kN", "roller force", "force", "None"),
    ],
)
def test_an_item_of_a_list_names_its_figure(text: str, parameter: str, kind: str, value: str) -> None:
    """Behind the name of the goods, between commas, a figure and words beside it are a property and its name."""
    assert str(bind(Goods(text), parameter, kind, (parameter,), alone=True).value) == value


@pytest.mark.parametrize(
    ("written", "ratio"),
    [("2 %", "0.02"), ("25 ppm", "0.000025"), ("5 ppb", "5 × 10^-9"), ("1600 ppm", "0.0016"), ("1:40", "0.025")],
)
def test_a_share_is_a_hundredth_of_its_per_cent(written: str, ratio: str) -> None:
    """Where the law gives a pure ratio, 25 ppm is 0.000025, whatever unit a share is written in."""
    goods = Goods("water", {"D/H ratio": written})
    assert str(bind(goods, "D/H ratio", "number", ("D/H ratio",), alone=True).value) == ratio


def test_a_share_by_weight_is_no_pure_ratio() -> None:
    """A ratio of atoms and one of weights differ, so a share by weight decides no pure ratio."""
    goods = Goods("water", {"D/H ratio": "2 wt%"})
    assert bind(goods, "D/H ratio", "number", ("D/H ratio",), alone=True).value is None


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [("2000 kg", "force", "2000 kgf"), ("40 lb", "force", "40 lbf"), ("12 kg/cm²", "pressure", "12 kgf/cm2")],
)
def test_a_weight_is_meant_as_its_force(written: str, kind: str, value: str) -> None:
    """A thrust in kilograms is that many kilograms-force, and so is a pressure in them."""
    name = "thrust" if kind == "force" else "pressure"
    assert str(bind(Goods("gizmo", {name: written}), name, kind, (name,), alone=True).value) == value


def test_seconds_of_arc_and_inches_share_a_sign() -> None:
    """2″ is an angle or a length as is asked for; an accuracy of 2″ is neither, for it may be both."""
    for name, kind, value in (
        ("angular accuracy", "angle", "2 arcsec"),
        ("diameter", "length", "2 in"),
        ("accuracy", "length", "None"),
        ("accuracy", "angle", "None"),
    ):
        assert str(bind(Goods("gizmo", {name: "2″"}), name, kind, (name,), alone=True).value) == value


def test_a_gauge_may_tell_either_pressure() -> None:
    """Ten bar on a gauge are ten, as many mean it, or eleven: what both decide is decided."""
    value = bind(Goods("gizmo", {"pressure": "10 bar(g)"}), "pressure", "pressure", ("pressure",), alone=True).value
    assert value is not None
    assert [value.low, value.high] == [parse_quantity("10 bar"), parse_quantity("11.01325 bar")]
    assert value.doubtful


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("mass", "mass", "1.3 kg or 1300 kg"),
        ("maximum mass", "maximum mass", "1.3 kg or 1300 kg"),
        ("maximum mass", "mass", "≤ 1300 kg"),
        ("mass", "maximum mass", "≥ 1.3 kg"),
        ("minimum mass", "mass", "≥ 1.3 kg"),
    ],
)
def test_a_doubtful_figure_is_one_figure(name: str, parameter: str, value: str) -> None:
    """It is no range whose end the goods reach: a bound lies beyond the farther of its readings."""
    binding = bind(Goods("gizmo", {name: "1,300 kg"}), parameter, "mass", (parameter,), alone=True)
    assert str(binding.value) == value
    assert not binding.reached


def test_a_doubtful_figure_covers_no_range() -> None:
    """Two readings of one temperature are no range of temperatures."""
    end = Interval.point(parse_quantity("100 °C"))
    assert covers(parse_value("1.3 °C to 1300 °C"), Comparison.AT_MOST, end) is TRUE
    assert covers(Goods("gizmo", {"range": "1,300 °C"}).stated["range"], Comparison.AT_MOST, end) is UNKNOWN


def test_one_axis_bounds_the_best_of_all() -> None:
    """What an axis repeats to, the best of all axes does at least; an accuracy of an axis is no such figure."""
    for name in ("UPR X axis (ISO 230-2:2014)", "unidirectional positioning repeatability, X", "UPR Y-axis"):
        binding = bound(Goods("lathe", {name: "0.8 µm"}), "unidirectional positioning repeatability", "length")
        assert str(binding.value) == "≤ 0.8 µm"
    assert bound(Goods("lathe", {"flatness X axis": "0.8 µm"}), "flatness", "length").value is None
