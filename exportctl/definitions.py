"""Defined terms: "double quotes" for the whole list, 'single quotes' where a technical note defines them.

>>> begins_definition("“Rotor speed” (9) means the speed of a rotor.")
True
"""

import re

import attrs

from exportctl.model import Definition, Note

__all__ = ["DefinitionDraft", "begins_definition", "local_definitions", "terms_in"]

_PLACE = r"(?:[0-9](?:[A-E][0-9]{3,4}[a-z0-9]*)?|00[0-9]{2}|GTN|NTN|NSN|GSN|GISN|All|def|ML|Cat|ATA|ASA|NTA|DEF)"
_CATEGORIES = rf"\((?P<categories>{_PLACE}(?:[ ,;]+{_PLACE})*)\)"
_BEGINS = re.compile(
    rf"(?:“(?P<term>[^“”]+)”|„(?P<german>[^„“”]+)“)"
    rf"(?:[^.;]{{0,80}}?{_CATEGORIES}|\s+(?:means|is|are|includes?|refers)\b)"
)
_LOCAL = re.compile(
    r"‘(?P<term>[^‘’]+(?:’s [^‘’]+|s’ [^‘’]+)?)’\s?(?:\([^)]{1,40}\)\s?)?(?:(?:for|of|in) [^.;:‘]{1,60} )?"
    r"(?:[a-z]+ly )?(?P<verb>means?|is|are|refers? to|includes?|consists? of|denotes?|pertains? to|equals?|applies to|"
    r"incorporates?|contains?|combines?|employs?|performs?|uses?|makes? use of|allows?|"
    r":|=|bezeichnet|bezeichnen|ist|sind)(?=[\s‘“])"
)
_NEXT_LABEL = re.compile(r"\s+\(?(?:[0-9]{1,2}|[a-z])[.)]\s*$")
_BEFORE = re.compile(r"(?:^|[.:;,)0-9]|\b[a-z]\.)\s*(?:the (?:term )?|an? |die |der |das |eine? )?$", re.IGNORECASE)


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
        term = (found["term"] or found["german"]).strip() if found else ""
        categories = tuple(re.split(r"[ ,;]+", found["categories"])) if found and found["categories"] else ()
        return Definition(
            term=term, text=self.text, categories=categories, notes=tuple(self.notes), locator=self.locator
        )


def begins_definition(text: str) -> bool:
    """Whether a paragraph of the definitions begins a new term."""
    return _BEGINS.match(text) is not None


def terms_in(text: str, start: int = 0) -> list[tuple[str, int]]:
    """The terms in single quotes that ``text`` defines from ``start`` on, each with the place where it stands.

    >>> terms_in("For the purposes of 3A001.b., ‘gain’ is the ratio of output to input power.")
    [('gain', 30)]
    """
    return [
        (found["term"], found.start())
        for found in _LOCAL.finditer(text, start)
        if _BEFORE.search(text[max(start, found.start() - 20) : found.start()])
    ]


def local_definitions(note: Note) -> tuple[Definition, ...]:
    """The terms in single quotes that a note defines; the scope is the note's.

    Each has its words up to the next term, or to the end of the item of the note's list that it stands in.
    """
    found = terms_in(note.text, note.body.start)
    stops = sorted([start for _, start in found] + [item.span.start for item in note.items] + [len(note.text)])
    definitions = []
    for term, start in found:
        end = next(stop for stop in stops if stop > start)
        words = _NEXT_LABEL.sub("", note.text[start:end]).strip()
        definitions.append(Definition(term=term, text=words, scope=note.applies_to, locator=note.locator))
    return tuple(definitions)
