"""Blocks become a control list: codes, nesting, notes, definitions, and not a word on the floor."""

from bisect import bisect_left
from pathlib import Path

import pytest
from conftest import official_file
from list_texts import characters, squeezed, texts_of

from exportctl.catalog import parse
from exportctl.codes import EntryCode
from exportctl.connectives import connective_of
from exportctl.formats import Role, read
from exportctl.model import Connective, ControlList, NoteEffect, NoteKind
from exportctl.notes import items_in
from exportctl.text import Span


def np(label: str, text: str, *inside: str) -> str:
    """An item in Formex, with its sub-items and paragraphs."""
    return f"<NP><NO.P>{label}</NO.P><TXT>{text}</TXT>{''.join(inside)}</NP>"


def items(*inside: str) -> str:
    """A list of items in Formex."""
    return f"<P><LIST>{''.join(f'<ITEM>{item}</ITEM>' for item in inside)}</LIST></P>"


def controls(*inside: str) -> ControlList:
    """The control list of an annex with one section."""
    section = f"<GR.SEQ><TITLE><TI><P>CATEGORY 3 - ELECTRONICS</P></TI></TITLE>{''.join(inside)}</GR.SEQ>"
    title = "<TITLE><TI><P>LIST OF DUAL-USE ITEMS</P></TI></TITLE>"
    return parse(f"<ANNEX>{title}<CONTENTS>{section}</CONTENTS></ANNEX>".encode())


def notes(text: str) -> ControlList:
    """A list of one entry, 3A001 with sub-item a., and one paragraph after it."""
    return controls(np("3A001", "Pumps as follows:", items(np("a.", "Of brass;")), f"<P>{text}</P>"))


def test_codes_come_from_nesting_and_from_whole_codes() -> None:
    """A sub-item's code is its parent's with its label, whether the list nests it or prints the code whole."""
    found = controls(
        np("3A001", "Pumps as follows:", items(np("a.", "Of brass;", items(np("1.", "Old;"))))), np("3A001.b.", "New.")
    )
    assert [str(entry.code) for entry in found] == ["3A001", "3A001.a", "3A001.a.1", "3A001.b"]
    assert found["3A001a1"].text == "Old;"
    assert len(found.entries) == 1


def test_items_in_titles_are_headings() -> None:
    """A product group is printed like an item, in a title; it is a heading and no provision."""
    group = (
        "<GR.SEQ><TITLE><TI><NP><NO.P>3A</NO.P><TXT>Systems</TXT></NP></TI></TITLE>"
        + np("3A001", "Pumps.")
        + "</GR.SEQ>"
    )
    found = controls(group)
    assert [(heading.code, heading.text) for heading in found.headings] == [
        ("3", "CATEGORY 3 - ELECTRONICS"),
        ("3A", "3A Systems"),
    ]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("head", "ends", "connective"),
    [
        ("Pumps having any of the following:", ["Of brass;", "Of steel;"], Connective.ANY),
        ("Pumps having all of the following:", ["Of brass; and", "Of steel;"], Connective.ALL),
        ("Pumps, all of:", ["Of brass;", "Of steel;"], Connective.ALL),
        ("Pumps, any of:", ["Of brass;", "Of steel;"], Connective.ANY),
        (
            "Pumps as follows and specially designed components therefor:",
            ["Of brass; and", "Of steel;"],
            Connective.ANY,
        ),
        ("Pumps with any of the following materials, all of the following:", ["Brass;", "Steel;"], Connective.ALL),
        ("Pumps with the following properties:", ["Of brass; and", "Old;"], Connective.ALL),
        ("Pumps for the following:", ["Ships; and", "Cars;"], Connective.UNCLEAR),
        ("Pumps:", ["Of brass; or", "Of steel; and"], Connective.ANY),
        ("Pumps:", ["Of brass; and", "Of steel;"], Connective.ALL),
        ("Pumps:", ["Of brass;", "Of steel;"], Connective.UNCLEAR),
        ("Pumps with at least two of the following:", ["Brass;", "Steel;"], Connective.UNCLEAR),
        ("Pumps with none of the following:", ["Brass;", "Steel;"], Connective.UNCLEAR),
        ("Pumps.", [], Connective.ANY),
    ],
)
def test_connective_is_what_the_head_announces(head: str, ends: list[str], connective: Connective) -> None:
    """The head's own last phrase says how sub-items combine, else their trailing words do, else it is unclear."""
    assert connective_of(head, ends) is connective


