"""Files written in one step, so that whoever reads them never sees half of one; and the data files of the package."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import IO

__all__ = ["packaged", "replacing"]


def packaged(name: str) -> str:
    """The text of the data file ``name`` that stands beside the package's modules."""
    return resources.files("exportctl").joinpath(name).read_text(encoding="utf-8")


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file beside ``path`` that takes its place when it is complete and on the disk, and vanishes when it fails.

    Raises `OSError` where it cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
