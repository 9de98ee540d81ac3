"""Names of parameters brought to one form, so that "sampling frequency" and "sample rates" are one name.

>>> same("sampling frequency", "Sample-Rates"), same("sample rate", "frame rate")
(True, False)

The synonyms stand in `parameters.tsv`. What remains of a name is a set of stems (Snowball; M. F. Porter, 2001): case,
hyphens, plurals, British or American spelling, function words and order do not count.
"""

import re
from functools import cache, lru_cache

import attrs
from Stemmer import Stemmer

from exportctl.compounds import english
from exportctl.files import packaged
from exportctl.text import unaccented

__all__ = ["QUANTITIES", "Synonym", "head", "kinds_of", "normal", "same", "synonyms"]

_WORD = re.compile(r"[^\W_]+")
_SPECIAL = str.maketrans(
    {
        "ß": "ss",
        "œ": "oe",
        "æ": "ae",
        "λ": " lambda ",
        "π": "pi",
        "ø": " diameter ",
        "Ø": " diameter ",
        "⌀": " diameter ",
    }
)
_FUNCTION_WORDS = frozenset(
    """a an the of for in at on with by as is and its per rated rating
    de het een van voor der die das des dem den la le les l d du un une""".split()
)
_SPELLINGS = dict(
    pair.split("=")
    for pair in """meter=metre center=centre fiber=fibre aluminum=aluminium sulfur=sulphur analog=analogue color=colour
    mold=mould axes=axis max=maximum min=minimum mean=average avg=average freq=frequency temp=temperature nr=number
    no=number num=number velocity=speed caliber=calibre disc=disk outer=outside
    external=outside exterior=outside inner=inside internal=inside interior=inside vapor=vapour gage=gauge
    precision=accuracy leak=leakage gray=grey pwr=power thk=thickness dia=diameter diam=diameter vol=volume wt=weight
    res=resolution acc=accuracy pk=peak qty=quantity eff=efficiency ang=angular lin=linear ext=outside amb=ambient
    ni=nickel cr=chromium mo=molybdenum ti=titanium zr=zirconium hf=hafnium nb=niobium al=aluminium zn=zinc
    pu=plutonium clk=clock sat=saturated upper=maximum highest=maximum lowest=minimum""".split()
)
_SPELLINGS |= {f"{word}s": f"{other}s" for word, other in _SPELLINGS.items() if len(word) > 4}
_COMPOUNDS = re.compile(
    r"\b(side(?=lobe)|(?:pass|stop)(?=band\b)|flow(?=rate)|(?:pulse|face)(?=width)|half(?=wave)|band(?=pass|stop))\B"
)
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}")
_MINUTES = re.compile(r"(\b(?:after|at|for|in|over|within|nach|na|après)\s|[@(]\s?)(\d+(?:[.,]\d+)?\s?)min\b", re.I)
_PERIOD = re.compile(
    r"(?<![\w.,])(?:(?P<one>one|een|une?|eine[mnrs]?|ein)|(?P<many>\d{1,3}))[- ]?(?:"
    r"(?P<year>year|yr|jahr|jaar|an|année)|(?P<month>month|monat|maand|mois)|(?P<day>day|tag|dag|jour)"
    r"|(?P<hour>hour|hr|h|stunde|uur|heure))(?:s|e|en|n|es)?(?!\w)",
    re.I,
)
_AMERICAN = re.compile(r"(?<=[a-z]{3})iz(?=(?:e|ed|es|er|ing|ation)$)")
_CONTENT = frozenset({"content", "percentag"})  # "nickel content" is how much nickel there is
_RELATION = re.compile(
    r"\b(?:of|in|at|for|per|with|on|from|to the|van|von|der|du|de la|de|d)\b|[()]|,\s(?!.{0,80}\b(?:or|and)\b)",
    re.IGNORECASE,
)
_STEMMER = Stemmer("english")
_BRACKETED = re.compile(r"\([^()]*\)")
_BOUNDS = frozenset(_STEMMER.stemWords(["maximum", "minimum"]))
_CAPACITY = frozenset(_STEMMER.stemWords("capacity capability".split()))
_LIGHT = frozenset(
    _STEMMER.stemWords("output input consumption dissipation capability level value storage supply environment".split())
)
_SPREAD = frozenset(_STEMMER.stemWords("range band".split()))
_SPREADING = frozenset(
    _STEMMER.stemWords(
        "frequency temperature wavelength pressure voltage current power speed rate acceleration".split()
    )
)
_LONGEST_SYNONYM, _LONGEST_CHAIN = 6, 2


@attrs.frozen
class Synonym:
    """A line of the table: ``synonym`` names in ``language`` what the lists call ``canonical``."""

    canonical: str
    synonym: str
    language: str


