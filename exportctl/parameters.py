"""Which figure of the goods is the one that a limit speaks of. A wrong one could take goods off a list: in doubt, none.

>>> goods = Goods("ADC", {"sampling rate": "3 GSPS"})
>>> binding = bind(goods, "sample rate", "sample rate", ("sample rate", "resolution"))
>>> str(binding.value), binding.source, binding.name
('3 GSPS', 'given', 'sampling rate')

Names are compared in their normal form (`names`). A name that says less than the law's is taken for it only where the
rest is neutral, or is what the goods are called, and nothing else that the law asks for could be meant.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import attrs

from exportctl.figures import Figure
from exportctl.goods import Goods
from exportctl.names import QUANTITIES, head, kinds_of, normal
from exportctl.notations import is_length_or_angle
from exportctl.qualifiers import (
    ATTENUATIONS,
    BOUNDS,
    CAPABILITIES,
    EVENTS,
    FIXED,
    RATES_OF_WORK,
    SPECIFIC,
    quantity,
    rank,
)
from exportctl.readings import as_kind
from exportctl.senses import Asked
from exportctl.text import Span
from exportctl.units import Interval
from exportctl.usages import NONE, Usages

__all__ = ["Binding", "beside", "bind"]

_UNNAMED = 0.5
_LOWEST_PLAIN = 1000  # hertz: below, it may be that of the mains
_PLAIN = {
    "frequency": normal("frequency range operating carrier RF output"),
    "power": normal("power output"),
    "apparent power": normal("power output"),
}
_TELLING = frozenset(
    "linear density|magnetic noise|electric field noise|absorbed dose|absorbed dose rate|energy density"
    "|angle random walk|radiant sensitivity|luminous sensitivity|activity|specific activity|areal density"
    "|weighted floating point rate|beam parameter product|noise level density|A·s^-1|apparent power"
    "|specific energy|specific power|density|inductance|phase noise|impulse".split("|")
)
_UPPER, _LOWER = normal("maximum"), normal("minimum")
_PARTICIPLE = re.compile(r"\b[^\W\d_]+ed\b", re.IGNORECASE)
_OF_ANGLES = normal("angle angular encoder inclinometer theodolite autocollimator goniometer")
_INITIAL = re.compile(r"\b[^\W\d_]")
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


_NOTHING = Binding()


def bind(
    goods: Goods,
    parameter: str,
    kind: str,
    siblings: tuple[str, ...],
    words: str = "",
    *,
    alone: bool = False,
    only: bool = False,
    usages: Usages = NONE,
) -> Binding:
    """What ``goods`` state of the law's ``parameter``, which is of ``kind``.

    ``siblings`` are the names of all figures that the law asks for here: what else a name could mean. ``words`` are the
    law's own around the limit: a name may say with them what the parameter's name leaves out. ``alone`` says that the
    law asks for no other figure of this kind here; ``usages`` are the names that the trade has for it. A parameter that
    the user gave overrides a figure of the description.
    """
    asked = Asked(
        parameter=parameter,
        kind=kind,
        siblings=siblings,
        called=_called(goods.description),
        words=_all_words(words),
        alone=alone,
        only=alone or only,
        continuous=not goods.is_pulsed,
        usages=usages,
    )
    given = _given(goods.stated, asked) if goods.stated else _NOTHING
    if given.value is not None or given.name or not goods.figures:
        return given
    read = _from_text(goods, attrs.evolve(asked, alone=False, only=False) if asked.only else asked)
    if read.value is None and not read.reason:
        read = _listed(goods.listed, asked)
    if read.value is None and not read.reason:
        read = _unmistakable(goods.figures, asked)
    return read if read.value is not None or read.reason else given


def _given(figures: Mapping[str, Interval], asked: Asked) -> Binding:
    """What ``figures`` by name say of the parameter, or of one of those that it names with "or"."""
    given = _by_name(figures, asked)
    if given.value is None and not given.name:
        for one in _alternatives(asked.parameter, asked.kind):
            found = _by_name(figures, attrs.evolve(asked, parameter=one))
            if found.value is not None:
                return attrs.evolve(found, either=True)
    return given


def _by_name(figures: Mapping[str, Interval], asked: Asked) -> Binding:
    own = [name for name in figures if asked.is_named(name)] or [name for name in figures if asked.is_used(name)]
    ways = dict.fromkeys(own, 0) or {name: way for name in figures if (way := asked.way(name)) is not None}
    if 0 in ways.values():
        ways = {name: way for name, way in ways.items() if not way}
    if not ways:
        short = next((name for name in figures if asked.falls_short(name)), None)
        return Binding(reason=f"{short!r} does not say that it is its {asked.parameter}" if short else "")
    read = {name: _value(asked, name, figures[name], way) for name, way in ways.items()}
    values = {name: value for name, value in read.items() if value is not None}
    if not values:
        name = next(iter(ways))
        return Binding(name=name, reason=_misfit(name, figures[name], asked))
    names = " and ".join(repr(name) for name in values)
    name = next(iter(values))
    if not own and len(set(values.values())) > 1 and not ways[name]:
        return Binding(name=names, reason=f"{names} could both be its {asked.parameter}; say which")
    rivals = [] if own else [rival for name in values for rival in asked.rivals(name)]
    if rivals:
        return Binding(name=name, reason=f"{name!r} could be its {asked.parameter} or its {rivals[0]}; say which")
    value = _met(list(values.values()))
    if value is None:
        return Binding(name=name, reason=f"{names} contradict each other")
    reached = bool(normal(name) & BOUNDS) and value.is_range and len(values) == 1 and not ways[name]
    return Binding(value=value, source="given", name=name, reached=reached)


def _value(asked: Asked, name: str, stated: Interval, way: int) -> Interval | None:
    """What ``stated`` under ``name`` says of the parameter: that it is it, or at least (``way`` 1) or at most (-1)."""
    read = as_kind(stated, asked.kind, events=bool(normal(asked.parameter) & EVENTS))
    if read is None or (
        stated.unit.symbol == "″" and is_length_or_angle(name or asked.parameter) and not asked.called & _OF_ANGLES
    ):
        return None  # an accuracy of 2″ is one of seconds of arc, or of inches
    if (
        asked.kind == "level"
        and head(asked.parameter) in ATTENUATIONS
        and read.high is not None
        and read.high.base <= 0
    ):
        read = read.turned()  # a rejection of -70 dB is one of 70 dB
    stated_as, wanted = normal(name) & BOUNDS, normal(asked.parameter) & BOUNDS
    if not stated_as and asked.is_used(name):
        stated_as = wanted  # the trade's name says all of it
    if way and not stated_as and wanted == (_UPPER if way < 0 else _LOWER):
        wanted = frozenset()  # what bounds a quantity from above bounds its maximum
    value = _bounded(read, stated_as, wanted, head(asked.parameter))
    return value if value is None or not way else value.beyond(upwards=way > 0)


@lru_cache(maxsize=4096)
def _alternatives(parameter: str, kind: str) -> tuple[str, ...]:
    """The names of the figures of ``kind`` that ``parameter`` names with "or": "wall or plate thickness", a list
    before it.
    """
    first, found, last = parameter.partition(" or ")
    if not found:
        return ()
    words, _, noun = last.rpartition(" ")
    named = (one if not words or kind in kinds_of(one) else f"{one} {noun}" for one in first.split(", "))
    return (*named, last)


def _misfit(name: str, value: Interval, asked: Asked) -> str:
    if as_kind(value, asked.kind, events=bool(normal(asked.parameter) & EVENTS)) is None:
        return f"{name!r} is {value}: its kind is {value.unit.kind}, that of the limit {asked.kind}"
    return f"{name!r}, {value}, says nothing of its {asked.parameter}"


def _from_text(goods: Goods, asked: Asked) -> Binding:
    """The figure of the description that stands at the parameter's noun, or can be nothing else."""
    events = bool(normal(asked.parameter) & EVENTS)
    of_kind = goods.figures_of(asked.kind, events=events)
    if not of_kind:
        return _NOTHING
    bare = [figure for figure in of_kind if not figure.hint]
    fitting = [figure for figure in of_kind if figure.hint and asked.is_named(figure.hint)]
    if not fitting:
        fitting = [figure for figure in of_kind if any(asked.is_used(name) for name in (figure.hint, *figure.beside))]
    if not fitting:
        fitting = [f for f in of_kind if f.hint and asked.way(f.hint) == 0 and not asked.rivals(f.hint)]
        if fitting or _nothing_else(asked):
            telling = [] if fitting else [f for f in of_kind if f.hint and asked.kind not in kinds_of(f.hint)]
            bare = [f for f in bare if f.confidence >= _UNNAMED or asked.kind in SPECIFIC]
            fitting += [*bare, *telling] if bare else []  # "with 12-bit mode" tells of another resolution
    read = [(figure, value) for figure in fitting if (value := _value(asked, figure.hint, figure.value, 0)) is not None]
    if len(read) > 1 and len({value for _, value in read}) > 1:
        shown = " and ".join(str(value) for _, value in read[:2])
        return Binding(reason=f"{shown} in the description could both be its {asked.parameter}; give it by name")
    if not read:
        return Binding()
    figure, value = read[0]
    return Binding(
        value=value,
        source="text",
        name=figure.hint,
        span=figure.span,
        confidence=figure.confidence,
        reached=bool(normal(figure.hint) & BOUNDS) and not value.is_point,
    )


