"""Quantities are exact, kinds never mix, and every usual notation is read."""

from contextlib import suppress
from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.errors import BadQuantity, ExportctlError, IncompatibleUnits, UnknownUnit
from exportctl.numerals import parse_number, spell
from exportctl.spellings import unit_table
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth
from exportctl.units import (
    NUMBER,
    Interval,
    Quantity,
    Unit,
    difference,
    gravity,
    interval_at,
    meanings,
    parse_quantity,
    parse_unit,
    parse_value,
    reference_level,
)

SYMBOLS = sorted(symbol for symbol, atom in unit_table().exact.items() if not atom.compound_only)
UNITS = st.sampled_from(SYMBOLS).map(parse_unit)
FRACTIONS = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
QUANTITIES = st.builds(Quantity, FRACTIONS, UNITS)
WATTS = st.integers(0, 6).map(lambda n: Quantity(Fraction(n, 2), parse_unit("W")))
COMPARISONS = (">", ">=", "<", "<=", "==")


def holds(value: Fraction, comparison: str, limit: Fraction) -> bool:
    """The plain meaning of a comparison."""
    return {
        ">": value > limit,
        ">=": value >= limit,
        "<": value < limit,
        "<=": value <= limit,
        "==": value == limit,
    }[comparison]


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """An interval of power, any of its ends open or missing."""
    low, high = sorted([draw(WATTS), draw(WATTS)])
    shape = draw(st.sampled_from(["both", "low", "high"]))
    open_ends = draw(st.tuples(st.booleans(), st.booleans()))
    if shape == "low":
        return Interval(low, None, low_open=open_ends[0])
    if shape == "high":
        return Interval(None, high, high_open=open_ends[1])
    if low == high:
        open_ends = (False, False)
    return Interval(low, high, *open_ends)


def members(interval: Interval) -> list[Fraction]:
    """Enough values of an interval to tell all limits at half watts apart."""
    candidates = [Fraction(n, 8) for n in range(-8, 40)]
    return [value for value in candidates if contains(interval, value)]


def contains(interval: Interval, value: Fraction) -> bool:
    """Whether a value in watts lies in an interval."""
    low, high = interval.low, interval.high
    above = low is None or value > low.base or (value == low.base and not interval.low_open)
    below = high is None or value < high.base or (value == high.base and not interval.high_open)
    return above and below


@given(QUANTITIES, st.data())
def test_conversion_there_and_back_is_exact(quantity: Quantity, data: st.DataObject) -> None:
    """A quantity converted to any unit of its kind and back is the same, to the last digit."""
    kin = [symbol for symbol in SYMBOLS if parse_unit(symbol).kind == quantity.unit.kind]
    other = quantity.to(parse_unit(data.draw(st.sampled_from(kin))))
    assert other == quantity
    assert hash(other) == hash(quantity)
    assert other.to(quantity.unit).magnitude == quantity.magnitude


@given(QUANTITIES, QUANTITIES)
def test_kinds_never_compare(one: Quantity, two: Quantity) -> None:
    """Two quantities compare exactly when they are of one kind; else every ordering raises and equality is false."""
    if one.comparable(two):
        assert (one < two, one == two, one > two).count(True) == 1
        return
    assert one != two
    for compare in (one.__lt__, one.__le__, one.__gt__, one.__ge__, one.to):
        with pytest.raises(IncompatibleUnits):
            compare(two.unit if compare == one.to else two)
    with pytest.raises(IncompatibleUnits):
        Interval.point(one).compare(">", two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pair.split()
        for pair in "Hz SPS|Hz 1/s|N·m J|Gy J/kg|bit/s Bd|dB dBm|% wt%|dBc dBc/Hz|kg N|bar barg|W VA|deg 1|bit 1".split(
            "|"
        )
    ],
)
def test_what_looks_alike_is_still_of_two_kinds(one: str, two: str) -> None:
    """Quantities that one dimension would make equal stay apart."""
    assert parse_unit(one).kind != parse_unit(two).kind


