"""Recorded decisions made again: what comes out differently today, and where in the trace."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from exportctl.catalog import load
from exportctl.classification import classify, version
from exportctl.errors import ExportctlError, UnknownList
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.records import read_records, record_of
from exportctl.tables.workers import in_order

__all__ = ["Difference", "verify_records"]

_TOLD = 5
_LONGEST = 200
_BLOCK = 1 << 20
_TOP = ("outcome", "codes", "reason")


@attrs.frozen
class Difference:
    """A decision that would not be the same today: the ``line`` of its record, ``what`` differs, and both values.

    ``part_number`` is whose decision it is, where the record says so.
    """

    line: int
    what: str
    recorded: str
    now: str
    part_number: str = ""

    def __str__(self) -> str:
        whose = f" ({self.part_number})" if self.part_number else ""
        return f"line {self.line}{whose}: {self.what}: {self.recorded} → {self.now}"

    def as_dict(self) -> dict[str, Any]:
        """The difference as plain values."""
        return attrs.asdict(self)


def verify_records(
    path: Path,
    *,
    workers: int | None = 1,
    progress: Callable[[int, int | None], None] = lambda records, of: None,
) -> Iterator[Difference]:
    """Make every recorded decision again, on the same editions, and tell what comes out differently.

    A list that is no longer at hand, and goods that can no longer be read, are differences. ``workers`` processes share
    the work (all cores where it is None); ``progress`` is told how many records are done, and of how many. Raises
    `BadTable` naming the line that is no record.
    """
    about = _lines(path)
    done = 0
    for found in in_order(_Verifying(), read_records(path), workers=workers, about=about):
        for differences in found:
            yield from differences
        done += len(found)
        progress(done, about)


def _lines(path: Path) -> int | None:
    try:
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b""))
    except OSError:
        return None  # reading the records will tell why


@attrs.frozen
class _Verifying:
    """The work on some records. A list is loaded once: one that is loaded anew has to be understood anew."""

    _at_hand: dict[tuple[str, ...], ControlList] = attrs.field(factory=dict, init=False)

    def __call__(self, records: Sequence[tuple[int, dict[str, Any]]]) -> list[list[Difference]]:
        return [
            [
                attrs.evolve(found, part_number=record.get("part_number", ""))
                for found in self._made_again(number, record)
            ]
            for number, record in records
        ]

    def _made_again(self, number: int, record: dict[str, Any]) -> Iterator[Difference]:
        goods, answer = record["goods"], record["answer"]
        try:
            lists = [self._list(facts["id"], facts["edition"], facts["wording"]) for facts in answer["lists"]]
            again = classify(Goods(goods["description"], goods["parameters"]), lists)
        except UnknownList as error:
            yield Difference(number, "list", error.wanted, "not at hand")
        except ExportctlError as error:
            yield Difference(number, "goods", "classified", str(error))
        else:
            yield from _differences(number, record, json.loads(json.dumps(record_of(again)["answer"])))

    def _list(self, *named: str) -> ControlList:
        if named not in self._at_hand:
            self._at_hand[named] = load(*named)
        return self._at_hand[named]


def _differences(number: int, record: dict[str, Any], now: dict[str, Any]) -> Iterator[Difference]:
    if record["exportctl"] != version():
        yield Difference(number, "version", record["exportctl"], version())
    then = record["answer"]
    for old, new in zip(then["lists"], now["lists"], strict=True):
        if old["sha256"] != new["sha256"]:
            yield Difference(number, f"sha256 of {old['id']} {old['edition']}", old["sha256"], new["sha256"])
    for what in _TOP:
        if then[what] != now[what]:
            yield Difference(number, what, _short(then[what]), _short(now[what]))
    trace = list(_unlike("trace", then["candidates"], now["candidates"]))
    for where, old, new in trace[:_TOLD]:
        yield Difference(number, where, _short(old), _short(new))
    if len(trace) > _TOLD:
        yield Difference(number, "trace", f"{len(trace)} differences", "the first are told above")


def _unlike(where: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Where two traces differ, as a path of names and numbers from 1."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            yield from _unlike(f"{where}.{name}", old.get(name), new.get(name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, two) in enumerate(zip(old, new, strict=True), 1):
            yield from _unlike(f"{where} {number}", one, two)
    elif old != new:
        yield where, old, new


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
