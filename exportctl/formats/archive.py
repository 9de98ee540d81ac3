"""The zip of Formex files that the Publications Office serves: which member is the control list."""

import zipfile
from pathlib import Path, PurePosixPath

from exportctl.errors import BadList
from exportctl.formats import LARGEST, read, read_bytes

__all__ = ["list_member"]

_MOST_MEMBERS = 1000
_REMEDY = "unpack it yourself and give the file of the list"


def list_member(path: Path) -> bytes | None:
    """The bytes of the member of the zip at ``path`` that holds the most blocks; ``None`` where the file is no zip.

    Nothing is unpacked to disk. Raises `BadList` for a zip that is damaged, has no readable member, has a member
    whose name leads out of its directory, or would unpack to more than `LARGEST` bytes.
    """
    if not read_bytes(path).startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _guard(path, members)
            texts = [_bytes(archive, member) for member in members if member.filename.lower().endswith(".xml")]
    except BadList:
        raise
    except Exception as error:  # zipfile raises whatever the broken part of the file makes it raise
        raise BadList(str(path), f"is no readable zip ({error})", "fetch the file again from the publisher") from error
    sizes = [(size, text) for text in texts if (size := _blocks(text))]
    if not sizes:
        raise BadList(str(path), "holds no Formex text", _REMEDY)
    return max(sizes, key=lambda found: found[0])[1]


def _guard(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST:
        raise BadList(str(path), f"would unpack to more than {LARGEST >> 20} MB or {_MOST_MEMBERS} files", _REMEDY)
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts:
            raise BadList(str(path), f"has a member named {member.filename[:60]!r}", _REMEDY)


def _bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, no more than it declares: the declared sizes were checked, the real ones may lie."""
    with archive.open(member) as file:
        return file.read(member.file_size + 1)[: member.file_size]


def _blocks(data: bytes) -> int:
    try:
        return sum(1 for top in read(data).blocks for _ in top.walk())
    except BadList:
        return 0
