"""Whether the figures of a description are of the kind and size that a provision's limits speak of.

No decision: a figure is held against the limits of its kind of quantity that are nearest to it in size, whatever they
are said of, to rank entries. Limits are looked for at the provision whose words fit best, then above it.
"""

import math
from collections.abc import Sequence
from weakref import WeakKeyDictionary

import attrs

from exportctl.extraction import limits
from exportctl.figures import Figure
from exportctl.model import ControlList, Entry
from exportctl.truth import FALSE
from exportctl.units import Interval, Quantity

__all__ = ["Fitting", "fit"]

_IGNORED = frozenset({"number", "temperature", "ratio", "1"})

_Limit = tuple[str, Quantity]
_Asked = tuple[tuple[str, tuple[_Limit, ...]], ...]


@attrs.frozen
class Fitting:
    """How figures and a provision's limits meet: ``score`` is 1 where they do, else -1, at ``provision``."""

    score: float
    sentence: str
    provision: str


_limits: "WeakKeyDictionary[ControlList, dict[str, _Asked]]" = WeakKeyDictionary()


def fit(lists: Sequence[ControlList], at: tuple[int, str], figures: Sequence[Figure]) -> Fitting | None:
    """How ``figures`` meet the limits at the provision ``at`` (list, code); ``None`` where they share no kind.

    A provision counts with those beside and below it; where none has limits of such a kind, with those above. Of the
    provisions there, the one counts that the figures meet in most kinds and fail in fewest.
    """
    which, code = at
    told = [figure for figure in figures if figure.confidence > 0]
    kinds = {figure.value.unit.kind for figure in told} - _IGNORED
    if not kinds:
        return None
    entry: Entry | None = lists[which][code]
    if entry is not None and not entry.children and entry.code.parent is not None:
        entry = lists[which][entry.code.parent]  # words hardly tell one limit from the next
    while entry is not None:
        found = _best(_asked(lists[which], entry), kinds, told)
        if found is not None:
            return found
        entry = lists[which][entry.code.parent] if entry.code.parent is not None else None
    return None


def _best(asked_of: _Asked, kinds: set[str], told: Sequence[Figure]) -> Fitting | None:
    """The fitting of the provision that is met in most kinds and failed in fewest; ``None`` where none speaks."""
    best: tuple[int, int, str] | None = None
    for provision, asked in asked_of:
        common = kinds & {limit.unit.kind for _, limit in asked}
        if common:
            failed = sum(_fails(told, kind, asked) for kind in common)
            rank = (len(common) - 2 * failed, -failed, provision)
            best = rank if best is None or rank[:2] > best[:2] else best
    if best is None:
        return None
    _, negative, provision = best
    if negative == 0:
        return Fitting(1.0, f"the figures are of the size that {provision} speaks of", provision)
    return Fitting(-1.0, f"the figures are outside what {provision} and its like speak of", provision)


def _fails(figures: Sequence[Figure], kind: str, asked: Sequence[_Limit]) -> bool:
    """Whether no figure of ``kind`` meets the lower and the upper limit of its kind that are nearest to it."""
    of_kind = [(comparison, limit) for comparison, limit in asked if limit.unit.kind == kind]
    sides = [[pair for pair in of_kind if pair[0][0] == sign] for sign in "><="]
    return not any(
        all(
            _meets(figure.value, min(side, key=lambda pair: _distance(figure.value, pair[1]))) for side in sides if side
        )
        for figure in figures
        if figure.value.unit.kind == kind
    )


def _meets(value: Interval, limit: _Limit) -> bool:
    return value.compare(*limit) is not FALSE


def _distance(value: Interval, limit: Quantity) -> float:
    """How many times larger one is than the other, as a logarithm; signs and zeros are far from everything."""
    end = value.high if value.high is not None else value.low
    assert end is not None
    if end.base <= 0 or limit.base <= 0:
        return math.inf
    return abs(math.log(float(end.base)) - math.log(float(limit.base)))


def _asked(control_list: ControlList, entry: Entry) -> _Asked:
    """The provision and those below it, with the limits of each and of those above it, found once."""
    known = _limits.setdefault(control_list, {})
    code = str(entry.code)
    if code not in known:
        above = tuple(pair for over in control_list.ancestors(entry.code) for pair in _own(control_list, over))
        known[code] = tuple(_walk(control_list, entry, above))
    return known[code]


def _walk(control_list: ControlList, entry: Entry, above: tuple[_Limit, ...]) -> list[tuple[str, tuple[_Limit, ...]]]:
    asked = above + _own(control_list, entry)
    # Where all items must hold, their limits hold together; where any is enough, each stands alone.
    if entry.connective.value == "all":
        for child in entry.children:
            asked += _own(control_list, child)
    found = [(str(entry.code), asked)] if asked else []
    for child in entry.children:
        found += _walk(control_list, child, asked)
    return found


def _own(control_list: ControlList, entry: Entry) -> tuple[_Limit, ...]:
    return tuple((str(t.comparison), t.limit) for t in limits(control_list, entry.code) if t.formula is None)
