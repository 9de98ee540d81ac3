"""Quantities as they stand in a running text: what each is, and where; names that only look like figures left out.

>>> [str(found.value) for found in occurrences("For an F-16 to ISO 9001, M12 thread, 690 bar, EUR 4,500, 6N pure")]
['690 bar', '≥ 99.9999 %']
"""

import re
from collections.abc import Iterator

import attrs

from exportctl.bounds import ABOUT, BEHIND_IN_TEXT, BOUND, REACHED
from exportctl.errors import AmbiguousNumber, BadQuantity, ExportctlError
from exportctl.names import kinds_of
from exportctl.notations import value_in
from exportctl.text import Span
from exportctl.units import (
    NUMBER,
    Interval,
    either_way,
    interval_at,
    parse_unit,
    parse_value,
)

__all__ = ["Occurrence", "occurrences"]

_MOST_TRIED, _SPECIAL = 2000, 12

_COUNTED = re.compile(
    r"(?P<how>(?:[- ](?:simultaneous(?:ly)?|interpolat\w+|contour\w+|coordinated|proportional(?:ly)?|controlled|linear"
    r"|rotary|independent(?:ly)?|parallel|active))*)[- ]?"
    r"(?P<noun>ax[ei]s|assen|assige?|achsen|achs(?=-)|achsige?[rnsm]?|channels?|pixels?|elements?"
    r"|degrees? of freedom|DOFs?)(?![^\W\d_])",
    re.I,
)
_THINGS = re.compile(r"(?<=[\d -])[^\W\d_]{4,}$")
_FREEDOM = re.compile(r" of freedom(?!\w)", re.I)
_START = re.compile(
    rf"(?:(?<![\w.,])|(?<=[Ø⌀]))(?:(?:(?P<bound>{BOUND})\s*)?[-+−]?\d"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten)"
    r"(?=(?:[- ]\w+){0,3}?[- ](?:axis|axes|channel|element|degrees? of)))",
    re.I,
)
_IN_NAME = re.compile(r"(?:[^\W\d_]\w*[-‐‑_./]|(?![Ø⌀])[^\W\d_]|\d[\w ]*[x×] ?)$")
_TEMPER = re.compile(r"\d[-‐‑][A-Z]\d")
_NAME_BEFORE = re.compile(
    r"(?:\b(?:EUR|USD|GBP|CHF|JPY|nos?\.?|type|model|part|ref\.?|version|rev\.?|class|grade|category|mark|series|serial"
    r"|ISO|DIN|EN|IEC|IEEE|ASTM|ANSI|MIL-STD|HS|CN|CAS|page|(?<!\bnoise )figure|item)|[€$£¥№#]) ?$",
    re.I,
)
_ESTIMATED = re.compile(rf"(?:\b(?:{ABOUT}|nearly|almost|some)|[~≈]) ?$", re.I)
_RUNS_ON = re.compile(r"\w|[-‐‑]?[A-Z]*\d|/\d|[-‐‑][A-Z]\b|:\d|\.\w")
_THREE_DB = re.compile(r"-?3[- ]?dB[- ](?=(?:[a-z]+[- ])?(?:bandwidth|frequency|point|beam|cut|band)\w*)", re.I)
_NINES = re.compile(r"(?P<nines>[2-9])N(?P<last>[1-9]?)(?=\s*(?:$|[,;()]|[- ](?:pur|grade|metal|material|min)))")
_RATIO = re.compile(r"\d[\d.]* ?: ?\d[\d.]*(?![\w:])")
_ARRAY = re.compile(
    r"(?P<sides>\d{2,5} ?[x×] ?\d{2,5})[- ](?:(?:active|effective|detector|sensor) )?"
    r"(?P<noun>pixels?|elements?|px)(?!\w)",
    re.I,
)
_SIDES = re.compile(
    r"\d[\d.]*(?: ?(?P<first>[µmcd]?m|in))? ?[x×] ?\d[\d.]*(?: ?(?:[µmcd]?m|in))?"
    r"(?P<third> ?[x×] ?\d[\d.]*)? ?(?P<unit>[µmcd]?m|in)(?!\w)"
)
_INCHES = re.compile(
    r"(?P<unit> in\.?)(?:(?=;| (?:and|with) )"
    r"|(?P<noun>(?: [^\W\d_][\w./-]*){1,3}?)(?=\s*(?:$|[,;()/]|\b(?:and|with|at)\b)))"
)


@attrs.frozen
class Occurrence:
    """A quantity in a text: its ``value`` and ``span``, and the noun that it counts (empty where it counts none).

    ``reached`` says that it was told as what something goes up to.
    """

    value: Interval
    span: Span
    counted: str = ""
    reached: bool = False