BASES = dict(
    pair.rsplit(" ", 1)
    for pair in """length m|mass kg|time s|speed m/s|pressure Pa|energy J|power W|force N|volume m^3|area m^2|voltage V
current A|resistance ohm|conductance S|capacitance F|inductance H|angle degree|temperature K|absorbed dose Gy
dose equivalent Sv|activity Bq|magnetic flux density T|magnetic flux Wb|charge coulomb|angular velocity degree/s
luminous flux lm|illuminance lx|luminous intensity cd|amount mol|acceleration m/s^2|viscosity Pa*s|solid angle sr
frequency Hz""".replace("\n", "|").split("|")
)


# pint rounds the BTU, counts six survey feet to the fathom, and takes German degrees for a thousand million radians
OTHERWISE = {"nm/hr", "BTU", "Btu", "fathom", "ftm", "Grad"}


def test_factors_agree_with_an_independent_table() -> None:
    """Every symbol that pint knows too is worth what pint says; "nm/hr" is the lists' own way to write knots."""
    registry = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    compared = 0
    for symbol in SYMBOLS:
        unit = parse_unit(symbol)
        if unit.kind not in BASES or symbol in OTHERWISE:
            continue
        try:
            theirs = registry.Quantity(3, symbol).to(BASES[unit.kind]).magnitude
        except Exception:  # whatever a parser that does not know the symbol stumbles over
            continue
        assert float(Quantity(Fraction(3), unit).base) == pytest.approx(theirs, rel=1e-9), symbol
        compared += 1
    assert compared > 300


NOTATIONS = [
    ("3GS/s", "3 GSPS"),
    ("3 GSPS", "3000 MSPS"),
    ("1.5 µs", "1500 ns"),
    ("1.5 μs", "1500 ns"),
    ("1.5 us", "1500 ns"),
    ("1,5 µs", "1500 ns"),
    ("10^-5 Pa", "0.00001 Pa"),
    ("10⁻⁵ Pa", "0.00001 Pa"),
    ("1e-5 Pa", "0.00001 Pa"),
    ("1E-5 Pa", "0.00001 Pa"),
    ("1 × 10^-5 Pa", "0.00001 Pa"),
    ("1 x 10^-5 Pa", "0.00001 Pa"),
    ("690 bar", "69 MPa"),
    ("14-bit", "14 bit"),
    ("14 bits", "14 bit"),
    ("1 000 kg", "1 t"),
    ("1 000 kg", "1 t"),
    ("2,000,000 Hz", "2 MHz"),
    ("2.000.000 Hz", "2 MHz"),
    ("1.234,5 m", "1234.5 m"),
    ("two litres per minute", "2 L/min"),
    ("5 kW", "5000 W"),
    ("25 °C", "298.15 K"),
    ("1/3 m", "1/3 m"),
]


@pytest.mark.parametrize(("written", "plain"), NOTATIONS)
def test_every_usual_notation_is_read(written: str, plain: str) -> None:
    """The notations of data sheets say the same as the plain ones."""
    assert parse_value(written) == Interval.point(parse_quantity(plain))


