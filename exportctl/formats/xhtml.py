"""XHTML as EUR-Lex serves acts, of the Official Journal and consolidated, as neutral blocks.

The only place that knows its tags. The class of a paragraph says whether it is a title, a heading or a footnote; a list
is a table without borders whose first cell is a label, or an indented division that begins with one. An unknown tag
never loses its text. Footnotes stand where the page has them, at its end; the figure that points to one is no power.

Source: the Publications Office's style sheets ``oj-convex.css`` and ``clg.css``, https://eur-lex.europa.eu/.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from exportctl.formats import Block, Document, Role
from exportctl.formats.lines import Gatherer
from exportctl.formats.readers import FlowReader, headed
from exportctl.text import squeeze

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ROOTS", "read_tree"]

ROOTS = frozenset({"html"})

_BLOCKS = frozenset({"p", "div", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "ul", "ol", "li", "dl", "dd"})
_TITLE_CLASS = re.compile(r"(?:oj-)?(?:doc-ti|title-doc)\b(?!-oj)")
_HEADING_CLASS = re.compile(r"(?:oj-)?(?:s?ti-|s?title-)")
_FOOTNOTE_CLASS = re.compile(r"(?:oj-)?(?:foot)?note\b")
_RAISED_CLASS = re.compile(r"(?:oj-)?super(?:script)?\b")
_LIST_CLASS = re.compile(r"\bgrid-list\b")
_LABEL = re.compile(
    r"(?P<label>\(?(?:[0-9]{1,3}|[a-zA-Z]{1,2}|[ivxl]{1,6})(?:\.[a-z0-9]{1,2})*[.)]{1,2}|[—–•-]|"
    r"(?:[0-9][A-E][0-9]{3}|ML[0-9]{1,2})(?:\.[a-z0-9]{1,2})*\.?|(?:Technical )?Notes?(?: [0-9]+)? ?:|N\.B\.:?)(?: |$)"
)
_ANNEX = re.compile(r"ANNEX\b")
_NAME = re.compile(
    r"(?P<celex>[0-9]{5}[A-Z]{1,2}[0-9]{4}) — (?P<language>[A-Z]{2}) — (?P<date>[0-9]{2}\.[0-9]{2}\.[0-9]{4})"
)


def _raised(element: "_Element") -> bool:
    if not _RAISED_CLASS.match(element.get("class") or ""):
        return False
    return all(_tag(above) != "a" for above in element.iterancestors())


def _tag(element: "_Element") -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


_LINE = Gatherer(_raised, _BLOCKS | {"br", "hr"})


def read_tree(root: "_Element") -> Document:
    """The act under the root element ``root``."""
    body = next((child for child in root if _tag(child) == "body"), root)
    head = next((element for element in root.iter() if _tag(element) == "title"), None)
    name = _NAME.search(_LINE.words(head))
    date = name["date"] if name else _marked(body, "oj-hd-date", "")
    day, month, year = date.split(".") if date.count(".") == 2 else ("", "", "")
    blocks = _grouped(_joined(_Reader(_LINE).blocks(body)))
    return Document(
        blocks=blocks,
        title=next((block.text for block in blocks if block.role is Role.TITLE), ""),
        language=(name["language"] if name else _marked(body, "oj-hd-lg", "EN")).lower(),
        edition=f"{year}-{month:0>2}-{day:0>2}" if year else "",
        celex=name["celex"] if name else "",
    )


def _marked(body: "_Element", name: str, otherwise: str) -> str:
    """The words of the first element of class ``name``."""
    return next((_LINE.words(element) for element in body.iter() if element.get("class") == name), otherwise)


class _Reader(FlowReader):
    """One walk over a page."""

    def is_block(self, element: "_Element") -> bool:
        """Whether ``element`` is a block or holds one."""
        return _tag(element) in _BLOCKS or any(_tag(inner) in _BLOCKS for inner in element.iterdescendants())

    def role(self, element: "_Element") -> Role:
        """What its class says that ``element`` is."""
        name = element.get("class") or ""
        if _TITLE_CLASS.match(name):
            return Role.TITLE
        if _HEADING_CLASS.match(name):
            return Role.SECTION
        return Role.FOOTNOTE if _FOOTNOTE_CLASS.match(name) else Role.PARAGRAPH

    def one(self, element: "_Element") -> list[Block]:
        """The blocks of a row or a division; a division that is an item of a list as one block."""
        tag = _tag(element)
        if tag == "tr":
            return self._row(element)
        found = self.blocks(element)
        indented = "text-indent" in (element.get("style") or "")
        if tag == "div" and found and (indented or _LIST_CLASS.search(element.get("class") or "")):
            return _item(found)
        return found

    def _row(self, element: "_Element") -> list[Block]:
        """A row of a table; one of a table without borders that begins with a label is an item."""
        table = next(above for above in element.iterancestors() if _tag(above) in {"table", "body", "html"})
        cells = [cell for cell in element if _tag(cell)]
        label = _LABEL.fullmatch(_LINE.words(cells[0])) if len(cells) > 1 else None
        if label and table.get("border") == "0":
            inside = [block for cell in cells[1:] for block in self.blocks(cell)]
            return _item([self.block(Role.PARAGRAPH, element, label[0]), *inside])
        text = squeeze(" | ".join(_LINE.words(cell) for cell in cells))
        return [self.block(Role.ROW, element, text)] if text.strip("| ") else []


def _item(blocks: list[Block]) -> list[Block]:
    """The blocks of a division as an item, where the first begins with a label; else as they are."""
    first, *inside = blocks
    label = _LABEL.match(first.text) if first.role is Role.PARAGRAPH and not first.children else None
    if label is None:
        return blocks
    text = first.text[label.end() :].strip()
    if not text and inside and inside[0].role is Role.PARAGRAPH:
        head, *inside = inside
        text, inside = head.text, [*head.children, *inside]
    return [attrs.evolve(first, role=Role.ITEM, label=label["label"], text=text, children=tuple(inside))]


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """A title printed in several lines as one; one that names an annex begins a section."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if block.role in {Role.TITLE, Role.SECTION} and _ANNEX.match(block.text):
            found.append(attrs.evolve(block, role=Role.TITLE, label=block.text, text=""))
        elif last and last.role is Role.TITLE and (block.role is Role.TITLE or (last.label and not last.text)):
            found[-1] = attrs.evolve(last, text=squeeze(f"{last.text} {block.text}"))
        else:
            found.append(block)
    return found


def _grouped(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with those that follow a heading inside it, and all that follow an annex's inside that."""
    parts: list[list[Block]] = [[]]
    for block in blocks:
        if block.role is Role.TITLE and block.label:
            parts.append([attrs.evolve(block, role=Role.SECTION)])
        else:
            parts[-1].append(block)
    before, *annexes = parts
    return (*headed(before), *(attrs.evolve(head, children=headed(inside)) for head, *inside in annexes))
