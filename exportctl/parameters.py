"""Which figure of the goods is the one that a limit speaks of. A wrong one could take goods off a list: in doubt, none.

>>> goods = Goods("ADC", {"sampling rate": "3 GSPS"})
>>> binding = bind(goods, "sample rate", "sample rate", ("sample rate", "resolution"))
>>> str(binding.value), binding.source, binding.name
('3 GSPS', 'given', 'sampling rate')

Names are compared in their normal form (`names`). A name that says less than the law's is taken for it only where the
rest is neutral, or is what the goods are called, and nothing else that the law asks for could be meant.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import attrs

from exportctl.decibels import level_of_power, power_of
from exportctl.figures import Figure
from exportctl.goods import Goods
from exportctl.names import head, kinds_of, normal
from exportctl.text import Span
from exportctl.units import Interval, Quantity, difference, gravity, parse_unit, reference_level

__all__ = ["Binding", "beside", "bind"]

_BOUNDS = normal("maximum minimum")
_NEUTRAL = normal(
    "nominal specified typical overall electrical absolute magnitude device value figure "
    "capability level storage supply environment"
)
_IN_USE = normal("operating working service output transmitting transmit")
_USED_AT = normal("wavelength frequency pressure depth altitude distance speed")
_USED_AT_OR_GIVING = _USED_AT | normal("temperature power energy")
_RANGED = _USED_AT_OR_GIVING | normal("voltage current rate acceleration")
_SPREAD = normal("range band")
_OF_PARTS = {
    noun: normal(words)
    for nouns, words in {
        "thickness": "wall film plate sheet strip layer",
        "volume capacity": "inside chamber tank vessel container",
        "mass": "net dry unladen",
        "depth": "diving dive",
        "length": "x axis linear",
        "roughness": "surface",
        "altitude": "flight",
        "speed": "rotational",
        "gain": "power",
        "bandwidth": "3 dB",
        "current": "drain collector forward",
    }.items()
    for noun in normal(nouns)
}
_SAID_PER = {noun: normal("pulsed") for noun in normal("energy ratio")}
_ONE_OF_A_KIND = normal("accuracy sensitivity resolution throughput capacity error impulse gain inductance")
_CAPACITY = normal("capacity capability")
_SAID_BY_KIND = {
    "angular velocity": normal("angular"),
    "angular acceleration": normal("angular"),
    "angle": normal("angular"),
    "acceleration": normal("linear"),
    "volume flow": normal("volume"),
    "mass flow": normal("mass"),
}
_COUNTED = normal("number")
_AMOUNT = normal("quantity")
_POSITIONING = normal("positioning unidirectional")
_OTHER = normal(
    "or and peak pulsed average rms CW residual total effective differential relative specific instantaneous"
)
_EVENTS = normal("frame flash pulse repetition framing recording loop")
_WORKED = normal("sample data")
_RATES_OF_WORK = frozenset({"sample rate", "data rate", "weighted floating point rate", "A·s^-1"})
_POWERS = normal("power energy current voltage")
_SHARES = normal("total average")
_SUMMED = normal("power energy")
_CAPABILITIES = normal("endurance payload thrust slew")
_FIXED = normal("number limit")
_SPECIFIC = _RATES_OF_WORK | {
    "data",
    "absorbed dose",
    "torque",
    "mach number",
    "angle random walk",
    "magnetic flux density",
    "capacitance",
    "inductance",
    "impulse",
    "resistivity",
}
_UNNAMED = 0.5
_GOODS_PHRASE = re.compile(
    r"[,;:.]\s|[;:()]|\b(?:for|with|of|in|at|having|from|to|using|by|on|per|without|and|or)\b", re.I
)


@attrs.frozen(kw_only=True)
class Binding:
    """The figure of the goods that was bound: ``value`` and where it comes from, or None and the ``reason``.

    ``source`` is "given" for a parameter of the user's, called ``name``; "text" for a figure of the description, at
    ``span``; empty where nothing was bound. ``confidence`` (0 to 1) is below 1 only for figures from text. ``reached``
    says that the one end of ``value`` is a maximum or minimum, which the goods reach: what goes up to 5 MPa does 5 MPa.
    ``either`` says that it is one of two figures of which the law asks for either.
    """

    value: Interval | None = None
    source: str = ""
    name: str = ""
    span: Span | None = None
    confidence: float = 1.0
    reason: str = ""
    reached: bool = False
    either: bool = False


@attrs.frozen(kw_only=True)
class _Asked:
    """What the law asks for: a parameter of a kind, in certain words, among others, of goods called something."""

    parameter: str
    kind: str
    siblings: tuple[str, ...]
    called: frozenset[str]
    words: frozenset[str] = frozenset()

    def reading_of(self, value: Interval) -> Interval | None:
        """``value`` where it is of the kind asked for, or its unit can be read so; else None."""
        return _of_kind(value, self.kind, events=bool(normal(self.parameter) & _EVENTS))

    def value_of(self, name: str, value: Interval) -> Interval | None:
        """``value``, stated under ``name``, as a value of the parameter; None where it is of another kind."""
        read = self.reading_of(value)
        if read is None:
            return None
        return _bounded(read, normal(name) & _BOUNDS, normal(self.parameter) & _BOUNDS, head(self.parameter))

    def is_named(self, name: str) -> bool:
        """Whether ``name`` is the parameter's own name, bounds aside; it may leave out the noun that its unit says."""
        said, wanted = _quantity(name), _quantity(self.parameter)
        return bool(said) and (said == wanted or (said == wanted - {head(self.parameter)} and not kinds_of(name)))

    def may_be_named(self, name: str) -> bool:
        """Whether ``name`` says less than the parameter's name, or more, without making it another quantity."""
        return self._less(name) or self._more(name) or self._bare(name)

    def rivals(self, name: str) -> list[str]:
        """The other figures asked for that ``name`` could be meant for as well."""
        said, own = _quantity(name), _quantity(self.parameter)
        neutral = self._neutral(head(self.parameter), _RANGED)
        described = own - said <= self.called
        return [
            sibling
            for sibling in self.siblings
            if not _same_but_for(other := _quantity(sibling), own, neutral)
            and (not kinds_of(sibling) or self.kind in kinds_of(sibling))
            and ((said <= other and (other - said <= self.called or not described)) or own < other <= said)
        ]

    def falls_short(self, name: str) -> bool:
        """Whether ``name`` speaks of the parameter, but not closely enough to say that it is this one."""
        return head(self.parameter) in _quantity(name) and _quantity(name) < _quantity(self.parameter)

    def is_plain(self, name: str) -> bool:
        """Whether ``name`` adds nothing to a noun that the kind is measured under but what the goods are called."""
        if self.kind not in kinds_of(name):
            return False
        rest = _quantity(name) - {head(name)} - _WORKED
        return rest <= (_NEUTRAL | self.called) - _OTHER

    def _less(self, name: str) -> bool:
        said, wanted, noun = _quantity(name), _quantity(self.parameter), head(self.parameter)
        if not said < wanted:
            return False
        if noun not in said:  # what a unit says need not be said
            return not kinds_of(name) and len(said) > 1 and not (wanted - said) & _OTHER
        missing = wanted - said
        return missing <= self._neutral(noun, _USED_AT_OR_GIVING) or self._understood(noun, said, missing)

    def _understood(self, noun: str, said: frozenset[str], missing: frozenset[str]) -> bool:
        """Whether the ``missing`` words go without saying: most of the name is there, or goods have one such figure."""
        telling = _OTHER - _SAID_PER.get(noun, frozenset())
        if noun not in _SUMMED:
            telling -= _SHARES if noun not in _POWERS else normal("total")
        if noun in _COUNTED or missing & telling or (missing & _POSITIONING and self.kind == "length"):
            return False
        return noun in _ONE_OF_A_KIND or self.kind == "mass fraction" or len(said - _NEUTRAL | {noun}) > 1

    def _more(self, name: str) -> bool:
        said, wanted, noun = _quantity(name), _quantity(self.parameter), head(name)
        if said <= wanted or noun not in wanted or noun not in said:
            return False
        neutral = self._neutral(noun, _USED_AT | normal("power"))
        beside = (self.words - (_OTHER - _SAID_PER.get(noun, frozenset()))) | _OF_PARTS.get(noun, frozenset())
        return said - wanted <= neutral | beside and wanted - said <= self._neutral(noun, _USED_AT_OR_GIVING)

    def _bare(self, name: str) -> bool:
        """Whether ``name`` is the bare noun of the kind, which the parameter's name leaves out: "temperature" of a
        controlled thermal environment, "mass" of a quantity.
        """
        said = _quantity(name)
        return len(said) == 1 and self.kind in kinds_of(name) and self._has_no_noun

    @property
    def _has_no_noun(self) -> bool:
        return self.kind not in kinds_of(self.parameter) or _quantity(self.parameter) == _AMOUNT

    def _neutral(self, noun: str, in_use: frozenset[str]) -> frozenset[str]:
        """The words that do not make another quantity of ``noun``: some for all goods, and what these are called."""
        used = _IN_USE if noun in in_use else frozenset()
        return (_NEUTRAL | self.called | used | _SAID_BY_KIND.get(self.kind, frozenset())) - _OTHER


