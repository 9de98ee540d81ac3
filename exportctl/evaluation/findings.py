"""What a decision is: a tree of findings, each with its truth, its reason and the law's words it rests on.

The tree mirrors the condition. Nothing of it is built before it is asked for, so that deciding costs no more than the
decision; asked twice, it is the same.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from exportctl.conditions import AllOf, AnyOf, Characteristic, Condition, Not, Opaque, Reference, Role, Threshold
from exportctl.evaluation.circuits import Circuit, Leaf, LeafKind, Plan
from exportctl.evaluation.completions import essential, live_variables
from exportctl.evaluation.evidence import Evidence, Weighed
from exportctl.evaluation.facts import Fact, facts_asked
from exportctl.evaluation.levels import NO, OPEN, YES, truth_of
from exportctl.evaluation.trials import FAVOURED, KLEENE, level_in
from exportctl.model import Place
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth

__all__ = ["Decision", "Finding", "finding_of_plan", "root"]

_SUBJECT = 60


@attrs.frozen(eq=False, kw_only=True)
class Decision:
    """One run of a circuit over one product: what all findings of a tree look up."""

    circuit: Circuit
    evidence: Evidence
    known: Mapping[int, int]
    partly: tuple[Hashable, ...]
    words: Sequence[int]
    truth: int
    limits: int

    def level(self, plan: Plan, trial: int = KLEENE) -> int:
        """The level of ``plan`` in a trial: Kleene's, or with the open facts as the whole would have them."""
        level = level_in(self.words[plan.index], trial)
        return 2 - level if plan.negated else level

    @cached_property
    def open_questions(self) -> tuple[tuple[Leaf, ...], ...]:
        """What is missing to settle everything, as the leaves of each question; figures first."""
        return self._questions(KLEENE) if self.truth == OPEN else ()

    @cached_property
    def open_figures(self) -> tuple[tuple[Leaf, ...], ...]:
        """What is missing to settle the figures alone."""
        return self._questions(FAVOURED) if self.limits == OPEN else ()

    def _questions(self, trial: int) -> tuple[tuple[Leaf, ...], ...]:
        cells = self.evidence.cells(self.circuit)
        groups = []
        live = live_variables(self.circuit, self.words, trial)
        for variable in essential(self.circuit, self.known, cells, live, favoured=trial == FAVOURED):
            leaves = (self.circuit.leaves[number] for number in live[variable])
            groups.append(tuple(leaf for leaf in leaves if leaf is not None))
        order = list(LeafKind)
        return tuple(sorted(groups, key=lambda group: order.index(group[0].kind)))


