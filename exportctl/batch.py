"""Thousands of goods in one go: a table in, the same rows with an outcome each out.

Every row ends in one of five states, never in an empty cell: the four outcomes of a classification, or ``ROW NOT READ``
with the reason. Finished work is written to a journal beside the output as it comes, so that an interrupted run goes on
where it stopped and ends with the same bytes.
"""

import hashlib
import json
import os
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import attrs

from exportctl.classification import Classification, classify, default_lists, focus, missing_facts, version
from exportctl.errors import BadTable, ExportctlError
from exportctl.evaluation import Fact
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.tables import Row, Sheet, read_rows, write_sheets

__all__ = [
    "COLUMNS",
    "Columns",
    "Summary",
    "classify_table",
    "column_mapping",
    "find_columns",
    "goods_of",
    "to_records",
]

NOT_READ = "ROW NOT READ"
COLUMNS = ("outcome", "codes", "missing facts", "margin", "reason", "list", "edition", "wording", "sha256", "exportctl")
_CHUNK = 50
_FACTS = 5
_DESCRIPTIONS = (
    "description,goods,goods description,product,product name,item,item description,article,name,text,omschrijving,"
    "artikelomschrijving,goederenomschrijving,beschrijving,bezeichnung,beschreibung,warenbezeichnung,"
    "artikelbezeichnung,"
    "designation,désignation,libellé"
).split(",")
_PASSED_OVER = (
    "part number,part no,part no.,pn,sku,id,no,no.,nr,nr.,number,article number,item number,material,material number,"
    "artikelnummer,onderdeelnummer,artikel,teilenummer,materialnummer,référence,reference,hs code,cn code,quantity,"
    "aantal,menge,quantité,price,prijs,preis,prix,currency,customer,klant,kunde,client,destination,bestemming,country,"
    "land,pays,manufacturer,maker,brand,merk,fabrikant,hersteller,fabricant,supplier,leverancier,remarks,comment"
).split(",")
_UNIT = re.compile(r"^(?P<name>.+?)\s*[(\[](?P<unit>[^()\[\]]+)[)\]]\s*$")
_BOOLEANS = {
    **dict.fromkeys(("yes", "true", "ja", "oui", "y"), True),
    **dict.fromkeys(("no", "false", "nee", "nein", "non", "n"), False),
}


@attrs.frozen
class Columns:
    """Which columns say what: the place of the description, and of each parameter with its name and unit."""

    description: int | None
    parameters: tuple[tuple[int, str, str], ...]

    def goods(self, row: Row) -> Goods:
        """The goods of one row. Raises `BadGoods` (a ``ValueError``) naming the column that cannot be read."""
        given: dict[str, Any] = {}
        for place, name, unit in self.parameters:
            cell = row.cells[place]
            if cell:
                yes_no = _BOOLEANS.get(cell.casefold())
                given[name] = (
                    yes_no if yes_no is not None else f"{cell} {unit}" if unit and cell[-1:].isdigit() else cell
                )
        return Goods(row.cells[self.description] if self.description is not None else "", given)


def find_columns(heading: Sequence[str], mapping: dict[str, str] | None = None) -> Columns:
    """The columns by their headings: a description, and parameters with or without a unit ("Resolution (bit)").

    ``mapping`` (heading to "description", "ignore", or a parameter's name and unit) comes first where it says so.
    Raises `BadTable` where no column describes the goods.
    """
    description: int | None = None
    parameters: list[tuple[int, str, str]] = []
    said = {name.casefold(): meaning for name, meaning in (mapping or {}).items()}
    for place, title in enumerate(heading):
        meaning = said.get(title.casefold(), title).strip()
        plain = " ".join(meaning.casefold().replace("_", " ").split())
        if plain in _DESCRIPTIONS and description is None:
            description = place
        elif plain and plain not in _PASSED_OVER and plain not in _DESCRIPTIONS and plain != "ignore":
            unit = _UNIT.match(meaning)
            parameters.append((place, unit["name"], unit["unit"]) if unit else (place, meaning, ""))
    if description is None and not parameters:
        raise BadTable(", ".join(heading)[:80], "no column describes the goods", "name one “description”, or map it")
    return Columns(description, tuple(parameters))


