"""XLSX workbooks read and written row by row: texts in, texts out, nothing in them can become a formula.

Neither way holds more than a row: the texts that a workbook shares between its cells are kept in a file while it is
read. What is written has the same bytes for the same rows: no time of day, no name, no counter goes into it.
"""

import re
import tempfile
import zipfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

import attrs

from exportctl.errors import BadTable

__all__ = ["LONGEST_CELL", "MOST_ROWS", "Number", "Workbook", "plain", "write_workbook"]

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
_MOST_COLUMNS = 16_384
_LARGEST_PART = 2 << 30
_REMEDY = "save the table as .xlsx or .csv with a heading in its first row"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PADDED = re.compile("0{2,15}")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = f"""<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>\
</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>\
<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>\
</cellStyleXfs><cellXfs count="3"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs><cellStyles count="1">\
<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_BODY, _HEADING, _QUOTED = 0, 1, 2


@attrs.frozen(eq=False)
class Workbook:
    """A workbook that is open for reading: its visible ``sheets`` by name."""

    path: Path
    sheets: tuple[str, ...]
    _file: IO[bytes]
    _book: Any
    _stated: dict[str, int | None]

    @staticmethod
    def open(path: Path) -> "Workbook":
        """The workbook at ``path``. Raises `BadTable` naming the file."""
        with _told(path), ExitStack() as until_whole:
            file = until_whole.enter_context(path.open("rb"))
            _guard(path)
            book = _opened(file)
            shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
            stated = {sheet.title: sheet.max_row for sheet in shown}
            for sheet in shown:
                sheet.reset_dimensions()  # what a sheet says of its size may be wrong
            if not stated:
                raise BadTable(str(path), "has no sheet of cells", _REMEDY)
            until_whole.pop_all()
            return Workbook(path, tuple(stated), file, book, stated)

    def rows(self, name: str) -> Iterator[tuple[int, list[str], str]]:
        """The rows of the sheet ``name``: number, cells as a person would type them, no fault.

        Of a formula the value that was last computed is taken. Raises `BadTable` naming the file.
        """
        typed = _Typed(self._book)
        with _told(self.path):
            for number, row in enumerate(self._book[name].iter_rows(max_row=MOST_ROWS), 1):
                yield number, [typed(cell) for cell in row[:_MOST_COLUMNS]], ""

    def stated(self, name: str) -> int | None:
        """How many rows the sheet says it has, where it does; it may be wrong."""
        return self._stated[name]

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()
        self._file.close()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Whatever a broken file makes openpyxl raise, as an error of ours."""
    try:
        yield
    except BadTable:
        raise
    except Exception as error:
        raise BadTable(str(path), f"is not a workbook ({type(error).__name__})", _REMEDY) from error


@attrs.frozen(eq=False)
class _Typed:
    """A cell of ``book`` as a person would type it: 45 % and 00123 where its format shows a number so."""

    book: Any
    _formats: dict[int, str] = attrs.field(factory=dict)

    def __call__(self, cell: Any) -> str:
        value = cell.value
        if isinstance(value, int | float) and not isinstance(value, bool) and cell.has_style:
            style = cell._style_id
            if style not in self._formats:
                self._formats[style] = _LITERAL.sub("", cell.number_format or "")
            shown = self._formats[style]
            if "%" in shown:
                return Number(f"{plain(float(Decimal(repr(value)) * 100))}%")
            if _PADDED.fullmatch(shown) and isinstance(value, int):
                return Number(f"{value:0{len(shown)}}")
        return plain(value)


