"""Notations of data sheets that `units` does not know, for they lean on the name: sides, ratios, cartridges, nines.

>>> str(value_in("purity", "5N")), str(value_in("calibre", "7.62x51 mm NATO")), str(value_in("size", "25 x 20 x 10 cm"))
('≥ 99.999 %', '7.62 mm', '10 cm to 25 cm')
"""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice

from exportctl.errors import ExportctlError
from exportctl.names import head, kinds_of, normal
from exportctl.numerals import DOUBTFUL, WITH_SIGNS, common_sign, decimal_sign, parse_number
from exportctl.qualifiers import COUNTED, ELEMENTS_OF_ARRAYS, PIXELS
from exportctl.units import NUMBER, Interval, Quantity, either_way, parse_quantity, parse_unit, parse_value, unit_at

__all__ = ["decimal_sign_of", "is_length_or_angle", "value_in", "with_unit"]

_MACH = normal("mach")
_BITS = normal("number of bits")
_AGEING = normal("ageing aging drift stability")
_PERIODS = ("day", "month", "year")
_EVERY = r"(?:per|a|pro|je|par|/) ?"
_MONTHLY = re.compile(
    rf"(?<!\w)(?:(?P<day>daily|{_EVERY}(?:day|tag|dag|jour))|(?P<month>monthly|{_EVERY}(?:month|monat|maand|mois))"
    rf"|(?P<year>annual|yearly|{_EVERY}(?:year|jahr|jaar|an)))(?!\w)",
    re.I,
)
_ANGULAR = normal("angular angle")
_PURE = normal("purity assay")
_RATIO = re.compile(r"(?P<over>\d[\d.,]*) ?(?::| to ) ?(?P<under>\d[\d.,]*)")
_SIDES = re.compile(r"\s*[x×X]\s*(?=\d)(?!10 ?[\^⁻⁰¹²³⁴⁵⁶⁷⁸⁹*]|10[-−]\d)")
_ARRAY = re.compile(r"(?P<one>\d{1,5}) ?[x×X] ?(?P<two>\d{1,5})(?P<noun> ?(?:pixels?|px|elements?))?", re.I)
_ABBREVIATED = re.compile(r"(?<=\d)( ?(?:(?:sq|cu)\.? ?)?(?:in|ft|lb|oz|hr))\.(?=\s|$)")
_LATITUDE = re.compile(r"\s?[·×x*]?\s?sec(?:ant)?\s?(?:of )?[.(]?\s?lat(?:itude)?\.?\)?$", re.I)
_VOLTS = re.compile(r"dBV (re\.? )1 ?[µμu]Pa")
_SHORT = re.compile(r"(?<=\d) ?(?P<letter>[CFG])(?![^\W\d])")
_SHORT_FOR = {
    "C": (("temperature", "°C"),),
    "F": (("temperature", "°F"),),
    "G": (("magnetic flux density", "gauss"), ("acceleration", "g")),
}
_LEFT_TO_NAMES = re.compile(r"[CFG'’]|[Ll]at|dBV|ppm by")
_PPM_BY = re.compile(r"\bppm by (?:(?P<weight>weight|mass)|volume)\b")
_PRIME = re.compile(r"(?<=\d) ?['’](?!['’])")
_PRIMES = re.compile(r"(?<=\d) ?(?:''|’’)")
_TONS = re.compile(r"(?P<figure>.*\d) ?tons?", re.I)
_PARTS = re.compile(r"(?P<one>\d+ ?[^\W\d]+|\d+ ?[°'′])[ -]?(?P<two>\d[\d.,]* ?(?:[^\W\d]+|[\"″'′]))")
_BETTER = re.compile(r"(?:better|less) than (?P<value>.+)", re.I)
_LESS_IS_BETTER = normal("accuracy error uncertainty repeatability roughness flatness vacuum deviation linearity drift")
_FIGURE = re.compile(r"\d[\d.,]*(?:\s?[^\W\d]+\.?|\s?°|\")?$")
_MOST_SIDES = 3
_TIMES = re.compile(r"(?P<count>\d{1,3}) ?[x×X] ?(?P<each>\d.*)")
_TIMES_ONLY = re.compile(r"(?P<figure>\d[\d.,]*) ?[x×X]")
_PIECES = re.compile(
    r"(?P<figure>\d[\d.,]*) ?(?:pcs?|pieces?|sets?|units?|off|ea|each|stk|stück|stuks?|pièces?)\.?", re.I
)
_NOMINAL = re.compile(r"DN ?(?P<figure>\d{1,4})")
_F_NUMBER = re.compile(r"[fF][/:]? ?#? ?(?P<figure>\d{1,2}(?:[.,]\d{1,2})?)")
_NINES = re.compile(r"(?P<nines>[2-9])N(?P<last>[1-9])?\+?")
_AND_MORE = re.compile(r"(?P<figure>\d[\d.,]*) ?\+ ?(?P<unit>[^\d+\s(][^\d+(]*)")
_FROM_NOTHING = re.compile(
    r"(?:(?P<dc>DC)|RT|ambient|room temp(?:erature|\.)?) ?(?:to|up to|bis|tot|à|-|–|…|\.\.\.?) ?(?P<high>\+?\d.*)", re.I
)
_NOMINAL_PRESSURE = re.compile(r"PN ?(?P<figure>\d{1,4})")
_CALIBRE = normal("calibre")
_BORE = re.compile(
    r"(?P<bore>\.\d{2,3}|\d[\d.,]*(?= ?(?:mm\b|[x×])))(?P<length> ?[x×] ?\d[\d.,]*)?(?P<unit> ?mm\b)?[^\d,;]*(?:II)?",
    re.I,
)
_LOST_POWER = re.compile(r"10[1-9]\d?(?!\d)")
_EITHER = re.compile(r" or |(?<=\d) ?/ ?(?=\d)")
_BELOW_ZERO = re.compile(r"(?P<low>[-−]\d[\d.,]*) ?/ ?(?P<high>\d.*)")
_PROBABLE = re.compile(r" CEP(?:50)?$")
_MOST_FIGURES = 200
_GAP = re.compile(r"[\s\u00a0]?[-‐‑]?")


