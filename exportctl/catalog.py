"""Which lists and editions there are; `parse` reads one from a file."""

import re
from pathlib import Path

from exportctl.model import ControlList

__all__ = ["parse"]

_IDS = (
    ("eu-military", re.compile(r"common military list of the european union", re.IGNORECASE)),
    ("wassenaar-munitions", re.compile(r"wassenaar.*munitions", re.IGNORECASE)),
    ("wassenaar-dual-use", re.compile(r"wassenaar", re.IGNORECASE)),
    ("us-usml", re.compile(r"united states munitions list", re.IGNORECASE)),
    ("us-ccl", re.compile(r"commerce control list", re.IGNORECASE)),
    ("de-ausfuhrliste", re.compile(r"ausfuhrliste|außenwirtschaftsverordnung", re.IGNORECASE)),
    (
        "eu-dual-use",
        re.compile(
            r"dual-use items|doppeltem verwendungszweck|tweeërlei gebruik|double usage|doble uso", re.IGNORECASE
        ),
    ),
)
_EDITION = re.compile(r"(?<![0-9])[12][0-9]{3}-[01][0-9]-[0-3][0-9](?![0-9])")


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
    title = document.title.casefold()
    edition = _EDITION.search(path.name) if path else None
    return outline(
        document,
        id=id or next((known for known, pattern in _IDS if pattern.search(title)), "") or _name_of(path),
        edition=document.edition or (edition[0] if edition else ""),
        wording="digest" if re.search(r"\bdigest\b", title) else "official",
    )


def _name_of(path: Path | None) -> str:
    """A list's id by the name of its file, or of the directory where the file is named by its date."""
    if path is None:
        return "unnamed"
    stem = path.name.partition(".")[0]
    return path.absolute().parent.name if _EDITION.fullmatch(stem) else stem
