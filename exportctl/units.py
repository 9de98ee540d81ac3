"""What people write for a quantity or an interval, read: numbers with their units, ranges, bounds, deviations.

>>> parse_quantity("3 GSPS") > parse_quantity("250 MSPS")
True
>>> parse_value("27–31 GHz").compare(">", parse_quantity("26,5 GHz"))
<Truth.TRUE: 'met'>

Units are read by `symbols`, numbers by `numerals`, and `quantities` compare; all are at hand here, for this is the
room's door.
"""

import re
from collections.abc import Callable

from exportctl.bounds import ABOUT, BEFORE, BEHIND, BETWEEN, TO, joins
from exportctl.errors import AmbiguousNumber, BadQuantity, ExportctlError
from exportctl.numerals import number_at, parse_number
from exportctl.quantities import Interval, Quantity
from exportctl.symbols import (
    NUMBER,
    Unit,
    difference,
    gravity,
    kinds_meant,
    meanings,
    parse_unit,
    reference_level,
    unit_at,
)

__all__ = [
    "NUMBER",
    "Interval",
    "Quantity",
    "Unit",
    "difference",
    "either_way",
    "gravity",
    "interval_at",
    "kinds_meant",
    "meanings",
    "parse_number",
    "parse_quantity",
    "parse_unit",
    "parse_value",
    "quantity_at",
    "reference_level",
    "unit_at",
]

_GAP = re.compile(r"[\s\u00a0]*(?:[-‐‑](?=[^\W\d]))?")
_INCHES = re.compile(r"[\"”](?![\w\"”])")
_Found = tuple[Quantity, int] | None
_WHOLE = frozenset("psig °F mph kn rpm h HV rounds/min".split())
_WHOLE_IN = re.compile(r"(?<!\w)(?:psi|lbf|lb|ft|hp|Btu|gal)(?![^\W\d])")
_FRACTION = re.compile(r"(?<!\d)(?:1/\d+|[3579]/(?:4|8|16|32|64)|[1-6]\d/(?:16|32|64))$")  # "230/400 V" is none
_SPACES = re.compile(r"[\s\u00a0]*")
_PLUS_MINUS = re.compile(r"[\s\u00a0]*(?:±|\+/-|\+-|plus or minus )[\s\u00a0]*", re.I)
_UP_TO = re.compile(r"\bt/m(?= ?[-+−]?\d)")  # in Dutch; else tonnes a metre
_ESTIMATE = re.compile(rf"(?:~|≈|(?:{ABOUT})(?!\w)) ?(?=\d)", re.I)


def quantity_at(text: str, start: int, *, law: bool = False, decimal: str = "") -> tuple[Quantity, int] | None:
    """The number at ``start`` of ``text`` with the unit behind it (the pure number 1 where none is), and its end.

    ``law`` and ``decimal`` say how its figures are written, as for `number_at`.

    >>> found = quantity_at("a 14-bit converter", 2)
    >>> str(found[0]), found[1]
    ('14 bit', 8)
    """
    number = number_at(text, start, law=law, decimal=decimal)
    if number is None:
        mach = re.compile(r"mach (?=\d)", re.I).match(text, start)
        number = number_at(text, mach.end(), law=law, decimal=decimal) if mach else None
        return None if number is None else (Quantity(number[0], parse_unit("Mach")), number[1])
    value, end = number
    gap = _GAP.match(text, end)
    behind = gap.end() if gap else end
    unit = unit_at(text, behind + text.startswith("1/", behind))
    if unit is None:
        inches = not law and _INCHES.match(text, end) and not text.count('"', 0, end) % 2
        return (Quantity(value, parse_unit("″")), end + 1) if inches else (Quantity(value), end)
    if not law and "/" in text[start:end] and (unit[0].kind == "temperature" or not _FRACTION.search(text[start:end])):
        raise BadQuantity(text[start : unit[1]], "its slash can stand between two figures; write “to” or “or”")
    return Quantity(value, unit[0]), unit[1]


