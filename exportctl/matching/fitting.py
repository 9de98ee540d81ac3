"""Whether the figures of a description meet the limits of an entry: wholly somewhere, nowhere, or nothing is said.

No decision: this only ranks. The law's conditions are read as *alternatives*, each the limits that must hold together.
A figure counts for a limit surely where it stands at the limit's own noun, and weakly where it is only of its kind of
quantity and of its size; what stands at another quantity's noun says nothing. What words say stays open here.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice, product
from weakref import WeakKeyDictionary

import attrs

from exportctl.conditions import AllOf, AnyOf, Condition, Role, Threshold
from exportctl.extraction import extract
from exportctl.figures import Figure
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.names import head, kinds_of
from exportctl.parameters import bind, can_be_read
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth
from exportctl.units import Interval, Quantity

__all__ = ["Fitting", "fit"]

_ONLY_BY_NAME = frozenset({"number", "temperature", "ratio", "1", "fraction", "mass fraction", "volume fraction"})
_MOST_ALTERNATIVES = 200
_MOST_JOINED = 24
_SURE, _WEAK = 1.0, 0.5
_SHARE_OF_BEST = 0.5

_Alternative = tuple[str, tuple[int, ...]]


@attrs.frozen(kw_only=True)
class Fitting:
    """How figures and an entry's alternatives meet.

    ``met`` (0 to 1) is how surely the best alternative is met in all its limits that figures speak of; ``failed`` how
    surely each alternative that they speak of has a limit that they miss; ``share`` how many of the alternatives that
    words allow are ruled out so. ``provision`` is where the best alternative stands, ``sentence`` says which figure and
    which limit.
    """

    met: float
    failed: float
    share: float
    provision: str
    sentence: str


@attrs.frozen(eq=False, slots=False)
class _Asked:
    """The limits of an entry, each once, and its alternatives: a provision and the numbers of its limits."""

    limits: tuple[Threshold, ...]
    alternatives: tuple[_Alternative, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The parameters, each once."""
        return tuple(dict.fromkeys(limit.parameter for limit in self.limits))


@attrs.frozen
class _Held:
    """A figure held against a limit: how it comes out, how surely the two belong together, and what it says."""

    truth: Truth
    sureness: float
    shown: str


_asked: "WeakKeyDictionary[ControlList, dict[str, _Asked]]" = WeakKeyDictionary()


def fit(
    control_list: ControlList, entry: str, goods: Goods, words: Mapping[str, float] | None = None
) -> Fitting | None:
    """How the figures of ``goods`` meet the limits of ``entry``; ``None`` where they speak of none of them.

    ``words`` says how well the words of each provision fit: alternatives that they fit half as well as the best, or
    less, are left out.
    """
    asked = _asked_of(control_list, entry)
    held = _held(asked, goods)
    if not held:
        return None
    allowed = _allowed(asked, words or {})
    found = [(alternative, weighed) for alternative in allowed if (weighed := _weighed(alternative, held)) is not None]
    if not found:
        return None
    (provision, _), (met, failed, shown) = max(found, key=lambda pair: (pair[1][0] - 2 * pair[1][1], -pair[1][1]))
    ruled_out = sum(weighed[1] for _, weighed in found) / len(allowed)
    if failed:
        return Fitting(met=0.0, failed=failed, share=ruled_out, provision=provision, sentence=f"{shown} ({provision})")
    return Fitting(
        met=1 - math.exp(-met), failed=0.0, share=ruled_out, provision=provision, sentence=f"{shown} ({provision})"
    )


def _allowed(asked: _Asked, words: Mapping[str, float]) -> Sequence[_Alternative]:
    best = max((words.get(code, 0.0) for code, _ in asked.alternatives), default=0.0)
    return [pair for pair in asked.alternatives if words.get(pair[0], 0.0) >= _SHARE_OF_BEST * best]


def _weighed(alternative: _Alternative, held: Mapping[int, _Held]) -> tuple[float, float, str] | None:
    """How surely its limits are met, all together, and how surely one is missed; ``None`` where nothing is said."""
    some = [held[number] for number in alternative[1] if number in held]
    if not some:
        return None
    missed = max((one for one in some if one.truth is FALSE), key=lambda one: one.sureness, default=None)
    met = [one for one in some if one.truth is not FALSE]
    surest = max(met, key=lambda one: one.sureness, default=None)
    shown = (missed or surest or some[0]).shown
    return sum(one.sureness for one in met), missed.sureness if missed else 0.0, shown


def _held(asked: _Asked, goods: Goods) -> dict[int, _Held]:
    """Each limit that a figure of ``goods`` speaks of, by its number."""
    told = [figure for figure in goods.figures if figure.confidence > 0]
    kinds = goods.kinds
    held: dict[int, _Held] = {}
    by_name: dict[tuple[str, str], Interval | None] = {}
    for number, limit in enumerate(asked.limits):
        kind = limit.limit.unit.kind
        if kind not in kinds:
            continue
        key = (limit.parameter, kind)
        if key not in by_name:
            others = tuple(x.parameter for x in asked.limits if can_be_read(x.limit.unit.kind, kind))
            by_name[key] = bind(goods, limit.parameter, kind, tuple(dict.fromkeys(others))).value
        value = by_name[key]
        found = _surely(value, limit) if value is not None else None
        if found is None and value is None and kind not in _ONLY_BY_NAME:
            found = _weakly(told, limit, asked)
        if found is not None:
            held[number] = found
    return held


def _surely(value: Interval, limit: Threshold) -> _Held | None:
    truth = value.compare(str(limit.comparison), limit.limit)
    return None if truth is UNKNOWN else _Held(truth, _SURE, _said(value, limit, truth))


def _weakly(told: Sequence[Figure], limit: Threshold, asked: _Asked) -> _Held | None:
    """The figures of the limit's kind that could be meant: met where one of them meets it and is of its size."""
    kind, noun = limit.limit.unit.kind, head(limit.parameter)
    same = [figure for figure in told if figure.value.unit.kind == kind]
    nouns = {figure.hint: head(figure.hint) for figure in same}
    own = [figure for figure in same if nouns[figure.hint] == noun] or [
        figure for figure in same if not figure.hint or kind not in kinds_of(figure.hint)
    ]
    if not own:
        return None
    nearest = min(own, key=lambda figure: _distance(figure.value, limit.limit))
    truths = [figure.value.compare(str(limit.comparison), limit.limit) for figure in own]
    truth = TRUE if TRUE in truths else UNKNOWN if UNKNOWN in truths else FALSE
    return _Held(truth, _WEAK, _said(nearest.value, limit, truth))


def _said(value: Interval, limit: Threshold, truth: Truth) -> str:
    verb = "misses" if truth is FALSE else "is within"
    return f"{value} {verb} {limit}"


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
