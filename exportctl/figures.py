"""Figures that stand in a description, each with the noun it stands at.

>>> [(str(figure.value), figure.hint) for figure in figures_in("14-bit ADC, sample rate: 3 GSPS")]
[('14 bit', ''), ('3 GSPS', 'sample rate')]

Figures that are part of a name (F-16, ISO 9001, M12, EUR 4,500) are no quantities and left out. A figure that is said
of something else ("power supply for a 5 kW laser") is kept with confidence 0, one that is a condition ("at 10 GHz")
with little.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

import attrs

from exportctl.errors import BadQuantity, ExportctlError
from exportctl.names import kinds_of
from exportctl.text import Span
from exportctl.units import NUMBER, Interval, either_way, interval_at, meanings, parse_value

__all__ = ["Figure", "figures_in"]

_MOST = 200
_MOST_TRIED = 2000
_NAMED, _AT_NOUN, _IMPLIED, _BARE, _CONDITION, _OF_ANOTHER = 0.95, 0.9, 0.7, 0.5, 0.3, 0.0
_REACH = 80

_COUNTED = re.compile(
    r"[- ]?(?P<noun>ax[ei]s|assen|assige?|achsen|achs(?=-)|achsige?[rnsm]?|channels?|pixels?|elements?)(?![^\W\d_])",
    re.I,
)
_START = re.compile(
    r"(?<![\w.,])(?:(?:(?:≥|≤|>=|<=|>|<|±|\+/-|(?:at least|at most|up to|more than|less than|not more than|over|above"
    r"|below|under|between|from|maximum|max\.?|minimum|min\.?|not exceeding|exceeding)\s)\s*)?[-+−]?\d"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten)(?=[- ](?:axis|axes|channel|element)))",
    re.I,
)
_IN_NAME = re.compile(r"(?:[^\W\d_]\w*[-‐‑_./]|[^\W\d_]|\d[\w ]*[x×] ?)$")
_TEMPER = re.compile(r"\d[-‐‑][A-Z]\d")
_NAME_BEFORE = re.compile(
    r"(?:\b(?:EUR|USD|GBP|CHF|JPY|nos?\.?|type|model|part|ref\.?|version|rev\.?|class|grade|category|mark|series|serial"
    r"|ISO|DIN|EN|IEC|IEEE|ASTM|ANSI|MIL-STD|HS|CN|CAS|page|figure|item)|[€$£¥№#]) ?$",
    re.I,
)
_ABOUT = re.compile(
    r"(?:\b(?:about|approx\.?|approximately|ca\.?|circa|around|nominal|nominally|typ\.?|typical|typically|nearly|almost"
    r"|some|env\.|environ|etwa|ongeveer|rund)|[~≈]) ?$",
    re.I,
)
_RUNS_ON = re.compile(r"\w|[-‐‑]?[A-Z]*\d|/\d|[-‐‑][A-Z]\b|:\d|\.\w")
_BEHIND = re.compile(
    r",? ?(?:or (?:more|higher|greater|above|less|lower|below)(?!\w)|\((?:max|min)(?:imum|\.)?\))"
    r"|(?: ?(?:max|min)(?:imum|\.)?(?=\s*(?:$|[,;)/])))",
    re.I,
)
_SHORT = r"(?<!\bmax)(?<!\bmin)(?<!\btemp)(?<!\bfreq)(?<!\bdia)(?<!\b[A-Z])"
_CLAUSE = re.compile(rf"[,;()\n]|{_SHORT}\.(?=\s)|:", re.I)
_CLAUSE_BEFORE = re.compile(rf"[,;()\n/]|{_SHORT}\.(?=\s)|:(?=.*\S)", re.I)
_ITEM_BEFORE = re.compile(r"[,;\n]\s*(?P<words>[^,;\n\d()]{0,60})$")
_ITEM_BEHIND = re.compile(r"(?P<words>[^,;\n\d()]{0,60})(?:$|[,;\n])")
_LONGEST_ITEM = 6
_OF_ANOTHER_WORDS = re.compile(
    r"\b(?:for|compatible|testing|tests?|replac\w+|instead|than|without|not|no|non|except|excluding|unlike|voor|für|pour)\b",
    re.I,
)
_AT = re.compile(r"(?:\bat|@|\bmeasured at|\bbei|\bbij|\bà|\bwhen|\bover|\bduring|\bwithin)\s*(?:an?\s)?$", re.I)
_SAID = re.compile(r"(?P<words>[^\W\d_].*?)\s*(?P<sign>[:=]|\b(?:of|is|up to|van|von|de)|)\s*$", re.I)
_STOPS = frozenset(
    "with at and or for from to by in on than per a an the its has having that which met mit avec und et en".split()
)
_LINKS = frozenset("by of".split())
_LIGHT = re.compile(r"[- ](?:\w+[- ]){0,2}(?:laser|light|led|diode|source|emission|emitter)", re.I)
_OUTPUT = re.compile(r"[- ](?:\w+[- ]){0,2}(?:laser|transmitter)", re.I)
_LASER = re.compile(r"\blaser|\bLEDs?\b", re.I)
_ALONE = re.compile(r"(?:^|[,;(/])\s*$")
_ALONE_BEHIND = re.compile(r"\s*(?:$|[,;)/])")
_FIBRE = re.compile(r"\b(?:fib(?:re|er)s?|yarn|vezels?|faser|fibres)\b", re.I)


@attrs.frozen(kw_only=True)
class Figure:
    """A figure of a description: its ``value``, where it stands, and the noun it stands at (empty where none does).

    ``confidence`` (0 to 1) says how surely ``hint`` is its noun; 0 where the figure is said of other goods. ``listed``
    says that it is an item of a list of properties behind the name of the goods, a figure and its name alone.
    ``beside`` are the phrases that could name it, whatever they mean.
    """

    value: Interval
    span: Span
    hint: str = ""
    confidence: float = _BARE
    listed: bool = False
    beside: tuple[str, ...] = ()


@attrs.frozen
class _Read:
    """A figure as read: its value, its span, and the noun it counts."""

    value: Interval
    span: Span
    counted: str = ""


def figures_in(description: str, decimal: str = "") -> tuple[Figure, ...]:
    """The figures of ``description`` in their order; none at all for a text with more than 200 of them. ``decimal`` is
    the sign before decimals, where it is known.

    >>> [str(f.value) for f in figures_in("Mount for an F-16 to ISO 9001, M12 thread, 690 bar, EUR 4,500")]
    ['690 bar']
    """
    found: list[_Read] = []
    for read in _read(description, decimal):
        found.append(read)
        if len(found) > _MOST:
            return ()
    figures = [_figure(description, found, number) for number in range(len(found))]
    return tuple(figure for figure in figures if figure.value.unit != NUMBER or figure.hint)


def _read(text: str, decimal: str) -> Iterator[_Read]:
    """The quantities of ``text``, parts of names left out."""
    position = tried = 0
    while (match := _START.search(text, position)) and tried < _MOST_TRIED:
        tried += 1
        read = _quantity(text, match.start(), decimal)
        if read is None:
            position = _behind_word(text, match.end())
        else:
            position = read.span.end
            yield read


def _quantity(text: str, start: int, decimal: str) -> _Read | None:
    """The quantity at ``start`` of ``text``; None for what only looks like one, or is said to be approximate."""
    before = text[max(0, start - 24) : start]
    if _IN_NAME.search(before) or _NAME_BEFORE.search(before) or _ABOUT.search(before):
        return None
    try:
        value = either_way(lambda sign: _with_end(text, start, sign)[0], decimal)
        end = _with_end(text, start, decimal if decimal in {".", ","} else ".")[1]
    except ExportctlError:
        return None
    counted = (_COUNTED.search(text, start, end) or _COUNTED.match(text, end)) if value.unit == NUMBER else None
    if counted is not None:
        noun = "axes" if counted["noun"][0] in "aA" else counted["noun"]
        return _Read(value, Span(start, max(end, counted.end())), noun)
    if _RUNS_ON.match(text, end) or _TEMPER.search(text, start, end):
        return None
    return _Read(value, Span(start, end))


def _with_end(text: str, start: int, decimal: str) -> tuple[Interval, int]:
    """The value at ``start`` of ``text``, with a bound behind it, and where it ends."""
    found = interval_at(text, start, decimal=decimal)
    if found is None:
        raise BadQuantity(text)
    value, end = found
    behind = _BEHIND.match(text, end)
    if behind is None:
        return value, end
    return parse_value(text[start : behind.end()], decimal=decimal), behind.end()


def _behind_word(text: str, position: int) -> int:
    while position < len(text) and not text[position].isspace():
        position += 1
    return position


def _figure(text: str, found: list[_Read], number: int) -> Figure:
    """Figure ``number`` of those ``found`` in ``text``, with its noun."""
    read = found[number]
    floor = found[number - 1].span.end if number else 0
    ceiling = found[number + 1].span.start if number + 1 < len(found) else len(text)
    before = text[max(floor, read.span.start - _REACH) : read.span.start]
    after = text[read.span.end : min(ceiling, read.span.end + _REACH)]
    clause = _CLAUSE.split(text[max(0, read.span.start - _REACH) : read.span.start])[-1]
    if _OF_ANOTHER_WORDS.search(clause):
        return Figure(value=read.value, span=read.span, confidence=_OF_ANOTHER)
    hint, confidence = (
        _noun(read, before, after)
        or _pair(text, found, number)
        or _item(text, read)
        or _implied(text, read, before, after)
    )
    listed = bool(hint) and _item(text, read) is not None and not _OF_ANOTHER_WORDS.search(text[: read.span.start])
    return Figure(
        value=read.value,
        span=read.span,
        hint=hint,
        confidence=confidence,
        listed=listed,
        beside=_phrases_beside(before, after),
    )


def _phrases_beside(before: str, after: str) -> tuple[str, ...]:
    """The phrase before a figure, else the one behind it, whole and as far as it names a quantity."""
    said = _noun_before(before)[0]
    if said:
        return (said,)
    behind = _CLAUSE.split(after)[0].lstrip("-").split()[:_LONGEST_ITEM]
    whole = " ".join(takewhile(lambda word: word.lower() not in _STOPS - _LINKS and word[0].isalpha(), behind))
    return tuple(phrase for phrase in dict.fromkeys((whole, _noun_after(after))) if phrase)


def _noun(read: _Read, before: str, after: str) -> tuple[str, float] | None:
    """The noun phrase at the figure, on the side where it fits the figure's kind of quantity, and how surely."""
    if read.counted:
        return f"number of {read.counted}", _AT_NOUN
    said, sign = _noun_before(before)
    following = _noun_after(after)
    kinds = _readings(read.value)
    if said and sign in {":", "="}:
        return said, _NAMED
    fits_before, fits_after = (bool(kinds & kinds_of(noun)) for noun in (said, following))
    if fits_before and (sign or not fits_after):
        return said, _AT_NOUN
    if fits_after and not fits_before:
        return following, _AT_NOUN
    return None