@pytest.mark.parametrize(
    ("written", "low", "high", "open_end"),
    [
        ("27–31 GHz", "27 GHz", "31 GHz", ""),
        ("27-31 GHz", "27 GHz", "31 GHz", ""),
        ("27 to 31 GHz", "27 GHz", "31 GHz", ""),
        ("27 GHz to 31 GHz", "27 GHz", "31 GHz", ""),
        ("between 27 and 31 GHz", "27 GHz", "31 GHz", ""),
        ("from 900 MHz to 1.1 GHz", "900 MHz", "1.1 GHz", ""),
        ("27 bis 31 GHz", "27 GHz", "31 GHz", ""),
        ("zwischen 27 und 31 GHz", "27 GHz", "31 GHz", ""),
        ("-40 °C bis +85 °C", "-40 °C", "85 °C", ""),
        ("van 27 tot 31 GHz", "27 GHz", "31 GHz", ""),
        ("27 t/m 31 GHz", "27 GHz", "31 GHz", ""),
        ("tussen 27 en 31 GHz", "27 GHz", "31 GHz", ""),
        ("de -40 à +85 °C", "-40 °C", "85 °C", ""),
        ("entre 27 et 31 GHz", "27 GHz", "31 GHz", ""),
        ("27 ÷ 31 GHz", "27 GHz", "31 GHz", ""),
        ("mind. 12 bit", "12 bit", None, ""),
        ("minimaal 12 bit", "12 bit", None, ""),
        ("12 Bit oder mehr", "12 bit", None, ""),
        ("au moins 12 bit", "12 bit", None, ""),
        ("vanaf 5 kHz", "5 kHz", None, ""),
        ("20 °C to 60 °C", "20 °C", "60 °C", ""),
        ("-40 … 85 °C", "-40 °C", "85 °C", ""),
        ("296 ± 2 K", "294 K", "298 K", ""),
        ("≥ 12 bit", "12 bit", None, ""),
        (">= 12 bit", "12 bit", None, ""),
        ("at least 12 bit", "12 bit", None, ""),
        ("12 bit or more", "12 bit", None, ""),
        ("min. 12 bit", "12 bit", None, ""),
        ("> 12 bit", "12 bit", None, "low"),
        ("more than 12 bit", "12 bit", None, "low"),
        ("up to 40 W", None, "40 W", ""),
        ("≤ 40 W", None, "40 W", ""),
        ("max. 40 W", None, "40 W", ""),
        ("40 W max", None, "40 W", ""),
        ("40 W or less", None, "40 W", ""),
        ("< 3 mm", None, "3 mm", "high"),
        ("less than 3 mm", None, "3 mm", "high"),
        ("meer dan 12 bit", "12 bit", None, "low"),
        ("über 12 bit", "12 bit", None, "low"),
        ("plus de 12 bit", "12 bit", None, "low"),
        ("bis zu 40 W", None, "40 W", ""),
        ("tot 40 W", None, "40 W", ""),
        ("jusqu'à 40 W", None, "40 W", ""),
        ("höchstens 40 W", None, "40 W", ""),
        ("minder dan 3 mm", None, "3 mm", "high"),
        ("weniger als 3 mm", None, "3 mm", "high"),
        ("moins de 3 mm", None, "3 mm", "high"),
    ],
)
def test_ranges_and_bounds_are_intervals(written: str, low: str | None, high: str | None, open_end: str) -> None:
    """A range or an inequality is the interval it states, with the ends it excludes open."""
    ends = (None if end is None else parse_quantity(end) for end in (low, high))
    assert parse_value(written) == Interval(*ends, low_open=open_end == "low", high_open=open_end == "high")


def test_an_accuracy_is_written_with_a_sign() -> None:
    """A deviation alone is its size; a temperature deviation is a difference, not a temperature."""
    assert str(parse_value("±0.1 %")) == str(parse_value("+/- 0.1 %")) == "0.1 %"
    assert parse_value("±2 °C").unit.kind == "temperature difference"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "W",
        "about 5 W",
        "etwa 5 W",
        "ongeveer 5 W",
        "5 en 8 GHz",
        "5 W, 6 W",
        "1,300 kg",
        "5 W at 25 °C",
        "9.9.9 m",
        "5/0 m",
    ],
)
def test_what_states_no_exact_figure_is_refused(text: str) -> None:
    """A text without one clear figure raises, and says what to write instead."""
    with pytest.raises((BadQuantity, UnknownUnit), match=r"\w"):
        parse_value(text)


def test_an_ambiguous_comma_names_both_readings() -> None:
    """One comma before three digits may be decimal or not, and neither is guessed; the law's own is decimal."""
    with pytest.raises(BadQuantity, match=r"1\.300.*1300"):
        parse_number("1,300")
    assert parse_number("1,300", law=True) == Fraction(13, 10)


def test_an_unknown_unit_names_its_neighbours() -> None:
    """A unit nobody defined is an error with the nearest ones."""
    with pytest.raises(UnknownUnit) as caught:
        parse_value("3 MSP")
    assert "MSPS" in caught.value.nearest


@given(st.fractions())
def test_spelt_numbers_read_back(value: Fraction) -> None:
    """What `spell` writes, `parse_number` reads as the same number, in the law's own reading of commas too."""
    text = spell(value)
    assert "," not in text
    if "^" not in text or abs(int(text.split("^")[1])) <= 99:
        assert parse_number(text) == value


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_one_of_our_errors(text: str) -> None:
    """No text makes reading fail in any other way than by its own errors."""
    with suppress(ExportctlError):
        assert isinstance(parse_value(text), Interval)


