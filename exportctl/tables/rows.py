"""Tables as people keep them: CSV of any usual delimiter and encoding, XLSX and Parquet, read and written row by row.

Memory does not grow with the number of rows, and what is written has the same bytes for the same rows.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any

import attrs

from exportctl.errors import BadTable
from exportctl.files import replacing
from exportctl.tables.delimited import read_delimited
from exportctl.tables.workbooks import MOST_ROWS, plain, read_workbook, rows_stated, write_workbook

__all__ = ["Row", "Sheet", "check_target", "read_rows", "rows_about", "write_sheets"]

_BLOCK = 1 << 20
_PARQUET_ROWS = 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_FIGURE = re.compile(r"[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?%?")
_REMEDY = "save the table as .xlsx or .csv with a heading in its first row"
_NO_FILE = "name an existing .xlsx, .csv or .parquet file"
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_PARQUET = ".parquet"


@attrs.frozen
class Row:
    """One row of a table: its ``number`` as a spreadsheet shows it (2 is the first under the heading), its cells.

    ``fault`` says why the row cannot be read, where it cannot.
    """

    number: int
    cells: tuple[str, ...]
    fault: str = ""


@attrs.frozen
class Sheet:
    """One sheet to write: its ``name``, ``heading`` and ``rows``, which may be produced while they are written."""

    name: str
    heading: tuple[str, ...]
    rows: Iterable[Sequence[str]]


def read_rows(path: Path) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The heading of the table at ``path`` and its rows, read as they are asked for; empty rows are passed over.

    The first row that is not empty is the heading. Text tables: a row of more cells than the heading has a fault, since
    nobody knows which cell is which; in a workbook or Parquet what stands beside the headings is no part of the table.
    Raises `BadTable` (a ``ValueError``) naming the file, and the row where there is one.
    """
    if not path.is_file():
        raise BadTable(str(path), "there is no such file", _NO_FILE)
    suffix = path.suffix.lower()
    if suffix in _WORKBOOKS:
        return _with_heading(path, read_workbook(path))
    if suffix == _PARQUET:
        return _with_heading(path, _read_parquet(path))
    return _with_heading(path, read_delimited(path))


def _with_heading(path: Path, rows: Iterator[tuple[int, list[str], str]]) -> tuple[tuple[str, ...], Iterator[Row]]:
    filled = (row for row in rows if any(row[1]))
    first = next(filled, None)
    if first is None:
        raise BadTable(str(path), "the table has no heading", _REMEDY)
    heading = first[1]
    while not heading[-1]:
        heading.pop()
    return tuple(heading), (_row(number, cells, fault, len(heading)) for number, cells, fault in filled)


def _row(number: int, cells: Sequence[str], fault: str, width: int) -> Row:
    return Row(number, (*cells[:width], *("" for _ in range(width - len(cells)))), fault)


def _read_parquet(path: Path) -> Iterator[tuple[int, list[str], str]]:
    parquet = _parquet(path)
    from pyarrow import ArrowException

    try:
        with parquet.ParquetFile(path) as file:
            yield 1, [str(name) for name in file.schema_arrow.names], ""
            number = 1
            for batch in file.iter_batches(batch_size=_PARQUET_ROWS):
                columns = [column.to_pylist() for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    number += 1
                    yield number, [plain(cell) for cell in cells], ""
    except (ArrowException, OSError, ValueError) as error:
        raise BadTable(str(path), f"is not a Parquet file ({error})", _REMEDY) from error


def _parquet(path: Path) -> Any:
    try:
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise BadTable(str(path), "Parquet needs pyarrow", "install exportctl[parquet]") from error
    return parquet


def _parquet_rows(path: Path) -> int | None:
    from pyarrow import ArrowException

    try:
        with _parquet(path).ParquetFile(path) as file:
            return int(file.metadata.num_rows)
    except (ArrowException, OSError, ValueError):
        return None


def rows_about(path: Path) -> int | None:
    """About how many rows the table at ``path`` has under its heading; None where only reading it would tell."""
    suffix = path.suffix.lower()
    if suffix in _WORKBOOKS:
        stated = rows_stated(path)
    elif suffix == _PARQUET:
        return _parquet_rows(path)
    else:
        with path.open("rb") as file:
            stated = sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b""))
    return None if stated is None else max(stated - 1, 0)


def check_target(path: Path, rows: int | None = None) -> None:
    """Raises `BadTable` where a table of about ``rows`` rows cannot be written to ``path``: better now than later."""
    if not path.parent.is_dir():
        raise BadTable(str(path), "its directory does not exist", "make it first, or name another")
    if path.is_dir():
        raise BadTable(str(path), "is a directory", "name a file in it")
    if path.suffix.lower() == ".xlsx" and rows is not None and rows >= MOST_ROWS:
        raise BadTable(str(path), f"a sheet cannot hold more than {MOST_ROWS:,} rows", "name the output .csv")
    if path.suffix.lower() == _PARQUET:
        _parquet(path)


def write_sheets(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write ``sheets`` to ``path``: one workbook for ``.xlsx``, else CSV or Parquet, one a sheet (``name.sheet.csv``).

    Each file appears whole or not at all. No cell can become a formula. Raises `BadTable` naming the file.
    """
    if path.suffix.lower() == ".xlsx":
        with _whole(path) as file:
            write_workbook(file, [(sheet.name, sheet.heading, sheet.rows) for sheet in sheets], where=str(path))
        return
    write = _write_parquet if path.suffix.lower() == _PARQUET else _write_csv
    with ExitStack() as all_or_none:
        for number, sheet in enumerate(sheets):
            target = path if number == 0 else path.with_name(f"{path.stem}.{sheet.name}{path.suffix}")
            write(all_or_none.enter_context(_whole(target)), sheet)


def _write_csv(file: IO[bytes], sheet: Sheet) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text)
    writer.writerow(map(_harmless, sheet.heading))
    writer.writerows([_harmless(cell) for cell in row] for row in sheet.rows)
    text.flush()
    text.detach()


def _harmless(cell: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula. A plain figure is none, whatever its sign."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _FIGURE.fullmatch(cell) else cell


def _write_parquet(file: IO[bytes], sheet: Sheet) -> None:
    import pyarrow

    parquet = _parquet(Path())
    schema = pyarrow.schema([(name, pyarrow.string()) for name in sheet.heading])
    rows = iter(sheet.rows)
    with parquet.ParquetWriter(file, schema) as writer:
        for some in iter(lambda: list(islice(rows, _PARQUET_ROWS)), []):
            columns = [pyarrow.array(column, pyarrow.string()) for column in zip(*some, strict=True)]
            writer.write_batch(pyarrow.RecordBatch.from_arrays(columns, schema=schema))


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """The file at ``path``, which appears when it is complete; faults of the file system as ours."""
    try:
        with replacing(path) as file:
            yield file
    except OSError as error:
        why = f"cannot be written ({error.strerror})"
        raise BadTable(str(path), why, "make room, or name another place") from error