def column_mapping(path: Path | None) -> dict[str, str]:
    """The ``[columns]`` table of a TOML file: heading to "description", "ignore", or a parameter's name and unit.

    Empty without a path. Raises `BadTable` naming the file.
    """
    if path is None:
        return {}
    try:
        return {str(k): str(v) for k, v in tomllib.loads(path.read_text(encoding="utf-8"))["columns"].items()}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise BadTable(str(path), f"is no mapping of columns ({error})", "write a [columns] table") from error


@attrs.frozen
class Summary:
    """What a batch came to: rows by outcome, and the rows that could not be read, by number with the reason."""

    outcomes: dict[str, int]
    not_read: tuple[tuple[int, str], ...]


def classify_table(
    source: Path,
    target: Path,
    *,
    lists: Sequence[ControlList] | None = None,
    mapping: dict[str, str] | None = None,
    resume: bool = False,
    workers: int | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Summary:
    """Classify every row of the table at ``source`` and write the rows with their outcomes to ``target``.

    ``workers`` processes share the work (all cores when left out; 1 stays in this process). ``resume`` takes up the
    journal of an interrupted run; a journal of other goods, lists or another version is refused with `BadTable`.
    ``progress`` is told how many rows are done. A row that cannot be read is reported and the rest is done.
    """
    several = tuple(lists) if lists is not None else default_lists()
    heading, rows = read_rows(source)
    columns = find_columns(heading, mapping)
    journal = target.with_name(f".{target.name}.journal")
    done = _Journal.open(journal, _key(source, several, mapping), resume)
    pending = (row for row in rows if row.number not in done.seen)
    progress(len(done.seen))
    for answered in _answers(pending, columns, several, workers or os.cpu_count() or 1):
        done.add(answered)
        progress(len(done.seen))
    summary = _write(source, target, done, several)
    journal.unlink()
    return summary


def goods_of(source: Path, mapping: dict[str, str] | None = None) -> Iterator[tuple[int, Goods]]:
    """The goods of the table at ``source`` with their row numbers. Raises `BadGoods` at a row that cannot be read."""
    heading, rows = read_rows(source)
    columns = find_columns(heading, mapping)
    for row in rows:
        yield row.number, columns.goods(row)


def to_records(classifications: Iterable[Classification]) -> Iterator[dict[str, Any]]:
    """One flat record of plain values an answer, as data frames take them: ``pandas.DataFrame(to_records(…))``."""
    for classification in classifications:
        yield {"description": classification.goods.description, **_record(classification)}


def _record(found: Classification) -> dict[str, Any]:
    missing = list(dict.fromkeys(str(fact) for fact in _asked(found)))
    margins = [leaf.margin for c in found.likely[:1] for leaf in focus(c).walk() if leaf.margin]
    return {
        "outcome": str(found.outcome),
        "codes": ", ".join(found.codes),
        "missing facts": "; ".join(missing[:_FACTS]),
        "margin": "; ".join(margins[:_FACTS]),
        "reason": found.reason,
    }


def _asked(found: Classification) -> list[Fact]:
    return [fact for candidate in found.likely[:_FACTS] for fact in missing_facts(candidate)]


def _key(source: Path, lists: Sequence[ControlList], mapping: dict[str, str] | None) -> str:
    """What a journal belongs to: these goods, these lists, this mapping, this version."""
    digest = hashlib.sha256()
    with source.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    facts = [digest.hexdigest(), [c.source.sha256 for c in lists], mapping or {}, version()]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@attrs.define
class _Journal:
    """The answers so far, one JSON line each; a line that was cut off by an interruption is answered again."""

    path: Path
    seen: dict[int, int]

    @staticmethod
    def open(path: Path, key: str, resume: bool) -> "_Journal":
        if not (resume and path.exists()):
            path.write_text(json.dumps({"key": key}) + "\n", encoding="utf-8")
            return _Journal(path, {})
        seen: dict[int, int] = {}
        end = 0
        with path.open("rb") as lines:
            for number, line in enumerate(lines):
                if not line.endswith(b"\n"):
                    break
                found = json.loads(line)
                if number == 0 and found.get("key") != key:
                    raise BadTable(str(path), "is the journal of other goods, lists or version", "run without --resume")
                if number:
                    seen[found["row"]] = end
                end += len(line)
        with path.open("r+b") as file:
            file.truncate(end)
        return _Journal(path, seen)

    def add(self, answers: Sequence[dict[str, Any]]) -> None:
        with self.path.open("ab") as file:
            for answer in answers:
                self.seen[answer["row"]] = file.tell()
                file.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")

    def answers(self, numbers: Iterable[int]) -> Iterator[dict[str, Any]]:
        """The answers for rows ``numbers``, in that order."""
        with self.path.open("rb") as file:
            for number in numbers:
                file.seek(self.seen[number])
                yield json.loads(file.readline())


def _answers(
    rows: Iterator[Row], columns: Columns, lists: tuple[ControlList, ...], workers: int
) -> Iterator[list[dict[str, Any]]]:
    """The answers, chunk by chunk in the order of the rows; never more chunks under way than keep all workers busy."""
    chunks = iter(lambda: list(islice(rows, _CHUNK)), [])
    if workers == 1:
        yield from (_answer(chunk, columns, lists) for chunk in chunks)
        return
    with ProcessPoolExecutor(workers, initializer=_remember, initargs=(lists,)) as pool:
        under_way: list[Future[list[dict[str, Any]]]] = []
        for chunk in chunks:
            under_way.append(pool.submit(_answer, chunk, columns))
            if len(under_way) > 2 * workers:
                yield under_way.pop(0).result()
        for future in under_way:
            yield future.result()


_remembered: list[tuple[ControlList, ...]] = []


def _remember(lists: tuple[ControlList, ...]) -> None:
    """Hand a worker its lists once, not with every chunk."""
    _remembered[:] = [lists]


def _answer(
    rows: Sequence[Row], columns: Columns, lists: tuple[ControlList, ...] | None = None
) -> list[dict[str, Any]]:
    several = lists if lists is not None else _remembered[0]
    return [_answer_row(row, columns, several) for row in rows]


def _answer_row(row: Row, columns: Columns, lists: tuple[ControlList, ...]) -> dict[str, Any]:
    try:
        found = classify(columns.goods(row), lists)
    except ExportctlError as error:
        empty = dict.fromkeys(("codes", "missing facts", "margin"), "")
        return {"row": row.number, "outcome": NOT_READ, **empty, "reason": f"row {row.number}: {error}", "asks": []}
    asks = [f"{fact.parameter} ({fact.unit})" if fact.unit else fact.parameter for fact in _asked(found)]
    return {"row": row.number, **_record(found), "asks": asks}


def _write(source: Path, target: Path, done: _Journal, lists: Sequence[ControlList]) -> Summary:
    heading, rows = read_rows(source)
    outcomes: Counter[str] = Counter()
    asks: Counter[str] = Counter()
    not_read: list[tuple[int, str]] = []
    facts = [", ".join(getattr(c, name) for c in lists) for name in ("id", "edition", "wording")]
    sources = (*facts, ", ".join(c.source.sha256 for c in lists), version())

    def answered() -> Iterator[list[str]]:
        for row in rows:
            (answer,) = done.answers([row.number])
            outcomes[answer["outcome"]] += 1
            asks.update(set(answer["asks"]))
            if answer["outcome"] == NOT_READ:
                not_read.append((row.number, answer["reason"]))
            yield [*row.cells, *(answer[name] for name in COLUMNS[:5]), *sources]

    def questions() -> Iterator[list[str]]:
        for fact, count in sorted(asks.items(), key=lambda item: (-item[1], item[0])):
            yield [fact, str(count)]

    write_sheets(
        target,
        [
            Sheet("goods", (*heading, *COLUMNS), answered()),
            Sheet("questions", ("fact", "rows it helps to settle"), questions()),
        ],
    )
    return Summary(dict(outcomes), tuple(not_read))
