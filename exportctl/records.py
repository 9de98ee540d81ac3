"""Decisions kept for later: one JSON line each, with all that is needed to make them again (see `verification`)."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import IO, Any

from exportctl.classification import (
    Classification,
    focus,
    list_facts,
    missing_facts,
    provisions_of,
    version,
    whole_of,
)
from exportctl.errors import BadTable
from exportctl.evaluation import Finding
from exportctl.goods import Goods
from exportctl.matching import Candidate

__all__ = [
    "append_lines",
    "append_record",
    "end_of_records",
    "read_records",
    "record_of",
]

_BLOCK = 1 << 16


def record_of(classification: Classification, *, now: datetime | None = None, part_number: str = "") -> dict[str, Any]:
    """A decision as plain values: inputs, outcome, trace, lists with their sha256, version, time (UTC).

    ``part_number`` is whose decision it is, where there is one. The trace of a candidate is what was shown of it: every
    step of the provision that matters most, and every limit of the entry that a value was held against.
    """
    goods = classification.goods
    return {
        "time": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
        "exportctl": version(),
        **({"part_number": part_number} if part_number else {}),
        "goods": {"description": goods.description, "parameters": _inputs(goods)},
        "answer": {
            "outcome": str(classification.outcome),
            "codes": list(classification.codes),
            "reason": classification.reason,
            "lists": [list_facts(control_list) for control_list in classification.lists],
            "candidates": [
                _candidate(candidate, with_trace=candidate in classification.likely)
                for candidate in classification.candidates
            ],
        },
    }


def _candidate(candidate: Candidate, *, with_trace: bool) -> dict[str, Any]:
    whole = whole_of(candidate)
    return {
        "code": str(candidate.entry.code),
        "list": candidate.list.name,
        "score": candidate.score,
        "truth": str(whole.truth),
        "limits": str(whole.limits),
        "provisions": list(provisions_of(candidate)),
        "missing": [str(fact) for fact in missing_facts(candidate)],
        "features": [[feature.name, round(feature.weight * feature.score, 4)] for feature in candidate.features],
        "trace": [_step(step) for step in _shown(candidate)] if with_trace else [],
    }


def _shown(candidate: Candidate) -> Iterator[Finding]:
    """The steps of a candidate that a record keeps: its entry's own, and wherever a value was held against a limit."""
    part, whole = focus(candidate), whole_of(candidate)
    entry = str(candidate.entry.code.entry)
    compared = {id(step.plan): step for step in _compared(whole)}
    for step in _own(part, entry):
        compared.pop(id(step.plan), None)
        yield step
    yield from compared.values()


def _own(step: Finding, entry: str) -> Iterator[Finding]:
    """The steps that rest on the words of ``entry`` itself, down to where they refer to another."""
    if step.place.code.partition(".")[0] == entry:
        yield step
        for below in step.children:
            yield from _own(below, entry)


def _compared(step: Finding) -> Iterator[Finding]:
    """The steps that hold a value against a limit."""
    leaves = step.decision.circuit.leaves
    weigh = step.decision.evidence.weigh
    held = sum(1 << number for number, leaf in enumerate(leaves) if leaf is not None and weigh(leaf).margin)

    def below(one: Finding) -> Iterator[Finding]:
        if one.plan.under & held:
            if one.margin:
                yield one
            for child in one.children:
                yield from below(child)

    return below(step)


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


def append_lines(path: Path, lines: Iterable[str], *, since: int | None = None) -> None:
    """Add records that are written already, all or none of them, each on a line of its own.

    ``since`` is what `end_of_records` gave before an earlier attempt that may have been killed: those ``lines`` that it
    added behind that place, the first of them up to one of them, are not added again. A last line that was cut off is
    no record, and gives way.
    """
    with _told(path), path.open("a+b") as file:
        _lock(file.fileno())
        end = _end(file, path)
        missing = _missing(file, min(since, end), lines) if since is not None else iter(lines)
        try:
            file.writelines(line.encode() + b"\n" for line in missing)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            file.truncate(end)
            raise


def end_of_records(path: Path) -> int:
    """Where the next record of the file at ``path`` will begin, in bytes: 0 where there is no such file yet.

    Raises `BadTable` where records cannot be added to it.
    """
    with _told(path):
        if not path.exists():
            if not path.parent.is_dir():
                raise BadTable(str(path), "its directory does not exist", "make it first, or name another")
            return 0
        with path.open("r+b") as file:
            _lock(file.fileno())
            return _end(file, path)


def _end(file: IO[bytes], path: Path) -> int:
    """Where the last whole line of ``file`` ends; what was cut off behind it when a run was killed is taken away."""
    end = file.seek(0, os.SEEK_END)
    file.seek(0)
    if end and file.read(1) != b"{":
        raise BadTable(str(path), "holds something else than records", "name another file for them")
    start = end
    while start:
        start, last = max(start - _BLOCK, 0), start
        file.seek(start)
        at = file.read(last - start).rfind(b"\n")
        if at >= 0:
            start += at + 1
            break
    if start == end:
        return end
    file.seek(start)
    if _is_json(file.read()):  # whole, but for the end of its line
        file.seek(0, os.SEEK_END)
        file.write(b"\n")
        return end + 1
    file.truncate(start)
    return start


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _missing(file: IO[bytes], since: int, lines: Iterable[str]) -> Iterator[str]:
    """Those of ``lines`` that ``file`` does not hold behind ``since``: all but as many of the first as stand there."""
    several = iter(lines)
    awaited = next(several, None)
    file.seek(since)
    for line in file:
        if awaited is not None and line == awaited.encode() + b"\n":
            awaited = next(several, None)
    return several if awaited is None else chain([awaited], several)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Faults of the file system as ours."""
    try:
        yield
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


def read_records(path: Path, *, upto: int | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records in the file at ``path`` with the numbers of their lines.

    With ``upto`` only those that begin in so many bytes of it. Raises `BadTable` naming the file, and the line that is
    no record.
    """
    at = 0
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if upto is not None and at >= upto:
                    return
                at += len(line)
                try:
                    record = json.loads(line)
                    _check(record)
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                    where = f"{path}, line {number}"
                    raise BadTable(where, f"is no record ({type(error).__name__})", "take the line out") from error
                yield number, record
    except OSError as error:
        raise BadTable(str(path), f"cannot be read ({error})", "name a file that --record wrote") from error


def _check(record: dict[str, Any]) -> None:
    """Raises where a field that is needed is absent or of another type."""
    goods, answer = record["goods"], record["answer"]
    texts = [record["exportctl"], record["time"], goods["description"], answer["outcome"], answer["reason"]]
    texts += [facts[name] for facts in answer["lists"] for name in ("id", "edition", "wording", "sha256")]
    texts += [*answer["codes"], *goods["parameters"], record.get("part_number", "")]
    if not all(isinstance(text, str) for text in texts) or not isinstance(answer["candidates"], list):
        raise TypeError
