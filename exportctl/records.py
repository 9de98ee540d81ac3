"""Decisions kept for later: one JSON line each, with all that is needed to make them again and see what differs."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs

from exportctl.catalog import load
from exportctl.classification import Classification, classify, version
from exportctl.errors import BadTable
from exportctl.goods import Goods

__all__ = ["Difference", "append_record", "verify_records"]


@attrs.frozen
class Difference:
    """A decision that would not be the same today: the ``line`` of its record, ``what`` differs, and both values."""

    line: int
    what: str
    recorded: str
    now: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}: {self.recorded} → {self.now}"


def append_record(path: Path, classification: Classification, *, now: datetime | None = None) -> None:
    """Add a decision to the file of records: inputs, outcome, trace, lists with their sha256, version, time (UTC)."""
    goods = classification.goods
    line = {
        "time": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
        "exportctl": version(),
        "goods": {"description": goods.description, "parameters": _inputs(goods)},
        "answer": classification.as_dict(),
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")


def _inputs(goods: Goods) -> dict[str, str | bool]:
    return {name: value if isinstance(value, bool) else str(value) for name, value in goods.parameters.items()}


def verify_records(path: Path) -> Iterator[Difference]:
    """Make every recorded decision again, on the same editions, and tell what comes out differently.

    Raises `BadTable` naming the line that is no record, and `UnknownList` where an edition is no longer at hand.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                record = json.loads(line)
                goods, answer = record["goods"], record["answer"]
                wanted = [(facts["id"], facts["edition"], facts["wording"]) for facts in answer["lists"]]
            except (ValueError, KeyError, TypeError) as error:
                raise BadTable(f"{path}, line {number}", f"is no record ({error})", "take the line out") from error
            lists = [load(id, edition, wording) for id, edition, wording in wanted]
            again = classify(Goods(goods["description"], goods["parameters"]), lists)
            yield from _differences(number, record, json.loads(json.dumps(again.as_dict())))


def _differences(number: int, record: dict[str, Any], now: dict[str, Any]) -> Iterator[Difference]:
    if record["exportctl"] != version():
        yield Difference(number, "version", record["exportctl"], version())
    then = record["answer"]
    for old, new in zip(then["lists"], now["lists"], strict=True):
        if old["sha256"] != new["sha256"]:
            yield Difference(number, f"sha256 of {old['id']} {old['edition']}", old["sha256"], new["sha256"])
    for what in ("outcome", "codes", "reason"):
        if then[what] != now[what]:
            yield Difference(number, what, str(then[what]), str(now[what]))
    if then["candidates"] != now["candidates"] and then["outcome"] == now["outcome"]:
        yield Difference(
            number, "trace", f"{len(then['candidates'])} candidates", f"{len(now['candidates'])} candidates"
        )
