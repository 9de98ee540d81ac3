"""What was derived from a list once, kept on disk: a second start reads it back instead of reading the list again.

A cache may vanish at any time and is never trusted further than this user: a file that is damaged, of other code, or
another user's is passed over and written anew.
"""

import gc
import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

__all__ = ["cache_directory", "recalled", "remembered"]

_T = TypeVar("_T")
_DIGEST = hashlib.sha256().digest_size


def remembered(name: str, kind: type[_T], build: Callable[[], _T]) -> _T:
    """What ``build`` gives, from the cache where it was built before by this very code under ``name``.

    ``name`` must say all that the result depends on, such as the sha256 of the list's file. ``kind`` is the class of
    the result; whatever else lies in the cache is built anew.
    """
    path = cache_directory() / f"{name}.{_code_fingerprint()}.pickle"
    found = _load(path)
    if isinstance(found, kind):
        return found
    built = build()
    with suppress(OSError):
        _store(path, built)
    return built


def recalled(name: str, kind: type[_T]) -> _T | None:
    """What `remembered` stored under ``name`` before, by this very code; ``None`` where there is no such thing."""
    found = _load(cache_directory() / f"{name}.{_code_fingerprint()}.pickle")
    return found if isinstance(found, kind) else None


def cache_directory() -> Path:
    """Where the cache lies: ``EXPORTCTL_CACHE``, else this user's cache directory."""
    chosen = os.environ.get("EXPORTCTL_CACHE")
    return Path(chosen) if chosen else user_cache_path("exportctl", appauthor=False)


@cache
def _code_fingerprint() -> str:
    """A digest of this package's source files, by name, size and time: a changed reader never sees an old reading."""
    package = Path(__file__).parent
    files = sorted(package.rglob("*.py"))
    facts = [(str(file.relative_to(package)), (stat := file.stat()).st_size, stat.st_mtime_ns) for file in files]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def _load(path: Path) -> object:
    """The object in the file at ``path``; ``None`` where it is absent, damaged or not this user's alone."""
    try:
        with path.open("rb") as file:
            stat = os.fstat(file.fileno())
            if hasattr(os, "getuid") and (stat.st_uid != os.getuid() or stat.st_mode & 0o022):
                return None
            digest, payload = file.read(_DIGEST), file.read()
    except OSError:
        return None
    if hashlib.sha256(payload).digest() != digest:
        return None
    # Thousands of small objects come to life at once: the collector would walk them over and over.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(payload)
    except Exception:  # a pickle of other versions of other packages may fail in any way
        return None
    finally:
        if collecting:
            gc.enable()


def _store(path: Path, value: object) -> None:
    """Write ``value`` in one step: a reader sees the old file or the new one, never half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    payload = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(payload).digest())
            file.write(payload)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    for old in path.parent.glob(f"{path.name.partition('.')[0]}.*.pickle"):
        if old != path:
            with suppress(OSError):
                old.unlink()
