"""Thousands of goods in one go: a table in, the same rows with an outcome each out.

Every row ends in one of five states, never in an empty cell: the four outcomes of a classification, or ``ROW NOT READ``
with the reason. Finished work is written to a journal beside the output as it comes, so that an interrupted run goes on
where it stopped and ends with the same bytes.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

import attrs

from exportctl.classification import (
    Classification,
    Outcome,
    classify,
    default_lists,
    focus,
    list_facts,
    missing_facts,
    version,
    worth_a_look,
)
from exportctl.errors import BadTable, ExportctlError, fault
from exportctl.evaluation import Fact
from exportctl.goods import Goods
from exportctl.matching import match
from exportctl.model import ControlList
from exportctl.precedents import Precedent, Precedents, extent_of, read_precedents
from exportctl.records import append_lines, end_of_records, record_of
from exportctl.tables import Row, Sheet, beside, check_target, write_sheets
from exportctl.tables.columns import Columns, find_columns
from exportctl.tables.goods import GoodsTable, goods_table
from exportctl.tables.journal import Journal
from exportctl.tables.tally import Tally
from exportctl.tables.workbooks import plain
from exportctl.tables.workers import in_order

__all__ = [
    "COLUMNS",
    "EARLIER",
    "NOT_READ",
    "Summary",
    "asks",
    "classify_records",
    "classify_table",
    "to_records",
    "told",
]

NOT_READ = "ROW NOT READ"
_ANSWER = ("outcome", "codes", "missing facts", "margin", "reason")
COLUMNS = (*_ANSWER, "list", "edition", "wording", "sha256", "exportctl", "date")
EARLIER = "earlier decisions"
_FACTS = 5
_SHOWN = 3
_NONE = "none"
_REASONS_OFF = "the words fit; nothing was decided, since reasons are off"


@attrs.frozen(kw_only=True)
class Summary:
    """What a batch came to: rows by outcome; the first rows that could not be read, with the reason; what was read."""

    outcomes: dict[str, int]
    not_read: tuple[tuple[int, str], ...]
    goods: GoodsTable


def classify_table(
    source: Path,
    target: Path,
    *,
    lists: Sequence[ControlList] | None = None,
    mapping: dict[str, str] | None = None,
    sheet: str = "",
    reasons: bool = True,
    record: Path | None = None,
    precedents: Path | None = None,
    resume: bool = False,
    workers: int | None = None,
    progress: Callable[[int, int | None], None] = lambda rows, of: None,
) -> Summary:
    """Classify every row of the table at ``source`` and write the rows with their outcomes to ``target``.

    ``sheet`` is the sheet of a workbook to read; the first that looks like a table of goods when left out.
    ``workers`` processes share the work (all cores when left out; 1 stays in this process). ``reasons`` off only ranks
    the entries whose words fit, many times faster: nothing is decided, and every such row stays undetermined.
    ``record`` is a file to which a record of every decision is added, once. ``precedents`` is a file of earlier
    decisions: those that are near stand in a column of their own, and change nothing else. ``resume`` takes up the
    journal of an interrupted run; a journal of other goods, lists, earlier decisions or another version is refused with
    `BadTable`. ``progress`` is told how many rows are done, and of about how many. A row that cannot be read is
    reported and the rest is done.
    """
    several = tuple(lists) if lists is not None else default_lists()
    with goods_table(source, mapping=mapping, sheet=sheet) as goods:
        about = goods.table.about
        check_target(target, about)
        _check_files(source, target, record, precedents, reasons)
        journal = Journal.open(
            target.with_name(f".{target.name}.journal"),
            _key(source, several, mapping, [sheet, reasons, record is not None, precedents is not None]),
            {
                "date": datetime.now(UTC).date().isoformat(),
                "precedents": None if precedents is None else extent_of(precedents),
            },
            resume=resume,
        )
        complete = False
        try:
            progress(journal.done, about)
            earlier = None if precedents is None else _earlier(precedents, journal.facts["precedents"])
            answer = _Answering(goods.columns, several, reasons, record is not None, earlier)
            rows = islice(goods.table.rows(), journal.done, None)
            for answered in in_order(answer, rows, workers=workers, about=about):
                journal.add(answered)
                progress(journal.done, about)
            if record is not None:
                _record(journal, record)
            tally = Tally(not_read=NOT_READ)
            _write(target, goods.table.heading, journal, several, tally)
            complete = True
        finally:
            journal.close(complete=complete)
    return Summary(outcomes=tally.outcomes, not_read=tuple(tally.faults), goods=goods)


def _check_files(source: Path, target: Path, record: Path | None, precedents: Path | None, reasons: bool) -> None:
    """Raises `BadTable` where the output would take the place of a file that is still needed, or records cannot be."""
    for path, what in ((source, "the table of goods"), (record, "the file of records"), (precedents, "a file to read")):
        if path is not None and path.resolve() == target.resolve():
            raise BadTable(str(target), f"is {what} too", "name another output")
    if record is None:
        return
    if not reasons:
        raise BadTable(
            str(record), "nothing is decided without reasons, so there is nothing to record", "leave one out"
        )
    end_of_records(record)


def _earlier(path: Path, extent: Sequence[Any]) -> Precedents:
    """The earlier decisions as they were when the run began."""
    size = extent[0]
    if list(extent_of(path, size)) != list(extent):
        raise BadTable(str(path), "has changed since the run began", "run without --resume")
    return Precedents.of(read_precedents(path, upto=size))


def _record(journal: Journal, path: Path) -> None:
    """Add the records of all rows to the file at ``path``: those that an earlier run did not add before it ended."""
    name, since = journal.steps.get("record", (None, 0))
    if name != str(path.resolve()):
        since = end_of_records(path)
        journal.begin("record", (str(path.resolve()), since))
    append_lines(path, (line["record"] for line in journal.answers() if "record" in line), since=since)


def classify_records(
    records: Iterable[Mapping[str, Any]],
    *,
    lists: Sequence[ControlList] | None = None,
    mapping: dict[str, str] | None = None,
    reasons: bool = True,
    precedents: Iterable[Precedent] | None = None,
) -> Iterator[dict[str, Any]]:
    """The same as a batch does, from records to records, one at a time: for an engine that has rows of its own.

    Each record (heading to cell, all with the headings of the first) comes back with the columns that a batch adds, and
    one more where ``precedents`` are given, even if none is near (see `read_precedents`). A record that cannot be read
    says so in its outcome. Raises `BadTable` where no column describes the goods.

    >>> found = next(classify_records([{"Part number": 7, "Description": "krytron"}]))
    >>> found["Part number"], found["codes"].startswith("3A228")
    (7, True)
    """
    rows = iter(records)
    first = next(rows, None)
    if first is None:
        return
    heading = list(first)
    several = tuple(lists) if lists is not None else default_lists()
    earlier = None if precedents is None else Precedents.of(precedents)
    answering = _Answering(find_columns(heading, mapping), several, reasons, False, earlier)
    sources = {**_sources(several), "date": datetime.now(UTC).date().isoformat()}
    for number, record in enumerate(chain([first], rows), 1):
        row = Row(number, tuple(plain(record.get(name)) for name in heading))
        (answer,) = answering([row])
        shown = {EARLIER: answer[EARLIER]} if earlier is not None else {}
        yield {**record, **{name: answer[name] for name in _ANSWER}, **sources, **shown}


def to_records(classifications: Iterable[Classification]) -> Iterator[dict[str, str]]:
    """One flat record of texts an answer, as data frames take them: ``pandas.DataFrame(to_records(…))``.

    The same names and values as the columns of a batch, after the description and the parameters given.
    """
    for found in classifications:
        given = found.goods.as_dict()["parameters"]
        yield {
            "description": found.goods.description,
            "parameters": "; ".join(f"{name}: {value}" for name, value in given.items()),
            **told(found),
            **_sources(found.lists),
        }


def _sources(lists: Sequence[ControlList]) -> dict[str, str]:
    facts = [list_facts(control_list) for control_list in lists]
    names = {"list": "id", "edition": "edition", "wording": "wording", "sha256": "sha256"}
    return {
        **{column: ", ".join(fact[name] for fact in facts) for column, name in names.items()},
        "exportctl": version(),
    }


def told(found: Classification) -> dict[str, str]:
    """What a row says of an answer, column by column."""
    missing = dict.fromkeys(str(fact) for fact in _asked(found))
    margins = (leaf.margin for c in found.likely[:1] for leaf in focus(c).walk() if leaf.margin)
    return {
        "outcome": str(found.outcome),
        "codes": ", ".join(found.codes) or _NONE,
        "missing facts": "; ".join(islice(missing, _FACTS)) or _NONE,
        "margin": "; ".join(islice(dict.fromkeys(margins), _FACTS)) or _NONE,
        "reason": found.reason,
    }


def asks(found: Classification) -> list[list[str]]:
    """The facts that an answer asks for: name, kind, unit and provision of each, once."""
    facts = {(fact.parameter, fact.kind, fact.unit): str(fact.place) for fact in reversed(_asked(found))}
    return [[*key, place] for key, place in facts.items()]


def _asked(found: Classification) -> list[Fact]:
    return [fact for candidate in found.likely[:_FACTS] for fact in missing_facts(candidate)]


@attrs.frozen
class _Answering:
    """The work on some rows: pickled once for each worker."""

    columns: Columns
    lists: tuple[ControlList, ...]
    reasons: bool
    recorded: bool
    earlier: Precedents | None

    def __call__(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        return [{"row": row.number, "cells": row.cells, **self._answer(row), **self._evidence(row)} for row in rows]

    def _answer(self, row: Row) -> dict[str, Any]:
        try:
            goods = self.columns.goods(row)
            return self._decided(goods, self.columns.part_number_of(row)) if self.reasons else self._ranked(goods)
        except ExportctlError as error:
            why = str(error)
        except Exception as error:  # one row's trouble, whatever it is, must not cost the others their answer
            why = fault(error)
        return {**dict.fromkeys(_ANSWER, _NONE), "outcome": NOT_READ, "reason": f"row {row.number}: {why}"}

    def _evidence(self, row: Row) -> dict[str, str]:
        """The earlier decisions near a row, which know nothing of its answer, nor does that know of them."""
        if self.earlier is None:
            return {}
        part_number, description = self.columns.part_number_of(row), self.columns.description_of(row)
        found = self.earlier.near(description, part_number, limit=_SHOWN)
        return {EARLIER: "; ".join(map(str, found)) or _NONE}

    def _decided(self, goods: Goods, part_number: str) -> dict[str, Any]:
        found = classify(goods, self.lists)
        answer = {**told(found), "asks": asks(found)}
        if self.recorded:
            answer["record"] = json.dumps(record_of(found, part_number=part_number), sort_keys=True)
        return answer

    def _ranked(self, goods: Goods) -> dict[str, Any]:
        found = worth_a_look(match(self.lists, goods, limit=_FACTS))
        outcome = Outcome.UNDETERMINED if found else Outcome.NO_ENTRY
        return {
            **dict.fromkeys(_ANSWER, _NONE),
            "outcome": str(outcome),
            "codes": ", ".join(str(candidate.entry.code) for candidate in found) or _NONE,
            "reason": _REASONS_OFF if found else "no entry's words fit; this does not say “not controlled”",
        }


def _key(source: Path, lists: Sequence[ControlList], mapping: dict[str, str] | None, options: list[Any]) -> str:
    """What a journal belongs to: these goods, these lists, this mapping, this version."""
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    facts = [digest, [[c.name, c.source.sha256] for c in lists], mapping or {}, options, version()]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _write(
    target: Path, heading: tuple[str, ...], journal: Journal, lists: Sequence[ControlList], tally: Tally
) -> None:
    sources = (*_sources(lists).values(), str(journal.facts["date"]))

    extra = (EARLIER,) if journal.facts["precedents"] else ()

    def answered() -> Iterator[list[str]]:
        for answer in journal.answers():
            tally.count(answer)
            yield [
                *answer["cells"],
                *(answer[name] for name in _ANSWER),
                *sources,
                *(answer[name] for name in extra),
            ]

    write_sheets(
        target,
        [
            Sheet("goods", beside(heading, (*COLUMNS, *extra)), answered()),
            Sheet("questions", tally.HEADING, tally.questions()),
        ],
    )
