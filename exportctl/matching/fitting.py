"""Whether the figures of a description meet the limits of an entry: wholly somewhere, nowhere, or nothing is said.

No decision: this only ranks. The law's conditions are read as *alternatives*, each the limits that must hold together.
A figure counts for a limit surely where it stands at the limit's own noun, and weakly where it is only of its kind of
quantity and of its size; what stands at another quantity's noun says nothing. What words say stays open here.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import islice, product
from weakref import WeakKeyDictionary

import attrs

from exportctl.conditions import AllOf, AnyOf, Condition, Role, Threshold
from exportctl.extraction import extract
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.names import head, kinds_of
from exportctl.parameters import bind
from exportctl.readings import can_be_read
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth
from exportctl.units import Interval, Quantity
from exportctl.usages import Usages, usages_at

__all__ = ["Fitting", "fit"]

_ONLY_BY_NAME = frozenset({"number", "temperature", "ratio", "1", "fraction", "mass fraction", "volume fraction"})
_MOST_ALTERNATIVES = 200
_MOST_JOINED = 24
_SURE, _WEAK = 1.0, 0.5
_SHARE_OF_BEST = 0.5

_Alternative = tuple[str, tuple[int, ...]]


@attrs.frozen
class _Held:
    """Figures held against a limit: how it comes out, and how surely figures and limit belong together."""

    truth: Truth
    sureness: float
    values: tuple[Interval, ...]
    limit: Threshold

    @property
    def sentence(self) -> str:
        """The figure nearest to the limit, and whether it is within."""
        nearest = min(self.values, key=lambda value: _distance(value, self.limit.limit))
        return f"{nearest} {'misses' if self.truth is FALSE else 'is within'} {self.limit}"


@attrs.frozen(kw_only=True, slots=False)
class Fitting:
    """How figures and an entry's alternatives meet.

    ``met`` (0 to 1) is how surely the best alternative is met in all its limits that figures speak of; ``failed`` how
    surely each alternative that they speak of has a limit that they miss; ``share`` how many of the alternatives that
    words allow are ruled out so. ``provision`` is where the best alternative stands.
    """

    met: float
    failed: float
    share: float
    provision: str
    _telling: _Held

    @cached_property
    def sentence(self) -> str:
        """The figure and the limit that tell most, and where that stands."""
        return f"{self._telling.sentence} ({self.provision})"


@attrs.frozen(eq=False, slots=False)
class _Asked:
    """The limits of an entry, each once, and its alternatives: a provision and the numbers of its limits."""

    limits: tuple[Threshold, ...]
    alternatives: tuple[_Alternative, ...]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The provisions of the alternatives, each once."""
        return tuple(dict.fromkeys(code for code, _ in self.alternatives))

    @cached_property
    def bounds(self) -> tuple[Fraction, ...]:
        """The limits in the base units of their kinds."""
        return tuple(limit.limit.base for limit in self.limits)

    @cached_property
    def by_parameter(self) -> dict[tuple[str, str, Usages], tuple[int, ...]]:
        """The numbers of the limits by parameter, kind of quantity, and the trade's names for the parameter there."""
        found: dict[tuple[str, str, Usages], tuple[int, ...]] = {}
        for number, limit in enumerate(self.limits):
            key = (limit.parameter, limit.limit.unit.kind, usages_at(limit.place.code, limit.parameter))
            found[key] = (*found.get(key, ()), number)
        return found

    @cached_property
    def siblings(self) -> dict[str, tuple[str, ...]]:
        """The parameters that a value of each kind could be meant for."""
        return {
            kind: tuple(dict.fromkeys(name for name, other, _ in self.by_parameter if can_be_read(other, kind)))
            for kind in {kind for _, kind, _ in self.by_parameter}
        }


_asked: "WeakKeyDictionary[ControlList, dict[str, _Asked]]" = WeakKeyDictionary()


def fit(
    control_list: ControlList,
    entry: str,
    goods: Goods,
    words: Callable[[tuple[str, ...]], Sequence[float]] = lambda codes: [0.0] * len(codes),
) -> Fitting | None:
    """How the figures of ``goods`` meet the limits of ``entry``; ``None`` where they speak of none of them.

    ``words`` says how well the words of provisions fit, by their codes: alternatives that they fit less than half as
    well as the best are left out.
    """
    asked = _asked_of(control_list, entry)
    held = _held(asked, goods)
    if not held:
        return None
    fitting = dict(zip(asked.codes, words(asked.codes), strict=True))
    least = _SHARE_OF_BEST * max(fitting.values(), default=0.0)
    allowed = [pair for pair in asked.alternatives if fitting[pair[0]] >= least]
    found = [(code, *weighed) for code, numbers in allowed if (weighed := _weighed(numbers, held)) is not None]
    if not found:
        return None
    # Of alternatives that are met the surest is the one to show, of those that are missed the one that words fit best.
    provision, met, failed, telling = max(found, key=lambda one: (-one[2], 0.0 if one[2] else one[1], fitting[one[0]]))
    return Fitting(
        met=0.0 if failed else 1 - math.exp(-met),
        failed=failed,
        share=sum(missed for _, _, missed, _ in found) / len(allowed),
        provision=provision,
        telling=telling,
    )