def bind(goods: Goods, parameter: str, kind: str, siblings: tuple[str, ...], words: str = "") -> Binding:
    """What ``goods`` state of the law's ``parameter``, which is of ``kind``.

    ``siblings`` are the names of all figures that the law asks for here: what else a name could mean. ``words`` are the
    law's own around the limit: a name may say with them what the parameter's name leaves out. A parameter that the
    user gave overrides a figure of the description.
    """
    asked = _Asked(
        parameter=parameter, kind=kind, siblings=siblings, called=_called(goods.description), words=_all_words(words)
    )
    given = _given(goods, asked)
    if given.value is not None or given.name:
        return given
    for one in _alternatives(parameter):
        found = _given(goods, attrs.evolve(asked, parameter=one))
        if found.value is not None:
            return attrs.evolve(found, either=True)
    read = _from_text(goods.figures, asked)
    return read if read.value is not None or read.reason else given


def _given(goods: Goods, asked: _Asked) -> Binding:
    figures = {name: value for name, value in goods.parameters.items() if isinstance(value, Interval)}
    own = [name for name in figures if asked.is_named(name)]
    meant = own or [name for name in figures if asked.may_be_named(name)]
    if not meant:
        short = next((name for name in figures if asked.falls_short(name)), None)
        return Binding(reason=f"{short!r} does not say that it is its {asked.parameter}" if short else "")
    values = {name: value for name in meant if (value := asked.value_of(name, figures[name])) is not None}
    if not values:
        return Binding(name=meant[0], reason=_misfit(meant[0], figures[meant[0]], asked))
    names = " and ".join(repr(name) for name in values)
    if not own and len(values) > 1:
        return Binding(name=names, reason=f"{names} could both be its {asked.parameter}; say which")
    name = next(iter(values))
    rivals = [] if own else asked.rivals(name)
    if rivals:
        return Binding(name=name, reason=f"{name!r} could be its {asked.parameter} or its {rivals[0]}; say which")
    value = _met(list(values.values()))
    if value is None:
        return Binding(name=name, reason=f"{names} contradict each other")
    bound = normal(name) & _BOUNDS
    reached = bool(bound) and not value.is_point and len(values) == 1
    return Binding(value=value, source="given", name=name, reached=reached)


