"""Whether what the figures come to rests on figures: words alone do not stand in for a figure that failed.

"Components exceeding 10 kg, or nose cones": 9 kg are not met by its being open whether they are nose cones.
"""

from collections.abc import Mapping, Sequence

from exportctl.conditions import AllOf, AnyOf, Role
from exportctl.evaluation.cells import Cells
from exportctl.evaluation.circuits import Circuit, Plan
from exportctl.evaluation.completions import settle
from exportctl.evaluation.levels import NO, OPEN, YES
from exportctl.evaluation.trials import FAVOURED, KLEENE, level_in

__all__ = ["outcome"]


def outcome(circuit: Circuit, known: Mapping[int, int], cells: Cells, words: Sequence[int]) -> tuple[int, int]:
    """The levels of the truth over everything, and of the figures alone."""
    truth, limits = settle(circuit, known, cells, words)
    if truth == OPEN and limits == YES and not _rests_on_figures(circuit, known, words):
        limits = OPEN
    return truth, limits


def _rests_on_figures(circuit: Circuit, known: Mapping[int, int], words: Sequence[int]) -> bool:
    """Whether the condition, met when open facts are as it would have them, is met by no fact instead of a figure.

    Alternatives of one sentence are looked at; a sub-item that asks for no figure is an item of its own.
    """
    held = sum(1 << number for number in known if not circuit.is_fact[number])
    if not held or level_in(words[circuit.plan.index], FAVOURED) != YES:
        return True
    return _stands(circuit.plan, circuit.asks_figures, held, words)


def _stands(plan: Plan, figures: int, held: int, words: Sequence[int]) -> bool:
    if not plan.under & held or not plan.parts:
        return True
    condition = plan.condition
    if isinstance(condition, AllOf | AnyOf) and isinstance(condition, AllOf) is not plan.negated:
        return all(_stands(part, figures, held, words) for part in plan.parts)
    found = [part for part in plan.parts if level_in(words[part.index], FAVOURED) == YES]
    in_words = isinstance(condition, AnyOf) and condition.role in (Role.CLAUSE, Role.HEAD)
    if in_words and any(part.under & held and level_in(words[part.index], KLEENE) == NO for part in plan.parts):
        found = [part for part in found if part.under & figures]
    return any(_stands(part, figures, held, words) for part in found)
