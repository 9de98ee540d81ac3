"""The German Ausfuhrliste: gii-norm as blocks, and the list they make up."""

import pytest
from conftest import official_file
from list_texts import accounted, document_words, read_words

from exportctl.catalog import parse
from exportctl.evaluation import evaluate
from exportctl.extraction import extract, limits
from exportctl.formats import Role, read
from exportctl.goods import Goods
from exportctl.matching import match
from exportctl.model import Connective, ControlList, NoteKind

EDITIONS = ("2021-11-30", "2022-12-27", "2023-10-05", "2025-03-20")


def act(*norms: str) -> bytes:
    """A German act: its name, then its norms."""
    name = "<norm><metadaten><langue>Pumpenverordnung mit Ausfuhrliste</langue></metadaten></norm>"
    return f'<dokumente builddate="20250320223517">{name}{"".join(norms)}</dokumente>'.encode()


def norm(label: str, contents: str) -> str:
    """A paragraph or annex of an act."""
    return (
        f"<norm><metadaten><enbez>{label}</enbez></metadaten>"
        f"<textdaten><text><Content>{contents}</Content></text></textdaten></norm>"
    )


def items(*pairs: tuple[str, str], font: str = "normal") -> str:
    """A list with labels and words."""
    return "<DL>" + "".join(f'<DT>{label}</DT><DD Font="{font}">{words}</DD>' for label, words in pairs) + "</DL>"


def controls(*entries: tuple[str, str]) -> ControlList:
    """The list of an act with one annex that holds ``entries``."""
    return parse(act(norm("§ 1", "<P>Pumpen melden.</P>"), norm("Anlage 1", f"<P>{items(*entries)}</P>")))


def test_lists_nest_and_take_the_code_above() -> None:
    """An item's code is its parent's with its label; a code that is printed whole is an entry."""
    inner = items(("a)", "<LA>aus Messing,</LA>"), ("b)", "<LA>aus Stahl.</LA>"))
    found = controls(("0001", f"<LA>Pumpen wie folgt: {inner}</LA>"), ("5A902", "<LA>Ventile.</LA>"))
    assert [str(entry.code) for entry in found] == ["0001", "0001.a", "0001.b", "5A902"]
    assert found["0001"].text == "Pumpen wie folgt:"
    assert found["0001"].connective is Connective.ANY


def test_the_act_says_what_it_is() -> None:
    """Title, language and edition are the act's own; the list's name follows from the title."""
    found = controls(("0001", "<LA>Pumpen.</LA>"))
    assert (found.id, found.source.language, found.edition) == ("de-ausfuhrliste", "de", "2025-03-20")


def test_what_is_around_the_list_is_kept_apart() -> None:
    """In a whole act the list is the annex with the entries; the act's paragraphs are unplaced, with their place."""
    found = controls(("0001", "<LA>Pumpen.</LA>"))
    assert [block.text for block in found.unplaced] == ["§ 1", "Pumpen melden."]
    assert all("line" in block.locator for block in found.unplaced)


def test_a_note_in_italics_does_not_take_the_list_beside_it() -> None:
    """An upright list in the paragraph of a note in italics is the entry's; a list in italics is the note's."""
    upright = "<LA>Pumpen:</LA><LA><I>Ergänzende Anmerkung: siehe 0002.</I>" + items(("a)", "<LA>alte.</LA>")) + "</LA>"
    italic = "<LA>Pumpen:</LA><LA><I>Anmerkung: erfasst nicht:</I>" + items(("a)", "<LA>alte.</LA>"), font="italic")
    assert [str(entry.code) for entry in controls(("0001", upright))] == ["0001", "0001.a"]
    only = controls(("0001", f"{italic}</LA>"))
    assert [str(entry.code) for entry in only] == ["0001"]
    assert only["0001"].notes[0].items[0].label == "a"


def test_notes_are_typed_and_name_their_code() -> None:
    """A note that names a sub-item run together applies to that sub-item alone."""
    note = items(("<I>Anmerkung:</I>", "<LA><I>Unternummer 0001b2 erfasst nicht Spielzeug.</I></LA>"))
    deep = items(("b)", "<LA>neue:" + items(("1.", "<LA>rote,</LA>"), ("2.", "<LA>blaue.</LA>")) + "</LA>"))
    (found,) = controls(("0001", f"<LA>Pumpen: {note}</LA><LA>{deep}</LA>"))["0001"].notes
    assert found.kind is NoteKind.DECONTROL
    assert [str(code) for code in found.applies_to] == ["0001.b.2"]


