"""gii-norm, the mark-up of the German federal statutes as the Ministry of Justice serves them, as neutral blocks.

The only place that knows its tags. A ``norm`` (a paragraph of the act, an annex, a heading between them) is a section;
``DL`` lists nest as items; a line in bold that stands by itself is a heading, and what follows it is inside it. What is
named nowhere is inline when no block stands inside it, else a mere container: an unknown tag never loses its text.

Source: the document type ``gii-norm`` 1.01, https://www.gesetze-im-internet.de/dtd/1.01/gii-norm.dtd.
"""

from typing import TYPE_CHECKING

import attrs

from exportctl.formats import Block, Document, Role
from exportctl.formats.lines import Gatherer
from exportctl.formats.readers import FlowReader, headed
from exportctl.text import squeeze

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ROOTS", "read_tree"]

ROOTS = frozenset({"dokumente"})

_BLOCKS = frozenset(
    {"P", "DL", "DT", "DD", "LA", "table", "tgroup", "thead", "tbody", "tfoot", "row", "entry", "Title", "Subtitle"}
    | {"Content", "TOC", "Ident", "Footnotes", "Footnote", "text", "textdaten", "fussnoten", "pre", "kommentar"}
)
_PARTS = ("text", "fussnoten")
_LINE = Gatherer(lambda element: element.tag == "SUP", _BLOCKS | {"BR"}, frozenset({"FnR"}))


def read_tree(root: "_Element") -> Document:
    """The act under the root element ``root``: its own name as the title, then its sections."""
    reader = _Reader(_LINE)
    blocks = tuple(block for norm in root.iterchildren("norm") for block in reader.norm(norm))
    built = root.get("builddate") or ""
    return Document(
        blocks=blocks,
        title=next((block.text for block in blocks if block.role is Role.TITLE), ""),
        language="de",
        edition=f"{built[:4]}-{built[4:6]}-{built[6:8]}" if len(built) == 14 and built.isdigit() else "",
    )


class _Reader(FlowReader):
    """One walk over an act."""

    def norm(self, norm: "_Element") -> list[Block]:
        """A section of the act; the act's own title and footnotes are its first ``norm``, which has no heading."""
        label = _LINE.words(norm.find("metadaten/enbez")) or _LINE.words(norm.find(".//gliederungsbez"))
        text = _LINE.words(norm.find("metadaten/titel")) or _LINE.words(norm.find(".//gliederungstitel"))
        name = "" if label or text else _LINE.words(norm.find("metadaten/langue"))
        head = self.block(Role.TITLE if name else Role.SECTION, norm, name or text, label)
        inside: list[Block] = []
        for part in norm.iterchildren("textdaten"):
            for child in part:
                if child.tag in _PARTS:
                    found = self.blocks(child)
                    inside += (
                        [attrs.evolve(b, role=Role.FOOTNOTE) for b in found] if child.tag == "fussnoten" else found
                    )
        if name:
            return [head, *inside]
        return [attrs.evolve(head, children=headed(inside))]

    def is_block(self, element: "_Element") -> bool:
        """Whether ``element`` is a block or holds one."""
        return element.tag in _BLOCKS or any(inner.tag in _BLOCKS for inner in element.iterdescendants())

    def one(self, element: "_Element") -> list[Block]:
        """The blocks of a list, a row, a heading, a footnote or a paragraph; of another element what stands in it."""
        if element.tag == "DL":
            return self._list(element)
        if element.tag == "row":
            cells = [_LINE.words(cell) for cell in element.iterchildren("entry")]
            return [self.block(Role.ROW, element, squeeze(" | ".join(cells)))]
        if element.tag in {"Title", "Subtitle"}:
            return [self.block(Role.SECTION, element, _LINE.words(element))]
        if element.tag == "Footnote":
            return [self.block(Role.FOOTNOTE, element, _LINE.words(element))]
        if element.tag in {"P", "LA"}:
            return self._paragraph(element)
        return self.blocks(element)

    def _paragraph(self, element: "_Element") -> list[Block]:
        """A paragraph with the list inside it; one whose first words are in bold and stand alone is a heading."""
        found = self.blocks(element)
        if found and found[0].role is Role.PARAGRAPH:
            first, rest = found[0], found[1:]
            bold = "".join(_LINE.words(child) for child in element.iterchildren("B"))
            if element.tag == "P" and bold == first.text:
                return [attrs.evolve(first, role=Role.SECTION), *rest]
            if any(block.role is Role.ITEM for block in rest) and not _beside(element):
                return [attrs.evolve(first, children=(*first.children, *rest))]
        return found

    def _list(self, element: "_Element") -> list[Block]:
        """The items of a list; one whose label is in bold is a heading, and the items after it are inside it."""
        found: list[Block] = []
        term: _Element | None = None
        for child in element:
            if child.tag == "DD":
                found += self.blocks(child) if term is None else [self._item(term, child)]
                term = None
            elif child.tag == "DT":
                found += [self._item(term)] if term is not None else []
                term = child
            elif isinstance(child.tag, str):
                found += self.one(child)
        return found if term is None else [*found, self._item(term)]

    def _item(self, term: "_Element", words: "_Element | None" = None) -> Block:
        role = Role.SECTION if term.find("B") is not None else Role.ITEM
        block = self.block(role, term, "", _LINE.words(term))
        inside = [] if words is None else self.blocks(words)
        if inside and inside[0].role is Role.PARAGRAPH:
            first, *rest = inside
            return attrs.evolve(block, text=first.text, children=(*first.children, *rest))
        return attrs.evolve(block, children=tuple(inside))


def _beside(element: "_Element") -> bool:
    """Whether the list in a paragraph only stands beside its words: a note in italics, a list that is upright."""
    listed = element.find("DL")
    before = [] if listed is None else list(listed.itersiblings(preceding=True))
    italic = bool(before) and not (element.text or "").strip() and all(child.tag == "I" for child in before)
    return italic and listed is not None and all(words.get("Font") == "normal" for words in listed.iterchildren("DD"))
