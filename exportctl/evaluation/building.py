"""From condition trees to circuits: references expanded, negations pushed down, equal questions recognised."""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise

import attrs

from exportctl.codes import is_within
from exportctl.conditions import (
    AllOf,
    AnyOf,
    Characteristic,
    Comparison,
    Condition,
    Not,
    Opaque,
    Reference,
    Role,
    Threshold,
)
from exportctl.evaluation.borrowing import lent_figures, states_figure, states_limit
from exportctl.evaluation.circuits import Circuit, Leaf, LeafKind, Plan
from exportctl.evaluation.coverage import end_to_cover
from exportctl.evaluation.taking_out import what_it_asks
from exportctl.model import ControlList

__all__ = ["Provisions", "build"]

Provisions = Callable[[ControlList, str], Condition]
"""Gives the whole condition of a provision of a list: its ancestors' heads and its own tree."""

_DEEPEST = 3
_FRAME = re.compile(r"(?:capable of|able to)\b.*\b(?:an?|the|of|with|having)$", re.IGNORECASE)
_UP = frozenset({Comparison.GREATER, Comparison.AT_LEAST})


def build(
    condition: Condition, control_list: ControlList, *, others: Sequence[ControlList] = (), provisions: Provisions
) -> Circuit:
    """The circuit of ``condition``, which stands in ``control_list``.

    ``provisions`` gives the whole condition of a provision that a reference names, in this list or in one of
    ``others``. References more than three deep, and those that lead back, stay open.
    """
    builder = _Builder(others=tuple(others), provisions=provisions)
    plan = builder.add(condition, control_list, negated=False, path=(_name(control_list, condition.place.code),))
    return builder.finish(plan)


def _name(control_list: ControlList, code: str) -> tuple[str, str]:
    return control_list.name, code


