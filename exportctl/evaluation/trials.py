"""A circuit run at once for a few completions of what is unknown that mostly show what is open and what is not.

Each completion is a bit of a word: a word holds, for every one of them, whether a step is met, and whether it is at
least open. "All of" is then a bitwise and, "any of" a bitwise or. What goods change is carried up from the leaves they
touch; the rest stands as it was made ready, once for the circuit.
"""

from collections.abc import Hashable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from weakref import WeakKeyDictionary

from exportctl.evaluation.cells import Cell, Cells
from exportctl.evaluation.circuits import Circuit
from exportctl.evaluation.levels import NO, OPEN, YES

__all__ = [
    "ALL",
    "CAN_BE_MET",
    "CAN_FAIL",
    "FACTS_CAN_MEET",
    "FAVOURED",
    "FIGURES_CAN_FAIL",
    "KLEENE",
    "WIDTH",
    "level_in",
    "run_words",
    "tried",
]

_GUESSES = 8
WIDTH = 2 + 4 * _GUESSES
ALL = (1 << WIDTH) - 1
_MET = ALL | ALL << WIDTH
KLEENE, FAVOURED = 1, 2


def _block(number: int) -> int:
    return ((1 << _GUESSES) - 1) << (2 + number * _GUESSES)


CAN_BE_MET, CAN_FAIL, FIGURES_CAN_FAIL, FACTS_CAN_MEET = map(_block, range(4))


_kept: "WeakKeyDictionary[Circuit, list[int]]" = WeakKeyDictionary()


def tried(circuit: Circuit, known: Mapping[int, int], partly: Sequence[Hashable], cells: Cells) -> list[int]:
    """The words of all places of ``circuit`` with the leaves that are ``known`` at their level.

    ``partly`` are the questions that what is known narrows down, ``cells`` the answers to each. The first completion is
    Kleene's own, the second has every open fact as the condition would have it. Then come guesses at the questions that
    pull both ways, four times: with all else as the condition would have it, as it would not, with facts as it would
    and figures as it would not, and with facts as it would and figures open.
    """
    base = _kept.get(circuit)
    if base is None:
        base = _kept[circuit] = run_words(circuit, _literals(circuit))
    values = base.copy()
    touched = [(number, _word(level)) for number, level in known.items()]
    for at, variable in enumerate(partly):
        if variable in circuit.shared:
            touched += [one for one in _guesses(circuit, at, variable, cells(variable)) if one[0] not in known]
    dirty: list[int] = []
    for number, words in touched:
        for place, word in zip((2 * number, 2 * number + 1), words, strict=True):
            values[place] = word
            dirty += circuit.users[place]
    _carry(circuit, values, dirty)
    return values


def level_in(word: int, trial: int) -> int:
    """The level that ``word`` has in one ``trial``: `KLEENE` or `FAVOURED`.

    >>> level_in(_word(YES)[1], KLEENE) == NO
    True
    """
    return YES if word >> WIDTH & trial else OPEN if word & trial else NO


def _carry(circuit: Circuit, values: list[int], dirty: list[int]) -> None:
    """Bring the steps that look at ``dirty`` places up to date, in their order."""
    steps, users = circuit.steps, circuit.users
    first = 2 * len(circuit.leaves)
    heapify(dirty)
    last = -1
    while dirty:
        place = heappop(dirty)
        if place == last:
            continue
        last = place
        parts, every = steps[place - first]
        word = _joined(values, parts, every)
        if word != values[place]:
            values[place] = word
            for user in users[place]:
                heappush(dirty, user)


def _literals(circuit: Circuit) -> list[int]:
    """The words of all leaves and their negations while nothing is known."""
    words: list[int] = []
    guessed = _guessed_words(circuit)
    for number, leaf in enumerate(circuit.leaves):
        words += _word(YES) if leaf is None else guessed.get(number) or _free_words(circuit.is_fact[number])
    return words


def _word(level: int) -> tuple[int, int]:
    """The words of a leaf whose ``level`` is decided, and of its negation: the same in every completion."""
    return (_MET, 0) if level == YES else (0, _MET)


def _free_words(fact: bool) -> tuple[int, int]:
    """The words of an open leaf that pulls one way: taken as wanted or unwanted in either sense."""
    wanted = CAN_BE_MET | (FAVOURED | FIGURES_CAN_FAIL | FACTS_CAN_MEET if fact else 0)
    unwanted = CAN_FAIL | (0 if fact else FIGURES_CAN_FAIL)
    word = (ALL & ~unwanted) | wanted << WIDTH
    return word, word


def _guessed_words(circuit: Circuit) -> dict[int, tuple[int, int]]:
    """The words of the leaves whose questions pull both ways."""
    found: dict[int, tuple[int, int]] = {}
    for at, variable in enumerate(sorted(circuit.shared, key=lambda v: circuit.of_variable[v])):
        found.update(_guesses(circuit, at, variable, circuit.answers[variable]))
    return found


def _guesses(
    circuit: Circuit, at: int, variable: Hashable, answers: tuple[Cell, ...]
) -> list[tuple[int, tuple[int, int]]]:
    """The words of the leaves that ask ``variable``: guess after guess one of its ``answers``."""
    numbers = circuit.of_variable[variable]
    fact = circuit.is_fact[numbers[0]]
    wanted = circuit.wanted[variable]
    chosen = [dict(answers[_choice(guess, at, len(answers), fact, wanted)]) for guess in range(_GUESSES)]
    free, _ = _free_words(fact)
    guessed = CAN_BE_MET | CAN_FAIL | (FACTS_CAN_MEET if fact else FIGURES_CAN_FAIL)
    found = []
    for number in numbers:
        bits = sum(1 << guess for guess, cell in enumerate(chosen) if cell[number] == YES)
        yes = sum(bits << block * _GUESSES for block in range(4)) << 2 & guessed
        no = guessed & ~yes
        kept = free & ~(guessed | guessed << WIDTH)
        found.append((number, (kept | yes | yes << WIDTH, kept | no | no << WIDTH)))
    return found


def _choice(guess: int, at: int, answers: int, fact: bool, wanted: bool) -> int:
    """Which answer a guess takes: facts as wanted where they stand first, or all yes, or all no, with figures at one
    end or the other; then any answer, spread evenly.
    """
    if guess >= 4:
        return ((at + 1) * (2 * guess + 1) * 40503 >> 7) % answers
    first = (wanted, wanted, True, False)[guess] if fact else guess in (0, 3)
    return 0 if first else answers - 1


def run_words(circuit: Circuit, literals: list[int]) -> list[int]:
    """The words of all places: those of the leaves and their negations are given, the steps are added to them."""
    values = literals
    for parts, every in circuit.steps:
        values.append(_joined(values, parts, every))
    return values


def _joined(values: Sequence[int], parts: tuple[int, ...], every: bool) -> int:
    word = values[parts[0]]
    if every:
        for part in parts[1:]:
            word &= values[part]
    else:
        for part in parts[1:]:
            word |= values[part]
    return word
