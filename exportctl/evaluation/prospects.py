"""How much an answer to each open question would settle, before it is asked.

An answer is tried for every stretch between the limits that the question stands at, and yes and no; nothing is known of
how goods spread over them, so each counts the same, but that goods are what they were looked up as is taken as likely.
"""

from collections.abc import Hashable, Iterator
from itertools import islice

import attrs

from exportctl.conditions import Characteristic
from exportctl.evaluation.cells import Cell
from exportctl.evaluation.circuits import Leaf, LeafKind
from exportctl.evaluation.completions import live_variables
from exportctl.evaluation.facts import Fact, facts_asked
from exportctl.evaluation.findings import Finding
from exportctl.evaluation.levels import OPEN
from exportctl.evaluation.trials import FAVOURED, KLEENE, level_in, tried
from exportctl.model import Place
from exportctl.truth import UNKNOWN

__all__ = ["Prospect", "prospects"]

_MOST_LOOKED_AT = 60
_LIKELY = (0.9, 0.1)


@attrs.frozen(kw_only=True)
class Prospect:
    """An open fact, the chance that its answer alone ``settles`` the finding, and the ``share`` of all that is open
    which its answer is expected to do away with.
    """

    fact: Fact
    settles: float
    share: float


def prospects(finding: Finding) -> tuple[Prospect, ...]:
    """The facts that can be asked about ``finding``, in the order of the text; none where it is settled.

    While its figures are open, an answer settles it that settles ``limits``; after that, one that settles ``truth``.
    """
    return tuple(_prospects(finding))


def _prospects(finding: Finding) -> Iterator[Prospect]:
    decision, circuit = finding.decision, finding.decision.circuit
    trial = FAVOURED if finding.limits is UNKNOWN else KLEENE
    before = live_variables(circuit, decision.words, trial, finding.plan)
    cells = decision.evidence.cells(circuit)
    for variable, leaves in islice(_askable(finding, before).items(), _MOST_LOOKED_AT):
        settles = share = 0.0
        for chance, cell in _weighted(leaves[0], cells(variable), figures_open=trial == FAVOURED):
            words = tried(circuit, {**decision.known, **dict(cell)}, decision.partly, cells)
            left = len(live_variables(circuit, words, trial, finding.plan))
            settles += chance * (level_in(words[finding.plan.index], trial) != OPEN)
            share += chance * (1 - left / max(len(before), 1))
        for fact in facts_asked([leaves], decision.evidence):
            yield Prospect(fact=fact, settles=settles, share=share)


def _askable(finding: Finding, live: dict[Hashable, list[int]]) -> dict[Hashable, tuple[Leaf, ...]]:
    """The questions that can be answered; where figures are open, also the yes/no facts that could rule them out."""
    circuit = finding.decision.circuit
    if finding.limits is UNKNOWN:
        live = live_variables(circuit, finding.decision.words, KLEENE, finding.plan) | live
    found = {}
    for variable, numbers in live.items():
        leaves = tuple(leaf for number in numbers if (leaf := circuit.leaves[number]) is not None)
        if leaves and leaves[0].kind is not LeafKind.UNREAD:
            found[variable] = leaves
    return found


def _weighted(leaf: Leaf, cells: tuple[Cell, ...], *, figures_open: bool) -> Iterator[tuple[float, Cell]]:
    """The answers with their chances; of a yes/no fact, yes comes first.

    Goods are likely what they were looked up as, by the head of an entry or by their name, and while figures are open
    what else a provision says of them.
    """
    condition = leaf.condition
    in_head = condition.place == Place(condition.place.code.partition(".")[0])
    named = in_head or (isinstance(condition, Characteristic) and condition.subject)
    likely = (named or (figures_open and leaf.kind is LeafKind.FACT)) and len(cells) == len(_LIKELY)
    return zip(_LIKELY if likely else (1 / len(cells),) * len(cells), cells, strict=True)