@attrs.define(kw_only=True)
class _Builder:
    others: tuple[ControlList, ...]
    provisions: Provisions
    leaves: list[Leaf | None] = attrs.field(factory=lambda: [None])
    leaf_numbers: dict[Hashable, int] = attrs.field(factory=dict)
    steps: dict[tuple[tuple[int, ...], bool], int] = attrs.field(factory=dict)
    directions: dict[Hashable, set[int]] = attrs.field(factory=dict)
    first_uses: dict[Hashable, tuple[int, bool]] = attrs.field(factory=dict)
    depth: int = 0
    left_out: frozenset[tuple[str, str]] = frozenset()

    def add(
        self, condition: Condition, control_list: ControlList, *, negated: bool, path: tuple[tuple[str, str], ...]
    ) -> Plan:
        """The plan of ``condition``; its steps are appended."""
        match condition:
            case Not(part=part):
                if not negated and condition.place.note is not None:
                    part = what_it_asks(part, control_list)
                part = part if negated else _without_frames(part)
                below = self.add(part, control_list, negated=not negated, path=path)
                return attrs.evolve(below, condition=condition, negated=negated, leaf=None, parts=(below,))
            case AllOf(role=Role.PROVISION, place=place) if _name(control_list, place.code) in self.left_out:
                return Plan(condition=condition, control_list=control_list, index=0 if negated else 1, negated=negated)
            case AllOf(parts=parts):
                plans = tuple(self.add(part, control_list, negated=negated, path=path) for part in parts)
                return self._step(condition, control_list, plans, True, negated)
            case AnyOf(parts=parts):
                plans = tuple(self.add(part, control_list, negated=negated, path=path) for part in parts)
                indices = [plan.index for plan in plans]
                for number, figures in lent_figures(condition).items():
                    lent = self.add(figures, control_list, negated=negated, path=path)
                    indices[number] = self._joined((indices[number], lent.index), not negated)
                return self._step(condition, control_list, plans, False, negated, indices)
            case Reference(relation="is"):
                return self._follow(condition, control_list, negated, path)
            case _:
                return self._leaf(condition, control_list, negated)

    def finish(self, plan: Plan) -> Circuit:
        """The circuit with the answer at ``plan``: step numbers become places behind the literals."""
        literals = 2 * len(self.leaves)

        def place(index: int) -> int:
            return index if index >= 0 else literals - 1 - index

        def settle(part: Plan) -> Plan:
            parts = tuple(settle(below) for below in part.parts)
            under = 0 if part.leaf is None else 1 << part.leaf
            for below in parts:
                under |= below.under
            return attrs.evolve(part, index=place(part.index), parts=parts, under=under)

        of_variable: dict[Hashable, tuple[int, ...]] = {}
        for number, leaf in enumerate(self.leaves):
            if leaf is not None:
                of_variable[leaf.variable] = (*of_variable.get(leaf.variable, ()), number)
        return Circuit(
            leaves=tuple(self.leaves),
            steps=tuple((tuple(map(place, parts)), every) for parts, every in self.steps),
            plan=settle(plan),
            shared=frozenset(variable for variable, found in self.directions.items() if len(found) > 1),
            wanted={variable: up for variable, (_, up) in self.first_uses.items()},
            of_variable=of_variable,
            is_fact=tuple(leaf is not None and _is_fact(leaf) for leaf in self.leaves),
        )

    def _step(
        self,
        condition: Condition,
        control_list: ControlList,
        plans: tuple[Plan, ...],
        every: bool,
        negated: bool,
        indices: Sequence[int] | None = None,
    ) -> Plan:
        parts = indices if indices is not None else [plan.index for plan in plans]
        index = self._joined(parts, every != negated)
        return Plan(condition=condition, control_list=control_list, index=index, negated=negated, parts=plans)

    def _joined(self, indices: Iterable[int], every: bool) -> int:
        """Where the minimum (maximum) of ``indices`` stands; the step is added where there is none yet."""
        parts = tuple(dict.fromkeys(indices))
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return 0 if every else 1
        # the same step twice, as where several references lead to one provision, is one
        return self.steps.setdefault((parts, every), -1 - len(self.steps))

    def _follow(
        self, reference: Reference, control_list: ControlList, negated: bool, path: tuple[tuple[str, str], ...]
    ) -> Plan:
        if not reference.targets:  # a whole list: one question to the user, for no goods are held against all of it
            return self._leaf(reference, control_list, negated)
        there = self._list(reference.list_id, control_list)
        plans = []
        for target in reference.targets:
            code = str(there[target].code) if there is not None and target in there else target
            step = _name(there or control_list, code)
            why = ""
            if there is None or target not in there:
                why = f"no list at hand has {target}"
            elif step in path:
                why = f"the reference leads back to {code}"
            elif len(path) > _DEEPEST:
                why = f"{code} is too many references away"
            if why:
                plans.append(self._open(reference, control_list, negated, code, why))
            elif there is not None:
                plans.append(self._expanded(reference, control_list, there, code, negated, (*path, step)))
        return self._step(reference, control_list, tuple(plans), False, negated)

    def _expanded(
        self,
        reference: Reference,
        here: ControlList,
        there: ControlList,
        code: str,
        negated: bool,
        path: tuple[tuple[str, str], ...],
    ) -> Plan:
        """The plan of provision ``code`` that ``reference`` names; "elsewhere in" it, where it holds the reference."""
        before = self.left_out
        if there is here and is_within(reference.place.code, code):
            self.left_out = before | {_name(here, reference.place.code)}
        self.depth += 1
        plan = self.add(self.provisions(there, code), there, negated=negated, path=path)
        self.depth, self.left_out = self.depth - 1, before
        return plan

    def _list(self, list_id: str, here: ControlList) -> ControlList | None:
        if list_id in ("", here.id):
            return here
        return next((other for other in self.others if other.id == list_id), None)

    def _open(self, reference: Reference, control_list: ControlList, negated: bool, target: str, reason: str) -> Plan:
        variable = ("reference", reference.list_id or control_list.id, target)
        return self._leaf(reference, control_list, negated, LeafKind.UNREAD, variable, reason)

    def _leaf(
        self,
        condition: Threshold | Characteristic | Reference | Opaque,
        control_list: ControlList,
        negated: bool,
        kind: LeafKind | None = None,
        variable: Hashable = None,
        reason: str = "",
    ) -> Plan:
        kind = kind or _kind(condition)
        variable = variable or _variable(condition, control_list)
        key = (id(condition), variable)
        number = self.leaf_numbers.setdefault(key, len(self.leaves))
        if number == len(self.leaves):
            self.leaves.append(
                Leaf(condition=condition, control_list=control_list, kind=kind, variable=variable, reason=reason)
            )
        directions = _directions(condition, negated)
        self.directions.setdefault(variable, set()).update(directions)
        use = (self.depth, 1 in directions)
        self.first_uses[variable] = min(self.first_uses.get(variable, use), use, key=lambda found: found[0])
        return Plan(
            condition=condition, control_list=control_list, index=2 * number + negated, negated=negated, leaf=number
        )