@given(intervals(), st.sampled_from(COMPARISONS), WATTS)
def test_an_interval_is_decided_where_all_its_values_agree(
    interval: Interval, comparison: str, limit: Quantity
) -> None:
    """Met only if all of it is in, not met only if none of it is, else undetermined."""
    outcomes = {holds(value, comparison, limit.base) for value in members(interval)}
    expected: Truth = UNKNOWN if len(outcomes) == 2 else TRUE if outcomes == {True} else FALSE
    assert interval.compare(comparison, limit) is expected


@given(intervals(), intervals())
def test_the_meeting_holds_what_both_hold(one: Interval, two: Interval) -> None:
    """`meet` is the intersection, in either order, and None where there is none."""
    met = one.meet(two)
    assert met == two.meet(one)
    common = [value for value in members(one) if contains(two, value)]
    assert (members(met) if met is not None else []) == common


@given(intervals(), intervals(), st.sampled_from(COMPARISONS), WATTS)
def test_narrowing_never_flips_a_comparison(one: Interval, two: Interval, comparison: str, limit: Quantity) -> None:
    """What is decided for an interval is decided the same for every part of it."""
    met = one.meet(two)
    before = one.compare(comparison, limit)
    assert met is None or before is UNKNOWN or met.compare(comparison, limit) is before


@given(intervals())
def test_intervals_read_back(interval: Interval) -> None:
    """What an interval prints is read as that interval."""
    if interval.low is not None and interval.high is not None and (interval.low_open or interval.high_open):
        return
    assert parse_value(str(interval)) == interval


def test_an_interval_holds_something() -> None:
    """Ends in the wrong order, of two kinds, or none at all make no interval."""
    five, six = parse_quantity("5 W"), parse_quantity("6 W")
    for wrong in (lambda: Interval(six, five), lambda: Interval(None, None), lambda: Interval(five, five, True)):
        with pytest.raises(BadQuantity):
            wrong()
    with pytest.raises(IncompatibleUnits):
        Interval(five, parse_quantity("6 kg"))


def test_a_second_notation_in_brackets_says_the_same() -> None:
    """A value repeated in another unit is one value; another value in brackets is no figure at all."""
    assert parse_value("398 K (125 °C)") == parse_value("398 K")
    with pytest.raises((BadQuantity, UnknownUnit)):
        parse_value("398 K (300 °C)")


def test_units_with_two_readings() -> None:
    """The letter g is a gram unless gravity is asked for, and a degree is a temperature unless a difference is."""
    assert parse_unit("g").kind == "mass"
    assert gravity(parse_unit("g")).kind == "acceleration"
    assert difference(parse_unit("°C")).factor == 1
    assert reference_level("1 µPa").kind != reference_level("20 µPa").kind


def test_a_number_alone_is_a_pure_number() -> None:
    """Without a unit a figure counts; counting nouns do not change that."""
    assert parse_value("5").unit == NUMBER
    assert parse_quantity("5 channels") == parse_quantity("5")
    assert interval_at("from 27 to 31 GHz", 0) == (parse_value("27 to 31 GHz"), 17)


ABROAD = """0,5 Winkelsekunden = 0.5 arcsec|0,5 boogseconden = 0.5 arcsec|0,5 secondes d'arc = 0.5 arcsec|5 Grad = 5 deg
5 graden/s = 5 deg/s|3000 tr/min = 3000 rpm|3000 omw/min = 3000 rpm|5 uur = 5 h|5 Stunden = 5 h|5 heures = 5 h
3 Tage = 72 h|10 jaar = 10 year|10 ans = 10 year|2 Zoll = 2 in|2 duim = 2 in|2 pouces = 2 in
5 Mikrometer = 5 µm|100 knopen = 100 kn|20 Prozent = 20 %|20 procent = 20 %|20 pour cent = 20 %
5 Gewichtsprozent = 5 wt%|5 graden Celsius = 5 °C|5 l/uur = 5 L/h|4 Kanäle = 4|30 Bilder/s = 30 fps
5 kg/Tag = 5 kg/day|200 pk = 200 PS|5 millisekunden = 5 ms|0,1 % v.E. = 0.1 %FS
1,5 Mio. Bilder/s = 1.5 million fps|20 mln pixels = 20000000
3 miljoen pixels = 3000000|3 Mrd. Bit = 3 Gbit|5 Tsd. h = 5000 h|3 Géch/s = 3 GSPS""".replace("\n", "|").split("|")


