"""Reading files: every mark-up gives the same blocks, and a bad file gives a sentence that says what to do."""

import pickle
from pathlib import Path

import pytest
from conftest import LISTS, official_file

from exportctl.catalog import parse
from exportctl.errors import BadList, ExportctlError, MissingList
from exportctl.formats import LARGEST, Block, Role, read

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE ANNEX [<!ENTITY e "eeeeeeeeee"><!ENTITY b "&e;&e;&e;&e;&e;&e;&e;&e;">]>
<ANNEX><P>&b;</P></ANNEX>"""
EXTERNAL = b"""<!DOCTYPE ANNEX [<!ENTITY x SYSTEM "file:///etc/passwd">]><ANNEX><P>&x;</P></ANNEX>"""


def annex(contents: str) -> bytes:
    """A Formex annex around ``contents``."""
    return f"<ANNEX><TITLE><TI><P>LIST</P></TI></TITLE><CONTENTS>{contents}</CONTENTS></ANNEX>".encode()


def blocks(contents: str) -> list[Block]:
    """The blocks of an annex without its title."""
    return [block for block in read(annex(contents)).blocks if block.role is not Role.TITLE]


def test_entry_and_sub_items_nest() -> None:
    """An NP is an item with its label; the NPs of its list are its children."""
    (entry,) = blocks(
        "<NP><NO.P>3A001</NO.P><TXT>Pumps:</TXT><P><LIST><ITEM>"
        "<NP><NO.P>a.</NO.P><TXT>Of brass;</TXT></NP></ITEM></LIST></P></NP>"
    )
    assert (entry.role, entry.label, entry.text) == (Role.ITEM, "3A001", "Pumps:")
    assert [(child.label, child.text) for child in entry.children] == [("a.", "Of brass;")]


def test_superscripts_and_subscripts() -> None:
    """A superscript carries a circumflex, a subscript stands on the line, an empty superscript is nothing."""
    (line,) = blocks(
        '<P>10<HT TYPE="SUP">-14</HT> of CO<HT TYPE="SUB">2</HT><HT TYPE="SUP"> </HT>, in<HT TYPE="B">deed</HT></P>'
    )
    assert line.text == "10^-14 of CO2 , indeed"


def test_quotation_marks_come_from_their_code() -> None:
    """QUOT.START and QUOT.END stand for the character whose code they carry."""
    (line,) = blocks(
        '<P>A <QUOT.START CODE="2018"/>gain<QUOT.END CODE="2019"/> of <QUOT.START CODE="201C"/>x<QUOT.END/></P>'
    )
    assert line.text == "A ‘gain’ of “x”"


def test_footnotes_stand_beside_their_line() -> None:
    """A footnote does not run into the words it hangs on, and is not lost."""
    line, footnote = blocks("<P>Pumps<NOTE><P>See the annex.</P></NOTE> of brass</P>")
    assert (line.text, footnote.role, footnote.text) == ("Pumps of brass", Role.FOOTNOTE, "See the annex.")


def test_tables_become_rows() -> None:
    """A row of a table is one block, its cells divided by bars."""
    rows = blocks("<TBL><CORPUS><ROW><CELL>Dose</CELL><CELL><P>5 Gy</P></CELL></ROW></CORPUS></TBL>")
    assert [(row.role, row.text) for row in rows] == [(Role.ROW, "Dose | 5 Gy")]


def test_unknown_elements_keep_their_words() -> None:
    """An element that nobody named is read through, in a line or around blocks; instructions say nothing."""
    found = blocks("<NEW.BLOCK>One<P>Two <NEW.INLINE>three</NEW.INLINE><?PAGE 4?> four</P>five</NEW.BLOCK>")
    assert [block.text for block in found] == ["One", "Two three four", "five"]


def test_lists_inside_a_line_are_its_children() -> None:
    """A paragraph that announces a list holds the items of that list."""
    (note,) = blocks("<P>Note: not for:<LIST><ITEM><NP><NO.P>a.</NO.P><TXT>toys;</TXT></NP></ITEM></LIST></P>")
    assert note.text == "Note: not for:"
    assert [child.label for child in note.children] == ["a."]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"A list of pumps", "is not XML"),
        (b"<ANNEX><P>Pumps</P>", "is not well-formed XML"),
        (b"<ANNEX><P>Pum", "is not well-formed XML"),
        (b"<recipe><step>Stir.</step></recipe>", "not the root of a known mark-up"),
        (b"<ANNEX><CONTENTS/></ANNEX>", "holds no text"),
        (b"<dokumente><norm/></dokumente>", "holds no text"),
        (b"<DIV9><img/></DIV9>", "holds no text"),
        (b"<html><body><p> </p></body></html>", "holds no text"),
        (BOMB, "declares its own entities"),
        *((BOMB.replace(b"ANNEX", root), "declares its own entities") for root in (b"dokumente", b"DIV9", b"html")),
        (EXTERNAL, "declares its own entities"),
        ("<ANNEX><P>Für</P></ANNEX>".encode("latin-1"), "is not UTF-8"),
        ('<?xml version="1.0" encoding="utf-16"?><ANNEX/>'.encode("utf-16"), "is not UTF-8"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><ANNEX/>', "is in ISO-8859-1"),
    ],
)
def test_bad_files_say_what_and_what_to_do(data: bytes, why: str, tmp_path: Path) -> None:
    """A file that is no list raises `BadList`, a ``ValueError``, that names the file, the fault and the remedy."""
    path = tmp_path / "list.xml"
    path.write_bytes(data)
    with pytest.raises(BadList, match=why) as caught:
        parse(path)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, ExportctlError)
    assert "list.xml" in str(caught.value)
    assert caught.value.remedy
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_the_line_of_the_fault_is_named() -> None:
    """A fault inside a file is reported with its line."""
    with pytest.raises(BadList, match="line 3"):
        read(b"<ANNEX>\n<P>One</P>\n<P>Two</Q>\n</ANNEX>")


def test_missing_file_is_a_file_not_found(tmp_path: Path) -> None:
    """A path without a file raises what ``open`` would, as one of our own errors."""
    with pytest.raises(FileNotFoundError, match="no such file") as caught:
        parse(tmp_path / "absent.xml")
    assert isinstance(caught.value, MissingList)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_directory_is_no_list(tmp_path: Path) -> None:
    """A directory is told from a file."""
    with pytest.raises(BadList, match="is a directory"):
        parse(tmp_path)


def test_over_long_path_is_no_list() -> None:
    """A text given in place of a path does not end in an error of the operating system."""
    with pytest.raises(BadList):
        parse("x" * 100_000)


def test_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """The size is checked before a byte is read: a sparse file of 500 MB costs nothing."""
    path = tmp_path / "huge.xml"
    with path.open("wb") as file:
        file.truncate(500 * 1024 * 1024)
    with pytest.raises(BadList, match="has 500 MB"):
        parse(path)
    assert LARGEST < 500 * 1024 * 1024


@pytest.mark.official
@pytest.mark.parametrize("name", sorted(path.name for path in (LISTS / "formex").glob("*.xml")))
def test_real_formex_loses_no_word(name: str) -> None:
    """Formex as the Publications Office serves it is read without error, and every word of its text comes back."""
    from lxml import etree

    path = official_file(f"formex/{name}")
    found = "".join(block.label + block.text for top in read(path).blocks for block in top.walk())
    root = etree.parse(path).getroot()
    for metadata in root.xpath("//BIB.INSTANCE | //FAM.COMP"):
        metadata.clear(keep_tail=True)
    words = {word for text in root.itertext() for word in text.split() if word.isalnum()}
    assert {word for word in words if word not in found} == set()
    parse(path)
