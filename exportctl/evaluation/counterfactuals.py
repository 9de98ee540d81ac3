"""What would have to be otherwise for a decision to come out otherwise: one value of the goods, moved past a limit."""

from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import attrs

from exportctl.conditions import Threshold
from exportctl.evaluation.findings import Finding
from exportctl.evaluation.levels import level_at, truth_of
from exportctl.evaluation.stands import outcome
from exportctl.evaluation.trials import FAVOURED, level_in, tried
from exportctl.model import Place
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth
from exportctl.units import Quantity

__all__ = ["Counterfactual", "changes", "nearest_change"]


@attrs.frozen(kw_only=True)
class Counterfactual:
    """The change of one value that turns a decision round.

    ``subject`` is what was decided, ``parameter`` the goods' value to move, ``region`` where it would have to be
    ("at or below 250 MSPS"), ``truth`` the outcome there; ``place`` and ``quote`` are those of the limit crossed.
    """

    subject: str
    parameter: str
    region: str
    truth: Truth
    place: Place
    quote: str

    def __str__(self) -> str:
        way = {TRUE: "within", FALSE: "out of", UNKNOWN: "perhaps within"}[self.truth]
        return f"{way} {self.subject} with {self.parameter} {self.region}"

    def as_dict(self) -> dict[str, Any]:
        """The change as plain values, ready for JSON."""
        return {
            **attrs.asdict(self, recurse=False),
            "truth": str(self.truth),
            "place": str(self.place),
            "text": str(self),
        }


@attrs.frozen(kw_only=True)
class _Limit:
    """A limit that a ``value`` of the goods is held against: the ``leaf`` it stands at and its exact ``bound``."""

    leaf: int
    threshold: Threshold
    bound: Quantity
    value: Fraction


@attrs.frozen
class _Stop:
    """A value to try on the way from the goods' value: a limit itself (``at``), or one beyond it, before the next."""

    value: Fraction
    limit: _Limit
    at: bool


def nearest_change(finding: Finding) -> Counterfactual | None:
    """The least change of one value that would turn the outcome of ``finding``; None where none would.

    See `changes`, of which it is the first.
    """
    return next(iter(changes(finding)), None)


def changes(finding: Finding) -> tuple[Counterfactual, ...]:
    """The changes of one value that would turn ``finding.limits``, the least first, at most two for each value.

    What is met becomes not met; what is not met becomes met, or open where other figures are. The distance to the limit
    counts relative to the value as it is. Values that the goods state as a range are not moved.
    """
    if finding.limits is UNKNOWN:
        return ()
    turned = [change for limits in _of_one_value(finding) for change in _changes(finding, limits)]
    return tuple(change for _, change in sorted(turned, key=lambda found: found[0]))


def _of_one_value(finding: Finding) -> list[list[_Limit]]:
    """The limits of the decision, those together that the same value of the goods is held against."""
    evidence = finding.decision.evidence
    groups: dict[Hashable, list[_Limit]] = {}
    unmovable = set()
    for number, leaf in enumerate(finding.decision.circuit.leaves):
        if leaf is None or not isinstance(leaf.condition, Threshold):
            continue
        binding, bounds = (
            evidence.binding(leaf.condition, leaf.control_list),
            evidence.letters.bounds(leaf.condition, leaf.control_list),
        )
        if binding.value is None:
            continue
        key = (binding.source, binding.name, binding.span)
        if len(set(bounds)) != 1 or not binding.value.is_point:
            unmovable.add(key)
        else:
            value = binding.value.low
            assert value is not None
            held = _Limit(leaf=number, threshold=leaf.condition, bound=bounds[0], value=value.base)
            groups.setdefault(key, []).append(held)
    return [limits for key, limits in groups.items() if key not in unmovable]


def _changes(finding: Finding, limits: Sequence[_Limit]) -> Iterator[tuple[Fraction, Counterfactual]]:
    """The nearest turning point below and above the value, each with its relative distance."""
    value = limits[0].value
    for downwards in (True, False):
        stops = _stops(limits, value, downwards=downwards)
        outcomes = [_outcome(finding, limits, stop.value) for stop in stops]
        first = next((n for n, found in enumerate(outcomes) if _turned(finding, found)), None)
        if first is not None:
            end = next((n for n in range(first, len(stops)) if outcomes[n] is not outcomes[first]), len(stops))
            region = _region(stops[first:end], stops[end:], downwards=downwards)
            distance = abs(stops[first].limit.bound.base - value) / (abs(value) or 1)
            yield distance, _counterfactual(finding, stops[first].limit, region, outcomes[first])


def _turned(finding: Finding, found: Truth) -> bool:
    return found is FALSE if finding.limits is TRUE else found is not FALSE


def _stops(limits: Sequence[_Limit], value: Fraction, *, downwards: bool) -> list[_Stop]:
    """What to try in one direction: each limit, and a value between it and the next."""
    at_mark = {limit.bound.base: limit for limit in reversed(limits)}
    marks = [mark for mark in sorted(at_mark, reverse=downwards) if (mark <= value if downwards else mark >= value)]
    stops = []
    for number, mark in enumerate(marks):
        following = marks[number + 1] if number + 1 < len(marks) else None
        if mark != value:
            stops.append(_Stop(mark, at_mark[mark], at=True))
        last = mark - (abs(mark) / 2 or 1) if downwards else mark + (abs(mark) or 1)
        stops.append(_Stop(last if following is None else (mark + following) / 2, at_mark[mark], at=False))
    return stops


def _outcome(finding: Finding, limits: Sequence[_Limit], value: Fraction) -> Truth:
    """The outcome of the figures with ``value`` instead of what the goods have."""
    decision, plan = finding.decision, finding.plan
    circuit, cells = decision.circuit, decision.evidence.cells(decision.circuit)
    known = dict(decision.known)
    for each in limits:
        known[each.leaf] = level_at(value, each.threshold.comparison, each.bound.base)
    words = tried(circuit, known, decision.partly, cells)
    if plan is circuit.plan:
        return truth_of(outcome(circuit, known, cells, words)[1])
    level = level_in(words[plan.index], FAVOURED)
    return truth_of(2 - level if plan.negated else level)


def _region(turned: Sequence[_Stop], behind: Sequence[_Stop], *, downwards: bool) -> str:
    """Where the outcome is turned, in words; ``behind`` are the stops at which it turns back."""
    first, last = turned[0], turned[-1]
    side = "below" if downwards else "above"
    near = first.limit.bound
    if not behind:
        return f"at or {side} {near}" if first.at else f"{side} {near}"
    if first.at and last is first:
        return f"at exactly {near}"
    far, including = (last.limit.bound, True) if last.at else (behind[0].limit.bound, False)
    until = f"{'down' if downwards else 'up'} to {'and including' if including else 'but not at'} {far}"
    return f"from {near} {until}" if first.at else f"{side} {near}, {until}"


def _counterfactual(finding: Finding, crossed: _Limit, region: str, truth: Truth) -> Counterfactual:
    leaf = finding.decision.circuit.leaves[crossed.leaf]
    assert leaf is not None
    return Counterfactual(
        subject=finding.subject,
        parameter=crossed.threshold.parameter,
        region=region,
        truth=truth,
        place=crossed.threshold.place,
        quote=leaf.quote,
    )