def decimal_sign_of(texts: Iterable[str]) -> str:
    """The sign that these ``texts`` write before decimals: "." or ","; BOTH where they use both; "" where none tells,
    or no figure leaves a doubt.

    Only figures with a unit tell, and texts that are nothing but a figure: standards and versions have points as well.

    >>> decimal_sign_of(["bore 9.5 mm", "10,000 psi"]), decimal_sign_of(["1,300 kg", "7,5 kW"])
    ('.', ',')
    >>> decimal_sign_of(["1,300 kg", "NIJ 0101.06"]), decimal_sign_of(["1,300 kg", "7,5 kW", "9.5 mm"])
    ('', 'both')
    """
    told = [*texts]
    if not any(DOUBTFUL.search(text) for text in told):
        return ""
    return common_sign(sign for text in told for sign in _signs_in(text))


def _signs_in(text: str) -> Iterator[str]:
    """The signs that the figures of ``text`` show, as far as it is worth looking."""
    whole = text.strip()
    for figure in islice(WITH_SIGNS.finditer(text), _MOST_FIGURES):
        gap = _GAP.match(text, figure.end())
        if figure[0] == whole or unit_at(text, gap.end() if gap else figure.end()) is not None:
            yield from filter(None, [decimal_sign(figure[0])])


def value_in(name: str, text: str, decimal: str = "") -> Interval:
    """What ``text`` states under ``name``, in any usual notation or one of its own, ``decimal`` being the writer's sign
    before decimals. Raises `BadQuantity` or `UnknownUnit` where it states no figure, or more than one.
    """
    plain = _spelt_out(name, _ABBREVIATED.sub(r"\1", _PROBABLE.sub("", text)))
    for notation in (_nines, _more, _from_nothing, _from_below_zero, _better, _calibre):
        if found := notation(name, plain, decimal):
            return found
    try:
        return with_unit(name, _usual(name, plain, decimal))
    except ExportctlError:
        for notation in (_ratio, _count, _sides, _times, _either, _tons, _parts):
            if found := notation(name, plain, decimal):
                return found
        raise


def _spelt_out(name: str, text: str) -> str:
    """``text`` with the units that it leaves to its ``name``: "85 C" of a temperature, "0.2° sec(lat)" of a heading."""
    if not _LEFT_TO_NAMES.search(text):
        return text
    text = _VOLTS.sub(r"dB \g<1>1 V/µPa", _PRIMES.sub('"', _LATITUDE.sub("", text)))
    text = _PPM_BY.sub(lambda by: "ppmw" if by["weight"] else "ppmv", text)
    if short := _SHORT.search(text):
        kinds = kinds_of(name)
        meant = next((unit for kind, unit in _SHORT_FOR[short["letter"]] if kind in kinds), "")
        text = _SHORT.sub(f" {meant}", text) if meant else text
    if _PRIME.search(text) and '"' not in text:
        kinds = kinds_of(name) & {"length", "angle"}
        text = _PRIME.sub(" ft" if kinds == {"length"} else "′" if kinds == {"angle"} else "'", text)
    return text


