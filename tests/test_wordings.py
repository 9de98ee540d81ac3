"""The bundled digest decides as the official text does: over the cases, and limit by limit over both lists."""

from collections.abc import Iterable, Iterator, Mapping

import pytest
from test_deciding import DEVELOPED, OPEN, found

import exportctl as ec
from exportctl.conditions import Threshold, leaves
from exportctl.evaluation import _circuit
from exportctl.evaluation.circuits import Circuit
from exportctl.evaluation.evidence import Evidence
from exportctl.evaluation.levels import NO, YES
from exportctl.evaluation.stands import outcome
from exportctl.evaluation.trials import tried
from exportctl.extraction import extract
from exportctl.goods import Goods
from exportctl.model import ControlList, Entry, Place

pytestmark = pytest.mark.official

UNTOLD = Goods("goods", {})
BEHIND_AT_MOST = 0.01  # of the cases that the official text decides

Limit = tuple[Place, str, str, str]


@pytest.fixture(scope="module")
def wordings(
    official_annex: ControlList, official_military: ControlList
) -> tuple[tuple[ControlList, ControlList], tuple[ControlList, ControlList]]:
    """Both lists in the official wording and in the digest's."""
    law = (official_annex, official_military)
    annex, military = (ec.load(one.id, edition=one.edition, wording="digest") for one in law)
    return law, (annex, military)


def limit_of(threshold: Threshold) -> Limit:
    """A limit without its name: where it stands, comparison, value or formula, unit."""
    value = threshold.limit.magnitude if threshold.formula is None else threshold.formula
    return threshold.place, str(threshold.comparison), str(value), str(threshold.limit.unit)


def leaves_by_limit(circuit: Circuit) -> dict[Limit, list[int]]:
    """The numbers of the leaves that ask for each limit."""
    numbers: dict[Limit, list[int]] = {}
    for number, leaf in enumerate(circuit.leaves):
        if leaf is not None and isinstance(leaf.condition, Threshold):
            numbers.setdefault(limit_of(leaf.condition), []).append(number)
    return numbers


def comes_to(circuit: Circuit, numbers: Mapping[Limit, list[int]], told: Mapping[Limit, int]) -> int:
    """What the figures come to where the limits of ``told`` are met or not as it says, and nothing else is known.

    ``numbers`` are the leaves that ask for each limit.
    """
    known = {number: level for limit, level in told.items() for number in numbers.get(limit, ())}
    cells = Evidence(goods=UNTOLD, names_asked=circuit.names).cells(circuit)
    return outcome(circuit, known, cells, tried(circuit, known, (), cells))[1]


def goods_told(limits: list[Limit]) -> Iterator[dict[Limit, int]]:
    """What may be told of goods: all limits inside, each in turn outside, each in turn open, one alone failed.

    Inside means in what a provision asks for, and outside what its notes do.
    """
    inside = {limit: YES if limit[0].note is None else NO for limit in limits}
    own = {limit: level for limit, level in inside.items() if limit[0].note is None}
    yield inside
    yield own
    for limit in limits:
        yield {**inside, limit: NO if inside[limit] == YES else YES}
    for limit in own:
        yield {other: level for other, level in inside.items() if other != limit}
        yield {limit: NO}


def in_force(law: ControlList, entry: Entry, limits: Iterable[Limit]) -> list[Limit]:
    """Those of ``limits`` that stand in a provision, in the heads above it or in the notes of them all."""
    codes = {str(one.code) for one in (*law.ancestors(entry.code), entry)}
    return [limit for limit in limits if limit[0].code in codes]


def test_no_case_is_decided_wrongly_in_the_digests_wording(
    wordings: tuple[tuple[ControlList, ...], tuple[ControlList, ...]],
) -> None:
    """What the digest decides of the cases worked on is what the law says."""
    lists = {one.id: one for one in wordings[1]}
    wrong = [case["id"] for case in DEVELOPED if found(case, lists) not in (case["expected"], OPEN)]
    assert wrong == []


def test_the_digest_decides_as_many_cases_as_the_law(
    wordings: tuple[tuple[ControlList, ...], tuple[ControlList, ...]],
) -> None:
    """Of the cases worked on the digest decides as many as the official text, less one in a hundred at most."""
    cases = [case for case in DEVELOPED if case["expected"] != OPEN]
    law, digest = (
        sum(found(case, {one.id: one for one in lists}) == case["expected"] for case in cases) for lists in wordings
    )
    assert digest >= law - BEHIND_AT_MOST * len(cases)


@pytest.mark.parametrize("number", [0, 1], ids=["dual-use", "military"])
def test_limits_decide_alike_in_both_wordings(
    number: int, wordings: tuple[tuple[ControlList, ...], tuple[ControlList, ...]]
) -> None:
    """Whichever limits of a provision goods meet or fail, both wordings come to the same: met, not met, or open."""
    law, digest = (lists[number] for lists in wordings)
    differing: set[str] = set()
    looked_at = 0
    for entry in law.walk():
        code = str(entry.code)
        if not any(isinstance(leaf, Threshold) and leaf.place.code == code for leaf in leaves(extract(law, code))):
            continue
        looked_at += 1
        official, ours = _circuit(law, code, ()), _circuit(digest, code, ())
        of_law, of_digest = leaves_by_limit(official), leaves_by_limit(ours)
        for told in goods_told(in_force(law, entry, of_law)):
            if comes_to(official, of_law, told) != comes_to(ours, of_digest, told):
                differing.add(code)
    assert looked_at > 40
    assert not differing
