"""What a line of a data sheet states: a value, with what is said besides it, or words that are no value.

>>> stated = read_value("output power", "20 W (avg)")
>>> stated.name, str(stated.value)
('output power avg', '20 W')
>>> read_value("temper", "T6").value, str(read_value("mass", "1,300 kg").value)
('T6', '1.3 kg or 1300 kg')

Nothing is guessed: a condition ("5 A @ 28 V") and a remark ("20 W avg") become part of the name, so that a figure is
taken for the law's only where its name with them would be; a figure that can be read two ways is one of both.
"""

import re
from functools import reduce

import attrs

from exportctl.errors import AmbiguousNumber, BadQuantity, ExportctlError
from exportctl.lines import Line, read_line
from exportctl.names import head, kinds_of, normal
from exportctl.notations import value_in
from exportctl.qualifiers import CAPACITY
from exportctl.units import NUMBER, Interval, kinds_meant, unit_at

__all__ = ["Stated", "asks_for_a_figure", "read_value"]

_YES_NO = dict.fromkeys(("yes", "true", "ja", "oui"), True) | dict.fromkeys(
    ("no", "false", "nee", "nein", "non"), False
)
_NO_FIGURE = frozenset({"number", "mach number"})
_VAGUE = normal("output control load memory scale limit surface ring shutter size quantity amount value")
_NOT_ITSELF = normal("supply type class material")

_FORMULA = re.compile(r"[(±]*\s*\d[\d.,]*\s*(?:[µμun]?m)?\s*\+.*[A-Za-z]")
_GROWS = re.compile(r"\d\s*(?:[µμun]?m)?\s*\+\s*[\d.,]*\s*[·*×x]?\s*L\s*/")
_EACH = re.compile(
    r"(?P<value>.+?) ?(?:/|\b(?:per|pro|je|par)\b) ?(?P<thing>channel|ch|axis|element|module?|unit|actuator|line|nozzle"
    r"|kanaal|kanal|canal|achse|axe|einheit|eenheid|unité)s?\.?",
    re.I,
)
_ALONG = re.compile(
    r"(?P<value>.*\d ?[^\W\d]+) ?(?:/|\b(?:per|pro|je)\b) ?(?P<length>\d[\d.,]* ?(?:[µmcd]?m|in|ft))", re.I
)
_THINGS = re.compile(r"(?P<figure>\d[\d.,]*) (?P<thing>[^\W\d_]{3,}s)", re.I)
_EXTENSIVE = frozenset(
    {"power", "apparent power", "force", "current", "data rate", "mass flow", "volume flow", "energy"}
)
_SUFFIXES = {"rms": "rms", "pp": "peak-to-peak", "p-p": "peak-to-peak", "pk": "peak", "e": "electric", "el": "electric"}
_SUFFIXES |= {"th": "thermal", "p": "peak"}
_SUFFIXED = re.compile(r"(?P<value>.*\d ?[kMGmµu]?(?:V|A|W))_?(?P<suffix>rms|RMS|pp|p-p|pk|el|th|e|p)")

