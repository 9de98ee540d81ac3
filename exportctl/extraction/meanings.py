"""What technical notes say of a measured quantity, hung on the limits that speak of it.

>>> text = "Technical Note: ‘Slew’ is the largest angle of turn. ‘Rise time’ means the time from 10 % to 90 %."
>>> note = Note(kind=NoteKind.TECHNICAL, label="Technical Note:", text=text, body=Span(16, len(text)))
>>> [(term, text[qualifier.span.slice]) for term, qualifier in meanings_in(note, Place("1A999", 0))][0]
('slew', '‘Slew’ is the largest angle of turn.')
"""

import re
from collections.abc import Iterator, Sequence

import attrs

from exportctl.conditions import Qualifier, Threshold
from exportctl.extraction.phrases import plain
from exportctl.model import Note, NoteKind, Place
from exportctl.text import Span

__all__ = ["Meaning", "meanings_in", "with_meanings"]

Meaning = tuple[str, Qualifier]
_TERM = re.compile(r"‘(?P<term>[^‘’]{3,60})’(?:\s\([^()]*\))*,?\s(?:is|are|means?|refers|=)(?=\s)")
_STOP = re.compile(r"\.(?=\s+[A-Z“‘\d]|\s*$)")


def meanings_in(note: Note, place: Place) -> Iterator[Meaning]:
    """Each term in single quotes that ``note``, at ``place``, defines, with the sentence that does."""
    if note.kind is not NoteKind.TECHNICAL:
        return
    for found in _TERM.finditer(note.text, note.body.start):
        stop = _STOP.search(note.text, found.end())
        span = Span(found.start(), stop.end() if stop else len(note.text))
        yield plain(found["term"]).casefold(), Qualifier("definition", note.text[span.slice], place, span)


def with_meanings(limit: Threshold, meanings: Sequence[Meaning]) -> Threshold:
    """``limit`` with what ``meanings`` say of its parameter."""
    name = f" {limit.parameter.casefold()} "
    found = tuple(qualifier for term, qualifier in meanings if f" {term} " in name)
    return attrs.evolve(limit, qualifiers=(*limit.qualifiers, *found)) if found else limit
