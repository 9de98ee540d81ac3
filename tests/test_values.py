"""A line of a data sheet is read as the figure it states, with what is said of it in its name; or kept as words."""

from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exportctl.errors import ExportctlError
from exportctl.notations import decimal_sign_of, value_in
from exportctl.values import Stated, asks_for_a_figure, read_value

STATED = """output current = 5 A @ 28 V -> output current @ 28 V = 5 A
range = 100 m @ 10 % reflectivity -> range @ 10 % reflectivity = 100 m
payload = 25 kg at full reach -> payload @ full reach = 25 kg
flow = 5 L/min (at 3 bar) -> flow @ 3 bar = 5 L/min
output power = 20 W (avg) -> output power avg = 20 W
output power = 20 W avg @ 25 °C -> output power avg @ 25 °C = 20 W
power = 1.5 kW CW -> power CW = 1.5 kW
force = 56 kN sine -> force sine = 56 kN
vessel = 8 in. ID -> vessel ID = 8 in
roughness = 0.8 µm Ra -> roughness Ra = 0.8 µm
roughness = Ra 0.8 µm -> roughness Ra = 0.8 µm
size = Ø 5 mm -> size diameter = 5 mm
noise = 5 Vpp -> noise peak-to-peak = 5 V
voltage = 230 Vrms -> voltage rms = 230 V
power = 10 MWth -> power thermal = 10 MW
mass = 5 kg (typ.) -> mass typ. = 5 kg
mass = 5 kg max. -> mass = ≤ 5 kg
roughness = 2 µm RMS -> roughness = 2 µm
output power = 5 W per channel -> output power @ each channel = 5 W
pulse energy = 5 mJ/pulse -> pulse energy = 5 mJ
supply voltage = 400 V, 50 Hz -> supply voltage = 400 V
supply voltage = 230 VAC / 50 Hz -> supply voltage = 230 V
power = 2x 500 kW -> power = 500 kW or 1000 kW
leak rate = 3 × 10^-9 mbar·L/s -> leak rate = 3 × 10^-9 mbar·L/s
pressure = ≤ 1 x 10-9 Torr -> pressure = ≤ 10^-9 Torr
temperature range = -40/+85 °C -> temperature range = -40 °C to 85 °C
temperature range = -40/85 °C -> temperature range = -40 °C to 85 °C
voltage = 230/400 V -> voltage = 230 V or 400 V
voltage = 12 or 24 V -> voltage = 12 V or 24 V
voltage = 5 V ±10 % -> voltage = 4.5 V to 5.5 V
purity = 5N -> purity = ≥ 99.999 %
purity = 5N5 -> purity = ≥ 99.9995 %
purity = 99.99+ % -> purity = ≥ 99.99 %
calibre = 7.62x51 mm NATO -> calibre = 7.62 mm
calibre = .50 BMG -> calibre = 0.5 in
bore = 8" -> bore = 8 in
bore = 1-1/2" -> bore = 1.5 in
bore = ½ in -> bore = 0.5 in
angular accuracy = ±1" -> angular accuracy = 1 arcsec
interpolation factor = 4x -> interpolation factor = 4
active pixels = 2048 x 1952 -> active pixels = 3997696
quantity = 5 pcs -> quantity = 5
f-number = f/2.5 -> f-number = 2.5
accuracy = better than 5 µm -> accuracy = < 5 µm
dimensions = 250 x 300 mm -> dimensions = 250 mm to 300 mm
radiation hardened = yes -> radiation hardened = True
radiation hardened = ja -> radiation hardened = True
radiation hardened = nein -> radiation hardened = False
sound pressure = 190 dB re 1 µPa @ 1 m -> sound pressure = 190 dB
input = 400 V, 50 Hz -> input = 400 V, 50 Hz
port count = 384 × 384 -> port count = 384 × 384
MPE = 0.9 + L/1000 µm -> MPE = (0.9 + L/1000) µm
MPE = 0.9 + L/1000 furlongs -> MPE = 0.9 + L/1000 furlongs
MPE = 1.5 µm + L/400 -> MPE = (1.5 + L/400) µm
MPE = 1.5 µm + L/400 mm -> MPE = 1.5 µm + L/400 mm
MPE = (2,5 + L/300) µm -> MPE = (2.5 + L/300) µm
MPE = (2,5 + 3L) µm -> MPE = (2,5 + 3L) µm
wavelength = 1064 nm, 532 nm -> wavelength = 532 nm or 1064 nm
voltage = 400V/3ph/50Hz -> voltage = 400 V
bandwidth = DC to 20 GHz -> bandwidth = 0 GHz to 20 GHz
temperature = RT … 200 °C -> temperature = ≤ 200 °C
temperature = up to 1,800 °C -> temperature = up to 1,800 °C
depth = 6000 m (20,000 ft) -> depth = 6000 m
wafer size = 300 mm (12") -> wafer size = 300 mm
endurance = 24+ h -> endurance = ≥ 24 h
field of view = 10° x 8° -> field of view = 8 deg or 10 deg
stability = ±0.5 ppm (-40 to +85 °C) -> stability @ -40 to +85 °C = 0.5 ppm
power = 20 W (5 W per line) -> power @ 5 W each line = 20 W
isotopic purity = 99.9 at.% D -> isotopic purity D = 99.9 %
frequency band = Ka -> frequency band = Ka
temperature = -54 °C bis +71 °C -> temperature = -54 °C to 71 °C
frequency = tussen 5 en 8 GHz -> frequency = 5 GHz to 8 GHz
frequency = de 5 à 8 GHz -> frequency = 5 GHz to 8 GHz
gain = 20 dB à 10 GHz -> gain @ 10 GHz = 20 dB
power = bis zu 40 W -> power = ≤ 40 W
power = meer dan 40 W -> power = > 40 W
measurement uncertainty = 2 µm per 5 mm -> measurement uncertainty per 5 mm = 2 µm
capacity = 24 rodents -> capacity rodents = 24
ice capacity = 60 kg in 24 h -> ice capacity @ 24 h = 60 kg
heading accuracy = 0.2 deg sec(Lat) -> heading accuracy = 0.2 deg
heading accuracy = 1.2 mrad·sec lat -> heading accuracy = 1.2 mrad
sensitivity = -176 dBV re 1 µPa -> sensitivity = -176 dB
temperature = 85 C -> temperature = 85 °C
temperature = -40 to +185 F -> temperature = -40 °F to 185 °F
magnetic field = 500 G -> magnetic field = 500 gauss
length = 5 ft 6 in -> length = 5.5 ft
length = 6' 6" -> length = 6.5 ft
angle = 12° 30' -> angle = 12.5 deg
mass = 20 tons -> mass = 18.1436948 t or 20.320938176 t
number of bits = 16 -> number of bits = 16 bit
ageing (monthly) = 9E-10 -> ageing (monthly) = 9 × 10^-10 1/month
units per month = 9 -> units per month = 9
ratio = 4 to 1 -> ratio = 4
volume = 12 cu. in. -> volume = 12 in3
pressure = 1E-6mbar -> pressure = 0.000001 mbar
date = 2021-05-01 -> date = 2021-05-01""".splitlines()