def _listed(figures: Mapping[str, Figure], asked: Asked) -> Binding:
    """What the items of a list of properties say, each a figure and its name: they are as good as given."""
    found = _given({name: figure.value for name, figure in figures.items()}, asked) if figures else _NOTHING
    if found.value is None:
        return found
    figure = figures[found.name]
    return attrs.evolve(found, source="text", span=figure.span, confidence=figure.confidence)


def _unmistakable(figures: Sequence[Figure], asked: Asked) -> Binding:
    """The only figure of a kind that hardly ever means anything else, where the law asks for one of that kind: "80 g/m"
    of a detonating cord. A frequency or a power has to stand by itself between commas, or before the goods' own name:
    "spectrum analyser, 2 Hz to 110 GHz", "60 GHz array, 20 W". What goods take in sellers say with its name.
    """
    own = quantity(asked.parameter)
    plain = own <= _PLAIN.get(asked.kind, frozenset())
    if not asked.alone or rank(asked.parameter) or not (plain or asked.kind in _TELLING):
        return Binding()
    of_kind = [figure for figure in figures if figure.value.unit.kind == asked.kind]
    figure = of_kind[0] if len({figure.value for figure in of_kind}) == 1 else None
    if figure is None or figure.hint or figure.confidence < _UNNAMED:
        return Binding()
    said = frozenset[str]().union(*map(normal, figure.beside))
    if (said & QUANTITIES) - own or (plain and not _by_itself(figure, asked.kind)):
        return Binding()
    return Binding(value=figure.value, source="text", span=figure.span, confidence=figure.confidence)


