"""Which of a firm's goods a new edition touches: only those whose outcome, codes or questions change, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import attrs

from exportctl.classification import Classification, classify, missing_facts
from exportctl.codes import is_within
from exportctl.comparison import Change, ChangeKind, compare
from exportctl.errors import ExportctlError, fault
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.tables import Row, Sheet, check_target, write_sheets
from exportctl.tables.columns import Columns
from exportctl.tables.goods import goods_table
from exportctl.tables.workers import in_order

__all__ = ["Side", "Touched", "Unread", "impact", "impact_on_table", "write_impact"]

_CHANGES = 5
_ROWS_SHOWN = 10
_NONE, _NOT_READ = "none", "ROW NOT READ"
_HEADING = (
    *("row", "part number", "description", "outcome before", "outcome after", "codes before", "codes after"),
    *("questions before", "questions after", "why"),
)
_NO_WORDS = "no word of these provisions changed; other entries fit otherwise"
_ORDER = (ChangeKind.LIMIT, ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED, ChangeKind.REWORDED)


@attrs.frozen(kw_only=True)
class Side:
    """How goods come out under one edition: ``outcome``, ``codes``, and the ``questions`` that are open."""

    outcome: str
    codes: tuple[str, ...]
    questions: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain values."""
        return {"outcome": self.outcome, "codes": list(self.codes), "questions": list(self.questions)}


@attrs.frozen(kw_only=True)
class Touched:
    """Goods that come out differently under two editions: row ``number``, both answers, what differs, and why.

    ``part_number`` is the goods' own, where the table has it. ``changes`` are the changes of the list at the provisions
    that either answer rests on.
    """

    number: int
    description: str
    before: Side
    after: Side
    differences: tuple[str, ...]
    changes: tuple[str, ...]
    part_number: str = ""

    @property
    def why(self) -> tuple[str, ...]:
        """What differs, and the changes of the list that did it."""
        return (*self.differences, *(self.changes or (_NO_WORDS,)))

    def __str__(self) -> str:
        return f"row {self.number}{_whose(self.part_number)}: {self.description}: {'; '.join(self.why)}"

    def as_dict(self) -> dict[str, Any]:
        """The change as plain values."""
        return {
            "row": self.number,
            "part_number": self.part_number,
            "description": self.description,
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
            "differences": list(self.differences),
            "changes": list(self.changes),
            "why": list(self.why),
        }


@attrs.frozen(kw_only=True)
class Unread:
    """A row that could not be read: its ``number`` and the ``reason``. Nobody knows whether it is touched."""

    number: int
    reason: str
    description: str = ""
    part_number: str = ""

    def __str__(self) -> str:
        return f"row {self.number}{_whose(self.part_number)}: not read: {self.reason}"

    def as_dict(self) -> dict[str, Any]:
        """The row as plain values."""
        return {
            "row": self.number,
            "part_number": self.part_number,
            "description": self.description,
            "not_read": self.reason,
        }


def _whose(part_number: str) -> str:
    return f" ({part_number})" if part_number else ""


def impact(goods: Iterable[tuple[int, Goods]], old: ControlList, new: ControlList) -> Iterator[Touched]:
    """Of numbered ``goods``, those that come out differently under ``new`` than under ``old``, one at a time."""
    for number, item in goods:
        touched = _touched(number, item, old, new)
        if touched is not None:
            yield touched


def impact_on_table(
    source: Path,
    old: ControlList,
    new: ControlList,
    *,
    mapping: dict[str, str] | None = None,
    sheet: str = "",
    workers: int | None = None,
    progress: Callable[[int, int | None], None] = lambda rows, of: None,
) -> Iterator[Touched | Unread]:
    """The same for the rows of the table at ``source``, by ``workers`` processes (all cores when left out).

    A row that cannot be read is told, and the rest is done. Raises `BadTable` where the table cannot be read.
    """
    with goods_table(source, mapping=mapping, sheet=sheet) as goods:
        about = goods.table.about
        done = 0
        comparing = _Comparing(goods.columns, old, new)
        for found in in_order(comparing, goods.table.rows(), workers=workers, about=about):
            yield from (touched for touched in found if touched is not None)
            done += len(found)
            progress(done, about)