@lru_cache(maxsize=4096)
def _alternatives(parameter: str) -> tuple[str, ...]:
    """The names of the two figures that ``parameter`` names with "or": "wall or plate thickness"."""
    first, found, second = parameter.partition(" or ")
    if not found:
        return ()
    return (first if kinds_of(first) else f"{first} {second.rpartition(' ')[2]}", second)


def _misfit(name: str, value: Interval, asked: _Asked) -> str:
    if asked.reading_of(value) is None:
        return f"{name!r} is {value}: its kind is {value.unit.kind}, that of the limit {asked.kind}"
    return f"{name!r}, {value}, says nothing of its {asked.parameter}"


def _from_text(figures: Sequence[Figure], asked: _Asked) -> Binding:
    """The figure of the description that stands at the parameter's noun, or can be nothing else."""
    of_kind = [figure for figure in figures if asked.reading_of(figure.value) is not None and figure.confidence]
    bare = [figure for figure in of_kind if not figure.hint]
    fitting = [figure for figure in of_kind if figure.hint and asked.is_named(figure.hint)]
    if not fitting:
        fitting = [f for f in of_kind if f.hint and asked.may_be_named(f.hint) and not asked.rivals(f.hint)]
        if fitting or _nothing_else(asked):
            fitting += [f for f in bare if f.confidence >= _UNNAMED or asked.kind in _SPECIFIC]
    read = [(figure, value) for figure in fitting if (value := asked.value_of(figure.hint, figure.value)) is not None]
    if len({value for _, value in read}) > 1:
        shown = " and ".join(str(value) for _, value in read[:2])
        return Binding(reason=f"{shown} in the description could both be its {asked.parameter}; give it by name")
    if not read:
        return Binding()
    figure, value = read[0]
    return Binding(value=value, source="text", name=figure.hint, span=figure.span, confidence=figure.confidence)


