"""Sub-items that a list prints as the rows of a table: "a. Total mass | 5 kg; b. Length | 3 m", below a head that
compares.

>>> from exportctl.model import NoteKind
>>> text = "a. Mass | 5 kg;\\nb. Length | 3 m"
>>> note = Note(kind=NoteKind.NOTE, label="", text=text, body=Span(0, len(text)), applies_to=())
>>> [str(part) for part in rows_of(note, Place("2B999", 0), "Gizmos exceeding any of the following:").parts]
['mass > 5 kg', 'length > 3 m']
"""

import re

import attrs

from exportctl.conditions import AllOf, AnyOf, Condition, Opaque, Role
from exportctl.connectives import connective_of
from exportctl.extraction.limits import read
from exportctl.extraction.openings import Opening, opening_of
from exportctl.extraction.phrases import plain
from exportctl.model import Connective, Note, NoteKind, Place
from exportctl.text import Span

__all__ = ["rows_of"]

_ERRORS = re.compile(r"\berrors?\b")
_ROW = re.compile(r"^[a-z]\.\s(?P<name>[^|\n]+?)\s\|\s(?P<figure>[^|\n]+)$", re.MULTILINE)


def rows_of(note: Note, place: Place, head: str) -> Condition | None:
    """What the rows of the table in ``note`` ask for, below the words of ``head``; None where it is no such table."""
    if note.kind is not NoteKind.NOTE or note.label:
        return None
    lines = note.text.splitlines()
    rows = [_ROW.fullmatch(line) for line in lines]
    comparison = opening_of(head).comparison
    connective = connective_of(head, lines)
    if len(rows) < 2 or not comparison or connective not in {Connective.ANY, Connective.ALL}:
        return None
    limits: list[Condition] = []
    start = 0
    for line, row in zip(lines, rows, strict=True):
        if row is None:
            return None
        opening = Opening(plain(row["name"].lower()), comparison)
        stated = read(row["figure"], place, opening, start + row.start("figure")).stated
        if len(stated) != 1:
            return None
        span = Span(start, start + len(line))
        limit = attrs.evolve(stated[0].threshold, span=span)
        errs = _ERRORS.search(str(limit.limit.unit)) is not None
        doubt = "whether more or fewer errors exceed what is specified"
        limits.append(Opaque(text=line, reason=doubt, place=place, span=span) if errs else limit)
        start += len(line) + 1
    return (AnyOf if connective is Connective.ANY else AllOf)(parts=tuple(limits), place=place, role=Role.CHILDREN)