def _usual(name: str, text: str, decimal: str) -> Interval:
    """``text`` in a usual notation; what is counted is whole, so that its comma parts thousands."""
    value = either_way(lambda sign: parse_value(text, decimal=sign), decimal)
    if value.doubtful and value.unit.kind == NUMBER.kind and normal(name) & COUNTED:
        return parse_value(text, decimal=".")
    return value


def _ratio(name: str, text: str, decimal: str) -> Interval | None:
    """A ratio: "4:1"."""
    ratio = _RATIO.fullmatch(text)
    if ratio is None or not (under := parse_number(ratio["under"], decimal=decimal)):
        return None
    return Interval.point(Quantity(parse_number(ratio["over"], decimal=decimal) / under))


def _nines(name: str, text: str, decimal: str) -> Interval | None:
    """A purity by its nines: "5N" is at least 99.999 %, "5N5" at least 99.9995 %."""
    nines = _NINES.fullmatch(text) if normal(name) & _PURE else None
    if nines is None:
        return None
    missing = Fraction(100, 10 ** int(nines["nines"]))
    return Interval(Quantity(100 - missing + missing * int(nines["last"] or 0) / 10, parse_unit("%")), None)


def _more(name: str, text: str, decimal: str) -> Interval | None:
    """A figure that is exceeded: "24+ h"."""
    more = _AND_MORE.fullmatch(text)
    value = with_unit(name, _usual(name, f"{more['figure']} {more['unit']}", decimal)) if more else None
    return Interval(value.low, None) if value is not None and value.is_point else None


def _from_nothing(name: str, text: str, decimal: str) -> Interval | None:
    """A range that begins with no figure: "DC to 20 GHz", "RT … 200 °C"; and a nominal pressure, "PN 16"."""
    if nominal := _NOMINAL_PRESSURE.fullmatch(text):
        return Interval.point(Quantity(Fraction(nominal["figure"]), parse_unit("bar")))
    match = _FROM_NOTHING.fullmatch(text)
    high = _usual(name, match["high"], decimal) if match else None
    if (
        match is None
        or high is None
        or not high.is_point
        or high.unit.kind != ("frequency" if match["dc"] else "temperature")
    ):
        return None
    return Interval(Quantity(Fraction(0), high.unit) if match["dc"] else None, high.high)


def _count(name: str, text: str, decimal: str) -> Interval | None:
    """A number of things, a nominal size, a factor, an f-number: "5 pcs", "DN 50", "4x", "f/2.8"; or pixels."""
    for pattern in (_PIECES, _NOMINAL, _TIMES_ONLY, _F_NUMBER):
        if match := pattern.fullmatch(text):
            return _usual("number", match["figure"], decimal)
    array = _ARRAY.fullmatch(text)
    if array is None or not (array["noun"] or normal(name) & (PIXELS | ELEMENTS_OF_ARRAYS)):
        return None
    return Interval.point(Quantity(Fraction(int(array["one"]) * int(array["two"]))))


def _sides(name: str, text: str, decimal: str) -> Interval | None:
    """The sides of a body: "25 x 20 x 10 cm" is from 10 to 25 cm; or the one or the other angle: "10° x 8°"."""
    sides = _SIDES.split(text)
    if not 2 <= len(sides) <= _MOST_SIDES or not all(_FIGURE.match(side) for side in sides):
        return None
    read = [_usual(name, side, decimal) for side in sides]
    last = _inches(name, read[-1])
    if last.unit.kind == "angle" and all(side.is_point for side in read):
        angles = [one.in_unit(last.unit) if one.unit == NUMBER else one for one in read]
        return Interval.either(min(angles, key=_low), max(angles, key=_low))
    if last.unit.kind != "length":
        return None
    lengths = [_inches(name, one.in_unit(read[-1].unit) if one.unit == NUMBER else one) for one in read]
    ends = [end for one in lengths for end in (one.low, one.high) if end is not None]
    return Interval(min(ends), max(ends), doubtful=any(one.doubtful for one in lengths))


def _low(value: Interval) -> Fraction:
    return value.low.base if value.low is not None else Fraction(0)


def _times(name: str, text: str, decimal: str) -> Interval | None:
    """So many times a figure: "2 x 500 kW" is one of 500 kW or, all together, one of 1000 kW."""
    match = _TIMES.fullmatch(text)
    if match is None or _LOST_POWER.match(match["each"]):
        return None
    each = _usual(name, match["each"], decimal)
    if not each.is_point or each.unit == NUMBER or each.unit.offset or each.unit.kind == "length" or "dB" in str(each):
        return None
    return Interval.either(each, each.map(lambda end: Quantity(end.magnitude * int(match["count"]), end.unit)))


