"""A control list is a mapping from codes to provisions."""

import pytest

from exportctl.codes import EntryCode
from exportctl.errors import BadCode, UnknownCode
from exportctl.model import ControlList, Entry, Note, NoteItem, NoteKind, Place, Source
from exportctl.text import Span


def entry(code: str, text: str = "Pumps;", *children: Entry, notes: tuple[Note, ...] = ()) -> Entry:
    """A provision."""
    return Entry(code=EntryCode.parse(code), text=text, children=children, notes=notes)


NOTE = Note(
    kind=NoteKind.NOTE,
    label="Note:",
    text="Note: not for: a. toys; b. art.",
    body=Span(6, 31),
    items=(NoteItem("a", Span(18, 23)), NoteItem("b", Span(27, 31))),
)
LIST = ControlList(
    id="eu-dual-use",
    title="LIST",
    edition="2025-11-15",
    source=Source(),
    entries=(entry("3A001", "Pumps:", entry("3A001.a", "Of brass;", notes=(NOTE,)), entry("3A001.b")), entry("3A101")),
)


@pytest.mark.parametrize("code", ["3A001.a", "3A001a", "3a001A.", EntryCode.parse("3A001.a")])
def test_a_provision_is_found_by_any_form_of_its_code(code: str | EntryCode) -> None:
    """Dotted, run together, as an `EntryCode`: the same provision."""
    assert LIST[code].text == "Of brass;"
    assert code in LIST


def test_an_unknown_code_names_the_nearest() -> None:
    """A well-formed code that is not there raises a ``KeyError`` with the nearest codes."""
    with pytest.raises(KeyError, match=r"no provision 3A001.c in eu-dual-use 2025-11-15; nearest: 3A001") as caught:
        LIST["3A001c"]
    assert isinstance(caught.value, UnknownCode)
    assert len(caught.value.nearest) == 3
    assert "3A001c" not in LIST


def test_a_text_that_is_no_code_is_no_member() -> None:
    """Looking up what is no code raises ``ValueError``; asking for it, or for any other thing, is False."""
    with pytest.raises(BadCode):
        LIST["pump"]
    assert "pump" not in LIST
    assert 3 not in LIST


def test_walk_is_document_order() -> None:
    """Walking, iterating and counting agree."""
    assert [str(found.code) for found in LIST] == ["3A001", "3A001.a", "3A001.b", "3A101"]
    assert len(LIST) == 4
    assert list(LIST.walk()) == list(LIST)


def test_ancestors_are_the_provisions_above() -> None:
    """The entry comes first; an entry has none."""
    assert [str(above.code) for above in LIST.ancestors("3A001.a")] == ["3A001"]
    assert LIST.ancestors("3A101") == ()


def test_places_quote_provisions_and_notes() -> None:
    """A place names the words of a provision, or of one of its notes."""
    assert LIST.quote(Place("3A001.a"), Span(3, 8)) == "brass"
    assert LIST.quote(Place("3A001.a", 0), NOTE.items[0].span) == "toys;"
    assert str(Place("3A001.a", 0)) == "3A001.a note 1"


def test_the_lead_of_a_note_stops_before_its_list() -> None:
    """The lead is the body without the note's own items and their labels."""
    assert NOTE.text[NOTE.lead.slice] == "not for:"


def test_a_list_shows_what_it_is() -> None:
    """The representation names list, edition, wording and counts."""
    assert repr(LIST) == "<ControlList eu-dual-use 2025-11-15 (official): 2 entries, 4 provisions>"
