"""Tables in and out: any usual delimiter and encoding, no formulas, the same bytes for the same rows."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.errors import BadTable
from exportctl.tables import Sheet, read_rows, write_sheets


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_of_any_usual_delimiter_and_encoding_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Delimiter and encoding are told from the file."""
    path = tmp_path / "goods.csv"
    path.write_text(f"Description{delimiter}Part\nbeeldversterker é{delimiter}7\n", encoding=encoding)
    heading, rows = read_rows(path)
    assert heading == ("Description", "Part")
    assert [(row.number, row.cells) for row in rows] == [(2, ("beeldversterker é", "7"))]


def test_rows_keep_their_numbers_and_empty_ones_are_passed_over(tmp_path: Path) -> None:
    """A row's number is the one a spreadsheet shows; short rows are filled up."""
    path = tmp_path / "goods.csv"
    path.write_text("a,b\n1,2\n,\n3\n", encoding="utf-8")
    assert [(row.number, row.cells) for row in read_rows(path)[1]] == [(2, ("1", "2")), (4, ("3", ""))]


def test_workbook_comes_back_as_written(tmp_path: Path) -> None:
    """What is written to XLSX is read back the same, and the same rows give the same bytes."""
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for path in (first, second):
        write_sheets(path, [Sheet("goods", ("name", "value"), [("ADC", "14 bit"), ("=1+1", "-3")])])
    heading, rows = read_rows(first)
    assert heading == ("name", "value")
    assert [row.cells for row in rows] == [("ADC", "14 bit"), ("=1+1", "-3")]
    assert first.read_bytes() == second.read_bytes()


def test_no_workbook_cell_is_a_formula(tmp_path: Path) -> None:
    """A cell that begins with = is kept as text."""
    from openpyxl import load_workbook

    path = tmp_path / "a.xlsx"
    write_sheets(path, [Sheet("goods", ("name",), [("=HYPERLINK(1)",), ("@x",), ("+1",)])])
    assert {cell.data_type for row in load_workbook(path).active.iter_rows(min_row=2) for cell in row} == {"s"}


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=30))
def test_no_csv_cell_begins_like_a_formula(text: str) -> None:
    """Whatever the user typed, no written CSV cell begins with a character that starts a formula."""
    import tempfile

    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "a.csv")
        write_sheets(path, [Sheet("goods", ("name",), [(text,)])])
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("absent.csv", None, "no such file"), ("a.xlsx", b"no workbook", "not a workbook"), ("a.csv", b"", "no heading")],
)
def test_broken_tables_are_named(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    """A table that cannot be read is an error that names the file and the remedy."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadTable, match=words):
        list(read_rows(path)[1])