def _either(name: str, text: str, decimal: str) -> Interval | None:
    """One of two figures: "1.3 kg or 1300 kg", "230/400 V"."""
    parts = _EITHER.split(text)
    if len(parts) != 2 or not parts[1][:1].isdigit():
        return None
    one, two = (_usual(name, part, decimal) for part in parts)
    one = one.in_unit(two.unit) if one.unit == NUMBER else one
    return Interval.either(one, two) if one.is_point and two.is_point else None


def _tons(name: str, text: str, decimal: str) -> Interval | None:
    """Tons, which are short ones or long ones, or of 1000 kg, which lie between."""
    match = _TONS.fullmatch(text)
    if match is None:
        return None
    short, long = (_usual(name, f"{match['figure']} {ton}", decimal) for ton in ("short ton", "long ton"))
    return Interval.either(*(value.map(lambda end: end.to(parse_unit("t"))) for value in (short, long)))


def _parts(name: str, text: str, decimal: str) -> Interval | None:
    """A figure in two units, of which the second is a part of the first: "5 ft 6 in", "12° 30′"."""
    match = _PARTS.fullmatch(text.replace("’", "'"))
    if match is None:
        return None
    inch = "°" not in match["one"]
    one, two = (
        parse_quantity(part.replace("'", " ft" if inch else "′").replace('"', " in" if inch else "″"), decimal=decimal)
        for part in (match["one"], match["two"])
    )
    two = Quantity(two.magnitude, parse_unit("arcsec")) if two.unit.symbol == "″" else two
    if one.unit.kind != two.unit.kind or not 0 <= two.base < one.unit.factor or one.unit.offset:
        return None
    return Interval.point(Quantity(one.magnitude + two.base / one.unit.factor, one.unit))


def _from_below_zero(name: str, text: str, decimal: str) -> Interval | None:
    """A range of temperatures, with a slash: "-40/85 °C"."""
    match = _BELOW_ZERO.fullmatch(text)
    if match is None:
        return None
    high = parse_quantity(match["high"], decimal=decimal)
    if high.unit.kind != "temperature" and (high.unit != NUMBER or "temperature" not in kinds_of(name)):
        return None
    return Interval(Quantity(parse_number(match["low"], decimal=decimal), high.unit), high)


def _better(name: str, text: str, decimal: str) -> Interval | None:
    """A bound where less is better: an accuracy "better than 5 µm"."""
    match = _BETTER.fullmatch(text) if head(name) in _LESS_IS_BETTER else None
    if match is None:
        return None
    value = with_unit(name, _usual(name, match["value"], decimal))
    return Interval(None, value.high, high_open=True) if value.is_point else None


def _calibre(name: str, text: str, decimal: str) -> Interval | None:
    """The bore that a cartridge is named by, before the length of its case: "7.62x51 mm NATO", ".50 BMG" in inches."""
    match = _BORE.fullmatch(text) if normal(name) & _CALIBRE else None
    if match is None or (match["bore"][0] != "." and not match["unit"]):
        return None
    unit = parse_unit("mm" if match["unit"] else "in")
    return Interval.point(Quantity(parse_number(match["bore"], decimal=decimal), unit))


def with_unit(name: str, value: Interval) -> Interval:
    """``value``, where it is a number and its ``name`` says the unit: "Mach number"; and a double prime as inches, or
    as seconds of arc, where the name can only be of one of them.
    """
    if value.unit == NUMBER and normal(name) & _MACH:
        return value.in_unit(parse_unit("Mach"))
    if value.unit == NUMBER and normal(name) >= _BITS:
        return value.in_unit(parse_unit("bit"))
    if value.unit == NUMBER and (month := _MONTHLY.search(name)) and normal(name) & _AGEING:
        return value.in_unit(parse_unit(f"1/{next(unit for unit in _PERIODS if month[unit])}"))
    return _inches(name, value)


def _inches(name: str, value: Interval) -> Interval:
    kinds = kinds_of(name) & {"length", "angle"}
    if value.unit.symbol != "″" or not kinds or is_length_or_angle(name):
        return value
    return value.in_unit(parse_unit("arcsec" if "angle" in kinds else "in"))


def is_length_or_angle(name: str) -> bool:
    """Whether ``name`` can name the one as well as the other.

    >>> is_length_or_angle("accuracy"), is_length_or_angle("angular accuracy")
    (True, False)
    """
    return kinds_of(name) >= {"length", "angle"} and not normal(name) & _ANGULAR
