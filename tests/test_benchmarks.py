"""The yardstick: cases that are what they say, and measures that count as they should."""

import re
from collections import Counter

import pytest

from benchmarks.cases import TIERS, cases
from benchmarks.measures import area_under_curve, graded, interval, rank_of
from benchmarks.stages import report
from exportctl.codes import EntryCode
from exportctl.matching.goods_index import index_terms
from exportctl.model import ControlList


def test_there_are_enough_cases() -> None:
    """At least 800 goods, all tiers, four languages, all categories, 150 and more unlisted ones."""
    assert len(cases()) >= 800
    assert {case.tier for case in cases()} == set(TIERS)
    assert {case.language for case in cases()} == {"en", "nl", "de", "fr"}
    assert {case.category for case in cases()} >= {*"0123456789", "ML"}
    assert sum(not case.entries for case in cases()) >= 150


def test_all_military_entries_are_asked_for() -> None:
    """ML1 to ML22 each have cases."""
    asked = {entry for case in cases() for entry in case.entries}
    assert {f"ML{n}" for n in range(1, 23)} <= asked


def test_every_case_has_its_own_id_and_text() -> None:
    """No id and no description stands twice."""
    assert max(Counter(case.id for case in cases()).values()) == 1
    assert max(Counter((case.language, case.text) for case in cases()).values()) == 1


def test_halves_are_of_like_size() -> None:
    """The hash divides the cases in two halves of like size."""
    dev = sum(case.half == "dev" for case in cases())
    assert 0.4 < dev / len(cases()) < 0.6


def test_codes_of_cases_exist(official_annex: ControlList, official_military: ControlList) -> None:
    """Every right entry, sub-item and nearest entry is a provision of a list, sub-items below a right entry."""
    for case in cases():
        for code in (*case.entries, *case.nearest, *([case.sub_item] if case.sub_item else [])):
            assert code in official_annex or code in official_military, case.id
        assert case.sub_item is None or EntryCode.parse(case.sub_item).head in case.entries


def test_outcomes_go_with_entries() -> None:
    """Unlisted goods have no right entry, all others have one."""
    assert all((case.outcome == "not listed") != bool(case.entries) for case in cases())


def test_cases_are_not_the_index_again() -> None:
    """Most descriptions are no term of the goods index: finding them is more than looking them up."""
    terms = {term.term.casefold() for term in index_terms()}
    same = sum(case.text.casefold() in terms for case in cases() if case.entries)
    assert same / sum(bool(case.entries) for case in cases()) < 0.4


@pytest.mark.parametrize(
    ("entries", "sub_item", "answer", "score"),
    [
        (["1C002"], "1C002.b.2", "1C002.b.2.b", 1.0),
        (["1C002"], "1C002.b.2", "1C002.c", 0.7),
        (["3A001"], None, "3A001.b", 1.0),
        (["3A001"], None, "3A225", 0.4),
        (["3A001"], None, "3B001", 0.2),
        (["ML3"], None, "ML4.a", 0.2),
        (["ML3"], None, "3A001", 0.0),
        (["3A001"], None, None, 0.0),
    ],
)
def test_answers_are_graded(entries: list[str], sub_item: str | None, answer: str | None, score: float) -> None:
    """Exact 1, entry 0.7, product group 0.4, category 0.2, no answer 0."""
    assert graded(entries, sub_item, answer) == score


def test_a_missing_answer_has_no_place() -> None:
    """The place of the right entry counts from 1; where it is missing it is 0."""
    assert rank_of(["3A228"], ["3A229", "3A228.a"]) == 2
    assert rank_of(["3A228"], ["3A229"]) == 0


def test_area_under_the_curve_is_a_share_of_pairs() -> None:
    """The area is the share of pairs in the right order, ties counting half."""
    listed, unlisted = [0.9, 0.5, 0.3], [0.5, 0.1]
    pairs = [(a > b) + 0.5 * (a == b) for a in listed for b in unlisted]
    assert area_under_curve(listed, unlisted) == pytest.approx(sum(pairs) / len(pairs))


def test_the_interval_holds_the_mean() -> None:
    """The bootstrap interval lies around the mean and is the same each time."""
    values = [1.0] * 70 + [0.0] * 30
    low, high = interval(values)
    assert low < 0.7 < high
    assert interval(values) == (low, high)


@pytest.mark.official
def test_the_stages_of_an_answer_share_all_its_time() -> None:
    """The shares that the report of the stages tells add up to the whole, and both kinds of tables have a rate."""
    told = report(goods=20)
    shares = [float(share) for share in re.findall(r"(\d+\.\d)%", told)]
    assert len(shares) == 5
    assert sum(shares) == pytest.approx(100, abs=0.3)
    assert all(int(rate) > 0 for rate in re.findall(r": (\d+) rows/s", told))
