"""Defined terms: "double quotes" for the whole list, 'single quotes' where a technical note defines them.

>>> begins_definition("“Rotor speed” (9) means the speed of a rotor.")
True
"""

import re

import attrs

from exportctl.model import Definition, Note

__all__ = ["DefinitionDraft", "begins_definition", "local_definitions"]

_CATEGORIES = (
    r"\((?P<categories>(?:[0-9]|GTN|NTN|NSN|GSN|GISN|All|def|ML)(?:[ ,]+(?:[0-9]|GTN|NTN|NSN|GSN|GISN|All|def|ML))*)\)"
)
_BEGINS = re.compile(rf"“(?P<term>[^“”]+)”(?:[^.;]{{0,80}}?{_CATEGORIES}|\s+(?:means|is|are|includes?|refers)\b)")
_LOCAL = re.compile(
    r"‘(?P<term>[^‘’]+(?:’s [^‘’]+|s’ [^‘’]+)?)’\s?(?:\([^)]{1,40}\)\s?)?(?:(?:for|of|in) [^.;:‘]{1,60} )?"
    r"(?P<verb>means?|is|are|refers? to|includes?|consists? of|denotes?|:|=|bezeichnet|bezeichnen|ist|sind)(?=[\s‘“])"
)
_BEFORE = re.compile(
    r"(?:^|[.:;]|\b[0-9a-z]\.|[,)])\s*(?:the (?:term )?|an? |die |der |das |ein(?:e)? )?$", re.IGNORECASE
)


@attrs.define
class DefinitionDraft:
    """A list-wide definition as it is read: its paragraph, then sub-points and notes until the next term."""

    text: str
    locator: str
    notes: list[str] = attrs.field(factory=list)

    def add(self, text: str, *, is_note: bool) -> None:
        """Add a paragraph that follows: a note, or a sub-point of the text, or of the note before it."""
        if is_note:
            self.notes.append(text)
        elif self.notes:
            self.notes[-1] = f"{self.notes[-1]} {text}"
        else:
            self.text = f"{self.text} {text}"

    def freeze(self) -> Definition:
        """The definition, its term and category references told apart from its words."""
        found = _BEGINS.match(self.text)
        term = found["term"].strip() if found else ""
        categories = tuple(re.split(r"[ ,]+", found["categories"])) if found and found["categories"] else ()
        return Definition(
            term=term, text=self.text, categories=categories, notes=tuple(self.notes), locator=self.locator
        )


def begins_definition(text: str) -> bool:
    """Whether a paragraph of the definitions begins a new term."""
    return _BEGINS.match(text) is not None


def local_definitions(note: Note) -> tuple[Definition, ...]:
    """The terms in single quotes that a note defines, each with its words up to the next term; its scope is the note's."""
    text = note.text
    found = [
        match
        for match in _LOCAL.finditer(text, note.body.start)
        if _BEFORE.search(text[max(note.body.start, match.start() - 20) : match.start()])
    ]
    ends = [*(match.start() for match in found), len(text)][1:]
    return tuple(
        Definition(
            term=match["term"], text=text[match.start() : end].strip(), scope=note.applies_to, locator=note.locator
        )
        for match, end in zip(found, ends, strict=True)
    )
