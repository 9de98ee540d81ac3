"""How deep into a provision goods reach: which of its sub-items their figures meet."""

from collections.abc import Iterator

from exportctl.conditions import AllOf, AnyOf, Not, Opaque, Role, Threshold
from exportctl.evaluation.circuits import Plan
from exportctl.evaluation.findings import Decision, Finding, finding_of_plan
from exportctl.evaluation.levels import YES
from exportctl.evaluation.trials import FAVOURED
from exportctl.truth import TRUE

__all__ = ["has_figures", "met_below", "provisions"]

_INSIDE = frozenset({Role.PROVISION, Role.CHILDREN})


def met_below(finding: Finding) -> tuple[Finding, ...]:
    """The deepest provisions at or below ``finding`` whose figures are all met, at least one by a figure of the goods.

    A figure of a head above counts for what stands below it.
    """
    held = _held(finding.decision)
    if finding.limits is not TRUE or not finding.plan.under & held:
        return ()
    return tuple(finding_of_plan(plan, finding.decision) for plan in _met(finding.plan, finding.decision, held))


def has_figures(finding: Finding) -> bool:
    """Whether figures, or words that are not understood, are asked for at or below ``finding``."""
    leaves = enumerate(finding.decision.circuit.leaves)
    asked = (leaf for number, leaf in leaves if finding.plan.under >> number & 1 and leaf is not None)
    return any(isinstance(leaf.condition, Threshold | Opaque) for leaf in asked)


def provisions(finding: Finding) -> Iterator[Finding]:
    """The findings about the provisions at and below ``finding``, not those that it refers to, in document order."""
    for plan in _provisions(finding.plan):
        yield finding if plan is finding.plan else finding_of_plan(plan, finding.decision)


def _provisions(plan: Plan) -> Iterator[Plan]:
    if _role(plan) is Role.PROVISION:
        yield plan
    for part in plan.parts:
        if _role(part) in _INSIDE:
            yield from _provisions(part)


def _held(decision: Decision) -> int:
    """A bit for each limit that a figure of the goods meets."""
    leaves = decision.circuit.leaves
    held = 0
    for number, level in decision.known.items():
        leaf = leaves[number]
        if level == YES and leaf is not None and isinstance(leaf.condition, Threshold):
            held |= 1 << number
    return held


def _met(plan: Plan, decision: Decision, held: int, *, compared: bool = False) -> Iterator[Plan]:
    """The met provisions below ``plan``; ``compared`` says whether a figure above was held against a limit."""
    if plan is not decision.circuit.plan and decision.level(plan, FAVOURED) != YES:
        return
    compared = compared or any(part.under & held for part in plan.parts if _role(part) not in _INSIDE)
    if not compared and not plan.under & held:
        return
    inner = [part for part in plan.parts if _role(part) is Role.PROVISION]
    if inner:  # the root, which holds the heads above and then the provision itself
        for part in inner:
            yield from _met(part, decision, held, compared=compared)
        return
    below = [part for part in plan.parts if _role(part) is Role.CHILDREN]
    alternatives = [child for part in below if isinstance(part.condition, AnyOf) for child in part.parts]
    if alternatives:
        for alternative in alternatives:
            yield from _met(alternative, decision, held, compared=compared)
    elif compared or any(part.under & held for part in below):
        yield plan


def _role(plan: Plan) -> Role | None:
    return plan.condition.role if isinstance(plan.condition, AllOf | AnyOf | Not) else None
