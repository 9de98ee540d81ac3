"""Text tables (CSV, TSV) of any usual delimiter and encoding, read record by record.

A quotation mark that is never closed spoils its own record, not the rest of the file.
"""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from exportctl.errors import BadTable

__all__ = ["read_delimited"]

_DELIMITERS = ";,\t|"
_NONE = "\x1f"
_SAMPLE = 64 * 1024
_SAMPLE_RECORDS = 20
_LONGEST_LINE = 16 << 20
_MOST_LINES = 200
_SEPARATOR = re.compile(r"\ufeff?\"?sep=(?P<delimiter>.)\"?\s*", re.IGNORECASE)
_REMEDY = "save the table as .xlsx or .csv with a heading in its first row"


def _filled(cells: list[str]) -> int:
    """How many cells there are up to the last that is not empty."""
    return max((place for place, cell in enumerate(cells, 1) if cell), default=0)


class _Unclosed(Exception):
    """A quoted cell goes on for longer than any cell does."""


def read_delimited(path: Path) -> Iterator[tuple[int, list[str], str]]:
    """The records of the text table at ``path``: number (1 is the first), cells, and why it cannot be read, if so.

    Raises `BadTable` naming the file.
    """
    encoding = _encoding(path)
    old = csv.field_size_limit(2 * _LONGEST_LINE)
    try:
        with path.open(encoding=encoding, errors="replace" if encoding == "cp1252" else "strict", newline="") as file:
            lines = _Lines(file, str(path))
            first = next(lines, "")
            said = _SEPARATOR.fullmatch(first)
            if said is None:
                lines.put_back([first])
            delimiter = said["delimiter"] if said else _delimiter(path, encoding)
            width = 0
            for number, (cells, fault) in enumerate(_records(lines, delimiter), 2 if said else 1):
                stripped = [cell.strip() for cell in cells]
                width = width or _filled(stripped)
                if not fault and _filled(stripped) > width:
                    fault = f"has {_filled(stripped)} cells where the heading has {width}"
                yield number, stripped, fault
    except (csv.Error, UnicodeError, OSError) as error:
        raise BadTable(str(path), f"cannot be read as CSV ({error})", _REMEDY) from error
    finally:
        csv.field_size_limit(old)


class _Lines(Iterator[str]):
    """The lines of a file, some of which can be put back; none longer than a table has."""

    def __init__(self, file: TextIO, where: str) -> None:
        self._file, self._where = file, where
        self._again: list[str] = []

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._file.readline(_LONGEST_LINE)
        if len(line) == _LONGEST_LINE:
            raise BadTable(self._where, f"has a line of more than {_LONGEST_LINE >> 20} million characters", _REMEDY)
        if not line:
            raise StopIteration
        return line

    def put_back(self, lines: list[str]) -> None:
        """Give ``lines`` out again, in their order."""
        self._again += [line for line in reversed(lines) if line]


def _records(lines: _Lines, delimiter: str) -> Iterator[tuple[list[str], str]]:
    for first in lines:
        taken = [first]
        try:
            yield next(csv.reader(_following(first, lines, taken), delimiter=delimiter), []), ""
        except _Unclosed:
            lines.put_back(taken[1:])
            cells = next(csv.reader([first], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
            yield cells, "has a quotation mark that is never closed"


def _following(first: str, lines: _Lines, taken: list[str]) -> Iterator[str]:
    """The lines of one record, kept in ``taken``: as many as the reader asks for."""
    yield first
    for line in islice(lines, _MOST_LINES):
        taken.append(line)
        yield line
    raise _Unclosed


def _encoding(path: Path) -> str:
    """UTF-8 where all of the file is, UTF-16 by its mark or its zeros, else the code page of Western spreadsheets."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 4 > len(start):
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        with path.open(encoding="utf-8") as text:
            while text.read(_SAMPLE):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(path: Path, encoding: str) -> str:
    """The delimiter that cuts the first records most evenly into most cells; none where the heading is one cell."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE).splitlines(keepends=True)[: 4 * _SAMPLE_RECORDS]
    best, chosen = (0, 1), _NONE
    for delimiter in _DELIMITERS:
        widths = [len(record) for record in islice(csv.reader(sample, delimiter=delimiter), _SAMPLE_RECORDS) if record]
        fit = (sum(width == widths[0] for width in widths), widths[0]) if widths else (0, 1)
        if fit[1] > 1 and fit > best:
            best, chosen = fit, delimiter
    return chosen