@cache
def synonyms() -> tuple[Synonym, ...]:
    """The lines of `parameters.tsv`."""
    lines = [line for line in packaged("parameters.tsv").splitlines() if line.strip() and not line.startswith("#")]
    return tuple(Synonym(*line.split("\t")) for line in lines[1:])


@lru_cache(maxsize=65536)
def _stems(name: str) -> tuple[str, ...]:
    """The stems of ``name`` in its order, function words left out."""
    if "." in name:
        name = _INITIALS.sub(lambda found: found[0].replace(".", ""), name)
    name = _MINUTES.sub(r"\1\2minutes", name)
    name = _PERIOD.sub(_period, name)
    plain = name.lower() if name.isascii() else _folded(name)
    words = _WORD.findall(_COMPOUNDS.sub(r"\1 ", plain))
    told = [_SPELLINGS.get(word, word) for found in words if found not in _FUNCTION_WORDS for word in _meant(found)]
    british = [_AMERICAN.sub("is", word) if "iz" in word else word for word in told]
    return tuple(_STEMMER.stemWords(british or words))


def _period(found: re.Match[str]) -> str:
    """A period as one word, so that "1 yr", "one-year" and "1 Jahr" are one."""
    unit = next(unit for unit in ("year", "month", "day", "hour") if found[unit])
    return f" {found['many'] or 1}{unit} "


def _meant(word: str) -> tuple[str, ...]:
    """``word``, or the English ones that it is a foreign one for, where the table of synonyms has none."""
    return (word,) if word in _SPELLINGS or word in _listed() else english(word) or (word,)


@cache
def _listed() -> frozenset[str]:
    """The foreign words that the table of synonyms has for another name than they say word for word."""
    lines = [(_folded(line.synonym), line.canonical) for line in synonyms() if line.language != "en"]
    return frozenset(word for word, name in lines if _WORD.fullmatch(word) and english(word) != tuple(name.split()))


def _folded(name: str) -> str:
    """``name`` in small letters without accents."""
    return unaccented(name.translate(_SPECIAL).casefold().translate(_SPECIAL))


@cache
def _canonical() -> dict[tuple[str, ...], tuple[tuple[str, ...], bool]]:
    """For each synonym, in stems, what the lists say, and whether it is replaced only at the end of a name.

    A lone English word is: "cylinder bore" is an inside diameter, "bore depth" is none. What the lists say may hold a
    synonym in its turn, where they have two names for one quantity.
    """
    table = {}
    for line in synonyms():
        stems = _stems(line.synonym)
        other = _stems(line.canonical)
        if stems != other:  # "durchmesser" is "diameter" already
            table[stems] = (other, line.language == "en" and len(stems) == 1)
    for _ in range(_LONGEST_CHAIN):
        table = {stems: (_replaced(other, table), last) for stems, (other, last) in table.items()}
    return table


@cache
def _canonical_sets() -> dict[frozenset[str], frozenset[str]]:
    """The same for whole names, whose order does not count: "mean power output"."""
    return {frozenset(stems): frozenset(other) for stems, (other, _) in _canonical().items()}


def _replaced(stems: tuple[str, ...], table: dict[tuple[str, ...], tuple[tuple[str, ...], bool]]) -> tuple[str, ...]:
    """``stems`` with every synonym of ``table`` replaced, the longest first."""
    found: list[str] = []
    at, last = 0, len(stems)
    while last and stems[last - 1] in _BOUNDS:  # "fs max" ends with fs
        last -= 1
    while at < len(stems):
        for size in range(min(_LONGEST_SYNONYM, len(stems) - at), 0, -1):
            other, last_only = table.get(stems[at : at + size], ((), False))
            if other and (not last_only or at + size >= last):
                found += other
                at += size
                break
        else:
            found.append(stems[at])
            at += 1
    return tuple(found)


@lru_cache(maxsize=65536)
def normal(name: str) -> frozenset[str]:
    """The stems that ``name`` comes to when every synonym in it is replaced by the lists' own name.

    >>> sorted(normal("Max. sampling frequency of the ADC"))
    ['adc', 'maximum', 'rate', 'sampl']
    """
    found = _canonical_sets().get(frozenset(_stems(name)))
    if not found:  # what stands behind "of" is no end of the name: "depth of bore" is no inside diameter
        first, *others = [part for part in _RELATION.split(name) if part.strip()] or [name]
        found = _normal_of(first, others)
    return found - _CONTENT or found


def _normal_of(first: str, others: list[str]) -> frozenset[str]:
    table = _canonical()
    behind = (_replaced((*_stems(part), ""), table) for part in others)
    return frozenset(_replaced(_stems(first), table)).union(*behind) - {""}


