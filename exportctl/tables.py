"""Tables as people keep them: CSV of any usual delimiter and encoding, XLSX and Parquet, read and written row by row.

Memory does not grow with the number of rows, and what is written has the same bytes for the same rows.
"""

import csv
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import attrs

from exportctl.errors import BadTable

__all__ = ["Row", "Sheet", "read_rows", "write_sheets"]

_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")
_DELIMITERS = ",;\t|"
_SAMPLE = 64 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CELL = 32_767
_REMEDY = "save the table as .xlsx or .csv with a heading in its first row"


@attrs.frozen
class Row:
    """One row of a table: its ``number`` as a spreadsheet shows it (2 is the first under the heading), its cells."""

    number: int
    cells: tuple[str, ...]


@attrs.frozen
class Sheet:
    """One sheet to write: its ``name``, ``heading`` and ``rows``, which may be produced while they are written."""

    name: str
    heading: tuple[str, ...]
    rows: Iterable[Sequence[str]]


def read_rows(path: Path) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The heading of the table at ``path`` and its rows, read as they are asked for; empty rows are passed over.

    Raises `BadTable` (a ``ValueError``) naming the file, and the row where there is one.
    """
    if not path.is_file():
        raise BadTable(str(path), "there is no such file", "name an existing .xlsx, .csv or .parquet file")
    readers = {".xlsx": _read_xlsx, ".xlsm": _read_xlsx, ".parquet": _read_parquet}
    rows = readers.get(path.suffix.lower(), _read_csv)(path)
    heading = next(rows, None)
    if heading is None or not any(heading):
        raise BadTable(str(path), "the table has no heading", _REMEDY)
    width = len(heading)
    numbered = (Row(number, _fitted(cells, width)) for number, cells in enumerate(rows, 2) if any(cells))
    return tuple(heading), numbered


def _fitted(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *("" for _ in range(width - len(cells))))


def _read_csv(path: Path) -> Iterator[list[str]]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(_SAMPLE)
        file.seek(0)
        try:
            dialect: Any = csv.Sniffer().sniff(sample.partition("\n")[0], _DELIMITERS)
        except csv.Error:
            dialect = csv.excel
        old = csv.field_size_limit(2**31 - 1)
        try:
            for row in csv.reader(file, delimiter=dialect.delimiter):
                yield [cell.strip() for cell in row]
        except (csv.Error, UnicodeDecodeError) as error:
            raise BadTable(str(path), f"cannot be read as CSV ({error})", _REMEDY) from error
        finally:
            csv.field_size_limit(old)


def _encoding(path: Path) -> str:
    """UTF-8 where all of the file is, else UTF-16 by its mark, else the Western European code page of spreadsheets."""
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return _ENCODINGS[1]
    try:
        with path.open(encoding="utf-8") as text:
            while text.read(_SAMPLE):
                pass
    except UnicodeDecodeError:
        return _ENCODINGS[2]
    return _ENCODINGS[0]


def _read_xlsx(path: Path) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever the broken part of the file makes it raise
        raise BadTable(str(path), f"is not a workbook ({type(error).__name__})", _REMEDY) from error
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_plain(cell) for cell in row]
    finally:
        book.close()


def _read_parquet(path: Path) -> Iterator[list[str]]:
    try:
        from pyarrow import ArrowInvalid, parquet
    except ModuleNotFoundError as error:
        raise BadTable(str(path), "reading Parquet needs pyarrow", "install exportctl[parquet]") from error
    try:
        file = parquet.ParquetFile(path)
    except ArrowInvalid as error:
        raise BadTable(str(path), f"is not a Parquet file ({error})", _REMEDY) from error
    yield list(file.schema_arrow.names)
    for batch in file.iter_batches(batch_size=1024):
        columns = [column.to_pylist() for column in batch.columns]
        for cells in zip(*columns, strict=True):
            yield [_plain(cell) for cell in cells]


def _plain(cell: Any) -> str:
    """A cell as the text that a person would type."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell).strip()


def write_sheets(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write ``sheets`` to ``path``: one workbook for ``.xlsx``, else CSV files, one a sheet (``name.sheet.csv``).

    Each file appears whole or not at all. No cell can become a formula.
    """
    if path.suffix.lower() == ".xlsx":
        with _whole(path) as temporary:
            _write_xlsx(temporary, sheets)
        return
    for number, sheet in enumerate(sheets):
        target = path if number == 0 else path.with_name(f"{path.stem}.{sheet.name}{path.suffix}")
        with _whole(target) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(sheet.heading)
            writer.writerows([_harmless(cell) for cell in row] for row in sheet.rows)


def _harmless(cell: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file beside ``path`` that takes its place when it is complete, and vanishes when it fails."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        yield Path(name)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = datetime(*_EPOCH)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        heading = [WriteOnlyCell(page, value=cell) for cell in sheet.heading]
        for cell in heading:
            cell.font = Font(bold=True)
        page.append(heading)
        for row in sheet.rows:
            page.append([_text_cell(page, cell) for cell in row])
    with tempfile.TemporaryFile() as raw:
        book.save(raw)
        _repack(raw, path)


def _text_cell(page: Any, text: str) -> Any:
    """A cell that is text whatever it begins with. A workbook cannot hold control characters or longer cells."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(page, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:_CELL])
    cell.data_type = "s"
    return cell


def _repack(raw: Any, path: Path) -> None:
    """The workbook with the times of day taken out of its archive, so that the same rows give the same bytes."""
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            with source.open(info) as part:
                data: Any = part
                if info.filename == "docProps/core.xml":
                    data = io.BytesIO(_without_times(part.read()))
                same = zipfile.ZipInfo(info.filename, _EPOCH)
                same.compress_type = zipfile.ZIP_DEFLATED
                with target.open(same, "w") as out:
                    while block := data.read(_SAMPLE):
                        out.write(block)


def _without_times(properties: bytes) -> bytes:
    return re.sub(rb">\d{4}-\d\d-\d\dT[\d:]+Z<", b">1980-01-01T00:00:00Z<", properties)