def _nothing_else(asked: _Asked) -> bool:
    """Whether a figure of this kind without a noun can only be the parameter: the plain one of a telling kind."""
    if asked.kind not in _SPECIFIC or not asked.is_plain(asked.parameter):
        return False
    own = _quantity(asked.parameter)
    return not any(_quantity(other) != own and asked.is_plain(other) for other in asked.siblings)


def _same_but_for(one: frozenset[str], two: frozenset[str], words: frozenset[str]) -> bool:
    """Whether one of two names says what the other says and at most ``words`` besides."""
    return (one <= two or two <= one) and one ^ two <= words


def _of_kind(value: Interval, kind: str, *, events: bool) -> Interval | None:
    """``value`` as one of ``kind``, where its unit can be read so: "10 g" as an acceleration, "30 dBm" as a power.

    ``events`` says that it counts events, whose number in a second is also written in hertz.
    """
    match value.unit.kind, kind:
        case own, wanted if own == wanted:
            return value
        case "mass", "acceleration" if gravity(value.unit) != value.unit:
            return value.in_unit(gravity(value.unit))
        case "temperature", "temperature difference":
            return value.in_unit(difference(value.unit))
        case ("fraction", "mass fraction") | ("mass fraction", "fraction"):
            return value.map(lambda end: Quantity(end.base, parse_unit("wt%" if kind == "mass fraction" else "%")))
        case "level", _ if kind.startswith("level re"):
            return value.in_unit(reference_level(kind.removeprefix("level re")))
        case "power level", "power":
            return power_of(value)
        case "power", "power level":
            return level_of_power(value)
        case ("rate", "frequency") | ("frequency", "rate") if events:
            return value.map(lambda end: Quantity(end.base, parse_unit("Hz" if kind == "frequency" else "1/s")))
    return None


def _bounded(value: Interval, stated: frozenset[str], wanted: frozenset[str], noun: str) -> Interval | None:
    """``value``, stated as a maximum, a minimum or neither, as what was ``wanted``: as far as the one says the other.

    Something that goes up to a maximum lies below it; one value that something has lies below its maximum. How fast a
    thing works, and what is told of ``noun`` where that is a capability, is its maximum anyway; a number or a limit is
    what it is.
    """
    capability = value.unit.kind in _RATES_OF_WORK or noun in _CAPABILITIES
    if stated == wanted or noun in _FIXED or (capability and "minimum" not in stated | wanted):
        return value
    bound = stated or wanted
    if (stated and wanted) or len(bound) > 1 or (wanted and not value.is_point):
        return None if stated else value
    upwards = ("maximum" in bound) is bool(wanted)
    end = value.low if upwards else value.high
    if end is None:
        return None
    return Interval(end, None, low_open=value.low_open) if upwards else Interval(None, end, high_open=value.high_open)


def _met(values: Sequence[Interval]) -> Interval | None:
    """The values that all of ``values`` hold."""
    met: Interval | None = values[0]
    for value in values[1:]:
        met = met.meet(value) if met is not None else None
    return met


@lru_cache(maxsize=65536)
def _quantity(name: str) -> frozenset[str]:
    """The normal form of ``name`` without maximum and minimum, "number of", "range" of frequencies, "capacity"."""
    found, noun = normal(name) - _BOUNDS, head(name)
    light = _COUNTED | (_SPREAD if noun in _RANGED else frozenset()) | (_CAPACITY - {noun})
    return found - light or found


@lru_cache(maxsize=16384)
def _all_words(text: str) -> frozenset[str]:
    return normal(text)


def beside(goods: Goods, parameter: str) -> bool:
    """Whether a figure was given under a name that says more than ``parameter``, so that the law's words matter."""
    wanted, noun = _quantity(parameter), head(parameter)
    names = (name for name, value in goods.parameters.items() if isinstance(value, Interval))
    return any(noun in (said := _quantity(name)) and not said <= wanted for name in names)


@lru_cache(maxsize=1024)
def _called(description: str) -> frozenset[str]:
    """The words that the description's first phrase calls the goods by."""
    return normal(_GOODS_PHRASE.split(description[:200], maxsplit=1)[0])
