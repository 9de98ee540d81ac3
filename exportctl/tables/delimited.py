"""Text tables (CSV, TSV) of any usual delimiter and encoding, read record by record.

A quotation mark that is never closed spoils its own record, not the rest of the file.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

import attrs

from exportctl.errors import BadTable

__all__ = ["Delimited"]

_DELIMITERS = ";,\t|"
_NONE = "\x1f"
_SAMPLE = 64 * 1024
_SAMPLE_RECORDS = 20
_LONGEST_LINE = 16 << 20
_MOST_LINES = 200
_SEPARATOR = re.compile(r"\ufeff?\"?sep=(?P<delimiter>.)\"?\s*", re.IGNORECASE)
_REMEDY = "save the table as .xlsx or .csv with a heading in its first row"


class _Unclosed(Exception):
    """A quoted cell goes on for longer than any cell does."""


@attrs.frozen
class Delimited:
    """A text table: how it is written, and its records."""

    path: Path
    encoding: str
    delimiter: str
    _said: bool

    @staticmethod
    def open(path: Path, fit: Callable[[Sequence[Sequence[str]]], int] = lambda records: 0) -> "Delimited":
        """The text table at ``path``, as its first records tell; ``fit`` says how well they begin like a table.

        Raises `BadTable` naming the file.
        """
        with _told(path):
            encoding = _encoding(path)
            with path.open(encoding=encoding, errors="replace", newline="") as file:
                sample = file.read(_SAMPLE).splitlines(keepends=True)[: 4 * _SAMPLE_RECORDS]
            said = _SEPARATOR.fullmatch(sample[0]) if sample else None
            delimiter = said["delimiter"] if said else _delimiter(sample, fit)
            return Delimited(path, encoding, delimiter, said is not None)

    def records(self) -> Iterator[tuple[int, list[str], str]]:
        """The records: number (1 is the first), cells, and why it cannot be read, if so.

        Raises `BadTable` naming the file.
        """
        errors = "replace" if self.encoding == "cp1252" else "strict"
        with _told(self.path), self.path.open(encoding=self.encoding, errors=errors, newline="") as file:
            lines = _Lines(file, str(self.path))
            if self._said:
                next(lines, "")
            for number, (cells, fault) in enumerate(_records(lines, self.delimiter), 2 if self._said else 1):
                yield number, [cell.strip() for cell in cells], fault


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Faults of the file as ours, and cells as long as lines may be."""
    old = csv.field_size_limit(2 * _LONGEST_LINE)
    try:
        yield
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


def _delimiter(sample: Sequence[str], fit: Callable[[Sequence[Sequence[str]]], int]) -> str:
    """The delimiter that makes of the first records what begins most like a table, else that cuts them most evenly into
    most cells; none where the first record is one cell.
    """
    best, chosen = (fit([[line.strip()] for line in sample if line.strip()]), 0, 1), _NONE
    for delimiter in _DELIMITERS:
        records = [record for record in islice(csv.reader(sample, delimiter=delimiter), _SAMPLE_RECORDS) if record]
        widths = Counter(map(len, records))
        width = len(records[0]) if records else 0
        if width < 2 and len(widths) > 1:  # a title may stand above the table
            width = max((often, one) for one, often in widths.items() if one > 1)[1]
        begins = fit(records)
        if width > 1 and (begins, widths[width], width) > best and (begins > best[0] or len(records[0]) > 1):
            best, chosen = (begins, widths[width], width), delimiter
    return chosen