def _without_frames(condition: Condition) -> Condition:
    """``condition``, which is denied, without words that only lead up to its figure: "not capable of lifting a …".

    They are no fact that could be denied beside the figure; taken as one, they would let any figure pass.
    """
    if not isinstance(condition, AllOf):
        return condition
    framed = [
        isinstance(part, Characteristic) and isinstance(after, Threshold) and _FRAME.match(part.text)
        for part, after in pairwise((*condition.parts, None))
    ]
    kept = tuple(part for part, is_frame in zip(condition.parts, framed, strict=True) if not is_frame)
    return condition if len(kept) == len(framed) else attrs.evolve(condition, parts=kept)


def _kind(condition: Condition) -> LeafKind:
    match condition:
        case Threshold():
            return LeafKind.FIGURE
        case Opaque():
            return LeafKind.UNREAD
        case _:
            return LeafKind.FACT


def _is_fact(leaf: Leaf) -> bool:
    """Whether no figure is asked for. Words that are not understood and state none are a fact as far as figures go; a
    fact that holds a limit among its words is none.
    """
    match leaf.condition:
        case Opaque(text=text):
            return not states_figure(text)
        case Characteristic(text=text):
            return not states_limit(text)
    return leaf.kind is LeafKind.FACT


def _variable(condition: Threshold | Characteristic | Reference | Opaque, control_list: ControlList) -> Hashable:
    """What the leaf asks about: two leaves that ask about the same figure or fact give the same answer.

    A name of several words means the same throughout an entry; "length" or "value" only beside each other. Goods that
    are called something are not therefore what they are made for, so the name of the goods is a question of its own.
    The two ends of a range that goods have to cover are two questions.
    """
    match condition:
        case Threshold(formula=None) if end_to_cover(condition, control_list) is not None:
            return ("place", condition.place, condition.span)
        case Threshold(formula=None):
            measured = tuple(q.text.casefold() for q in condition.qualifiers if q.kind == "measurement")
            name, code = condition.parameter.casefold(), condition.place.code
            scope = code.split(".", 1)[0] if " " in name else code.rpartition(".")[0] or code
            return ("figure", scope, name, condition.limit.unit.kind, measured)
        case Characteristic(text=text, subject=subject):
            return ("fact", " ".join(text.casefold().split()), subject)
        case Reference(text=text):
            return ("fact", " ".join(text.casefold().split()), False)
        case _:
            return ("place", condition.place, condition.span)


def _directions(condition: Condition, negated: bool) -> set[int]:
    """Whether a larger value (a true fact) helps, +1, or hurts, -1; an equality or a formula may do either."""
    if isinstance(condition, Threshold):
        if condition.formula is not None or condition.comparison is Comparison.EQUAL:
            return {1, -1}
        rising = condition.comparison in _UP
        return {1 if rising != negated else -1}
    return {-1 if negated else 1}