_CONDITION = re.compile(
    r"(?P<value>[^@()]*?\S)\s*(?:\(\s*)?(?:@|\b(?:at|bei|bij|à|when|measured at)\b(?!\.|[- ]?%)"
    r"|\b(?:in|over|within)\b(?=\s*\d))"
    r"\s*(?P<words>[^()]*?\S)\s*\)?",
    re.I,
)
_PHASES = re.compile(r"[,/]? ?[13] ?(?:~|[- ]?ph(?:ase)?s?\b)", re.I)
_AXES = re.compile(r" ?\((?:[LWHDB] ?[x×] ?){1,2}[LWHDB]\)$", re.I)
_BRACKETED = re.compile(r"(?P<value>[^()]*?\S) ?\((?P<words>[^()]+)\)")
_APPROXIMATE = re.compile(r"\b(?:approx\w*|about|ca|circa|around)\b", re.I)
_PER = re.compile(r"\b(?:per|pro|je)\b", re.I)
_NO_FIGURE_TEXT = re.compile(
    r"\d+ ?[x×] ?\d+|RT|ambient|room temperature|(?:[LSCXQVEW]|K[ua]?|[EUSV]?HF)(?:[- ]band)?|FL ?\d+", re.I
)
_REMARKS = re.compile(r"\s*[(,]\s*(?=[^\W\d])|\s+(?=[^\W\d_])|(?=[Ø⌀∅])")
_BARE = re.compile(r"[-+−±≤≥<>= ]*\d[\d.,]*")
_LEADING = re.compile(
    r"(?P<words>Ra|Rq|Rz|ID|OD|I\.D\.|O\.D\.|Ø|⌀|∅|dia\.?|diameter|CW|peak|avg\.?|average|rms|total)[\s:=]*(?=[\d.±≤≥<>])",
    re.I,
)
_DIAMETER = re.compile(r"[Ø⌀∅]")
_WORDS = re.compile(r"[Ø⌀∅]|[^\W\d](?:[^\W\d]|[-.’' ]|(?<! )\d)*")
_MOST_WORDS = 3
_CHANGING = frozenset(
    """per each every or and not no non without excluding excl except less plus minus than from to of up by with for
    incl including about approximately approx nominally ca circa around better worse if when only under over above
    below versus vs unless pro je und oder ohne ou et sans en of zonder met""".split()
)
_LONGEST = 200
_APART = re.compile(r"\s*[;|]\s*|\s*,\s+|\s+/\s+|(?<=[A-Za-z])/(?=\d)")


@attrs.frozen
class Stated:
    """What is stated under a ``name``: a figure, a yes/no fact, a figure that grows with a length, or words."""

    name: str
    value: Interval | bool | Line | str


def asks_for_a_figure(name: str) -> bool:
    """Whether ``name`` can only name a quantity, so that words under it are a mistake.

    >>> [asks_for_a_figure(name) for name in ("sample rate", "temper", "accuracy class", "part number", "output")]
    [True, False, False, False, False]
    """
    noun = head(name)
    return noun not in _VAGUE and not normal(name) & _NOT_ITSELF and bool(kinds_of(noun) - _NO_FIGURE)


def read_value(name: str, text: str, decimal: str = "") -> Stated:
    """What ``text`` states under ``name``, ``decimal`` being the writer's sign before decimals, where it is known.

    Raises `BadQuantity` or `UnknownUnit` where that is no value and the name can only be a quantity's, and for a text
    without anything in it.

    >>> stated = read_value("output current", "5 A @ 28 V")
    >>> stated.name, str(stated.value)
    ('output current @ 28 V', '5 A')
    """
    stripped = " ".join(text.split())
    if len(stripped) > _LONGEST and not asks_for_a_figure(name):
        return Stated(name, stripped)
    if len(stripped) > _LONGEST:
        raise BadQuantity(stripped, "it is too long for one; write a number and its unit")
    if stripped.casefold() in _YES_NO:
        return Stated(name, _YES_NO[stripped.casefold()])
    told = _AXES.sub("", _PHASES.sub("", stripped))
    if _GROWS.search(told):
        return Stated(name, _line_or_words(stripped, decimal))
    if each := _of_each(name, told, decimal):
        return each
    try:
        return Stated(name, value_in(name, told, decimal))
    except ExportctlError as error:
        found = _with_more(name, told, decimal) or _among_others(name, told, decimal)
        if found is not None:
            return found
        if not stripped or (asks_for_a_figure(name) and not _is_known_text(stripped, error)):
            raise error
    return Stated(name, _line_or_words(stripped, decimal))


def _line_or_words(text: str, decimal: str) -> Line | str:
    try:
        return read_line(text, decimal)
    except ExportctlError:
        return text


def _is_known_text(text: str, error: ExportctlError) -> bool:
    """Whether ``text`` is no mistake, though it states no figure: a formula, an array, a band, or a bound in doubt."""
    known = _FORMULA.match(text) or _NO_FIGURE_TEXT.fullmatch(text)
    return bool(known) or isinstance(error, AmbiguousNumber)