def parse_quantity(text: str, *, law: bool = False, decimal: str = "") -> Quantity:
    """The quantity that ``text`` writes and nothing else; raises `BadQuantity`, or `UnknownUnit` for its unit.

    >>> str(parse_quantity("10^-5 Pa")), str(parse_quantity("two litres per minute"))
    ('0.00001 Pa', '2 L/min')
    """
    stripped = text.strip()
    found = quantity_at(stripped, 0, law=law, decimal=decimal)
    if found is None:
        raise BadQuantity(text)
    quantity, end = found
    if end != len(stripped):
        if re.match(r" ?(?:at|@|measured|when|for|over|in)\b", stripped[end:]):
            raise BadQuantity(
                text, f"it names a condition; give {stripped[:end]!r} alone, the condition by its own name"
            )
        number = number_at(stripped, 0, law=law, decimal=decimal)
        parse_unit(stripped[number[1] if number else 0 :].lstrip(" -\u00a0"))
        raise BadQuantity(text)
    return quantity


def parse_value(text: str, *, decimal: str = "") -> Interval:
    """What ``text`` states of a parameter, in any usual notation; a figure alone gives a point.

    "±0.1 %" is how accuracies are written, and gives 0.1 %; "296 ± 2 K" is a range. Raises `BadQuantity` for a text
    that states no exact figure ("about 5 W"), and `UnknownUnit` for a unit nobody defined. ``decimal`` is the sign that
    the writer puts before decimals, where that is known (see `parse_number`).

    >>> [str(parse_value(value)) for value in ("±0.1 %", "27 to 31 GHz", "less than 3 mm", "14-bit")]
    ['0.1 %', '27 GHz to 31 GHz', '< 3 mm', '14 bit']
    """
    stripped = _without_second_notation(_UP_TO.sub("tot", text.strip()), decimal)
    if _ESTIMATE.match(stripped):
        raise BadQuantity(text, "an approximate figure decides nothing; write a range like 4.5 to 5.5 kW")
    found = interval_at(stripped, 0, decimal=decimal)
    if found is not None and found[1] == len(stripped):  # first, for "45 min" are minutes
        return found[0]
    behind = BEHIND.search(stripped)
    if behind and behind.start():
        return _bounded(behind.lastgroup, parse_quantity(stripped[: behind.start()], decimal=decimal))
    return Interval.point(parse_quantity(stripped, decimal=decimal))


def _without_second_notation(text: str, decimal: str) -> str:
    """``text`` without a value in brackets that says in another unit what stands before: "398 K (125 °C)"."""
    match = re.match(r"(?P<first>[^()]+?) ?\((?P<second>[^()]+)\)$", text)
    first, second = (
        (quantity_at(match[name], 0, decimal=decimal) for name in ("first", "second")) if match else (None, None)
    )
    if match is None or first is None or second is None:
        return text
    other = Quantity(second[0].magnitude, parse_unit("in")) if second[0].unit.symbol == "″" else second[0]
    if not first[0].comparable(other):
        return text
    return match["first"] if abs(first[0].base - other.base) * 20 <= abs(first[0].base) else text


def interval_at(text: str, start: int, *, decimal: str = "") -> tuple[Interval, int] | None:
    """What begins at ``start`` of ``text``: a figure, a range, a deviation, or a bound named in front; and its end.

    >>> found = interval_at("tunable from 27 to 31 GHz", 8)
    >>> str(found[0]), found[1]
    ('27 GHz to 31 GHz', 25)
    """
    single = quantity_at(text, start, decimal=decimal)
    found = (
        _range_at(text, start, single, decimal)
        or _deviation_at(text, start, single, decimal)
        or _bound_at(text, start, decimal)
    )
    return found or (None if single is None else (Interval.point(single[0]), single[1]))


