"""Notes that say where certain goods are specified, and nowhere else: "such lasers are only specified in 6A999.d.".

What they take goods out of are the sub-items that stand beside the provision they name.
"""

import re
from collections.abc import Iterator, Sequence

from exportctl.codes import is_within
from exportctl.conditions import Condition, Not, Role
from exportctl.extraction.clauses import clause_of
from exportctl.model import CrossReference, Entry, Note, NoteKind, Place
from exportctl.text import Span

__all__ = ["exclusive", "outside"]

_ONLY_IN = re.compile(
    r"(?:\d+: )?(?P<goods>(?:[^.;:]|:(?=\S))+?)\s(?:is|are)\s"
    r"(?:only\s(?:specified|controlled)|(?:specified|controlled)\sonly)\s(?:in|by)\s"
)
_STANDING = frozenset({NoteKind.NOTE, NoteKind.NOTA_BENE})


def exclusive(
    note: Note, place: Place, references: Sequence[CrossReference]
) -> tuple[Condition, tuple[str, ...]] | None:
    """The goods of ``note``, at ``place``, as taken out, and the provisions that alone specify them; or ``None``."""
    found = _ONLY_IN.match(note.text, note.body.start) if note.kind in _STANDING and not note.items else None
    if found is None:
        return None
    targets = tuple(str(t) for r in references if r.span.start >= found.end() and not r.list_id for t in r.targets)
    if not targets:
        return None
    goods = clause_of(note.text, place, span=Span(*found.span("goods")), references=references)
    return Not(part=goods, place=place, role=Role.DECONTROL), targets


def outside(entry: Entry, targets: Sequence[str]) -> Iterator[str]:
    """The codes of the sub-items of ``entry`` that stand beside all ``targets``; ``entry`` itself if it holds none."""
    code = str(entry.code)
    if any(is_within(code, target) for target in targets):
        return
    if not any(is_within(target, code) for target in targets):
        yield code
        return
    for child in entry.children:
        yield from outside(child, targets)
