"""Two editions held against each other: every difference is accounted for, and limits are told as limits."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.catalog import parse
from exportctl.comparison import Change, ChangeKind, _where_they_differ, compare
from exportctl.model import ControlList
from exportctl.text import squeeze

PAGE = (
    "<ANNEX><TITLE><TI><P>ANNEX I</P></TI><STI><P>LIST OF DUAL-USE ITEMS</P></STI></TITLE>"
    "<CONTENTS>{}</CONTENTS></ANNEX>"
)
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


def test_shifted_items_moved_and_did_not_change_their_limits() -> None:
    """An item put in before two others moves them on; it is not told as two limits that changed."""
    old = edition(e3A001="Pumps for liquids exceeding 40 bar;", e3A002="Valves for liquids exceeding 50 bar;")
    new = edition(
        e3A001="Hoses for liquids exceeding 30 bar;",
        e3A002="Pumps for liquids exceeding 40 bar;",
        e3A003="Valves for liquids exceeding 50 bar;",
    )
    assert [(c.kind, c.code, c.old) for c in compare(old, new)] == [
        (ChangeKind.ADDED, "3A001", ""),
        (ChangeKind.MOVED, "3A002", "3A001"),
        (ChangeKind.MOVED, "3A003", "3A002"),
    ]


def test_a_move_with_a_word_changed_is_both() -> None:
    """Words that moved and changed a little are told as moved, reworded, and the limit that changed."""
    old = edition(e3A001="Integrated circuits for amplifiers with a gain exceeding 40 dB in all bands;")
    new = edition(e3A201="Integrated circuits for amplifiers with a gain exceeding 50 dB in all bands;")
    assert [c.kind for c in compare(old, new)] == [ChangeKind.MOVED, ChangeKind.REWORDED, ChangeKind.LIMIT]


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_told_of_a_rewording_holds_the_difference(old: str, new: str) -> None:
    """Of two texts those words are told that differ: put back between what they share, they give both texts again."""
    left, right = _where_they_differ(old, new)
    assert (left == right) == (old.split() == new.split())
    for whole, told in ((old, left), (new, right)):
        assert told.removeprefix("… ").removesuffix(" …") in " ".join(whole.split())


def test_a_limit_is_told_in_one_line_and_typed() -> None:
    """The sentence shows both figures with their signs; JSON has them exact, with unit and direction."""
    old, new = (edition(e3A001=f"Amplifiers with a gain exceeding {gain} dB;") for gain in ("40,5", "50"))
    (change,) = (c for c in compare(old, new) if c.kind is ChangeKind.LIMIT)
    assert str(change) == "3A001: gain > 40.5 dB → > 50 dB (raised)"
    plain = change.as_dict()
    assert (plain["old_limit"]["magnitude"], plain["new_limit"]["unit"], plain["direction"]) == ("81/2", "dB", "raised")


def test_an_entry_that_is_no_longer_used_is_removed() -> None:
    """ "Not used" in place of an entry's words means that it went."""
    old, new = edition(e3A001="Amplifiers with a gain exceeding 40 dB;"), edition(e3A001="Not used")
    assert compare(old, new)[0].kind is ChangeKind.REMOVED


def units(controls: ControlList) -> Counter[tuple[str, str, str]]:
    """All that a list says, as kind, place and words."""
    found: Counter[tuple[str, str, str]] = Counter()

    def add(kind: str, code: object, text: str) -> None:
        if squeeze(text):
            found[kind, str(code), squeeze(text)] += 1

    for entry in controls.walk():
        add("entry", entry.code, entry.text)
        for note in entry.notes:
            add("note", entry.code, note.text)
    for heading in controls.headings:
        add("heading", heading.code, heading.text)
        for note in heading.notes:
            add("note", heading.code, note.text)
    for definition in controls.definitions:
        for text in (definition.text, *definition.notes):
            add("definition", definition.term, text)
    for acronym in controls.acronyms:
        add("acronym", acronym.short, acronym.text)
    for general in controls.general_notes:
        add("general note", "", general.text)
    for block in controls.unplaced:
        add("unplaced text", "", block.text)
    return found


def carried_out(changes: tuple[Change, ...], old: ControlList) -> Counter[tuple[str, str, str]]:
    """The units of ``old`` after ``changes``: first what moved, all at once, then each other change."""
    to = {c.old: c.code for c in changes if c.kind is ChangeKind.MOVED}
    found: Counter[tuple[str, str, str]] = Counter()
    for (kind, code, text), n in units(old).items():
        found[kind, to.get(code, code) if kind in ("entry", "note") else code, text] += n
    entry = {ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.REWORDED}
    for change in changes:
        if change.kind in (ChangeKind.MOVED, ChangeKind.LIMIT, ChangeKind.CONNECTIVE):
            continue
        kind = "entry" if change.kind in entry else str(change.kind)
        if change.old:
            found[kind, change.code, squeeze(change.old)] -= 1
        if change.new:
            found[kind, change.code, squeeze(change.new)] += 1
    return found


WORDS = st.sampled_from(
    [
        "Amplifiers with a gain exceeding 40 dB;",
        "Amplifiers with a gain exceeding 50 dB;",
        "Pumps specially designed for liquids;",
        "Pumps specially designed for gases;",
        "Valves;",
        "Not used",
    ]
)
CODES = st.sampled_from([f"e{code}" for code in "3A001 3A002 3A003 4A001 5A101".split()])
LISTS = st.dictionaries(CODES, WORDS, min_size=1)


@given(LISTS, LISTS)
def test_the_changes_make_the_new_edition_of_the_old_one(old: dict[str, str], new: dict[str, str]) -> None:
    """Whatever changed: carried out on the old edition, the changes give the new one, to the word."""
    one, two = edition(**old), edition(**new)
    assert +carried_out(compare(one, two), one) == units(two)


@pytest.mark.official
def test_every_difference_of_two_editions_is_accounted_for(
    official_annex: ControlList, official_2021: ControlList
) -> None:
    """Carried out on the annex of 2021, the changes give the annex of 2025: entries, notes, definitions, all of it."""
    changes = compare(official_2021, official_annex)
    made = carried_out(changes, official_2021)
    assert {unit: n for unit, n in made.items() if n} == dict(units(official_annex))


@pytest.mark.official
def test_a_raised_limit_of_the_law_is_found(official_annex: ControlList, official_2021: ControlList) -> None:
    """Between 2021 and 2025 the output power limit of 3A002.e.1 went up to 100 mW."""
    limits = [c for c in compare(official_2021, official_annex) if c.kind is ChangeKind.LIMIT and c.code == "3A002.e.1"]
    assert any(c.new == "output power > 100 mW" for c in limits)