def _item(text: str, read: _Read) -> tuple[str, float] | None:
    """What an item of a list behind the name of the goods says beside its figure, and nothing else."""
    before = _ITEM_BEFORE.search(text[: read.span.start][-_REACH:])
    behind = _ITEM_BEHIND.match(text, read.span.end)
    if before is None or behind is None:
        return None
    said, following = (match["words"].strip(" :=-") for match in (before, behind))
    words = (said or following).split()
    if bool(said) is bool(following) or len(words) > _LONGEST_ITEM or words[0].lower() in _STOPS:
        return None
    return said or following, _AT_NOUN


def _readings(value: Interval) -> frozenset[str]:
    """The kinds of quantity that the figure can be meant as: its letter g may be that of gravity."""
    return frozenset({value.unit.kind, *(unit.kind for unit in meanings(value.unit))})


def _noun_before(window: str) -> tuple[str, str]:
    """The noun phrase that ``window`` ends with, and the sign or word that ties it to the figure."""
    match = _SAID.search(_CLAUSE_BEFORE.split(window)[-1])
    words: list[str] = []
    for word in reversed(match["words"].split() if match else ()):
        if word.lower() in _STOPS or not word[0].isalpha():
            break
        words.insert(0, word)
    return " ".join(words[-5:]), match["sign"] if match else ""