def test_last_words_of_the_last_sub_item_belong_to_the_level_above() -> None:
    """An "and" behind the last sub-item joins its parent to what follows, and says nothing of the list it ends."""
    inner = items(np("1.", "Brass; or"), np("2.", "Steel; and"))
    found = controls(
        np("3A001", "Pumps having all of the following:", items(np("a.", "Made of:", inner), np("b.", "Old.")))
    )
    assert found["3A001.a"].connective is Connective.ANY
    assert found["3A001"].connective is Connective.ALL


@pytest.mark.parametrize(
    "text", ["Not used;", "Reserved", "[Reserved]", "Not used since 2019.", "Number not allocated;"]
)
def test_unused_codes_stay_and_are_marked(text: str) -> None:
    """A code the list keeps but does not use stays a provision."""
    assert controls(np("3A001", text))["3A001"].not_used


@pytest.mark.parametrize(
    ("text", "kind", "label", "effects"),
    [
        ("Note: 3A001.a. does not control toy pumps.", NoteKind.DECONTROL, "Note:", {NoteEffect.DECONTROL}),
        ("Note 3A001.a. does not apply to toys.", NoteKind.DECONTROL, "Note", {NoteEffect.DECONTROL}),
        ("Note 2: 3A001.a. includes toy pumps.", NoteKind.INCLUSION, "Note 2:", {NoteEffect.INCLUSION}),
        ("Note: 3A001 only controls new pumps.", NoteKind.NOTE, "Note:", set()),
        (
            "Technical Note: ‘Gain’ means output by input.",
            NoteKind.TECHNICAL,
            "Technical Note:",
            {NoteEffect.DEFINITION},
        ),
        (
            "Technical Notes: 1. Gain is measured cold. 2. So is loss.",
            NoteKind.TECHNICAL,
            "Technical Notes:",
            {NoteEffect.MEASUREMENT},
        ),
        ("N.B. SEE ALSO 3A101.", NoteKind.NOTA_BENE, "N.B.", {NoteEffect.REFERENCE}),
        ("N.B.1. See 3A101.", NoteKind.NOTA_BENE, "N.B.1.", {NoteEffect.REFERENCE}),
        ("N.B.2: See 3A101.", NoteKind.NOTA_BENE, "N.B.2:", {NoteEffect.REFERENCE}),
        (
            "Note: The control status of parts is determined by that of the whole.",
            NoteKind.NOTE,
            "Note:",
            {NoteEffect.REFERENCE},
        ),
    ],
)
def test_notes_are_typed(text: str, kind: NoteKind, label: str, effects: set[NoteEffect]) -> None:
    """A note is known by its label, and by what its words do."""
    (note,) = notes(text)["3A001"].notes
    assert (note.kind, note.label, set(note.effects)) == (kind, label, effects)
    assert note.text == text
    assert note.text[note.body.slice] == text.removeprefix(label).strip()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Note: 3A001.a. does not control toys.", ["3A001.a"]),
        ("Note: Toys are not controlled.", ["3A001"]),
        ("Note: 3A001 and 3A001.a. do not control toys.", ["3A001", "3A001.a"]),
        ("Technical Note: In 3A001.a., ‘gain’ is output by input.", ["3A001.a"]),
        ("Note: Pumps specified in 3A001.a. include pumps for 3A001.", ["3A001.a"]),
        ("N.B. SEE ALSO 3A001.a.", ["3A001"]),
        ("Note: 3A999 does not control toys.", ["3A001"]),
    ],
)
def test_notes_apply_to_the_codes_they_name(text: str, codes: list[str]) -> None:
    """A note applies to the provisions that its subject names and the list has, else to the one it stands at."""
    (note,) = notes(text)["3A001"].notes
    assert [str(code) for code in note.applies_to] == codes


def test_a_paragraph_without_label_goes_on_with_the_note_before_it() -> None:
    """A note printed in two paragraphs is one note."""
    (note,) = notes("Technical Note:</P><P>In 3A001.a., ‘gain’ is output by input.")["3A001"].notes
    assert note.text.endswith("output by input.")
    assert [str(code) for code in note.applies_to] == ["3A001.a"]


def test_a_paragraph_that_the_head_runs_into_is_part_of_it() -> None:
    """A head without a full stop goes on in the next paragraph."""
    found = controls(np("3A001", "Pumps of brass", "<P>or of steel;</P>"))
    assert found["3A001"].text == "Pumps of brass or of steel;"


def test_several_notes_in_one_are_told_apart() -> None:
    """ "Notes: 1. … 2. …" are two notes, each with its own effect."""
    first, second = notes("Notes: 1. 3A001 includes old pumps. 2. 3A001.a. does not control toys.")["3A001"].notes
    assert (first.kind, second.kind) == (NoteKind.INCLUSION, NoteKind.DECONTROL)
    assert [str(code) for code in second.applies_to] == ["3A001.a"]


