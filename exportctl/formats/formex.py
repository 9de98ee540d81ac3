"""Formex 4, the mark-up of the Publications Office of the European Union, as neutral blocks.

The only place that knows its tags. Elements that carry words inside a line are named in ``_INLINE``; any element not
named anywhere is inline when no block stands inside it, else a mere container: an unknown tag never loses its text.

Source: Formex 4 schema (``formex-04.00`` and ``formex-06.00``), https://op.europa.eu/en/web/eu-vocabularies/formex.
"""

from typing import TYPE_CHECKING

import attrs

from exportctl.formats import Block, Document, Role
from exportctl.formats.lines import entity
from exportctl.formats.readers import Reader
from exportctl.text import squeeze

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ROOTS", "read_tree"]

ROOTS = frozenset(
    {"ANNEX", "ACT", "CONS.ACT", "CONS.ANNEX", "CONSOLIDATED", "GENERAL", "AGR", "CJT", "CORR", "PRODUCT"}
)
"""The root elements of documents that hold text; a publication's ``DOC`` is only its table of contents."""

_METADATA = frozenset(
    {"BIB.INSTANCE", "BIB.DATA", "BIB.DATA.CL", "BIB.VOLUME", "INFO.CONSLEG", "INFO.PROD", "FAM.COMP"}
)
_BLOCKS = frozenset(
    [
        "P",
        "NP",
        "LIST",
        "ITEM",
        "DLIST",
        "DLIST.ITEM",
        "GR.SEQ",
        "DIVISION",
        "TITLE",
        "TI",
        "STI",
        "TBL",
        "ROW",
        "CELL",
        "ALINEA",
        "PARAG",
        "ARTICLE",
        "TI.ART",
        "STI.ART",
        "NO.PARAG",
        "SUBDIV",
        "QUOT.S",
        "CONTENTS",
        "NOTE",
        "GR.ANNOTATION",
        "ANNOTATION",
        "PREAMBLE",
        "GR.CONSID",
        "CONSID",
        "VISA",
        "ENACTING.TERMS",
        "FINAL",
        "SIGNATURE",
        "GR.VISA",
        "PL.DATE",
        "SIGNATORY",
        "PREAMBLE.INIT",
        "PREAMBLE.FINAL",
        "INTERNAL.REF",
        "ANNEX",
        "TOC",
        "TOC.ITEM",
    ]
)
_LINES = frozenset({"P", "ALINEA", "TI.ART", "STI.ART", "VISA", "PREAMBLE.INIT", "PREAMBLE.FINAL", "PL.DATE"})
_LABELS = {"NP": "NO.P", "PARAG": "NO.PARAG", "DLIST.ITEM": "TERM", "CONSID": "NO.P", "ARTICLE": "TI.ART"}
_SECTIONS = frozenset({"GR.SEQ", "DIVISION", "SUBDIV", "ANNEX", "CONS.ANNEX", "ANNOTATION"})


def read_tree(root: "_Element") -> Document:
    """The document under the root element ``root``."""
    language = root.findtext(".//LG.DOC") or root.findtext(".//LG.OJ") or "EN"
    blocks = tuple(_Reader().blocks(root))
    return Document(
        blocks=blocks,
        title=next((block.text for block in blocks if block.role is Role.TITLE), ""),
        language=language.strip().lower(),
        edition=_edition(root),
        celex=(root.findtext(".//NO.CELEX") or "").strip(),
    )


def _edition(root: "_Element") -> str:
    consolidation = root.find("INFO.CONSLEG")
    date = root.find(".//BIB.INSTANCE/DATE")
    digits = ""
    if consolidation is not None:
        digits = consolidation.get("START.DATE") or ""
    elif date is not None:
        digits = date.get("ISO") or ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 and digits.isdigit() else ""


