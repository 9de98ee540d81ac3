"""Limits as the law states them: every construct by an example of our own, the same limit in every notation."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.extraction.lexer import lex
from exportctl.extraction.limits import limits_in, read
from exportctl.extraction.openings import opening_of
from exportctl.model import Place
from exportctl.numerals import spell
from exportctl.symbols import parse_unit
from exportctl.units import parse_quantity

HERE = Place("1A999")


def said(text: str, head: str = "") -> list[str]:
    """The limits of ``text``, each as parameter, comparison, value and unit; under ``head``, if there is one."""
    limits = limits_in(text, HERE, opening_of(head)) if head else limits_in(text, HERE)
    return [str(limit) for limit in limits]


CONSTRUCTS = {
    "decimal comma": ("A mass exceeding 46,3 kg", ["mass > 46.3 kg"]),
    "spaces between thousands": ("A speed of 15 240 m/s or more", ["speed >= 15240 m/s"]),
    "power of ten": ("A dose above 5 × 10^3 Gy", ["dose > 5000 Gy"]),
    "power of ten with a minus": ("A leakage below 2 × 10^-5 A", ["leakage < 0.00002 A"]),
    "second notation": ("A power above 75 W (48,75 dBm)", ["power > 75 W"]),
    "second notation of a temperature": ("Rated above 398 K (125 °C)", ["temperature > 398 K"]),
    "less (better) than": ("An accuracy less (better) than 2 µm", ["accuracy < 2 µm"]),
    "better (less) than": ("An accuracy better (less) than 2 µm", ["accuracy < 2 µm"]),
    "or less (better)": ("An accuracy of 2 µm or less (better)", ["accuracy <= 2 µm"]),
    "better of an error": ("A repeatability better than 3 mm", ["repeatability < 3 mm"]),
    "better of a wanted share": ("A purity better than 99,5 %", ["purity > 99.5 %"]),
    "better of an unwanted share": ("A regulation better than 0,2 %", ["regulation < 0.2 %"]),
    "better of bits": ("A resolution of 9 bit or better", ["resolution >= 9 bit"]),
    "two clauses": ("A width of 8 mm or more, but below 10 mm", ["width >= 8 mm", "width < 10 mm"]),
    "exceeding but not exceeding": ("A gain exceeding 3 dB but not exceeding 9 dB", ["gain > 3 dB", "gain <= 9 dB"]),
    "between": ("A bore between 75 and 650 mm", ["bore >= 75 mm", "bore <= 650 mm"]),
    "up to and including": ("A force up to and including 9 N", ["force <= 9 N"]),
    "from up to": (
        "tones from 2 GHz up to and including 15 GHz",
        ["tone >= 2 GHz", "tone <= 15 GHz"],
    ),
    "comparison after the value": ("A strength of 1095 MPa or more", ["strength >= 1095 MPa"]),
    "or higher": ("Cells giving 90 % purity or higher", ["purity >= 90 %"]),
    "measured at": ("A loss below 2 dB when measured at 9 GHz", ["loss < 2 dB"]),
    "condition with a comparison": ("A voltage below 3 V when measured at more than 1 GHz", ["voltage < 3 V"]),
    "averaged over": ("A stability better than 2 % averaged over 10 degrees or more", ["stability < 2 %"]),
    "at or below": (
        "A cooling power of 9 W or more at or below a temperature of 4 K",
        ["cooling power >= 9 W", "temperature <= 4 K"],
    ),
    "figure in a name": ("Clamps with a ‘3 dB bandwidth’ above 9 MHz", ["3 dB bandwidth > 9 MHz"]),
    "standard with a class": ("Bearings to ISO 9999 Tolerance Class 4 or Class 2, or better", []),
    "number in words": ("Two or more axes", ["number of axes >= 2"]),
    "more than, in words": ("More than four motors", ["number of motors > 4"]),
    "one or more": ("One or more motors", []),
    "one or more than one": ("One or more than one motor", []),
    "only two": ("Having only two axes", ["number of axes == 2"]),
    "any two": ("Survives the loss of any two pumps", []),
    "unit in words": ("A flow greater than two litres per minute", ["flow > 2 L/min"]),
    "stuff between unit and time": ("An output above 250 g of chlorine per hour", ["output > 250 g/h"]),
    "share by weight behind the comparison": ("Made of 50 % or more by weight tin", ["tin >= 50 %"]),
    "ppm by weight of": ("With less than 9 ppm by weight of iron", ["iron < 9 ppm"]),
    "ratio": ("A pressure ratio of 10:1 or less", ["pressure ratio <= 10"]),
    "one part in many": ("A resolution better than 1 part in 320", ["resolution < 0.003125"]),
    "ratio of this to that": (
        "A ratio of length to bore greater than 2",
        ["ratio of length to bore > 2"],
    ),
    "power to mass ratio": ("A power to mass ratio above 80 W/kg", ["power to mass ratio > 80 W/kg"]),
    "size in three directions": ("Blocks of 12 mm × 9 mm × 5 mm or greater", 3),
    "denied limit": ("No dimension greater than 30 cm", ["dimension <= 30 cm"]),
    "outside a range": ("A tone outside the range from 2 kHz to 6 kHz", ["tone < 2 kHz", "tone > 6 kHz"]),
    "outside a range, no article": ("tone outside a range of 2 kHz to 6 kHz", ["tone < 2 kHz", "tone > 6 kHz"]),
    "a whole range": (
        "Working over the whole temperature range from 2 K to 6 K",
        ["temperature range >= 2 K", "temperature range <= 6 K"],
    ),
    "below as depth": ("Lamps for use below 900 m", ["depth > 900 m"]),
    "within": ("Capable of holding position within 20 m of a buoy", ["distance <= 20 m"]),
    "or above with a figure": ("Rated below 228 K or above 358 K", ["temperature < 228 K", "temperature > 358 K"]),
    "two values under one comparison": (
        "More than 25 % nickel and 20 % chromium",
        ["nickel > 25 %", "chromium > 20 %"],
    ),
    "meet or exceed": ("able to meet or exceed a dose of 5 Gy", ["dose >= 5 Gy"]),
    "exceeding a named value": ("boats exceeding a speed of 30 knots", ["speed > 30 kn"]),
    "capable of one value": ("Rockets capable of a range of 300 km", ["range >= 300 km"]),
    "cooled to": ("Traps cooled to a temperature of 193 K", ["temperature <= 193 K"]),
    "a maximum": ("Lathes limited to a maximum diameter of 150 mm", ["maximum diameter <= 150 mm"]),
    "chain": ("for 10 Hz ≤ F ≤ 10 kHz", ["F >= 10 Hz", "F <= 10 kHz"]),
    "worded computation": ("A length less than 15 divided by the frequency in GHz", []),
    "example": ("Alloys (e.g. with more than 9 % tin) of a density above 3 g/cm^3", ["density > 3 g/cm3"]),
    "meaning of a symbol": ("A noise below 9 dB, where f is the tone below 5 kHz", ["noise < 9 dB"]),
    "lost power of ten": ("A strength of more than 7 × 10 Pa;", []),
    "flat superscript": ("Pumps of 15 m 3/s or more", 1),
    "g-force": ("An acceleration of more than 15 g, at most 100 g", 2),
    "shares of other goods": ("More than 12 rodents", ["number of rodents > 12"]),
    "symbols": ("resolution ≥ 14 bit, < 16 bit; “sample rate” > 250 MSPS", 3),
}


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTS.values(), ids=list(CONSTRUCTS))
def test_construct(text: str, expected: list[str] | int) -> None:
    """Each way in which the law states a limit, or states none."""
    found = said(text)
    assert (len(found) if isinstance(expected, int) else found) == expected


NAMES = {
    "for a kind of goods": ("A “repeatability” for drill presses, equal to or less than 2 µm", "repeatability"),
    "with a state of things": (
        "Positioning accuracies with “all axes usable” better than 6 µm",
        "positioning accuracy",
    ),
    "over a range": ("A ‘resolution’ over their full travel of 2 nm or less", "resolution"),
    "at a place": ("A beam product measured at the outlet not exceeding 2 mm mrad", "beam product"),
    "at a share": ("A level at 100 % duty cycle exceeding 9 dB", "level"),
    "between two things": ("Sensors with a gap between elements of less than 20 mm", "gap"),
    "a symbol beside it": ("A peak power (in watts), Pmax, greater than 5", "peak power"),
    "something put in between": ("A design speed, fully loaded, exceeding 30 knots", "design speed"),
    "what is left out": ("having impurities, excluding intended ones, of less than 50 ppm", "impurity"),
    "the goods' own name": ("Rotors of inside diameter less than 9 mm", "inside diameter"),
    "a verb": ("designed to measure temperatures above 900 K", "temperature"),
    "a gerund": ("Gauges for measuring pressures above 9 GPa", "pressure"),
    "things that have a size": ("features of 45 nm or less", "feature size"),
    "things that have an energy": ("ions of 2 MeV or greater", "ion energy"),
    "uniform to": ("A thickness uniform to less than 2,5 %", "thickness uniformity"),
    "at work": ("Lasers operating at wavelengths above 900 nm", "operating wavelength"),
    "at work, without a noun": ("Furnaces capable of operation above 900 K", "operating temperature"),
    "behind the value": ("Coils 600 mm or less in diameter", "diameter"),
    "wide": ("A groove less than 40 nm wide", "width"),
    "either of two": ("Wall or plate thickness below 5 mm", "wall or plate thickness"),
    "a range of it": ("A top response in the wavelength range exceeding 900 nm", "top response wavelength"),
    "capitals of a term": ("Net Explosive Quantity (NEQ) greater than 90 g", "Net Explosive Quantity"),
    "a slash": ("On/off ratio above 65 dB", "On/off ratio"),
    "what is counted behind adjectives": (
        "Chips with 34 or more ‘checked’, ‘joined’ and ‘working’ ‘cells’",
        "number of cells",
    ),
    "degrees of freedom": (
        "Arms having 5 degrees of ‘freedom of motion’ or more",
        "number of degrees of freedom of motion",
    ),
}


@pytest.mark.parametrize(("text", "parameter"), NAMES.values(), ids=list(NAMES))
def test_name_of_the_parameter(text: str, parameter: str) -> None:
    """A limit is named as an engineer would, by the noun that is measured."""
    assert [limit.parameter for limit in limits_in(text, HERE)] == [parameter]


HEADS = {
    "comparison and parameter": (
        "Amplifiers with a “gain” of more than any of the following:",
        "40 dB at 3 GHz;",
        "gain > 40 dB",
    ),
    "parameter only": (
        "A noise voltage specified as any of the following:",
        "Less than 3 V; or",
        "noise voltage < 3 V",
    ),
    "named list": ("Any of the following total impurities (dust aside):", "Less than 9 ppm;", "total impurity < 9 ppm"),
    "comparison only": (
        "Built to exceed any of the following values:",
        "Total Dose 5 × 10^3 Gy;",
        "Total Dose > 5000 Gy",
    ),
    "unit": ("A noise, in dB, being any of the following:", "Less than 9;", "noise < 9 dB"),
}


@pytest.mark.parametrize(("head", "text", "expected"), HEADS.values(), ids=list(HEADS))
def test_what_the_head_leaves_open(head: str, text: str, expected: str) -> None:
    """A bare figure takes from the head above what it does not say itself."""
    assert said(text, head) == [expected]


def test_formula_is_an_expression() -> None:
    """A limit with variables is a formula over them, and no single number is taken out of it."""
    (limit,) = limits_in("A “resolution” equal to or less than (1,7 + L/1 000) µm (L is the length in mm)", HERE)
    assert limit.formula is not None
    assert limit.formula.evaluate({"L": Fraction(500)}) == (Fraction(11, 5), Fraction(11, 5))
    assert str(limit.limit.unit) == "µm"


def test_unit_of_a_formula_said_before_it() -> None:
    """The unit may stand in a parenthesis of commas between the noun and the comparison."""
    (limit,) = limits_in("A phase noise, in dBc/Hz, less than -(126 + 20log10F - 20log10f)", HERE)
    assert (str(limit.limit.unit), limit.formula is not None) == ("dBc/Hz", True)


def test_conditions_of_measurement_are_kept() -> None:
    """A figure at which something is measured limits nothing, and is told as a condition in its own words."""
    reading = read("A bias of less than 9 mV, when measured at a load of 5 N over a period of 3 min", HERE)
    assert [str(one.threshold) for one in reading.stated] == ["bias < 9 mV"]
    assert [condition.text for condition in reading.conditions] == ["at a load of 5 N", "over a period of 3 min"]


NOTATIONS = st.sampled_from(
    [
        "{p} exceeding {v} {u}",
        "{p} of more than {v} {u}",
        "{p} greater than {v} {u}",
        "{p} above {v} {u}",
        "{p} > {v} {u}",
        "{p} in excess of {v} {u}",
        "{p} higher than {v} {u}",
        "having a {p} exceeding {v} {u};",
        "with a {p} of more than {v} {u}, and cooled",
    ]
)
UNITS = st.sampled_from(
    ["m", "kg", "GHz", "W", "K", "Pa", "m/s", "kV", "dB", "bit", "MSPS", "g/cm^3", "rpm", "Gy", "A/mm^2"]
)


def printed(value: int, places: int) -> list[str]:
    """``value`` with ``places`` decimals in every notation of the Official Journal."""
    whole, rest = divmod(value, 10**places)
    decimals = f",{rest:0{places}d}" if places else ""
    spaced = f"{whole:,}".replace(",", " ")
    notations = [f"{whole}{decimals}", f"{spaced}{decimals}", f"{spaced}{decimals}".replace(" ", "\u00a0")]
    digits = str(value)
    if len(digits) > 1 and value:
        power = len(digits) - 1 - places
        notations.append(f"{digits[0]},{digits[1:]} × 10^{power}")
    return notations


@given(st.integers(1, 10**7), st.integers(0, 3), NOTATIONS, UNITS)
def test_one_limit_reads_the_same_in_every_notation(value: int, places: int, sentence: str, unit: str) -> None:
    """Decimal comma, spaces, powers of ten and the words of comparison change nothing of a limit."""
    exact = Fraction(value, 10**places)
    for notation in printed(value, places):
        (limit,) = limits_in(sentence.format(p="rating", v=notation, u=unit), HERE)
        assert (str(limit.comparison), limit.limit.magnitude) == (">", exact), notation
        assert limit.limit.unit == parse_unit(unit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9 Hz", "9 SPS"),
        ("9 g", "9 gn"),
        ("9 dB", "9"),
        ("9 Gy", "9 J/kg"),
        ("9 % by weight", "9 % of reading"),
        ("9 N·m", "9 J"),
        ("9 bit", "9"),
    ],
)
def test_kinds_that_share_a_dimension_never_compare(one: str, other: str) -> None:
    """What only looks alike has another kind."""
    assert not parse_quantity(one).comparable(parse_quantity(other))


PIECES = [
    *"0123456789,.;:()[]–-×^±°%≥≤<>=“”‘’'/ \nAKµ",
    *(
        f" {word} "
        for word in """more than exceeding or less better of at when measured between and to from not a the axes gain
        range frequency GHz mm K dB kg two one any following other outside within only no maximum capable""".split()
    ),
]
LAWLIKE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(st.one_of(st.text(max_size=120), LAWLIKE))
def test_reading_never_raises_and_every_span_quotes_its_source(text: str) -> None:
    """Whatever the text, it is read, and what is found stands where it says."""
    reading = read(text, HERE)
    for one in reading.stated:
        span = one.threshold.span
        assert 0 <= span.start < span.end <= len(text)
        assert one.threshold.parameter
    for condition in reading.conditions:
        assert text[condition.span.slice] == condition.text


@given(st.text(max_size=120))
def test_tokens_cover_the_text(text: str) -> None:
    """Every character that is no white space lies in exactly one token."""
    covered = [0] * len(text)
    for token in lex(text):
        assert token.start < token.end
        for at in range(token.start, token.end):
            covered[at] += 1
    assert all(count == 1 or (count == 0 and text[at].isspace()) for at, count in enumerate(covered))


@given(st.text(max_size=90))
def test_a_head_never_raises(text: str) -> None:
    """Any words can stand above a list."""
    opening_of(text)


@pytest.mark.official
def test_every_span_of_the_annex_quotes_its_source(official_annex: object) -> None:
    """In the whole annex, a limit's span lies in the provision's words and holds its figure."""
    import exportctl as ec
    from exportctl.model import ControlList

    assert isinstance(official_annex, ControlList)
    for entry in official_annex.walk():
        for limit in ec.limits(official_annex, entry.code):
            quoted = official_annex.quote(limit.place, limit.span)
            assert quoted == entry.text[limit.span.slice]
            assert quoted.strip()
            assert limit.formula is not None or spell(limit.limit.magnitude)
