"""Tables as people keep them: CSV of any usual delimiter and encoding, XLSX and Parquet, read and written row by row.

Memory does not grow with the number of rows, and what is written has the same bytes for the same rows.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import chain, count, islice
from pathlib import Path
from typing import IO, Any

import attrs

from exportctl.errors import BadTable
from exportctl.files import replacing
from exportctl.tables.delimited import Delimited
from exportctl.tables.headings import Heading
from exportctl.tables.workbooks import MOST_ROWS, Workbook, plain, write_workbook

__all__ = ["Row", "Sheet", "Table", "beside", "check_target", "open_table", "read_rows", "write_sheets"]

_BLOCK = 1 << 20
_PARQUET_ROWS = 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_FIGURE = re.compile(r"[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?%?")
_REMEDY = "save the table as .xlsx or .csv with a heading in its first row"
_NO_FILE = "name an existing .xlsx, .csv or .parquet file"
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_PARQUET = ".parquet"
_BEGINNING = 30
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "is an old workbook (.xls), or one that a password protects",
    b"%PDF": "is a PDF",
}
Finding = Callable[[Sequence[tuple[int, Sequence[str]]]], Heading | None]


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


@attrs.frozen(eq=False)
class Table:
    """A table that is open for reading: its ``heading``, and of a workbook which ``sheet`` it is.

    ``first`` is the number of the row that the heading ends with, ``others`` are the other sheets that look like tables
    of goods, ``decimals`` is the sign that a table written like this has before decimals, where that can be told (""
    else), ``about`` how many rows there are about, where that is known.
    """

    path: Path
    heading: tuple[str, ...]
    first: int
    sheet: str
    others: tuple[str, ...]
    decimals: str
    about: int | None
    _source: "_Source"

    def rows(self) -> Iterator[Row]:
        """The rows under the heading, from the first one each time this is asked for; empty rows are passed over."""
        width = len(self.heading)
        for number, cells, fault in self._source.records(self.sheet):
            if number > self.first and any(cells):
                if not fault and self._source.is_strict and any(cells[width:]):
                    fault = f"has {_filled(cells)} cells where the heading has {width}"
                yield Row(number, (*cells[:width], *("" for _ in range(width - len(cells)))), fault)

    def close(self) -> None:
        """Let go of the file."""
        self._source.close()


@attrs.frozen(eq=False, kw_only=True)
class _Source:
    """What a format gives: its sheets (one without a name where it has none), and the records of each."""

    sheets: tuple[str, ...] = ("",)
    records: Callable[[str], Iterator[tuple[int, list[str], str]]]
    about: Callable[[str], int | None]
    close: Callable[[], None] = lambda: None
    is_strict: bool = False
    decimals: str = ""


def open_table(path: Path, find: Finding = lambda rows: None, *, sheet: str = "") -> Table:
    """The table at ``path``, of a workbook in the ``sheet`` that is named, else in the first that has such a heading.

    The heading is what ``find`` finds among the first rows, else the first row that is not empty. Text tables: a row of
    more cells than the heading has a fault, since nobody knows which cell is which; in a workbook or Parquet what
    stands beside the headings is no part of the table. Raises `BadTable` (a ``ValueError``) naming the file, and the
    row where there is one.
    """
    source = _source(path, find)
    try:
        if sheet and sheet not in source.sheets:
            there = ", ".join(filter(None, source.sheets)) or "none"
            raise BadTable(str(path), f"has no sheet {sheet!r}; there are: {there}", "name one of these")
        found = {name: _begin(source, name, find) for name in source.sheets}
        fitting = [name for name, (_, heading) in found.items() if heading is not None]
        sure = [name for name, (_, heading) in found.items() if heading is not None and heading.is_sure]
        filled = [name for name, (rows, _) in found.items() if rows]
        chosen = next(iter([sheet] * bool(sheet) + sure + fitting + filled), "")
        rows, heading = found.get(chosen, ([], None))
        if not rows:
            raise BadTable(str(path), "the table has no heading", _REMEDY)
        number, titles = rows[0] if heading is None else (heading.number, heading.titles)
        about = source.about(chosen)
        return Table(
            path=path,
            heading=tuple(titles[: _filled(titles)]),
            sheet=chosen,
            others=tuple(name for name in fitting if name != chosen),
            decimals=source.decimals,
            about=None if about is None else max(about - number, 0),
            source=source,
            first=number,
        )
    except BaseException:
        source.close()
        raise


def _begin(source: _Source, sheet: str, find: Finding) -> tuple[list[tuple[int, Sequence[str]]], Heading | None]:
    """The first rows of a sheet that are not empty, and the heading among them."""
    filled = ((number, cells) for number, cells, _ in source.records(sheet) if any(cells))
    rows: list[tuple[int, Sequence[str]]] = list(islice(filled, _BEGINNING))
    return rows, find(rows)


def read_rows(path: Path) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The first row of the table at ``path`` as its heading, and its rows, read as they are asked for."""
    table = open_table(path)

    def rows() -> Iterator[Row]:
        with closing(table):
            yield from table.rows()

    return table.heading, rows()


def _filled(cells: Sequence[str]) -> int:
    """How many cells there are up to the last that is not empty."""
    return max((place for place, cell in enumerate(cells, 1) if cell), default=0)


def _source(path: Path, find: Finding) -> _Source:
    if not path.is_file():
        raise BadTable(str(path), "there is no such file", _NO_FILE)
    with path.open("rb") as file:
        start = file.read(8)
    for begins, what in _FOREIGN.items():
        if start.startswith(begins):
            raise BadTable(str(path), what, _REMEDY)
    suffix = path.suffix.lower()
    if start.startswith(b"PAR1") or suffix == _PARQUET:
        return _Source(records=lambda sheet: _read_parquet(path), about=lambda sheet: _parquet_rows(path))
    if start.startswith(b"PK\3\4") or suffix in _WORKBOOKS:
        book = Workbook.open(path)
        return _Source(sheets=book.sheets, records=book.rows, about=book.stated, close=book.close)

    def fit(records: Sequence[Sequence[str]]) -> int:
        heading = find(list(enumerate(records)))
        return 0 if heading is None else heading.fit

    text = Delimited.open(path, fit)
    return _Source(
        records=lambda sheet: text.records(),
        about=lambda sheet: _lines(path),
        is_strict=True,
        decimals="," if text.delimiter == ";" else "",
    )


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b""))


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
            return int(file.metadata.num_rows) + 1
    except (ArrowException, OSError, ValueError):
        return None


def beside(heading: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """``heading`` as it is and ``more`` titles behind it, numbered where it has such a one already.

    >>> beside(["Part", "Outcome"], ["outcome", "codes"])
    ('Part', 'Outcome', 'outcome (2)', 'codes')
    """
    names = list(heading)
    taken = {title.casefold() for title in heading}
    for title in more:
        tries = chain([title], (f"{title} ({number})" for number in count(2)))
        names.append(next(name for name in tries if name.casefold() not in taken))
        taken.add(names[-1].casefold())
    return tuple(names)


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
    schema = pyarrow.schema([(name, pyarrow.string()) for name in beside((), sheet.heading)])
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
