"""Decisions kept for later: one JSON line each, with all that is needed to make them again and see what differs."""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import attrs

from exportctl.catalog import load
from exportctl.classification import (
    Classification,
    classify,
    focus,
    list_facts,
    missing_facts,
    provisions_of,
    version,
    whole_of,
)
from exportctl.errors import BadTable, ExportctlError, UnknownList
from exportctl.evaluation import Finding
from exportctl.goods import Goods
from exportctl.matching import Candidate

__all__ = ["Difference", "append_lines", "append_record", "read_records", "record_of", "verify_records"]

_TOLD = 5
_LONGEST = 200
_TOP = ("outcome", "codes", "reason")


@attrs.frozen
class Difference:
    """A decision that would not be the same today: the ``line`` of its record, ``what`` differs, and both values."""

    line: int
    what: str
    recorded: str
    now: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}: {self.recorded} → {self.now}"

    def as_dict(self) -> dict[str, Any]:
        """The difference as plain values."""
        return attrs.asdict(self)


def record_of(classification: Classification, *, now: datetime | None = None) -> dict[str, Any]:
    """A decision as plain values: inputs, outcome, trace, lists with their sha256, version, time (UTC).

    The trace of a candidate is what was shown of it: every step of the provision that matters most, and every limit of
    the entry that a value was held against.
    """
    goods = classification.goods
    return {
        "time": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
        "exportctl": version(),
        "goods": {"description": goods.description, "parameters": _inputs(goods)},
        "answer": {
            "outcome": str(classification.outcome),
            "codes": list(classification.codes),
            "reason": classification.reason,
            "lists": [list_facts(control_list) for control_list in classification.lists],
            "candidates": [_candidate(candidate) for candidate in classification.candidates],
        },
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    whole, part = whole_of(candidate), focus(candidate)
    shown = {id(step.plan): step for step in part.walk()}
    shown |= {id(step.plan): step for step in whole.walk() if step.margin}
    return {
        "code": str(candidate.entry.code),
        "list": candidate.list.name,
        "score": candidate.score,
        "truth": str(whole.truth),
        "limits": str(whole.limits),
        "provisions": list(provisions_of(candidate)),
        "missing": [str(fact) for fact in missing_facts(candidate)],
        "features": [[feature.name, round(feature.weight * feature.score, 4)] for feature in candidate.features],
        "trace": [_step(step) for step in shown.values()],
    }


def _step(step: Finding) -> dict[str, str]:
    found = {
        "place": str(step.place),
        "kind": step.kind,
        "truth": str(step.truth),
        "reason": step.margin or step.reason,
    }
    if step.source:
        found["source"] = step.source
    if not step.children:
        found["quote"] = step.quote
    return found


def append_record(path: Path, classification: Classification, *, now: datetime | None = None) -> None:
    """Add a decision to the file of records at ``path``.

    The line is added in one step: two processes may keep records in one file. Raises `BadTable` where it cannot be
    written.
    """
    append_lines(path, [json.dumps(record_of(classification, now=now), sort_keys=True)])


def append_lines(path: Path, lines: Iterable[str]) -> None:
    """Add records that are written already, all or none of them."""
    try:
        with path.open("a+b") as file:
            _lock(file.fileno())
            end = file.seek(0, os.SEEK_END)
            if end:
                file.seek(end - 1)
            cut_off = end and file.read(1) != b"\n"  # a run was killed while it wrote its line
            try:
                file.writelines(line.encode() + b"\n" for line in chain([""] if cut_off else [], lines))
                file.flush()
            except BaseException:
                file.truncate(end)
                raise
    except OSError as error:
        why = f"cannot be written ({error.strerror})"
        raise BadTable(str(path), why, "make room, or name another file") from error


def _lock(file: int) -> None:
    try:
        import fcntl
    except ModuleNotFoundError:  # no such locks on this system
        return
    fcntl.flock(file, fcntl.LOCK_EX)


def _inputs(goods: Goods) -> dict[str, str | bool]:
    return {name: value if isinstance(value, bool) else str(value) for name, value in goods.parameters.items()}


def read_records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records in the file at ``path`` with the numbers of their lines.

    Raises `BadTable` naming the file, and the line that is no record.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    record = json.loads(line)
                    _check(record)
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                    where = f"{path}, line {number}"
                    raise BadTable(where, f"is no record ({type(error).__name__})", "take the line out") from error
                yield number, record
    except (OSError, UnicodeDecodeError) as error:
        raise BadTable(str(path), f"cannot be read ({error})", "name a file that --record wrote") from error


def _check(record: dict[str, Any]) -> None:
    """Raises where a field that is needed is absent or of another type."""
    goods, answer = record["goods"], record["answer"]
    texts = [record["exportctl"], record["time"], goods["description"], answer["outcome"], answer["reason"]]
    texts += [facts[name] for facts in answer["lists"] for name in ("id", "edition", "wording", "sha256")]
    texts += [*answer["codes"], *goods["parameters"]]
    if not all(isinstance(text, str) for text in texts) or not isinstance(answer["candidates"], list):
        raise TypeError


def verify_records(path: Path) -> Iterator[Difference]:
    """Make every recorded decision again, on the same editions, and tell what comes out differently.

    A list that is no longer at hand, and goods that can no longer be read, are differences. Raises `BadTable` naming
    the line that is no record.
    """
    for number, record in read_records(path):
        goods, answer = record["goods"], record["answer"]
        try:
            lists = [load(facts["id"], facts["edition"], facts["wording"]) for facts in answer["lists"]]
            again = classify(Goods(goods["description"], goods["parameters"]), lists)
        except UnknownList as error:
            yield Difference(number, "list", error.wanted, "not at hand")
        except ExportctlError as error:
            yield Difference(number, "goods", "classified", str(error))
        else:
            yield from _differences(number, record, json.loads(json.dumps(record_of(again)["answer"])))


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