def _guard(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            if part.file_size > _LARGEST_PART:
                raise BadTable(str(path), f"{part.filename[:60]} would unpack to {part.file_size >> 20} MB", _REMEDY)


def _opened(file: IO[bytes]) -> Any:
    from openpyxl.reader.excel import ExcelReader

    class Reader(ExcelReader):  # type: ignore[misc]
        """openpyxl's reader, with the shared texts in a file instead of a list."""

        def read_strings(self) -> None:
            from openpyxl.xml.constants import SHARED_STRINGS

            part = self.package.find(SHARED_STRINGS)
            self.shared_strings = _SharedTexts()
            if part is not None:
                with self.archive.open(part.PartName[1:]) as source:
                    self.shared_strings.fill(source)

    reader = Reader(file, read_only=True, data_only=True, keep_links=False)
    reader.read()
    return reader.wb


class _SharedTexts(Sequence[str]):
    """The texts that cells share, in a file: eight bytes of memory for each."""

    def __init__(self) -> None:
        self._ends = array("Q", [0])
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as this)

    def fill(self, source: IO[bytes]) -> None:
        """Read the part of a workbook that holds the shared texts."""
        from xml.etree.ElementTree import iterparse

        from openpyxl.cell.text import Text

        depth, root = 0, None
        for event, node in iterparse(source, ("start", "end")):
            depth += 1 if event == "start" else -1
            root = node if root is None else root
            if event == "end" and node.tag == f"{{{_MAIN}}}si":
                text = Text.from_tree(node).content.replace("x005F_", "")
                self._ends.append(self._ends[-1] + self._file.write(text.encode("utf-8", "replace")))
            if event == "end" and depth == 1:
                root.clear()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: Any) -> Any:
        start, end = self._ends[index], self._ends[index + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8")


class Number(str):
    """The text of a cell that holds a number, not text: its point is a decimal point wherever the table comes from."""

    __slots__ = ()


def plain(cell: Any) -> str:
    """A cell as the text that a person would type."""
    match cell:
        case str():
            return cell.strip()
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell != cell:  # how data frames say that there is none
            return ""
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return Number(int(cell))
        case float():
            return Number(f"{cell:.15g}")  # as many digits as a spreadsheet has
        case int() | Decimal():
            return Number(cell)
        case datetime(hour=0, minute=0, second=0, microsecond=0):
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
    return str(cell).strip()


def write_workbook(
    file: IO[bytes], sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[str]]]], *, where: str
) -> None:
    """Write ``sheets`` (name, heading, rows) to ``file``, every cell as text.

    Characters that a workbook cannot hold are left out, and a cell longer than it can hold ends in "…". Raises
    `BadTable` naming ``where`` for more rows than a sheet has.
    """
    names = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        + "".join(f'<Override PartName="/{_sheet_part(n)}" ContentType="{_TYPE}.worksheet+xml"/>' for n in names)
        + "</Types>",
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(f'<sheet name={quoteattr(sheets[n - 1][0])} sheetId="{n}" r:id="rId{n}"/>' for n in names)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            [*(("worksheet", f"worksheets/sheet{n}.xml") for n in names), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(_member(name), _HEAD + text)
        for number, (_, heading, rows) in zip(names, sheets, strict=True):
            with archive.open(_member(_sheet_part(number)), "w", force_zip64=True) as part:
                for text in _sheet(heading, rows, where):
                    part.write(text.encode())


def _sheet_part(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _member(name: str) -> zipfile.ZipInfo:
    """A member without a time of day, so that the same rows give the same bytes."""
    member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system, member.external_attr = 3, 0o600 << 16
    return member


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    lines = (
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _sheet(heading: Sequence[str], rows: Iterable[Sequence[str]], where: str) -> Iterator[str]:
    width = "".join(
        f'<col min="{n}" max="{n}" width="{_width(cell)}" customWidth="1"/>' for n, cell in enumerate(heading, 1)
    )
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        f'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"{f'<cols>{width}</cols>' if width else ''}<sheetData>"
    )
    number = 0
    for number, cells in enumerate(chain((heading,), rows), 1):
        if number > MOST_ROWS:
            raise BadTable(where, f"a sheet cannot hold more than {MOST_ROWS:,} rows", "name the output .csv")
        yield f"<row>{''.join(_cell(cell, _HEADING if number == 1 else None) for cell in cells)}</row>"
    corner = f"{_letters(max(len(heading), 1))}{number}"
    yield (
        f'</sheetData><ignoredErrors><ignoredError sqref="A1:{corner}" numberStoredAsText="1"/></ignoredErrors>'
        "</worksheet>"
    )


def _cell(text: str, style: int | None) -> str:
    clean = _NOT_XML.sub("", text)
    if len(clean) > LONGEST_CELL:
        clean = f"{clean[: LONGEST_CELL - 1]}…"
    if not clean:
        return "<c/>"
    style = style if style is not None else _QUOTED if clean.startswith(_FORMULA) else _BODY
    safe = escape(clean, {"\r": "&#13;"})
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'


def _width(title: str) -> int:
    return 50 if title in ("reason", "missing facts") else min(max(len(title) + 3, 12), 30)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
