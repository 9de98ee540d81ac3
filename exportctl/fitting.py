"""Whether the figures of a description are of the kind and size that an entry's limits speak of.

No decision: figures are held against all limits of one kind of quantity, whatever they are said of, to rank entries.
"""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import attrs

from exportctl.extraction import limits
from exportctl.figures import Figure
from exportctl.model import ControlList, Entry
from exportctl.truth import FALSE
from exportctl.units import Quantity

__all__ = ["Fitting", "fit"]

_Limit = tuple[str, Quantity]
_IGNORED = frozenset({"number", "temperature", "ratio", "1"})


@attrs.frozen
class Fitting:
    """How figures and an entry's limits meet: ``score`` is 1 where they do, -1 where they do not; and the sentence."""

    score: float
    sentence: str


_limits: "WeakKeyDictionary[ControlList, dict[str, tuple[tuple[str, tuple[_Limit, ...]], ...]]]" = WeakKeyDictionary()


def fit(lists: Sequence[ControlList], at: tuple[int, str], figures: Sequence[Figure]) -> Fitting | None:
    """How ``figures`` meet the limits of the entry ``at`` (list, code); ``None`` where they share no kind.

    Of the entry's provisions, with the limits above each, those count whose limits speak of most of the figures' kinds.
    """
    which, code = at
    told = [figure for figure in figures if figure.confidence > 0]
    kinds = {figure.value.unit.kind for figure in told} - _IGNORED
    if not kinds:
        return None
    best: tuple[int, int, str] | None = None
    for provision, asked in _of_entry(lists[which], code):
        common = kinds & {limit.unit.kind for _, limit in asked}
        if not common:
            continue
        failed = sum(_fails(told, kind, asked) for kind in common)
        rank = (len(common), -failed, provision)
        if best is None or rank[:2] > best[:2]:
            best = rank
    if best is None:
        return None
    _, negative, provision = best
    if negative == 0:
        return Fitting(1.0, f"the figures are of the size that {provision} speaks of")
    return Fitting(-1.0, f"the figures are outside what {provision} and its like speak of")


def _fails(figures: Sequence[Figure], kind: str, asked: Sequence[_Limit]) -> bool:
    """Whether no figure of ``kind`` can meet the limits of its kind.

    Of several lower limits one is enough, and of several upper ones: they may be of other parameters, or of exceptions.
    """
    limits_of = [(comparison, limit) for comparison, limit in asked if limit.unit.kind == kind]
    sides = [[pair for pair in limits_of if pair[0][0] == sign] for sign in "><="]
    return not any(
        all(any(figure.value.compare(c, limit) is not FALSE for c, limit in side) for side in sides if side)
        for figure in figures
        if figure.value.unit.kind == kind
    )


def _of_entry(control_list: ControlList, code: str) -> tuple[tuple[str, tuple[_Limit, ...]], ...]:
    """The provisions of the entry with the limits of each and of those above it, found once."""
    known = _limits.setdefault(control_list, {})
    if code not in known:
        known[code] = tuple(_walk(control_list, control_list[code], ()))
    return known[code]


def _walk(control_list: ControlList, entry: Entry, above: tuple[_Limit, ...]) -> list[tuple[str, tuple[_Limit, ...]]]:
    own = [(str(t.comparison), t.limit) for t in limits(control_list, entry.code) if t.formula is None]
    asked = (*above, *own)
    # Where all items must hold, their limits hold together; where any is enough, each stands alone.
    if entry.connective.value == "all" and entry.children:
        for child in entry.children:
            asked += tuple((str(t.comparison), t.limit) for t in limits(control_list, child.code) if t.formula is None)
    found = [(str(entry.code), asked)] if asked else []
    for child in entry.children:
        found += _walk(control_list, child, asked)
    return found
