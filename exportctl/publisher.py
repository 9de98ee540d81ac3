"""Official texts from the Publications Office of the European Union: which act holds an edition, and how it is fetched.

The office answers for an act's CELEX number in the mark-up and language that are asked for. What comes is read whole
before it is installed; a transfer that was cut off goes on where it stopped.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from exportctl.cache import cache_directory
from exportctl.catalog import ListInfo, available, install
from exportctl.errors import BadList, ChangedList, NotFetched, UnknownList
from exportctl.formats import LARGEST

if TYPE_CHECKING:
    import httpx

__all__ = ["OFFICE", "act_of", "fetch"]

OFFICE = "https://publications.europa.eu/resource/celex/"
_ACTS = {  # an edition, and the act that laid it down
    ("eu-dual-use", "2021-05-20"): "32021R0821",
    ("eu-dual-use", "2023-05-26"): "32023R0996",
    ("eu-dual-use", "2023-12-16"): "32023R2616",
    ("eu-dual-use", "2024-11-08"): "32024R2547",
    ("eu-dual-use", "2025-11-15"): "32025R2003",
    ("eu-military", "2020-02-17"): "52020XG0313(07)",
}
_CONSOLIDATED = {"eu-dual-use": "02021R0821-{}"}
_CELEX = re.compile(r"[0-9CE][0-9]{4}[A-Z]{1,2}[0-9]{4}(?:\([0-9]{2}\))?(?:-[0-9]{8})?(?:R\([0-9]{2}\))?")
_EDITION = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
_ACCEPT = "application/zip;mtype=fmx4, application/xml;mtype=fmx4;q=0.9"
_LANGUAGES = {"en": "eng", "de": "deu", "fr": "fra", "nl": "nld"}
_TRIES = 4
_AGAIN = "try again later, or fetch it with a browser and use `exportctl lists install FILE`"


def act_of(id: str, edition: str) -> str:
    """The CELEX number of the act that holds ``edition`` of list ``id``.

    >>> act_of("eu-dual-use", "2025-11-15"), act_of("eu-dual-use", "2022-05-05")
    ('32025R2003', '02021R0821-20220505')

    An edition of the dual-use list whose act we do not know is asked for as the consolidated text of that day. Raises
    `UnknownList` for another list.
    """
    if not _EDITION.fullmatch(edition) or not ((id, edition) in _ACTS or id in _CONSOLIDATED):
        raise UnknownList(f"{id} {edition}", tuple(f"{known} {day}" for known, day in _ACTS))
    return _ACTS.get((id, edition)) or _CONSOLIDATED[id].format(edition.replace("-", ""))


def fetch(
    id: str,
    edition: str,
    *,
    language: str = "en",
    celex: str = "",
    sha256: str = "",
    office: str = OFFICE,
    seconds: float = 600,
    progress: Callable[[int, int | None], None] = lambda done, of: None,
) -> ListInfo:
    """Fetch ``edition`` of list ``id`` from the Publications Office (or another ``office``) and install it.

    ``celex`` names the act where we do not know it; ``sha256`` the list's file, where it is known: an edition that is
    installed already is known by its own. At most 64 MB are taken, in at most ``seconds``. ``progress`` is told how
    many bytes have come, and of how many. Raises `NotFetched` (a ``ConnectionError``) where it does not come whole,
    `BadList` where it is not that list, `ChangedList` where it is not the file that was expected. Nothing is installed
    then.
    """
    act = celex or act_of(id, edition)
    if not _CELEX.fullmatch(act):
        raise UnknownList(act, ("CELEX numbers such as 32025R2003",))
    if language not in _LANGUAGES:
        raise UnknownList(f"{id} in {language}", tuple(_LANGUAGES))
    known = sha256 or _installed_sha256(id, edition, language)
    address = f"{office.rstrip('/')}/{quote(act, safe='')}"
    with _part(f"{act}.{language}") as part:
        _download(address, part, _LANGUAGES[language], seconds, progress)
        try:
            return install(part, id=id, edition=edition, celex=act, sha256=known)
        except BadList as error:
            raise BadList(address, error.why, error.remedy) from error
        except ChangedList as error:
            raise ChangedList(address, error.wanted, error.found) from error
        finally:
            part.unlink(missing_ok=True)
            _validator(part).unlink(missing_ok=True)


def _installed_sha256(id: str, edition: str, language: str) -> str:
    wanted = (id, edition, language, "official")
    found = [i.sha256 for i in available() if (i.id, i.edition, i.language, i.wording) == wanted]
    return found[0] if found else ""


@contextmanager
def _part(name: str) -> Iterator[Path]:
    """Where what has come so far is kept; a file of its own where another process fetches the same."""
    directory = cache_directory() / "fetched"
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (directory / f"{name}.lock").open("wb") as lock:
            own = f".{os.getpid()}" if not _locked(lock) else ""
            yield directory / f"{name}{own}.part"
    except OSError as error:
        if isinstance(error, NotFetched | BadList):
            raise
        why = f"cannot be written ({error.strerror})"
        raise NotFetched(str(directory), why, "make room, or set EXPORTCTL_CACHE to another directory") from error


def _locked(file: Any) -> bool:
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (OSError, ModuleNotFoundError):
        return False
    return True


def _validator(part: Path) -> Path:
    return part.with_suffix(".etag")


def _download(
    address: str, part: Path, language: str, seconds: float, progress: Callable[[int, int | None], None]
) -> None:
    """Fetch ``address`` to ``part``, going on behind what is there already; several times where the line is cut."""
    try:
        import httpx
    except ModuleNotFoundError as error:
        raise NotFetched(address, "fetching needs httpx", "install exportctl[fetch]") from error
    headers = {"Accept": _ACCEPT, "Accept-Language": language, "Accept-Encoding": "identity"}
    ends = time.monotonic() + seconds
    timeout = httpx.Timeout(min(30.0, seconds), connect=min(10.0, seconds))
    with httpx.Client(headers=headers, timeout=timeout, follow_redirects=True, max_redirects=5) as client:
        for left in reversed(range(_TRIES)):
            try:
                _transfer(client, address, part, ends, progress)
                return
            except httpx.TransportError as error:
                if not left or time.monotonic() > ends:
                    raise NotFetched(address, f"the line was cut ({_words(error)})", _AGAIN) from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise NotFetched(address, _words(error), _AGAIN) from error


def _words(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]


def _transfer(
    client: "httpx.Client", address: str, part: Path, ends: float, progress: Callable[[int, int | None], None]
) -> None:
    headers = {}
    have = part.stat().st_size if part.exists() and _validator(part).exists() else 0
    if have:
        headers = {"Range": f"bytes={have}-", "If-Range": _validator(part).read_text("ascii")}
    with client.stream("GET", address, headers=headers) as answer:
        if answer.status_code == 416 and have:
            part.unlink()
            _transfer(client, address, part, ends, progress)
            return
        start, total = _place(answer, address, have)
        _keep_validator(answer, part)
        with part.open("r+b" if start else "wb") as file:
            file.seek(start)
            for chunk in answer.iter_raw():
                start += len(chunk)
                if start > LARGEST:
                    raise NotFetched(address, f"sends more than {LARGEST >> 20} MB", "check the CELEX number")
                if time.monotonic() > ends:
                    raise NotFetched(address, "takes too long", _AGAIN)
                file.write(chunk)
                progress(start, total)


def _place(answer: "httpx.Response", address: str, have: int) -> tuple[int, int | None]:
    """Where in the file the answer begins, and how long the file is, where it says so."""
    if answer.status_code == 404:
        raise NotFetched(
            address, "there is no such act in this mark-up and language", "check the edition or CELEX number"
        )
    if answer.status_code not in (200, 206):
        raise NotFetched(address, f"the answer is {answer.status_code} {answer.reason_phrase}".strip(), _AGAIN)
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise NotFetched(address, "the answer is packed though we asked for it plain", _AGAIN)
    length = answer.headers.get("Content-Length", "")
    start = have if answer.status_code == 206 else 0
    place = answer.headers.get("Content-Range", "")
    if answer.status_code == 206 and not (have and place.startswith(f"bytes {start}-")):
        raise NotFetched(address, "goes on at another place than we asked for", _AGAIN)
    total = start + int(length) if length.isascii() and length.isdigit() else None
    if total is not None and total > LARGEST:
        raise NotFetched(address, f"is longer than {LARGEST >> 20} MB", "check the CELEX number")
    return start, total


def _keep_validator(answer: "httpx.Response", part: Path) -> None:
    """Remember what tells this version of the file from another: without it nothing is ever pieced together."""
    mark = answer.headers.get("ETag", "")
    if mark.startswith('"') and mark.isascii():
        _validator(part).write_text(mark, "ascii")
    else:
        with suppress(FileNotFoundError):
            _validator(part).unlink()
