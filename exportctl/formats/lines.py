"""Words inside a line of XML, whatever the mark-up: what every reader does alike with inline elements."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from exportctl.text import squeeze

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Gatherer", "entity"]


class Gatherer:
    """Reads the words of elements in one mark-up: ``raised`` knows its superscripts, ``breaks`` tags that part words.

    A superscript carries a circumflex, a subscript stands on the line; an element in ``silent`` says nothing.
    """

    def __init__(
        self, raised: "Callable[[_Element], bool]", breaks: frozenset[str], silent: frozenset[str] = frozenset()
    ) -> None:
        self._raised = raised
        self._breaks = breaks
        self._silent = silent

    def words(self, element: "_Element | None") -> str:
        """The words of ``element`` without those behind it; empty where there is no such element."""
        return "" if element is None else squeeze(self.inline(element))

    def inline(self, element: "_Element") -> str:
        """The words of ``element``, its white space as it stands."""
        if not isinstance(element.tag, str):
            return entity(element)
        tag = element.tag.rpartition("}")[2]
        if tag in self._silent:
            return ""
        parts = [element.text or ""]
        for child in element:
            parts += [self.inline(child), child.tail or ""]
        words = "".join(parts)
        if self._raised(element) and words.strip():
            return f"^{words.lstrip()}"
        return f" {words} " if tag in self._breaks else words


def entity(node: "_Element") -> str:
    """An entity is kept as written; a processing instruction says nothing."""
    return node.text or "" if type(node).__name__ == "_Entity" else ""