@attrs.frozen(eq=False, kw_only=True, repr=False)
class Finding:
    """What was found about a provision, a note, a clause or a single limit, with all that it rests on below it.

    ``truth`` is over everything. ``limits`` is over the figures alone: open yes/no facts are taken as the provision
    would have them, so "not met" is certain whatever the user would answer, and "met" means that only yes/no facts
    stand between the goods and the provision; words alone do not stand in for a figure that failed. ``plan`` is the
    step of the ``decision`` that was judged.
    """

    truth: Truth
    limits: Truth
    plan: Plan
    decision: Decision

    def __repr__(self) -> str:
        return f"<Finding {self.subject}: {self.truth}>"

    def __str__(self) -> str:
        return f"{self.subject}: {self.truth} ({self.reason})"

    @property
    def kind(self) -> str:
        """What was judged: limit, fact, reference, unread, or the role of a composite ("provision", "head", …)."""
        match self.plan.condition:
            case Threshold():
                return "limit"
            case Characteristic():
                return "fact"
            case Reference():
                return "reference"
            case Opaque():
                return "unread"
            case AllOf(role=role) | AnyOf(role=role) | Not(role=role):
                return str(role)

    @property
    def subject(self) -> str:
        """The code of a provision or the short name of a leaf."""
        match self.plan.condition:
            case Threshold(parameter=parameter):
                return parameter
            case Characteristic(text=text) | Opaque(text=text) | Reference(text=text):
                return text if len(text) <= _SUBJECT else f"{text[: _SUBJECT - 1]}…"
        return str(self.place)

    @property
    def place(self) -> Place:
        """Which text of the list the quote stands in."""
        return self.plan.condition.place

    @property
    def condition(self) -> Condition:
        """The condition that was judged."""
        return self.plan.condition

    @property
    def list_name(self) -> str:
        """The list that the place is in."""
        return self.plan.control_list.name

    @cached_property
    def quote(self) -> str:
        """The law's words under the leaf's span; for a composite, the text it comes from."""
        condition, control_list = self.plan.condition, self.plan.control_list
        if isinstance(condition, AllOf | AnyOf | Not):
            return control_list.text_at(condition.place)
        return control_list.quote(condition.place, condition.span)

    @cached_property
    def children(self) -> "tuple[Finding, ...]":
        """The findings this one rests on, in the order of the text."""
        return tuple(finding_of_plan(part, self.decision) for part in self.plan.parts)

    @cached_property
    def weighed(self) -> Weighed | None:
        """For a leaf, what of the goods was held against it; ``None`` for a composite."""
        leaf = self.decision.circuit.leaves[self.plan.leaf] if self.plan.leaf is not None else None
        return self.decision.evidence.weigh(leaf) if leaf is not None else None

    @cached_property
    def reason(self) -> str:
        """Why, in a few words of ours."""
        if self.weighed is not None:
            return self.weighed.reason
        return _reason(self.plan.condition, self.truth, self.children)

    @property
    def margin(self) -> str:
        """How the value stands to its limit: "3 GSPS > 250 MSPS, 12 times the limit"; empty without a comparison."""
        return self.weighed.margin if self.weighed is not None else ""

    @property
    def source(self) -> str:
        """Where the value comes from: "given", "text" (read from the description), or empty."""
        return self.weighed.source if self.weighed is not None else ""

    @cached_property
    def missing(self) -> tuple[Fact, ...]:
        """The smallest set of facts that settles ``truth`` whatever they turn out to be, figures first.

        Empty where it is settled. For a part of the tree: the facts of the whole decision that this part asks for.
        """
        return self._facts(self.decision.open_questions)

    @cached_property
    def missing_figures(self) -> tuple[Fact, ...]:
        """The same for ``limits``: the figures that settle it."""
        return self._facts(self.decision.open_figures)

    def _facts(self, groups: tuple[tuple[Leaf, ...], ...]) -> tuple[Fact, ...]:
        mine = {id(leaf) for number, leaf in enumerate(self.decision.circuit.leaves) if self.plan.under >> number & 1}
        own = (tuple(leaf for leaf in group if id(leaf) in mine) for group in groups)
        return facts_asked([group for group in own if group], self.decision.evidence)

    @cached_property
    def deciding(self) -> "tuple[Finding, ...]":
        """The leaves that decide ``truth``, or ``limits`` where the truth is open: as few as do.

        Where only trying all answers decided, that is everything known and what was tried.
        """
        decision = self.decision
        for truth, trial in ((self.truth, KLEENE), (self.limits, FAVOURED)):
            if truth is not UNKNOWN:
                plans = _deciding(self.plan, decision, trial) or _asked_twice(self.plan, decision)
                known = [plan for plan in plans if decision.level(plan) != OPEN or truth is self.truth]
                return tuple(finding_of_plan(plan, decision) for plan in known)
        return ()

    def walk(self) -> "Iterator[Finding]":
        """This finding and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def as_dict(self) -> dict[str, Any]:
        """The tree as plain values, ready for JSON."""
        own: dict[str, Any] = {
            "subject": self.subject,
            "kind": self.kind,
            "truth": str(self.truth),
            "limits": str(self.limits),
            "reason": self.reason,
            "quote": self.quote,
            "place": str(self.place),
            "list": self.list_name,
        }
        if self.weighed is not None:
            own |= self.weighed.as_dict()
        own["children"] = [child.as_dict() for child in self.children]
        if self.plan is self.decision.circuit.plan:
            own["missing"] = [_plain(fact) for fact in self.missing]
            own["deciding"] = [{"subject": leaf.subject, "reason": leaf.reason} for leaf in self.deciding]
        return own


def _plain(fact: Fact) -> dict[str, str]:
    return {key: str(value) for key, value in attrs.asdict(fact, recurse=False).items()}


def finding_of_plan(plan: Plan, decision: Decision) -> Finding:
    """The finding about one step of ``decision``."""
    truth, limits = truth_of(decision.level(plan)), truth_of(decision.level(plan, FAVOURED))
    return Finding(truth=truth, limits=limits, plan=plan, decision=decision)


def root(decision: Decision) -> Finding:
    """The finding at the top of ``decision``."""
    return Finding(
        truth=truth_of(decision.truth), limits=truth_of(decision.limits), plan=decision.circuit.plan, decision=decision
    )


def _deciding(plan: Plan, decision: Decision, trial: int) -> tuple[Plan, ...]:
    """The leaves below ``plan`` that decide it, the fewest and figures before yes/no facts; none where it is open."""
    level = level_in(decision.words[plan.index], trial)
    if level == OPEN:
        return ()
    if not plan.parts:
        return (plan,)
    same = (part for part in plan.parts if level_in(decision.words[part.index], trial) == level)
    found = [_deciding(part, decision, trial) for part in same]
    every = isinstance(plan.condition, AllOf) is not plan.negated
    if level == (YES if every else NO):
        return tuple(dict.fromkeys(leaf for leaves in found for leaf in leaves))
    return min(
        found, key=lambda leaves: (sum(not isinstance(leaf.condition, Threshold) for leaf in leaves), len(leaves))
    )


def _asked_twice(plan: Plan, decision: Decision) -> tuple[Plan, ...]:
    """What `settle` decided on by trying all answers: the open leaves that are asked twice, and all that is known."""
    shared = decision.circuit.shared
    leaves = decision.circuit.leaves
    found = []

    def walk(step: Plan) -> None:
        leaf = leaves[step.leaf] if step.leaf is not None else None
        if leaf is not None and (leaf.variable in shared or decision.level(step) != OPEN):
            found.append(step)
        for part in step.parts:
            walk(part)

    walk(plan)
    return tuple(found)


def _reason(condition: Condition, truth: Truth, children: Sequence[Finding]) -> str:
    counts = {level: sum(child.truth is level for child in children) for level in (TRUE, FALSE, UNKNOWN)}
    if isinstance(condition, Not):
        if condition.role is Role.DECONTROL:
            return {FALSE: "the note takes the goods out", TRUE: "the note does not take the goods out"}.get(
                truth, "whether the note takes the goods out is open"
            )
        return {FALSE: "the exception applies", TRUE: "the exception does not apply"}.get(
            truth, "whether the exception applies is open"
        )
    if not children:
        return "nothing more is asked for" if truth is TRUE else "nothing can meet it"
    total = len(children)
    if isinstance(condition, AllOf):
        deciding = FALSE if truth is FALSE else (UNKNOWN if truth is UNKNOWN else TRUE)
        return f"{counts[deciding]} of {total} {deciding}, all needed"
    deciding = TRUE if truth is TRUE else (UNKNOWN if truth is UNKNOWN else FALSE)
    return f"{counts[deciding]} of {total} {deciding}, one is enough"