def occurrences(text: str, decimal: str = "") -> Iterator[Occurrence]:
    """The quantities of ``text`` in their order; at most 2,000 places are looked at. ``decimal`` is the sign before
    decimals, where it is known.
    """
    position = tried = 0
    while (match := _START.search(text, position)) and tried < _MOST_TRIED:
        tried += 1
        found = _occurrence_at(text, match, decimal)
        if found is None:
            skipped = _THREE_DB.match(text, match.start())
            position = skipped.end() if skipped else _behind_word(text, match.end())
        else:
            position = found.span.end
            yield found


def _behind_word(text: str, position: int) -> int:
    while position < len(text) and not text[position].isspace():
        position += 1
    return position


def _occurrence_at(text: str, match: re.Match[str], decimal: str) -> Occurrence | None:
    """The quantity that begins with ``match``; None for what only looks like one, or is said to be approximate."""
    start = match.start()
    before = text[max(0, start - 24) : start]
    if _IN_NAME.search(before) or _NAME_BEFORE.search(before) or _ESTIMATED.search(before):
        return None
    if text.startswith("3", start) and _THREE_DB.match(text, start):
        return None
    try:
        return _special(text, start, decimal) or _plain(text, start, match["bound"], decimal)
    except ExportctlError:
        return None


def _plain(text: str, start: int, bound: str | None, decimal: str) -> Occurrence | None:
    try:
        value, end, behind = _bounded(text, start, decimal)
    except AmbiguousNumber:
        value = either_way(lambda sign: _bounded(text, start, sign)[0], decimal)
        end, behind = _bounded(text, start, ".")[1:]
    reached = bool(bound and REACHED.match(bound))
    if behind is not None:
        reached = "max" in behind[0].lower()
    if value.unit.kind == "angle" and _FREEDOM.match(text, end):
        value = value.in_unit(NUMBER)
    if value.unit == NUMBER:
        counted = _COUNTED.search(text, start, end + 11) if _FREEDOM.match(text, end) else None
        counted = counted or _COUNTED.search(text, start, end) or _COUNTED.match(text, end)
        if counted is not None:
            noun = "axes" if counted["noun"][0] in "aA" else counted["noun"]
            how = counted["how"].replace("-", " ").strip()
            return Occurrence(value, Span(start, max(end, counted.end())), f"{how} {noun}".strip())
        if (things := _THINGS.search(text, start, end)) and not behind:
            return Occurrence(value, Span(start, end), things[0])
        value, end = _of_number(text, start, end, value)
    if _RUNS_ON.match(text, end) or _TEMPER.search(text, start, end):
        return None
    return Occurrence(value, Span(start, end), reached=reached and value.unit.kind != "fraction")


def _bounded(text: str, start: int, decimal: str) -> tuple[Interval, int, re.Match[str] | None]:
    """The value at ``start`` of ``text``, where it ends, and the bound behind it."""
    read = interval_at(text, start, decimal=decimal)
    if read is None:
        raise BadQuantity(text[start : start + 24])
    behind = BEHIND_IN_TEXT.match(text, read[1])
    if behind is None:
        return *read, None
    return parse_value(text[start : behind.end()], decimal=decimal), behind.end(), behind


def _of_number(text: str, start: int, end: int, value: Interval) -> tuple[Interval, int]:
    """A bare number as what follows it makes of it: a ratio ("4.2:1"), or inches, where they are those of a length."""
    if ratio := _RATIO.match(text, start):
        return value_in("ratio", ratio[0]), ratio.end()
    inches = _INCHES.match(text, end)
    if inches and (not inches["noun"] or "length" in kinds_of(inches["noun"])):
        return value.in_unit(parse_unit("in")), inches.end("unit")
    return value, end


def _special(text: str, start: int, decimal: str) -> Occurrence | None:
    """A purity in nines ("6N", "4N5"), the sides of a body ("25 x 20 x 10 cm"), or the pixels of an array."""
    near = text[start : start + _SPECIAL]
    if "x" not in near and "×" not in near and "N" not in near:
        return None
    if nines := _NINES.match(text, start):
        return Occurrence(value_in("purity", nines[0]), Span(start, nines.end()), "purity")
    if array := _ARRAY.match(text, start):
        return Occurrence(value_in("pixels", array["sides"]), Span(start, array.end()), array["noun"])
    sides = _SIDES.match(text, start)
    if sides is None or not (sides["third"] or sides["first"]):
        return None
    return Occurrence(value_in("size", sides[0], decimal), Span(start, sides.end()))
