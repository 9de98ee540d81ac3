"""What is certain whatever the unknown facts turn out to be.

Kleene's tables are exact where every open question stands once. Where one stands at several places ("8 to 10 bit, or
10 to 12 bit", "not specified in" a provision with the same head) they can leave open what every completion agrees on.
So open questions at several places, pulling both ways, are split into the cells that their limits make, and every
combination of cells is tried. Past a bound on their number the answer stays open, which is always safe.

Many completions are run at once, a bit each (see `trials`).
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from math import prod

import attrs

from exportctl.evaluation.cells import Cell, Cells
from exportctl.evaluation.circuits import Circuit, Plan
from exportctl.evaluation.levels import NO, OPEN, YES
from exportctl.evaluation.trials import (
    ALL,
    CAN_BE_MET,
    CAN_FAIL,
    FACTS_CAN_MEET,
    FAVOURED,
    FIGURES_CAN_FAIL,
    KLEENE,
    WIDTH,
    level_in,
    run_words,
)

__all__ = ["essential", "live_variables", "settle"]

_MOST_BITS = 1 << 25


def settle(circuit: Circuit, known: Mapping[int, int], cells: Cells, words: Sequence[int]) -> tuple[int, int]:
    """The level over everything, and the level of the figures alone, with the leaves that are ``known`` at their level.

    The first is decided only where all completions agree. The second takes open yes/no facts as the condition would
    have them: met where one consistent answer to them meets the condition whatever the open figures are, not met
    where none does. ``cells`` are the answers to each question that is open, ``words`` what `tried` found.
    """
    answer = words[circuit.plan.index]
    met, possible = answer >> WIDTH, answer & ALL
    if met & KLEENE or not possible & KLEENE:
        level = YES if met & KLEENE else NO
        return level, level
    can_be_met, can_fail = met & CAN_BE_MET, CAN_FAIL & ~possible
    truth = OPEN if can_be_met and can_fail else _searched(circuit, words, known, cells, _agreed)
    if truth != OPEN:
        return truth, truth
    if not possible & FAVOURED:
        return OPEN, NO
    if met & FACTS_CAN_MEET:
        return OPEN, YES
    if can_be_met and FIGURES_CAN_FAIL & ~possible:
        return OPEN, OPEN
    return OPEN, _searched(circuit, words, known, cells, _best)


def _searched(
    circuit: Circuit,
    words: Sequence[int],
    known: Mapping[int, int],
    cells: Cells,
    verdict: Callable[["_Table"], int],
) -> int:
    """What ``verdict`` makes of all completions of the live questions that pull both ways; OPEN where they are many."""
    both_ways = [variable for variable in live_variables(circuit, words, KLEENE) if variable in circuit.shared]
    both_ways.sort(key=lambda variable: not circuit.is_fact[circuit.of_variable[variable][0]])
    return verdict(_Table(circuit, known, tuple((variable, cells(variable)) for variable in both_ways)))


@attrs.frozen(eq=False)
class _Table:
    """All completions of some ``questions``, the first of them changing slowest, each a bit of the words."""

    circuit: Circuit
    known: Mapping[int, int]
    questions: tuple[tuple[Hashable, tuple[Cell, ...]], ...]

    @property
    def size(self) -> int:
        """How many completions there are."""
        return prod(len(answers) for _, answers in self.questions)

    @property
    def block(self) -> int:
        """How many there are for one answer to all yes/no facts."""
        is_fact, of_variable = self.circuit.is_fact, self.circuit.of_variable
        return prod(len(answers) for variable, answers in self.questions if not is_fact[of_variable[variable][0]])

    @property
    def affordable(self) -> bool:
        """Whether running them all is."""
        return (
            bool(self.questions) and self.size * 2 * (len(self.circuit.leaves) + len(self.circuit.steps)) < _MOST_BITS
        )

    def outcome(self, *, favoured: bool) -> tuple[int, int]:
        """In which completions the condition is met, and in which it is at least open.

        ``favoured`` takes the open yes/no facts outside the table as the condition would have them.
        """
        size, every = self.size, (1 << self.size) - 1
        met = every | every << size
        literals = [met, 0]
        answered = self._answered()
        for number, fact in enumerate(self.circuit.is_fact[1:], 1):
            if number in self.known:
                literals += (met, 0) if self.known[number] == YES else (0, met)
            elif number in answered:
                yes = answered[number]
                no = every & ~yes
                literals += (yes | yes << size, no | no << size)
            else:
                literals += (met, met) if favoured and fact else (every, every)
        answer = run_words(self.circuit, literals)[self.circuit.plan.index]
        return answer >> size, answer & every

    def depends(self, outcome: int, question: Hashable) -> bool:
        """Whether two completions that differ in the answer to ``question`` alone differ in the ``outcome``."""
        inner = self.size
        for variable, answers in self.questions:
            outer, inner = inner, inner // len(answers)
            if variable == question:
                first = self._first(inner, outer)
                return any((outcome ^ outcome >> at * inner) & first for at in range(1, len(answers)))
        return False

    def _answered(self) -> dict[int, int]:
        """For each leaf of the questions, the completions in which it is met."""
        found: dict[int, int] = {}
        for (_, answers), (_, _, where) in zip(self.questions, self._places(), strict=True):
            for cell, completions in zip(answers, where, strict=True):
                for number, level in cell:
                    found[number] = found.get(number, 0) | (completions if level == YES else 0)
        return found

    def _places(self) -> Iterator[tuple[Hashable, int, list[int]]]:
        """Each question, how far apart two of its answers stand, and the completions that give each answer."""
        inner = self.size
        for variable, answers in self.questions:
            outer, inner = inner, inner // len(answers)
            first = self._first(inner, outer)
            yield variable, inner, [first << place * inner for place in range(len(answers))]

    def _first(self, inner: int, outer: int) -> int:
        """The completions that give the first answer: the lowest ``inner`` of every ``outer``."""
        found, filled = (1 << inner) - 1, outer
        while filled < self.size:
            found |= found << filled
            filled *= 2
        return found & ((1 << self.size) - 1)


def _agreed(table: _Table) -> int:
    """The level that all completions give, or OPEN."""
    if not table.affordable:
        return OPEN
    met, possible = table.outcome(favoured=False)
    return NO if not possible else YES if met == (1 << table.size) - 1 else OPEN


def _best(table: _Table) -> int:
    """The best level that one answer to the yes/no facts reaches over all answers to the figures."""
    if not table.affordable:
        return OPEN
    met, possible = table.outcome(favoured=True)
    if not possible:
        return NO
    block, every = table.block, (1 << table.block) - 1
    return YES if any(met >> at & every == every for at in range(0, table.size, block)) else OPEN


def live_variables(
    circuit: Circuit, words: Sequence[int], trial: int, plan: Plan | None = None
) -> dict[Hashable, list[int]]:
    """The open questions that ``plan`` (the whole condition) hangs on once what is decided in ``trial`` is struck out.

    Each with its leaves, in the order of the text.
    """
    first = 2 * len(circuit.leaves)
    root = (plan or circuit.plan).index
    found: set[int] = set()
    waiting, seen = [root], {root}
    while waiting:
        place = waiting.pop()
        if level_in(words[place], trial) != OPEN:
            continue
        if place < first:
            found.add(place // 2)
            continue
        fresh = [part for part in circuit.steps[place - first][0] if part not in seen]
        seen.update(fresh)
        waiting += fresh
    live: dict[Hashable, list[int]] = {}
    for number in sorted(found):
        leaf = circuit.leaves[number]
        if leaf is not None:
            live.setdefault(leaf.variable, []).append(number)
    return live


def essential(
    circuit: Circuit, known: Mapping[int, int], cells: Cells, live: Mapping[Hashable, Sequence[int]], *, favoured: bool
) -> tuple[Hashable, ...]:
    """The smallest set of the ``live`` questions whose answers, whatever they are, settle the condition.

    These are the questions on which the outcome depends under some answer to the others: leaving one of them out
    could leave the outcome open, and all of them together leave nothing open. Where their answers are too many to try,
    all are kept. ``favoured`` takes the open yes/no facts as the condition would have them.
    """
    table = _Table(circuit, known, tuple((variable, cells(variable)) for variable in live))
    if all(len(leaves) == 1 for leaves in live.values()) or not table.affordable:
        return tuple(live)
    met, _ = table.outcome(favoured=favoured)
    return tuple(variable for variable in live if table.depends(met, variable))