@attrs.frozen
class _Comparing:
    """The work on some rows: pickled once for each worker."""

    columns: Columns
    old: ControlList
    new: ControlList

    def __call__(self, rows: Sequence[Row]) -> list[Touched | Unread | None]:
        return [self._one(row) for row in rows]

    def _one(self, row: Row) -> Touched | Unread | None:
        part_number = self.columns.part_number_of(row)
        try:
            touched = _touched(row.number, self.columns.goods(row), self.old, self.new)
            return touched and attrs.evolve(touched, part_number=part_number)
        except ExportctlError as error:
            why = str(error)
        except Exception as error:  # one row's trouble, whatever it is, must not cost the others their answer
            why = fault(error)
        description = self.columns.description_of(row)
        return Unread(number=row.number, reason=why, description=description, part_number=part_number)


def write_impact(found: Iterable[Touched | Unread], target: Path) -> int:
    """Write what `impact_on_table` found as a table to ``target``, and how many rows it told of.

    A row each; on a second sheet (``name.changes.csv``) each change of the list with the rows it touches, those that
    touch most first. Raises `BadTable` where it cannot be written.
    """
    check_target(target)
    often, first = Counter[str](), dict[str, list[str]]()
    told = 0

    def rows() -> Iterator[Sequence[str]]:
        nonlocal told
        for one in found:
            told += 1
            yield _cells(one)
            for change in one.changes if isinstance(one, Touched) else ():
                often[change] += 1
                if often[change] <= _ROWS_SHOWN:
                    first.setdefault(change, []).append(str(one.number))

    def changes() -> Iterator[Sequence[str]]:
        for change, rows_touched in often.most_common():
            more = ["…"] if rows_touched > _ROWS_SHOWN else []
            yield change, str(rows_touched), ", ".join([*first[change], *more])

    write_sheets(target, [Sheet("touched", _HEADING, rows()), Sheet("changes", ("change", "rows", "which"), changes())])
    return told


def _cells(one: Touched | Unread) -> Sequence[str]:
    goods = (str(one.number), one.part_number, one.description)
    if isinstance(one, Unread):
        return (*goods, *[_NOT_READ] * 2, *[_NONE] * 4, one.reason)
    sides = zip(*(_told(side) for side in (one.before, one.after)), strict=True)
    return (*goods, *(cell for pair in sides for cell in pair), "; ".join(one.changes) or _NO_WORDS)


def _told(side: Side) -> tuple[str, str, str]:
    return side.outcome, ", ".join(side.codes) or _NONE, "; ".join(side.questions) or _NONE


def _touched(number: int, goods: Goods, old: ControlList, new: ControlList) -> Touched | None:
    before, after = _side(classify(goods, old)), _side(classify(goods, new))
    differences = tuple(_differences(before, after))
    if not differences:
        return None
    return Touched(
        number=number,
        description=goods.description,
        before=before,
        after=after,
        differences=differences,
        changes=_changes_at((*before.codes, *after.codes), old, new),
    )


def _side(found: Classification) -> Side:
    asked = (fact for candidate in found.likely[:1] for fact in missing_facts(candidate))
    return Side(
        outcome=str(found.outcome),
        codes=found.codes,
        questions=tuple(sorted({str(fact) for fact in asked if fact.kind == "figure"})),
    )


def _differences(before: Side, after: Side) -> Iterator[str]:
    if before.outcome != after.outcome:
        yield f"outcome {before.outcome} → {after.outcome}"
    for what, old, new in (("codes", before.codes, after.codes), ("questions", before.questions, after.questions)):
        gone, come = ([one for one in these if one not in those] for these, those in ((old, new), (new, old)))
        if gone or come:
            yield f"{what} {', '.join(gone) or '(none)'} → {', '.join(come) or '(none)'}"


@lru_cache(maxsize=4)
def _changes(old: ControlList, new: ControlList) -> dict[str, tuple[Change, ...]]:
    """The changes from one edition to the other, by entry."""
    found: dict[str, tuple[Change, ...]] = {}
    for change in compare(old, new):
        entry = change.code.partition(".")[0]
        found[entry] = (*found.get(entry, ()), change)
    return found


def _changes_at(codes: Sequence[str], old: ControlList, new: ControlList) -> tuple[str, ...]:
    """The changes at ``codes``, above and below them, limits first; as many as one reads."""
    found = [
        change
        for entry in dict.fromkeys(code.partition(".")[0] for code in codes)
        for change in _changes(old, new).get(entry, ())
        if any(_on_one_line(change.code, code) for code in codes)
    ]
    found.sort(key=lambda change: _ORDER.index(change.kind) if change.kind in _ORDER else len(_ORDER))
    return tuple(dict.fromkeys(str(change) for change in found[:_CHANGES]))


def _on_one_line(one: str, two: str) -> bool:
    """Whether one code is the other, or stands above it."""
    return is_within(one, two) or is_within(two, one)
