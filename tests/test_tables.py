"""Tables in and out: any usual delimiter and encoding, no formulas, the same bytes for the same rows."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbook_files import workbook_parts, write_parts

from exportctl.errors import BadTable
from exportctl.tables import Sheet, open_table, read_rows, write_sheets


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


def test_single_column_of_sentences_is_not_cut(tmp_path: Path) -> None:
    """A table of descriptions alone keeps its commas."""
    path = tmp_path / "goods.csv"
    path.write_text("Description\nADC, 14 bit, 3 GSPS\nkrytron\n", encoding="utf-8")
    assert [row.cells for row in read_rows(path)[1]] == [("ADC, 14 bit, 3 GSPS",), ("krytron",)]


def test_delimiter_that_the_table_states_counts(tmp_path: Path) -> None:
    """The first line "sep=" that spreadsheets write is obeyed, and counts as a row."""
    path = tmp_path / "goods.csv"
    path.write_text("sep=|\nDescription|Part\na;b|1\n", encoding="utf-8")
    assert [(row.number, row.cells) for row in read_rows(path)[1]] == [(3, ("a;b", "1"))]


def test_utf_16_without_a_mark_is_read(tmp_path: Path) -> None:
    """Every second byte is zero: that is UTF-16, whichever end comes first."""
    for encoding in ("utf-16-le", "utf-16-be"):
        path = tmp_path / "goods.csv"
        path.write_text("Description\tPart\nbeeldversterker é\t7\n", encoding=encoding)
        assert read_rows(path)[0] == ("Description", "Part")


def test_unclosed_quotation_mark_costs_its_row_only(tmp_path: Path) -> None:
    """A stray quotation mark does not swallow the rows behind it; a cell of several lines is one cell."""
    path = tmp_path / "goods.csv"
    rows = "\n".join(f"item {n},{n}" for n in range(300))
    path.write_text(f'Description,Part\n"19 inch rack,1\n{rows}\n"two\nlines",2\n', encoding="utf-8")
    found = list(read_rows(path)[1])
    assert len(found) == 302
    assert [row.number for row in found if row.fault] == [2]
    assert found[-1].cells == ("two\nlines", "2")


def test_row_with_more_cells_than_the_heading_is_a_fault(tmp_path: Path) -> None:
    """A comma too many shifts the cells: nobody knows which is which, so the row is not read."""
    path = tmp_path / "goods.csv"
    path.write_text("Description,Gain (dB)\namplifier, fast,45\namplifier,45\n", encoding="utf-8")
    assert [bool(row.fault) for row in read_rows(path)[1]] == [True, False]


def test_parquet_comes_back_as_written(tmp_path: Path) -> None:
    """What is written to Parquet is read back the same, a file a sheet, and the same rows give the same bytes."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    first, second = tmp_path / "a.parquet", tmp_path / "b.parquet"
    rows = [("ADC é", "=14"), ("", "-3")] * 2000
    for path in (first, second):
        write_sheets(path, [Sheet("goods", ("name", "value"), iter(rows)), Sheet("more", ("x",), [])])
    assert read_rows(first)[0] == ("name", "value")
    assert [row.cells for row in read_rows(first)[1]] == rows
    assert first.read_bytes() == second.read_bytes()
    assert open_table(first).about == 4000
    assert read_rows(tmp_path / "a.more.parquet")[0] == ("x",)


def test_cells_of_a_workbook_are_read_as_a_person_would_type_them(tmp_path: Path) -> None:
    """Whole numbers without a point, dates as dates, yes and no, the last value of a formula."""
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    book.active.append([])
    book.active.append(["Description", "Gain (dB)", "Since", "Flight"])
    book.active.append(["amplifier", 45.0, date(2024, 5, 1), True])
    book.active.append(["amplifier", 0.1 + 0.2, None, False])
    book.active["F9"] = "a note beside the table"
    book.save(tmp_path / "a.xlsx")
    heading, rows = read_rows(tmp_path / "a.xlsx")
    assert heading == ("Description", "Gain (dB)", "Since", "Flight")
    assert [(row.number, row.cells) for row in rows if any(row.cells)] == [
        (3, ("amplifier", "45", "2024-05-01", "yes")),
        (4, ("amplifier", "0.3", "", "no")),
    ]