def labels(text: str) -> list[object]:
    """The labels of the items of ``text``, nested."""
    from exportctl.model import NoteItem

    def of(found: tuple[NoteItem, ...]) -> list[object]:
        return [[item.label, *of(item.items)] if item.items else item.label for item in found]

    return of(items_in(text, Span(0, len(text))))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("not for: a. toys; b. tools; or c. art.", ["a", "b", "c"]),
        ("not for: a. toys: 1. old; 2. new; b. tools.", [["a", "1", "2"], "b"]),
        ("1. Gain is ‘x’: a. hot; b. cold. 2. Loss is not.", [["1", "a", "b"], "2"]),
        ("not for toys; tools; art.", []),
        ("not for pumps of 3A001.a. or 3A001.b. at 1. or 2. place", []),
        ("weighing 2 kg. a. is no item here.", []),
        ("as follows: a. toys of size 1.5; c. lost; b. tools.", ["a", "b"]),
    ],
)
def test_items_of_notes_run_in_order(text: str, found: list[object]) -> None:
    """Labels are items only where they run in order; figures and codes are none."""
    assert labels(text) == found


def test_items_are_spans_of_their_own_words() -> None:
    """An item's span holds its words without its label and without the items below it."""
    text = "not for: a. toys: 1. old; 2. new; b. tools."
    first, second = items_in(text, Span(0, len(text)))
    assert [text[item.span.slice] for item in (first, *first.items, second)] == ["toys:", "old;", "new;", "tools."]


def test_a_note_of_an_entry_run_on_behind_a_technical_note_is_a_note_of_its_own() -> None:
    """A note that names its entry ends the list before it, and still takes goods out."""
    found = notes(
        "Technical Notes: 1. Brass is an alloy. 2. Age is no criterion. "
        "Note 3A001.a. does not control pumps having any of the following: a. A mass of 2 kg; b. A pipe."
    )
    technical, decontrol = (note for entry in found.walk() for note in entry.notes)
    assert technical.kind is NoteKind.TECHNICAL
    assert technical.text.endswith("no criterion.")
    assert decontrol.kind is NoteKind.DECONTROL
    assert [str(code) for code in decontrol.applies_to] == ["3A001.a"]
    assert [item.label for item in decontrol.items] == ["a", "b"]


def test_a_list_goes_on_behind_a_technical_note() -> None:
    """What the source runs on behind a technical note is given back to the list that it broke off."""
    pump = np("3A001", "Pumps as follows:", items(np("a.", "Of brass;")))
    paragraphs = (
        "Note: 3A001.a. does not control: a. Pumps of lead; b. Pumps having all of the following: 1. A pipe;",
        "Technical Note: A pipe is a tube. 2. A mass of 2 kg; c. Pumps of tin.",
    )
    found = controls(
        pump.replace("</NP>", "", 0)[: -len("</NP>")] + "".join(f"<P>{p}</P>" for p in paragraphs) + "</NP>"
    )
    decontrol, technical = (note for entry in found.walk() for note in entry.notes)
    assert [(item.label, len(item.items)) for item in decontrol.items] == [("a", 0), ("b", 2), ("c", 0)]
    assert technical.text == "Technical Note: A pipe is a tube."


def test_the_mark_up_of_a_notes_list_is_kept() -> None:
    """A note whose list is marked up has the same items as one whose list is run together."""
    marked = controls(np("3A001", "Pumps.", "<P>Note: not for:<LIST><ITEM>" + np("a.", "toys;") + "</ITEM></LIST></P>"))
    (note,) = marked["3A001"].notes
    assert note.text == "Note: not for: a. toys;"
    assert [(item.label, note.text[item.span.slice]) for item in note.items] == [("a", "toys;")]
    assert note.text[note.lead.slice] == "not for:"


def test_local_definitions_have_the_scope_of_their_note() -> None:
    """A term in single quotes holds where the note that defines it applies, and its words end with its item."""
    found = notes("Technical Notes: Of 3A001.a.: 1. ‘Gain’ is output by input. 2. ‘Loss’ means the reverse.")
    assert [(d.term, d.text, [str(code) for code in d.scope]) for d in found.definitions] == [
        ("Gain", "‘Gain’ is output by input.", ["3A001.a"]),
        ("Loss", "‘Loss’ means the reverse.", ["3A001.a"]),
    ]