def _with_more(name: str, text: str, decimal: str) -> Stated | None:
    """A figure with its condition ("5 A @ 28 V") or a remark ("20 W (avg)", "Ø 5 mm"), as parts of its name."""
    if along := _ALONG.fullmatch(text):
        found = _read(name, along["value"], decimal)
        return found and Stated(f"{name} per {along['length']}", found.value)
    if (things := _THINGS.fullmatch(text)) and (head(name) in CAPACITY or NUMBER.kind in kinds_of(name)):
        return Stated(f"{name} {things['thing']}", value_in("number", things["figure"], decimal))
    if (match := _CONDITION.fullmatch(text)) is None and (remarked := _remarked(name, text, decimal)):
        return remarked
    match = match or _BRACKETED.fullmatch(text)
    if match is not None and not _APPROXIMATE.search(match["words"]):
        inner = _read(name, match["value"], decimal) or _remarked(name, match["value"], decimal)
        return inner and Stated(f"{inner.name} @ {_PER.sub('each', match['words'])}", inner.value)
    return None


def _read(name: str, text: str, decimal: str) -> Stated | None:
    try:
        return Stated(name, value_in(name, text, decimal))
    except ExportctlError:
        return None


def _remarked(name: str, text: str, decimal: str) -> Stated | None:
    """A figure with what is said of it, as a part of its name."""
    if match := _SUFFIXED.fullmatch(text):
        found = _read(name, match["value"], decimal)
        return found and Stated(f"{name} {_SUFFIXES[match['suffix'].lower()]}", found.value)
    if match := _LEADING.match(text):
        found = _read(name, text[match.end() :], decimal)
        words = _DIAMETER.sub("diameter", match["words"])
        return found and Stated(f"{name} {words}", found.value)
    for gap in reversed([*_REMARKS.finditer(text)][:_MOST_WORDS]):
        words = " ".join(text[gap.end() :].rstrip(") ").split())
        if gap[0].isspace() and _BARE.fullmatch(text, 0, gap.start()):
            continue  # what stands right behind a bare number is its unit, if a strange one
        found = _read(name, text[: gap.start()], decimal) if _is_remark(words) else None
        if found is not None and isinstance(found.value, Interval) and found.value.unit.kind != NUMBER.kind:
            return Stated(f"{name} {_DIAMETER.sub('diameter', words)}", found.value)
    return None


def _of_each(name: str, text: str, decimal: str) -> Stated | None:
    """What each of several has of something that adds up: "5 W per channel"."""
    match = _EACH.fullmatch(text)
    found = _read(name, match["value"], decimal) if match else None
    if (
        match is None
        or found is None
        or not isinstance(found.value, Interval)
        or found.value.unit.kind not in _EXTENSIVE
    ):
        return None
    return Stated(f"{name} @ each {match['thing']}", found.value)


def _is_remark(words: str) -> bool:
    """Whether ``words`` only say of which kind a figure is: a few words, none of which turns it into another."""
    found = words.lower().replace(".", " ").split()
    if not _WORDS.fullmatch(words) or not 0 < len(found) <= _MOST_WORDS or not _CHANGING.isdisjoint(found):
        return False
    unit = unit_at(words, 0)
    return unit is None or unit[1] < len(words)


def _among_others(name: str, text: str, decimal: str) -> Stated | None:
    """The one figure of several that ``name`` can be a name of: "400 V, 50 Hz" as a voltage; or any of several."""
    items = _APART.split(text)
    if len(items) < 2:
        return None
    read = [_read(name, item, decimal) or _with_more(name, item, decimal) for item in items]
    kinds = [_kinds_of_value(one.value) if one else frozenset() for one in read]
    if not all(kinds) or frozenset({"time", NUMBER.kind}) & frozenset().union(*kinds):
        return None
    fitting = [one for one, own in zip(read, kinds, strict=True) if one and own & kinds_of(name)]
    if len(fitting) == 1:
        return fitting[0]
    plain = (one.value for one in fitting if one.name == name)
    values = [value for value in plain if isinstance(value, Interval) and value.is_point]
    if len(values) < 2 or len(values) < len(items) or len({value.unit.kind for value in values}) > 1:
        return None
    return Stated(name, reduce(Interval.either, values))


def _kinds_of_value(value: Interval | bool | Line | str) -> frozenset[str]:
    """The kinds of quantity that ``value`` can be meant as."""
    return kinds_meant(value.unit) if isinstance(value, Interval) else frozenset()