class _Line:
    """Words of one line as they are gathered, with the footnotes that hang on them."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.footnotes: list[_Element] = []

    def take(self) -> str:
        """The line gathered so far; a new one begins."""
        text = squeeze("".join(self.parts))
        self.parts.clear()
        return text


class _Reader(Reader):
    """One walk over a document."""

    def blocks(self, element: "_Element") -> list[Block]:
        """The blocks inside ``element``; words between them become paragraphs of their own."""
        found: list[Block] = []
        line = _Line()
        self._text(line, element.text)
        for child in element:
            if not isinstance(child.tag, str):
                line.parts.append(entity(child))
            elif child.tag in _METADATA:
                pass
            elif _is_block(child) and child.tag != "NOTE":
                found += self._flush(line, element)
                found += self._one(child)
            else:
                self._inline(line, child)
            self._text(line, child.tail)
        return found + self._flush(line, element)

    def _flush(self, line: _Line, element: "_Element") -> list[Block]:
        text = line.take()
        found = [self.block(Role.PARAGRAPH, element, text)] if text else []
        for note in line.footnotes:
            found += self._footnote(note)
        line.footnotes.clear()
        return found

    def _one(self, element: "_Element") -> list[Block]:
        tag = str(element.tag)
        if tag == "TITLE":
            _, text, footnotes = self._title(element)
            return [self.block(Role.TITLE, element, text), *footnotes]
        if tag in _SECTIONS:
            return [self._section(element)]
        if tag in _LABELS:
            return [self._item(element)]
        if tag == "NOTE":
            return self._footnote(element)
        if tag == "ROW":
            return [self._row(element)]
        if tag in _LINES or tag == "ITEM":
            return self._paragraph(element)
        return self.blocks(element)

    def _section(self, element: "_Element") -> Block:
        title = element.find("TITLE")
        label, text, inside = self._title(title) if title is not None else ("", "", [])
        block = self.block(Role.SECTION, element, text, label)
        for child in element:
            if child is not title and isinstance(child.tag, str):
                inside += self._one(child)
        return attrs.evolve(block, children=tuple(inside))

    def _title(self, title: "_Element") -> tuple[str, str, list[Block]]:
        """A title's label ("3A", where the title is itself an item), its words and its footnotes."""
        blocks = [block for found in self.blocks(title) for block in found.walk()]
        footnotes = [block for block in blocks if block.role is Role.FOOTNOTE]
        words = [block for block in blocks if block.role is not Role.FOOTNOTE]
        label = words[0].label if words else ""
        return label, _flat(words).removeprefix(label).strip(), footnotes

    def _item(self, element: "_Element") -> Block:
        head = element.find(_LABELS[str(element.tag)])
        line = _Line()
        if head is not None:
            self._inline(line, head)
        block = self.block(Role.ITEM, element, "", line.take())
        inside = self._flush(line, element)
        for child in element:
            if child is not head and isinstance(child.tag, str):
                inside += self.blocks(child) if child.tag == "TXT" else self._one(child)
        first = next((found for found in inside if found.role is not Role.FOOTNOTE), None)
        if first is not None and first.role is Role.PARAGRAPH:
            inside.remove(first)
            return attrs.evolve(block, text=first.text, children=(*first.children, *inside))
        return attrs.evolve(block, children=tuple(inside))

    def _paragraph(self, element: "_Element") -> list[Block]:
        """A paragraph with the list inside it; one without words of its own gives what it holds."""
        found = self.blocks(element)
        if found and found[0].role is Role.PARAGRAPH and any(block.role is Role.ITEM for block in found[1:]):
            first = found[0]
            return [attrs.evolve(first, children=(*first.children, *found[1:]))]
        return found

    def _row(self, element: "_Element") -> Block:
        cells = [_flat(self._leaves(cell)) for cell in element if isinstance(cell.tag, str)]
        return self.block(Role.ROW, element, squeeze(" | ".join(cells)))

    def _footnote(self, element: "_Element") -> list[Block]:
        text = _flat(self._leaves(element))
        return [self.block(Role.FOOTNOTE, element, text)] if text else []

    def _leaves(self, element: "_Element") -> list[Block]:
        return [block for found in self.blocks(element) for block in found.walk()]

    def _text(self, line: _Line, text: str | None) -> None:
        if text:
            line.parts.append(text)

    def _inline(self, line: _Line, element: "_Element") -> None:
        """Add the words of ``element`` to ``line``: a superscript with its circumflex, a footnote put by."""
        if element.tag == "NOTE":
            line.footnotes.append(element)
        elif element.tag in {"QUOT.START", "QUOT.END"}:
            line.parts.append(_quotation_mark(element))
        else:
            inner = _Line()
            self._text(inner, element.text)
            for child in element:
                if isinstance(child.tag, str):
                    inner.parts.append(" " if child.tag in _BLOCKS else "")
                    self._inline(inner, child)
                else:
                    inner.parts.append(entity(child))
                self._text(inner, child.tail)
            words = "".join(inner.parts)
            raised = element.tag == "HT" and element.get("TYPE") == "SUP" and words.strip()
            line.parts.append(f"^{words.lstrip()}" if raised else words)
            line.footnotes += inner.footnotes


def _flat(blocks: list[Block]) -> str:
    return squeeze(" ".join(f"{block.label} {block.text}" for block in blocks))


def _is_block(element: "_Element") -> bool:
    tag = element.tag
    if tag in _BLOCKS:
        return True
    if tag in {"HT", "FT", "QUOT.START", "QUOT.END", "DATE", "TXT", "REF.DOC.OJ", "REF.DOC", "FORMULA", "IE"}:
        return False
    return any(inner.tag in _BLOCKS and inner.tag != "NOTE" for inner in element.iterdescendants())


def _quotation_mark(element: "_Element") -> str:
    code = element.get("CODE") or ""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "“" if element.tag == "QUOT.START" else "”"
