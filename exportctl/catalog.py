"""Which lists and editions there are, bundled or installed by the user: `available`, `load`, `install`, `parse`.

Each directory of lists is described by the ``[[list]]`` tables of its ``.toml`` files (``manifest.toml`` in the
bundled one): id, edition, wording, language, title, file, celex, eli, licence, sha256.
"""

import hashlib
import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any

import attrs
from platformdirs import user_data_path

from exportctl.cache import remembered
from exportctl.errors import BadList, ChangedList, UnknownList
from exportctl.files import replacing
from exportctl.model import ControlList, Source

__all__ = ["ListInfo", "available", "install", "load", "parse"]

_IDS = (
    ("eu-military", re.compile(r"common military list of the european union", re.IGNORECASE)),
    ("wassenaar-munitions", re.compile(r"wassenaar.*munitions", re.IGNORECASE)),
    ("wassenaar-dual-use", re.compile(r"wassenaar", re.IGNORECASE)),
    ("us-usml", re.compile(r"united states munitions list", re.IGNORECASE)),
    ("us-ccl", re.compile(r"commerce control list", re.IGNORECASE)),
    ("de-ausfuhrliste", re.compile(r"ausfuhrliste|außenwirtschaftsverordnung", re.IGNORECASE)),
    ("eu-dual-use", re.compile(r"dual-use items|doppeltem verwendungszweck|tweeërlei gebruik", re.IGNORECASE)),
)
_EDITION = re.compile(r"(?<![0-9])[12][0-9]{3}-[01][0-9]-[0-3][0-9](?![0-9])")
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")


@attrs.frozen(kw_only=True)
class ListInfo:
    """One list that can be loaded: which one (``id``, ``edition``, ``wording``, ``language``), and where it lies.

    ``wording`` is "official" for the law's own words and "digest" for ours; ``celex`` and ``eli`` name the act.
    """

    id: str
    edition: str
    wording: str
    language: str
    title: str
    path: Path
    sha256: str
    celex: str = ""
    eli: str = ""
    licence: str = ""

    @property
    def name(self) -> str:
        """The list in one line: ``eu-dual-use 2025-11-15 (digest, en)``."""
        return f"{self.id} {self.edition} ({self.wording}, {self.language})"


def parse(source: str | Path | bytes, *, id: str | None = None) -> ControlList:
    """The control list in a file, given as its path or its bytes.

    Its ``id`` and edition are those the document states; what it does not state is taken from the names of the file
    and its directory. Raises `BadList` (a ``ValueError``) where ``source`` is no list in a known mark-up, and
    `MissingList` (also a ``FileNotFoundError``) where there is no such file.
    """
    from exportctl.formats import read
    from exportctl.outline import outline

    path = None if isinstance(source, bytes) else Path(source)
    document = read(source if isinstance(source, bytes) else Path(source))
    title = document.title
    edition = _EDITION.search(path.name) if path else None
    return outline(
        document,
        id=id or next((known for known, pattern in _IDS if pattern.search(title)), "") or _name_of(path),
        edition=document.edition or (edition[0] if edition else ""),
        wording="digest" if re.search(r"\bdigest\b", title, re.IGNORECASE) else "official",
    )


def available() -> tuple[ListInfo, ...]:
    """The lists that can be loaded, by id, edition and wording: those bundled with exportctl, those installed here."""
    found = [info for directory in (bundled_directory(), installed_directory()) for info in _infos(directory)]
    return tuple(sorted(found, key=lambda info: (info.id, info.edition, info.wording, info.language)))


def load(id: str, edition: str | None = None, wording: str | None = None, language: str = "en") -> ControlList:
    """The list ``id``: its newest edition, in the official wording where that is installed, else the bundled digest.

    ``edition`` (an ISO date) and ``wording`` ("official" or "digest") choose another. Raises `UnknownList`
    (a ``LookupError``) where there is none such, and `ChangedList` where its file is not the one the manifest names.
    """
    infos = available()
    fitting = [
        info
        for info in infos
        if info.id == id
        and info.language == language
        and edition in (None, info.edition)
        and wording in (None, info.wording)
    ]
    if not fitting:
        wanted = " ".join(part for part in (id, edition, wording, language if language != "en" else "") if part)
        raise UnknownList(wanted, tuple(info.name for info in infos))
    return _read(max(fitting, key=lambda info: (info.edition, info.wording == "official")))


