"""The work of a batch that is done already, kept beside its output until that is complete.

One JSON line for the batch, then one for each row in the order of the rows, and one for each step beyond the rows that
must not be done twice. A run that was cut off at any point, in the middle of a line too, goes on behind the last whole
line.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import attrs

from exportctl.errors import BadTable

__all__ = ["Journal"]


_STEP = b'{"step": '


@attrs.define(eq=False)
class Journal:
    """The journal at ``path``: the ``facts`` of its batch, how many rows are ``done``, and the ``steps`` begun."""

    path: Path
    facts: dict[str, Any]
    done: int
    _file: IO[bytes]
    steps: dict[str, Any] = attrs.field(factory=dict)

    @staticmethod
    def open(path: Path, key: str, facts: dict[str, Any], *, resume: bool) -> "Journal":
        """The journal of the batch ``key``: the one that was begun, where ``resume`` asks for it, else a new one.

        Raises `BadTable` for the journal of another batch, and where a run that goes on has it open.
        """
        with _told(path):
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        try:
            _lock(file, path)
            found = _begun(file, path, key) if resume else None
            if found is None:
                file.truncate(0)
                found = Journal(path, facts, 0, file)
                found._append([{"key": key, **facts}])
        except BaseException:
            file.close()
            raise
        return found

    def add(self, answers: Sequence[dict[str, Any]]) -> None:
        """Keep ``answers``, those of the next rows. Raises `BadTable` where the disk is full."""
        self._append(answers)
        self.done += len(answers)

    def begin(self, step: str, fact: Any) -> None:
        """Keep that ``step`` is about to be done, with the ``fact`` by which a later run sees how far it came.

        It is on the disk when this returns. Raises `BadTable` where the disk is full.
        """
        self._append([{"step": step, "fact": fact}])
        with _told(self.path):
            os.fsync(self._file.fileno())
        self.steps[step] = fact

    def _append(self, lines: Sequence[dict[str, Any]]) -> None:
        with _told(self.path):
            self._file.seek(0, os.SEEK_END)
            self._file.write(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
            self._file.flush()

    def answers(self) -> Iterator[dict[str, Any]]:
        """All answers, in the order of the rows."""
        self._file.seek(0)
        self._file.readline()
        for line in self._file:
            if not line.startswith(_STEP):
                yield json.loads(line)

    def close(self, *, complete: bool) -> None:
        """Let go of the journal; it is removed where the batch is ``complete``."""
        if complete:
            self.path.unlink(missing_ok=True)
        with suppress(OSError):
            self._file.close()


def _begun(file: IO[bytes], path: Path, key: str) -> Journal | None:
    """The journal in ``file`` without a last line that was cut off; None where not even its first line is whole."""
    first = file.readline()
    if not first.endswith(b"\n"):
        return None
    try:
        facts = json.loads(first)
        if facts.pop("key") != key:
            raise KeyError
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise BadTable(str(path), "is the journal of other goods, lists or version", "run without --resume") from error
    done, end = 0, file.tell()
    steps = {}
    for line in file:
        if not line.endswith(b"\n"):
            break
        if line.startswith(_STEP):
            begun = json.loads(line)
            steps[begun["step"]] = begun["fact"]
        else:
            done += 1
        end += len(line)
    file.truncate(end)
    return Journal(path, facts, done, file, steps)


def _lock(file: IO[bytes], path: Path) -> None:
    """One run at a time: the lock goes with the process, however that ends."""
    try:
        import fcntl
    except ModuleNotFoundError:  # no such locks on this system
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BadTable(str(path), "is in use by another run", "let that end, or name another output") from error


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Faults of the file system as ours."""
    try:
        yield
    except OSError as error:
        remedy = "make room, then run again with --resume"
        raise BadTable(str(path), f"cannot be written ({error.strerror})", remedy) from error