@pytest.mark.parametrize("pair", ABROAD)
def test_units_are_read_in_the_words_of_four_languages(pair: str) -> None:
    """What Dutch, German and French write out is the unit that they write out."""
    written, plain = pair.split(" = ")
    assert parse_value(written) == parse_value(plain)


DATA_SHEETS = """24 t/d = 1 t/h|60 kg/24 h = 2.5 kg/h|0.6 gpm = 0.6 gal/min|10 CFM = 10 ft3/min
5 LPM = 5 L/min|29 in Hg = 29 inHg|5 mm H2O = 49.03325 Pa|1e-6 Torr l/s = 1e-6 Torr·L/s
1e-9 atm-cc/s = 1.01325e-10 Pa·m3/s|15 kip = 15000 lbf|20 ft-lb = 240 in-lb|20 lb-ft = 20 lbf·ft
16 oz-in = 1 in-lb|20 kph = 20 km/h|10 fathoms = 60 ft|20 µin = 0.508 µm|0.01 deg/rt-hr = 0.01 °/√h
0.01 deg/sqrt(h) = 0.01 °/√h|5 nV/rtHz = 5 nV/√Hz|5 pT/Hz^½ = 5 pT/√Hz|0.1 %F.S. = 0.1 %FS|5 Vol.-% = 5 vol%
5 Gew.-% = 5 wt%|5 % (w/w) = 5 wt%|5 at.-% = 5 at%|3 dBic = 3 dBi|10 Gpixel/s = 10000 Mpixels/s
50 lpmm = 50 lp/mm|5 mPas = 5 cP|60 MPa√m = 60 MPa·√m|60 Msi = 60000 ksi|60 kp/cm² = 60 kgf/cm2
9 dtex = 0.9 g/km|9000 den = 1 g/m|60 gsm = 60 g/m²|100 kRad(Si) = 1 kGy|28 VDC = 28 V|230 V AC = 230 V
5 T m = 5 T·m|1 BTU/US gal = 1055.05585262 J/gal|5 W/mK = 5 W/(m·K)|5 sq ft = 5 ft²|5 cu m = 5 m³
10 GS/sec = 10 GSPS|10 Mbaud = 10 MBd|600 rds/min = 600 rounds/min|5 asec = 5 arcsec|10 psig = 10 psi(g)
5 microstrain = 5 ppm|10 grms = 10 g rms""".replace("\n", "|").split("|")


@pytest.mark.parametrize("pair", DATA_SHEETS)
def test_units_of_data_sheets_are_read(pair: str) -> None:
    """What data sheets write for a unit is that unit, exactly."""
    written, plain = (Interval.point(parse_quantity(text)) for text in pair.split(" = "))
    assert written == plain


@pytest.mark.parametrize(
    "pair",
    """Nm³/h m³/h|sccm cc/min|slpm L/min|scfm cfm|barg bar|psig psi|%RH %|ft-lb J|HRC 1|HV MPa|MIPS OPS|dBsm dBm
tex g/m²|denier g|rpm 1/min|kg kgf|″ in|fps SPS|Mpps Mbps|counts/s Bq|W VA""".replace("\n", "|").split("|"),
)
def test_units_of_data_sheets_stay_of_their_kind(pair: str) -> None:
    """Gas at a reference state, gauge pressures, torques, hardnesses: none is the unit that it looks like."""
    one, two = (parse_unit(text) for text in pair.split())
    assert one.kind != two.kind


@given(UNITS)
def test_what_a_unit_is_also_written_for_is_of_another_kind(unit: Unit) -> None:
    """Each other meaning is of a kind of its own, so that the kind that is asked for tells which is meant."""
    kinds = [unit.kind, *(meant.kind for meant in meanings(unit))]
    assert len(set(kinds)) == len(kinds)


def test_a_range_is_meant_as_another_kind_end_by_end() -> None:
    """Each end keeps its own unit; one end without that meaning leaves none."""
    assert parse_value("500 mg to 20 g").meant_as("acceleration") == parse_value("500 mg rms to 20 g rms")
    assert parse_value("500 kg to 20 t").meant_as("force") == parse_value("500 kgf to 20 tf")
    assert parse_value("500 g to 20 t").meant_as("force") is None