def install(
    path: str | Path, *, id: str | None = None, edition: str | None = None, celex: str = "", sha256: str = ""
) -> ListInfo:
    """Copy the list in the file at ``path`` into this user's data directory, so that `load` finds it.

    ``path`` is an XML file, or the zip that the Publications Office serves, of which the list's own member is taken.
    ``id``, ``edition`` (an ISO date) and ``celex`` say what the document does not; ``sha256`` is that of the list's
    file, where it is known. It is read whole before anything is written, and it appears at once: with two processes
    that install the same list, one of the two is there whole. Raises `BadList` where it holds no control list, and
    `ChangedList` where it is not the file that ``sha256`` names.
    """
    from exportctl.formats import read_bytes
    from exportctl.formats.archive import list_member

    source = Path(path)
    member = list_member(source)
    data = read_bytes(source) if member is None else member
    controls = _list_in(source, data, member is not None, id)
    found = hashlib.sha256(data).hexdigest()
    if sha256 not in ("", found):
        raise ChangedList(str(path), sha256, found)
    edition = edition or controls.edition
    if not (_NAME.fullmatch(controls.id) and _EDITION.fullmatch(edition)):
        raise BadList(
            str(path), "does not say which list or edition it is", "name the file like eu-dual-use.2025-11-15.xml"
        )
    stem = f"{controls.id}.{edition}.{controls.source.language}"
    directory = installed_directory()
    act = _act_of(controls.id, edition)
    info = ListInfo(
        id=controls.id,
        edition=edition,
        wording=controls.wording,
        language=controls.source.language,
        title=controls.title,
        path=directory / f"{stem}.{found[:12]}.xml",
        sha256=found,
        celex=celex or controls.source.celex or act.celex,
        eli=controls.source.eli or act.eli,
    )
    try:
        directory.mkdir(parents=True, exist_ok=True)
        # The text first, under a name of its own; then the manifest, which is what makes it a list at hand.
        for target, content in ((info.path, data), (directory / f"{stem}.toml", _table(info).encode())):
            with replacing(target) as file:
                file.write(content)
    except OSError as error:
        why = f"cannot be installed there ({error.strerror})"
        raise BadList(str(directory), why, "make room, or set EXPORTCTL_HOME to another directory") from error
    return info


def _act_of(id: str, edition: str) -> Source:
    """The act that holds this edition of the list, where the manifest of the digests knows it: files do not say it."""
    known = (info for info in _infos(bundled_directory()) if (info.id, info.edition) == (id, edition))
    return next((Source(celex=info.celex, eli=info.eli) for info in known), Source())


def _list_in(source: Path, data: bytes, packed: bool, id: str | None) -> ControlList:
    """The list in ``data``, read from ``source``: a file that is not ``packed`` may say by its name what it is."""
    controls = parse(data if packed else source)
    if id and controls.id != id:
        if controls.id in dict(_IDS):
            raise BadList(str(source), f"is the list {controls.id}, not {id}", "name that list, or give another file")
        controls = attrs.evolve(controls, id=id)
    if not controls.entries:
        raise BadList(str(source), "holds no entry of a control list", "give the annex that holds the list itself")
    if not packed and hashlib.sha256(data).hexdigest() != controls.source.sha256:
        raise BadList(str(source), "changed while it was read", "try again")
    return controls


def _read(info: ListInfo) -> ControlList:
    from exportctl.formats import read_bytes

    data = read_bytes(info.path)
    found = hashlib.sha256(data).hexdigest()
    if found != info.sha256:
        raise ChangedList(str(info.path), info.sha256, found)
    # The manifest's words are part of what is kept, so they are part of its name.
    facts = hashlib.sha256(repr(attrs.astuple(attrs.evolve(info, path=Path()))).encode()).hexdigest()[:32]
    return remembered(f"list-{facts}", ControlList, lambda: _described(parse(data, id=info.id), info))


def _described(controls: ControlList, info: ListInfo) -> ControlList:
    """The list as its manifest describes it."""
    source = Source(celex=info.celex, eli=info.eli, sha256=info.sha256, licence=info.licence, language=info.language)
    return attrs.evolve(controls, edition=info.edition, wording=info.wording, source=source)


def bundled_directory() -> Path:
    """The digest that comes with exportctl: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "controllists"
    return inside if inside.is_dir() else package.parent / "controllists"


def installed_directory() -> Path:
    """Where the user's own lists lie: ``EXPORTCTL_HOME``, else this user's data directory."""
    chosen = os.environ.get("EXPORTCTL_HOME")
    return (Path(chosen) if chosen else user_data_path("exportctl", appauthor=False)) / "lists"


def _infos(directory: Path) -> list[ListInfo]:
    found = []
    for manifest in sorted(directory.glob("*.toml")):
        try:
            tables = tomllib.loads(manifest.read_text("utf-8")).get("list", [])
            found += [_info(directory, table) for table in tables]
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as error:
            raise BadList(
                str(manifest), f"is no manifest of lists ({error})", "reinstall exportctl or the list"
            ) from error
    return found


def _info(directory: Path, table: dict[str, Any]) -> ListInfo:
    facts = {name: str(table[name]) for name in ("id", "edition", "wording", "language", "title", "sha256")}
    more = {name: str(table.get(name, "")) for name in ("celex", "eli", "licence")}
    return ListInfo(**facts, **more, path=directory / str(table["file"]))


def _table(info: ListInfo) -> str:
    """The manifest table of one list. A JSON string is a TOML string."""
    facts = {field.name: getattr(info, field.name) for field in attrs.fields(ListInfo) if field.name != "path"}
    lines = [
        f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in {**facts, "file": info.path.name}.items()
    ]
    return "\n".join(["[[list]]", *lines, ""])


def _name_of(path: Path | None) -> str:
    """A list's id by the name of its file, or of the directory where the file is named by its date."""
    if path is None:
        return "unnamed"
    stem = path.name.partition(".")[0]
    return path.absolute().parent.name if _EDITION.fullmatch(stem) else stem
