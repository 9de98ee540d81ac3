"""Figures that stand in a description, each with the noun it stands at.

>>> [(str(figure.value), figure.hint) for figure in figures_in("14-bit ADC, sample rate: 3 GSPS")]
[('14 bit', ''), ('3 GSPS', 'sample rate')]

Figures that are part of a name (F-16, ISO 9001, M12, EUR 4,500) are no quantities and left out. A figure that is said
of something else ("power supply for a 5 kW laser") is kept with confidence 0, one that is a condition ("at 10 GHz")
with little.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

import attrs

from exportctl.names import kinds_of, normal
from exportctl.notations import with_unit
from exportctl.occurrences import Occurrence, occurrences
from exportctl.phrases import REACH, SHORT, Item, items_of
from exportctl.qualifiers import BOUNDS
from exportctl.text import Span
from exportctl.units import NUMBER, Interval, kinds_meant, parse_unit

__all__ = ["Figure", "figures_in"]

_MOST = 200
_NAMED, _AT_NOUN, _IMPLIED, _BARE, _CONDITION, _OF_ANOTHER = 0.95, 0.9, 0.7, 0.5, 0.3, 0.0

_CLAUSE = re.compile(rf"[,;()\n]|{SHORT}\.(?=\s)|:(?![^\W\d_])", re.I)
_CLAUSE_BEFORE = re.compile(rf"[,;()\n/]|{SHORT}\.(?=\s)|:(?![^\W\d_])(?=.*\S)", re.I)
_LONGEST_ITEM = 7
_DIGIT = re.compile(r"(?<![^\W\d_])\d(?!\w*[- ]?dB\b)")
_PROCESS = (
    r"(?:[\w-]+ ){0,2}(?:use|applications?|(?!(?:bear|r|spr|w|hous|cas|coat|wind|build|fitt)ing)\w+ing"
    r"|(?!stat|ammunit|munit)\w+[ts]ion)"
)
_FOR = r"(?<!\brated )(?<!fied )(?:for|voor|für|pour)\b"
_OF_ANOTHER_WORDS = re.compile(
    rf"(?<![\w-])(?:{_FOR}(?! {_PROCESS} (?:with|having)\b)|compatible\b|(?:testing|tests)\b|replac|instead\b|than\b"
    r"|unlike\b|of (?:an?|the)\s*$|(?:without|not|no|non|except|excluding)\b(?!-)(?: \w+){0,2}\s*$)",
    re.I,
)
_OTHER_GOODS = re.compile(
    rf"\b(?:{_FOR}(?! {_PROCESS}\s*(?:$|[,;:.()]|with\b))|compatible|replac\w+|instead|unlike)", re.I
)
_AT = re.compile(r"(?:\bat|@|\bmeasured at|\bbei|\bbij|\bà|\bwhen|\bover|\bduring|\bwithin)\s*(?:an?\s)?$", re.I)
_SAID = re.compile(r"(?P<words>[^\W\d_].*?)\s*(?P<sign>[:=]|\b(?:of|is|up to|van|von|de)|)\s*$", re.I)
_STOPS = frozenset(
    "with at and or for from to by in on than per a an the its has having that which met mit avec und et en after"
    " before under when over during within via using without".split()
)
_LEADING = frozenset("a an the its full entire whole with has of and".split())
_SCALE = frozenset("scale load".split())
_LINKS = frozenset("by of".split())
_KINDS_OF_SHARE = {"weight": "wt%", "mass": "wt%", "volume": "vol%"}
_BY = re.compile(r"\s+by (?P<what>weight|mass|volume)$", re.I)
_ORDERS = re.compile(r"(?:peak|pk|rms|average|avg\.?|mean|CW|continuous|pulsed|total)$", re.I)
_REMARKS = re.compile(
    r"(?:typ(?:\.|ical)?|nominal|sine|guaranteed|standard|rms|after (?:age?ing|heat treatment|annealing)|annealed|aged"
    r"|at (?:RT|room temperature|ambient(?: temperature)?))$",
    re.I,
)
_PER = re.compile(r"(?<!\w)(?:per|pro|par) $", re.I)
_OVER = re.compile(r"(?:rated|specified|qualified|guaranteed|operat\w+) (?:over|across|throughout|for|at) ", re.I)
_EACH = re.compile(r"(?:per|each|pro|par|je)\b", re.I)
_APPARATUS = re.compile(r"\b(?:(?<!electrical power )suppl(?:y|ies)|PSU|adapter|charger)$", re.I)
_RATED = {"temperature": "operating temperature", "pressure": "operating pressure", "length": "rated depth"}
_RATED |= {"frequency": "operating frequency"}
_AT_WHAT_IT_DOES = ("at", "bei", "bij", "à")
_DOING = re.compile(
    r"(?P<doing>clocked|clocking|operat(?:es|ed|ing)|works?|working|runs?|running|emit(?:s|ting)|lasing|sampl(?:es|ed|ing)"
    rf"|carrier|rotat(?:es|ed|ing)|spinning)\s+(?:{'|'.join(_AT_WHAT_IT_DOES)})\s*$",
    re.I,
)
_DONE = {
    "clock": {"frequency": "clock frequency"},
    "operat work run": {"frequency": "operating frequency", "temperature": "operating temperature"}
    | {"pressure": "operating pressure", "angular velocity": "rotational speed"},
    "emit las": {"length": "output wavelength", "frequency": "output frequency"},
    "sampl": {"sample rate": "sample rate"},
    "carrier": {"frequency": "carrier frequency"},
    "rotat spinn": {"angular velocity": "rotational speed"},
}
_EACH_EVENT = re.compile(r"(?:per|/) ?(?:pulse|flash|shot|Puls|Blitz|puls|flits|impulsion)\b")
_GIVES_POWER = re.compile(
    r"\b(?:lasers?|transmitters?|motors?|engines?|generators?|alternators?|amplifiers?|magnetrons?|klystrons?|gyrotrons?"
    r"|TWTs?|gas turbines?|SSPAs?)\b",
    re.I,
)
_LIGHT = re.compile(r"[- ](?:\w+[- ]){0,2}(?:laser|light|led|diode|source|emission|emitter)", re.I)
_OUTPUT = re.compile(r"[- ](?:\w+[- ]){0,2}(?:laser|transmitter)", re.I)
_LASER = re.compile(r"\blaser|\bLEDs?\b", re.I)
_OF_LASER = re.compile(r"\blasers?\s*$", re.I)
_SUPPLY = re.compile(r"\bsuppl(?:y|ies)\b|\bPSU\b|netz(?:teil|gerät)|\bvoeding|\balimentation", re.I)
_ALONE = re.compile(r"(?:^|[,;(/])\s*$")
_AT_WHAT = re.compile(r"\s*(?:CW\b|cw\b|at\s|@)")
_ALONE_BEHIND = re.compile(r"\s*(?:$|[,;)/])")
_FIBRE = re.compile(r"\b(?:fib(?:re|er)s?|yarn|vezels?|faser|fibres)\b", re.I)


@attrs.frozen(kw_only=True)
class Figure:
    """A figure of a description: its ``value``, where it stands, and the noun it stands at (empty where none does).

    ``confidence`` (0 to 1) says how surely ``hint`` is its noun; 0 where the figure is said of other goods. ``listed``
    says that it is an item of a list of properties behind the name of the goods, a figure and its name alone.
    ``beside`` are the phrases that could name it, whatever they mean; ``behind`` says that other goods are named before
    it, whose it may be: "power meter for lasers, 500 W".
    """

    value: Interval
    span: Span
    hint: str = ""
    confidence: float = _BARE
    listed: bool = False
    beside: tuple[str, ...] = ()
    behind: bool = False


def figures_in(description: str, decimal: str = "") -> tuple[Figure, ...]:
    """The figures of ``description`` in their order; none at all for a text with more than 200 of them. ``decimal`` is
    the sign before decimals, where it is known.

    >>> [str(f.value) for f in figures_in("Mount for an F-16 to ISO 9001, M12 thread, 690 bar, EUR 4,500")]
    ['690 bar']
    """
    found: list[Occurrence] = []
    for occurrence in occurrences(description, decimal):
        found.append(occurrence)
        if len(found) > _MOST:
            return ()
    items = items_of(description, [occurrence.span for occurrence in found])
    other = _OTHER_GOODS.search(description, 0, found[-1].span.start) if found else None
    others_from = other.start() if other else len(description)
    figures = [_figure(description, found, items, number, others_from) for number in range(len(found))]
    return tuple(figure for figure in figures if figure.value.unit != NUMBER or figure.hint)


def _figure(text: str, found: Sequence[Occurrence], items: Sequence[Item], number: int, others_from: int) -> Figure:
    """Figure ``number`` of those ``found`` in ``text``, with its noun; other goods are spoken of from a place on."""
    read, item = found[number], items[number]
    start, end = read.span.start, read.span.end
    said = text[max(0, start - REACH) : start]
    if _OF_ANOTHER_WORDS.search(said) and _OF_ANOTHER_WORDS.search(_CLAUSE.split(said)[-1]):
        return Figure(value=read.value, span=read.span, confidence=_OF_ANOTHER)
    if item.aside or _PER.search(text[max(0, start - 6) : start]):
        return Figure(value=read.value, span=read.span, confidence=_CONDITION)
    floor = found[number - 1].span.end if number else 0
    ceiling = found[number + 1].span.start if number + 1 < len(found) else len(text)
    before, after = text[max(floor, start - REACH) : start], text[end : min(ceiling, end + REACH)]
    hint, confidence, listed = "", 0.0, False
    if read.counted:
        hint, confidence = read.counted if read.value.unit != NUMBER else f"number of {read.counted}", _AT_NOUN
    elif hint := _doing(read.value, before):
        confidence = _AT_NOUN
    elif hint := _of_each(text, read, item) or _rated(read.value, item):
        confidence, listed = _IMPLIED, item.kept
    elif item.kept and not item.condition and (hint := _name(item)):
        confidence, listed = _NAMED if item.sign in {":", "="} else _AT_NOUN, True
    else:
        hint, confidence = (
            _noun(read.value, before, after)
            or _pair(text, found, number)
            or _implied(text, found, number, before, after)
        )
    if _APPARATUS.search(hint):
        return Figure(value=read.value, span=read.span, confidence=_OF_ANOTHER)
    value, hint = _of_name(read.value, hint)
    if hint and read.reached and len(hint) > 1 and not normal(hint) & BOUNDS:
        hint = f"maximum {hint}"
    return Figure(
        value=value,
        span=read.span,
        hint=hint,
        confidence=confidence,
        listed=listed and start < others_from,
        beside=() if item.condition or listed else _phrases_beside(before, after),
        behind=start >= others_from,
    )


def _of_each(text: str, read: Occurrence, item: Item) -> str:
    """An energy of each event, where its unit says so and no other name does: "400 J per flash"."""
    if read.value.unit.kind != "energy":
        return ""
    each = _EACH_EVENT.search(text, read.span.start, read.span.end)
    return f"energy {each[0]}" if each and "energy" not in kinds_of(f"{item.before} {item.behind}") else ""


def _doing(value: Interval, before: str) -> str:
    """What a figure is that something does its work at: the clock frequency of what is "clocked at" it."""
    match = _DOING.search(before) if before.rstrip().endswith(_AT_WHAT_IT_DOES) else None
    if match is None:
        return ""
    doing = match["doing"].lower()
    return next(
        (
            nouns.get(value.unit.kind, "")
            for verbs, nouns in _DONE.items()
            if any(doing.startswith(verb) for verb in verbs.split())
        ),
        "",
    )


def _name(item: Item) -> str:
    """What the words of an item name its figure; empty where they do not do so alone."""
    said, following = _trimmed(item.before), _trimmed(item.behind)
    if said and following and _ORDERS.match(following):
        said = f"{following} {said}"
    elif said and following and not _REMARKS.match(following):
        return ""
    name = said or following
    return f"{name} {item.remark}" if name and item.remark else name


def _trimmed(words: str) -> str:
    """``words`` as a name: articles left out; empty where it begins with another little word, or is a sentence."""
    parts = _OVER.sub("", words).split()
    while parts and parts[0].lower() in _LEADING and not (len(parts) > 1 and parts[1].lower() in _SCALE):
        del parts[0]
    if not parts or len(parts) > _LONGEST_ITEM or parts[0].lower() in _STOPS or _DIGIT.search(words):
        return ""
    return " ".join(parts)


def _of_name(value: Interval, name: str) -> tuple[Interval, str]:
    """``value`` with the unit that its ``name`` says, and the name without it: "31 %" of "fluorine by weight"."""
    if value.unit == NUMBER and name:
        return with_unit(name, value), name
    if value.unit.kind == "fraction" and value.unit.symbol == "%" and (by := _BY.search(name)):
        return value.in_unit(parse_unit(_KINDS_OF_SHARE[by["what"].lower()])), name[: by.start()]
    return value, name


def _phrases_beside(before: str, after: str) -> tuple[str, ...]:
    """The phrase before a figure, else the one behind it, whole and as far as it names a quantity."""
    said = _noun_before(before)[0]
    if said:
        return (said,)
    behind = _CLAUSE.split(after)[0].lstrip("-").split()[:_LONGEST_ITEM]
    whole = " ".join(takewhile(lambda word: word.lower() not in _STOPS - _LINKS and word[0].isalpha(), behind))
    return tuple(phrase for phrase in dict.fromkeys((whole, _noun_after(after))) if phrase)


def _noun(value: Interval, before: str, after: str) -> tuple[str, float] | None:
    """The noun phrase at the figure, on the side where it fits the figure's kind of quantity, and how surely."""
    said, sign = _noun_before(before)
    following = _noun_after(after)
    kinds = kinds_meant(value.unit)
    if said and sign in {":", "="}:
        return said, _NAMED
    fits_before, fits_after = (bool(kinds & kinds_of(noun)) for noun in (said, following))
    if fits_before and (sign or not fits_after):
        if _EACH.match(after.lstrip()):
            return f"{said} {_CLAUSE.split(after)[0].strip()}", _AT_NOUN
        return said, _AT_NOUN
    if fits_after and not fits_before:
        return following, _AT_NOUN
    return None


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