def test_texts_that_cells_share_are_read(tmp_path: Path) -> None:
    """A workbook that keeps every text once, as spreadsheet programs do, comes out as it reads."""
    rows = [("Description", "Part"), ("pump é & <valve>", "7"), ("pump é & <valve>", "8")]
    assert [row.cells for row in read_rows(write_parts(tmp_path / "a.xlsx", workbook_parts(rows)))[1]] == rows[1:]


def test_texts_that_cells_share_are_not_held_in_memory(tmp_path: Path) -> None:
    """Reading a workbook of thousands of different texts holds eight bytes for each, not the texts."""
    import tracemalloc

    peaks = []
    for number in (200, 2000):
        rows = ([f"{row} {'x' * 2000}"] for row in range(number))
        path = write_parts(tmp_path / f"{number}.xlsx", workbook_parts(rows))
        list(read_rows(path)[1])
        tracemalloc.start()
        assert sum(1 for _ in read_rows(path)[1]) == number - 1
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 1_000_000  # the texts alone are 4 MB


def test_what_a_workbook_cannot_hold_is_left_out(tmp_path: Path) -> None:
    """Control characters and half characters are dropped; a cell that is too long says that it goes on."""
    path = tmp_path / "a.xlsx"
    write_sheets(path, [Sheet("a", ("x",), [("a\x00\ud800\x1bb",), ("y" * 40_000,)])])
    first, second = [row.cells[0] for row in read_rows(path)[1]]
    assert first == "ab"
    assert len(second) == 32_767
    assert second.endswith("…")


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
    """Whatever the user typed, no written CSV cell begins like a formula, unless it is a plain figure."""
    import tempfile

    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "a.csv")
        write_sheets(path, [Sheet("goods", ("name",), [(text,)])])
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not re.fullmatch(r"[+-][0-9.,]+", cell) for cell in cells
    )


@pytest.mark.parametrize(
    "attack", ["=1+1", "+1+cmd|' /C calc'!A0", "-1-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "-1;2", "+"]
)
def test_known_formulas_are_defused(tmp_path: Path, attack: str) -> None:
    """The usual attacks become text in CSV, in the heading too, and stay text in a workbook."""
    from openpyxl import load_workbook

    write_sheets(tmp_path / "a.csv", [Sheet("goods", (attack,), [(attack,)])])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0][0] for row in csv.reader(file)] == ["'", "'"]
    write_sheets(tmp_path / "a.xlsx", [Sheet("goods", (attack,), [(attack,)])])
    cells = [row[0] for row in load_workbook(tmp_path / "a.xlsx").active.iter_rows()]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert cells[1].value == attack


def test_negative_figures_stay_figures(tmp_path: Path) -> None:
    """-40 is a temperature, not a formula: it comes back as it was."""
    write_sheets(tmp_path / "a.csv", [Sheet("goods", ("x", "y", "z"), [("-40", "+3.5e-3", "-1,5%")])])
    assert [row.cells for row in read_rows(tmp_path / "a.csv")[1]] == [("-40", "+3.5e-3", "-1,5%")]


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where a row fails while it is written, the old files are still there, both, and nothing else."""
    path = tmp_path / "a.csv"
    write_sheets(path, [Sheet("goods", ("x",), [("old",)]), Sheet("more", ("x",), [("old",)])])

    def broken() -> Iterator[tuple[str]]:
        yield ("new",)
        raise ValueError("no more rows")

    with pytest.raises(ValueError, match="no more rows"):
        write_sheets(path, [Sheet("goods", ("x",), [("new",)]), Sheet("more", ("x",), broken())])
    assert [row.cells[0] for row in read_rows(path)[1]] == ["old"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "a.more.csv"]


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
