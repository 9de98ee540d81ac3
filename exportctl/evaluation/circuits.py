"""A condition made ready for deciding: its leaves in a row, its composites as steps over them.

The tree is brought into negation normal form: a `Not` is pushed down to the leaves, so that every step is a minimum
("all of") or a maximum ("any of") over ``NO < OPEN < YES``, which are Kleene's tables. References are followed and
expanded in place; one that leads back to a provision whose meaning is being asked for, or too deep, stays open.

A circuit holds no goods: it is built once for a provision and run for every product.
"""

from collections.abc import Callable, Hashable, Sequence
from enum import StrEnum

import attrs

from exportctl.conditions import Characteristic, Condition, Opaque, Reference, Threshold
from exportctl.model import ControlList
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth

__all__ = ["NO", "OPEN", "YES", "Circuit", "Leaf", "LeafKind", "Plan", "truth_of"]

NO, OPEN, YES = 0, 1, 2
_TRUTHS = (FALSE, UNKNOWN, TRUE)


def truth_of(level: int) -> Truth:
    """The `Truth` of a level.

    >>> str(truth_of(OPEN))
    'undetermined'
    """
    return _TRUTHS[level]


class LeafKind(StrEnum):
    """What a leaf asks for: a figure, a yes/no fact, or words that a person has to read."""

    FIGURE = "figure"
    FACT = "yes/no"
    UNREAD = "unread"


@attrs.frozen(eq=False, kw_only=True)
class Leaf:
    """One leaf of a circuit. Leaves with the same ``variable`` ask about the same thing and cannot differ."""

    condition: Threshold | Characteristic | Reference | Opaque
    control_list: ControlList
    kind: LeafKind
    variable: Hashable
    reason: str = ""

    @property
    def quote(self) -> str:
        """The law's words under the leaf's span."""
        return self.control_list.quote(self.condition.place, self.condition.span)


@attrs.frozen(eq=False, kw_only=True)
class Plan:
    """One step of the trace: which condition, where its level stands among the circuit's, and what lies below it."""

    condition: Condition
    control_list: ControlList
    index: int
    negated: bool = False
    leaf: int | None = None
    parts: "tuple[Plan, ...]" = ()


@attrs.frozen(eq=False, kw_only=True)
class Circuit:
    """Leaves, steps and the place of the answer.

    ``run`` takes one level for each leaf and gives the level of every literal and step; leaf ``i`` stands at ``2 * i``,
    its negation behind it, the steps follow. Leaf 0 is always met and has no condition. ``shared`` are the questions
    that pull both ways, ``of_variable`` the leaves that ask each, ``figures`` the parameters that are limited.
    """

    leaves: tuple[Leaf | None, ...]
    steps: tuple[tuple[Callable[[list[int]], Sequence[int]], bool], ...]
    plan: Plan
    shared: frozenset[Hashable]
    of_variable: dict[Hashable, tuple[int, ...]]
    is_fact: tuple[bool, ...]
    figures: tuple[str, ...]

    def run(self, levels: Sequence[int]) -> list[int]:
        """The levels of all literals and steps when the leaves have ``levels``."""
        values: list[int] = []
        for level in levels:
            values += (level, 2 - level)
        return self._finish(values)

    def run_favoured(self, levels: Sequence[int]) -> list[int]:
        """The same with every open yes/no fact taken as the condition would have it, in either sense."""
        return self.run_taken(levels, YES, OPEN)

    def run_taken(self, levels: Sequence[int], facts: int, figures: int) -> list[int]:
        """The same with open yes/no facts and open figures taken so, in either sense."""
        values: list[int] = []
        for level, fact in zip(levels, self.is_fact, strict=True):
            if level == OPEN:
                taken = facts if fact else figures
                values += (taken, taken)
            else:
                values += (level, 2 - level)
        return self._finish(values)

    def _finish(self, values: list[int]) -> list[int]:
        append = values.append
        for parts, every in self.steps:
            append(min(parts(values)) if every else max(parts(values)))
        return values

    def answer(self, values: Sequence[int]) -> int:
        """The level of the whole condition among ``values``."""
        level = values[self.plan.index]
        return 2 - level if self.plan.negated else level
