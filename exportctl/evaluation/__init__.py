"""Goods against a provision: whether it is met, not met, or which fact is missing.

A provision holds when the heads of all provisions above it hold, its own condition holds, its sub-items hold as its
words combine them, and no note takes the goods out. Every sub-item is judged, so the trace is complete, and one that
fails never removes another. What is not known stays open; a decision is made only where everything that is open could
come out either way without changing it.
"""

from collections.abc import Sequence
from functools import lru_cache

from exportctl.codes import EntryCode
from exportctl.conditions import AllOf, AnyOf, Condition, Role
from exportctl.evaluation.building import build
from exportctl.evaluation.circuits import Circuit
from exportctl.evaluation.counterfactuals import Counterfactual, changes, nearest_change
from exportctl.evaluation.evidence import Evidence
from exportctl.evaluation.facts import Fact
from exportctl.evaluation.findings import Decision, Finding, root
from exportctl.evaluation.reached import has_figures, met_below, provisions
from exportctl.evaluation.stands import outcome
from exportctl.evaluation.trials import tried
from exportctl.extraction import extract
from exportctl.goods import Goods
from exportctl.model import ControlList, Place

__all__ = [
    "Counterfactual",
    "Fact",
    "Finding",
    "changes",
    "decide",
    "evaluate",
    "has_figures",
    "met_below",
    "nearest_change",
    "provisions",
]

_CIRCUITS = 16384


def evaluate(
    control_list: ControlList, code: str | EntryCode, goods: Goods, *, others: Sequence[ControlList] = ()
) -> Finding:
    """The finding about ``goods`` under provision ``code`` of ``control_list``, with its whole trace.

    References are followed in this list and in ``others``; where a list is not at hand, what it specifies stays open.
    Raises `UnknownCode` (a ``KeyError``) where the list has no such provision.
    """
    return decide(_circuit(control_list, str(control_list[code].code), tuple(others)), goods)


def decide(circuit: Circuit, goods: Goods) -> Finding:
    """The finding about ``goods`` under a condition that `build` has made ready."""
    evidence = Evidence(goods=goods, names_asked=circuit.names)
    known, partly = evidence.weigh_all(circuit)
    circuit = circuit.taken_out_but_for_facts(known, evidence.touched(circuit, known))
    cells = evidence.cells(circuit)
    words = tried(circuit, known, partly, cells)
    truth, limits = outcome(circuit, known, cells, words)
    return root(
        Decision(
            circuit=circuit, evidence=evidence, known=known, partly=partly, words=words, truth=truth, limits=limits
        )
    )


@lru_cache(maxsize=_CIRCUITS)
def _circuit(control_list: ControlList, code: str, others: tuple[ControlList, ...]) -> Circuit:
    return build(_whole(control_list, code), control_list, others=others, provisions=_whole)


@lru_cache(maxsize=_CIRCUITS)
def _whole(control_list: ControlList, code: str) -> Condition:
    """The condition of a provision with all that stands above it: its ancestors' own words and notes."""
    above = tuple(_standing(control_list, str(entry.code)) for entry in control_list.ancestors(code))
    return AllOf(parts=(*above, _own(control_list, code)), place=Place(code), role=Role.PROVISION)


def _own(control_list: ControlList, code: str) -> Condition:
    if control_list[code].not_used:
        return AnyOf(parts=(), place=Place(code), role=Role.PROVISION)
    return extract(control_list, code)


def _standing(control_list: ControlList, code: str) -> Condition:
    """What an ancestor asks of everything below it: all of its condition but the sub-items."""
    own = extract(control_list, code)
    parts = own.parts if isinstance(own, AllOf) and own.role is Role.PROVISION else (own,)
    kept = tuple(part for part in parts if getattr(part, "role", None) is not Role.CHILDREN)
    return AllOf(parts=kept, place=Place(code), role=Role.HEAD)