def test_a_number_of_another_list_has_empty_heads() -> None:
    """An entry printed as "3A1901a15" stands below the numbers it implies, which have no words and ask for nothing."""
    found = controls(("3A1901a15", "<LA>Schaltungen.</LA>"))
    assert [(str(entry.code), entry.text) for entry in found] == [
        ("3A1901", ""),
        ("3A1901.a", ""),
        ("3A1901.a.15", "Schaltungen."),
    ]
    assert found["3A1901"].connective is Connective.ANY
    assert [str(above.code) for above in found.ancestors("3A1901a15")] == ["3A1901", "3A1901.a"]


def test_an_and_behind_a_list_belongs_to_its_last_item() -> None:
    """The "und" that stands by itself behind inner items joins the item above them to the next."""
    inner = items(("a)", "<LA>alt;</LA>"))
    found = controls(
        ("0001", "<LA>Pumpen:" + items(("1.", f"<LA>aus: {inner}</LA><LA>und</LA>"), ("2.", "<LA>neu.</LA>")) + "</LA>")
    )
    assert found["0001.1.a"].text == "alt; und"
    assert found["0001"].connective is Connective.ALL


def test_definitions_and_abbreviations_may_stand_behind_the_entries() -> None:
    """The headings say what follows: terms in German quotation marks, and a table of short forms."""
    data = act(
        norm(
            "Anlage 1",
            f"<P>{items(('0001', '<LA>Pumpen.</LA>'))}</P><P><B>Abkürzungen</B></P><P><table><tgroup><tbody>"
            "<row><entry>CNC</entry><entry>Steuerung</entry></row></tbody></tgroup></table></P>"
            "<P><B>Begriffsbestimmungen</B></P><P>„Pumpe“ (0001 5A902) (pump): eine Maschine.</P>",
        )
    )
    found = parse(data)
    assert [(known.term, known.categories) for known in found.definitions] == [("Pumpe", ("0001", "5A902"))]
    assert [(known.short, known.long) for known in found.acronyms] == [("CNC", "Steuerung")]


def test_powers_rows_footnotes_and_unknown_tags_keep_their_words() -> None:
    """A superscript carries a circumflex, a row has bars, a footnote is one, an unknown tag is read through."""
    data = act(
        norm("§ 1", "<P>10<SUP>-3</SUP> CO<SUB>2</SUB><NEU> im</NEU> Netz</P>")
        + "<norm><metadaten><enbez>§ 2</enbez></metadaten><textdaten><text><Content><table><tbody><row><entry>a</entry>"
        "<entry>b</entry></row></tbody></table></Content><Footnotes><Footnote>Siehe dort.</Footnote></Footnotes></text>"
        "</textdaten></norm>"
    )
    blocks = [block for top in read(data).blocks for block in top.walk()]
    assert [(block.role, block.text) for block in blocks if block.role is not Role.SECTION][1:] == [
        (Role.PARAGRAPH, "10^-3 CO2 im Netz"),
        (Role.ROW, "a | b"),
        (Role.FOOTNOTE, "Siehe dort."),
    ]


@pytest.mark.official
@pytest.mark.parametrize("edition", EDITIONS)
def test_nothing_falls_on_the_floor(edition: str) -> None:
    """Every character of the act's text is in its blocks, and every one of its blocks' in the list."""
    path = official_file(f"de-ausfuhrliste/{edition}.de.gii.xml")
    found = parse(path)
    assert read_words(path) == document_words(path)
    assert accounted(path, found)
    assert (found.id, found.edition, found.source.language) == ("de-ausfuhrliste", edition, "de")
    munitions = [str(entry.code) for entry in found.entries if str(entry.code).startswith("00")]
    assert munitions == [f"{number:04}" for number in range(1, 23)]


@pytest.mark.official
def test_the_newest_edition_is_read_whole() -> None:
    """575 provisions below 55 entries, with 52 definitions; what is unplaced is the act around the list."""
    path = official_file("de-ausfuhrliste/2025-03-20.de.gii.xml")
    found = parse(path)
    assert (len(found.entries), len(found), len(found.definitions)) == (55, 575, 52)
    assert "5A902" in found
    assert "3A1901a15" in found
    annex = next(block for block in read(path).blocks if block.label == "Anlage 1")
    assert not {block.locator for block in found.unplaced} & {block.locator for block in annex.walk()}
    assert all(not entry.text for entry in found if str(entry.code) in {"3A1901", "3A1901.a", "3B1901"})


@pytest.mark.official
def test_every_provision_is_extracted_and_matched() -> None:
    """Limits, conditions, matching and evaluation run on every provision of the list."""
    found = parse(official_file("de-ausfuhrliste/2025-03-20.de.gii.xml"))
    goods = Goods("Pumpe", {"flow": "3 l/min"})
    for entry in found.walk():
        limits(found, entry.code)
        extract(found, entry.code)
        evaluate(found, entry.code, goods)
        assert len(match(found, entry.text[:100] or "Pumpe", limit=1)) <= 1
