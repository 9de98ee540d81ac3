"""Acts as EUR-Lex serves them in XHTML, of the Official Journal and consolidated, as blocks."""

import pytest
from conftest import official_file
from list_texts import accounted, document_words, read_words

from exportctl.catalog import parse
from exportctl.extraction import extract
from exportctl.formats import Block, Role, read
from exportctl.matching import match
from exportctl.model import NoteKind

ACTS = ("CL2009L0081EN_consolidated.xhtml", "OJ_32009L0081EN.oj.xhtml")


def page(body: str, title: str = "") -> bytes:
    """An XHTML page."""
    head = f"<head><title>{title}</title></head>"
    return f'<html xmlns="http://www.w3.org/1999/xhtml">{head}<body>{body}</body></html>'.encode()


def blocks(body: str) -> list[Block]:
    """The blocks of a page, with what stands inside them."""
    return [block for top in read(page(body)).blocks for block in top.walk()]


def row(label: str, *inside: str) -> str:
    """A list of one item as the Official Journal lays it out: a table without borders, the label in the first cell."""
    cells = f'<td><p class="oj-normal">{label}</p></td><td>{"".join(inside)}</td>'
    return f'<table border="0"><tbody><tr>{cells}</tr></tbody></table>'


def words(text: str) -> str:
    """A paragraph of the Official Journal."""
    return f'<p class="oj-normal">{text}</p>'


LIST = (
    '<p class="oj-doc-ti">REGULATION ON DUAL-USE ITEMS</p><p class="oj-doc-ti">of 1 May</p>'
    '<p class="oj-ti-art">Article 1</p>'
    + words("Pumps are controlled.")
    + '<p class="oj-doc-ti">ANNEX I</p><p class="oj-doc-ti">LIST</p><p class="oj-ti-grseq-1">CATEGORY 3 - PUMPS</p>'
    + row(
        "3A001",
        words("Pumps as follows:"),
        row("a.", words("Of brass;"), row("1.", words("Old;"))),
        row("b.", words("New.")),
    )
    + row("Note:", words("3A001.b. does not control toys."))
)


def test_tables_without_borders_are_lists() -> None:
    """Items nest as their tables do, and the annex with the entries is the list."""
    found = parse(page(LIST))
    assert (found.id, found.title) == ("eu-dual-use", "REGULATION ON DUAL-USE ITEMS of 1 May")
    assert [(str(entry.code), entry.text) for entry in found] == [
        ("3A001", "Pumps as follows:"),
        ("3A001.a", "Of brass;"),
        ("3A001.a.1", "Old;"),
        ("3A001.b", "New."),
    ]
    assert [(heading.code, heading.text) for heading in found.headings] == [
        ("", "ANNEX I LIST"),
        ("3", "CATEGORY 3 - PUMPS"),
    ]
    assert [block.text for block in found.unplaced] == ["Article 1", "Pumps are controlled."]


def test_notes_inside_an_entry() -> None:
    """A note laid out like an item is a note of the provision it stands in."""
    inside = row(
        "3A001", words("Pumps:"), row("a.", words("Old.")), row("Note:", words("3A001.a. does not control toys."))
    )
    (note,) = parse(page(f'<p class="oj-ti-grseq-1">CATEGORY 3</p>{inside}'))["3A001"].notes
    assert note.kind is NoteKind.DECONTROL
    assert [str(code) for code in note.applies_to] == ["3A001.a"]


def test_indented_divisions_are_lists() -> None:
    """A consolidated act indents its items; the label stands before a wide space, alone or with the first words."""
    style = 'style="margin-left: 24pt; text-indent: -24pt"'
    inner = f'<div {style}><p class="norm">(a)<span> </span>old;</p></div>'
    found = blocks(
        f'<div {style}><p class="norm">1.<span> </span>Pumps:</p>{inner}</div><div {style}>2.<span/>{inner}</div>'
    )
    assert [(block.role, block.label, block.text) for block in found] == [
        (Role.ITEM, "1.", "Pumps:"),
        (Role.ITEM, "(a)", "old;"),
        (Role.ITEM, "2.", ""),
        (Role.ITEM, "(a)", "old;"),
    ]


def test_tables_with_borders_are_rows() -> None:
    """A row of a real table is one block with bars, whatever its first cell."""
    found = blocks('<table class="oj-table"><tr><td><p>1.</p></td><td><p>Pumps</p></td></tr></table>')
    assert [(block.role, block.text) for block in found] == [(Role.ROW, "1. | Pumps")]


def test_powers_and_marks_of_footnotes() -> None:
    """A superscript is a power, but for the figure that points to a footnote, which stays a figure in brackets."""
    mark = '<a href="#1">(<span class="oj-super oj-note-tag">1</span>)</a>'
    found = blocks(
        f'<p class="oj-normal">10<span class="oj-super">3</span> pumps {mark}</p><p class="oj-note">(1) See there.</p>'
    )
    assert [(block.role, block.text) for block in found] == [
        (Role.PARAGRAPH, "10^3 pumps (1)"),
        (Role.FOOTNOTE, "(1) See there."),
    ]


def test_the_page_says_which_act_it_is() -> None:
    """A consolidated act names itself and its date in the page's title, the Official Journal in its running head."""
    consolidated = read(page(words("Pumps."), "Consolidated TEXT: 32009L0081 — FR — 01.02.2010"))
    assert (consolidated.celex, consolidated.language, consolidated.edition) == ("32009L0081", "fr", "2010-02-01")
    journal = read(page('<p class="oj-hd-date">5.8.2009</p><p class="oj-hd-lg">DE</p>'))
    assert (journal.celex, journal.language, journal.edition) == ("", "de", "2009-08-05")


def test_unknown_tags_keep_their_words() -> None:
    """A tag that nobody named is read through, in a line or around blocks."""
    assert [block.text for block in blocks("<section>One<p>Two <b>three</b> four</p>five</section>")] == [
        "One",
        "Two three four",
        "five",
    ]


@pytest.mark.official
@pytest.mark.parametrize("name", ACTS)
def test_real_acts_lose_no_word(name: str) -> None:
    """Every character of the act is in its blocks, every one of its blocks' in the list; it holds no entry."""
    path = official_file(f"formex/{name}")
    found = parse(path)
    assert read_words(path) == document_words(path)
    assert accounted(path, found)
    assert found.entries == ()
    assert found.source.language == "en"
    assert found.title.startswith("DIRECTIVE 2009/81/EC")


def test_a_list_in_xhtml_is_extracted_and_matched() -> None:
    """What is read is a list like any other."""
    found = parse(page(LIST))
    for entry in found.walk():
        extract(found, entry.code)
    assert match(found, "old brass pump", limit=1)[0].entry.code.head == "3A001"
