"""Two editions held against each other: every difference is accounted for, and limits are told as limits."""

import pytest

from exportctl.catalog import parse
from exportctl.comparison import Change, ChangeKind, compare
from exportctl.model import ControlList

PAGE = """<ANNEX><TITLE><TI><P>ANNEX I</P></TI><STI><P>LIST OF DUAL-USE ITEMS</P></STI></TITLE><CONTENTS>{}</CONTENTS></ANNEX>"""
ENTRY = "<NP><NO.P>{}</NO.P><TXT>{}</TXT></NP>"


def edition(**entries: str) -> ControlList:
    """A list whose entries are the keyword arguments (``e3A001="words"``)."""
    body = "".join(ENTRY.format(code[1:], text) for code, text in entries.items())
    return parse(PAGE.format(body).encode())


def test_a_changed_limit_is_told_as_old_and_new() -> None:
    """A figure that changed comes out as one typed difference."""
    changes = compare(
        edition(e3A001="Amplifiers with a gain exceeding 40 dB;"),
        edition(e3A001="Amplifiers with a gain exceeding 50 dB;"),
    )
    assert [(c.kind, c.old, c.new) for c in changes if c.kind is ChangeKind.LIMIT] == [
        (ChangeKind.LIMIT, "gain > 40 dB", "gain > 50 dB")
    ]


def test_the_same_limit_in_another_unit_is_no_change_of_limit() -> None:
    """0,5 GHz and 500 MHz are one limit."""
    changes = compare(
        edition(e3A001="Amplifiers with a bandwidth exceeding 500 MHz;"),
        edition(e3A001="Amplifiers with a bandwidth exceeding 0,5 GHz;"),
    )
    assert [c.kind for c in changes] == [ChangeKind.REWORDED]


def test_added_removed_and_moved_are_told_apart() -> None:
    """Words that went from one code to another moved; others came or went."""
    old = edition(
        e3A001="Old goods that are gone from the list;", e3A002="Goods that keep their words but not their code;"
    )
    new = edition(
        e3A003="Goods that keep their words but not their code;", e3A004="New goods of another sort altogether;"
    )
    assert {(c.kind, c.code) for c in compare(old, new)} == {
        (ChangeKind.MOVED, "3A003"),
        (ChangeKind.ADDED, "3A004"),
        (ChangeKind.REMOVED, "3A001"),
    }


def test_a_list_does_not_differ_from_itself() -> None:
    """Comparing an edition with itself gives nothing."""
    one = edition(e3A001="Amplifiers with a gain exceeding 40 dB;")
    assert compare(one, one) == ()


@pytest.mark.official
def test_every_difference_of_two_editions_is_accounted_for(
    official_annex: ControlList, official_2021: ControlList
) -> None:
    """Each provision whose words are not the same in both editions gives at least one change."""
    changes = compare(official_2021, official_annex)
    told: dict[str, list[Change]] = {}
    for change in changes:
        told.setdefault(change.code, []).append(change)
        if change.kind is ChangeKind.MOVED:
            told.setdefault(change.old, []).append(change)
    before = {str(e.code): e.text for e in official_2021.walk()}
    after = {str(e.code): e.text for e in official_annex.walk()}
    unlike = {code for code in before.keys() | after.keys() if before.get(code) != after.get(code)}
    assert unlike <= told.keys()


@pytest.mark.official
def test_a_raised_limit_of_the_law_is_found(official_annex: ControlList, official_2021: ControlList) -> None:
    """Between 2021 and 2025 the output power limit of 3A002.e.1 went up to 100 mW."""
    limits = [c for c in compare(official_2021, official_annex) if c.kind is ChangeKind.LIMIT and c.code == "3A002.e.1"]
    assert any(c.new == "output power > 100 mW" for c in limits)