def test_front_matter_is_told_apart() -> None:
    """Acronyms, definitions with their sub-points and notes, and general notes stand before the first category."""
    front = (
        "<GR.SEQ><TITLE><TI><P>ACRONYMS</P></TI></TITLE><P>ADC | Converter</P></GR.SEQ>"
        "<GR.SEQ><TITLE><TI><P>DEFINITIONS OF TERMS</P></TI></TITLE><P>Terms:</P><P>“Pump” (2 3) means:</P>"
        "<P>a. A machine.</P><P>N.B. See “valve”.</P><P>“Valve” (2) = a tap.</P></GR.SEQ>"
        "<GR.SEQ><TITLE><TI><P>GENERAL SOFTWARE NOTE (GSN)</P></TI></TITLE><P>No control of “software”:</P>"
        "<P>a. Sold;</P><P>a.1 Cheaply;</P><P>b. Given.</P></GR.SEQ>"
    )
    data = f"<ANNEX><TITLE><TI><P>LIST</P></TI></TITLE><CONTENTS>{front}{np('3A001', 'Pumps.')}</CONTENTS></ANNEX>"
    found = parse(data.encode())
    assert [(acronym.short, acronym.long) for acronym in found.acronyms] == [("ADC", "Converter")]
    assert [(d.term, d.categories, len(d.notes)) for d in found.definitions] == [
        ("Pump", ("2", "3"), 1),
        ("Valve", ("2",), 0),
    ]
    assert found.definitions[0].text.endswith("means: a. A machine.")
    general = found.general_notes[-1]
    assert general.section == "GENERAL SOFTWARE NOTE (GSN)"
    assert [(item.label, len(item.items)) for item in general.items] == [("a", 1), ("b", 0)]
    assert found.unplaced == ()


def test_what_fits_nowhere_is_kept() -> None:
    """A paragraph outside every section and entry is kept with its locator."""
    found = parse(f"<ANNEX><CONTENTS>{np('3A001', 'Pumps.')}<P>Done at Brussels.</P></CONTENTS></ANNEX>".encode())
    assert [(block.text, bool(block.locator)) for block in found.unplaced] == [("Done at Brussels.", True)]


def is_kept(text: str, everything: str) -> bool:
    """Whether ``text`` stands in ``everything``, or in two pieces: what a list goes on with is given back to it."""
    if text in everything:
        return True
    end = bisect_left(range(len(text)), True, key=lambda end: text[: end + 1] not in everything)
    return end > 0 and text[end:] in everything


@pytest.mark.official
@pytest.mark.parametrize(
    ("name", "entries", "provisions"),
    [
        ("eu-dual-use/2025-11-15.en.fmx.xml", 384, 3420),
        ("eu-dual-use/2021-05-20.en.fmx.xml", 366, 366 + 2761),
        ("eu-military/2020-02-17.en.fmx.xml", 22, 486),
    ],
)
def test_nothing_falls_on_the_floor(name: str, entries: int, provisions: int) -> None:
    """The texts of a list together are its document's text, white space aside, and nothing is unplaced."""
    path: Path = official_file(name)
    found = parse(path)
    assert (len(found.entries), sum(1 for _ in found.walk())) == (entries, provisions)
    assert found.unplaced == ()
    blocks = [block for top in read(path).blocks for block in top.walk()]
    coded = [block for block in blocks if block.role is Role.ITEM]
    assert len(coded) == provisions
    whole = [block.text if block.role is Role.ITEM else f"{block.label}{block.text}" for block in blocks]
    texts = texts_of(found)
    assert characters(texts) == characters(whole)
    everything = squeezed("".join(texts))
    assert [text for text in whole if not is_kept(squeezed(text), everything)] == []


@pytest.mark.official
def test_codes_of_the_official_lists_stand_in_document_order(
    official_annex: ControlList, official_military: ControlList
) -> None:
    """Every provision is found by its code, dotted or run together, and its ancestors are its code's."""
    for controls_ in (official_annex, official_military):
        for entry in controls_.walk():
            assert controls_[str(entry.code)] is entry
            assert [above.code for above in controls_.ancestors(entry.code)] == _parents(entry.code)
    assert official_annex["3A001a5a4"] is official_annex["3A001.a.5.a.4"]
    assert [str(entry.code) for entry in official_military.entries] == [f"ML{number}" for number in range(1, 23)]


def _parents(code: EntryCode) -> list[EntryCode]:
    return [] if code.parent is None else [*_parents(code.parent), code.parent]


@pytest.mark.official
def test_note_spans_lie_inside_their_notes(official_annex: ControlList, official_military: ControlList) -> None:
    """Body and items of every note are spans of its text, in order, the items inside the body."""
    for controls_ in (official_annex, official_military):
        for entry in controls_.walk():
            for note in entry.notes:
                assert note.text.startswith(note.label)
                starts = [item.span for item in note.items]
                assert starts == sorted(starts)
                assert all(span in note.body for span in starts)