def _noun_after(window: str) -> str:
    """The noun phrase that ``window`` begins with, as far as its last word that can name a quantity."""
    words: list[str] = []
    for word in _CLAUSE.split(window)[0].lstrip("-").split()[:5]:
        if word.lower() == "of" and not words:
            continue
        if word.lower() in _STOPS or not word[0].isalpha():
            break
        words.append(word)
    while words and not kinds_of(words[-1]):
        words.pop()
    return " ".join(words)


def _pair(text: str, found: list[_Read], number: int) -> tuple[str, float] | None:
    """Strength and modulus, as fibres are sold: "6.4 GPa / 294 GPa"."""
    if found[number].value.unit.kind != "pressure" or not _FIBRE.search(text[:200]):
        return None
    for first in (number - 1, number):
        pair = found[max(first, 0) : first + 2]
        if len(pair) == 2 and all(read.value.unit.kind == "pressure" and read.value.is_point for read in pair):
            strength, modulus = (read.value.low for read in pair)
            assert strength is not None
            assert modulus is not None
            if text[pair[0].span.end : pair[1].span.start].strip() == "/" and strength.base * 10 < modulus.base:
                return ("tensile strength", "tensile modulus")[number - first], _IMPLIED
    return None


def _implied(text: str, read: _Read, before: str, after: str) -> tuple[str, float]:
    """What goes without saying: the wavelength and the output power of a laser; else no noun, or a condition."""
    kind, condition = read.value.unit.kind, _AT.search(before)
    if kind == "length" and read.value.unit.symbol in {"nm", "µm"}:
        alone = _ALONE.search(before) and _ALONE_BEHIND.match(after) and read.value.unit.symbol == "nm"
        if condition or _LIGHT.match(after) or (alone and _LASER.search(text[:200])):
            return "wavelength", _IMPLIED
    if condition:
        return "", _CONDITION
    return ("output power", _IMPLIED) if kind == "power" and _OUTPUT.match(after) else ("", _BARE)