def _by_itself(figure: Figure, kind: str) -> bool:
    """Whether nothing stands at the figure but what a description begins with, the goods' name. A low frequency may be
    that of the mains, a power that of other goods named before it.
    """
    if figure.beside and figure.span.start:
        return False
    top = figure.value.high or figure.value.low
    return top is not None and top.base >= _LOWEST_PLAIN if kind == "frequency" else not figure.behind


def _nothing_else(asked: Asked) -> bool:
    """Whether a figure of this kind without a noun can only be the parameter: the plain one of a telling kind."""
    if asked.kind not in SPECIFIC or not asked.is_plain(asked.parameter):
        return False
    own = quantity(asked.parameter)
    return not any(quantity(other) != own and asked.is_plain(other) for other in asked.siblings)


def _bounded(value: Interval, stated: frozenset[str], wanted: frozenset[str], noun: str) -> Interval | None:
    """``value``, stated as a maximum, a minimum or neither, as what was ``wanted``: as far as the one says the other.

    Something that goes up to a maximum lies below it; one value that something has lies below its maximum. How fast a
    thing works, and what is told of ``noun`` where that is a capability, is its maximum anyway; a number or a limit is
    what it is.
    """
    capability = value.unit.kind in RATES_OF_WORK or noun in CAPABILITIES
    if stated == wanted or noun in FIXED or (capability and "minimum" not in stated | wanted):
        return value
    bound = stated or wanted
    if (stated and wanted) or len(bound) > 1 or (wanted and value.is_range):
        return None if stated else value
    return value.beyond(upwards=("maximum" in bound) is bool(wanted))


def _met(values: Sequence[Interval]) -> Interval | None:
    """The values that all of ``values`` hold."""
    met: Interval | None = values[0]
    for value in values[1:]:
        met = met.meet(value) if met is not None else None
    return met


@lru_cache(maxsize=16384)
def _all_words(text: str) -> frozenset[str]:
    """The words of the law's ``text``; not participles, for a tether is a part of what is tethered."""
    return normal(_PARTICIPLE.sub(" ", text))


def beside(goods: Goods, parameter: str) -> bool:
    """Whether a figure was given under a name that says more than ``parameter``, so that the law's words matter."""
    wanted = quantity(parameter)
    nouns = wanted & normal(head(parameter)) or wanted
    names = (*goods.stated, *(figure.hint for figure in goods.figures if figure.listed))
    return any(nouns & (said := quantity(name)) and not said <= wanted for name in names)


@lru_cache(maxsize=1024)
def _called(description: str) -> frozenset[str]:
    """The nouns that the description's first phrase calls the goods by, and their initials: "ADC"."""
    phrase = _GOODS_PHRASE.split(description[:200].replace("-to-", " ").replace(" to ", " "), maxsplit=1)[0]
    words = _INITIAL.findall(phrase)
    initials = {"".join(words[at:]).casefold() for at in range(len(words) - 1)}
    return normal(_PARTICIPLE.sub(" ", phrase)) | initials
