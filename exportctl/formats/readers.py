"""Walking over a document, whatever the mark-up: what every reader does alike with blocks."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from itertools import count
from typing import TYPE_CHECKING

import attrs

from exportctl.formats import Block, Role
from exportctl.formats.lines import Gatherer, entity
from exportctl.text import squeeze

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["FlowReader", "Reader", "headed"]


class Reader:
    """One walk over a document, numbering its blocks."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def block(self, role: Role, element: "_Element", text: str = "", label: str = "") -> Block:
        """A block for ``element``, without children yet."""
        return Block(role, text, label, (), f"line {element.sourceline}, block {next(self._numbers)}")


class FlowReader(Reader, ABC):
    """A walk over a mark-up in which blocks stand among words, read by ``line``.

    A mark-up says which elements are blocks, what each of them gives, and the role of the words between them.
    """

    def __init__(self, line: Gatherer) -> None:
        super().__init__()
        self._line = line

    @abstractmethod
    def is_block(self, element: "_Element") -> bool:
        """Whether ``element`` ends the line that it stands in."""

    @abstractmethod
    def one(self, element: "_Element") -> list[Block]:
        """The blocks that a block element gives."""

    def role(self, element: "_Element") -> Role:
        """What the words are that stand in ``element`` itself."""
        return Role.PARAGRAPH

    def blocks(self, element: "_Element") -> list[Block]:
        """The blocks inside ``element``; words between them become blocks of their own."""
        found: list[Block] = []
        line = [element.text or ""]
        for child in element:
            if not isinstance(child.tag, str):
                line.append(entity(child))
            elif self.is_block(child):
                found += self._flush(line, element)
                found += self.one(child)
            else:
                line.append(self._line.inline(child))
            line.append(child.tail or "")
        return found + self._flush(line, element)

    def _flush(self, line: list[str], element: "_Element") -> list[Block]:
        text = squeeze("".join(line))
        line.clear()
        return [self.block(self.role(element), element, text)] if text else []


def headed(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with those that follow a heading inside it, up to the next one."""
    groups: list[list[Block]] = [[]]
    for block in blocks:
        if block.role is Role.SECTION:
            groups.append([])
        groups[-1].append(block)
    before, *sections = groups
    return (*before, *(attrs.evolve(head, children=(*head.children, *inside)) for head, *inside in sections))