def _weighed(numbers: Sequence[int], held: Mapping[int, _Held]) -> tuple[float, float, _Held] | None:
    """How surely the limits are met, all together, and how surely one is missed; ``None`` where nothing is said."""
    some = [held[number] for number in numbers if number in held]
    if not some:
        return None
    missed = [one for one in some if one.truth is FALSE]
    telling = max(missed or some, key=lambda one: one.sureness)
    return sum(one.sureness for one in some if one.truth is not FALSE), telling.sureness if missed else 0.0, telling


def _held(asked: _Asked, goods: Goods) -> dict[int, _Held]:
    """Each limit that a figure of ``goods`` speaks of, by its number."""
    held: dict[int, _Held] = {}
    for (parameter, kind, usages), numbers in asked.by_parameter.items():
        if kind not in goods.kinds:
            continue
        value = bind(goods, parameter, kind, asked.siblings[kind], usages=usages).value
        sureness = _WEAK if value is None else _SURE
        values = (value,) if value is not None else () if kind in _ONLY_BY_NAME else _meant(goods, parameter, kind)
        for number in numbers if values else ():
            limit, bound = asked.limits[number], asked.bounds[number]
            truths = [one.stands(limit.comparison, bound) for one in values]
            truth = TRUE if TRUE in truths else UNKNOWN if UNKNOWN in truths else FALSE
            if truth is not UNKNOWN or value is None:
                held[number] = _Held(truth, sureness, values, limit)
    return held


def _meant(goods: Goods, parameter: str, kind: str) -> tuple[Interval, ...]:
    """The figures that could be meant: those at the same noun, else those at a noun that is none of the kind's."""
    noun = head(parameter)
    same = [figure for figure in goods.figures if figure.confidence > 0 and figure.value.unit.kind == kind]
    own = [figure for figure in same if head(figure.hint) == noun]
    return tuple(figure.value for figure in own or same if own or kind not in kinds_of(figure.hint))


def _distance(value: Interval, limit: Quantity) -> float:
    """How many times larger one is than the other, as a logarithm; signs and zeros are far from everything."""
    end = value.high if value.high is not None else value.low
    assert end is not None
    if end.base <= 0 or limit.base <= 0:
        return math.inf
    return abs(math.log(float(end.base)) - math.log(float(limit.base)))


def _asked_of(control_list: ControlList, entry: str) -> _Asked:
    """What ``entry`` asks for in figures, found once."""
    known = _asked.setdefault(control_list, {})
    if entry not in known:
        limits: dict[tuple[str, str, Quantity], int] = {}
        kept: list[Threshold] = []
        alternatives = []
        for code, asked in islice(_alternatives(extract(control_list, entry), entry), _MOST_ALTERNATIVES):
            numbers = []
            for limit in asked:
                key = (limit.parameter, str(limit.comparison), limit.limit)
                if key not in limits:
                    limits[key] = len(kept)
                    kept.append(limit)
                numbers.append(limits[key])
            alternatives.append((code, tuple(dict.fromkeys(numbers))))
        known[entry] = _Asked(tuple(kept), tuple(alternatives))
    return known[entry]


_Options = list[tuple[str, tuple[Threshold, ...]]]


def _alternatives(condition: Condition, code: str) -> _Options:
    """The ways in which ``condition`` can hold: the deepest provision of each, and the limits that it asks for."""
    match condition:
        case Threshold(formula=None):
            return [(code, (condition,))]
        case AnyOf(parts=parts):
            return [option for part in parts for option in _alternatives(part, _place(part, code))]
        case AllOf(parts=parts):
            joined: _Options = [(code, ())]
            for part in parts:
                if getattr(part, "role", None) in (Role.DECONTROL, Role.INCLUSION):
                    continue
                options = _alternatives(part, _place(part, code))
                most = _MOST_ALTERNATIVES if len(joined) == 1 else _MOST_JOINED
                joined = [
                    (max(one, two, key=len), before + behind)
                    for (one, before), (two, behind) in islice(product(joined, options), most)
                ]
            return joined
        case _:
            return [(code, ())]


def _place(part: Condition, code: str) -> str:
    place = part.place if isinstance(part, AllOf | AnyOf | Threshold) else None
    return place.code if place is not None and place.note is None else code