def _rated(value: Interval, item: Item) -> str:
    """What something is rated for without a noun: a temperature or a pressure that it works at, a depth."""
    if not item.rated or item.behind or kinds_of(item.before) & {value.unit.kind}:
        return ""
    if item.before.lower().endswith("proof"):
        return "proof test"
    noun = _RATED.get(value.unit.kind, "")
    return f"{_trimmed(item.before)} {noun}".strip() if item.kept and noun else noun


def _pair(text: str, found: Sequence[Occurrence], number: int) -> tuple[str, float] | None:
    """Two figures with a stroke between: strength and modulus, as fibres are sold ("6.4 GPa / 294 GPa"), and what a
    power supply gives ("30 kV / 800 mA").
    """
    if found[number].value.unit.kind not in {"pressure", "voltage", "current"}:
        return None
    for first in (number - 1, number):
        pair = found[max(first, 0) : first + 2]
        if len(pair) < 2 or text[pair[0].span.end : pair[1].span.start].strip() != "/":
            continue
        one, two = (read.value for read in pair)
        alone = _ALONE_BEHIND.match(text, pair[1].span.end)
        if alone and {one.unit.kind, two.unit.kind} == {"voltage", "current"} and _SUPPLY.search(text[:200]):
            return f"output {found[number].value.unit.kind}", _IMPLIED
        if one.unit.kind == two.unit.kind == "pressure" and one.is_point and two.is_point and _FIBRE.search(text[:200]):
            assert one.low is not None
            assert two.low is not None
            if one.low.base * 10 < two.low.base:
                return ("tensile strength", "tensile modulus")[number - first], _IMPLIED
    return None