@lru_cache(maxsize=65536)
def head(name: str) -> str:
    """The stem of the noun that says which quantity ``name`` names: the last before "of" and the like that has weight.

    >>> head("accuracy of the axis"), head("output power density"), head("peak power output"), head("frequency range")
    ('accuraci', 'densiti', 'power', 'frequenc')
    """
    whole = _canonical().get(_stems(name))
    first = next((part for part in _RELATION.split(_BRACKETED.sub(" ", name)) if part.strip()), name)
    stems = whole[0] if whole else _replaced(_stems(first), _canonical())
    if len(stems) > 1 and (
        (stems[-1] in _SPREAD and stems[-2] in _SPREADING) or (stems[-1] in _CAPACITY and stems[-2] in _kinds())
    ):
        return stems[-2]
    return next((stem for stem in reversed(stems) if stem not in _LIGHT), stems[-1] if stems else "")


def same(one: str, two: str) -> bool:
    """Whether two names are the same name.

    >>> same("UTS", "ultimate tensile strength")
    True
    """
    return bool(normal(one)) and normal(one) == normal(two)


_NOUNS = """
length: length width height depth thickness diameter radius wavelength size range distance pitch spacing roughness
    accuracy repeatability resolution aperture travel stroke altitude deviation overlay uncertainty error gap modulus
    strength dimension tolerance clearance ring exclusion placement
frequency: frequency bandwidth band rate spacing stability range repetition
sample rate: sample+rate update+rate
data: resolution width memory
data rate: rate throughput
time: time duration width length period life endurance interval delay constant resolution shutter latency lifetime
power: power psat consumption dissipation output capacity
energy: energy gate
temperature: temperature point range
pressure: pressure strength modulus vacuum stress limit tensile range scale accuracy atmosphere hardness
angle: angle accuracy resolution deviation view error azimuth travel slew field divergence
angular velocity: speed rate stability range accuracy rotation
angular acceleration: acceleration
speed: speed rate impulse velocity
mass: mass weight payload displacement quantity capability capacity unbalance
level: gain loss figure rejection suppression reduction level ratio sensitivity range noise distortion isolation
level to carrier: range noise level
power level: power noise level
force: force thrust load capacity
voltage: voltage rating
current: current rating output
current density: density
density: density limit
area: area surface aperture
volume: volume capacity amount
volume flow: flow rate capacity throughput
mass flow: flow rate capacity throughput range
leak rate: rate leakage tightness
acceleration: acceleration accuracy stability repeatability level bias vibration
number: number count ratio accuracy error factor life value constant combination loss size bandwidth
fraction: content purity bandwidth accuracy efficiency linearity stability uniformity elongation impurity ratio
    repeatability control regulation rate load concentration overlap
mass fraction: content purity fraction assay
volume fraction: fraction content
absorbed dose: dose
absorbed dose rate: dose rate
torque: torque
capacitance: capacitance
inductance: inductance
resistance: resistance load
resistivity: resistivity
sheet resistance: resistivity
weighted floating point rate: performance
irradiance: density irradiance threshold
power density: density
specific power: density ratio power
specific energy: density energy
energy density: density
fluence: fluence density threshold shock
mach number: speed number mach
angle random walk: walk
impulse: impulse
magnetic flux density: field density
magnetic noise: sensitivity noise
radiant sensitivity: sensitivity responsivity
luminous sensitivity: sensitivity
apparent power: power
rate: rate stability drift
specific activity: activity
activity: activity
per temperature: expansion coefficient
"""


@cache
def _kinds() -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for line in _NOUNS.replace("\n    ", " ").split("\n"):
        kind, _, nouns = line.partition(":")
        for noun in nouns.split():
            kinds.setdefault("+".join(sorted(_STEMMER.stemWords(noun.split("+")))), set()).add(kind)
    return {noun: frozenset(found) for noun, found in kinds.items()}


QUANTITIES = frozenset(noun for nouns in _kinds() for noun in nouns.split("+"))
"""The stems of the nouns that quantities are named by."""


@lru_cache(maxsize=65536)
def kinds_of(name: str) -> frozenset[str]:
    """The kinds of quantity that ``name`` can be a name of, by its nouns; empty where none of them is known.

    >>> sorted(kinds_of("pulse width")), kinds_of("sampling rate"), kinds_of("gizmo")
    (['data', 'length', 'time'], frozenset({'sample rate'}), frozenset())
    """
    stems, table = normal(name) | frozenset(_stems(name)), _kinds()
    pairs = [kinds for noun, kinds in table.items() if "+" in noun and stems.issuperset(noun.split("+"))]
    return frozenset().union(*(pairs or [table[stem] for stem in stems if stem in table]))
