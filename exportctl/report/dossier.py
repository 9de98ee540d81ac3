"""A folder of pages for a table of goods: one decision a page, and an index that leads to them."""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import attrs

from exportctl.batch import NOT_READ, Summary, asks, told
from exportctl.classification import Classification, classify, default_lists
from exportctl.errors import BadTable, ExportctlError
from exportctl.files import replacing
from exportctl.model import ControlList
from exportctl.precedents import Likeness, Precedents, read_precedents
from exportctl.report.page import decision_page, index_page
from exportctl.tables import Row
from exportctl.tables.columns import Columns
from exportctl.tables.goods import goods_table
from exportctl.tables.tally import Tally
from exportctl.tables.workers import in_order

__all__ = ["write_page", "write_pages"]

_ROWS_A_PAGE = 500
_QUESTIONS = 20


def write_page(classification: Classification, path: Path, *, precedents: Sequence[Likeness] = ()) -> None:
    """Write one decision as a page to ``path``. Raises `BadTable` where it cannot be written."""
    try:
        _write(path, decision_page(classification, precedents=precedents))
    except OSError as error:
        why = f"cannot be written ({error.strerror})"
        raise BadTable(str(path), why, "make room, or name another place") from error


def write_pages(
    source: Path,
    directory: Path,
    *,
    lists: Sequence[ControlList] | None = None,
    mapping: dict[str, str] | None = None,
    sheet: str = "",
    precedents: Path | None = None,
    workers: int | None = None,
    progress: Callable[[int, int | None], None] = lambda rows, of: None,
    made: date | None = None,
) -> Summary:
    """Write the decision about every row of the table at ``source`` as a page in ``directory``, and ``index.html``.

    Pages are named by the number of their row; an index of more than 500 rows goes on in ``index-2.html``. Of the
    earlier decisions in the file ``precedents`` each page shows those that are near. Raises `BadTable` where a table
    cannot be read or the pages cannot be written.
    """
    several = tuple(lists) if lists is not None else default_lists()
    day = made or datetime.now(UTC).date()
    earlier = Precedents.of(read_precedents(precedents) if precedents is not None else ())
    tally = Tally(not_read=NOT_READ)
    with goods_table(source, mapping=mapping, sheet=sheet) as goods:
        deciding = _Deciding(goods.columns, several, earlier, day)
        about = goods.table.about
        try:
            directory.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile("w+", encoding="ascii") as lines:
                done = 0
                progress(0, about)
                for decided in in_order(deciding, goods.table.rows(), workers=workers, about=about):
                    for line, page in decided:
                        if page:
                            _write(directory / line["link"], page)
                        tally.count(line)
                        lines.write(json.dumps(line) + "\n")
                    done += len(decided)
                    progress(done, about)
                _write_index(directory, lines, done, name=source.name, tally=tally, lists=several, made=day)
        except OSError as error:
            why = f"cannot be written ({error.strerror})"
            raise BadTable(str(directory), why, "make room, or name another place") from error
    return Summary(outcomes=tally.outcomes, not_read=tuple(tally.faults), goods=goods)


@attrs.frozen
class _Deciding:
    """The work on some rows: a line of the index and a page for each."""

    columns: Columns
    lists: tuple[ControlList, ...]
    earlier: Precedents
    made: date

    def __call__(self, rows: Sequence[Row]) -> list[tuple[dict[str, Any], str]]:
        return [self._decided(row) for row in rows]

    def _decided(self, row: Row) -> tuple[dict[str, Any], str]:
        line: dict[str, Any] = {
            "row": row.number,
            "part_number": self.columns.part_number_of(row),
            "description": self.columns.description_of(row),
        }
        try:
            found = classify(self.columns.goods(row), self.lists)
            name = " · ".join(filter(None, (f"row {row.number}", line["part_number"])))
            evidence = self.earlier.near(line["description"], line["part_number"])
            page = decision_page(found, name=name, up="index.html", made=self.made, precedents=evidence)
        except ExportctlError as error:
            return {**line, "outcome": NOT_READ, "reason": str(error), "codes": "", "link": ""}, ""
        return {**line, **told(found), "asks": asks(found), "link": f"row-{row.number}.html"}, page


def _write(path: Path, page: str) -> None:
    with replacing(path) as file:
        file.write(page.encode("utf-8", "replace"))


def _write_index(
    directory: Path,
    lines: IO[str],
    total: int,
    *,
    name: str,
    tally: Tally,
    lists: Sequence[ControlList],
    made: date,
) -> None:
    lines.seek(0)
    numbers = range(1, max(-(-total // _ROWS_A_PAGE), 1) + 1)
    others = [(number, "index.html" if number == 1 else f"index-{number}.html") for number in numbers]
    questions = list(islice(tally.questions(), _QUESTIONS))
    for number, link in others:
        rows: Iterator[dict[str, Any]] = map(json.loads, islice(lines, _ROWS_A_PAGE))
        page = index_page(
            rows,
            name=name,
            outcomes=tally.outcomes,
            questions=questions if number == 1 else (),
            lists=lists,
            page=number,
            others=others,
            made=made,
        )
        _write(directory / link, page)
