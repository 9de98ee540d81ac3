"""What people write for a quantity or an interval, read: numbers with their units, ranges, bounds, deviations.

>>> parse_quantity("3 GSPS") > parse_quantity("250 MSPS")
True
>>> parse_value("27–31 GHz").compare(">", parse_quantity("26,5 GHz"))
<Truth.TRUE: 'met'>

Units are read by `symbols`, numbers by `numerals`, and `quantities` compare; all are at hand here, for this is the
room's door.
"""

import re

from exportctl.errors import BadQuantity
from exportctl.numerals import number_at, parse_number
from exportctl.quantities import Interval, Quantity
from exportctl.symbols import NUMBER, Unit, difference, gravity, meanings, parse_unit, reference_level, unit_at

__all__ = [
    "NUMBER",
    "Interval",
    "Quantity",
    "Unit",
    "difference",
    "gravity",
    "interval_at",
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
_AT_LEAST = r"≥|>=|=>|at least|not less than|no less than|minimum(?: of)?|min\.?|from"
_ABOVE = r">|more than|greater than|higher than|over|above|exceeding|exceeds"
_AT_MOST = r"≤|<=|=<|at most|up to and including|up to|not more than|no more than|not exceeding|maximum(?: of)?|max\.?"
_BELOW = r"<|less than|lower than|smaller than|fewer than|under|below"
_BEFORE = re.compile(
    rf"(?P<ge>(?:{_AT_LEAST})(?!\w))|(?P<le>(?:{_AT_MOST})(?!\w))|(?P<gt>(?:{_ABOVE})(?!\w))|(?P<lt>(?:{_BELOW})(?!\w))",
    re.I,
)
_BEHIND = re.compile(
    r"(?P<ge>,? ?(?:or (?:more|higher|greater|above|over)|and (?:above|more|higher|up|over)|\(?min(?:imum|\.)?\)?|\+))$"
    r"|(?P<le>,? ?(?:or (?:less|lower|smaller|fewer|below|under)|and (?:below|less|lower)|\(?max(?:imum|\.)?\)?))$",
    re.I,
)
_SPACES = re.compile(r"[\s\u00a0]*")
_BETWEEN = re.compile(r"(?:between|from) ", re.I)
_TO = re.compile(r"[\s\u00a0]*(?:–|—|−|-|…|\.\.\.?|~|\bto\b|\band\b|\bup to\b|\bthrough\b)[\s\u00a0]*", re.I)
_PLUS_MINUS = re.compile(r"[\s\u00a0]*(?:±|\+/-|\+-|plus or minus )[\s\u00a0]*", re.I)
_ABOUT = re.compile(
    r"(?:~|≈|about|approx(?:\.|imately)?|ca\.?|circa|around|nominal(?:ly)?|typ(?:\.|ically|ical)?) ?(?=\d)", re.I
)


def quantity_at(text: str, start: int, *, law: bool = False) -> tuple[Quantity, int] | None:
    """The number at ``start`` of ``text`` with the unit behind it (the pure number 1 where none is), and its end.

    >>> found = quantity_at("a 14-bit converter", 2)
    >>> str(found[0]), found[1]
    ('14 bit', 8)
    """
    number = number_at(text, start, law=law)
    if number is None:
        mach = re.compile(r"mach (?=\d)", re.I).match(text, start)
        number = number_at(text, mach.end(), law=law) if mach else None
        return None if number is None else (Quantity(number[0], parse_unit("Mach")), number[1])
    value, end = number
    gap = _GAP.match(text, end)
    behind = gap.end() if gap else end
    unit = unit_at(text, behind + text.startswith("1/", behind))
    return (Quantity(value), end) if unit is None else (Quantity(value, unit[0]), unit[1])


def parse_quantity(text: str, *, law: bool = False) -> Quantity:
    """The quantity that ``text`` writes and nothing else; raises `BadQuantity`, or `UnknownUnit` for its unit.

    >>> str(parse_quantity("10^-5 Pa")), str(parse_quantity("two litres per minute"))
    ('0.00001 Pa', '2 L/min')
    """
    stripped = text.strip()
    found = quantity_at(stripped, 0, law=law)
    if found is None:
        raise BadQuantity(text)
    quantity, end = found
    if end != len(stripped):
        if re.match(r" ?(?:at|@|measured|when|for|over|in)\b", stripped[end:]):
            raise BadQuantity(
                text, f"it names a condition; give {stripped[:end]!r} alone, the condition by its own name"
            )
        number = number_at(stripped, 0, law=law)
        parse_unit(stripped[number[1] if number else 0 :].lstrip(" -\u00a0"))
        raise BadQuantity(text)
    return quantity


def parse_value(text: str) -> Interval:
    """What ``text`` states of a parameter, in any usual notation; a figure alone gives a point.

    "±0.1 %" is how accuracies are written, and gives 0.1 %; "296 ± 2 K" is a range. Raises `BadQuantity` for a text
    that states no exact figure ("about 5 W"), and `UnknownUnit` for a unit nobody defined.

    >>> [str(parse_value(value)) for value in ("±0.1 %", "27 to 31 GHz", "less than 3 mm", "14-bit")]
    ['0.1 %', '27 GHz to 31 GHz', '< 3 mm', '14 bit']
    """
    stripped = _without_second_notation(text.strip())
    if _ABOUT.match(stripped):
        raise BadQuantity(text, "an approximate figure decides nothing; write a range like 4.5 to 5.5 kW")
    found = interval_at(stripped, 0)
    if found is not None and found[1] == len(stripped):  # first, for "45 min" are minutes
        return found[0]
    behind = _BEHIND.search(stripped)
    if behind and behind.start():
        return _bounded(behind.lastgroup, parse_quantity(stripped[: behind.start()]))
    return Interval.point(parse_quantity(stripped))


def _without_second_notation(text: str) -> str:
    """``text`` without a value in brackets that says in another unit what stands before: "398 K (125 °C)"."""
    match = re.match(r"(?P<first>[^()]+?) ?\((?P<second>[^()]+)\)$", text)
    first, second = (quantity_at(match[name], 0) for name in ("first", "second")) if match else (None, None)
    if match is None or first is None or second is None or not first[0].comparable(second[0]):
        return text
    return match["first"] if abs(first[0].base - second[0].base) * 20 <= abs(first[0].base) else text


def interval_at(text: str, start: int) -> tuple[Interval, int] | None:
    """What begins at ``start`` of ``text``: a figure, a range, a deviation, or a bound named in front; and its end.

    >>> found = interval_at("tunable from 27 to 31 GHz", 8)
    >>> str(found[0]), found[1]
    ('27 GHz to 31 GHz', 25)
    """
    single = quantity_at(text, start)
    found = _range_at(text, start, single) or _deviation_at(text, start, single) or _bound_at(text, start)
    return found or (None if single is None else (Interval.point(single[0]), single[1]))


def _range_at(text: str, start: int, single: tuple[Quantity, int] | None) -> tuple[Interval, int] | None:
    """Two ends, the first of them the ``single`` quantity that stands there, unless a word comes before it: "27 to 31
    GHz", "between 5 and 8 GHz", "20 °C…60 °C".
    """
    head = _BETWEEN.match(text, start)
    first = quantity_at(text, head.end()) if head else single
    separator = _TO.match(text, first[1]) if first else None
    second = quantity_at(text, separator.end()) if separator else None
    if first is None or separator is None or second is None or (" and" in separator[0] and head is None):
        return None
    (low, _), (high, end) = first, second
    if low.unit == NUMBER:
        low = Quantity(low.magnitude, high.unit)
    elif high.unit == NUMBER:
        high = Quantity(high.magnitude, low.unit)
    return Interval(low, high), end


def _deviation_at(text: str, start: int, middle: tuple[Quantity, int] | None) -> tuple[Interval, int] | None:
    """A plus-minus sign: a deviation alone, or behind the value in the ``middle`` that it belongs to."""
    sign = _PLUS_MINUS.match(text, middle[1] if middle else start)
    found = quantity_at(text, sign.end()) if sign else None
    if found is None:
        return None
    deviation, end = found
    if middle is None:
        return Interval.point(Quantity(abs(deviation.magnitude), difference(deviation.unit))), end
    value, unit = middle[0], middle[0].unit if middle[0].unit != NUMBER else deviation.unit
    if deviation.unit not in {unit, NUMBER}:
        deviation = Quantity(deviation.magnitude, difference(deviation.unit)).to(difference(unit))
    low, high = value.magnitude - deviation.magnitude, value.magnitude + deviation.magnitude
    return Interval(Quantity(low, unit), Quantity(high, unit)), end


def _bound_at(text: str, start: int) -> tuple[Interval, int] | None:
    """One end only, named in front of it: "at least 5 kW", "≤ 3 mm"."""
    match = _BEFORE.match(text, start)
    found = quantity_at(text, _SPACES.match(text, match.end()).end()) if match else None  # type: ignore[union-attr]
    return None if match is None or found is None else (_bounded(match.lastgroup, found[0]), found[1])


def _bounded(group: str | None, end: Quantity) -> Interval:
    """The interval on one side of ``end``, by the group of the comparison that was read."""
    if group in {"ge", "gt"}:
        return Interval(end, None, low_open=group == "gt")
    return Interval(None, end, high_open=group == "lt")
