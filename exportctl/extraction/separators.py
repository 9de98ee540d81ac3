"""Figures with commas between thousands, as American lists print them ("1,100 W"), made readable as the law's others.

A list of the Official Journal prints a decimal comma and spaces between thousands; the American lists, and those of
the Wassenaar Arrangement, a decimal point and commas. Which of the two a list is, its own figures show. Only the comma
between thousands gives way, to a space, so that every span stays what it was.

>>> spaced("fewer than 1,100 items of 2.5 W in 1,5-naphthalene")
'fewer than 1 100 items of 2.5 W in 1,5-naphthalene'
"""

import re
from collections.abc import Iterable

import attrs

from exportctl.model import ControlList, Entry, Heading, Note

__all__ = ["readable", "spaced"]

_POINT = re.compile(r"(?<![\w.,-])\d+\.\d+ (?=[^\W\d_]|[%°×])")
_COMMA = re.compile(r"(?<![\w.,-])\d+,(?:\d{1,2}|\d{4,}) (?=[^\W\d_]|[%°×])")
_THOUSANDS = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?![\d-]|,\d)")


def spaced(text: str) -> str:
    """``text`` with a space for every comma between thousands."""
    return _THOUSANDS.sub(lambda found: found[0].replace(",", " "), text) if "," in text else text


def readable(controls: ControlList) -> ControlList:
    """``controls`` itself where it prints decimal commas, else a copy with spaces between thousands."""
    texts = [text for entry in controls.walk() for text in (entry.text, *(note.text for note in entry.notes))]
    if _count(_POINT, texts) <= _count(_COMMA, texts):
        return controls
    return attrs.evolve(
        controls,
        entries=tuple(_entry(entry) for entry in controls.entries),
        headings=tuple(_heading(heading) for heading in controls.headings),
        general_notes=_notes(controls.general_notes),
        definitions=tuple(
            attrs.evolve(known, text=spaced(known.text), notes=tuple(spaced(note) for note in known.notes))
            for known in controls.definitions
        ),
    )


def _count(pattern: re.Pattern[str], texts: Iterable[str]) -> int:
    return sum(len(pattern.findall(text)) for text in texts)


def _entry(entry: Entry) -> Entry:
    children = tuple(_entry(child) for child in entry.children)
    return attrs.evolve(entry, text=spaced(entry.text), notes=_notes(entry.notes), children=children)


def _heading(heading: Heading) -> Heading:
    return attrs.evolve(heading, text=spaced(heading.text), notes=_notes(heading.notes))


def _notes(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    return tuple(attrs.evolve(note, text=spaced(note.text)) for note in notes)
