"""A table of goods in, an outcome for every row out, whatever happens in between."""

from pathlib import Path

import pytest

from exportctl.batch import COLUMNS, classify_table, find_columns, to_records
from exportctl.classification import classify
from exportctl.errors import BadTable
from exportctl.tables import read_rows

GOODS = (
    "Part number;Description;Resolution (bit);Sample rate (MSPS)\n"
    "A1;ADC integrated circuit;14;3000\n"
    "A2;ADC integrated circuit;14;many\n"
    "A3;krytron;;\n"
    "A4;qqzzxx;;\n"
)


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    """A small table with one row that cannot be read."""
    path = tmp_path / "goods.csv"
    path.write_text(GOODS, encoding="utf-8")
    return path


def outcomes(path: Path) -> dict[str, str]:
    """Part number to outcome of a written table."""
    heading, rows = read_rows(path)
    place = heading.index("outcome")
    return {row.cells[0]: row.cells[place] for row in rows}


def test_every_row_has_an_outcome_and_a_bad_row_stops_nothing(goods: Path) -> None:
    """One row that cannot be read is reported with its number; the others are classified."""
    target = goods.with_name("result.csv")
    summary = classify_table(goods, target, workers=1)
    found = outcomes(target)
    assert found["A1"] == "LISTED IF CONFIRMED"
    assert found["A2"] == "ROW NOT READ"
    assert found["A4"] == "NO ENTRY FOUND"
    assert [number for number, _ in summary.not_read] == [3]
    heading, _ = read_rows(target)
    assert heading[-len(COLUMNS) :] == COLUMNS


def test_interrupted_run_resumes_to_the_same_bytes(goods: Path) -> None:
    """A journal that was cut off in the middle of a line is taken up, and the result is the same to the byte."""
    whole, resumed = goods.with_name("whole.xlsx"), goods.with_name("resumed.xlsx")
    classify_table(goods, whole, workers=1)

    class Interruption(Exception):
        pass

    def stop(rows: int) -> None:
        if rows:
            raise Interruption

    with pytest.raises(Interruption):
        classify_table(goods, resumed, workers=1, progress=stop)
    journal = resumed.with_name(f".{resumed.name}.journal")
    journal.write_bytes(journal.read_bytes()[:-20])
    assert not resumed.exists()
    classify_table(goods, resumed, workers=1, resume=True)
    assert resumed.read_bytes() == whole.read_bytes()
    assert not journal.exists()


def test_journal_of_other_goods_is_refused(goods: Path) -> None:
    """A journal never serves goods it was not made for."""
    target = goods.with_name("result.csv")
    target.with_name(f".{target.name}.journal").write_text('{"key": "other"}\n', encoding="utf-8")
    with pytest.raises(BadTable, match="other goods"):
        classify_table(goods, target, workers=1, resume=True)


def test_workers_do_not_change_the_result(goods: Path) -> None:
    """One process or two: the same bytes."""
    one, two = goods.with_name("one.csv"), goods.with_name("two.csv")
    classify_table(goods, one, workers=1)
    classify_table(goods, two, workers=2)
    assert one.read_bytes() == two.read_bytes()


def test_columns_are_found_by_their_headings() -> None:
    """Description, parameters with and without a unit, and columns that say nothing of the goods."""
    columns = find_columns(
        ["Part number", "Omschrijving", "Resolution (bit)", "Gain [dB]", "radiation hardened", "Price"]
    )
    assert columns.description == 1
    assert columns.parameters == ((2, "Resolution", "bit"), (3, "Gain", "dB"), (4, "radiation hardened", ""))


def test_mapping_comes_first() -> None:
    """A mapping names the columns that no rule can know."""
    columns = find_columns(["X1", "X2", "X3"], {"X1": "description", "X2": "sample rate (MSPS)", "X3": "ignore"})
    assert columns.description == 0
    assert columns.parameters == ((1, "sample rate", "MSPS"),)


def test_records_are_flat() -> None:
    """`to_records` gives plain values only."""
    (record,) = to_records([classify("krytron")])
    assert record["description"] == "krytron"
    assert all(isinstance(value, str) for value in record.values())
