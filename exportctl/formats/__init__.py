"""Files of control lists as neutral blocks: `read` chooses the mark-up by the root element and guards the door.

Each module of this package knows one mark-up and turns it into `Block`s; nothing outside knows a tag. A block is a
section, a labelled item, a paragraph, a table row, a footnote or a note, with what stands inside it.

>>> document = read(b"<ANNEX><TITLE><TI><P>LIST</P></TI></TITLE><CONTENTS><P>One</P></CONTENTS></ANNEX>")
>>> document.title, [block.text for block in document.blocks]
('LIST', ['LIST', 'One'])
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from exportctl.errors import BadList, MissingList

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["LARGEST", "Block", "Document", "Role", "read", "read_bytes"]

LARGEST = 64 * 1024 * 1024
"""The largest file that is read, in bytes; the official annex has a little over one million."""

_INTERNAL_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]*\[")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_FETCH_AGAIN = "fetch the file again from the publisher"
_SUPPORTED = "give Formex 4, EUR-Lex XHTML, gii-norm or eCFR XML"


class Role(StrEnum):
    """What a block is in its document's layout."""

    TITLE = "title"
    SECTION = "section"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    ROW = "row"
    FOOTNOTE = "footnote"
    NOTE = "note"


@attrs.frozen
class Block:
    """One block of a document: its ``role``, its own ``text``, the ``label`` printed before it, what stands inside it.

    ``locator`` says where it was read: the line of the file and the number of the block.
    """

    role: Role
    text: str = ""
    label: str = ""
    children: "tuple[Block, ...]" = ()
    locator: str = ""

    def walk(self) -> "Iterator[Block]":
        """This block and all inside it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@attrs.frozen(kw_only=True)
class Document:
    """A file as it was read: its ``blocks`` and what its mark-up says about it.

    ``language`` is an ISO 639-1 code; ``edition`` an ISO date, or empty where the file does not say.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    language: str = "en"
    edition: str = ""
    celex: str = ""
    sha256: str = ""
    name: str = ""


def read(source: Path | bytes) -> Document:
    """The blocks of the file ``source`` (a path, or its bytes).

    Raises `BadList` (a ``ValueError``) for anything that is not a supported XML file in UTF-8 of at most `LARGEST`
    bytes, and `MissingList` (also a ``FileNotFoundError``) for a path without a file. Entities are never resolved,
    no DTD is loaded, and nothing is fetched from the network.
    """
    data, name = (source, "bytes") if isinstance(source, bytes) else (read_bytes(source), str(source))
    _guard(data, name)
    root = _parse(data, name)
    document = _reader(root, name)(root)
    if not any(block.text for top in document.blocks for block in top.walk()):
        raise BadList(name, "holds no text", _FETCH_AGAIN)
    return attrs.evolve(document, sha256=hashlib.sha256(data).hexdigest(), name=name)


def read_bytes(path: Path) -> bytes:
    """The bytes of the file at ``path``, its size checked first. Raises `BadList`, `MissingList`."""
    try:
        if path.is_dir():
            raise BadList(str(path), "is a directory", "give the file of the list")
        size = path.stat().st_size
        if size > LARGEST:
            remedy = f"a control list has at most {LARGEST >> 20} MB; give the file of the list alone"
            raise BadList(str(path), f"has {size >> 20} MB", remedy)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MissingList(str(path)) from error
    except OSError as error:
        raise BadList(
            str(path)[:200], error.strerror or "cannot be read", "check the path and its permissions"
        ) from error


def _guard(data: bytes, name: str) -> None:
    if len(data) > LARGEST:
        raise BadList(name, f"has {len(data) >> 20} MB", f"a control list has at most {LARGEST >> 20} MB")
    if not data.strip():
        raise BadList(name, "is empty", _FETCH_AGAIN)
    declared = _DECLARED.match(data[:200])
    if declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}:
        raise BadList(f"{name}, line 1", f"is in {declared[1].decode()}, not UTF-8", "convert it to UTF-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadList(f"{name}, line {line}", "is not UTF-8", "convert it to UTF-8") from error
    if not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise BadList(f"{name}, line 1", "is not XML", _SUPPORTED)
    subset = _INTERNAL_SUBSET.search(data)
    if subset:
        line = data.count(b"\n", 0, subset.start()) + 1
        raise BadList(f"{name}, line {line}", "declares its own entities in a DOCTYPE", "remove the DOCTYPE")


def _parse(data: bytes, name: str) -> "_Element":
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        why = f"is not well-formed XML ({error.msg})"
        raise BadList(f"{name}, line {error.lineno or 1}", why, _FETCH_AGAIN) from error


def _reader(root: "_Element", name: str) -> "Callable[[_Element], Document]":
    from exportctl.formats import ecfr, formex, gii, xhtml

    tag = str(root.tag).rpartition("}")[2]
    readers: dict[str, Callable[[_Element], Document]] = {
        root: module.read_tree for module in (formex, gii, ecfr, xhtml) for root in module.ROOTS
    }
    if tag in readers:
        return readers[tag]
    raise BadList(
        f"{name}, line {root.sourceline or 1}", f"<{tag[:40]}> is not the root of a known mark-up", _SUPPORTED
    )