def _range_at(text: str, start: int, single: _Found, decimal: str) -> tuple[Interval, int] | None:
    """Two ends, the first of them the ``single`` quantity that stands there, unless a word comes before it: "27 to 31
    GHz", "between 5 and 8 GHz", "20 °C…60 °C".
    """
    head = BETWEEN.match(text, start)
    first = quantity_at(text, head.end(), decimal=decimal) if head else single
    separator = TO.match(text, first[1]) if first else None
    second = quantity_at(text, separator.end(), decimal=decimal) if separator else None
    if first is None or separator is None or second is None or (head is None and joins(separator[0])):
        return None
    (low, _), (high, end) = first, second
    if separator[0].strip() == "à" and NUMBER not in (low.unit, high.unit) and low.unit.kind != high.unit.kind:
        return None  # "20 dB à 10 GHz" is no range
    if low.unit == NUMBER:
        low = Quantity(low.magnitude, high.unit)
    elif high.unit == NUMBER:
        high = Quantity(high.magnitude, low.unit)
    return Interval(low, high), end


def _deviation_at(text: str, start: int, middle: _Found, decimal: str) -> tuple[Interval, int] | None:
    """A plus-minus sign: a deviation alone, or behind the value in the ``middle`` that it belongs to."""
    sign = _PLUS_MINUS.match(text, middle[1] if middle else start)
    found = quantity_at(text, sign.end(), decimal=decimal) if sign else None
    if found is None:
        return None
    deviation, end = found
    if middle is None:
        return Interval.point(Quantity(abs(deviation.magnitude), difference(deviation.unit))), end
    value, unit = middle[0], middle[0].unit if middle[0].unit != NUMBER else deviation.unit
    if deviation.unit.kind == "level" and unit.kind.startswith("level"):
        deviation = Quantity(deviation.magnitude, unit)
    if deviation.unit.symbol == "%" and unit.kind != "fraction" and not unit.offset:
        deviation = Quantity(abs(value.magnitude) * deviation.magnitude / 100, unit)
    if deviation.unit not in {unit, NUMBER}:
        deviation = Quantity(deviation.magnitude, difference(deviation.unit)).to(difference(unit))
    low, high = value.magnitude - deviation.magnitude, value.magnitude + deviation.magnitude
    return Interval(Quantity(low, unit), Quantity(high, unit)), end


def _bound_at(text: str, start: int, decimal: str) -> tuple[Interval, int] | None:
    """One end only, named in front of it: "at least 5 kW", "≤ 3 mm"."""
    match = BEFORE.match(text, start)
    spaces = _SPACES.match(text, match.end()) if match else None
    found = quantity_at(text, spaces.end(), decimal=decimal) if spaces else None
    return None if match is None or found is None else (_bounded(match.lastgroup, found[0]), found[1])


def _tried(read: Callable[[str], Interval], decimal: str) -> Interval | None:
    try:
        return read(decimal)
    except ExportctlError:
        return None


def either_way(read: Callable[[str], Interval], decimal: str) -> Interval:
    """What ``read`` gives for ``decimal``, the sign before decimals; where a figure can be read two ways all the same,
    what is stated is one of both. What nobody states to a thousandth tells that its commas part thousands.

    >>> str(either_way(lambda sign: parse_value("1,300 kg", decimal=sign), ""))
    '1.3 kg or 1300 kg'
    >>> str(either_way(lambda sign: parse_value("10,000 psi", decimal=sign), ""))
    '10000 psi'
    """
    try:
        return read(decimal)
    except AmbiguousNumber:
        grouped, decimals = _tried(read, "."), _tried(read, ",")
        if grouped is None or decimals is None:  # a range turned round, or two notations that do not agree
            if grouped is None and decimals is None:
                raise
            return grouped or decimals  # type: ignore[return-value]
        symbol = grouped.unit.symbol
        if not decimal and (symbol in _WHOLE or _WHOLE_IN.search(symbol)):
            return grouped
        either = Interval.either(grouped, decimals)
        if either.low is None or either.high is None:
            raise
        return either


def _bounded(group: str | None, end: Quantity) -> Interval:
    """The interval on one side of ``end``, by the group of the comparison that was read."""
    if group in {"ge", "gt"}:
        return Interval(end, None, low_open=group == "gt")
    return Interval(None, end, high_open=group == "lt")