def _implied(text: str, found: Sequence[Occurrence], number: int, before: str, after: str) -> tuple[str, float]:
    """What goes without saying: the wavelength and the output power of a laser; else no noun, or a condition."""
    value = found[number].value
    kind, condition = value.unit.kind, _AT.search(before)
    if kind == "length" and value.unit.symbol in {"nm", "µm"}:
        alone = _ALONE.search(before) and _ALONE_BEHIND.match(after)
        core = value.unit.symbol == "µm" and _FIBRE.search(text[:200])  # a fibre's core is as wide as light is long
        of_laser = _OF_LASER.search(before) or (alone and not core and _LASER.search(text[:200]))
        if condition or _LIGHT.match(after) or of_laser:
            return "wavelength", _IMPLIED
    if condition:
        return "", _CONDITION
    if kind == "power" and (_OUTPUT.match(after) or _is_output(text, found, before, after)):
        return "output power", _IMPLIED
    return "", _BARE


def _is_output(text: str, found: Sequence[Occurrence], before: str, after: str) -> bool:
    """Whether the only power, alone behind the name of goods that give power, is what they give."""
    if not _ALONE.search(before) or not (_ALONE_BEHIND.match(after) or _AT_WHAT.match(after)):
        return False
    if sum(other.value.unit.kind == "power" for other in found) > 1:
        return False
    named = _CLAUSE.split(text[:200], maxsplit=1)[0]
    return bool(_GIVES_POWER.search(named)) and not (_OTHER_GOODS.search(named) or _APPARATUS.search(named))
