"""What is certain whatever the unknown facts turn out to be.

Kleene's tables are exact where every open question stands once. Where one stands at several places ("8 to 10 bit, or
10 to 12 bit", "not specified in" a provision with the same head) they can leave open what every completion agrees on.
So open questions at several places, pulling both ways, are split into the cells that their limits make, and the
circuit is run for each. The number of runs is bounded; past the bound the answer stays open, which is always safe.
"""

from collections.abc import Callable, Hashable, Sequence

import attrs

from exportctl.evaluation.circuits import NO, OPEN, YES, Circuit, Plan

__all__ = ["Cell", "Cells", "assigned", "essential", "live_variables", "settle"]

Cell = tuple[tuple[int, int], ...]
"""One answer to a question, as (leaf, level) for each of the leaves that ask it."""
Cells = Callable[[Hashable], tuple[Cell, ...]]

_MOST_RUNS = 400
_MOST_RUNS_EACH = 300
_MOST_STEPS = 40_000


def _bounded(circuit: Circuit, most: int) -> "_Runs":
    """As many runs as are affordable for a circuit of this size."""
    return _Runs(min(most, _MOST_STEPS // (len(circuit.leaves) + len(circuit.steps)) + 2))


@attrs.define
class _Runs:
    left: int

    def spend(self) -> bool:
        self.left -= 1
        return self.left >= 0


def settle(circuit: Circuit, levels: Sequence[int], cells: Cells) -> tuple[int, int]:
    """The level over everything, and the level of the figures alone.

    The first is decided only where all completions agree. The second takes open yes/no facts as the condition would
    have them: met where one consistent answer to them meets the condition whatever the open figures are, not met
    where none does.
    """
    values = circuit.run(levels)
    truth = circuit.answer(values)
    if truth != OPEN:
        return truth, truth
    both_ways = _both_ways(circuit, values)
    facts = [v for v in both_ways if _is_fact(circuit, v)]
    figures = [v for v in both_ways if not _is_fact(circuit, v)]
    met = both_ways and _reaches(circuit, levels, both_ways, cells, YES, YES)
    if both_ways and not (met and _reaches(circuit, levels, both_ways, cells, NO, NO)):
        truth = _agreed(circuit.run, circuit, list(levels), both_ways, cells, _bounded(circuit, _MOST_RUNS))
        if truth != OPEN:
            return truth, truth
    if met and _reaches(circuit, levels, figures, cells, YES, NO):
        return OPEN, OPEN
    return truth, _favoured(circuit, list(levels), facts, figures, cells, _bounded(circuit, _MOST_RUNS))


def _reaches(
    circuit: Circuit, levels: Sequence[int], variables: Sequence[Hashable], cells: Cells, facts: int, figures: int
) -> bool:
    """Whether one of two simple completions shows that the outcome can be as open ``figures`` are taken.

    Questions that pull both ways get their first answer, or their last; the others are taken as given. What is shown so
    need not be searched for; what is not shown may be true all the same.
    """
    for end in (0, -1):
        cell = tuple(answer for variable in variables for answer in cells(variable)[end])
        if circuit.answer(circuit.run_taken(assigned(levels, cell), facts, figures)) == figures:
            return True
    return False


def _is_fact(circuit: Circuit, variable: Hashable) -> bool:
    return circuit.is_fact[circuit.of_variable[variable][0]]


def _both_ways(circuit: Circuit, values: Sequence[int]) -> list[Hashable]:
    """The open questions that pull both ways and that the answer still hangs on."""
    if not circuit.shared:
        return []
    return [variable for variable in live_variables(circuit, values) if variable in circuit.shared]


def assigned(levels: Sequence[int], cell: Cell) -> list[int]:
    """``levels`` with the answer ``cell`` given."""
    result = list(levels)
    for leaf, level in cell:
        result[leaf] = level
    return result


def _agreed(
    run: Callable[[Sequence[int]], list[int]],
    circuit: Circuit,
    levels: list[int],
    variables: Sequence[Hashable],
    cells: Cells,
    runs: _Runs,
) -> int:
    """The level that all answers to ``variables`` give, or OPEN."""
    if not runs.spend():
        return OPEN
    level = circuit.answer(run(levels))
    if level != OPEN or not variables:
        return level
    agreed: int | None = None
    for cell in cells(variables[0]):
        level = _agreed(run, circuit, assigned(levels, cell), variables[1:], cells, runs)
        if level == OPEN or agreed not in (None, level):
            return OPEN
        agreed = level
    return OPEN if agreed is None else agreed


def _favoured(
    circuit: Circuit,
    levels: list[int],
    facts: Sequence[Hashable],
    figures: Sequence[Hashable],
    cells: Cells,
    runs: _Runs,
) -> int:
    """The best level that a consistent answer to the yes/no ``facts`` reaches, the rest of them favoured freely."""
    if not runs.spend():
        return OPEN
    bound = circuit.answer(circuit.run_favoured(levels))
    if not facts:
        return _agreed(circuit.run_favoured, circuit, levels, figures, cells, runs) if bound == OPEN else bound
    if bound == NO:
        return NO
    best = NO
    for cell in cells(facts[0]):
        best = max(best, _favoured(circuit, assigned(levels, cell), facts[1:], figures, cells, runs))
        if (best == bound and (best == YES or not figures)) or (best == OPEN and runs.left < 0):
            break
    return best


def live_variables(circuit: Circuit, values: Sequence[int], plan: Plan | None = None) -> dict[Hashable, list[int]]:
    """The open questions that ``plan`` (the whole condition) hangs on once what is decided has been struck out.

    Each with its leaves.
    """
    found: dict[Hashable, list[int]] = {}

    def walk(plan: Plan) -> None:
        if values[plan.index] != OPEN:
            return
        if plan.leaf is not None:
            leaf = circuit.leaves[plan.leaf]
            if leaf is not None and plan.leaf not in (known := found.setdefault(leaf.variable, [])):
                known.append(plan.leaf)
        for part in plan.parts:
            walk(part)

    walk(plan or circuit.plan)
    return found


def essential(
    circuit: Circuit,
    levels: Sequence[int],
    cells: Cells,
    run: Callable[[Sequence[int]], list[int]],
) -> tuple[Hashable, ...]:
    """The smallest set of questions whose answers, whatever they are, settle the condition.

    These are the questions on which the outcome depends under some answer to the others: leaving one of them out
    could leave the outcome open, and all of them together leave nothing open. Where the search is cut short, a
    question is kept.
    """
    live = live_variables(circuit, run(levels))
    if all(len(leaves) == 1 for leaves in live.values()):
        return tuple(live)
    kept = []
    for variable in live:
        others = [other for other in live if other != variable]
        if _matters(circuit, list(levels), variable, others, cells, run, _bounded(circuit, _MOST_RUNS_EACH)):
            kept.append(variable)
    return tuple(kept)


def _matters(
    circuit: Circuit,
    levels: list[int],
    variable: Hashable,
    others: Sequence[Hashable],
    cells: Cells,
    run: Callable[[Sequence[int]], list[int]],
    runs: _Runs,
) -> bool:
    outcomes = set()
    for cell in cells(variable):
        if not runs.spend():
            return True
        outcomes.add(circuit.answer(run(assigned(levels, cell))))
    if {NO, YES} <= outcomes:
        return True
    if OPEN not in outcomes or not others:
        return False
    return any(
        _matters(circuit, assigned(levels, cell), variable, others[1:], cells, run, runs) for cell in cells(others[0])
    )