@pytest.mark.parametrize("line", STATED)
def test_what_a_line_states(line: str) -> None:
    """Conditions and remarks go with the name, notations of a trade are read, and words stay words."""
    told, meant = (part.split(" = ", 1) for part in line.split(" -> "))
    stated = read_value(*told)
    assert [stated.name, str(stated.value)] == meant


@pytest.mark.parametrize(
    "line",
    """speed = fast|speed = 3 foo|mass = 5 kg excluding battery|resolution = 5 µm better|accuracy = 0.1 %, 5 µm
power = 20 W, 10 ns|power = 5 kW (approx.)|power = about 5 kW|power = 5 to kW|force = 4 x 106 N|speed = """.replace(
        "\n", "|"
    ).split("|"),
)
def test_what_is_no_value_of_a_quantity_is_refused(line: str) -> None:
    """Under the name of a quantity a text has to state one: what changes a figure, or tells two, is not read."""
    with pytest.raises(ExportctlError):
        read_value(*line.split(" = ", 1))


@pytest.mark.parametrize(
    "name", "sample rate|mass|output power|inside diameter|Abtastrate|wavelength|noise figure".split("|")
)
def test_names_of_quantities_ask_for_a_figure(name: str) -> None:
    """Words under them are a mistake."""
    assert asks_for_a_figure(name)


@pytest.mark.parametrize(
    "name",
    "temper|material|input|package|accuracy class|protection level|part number|power supply|ring material".split("|"),
)
def test_names_of_other_things_do_not(name: str) -> None:
    """What stands under them may be words."""
    assert not asks_for_a_figure(name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_stated_or_one_of_our_errors(name: str, text: str) -> None:
    """No text makes reading fail in any other way, and words are kept whole but for their spaces."""
    with suppress(ExportctlError):
        stated = read_value(name, text)
        assert isinstance(stated, Stated)
        assert not isinstance(stated.value, str) or stated.value == " ".join(text.split())


@given(st.integers(1, 10**6), st.sampled_from(["W", "kN", "bar", "GHz"]), st.integers(2, 99))
def test_several_times_a_figure_is_each_or_all(magnitude: int, unit: str, count: int) -> None:
    """Both what each has and what all have together lie in what is read."""
    assume(not str(magnitude).startswith("10"))
    value = value_in("gizmo", f"{count} x {magnitude} {unit}")
    assert value.doubtful
    assert value.low == value_in("gizmo", f"{magnitude} {unit}").low
    assert value.high == value_in("gizmo", f"{magnitude * count} {unit}").high


@given(st.integers(2, 8), st.integers(1, 9))
def test_nines_grow(nines: int, last: int) -> None:
    """A figure behind the last nine is a purer substance, one more nine purer yet, or as pure as nine behind it."""
    plain, more, next_ = (value_in("purity", text).low for text in (f"{nines}N", f"{nines}N{last}", f"{nines + 1}N"))
    assert plain is not None
    assert more is not None
    assert next_ is not None
    assert plain < more <= next_
    assert (more == next_) is (last == 9)


@given(st.lists(st.sampled_from(["1,300 kg", "2.5 mm", "7,5 kW", "text 0101.06", "F-16"])))
def test_signs_do_not_depend_on_the_order(texts: list[str]) -> None:
    """What a set of texts tells of its decimal sign is the same in any order."""
    assert decimal_sign_of(texts) == decimal_sign_of(reversed(texts))


@pytest.mark.parametrize("piece", ["a", "1 ", "@ ", ", ", "5 x ", "(", "1,300 ", "5 kg; "])
def test_a_long_text_is_no_value(piece: str) -> None:
    """What is longer than any value is words at once, or refused where only a figure can stand."""
    text = piece * 200000
    assert read_value("remarks", text).value == " ".join(text.split())
    with pytest.raises(ExportctlError):
        read_value("mass", text)
