"""What a note does to a provision, as a condition: goods it takes out, goods it names as in, or nothing understood.

Decontrol notes come as ``Not`` with the role `Role.DECONTROL`, inclusion notes widen the provision's own words, and a
note of no recognised effect is `Opaque`, so that it can never silently decide.
"""

import re
from collections.abc import Sequence

from exportctl.conditions import AllOf, AnyOf, Characteristic, Condition, Not, Opaque, Role
from exportctl.connectives import connective_of
from exportctl.extraction.clauses import clause_of, conjoin, disjoin
from exportctl.model import Connective, CrossReference, Note, NoteEffect, NoteItem, NoteKind, Place
from exportctl.text import Span

__all__ = ["decontrol", "inclusion", "unread"]

_TAKES_OUT = re.compile(
    r"\b(?:do(?:es)?|is|are)\s+not\s+(?:control(?:led)?|apply|cover(?:ed)?|include|extend|subject|specified)\b(?:\s+(?:to|by))?\s*"
    r"(?:the\s+following(?:\s+\w+)?\s*:?|any\s+of\s+the\s+following\s*:?)?",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(r"\b(?:unless|except|provided|only if|other than|if)\b", re.IGNORECASE)
_PUTS_IN = re.compile(
    r"\b(?:also\s+)?(?:includes?|controls?|covers?)\b(?:\s+the\s+following(?:\s+\w+)?)?\s*:?\s*", re.IGNORECASE
)
_EFFECTLESS = frozenset({NoteKind.TECHNICAL, NoteKind.NOTA_BENE})
_HARMLESS = frozenset({NoteEffect.DEFINITION, NoteEffect.MEASUREMENT, NoteEffect.REFERENCE})
_NOT_USED = re.compile(r"^\s*not used\b", re.IGNORECASE)


def decontrol(note: Note, place: Place, references: Sequence[CrossReference]) -> Condition:
    """The condition under which ``note`` takes goods out: `Not` of it, or `Opaque` where it is not understood."""
    found = _TAKES_OUT.search(note.text, note.body.start, note.lead.end)
    if found is None:
        return _opaque(note, place, "a decontrol note whose subject comes first")
    lead = Span(found.end(), note.lead.end)
    sentence = _first_sentence(note.text, lead)
    if not note.items and sentence.end < lead.end - 2 and _TAKES_OUT.search(note.text, sentence.end):
        return _opaque(note, place, "several decontrols in one note")
    if _CONDITIONAL.search(note.text[: found.start()][note.body.start :]):
        return _opaque(note, place, "a decontrol under a condition")
    inside = _listed(note.text, place, sentence if not note.items else lead, note.items, references)
    return Not(part=inside, place=place, role=Role.DECONTROL)


def inclusion(note: Note, place: Place, references: Sequence[CrossReference]) -> Condition | None:
    """The goods that ``note`` names as controlled; ``None`` where its words do not name them plainly."""
    found = _PUTS_IN.search(note.text, note.body.start, note.lead.end)
    if found is None or _CONDITIONAL.search(note.text[note.body.slice]):
        return None
    lead = _first_sentence(note.text, Span(found.end(), note.lead.end))
    goods = _listed(note.text, place, lead, note.items, references)
    return AnyOf(parts=(goods,), place=place, role=Role.INCLUSION)


def unread(note: Note, place: Place) -> Opaque | None:
    """The note as `Opaque` where nothing says what it does; ``None`` for notes that explain, measure or refer."""
    if note.kind in _EFFECTLESS or note.kind in {NoteKind.DECONTROL, NoteKind.INCLUSION}:
        return None
    if _HARMLESS.intersection(note.effects) or _NOT_USED.search(note.text[note.body.slice]):
        return None
    return _opaque(note, place, "a note of no recognised effect")


def _opaque(note: Note, place: Place, reason: str) -> Opaque:
    return Opaque(text=note.text[note.body.slice], reason=reason, place=place, span=note.body)


def _first_sentence(text: str, span: Span) -> Span:
    """``span`` up to the end of its first sentence."""
    stop = re.compile(r"\.(?=\s+[A-Z“‘])(?<!e\.g\.)(?<!i\.e\.)(?<!\s[a-z0-9]\.)").search(text, span.start, span.end)
    return Span(span.start, stop.end()) if stop else span


def _listed(
    text: str, place: Place, lead: Span, items: Sequence[NoteItem], references: Sequence[CrossReference]
) -> Condition:
    """The words of ``lead`` and, under its connective, the items below it."""
    parts: list[Condition] = []
    if re.search(r"[^\W\d_]{2}", text[lead.slice]):
        parts.append(clause_of(text, place, span=lead, references=references))
    if items:
        below = [_item(text, place, item, references) for item in items]
        parts.append(_joined(text[max(0, lead.start - 60) : lead.end], items, below, text, place))
    if not parts:
        return Characteristic(text=text[lead.slice], place=place, span=lead)
    return conjoin(parts, place)


def _item(text: str, place: Place, item: NoteItem, references: Sequence[CrossReference]) -> Condition:
    end = item.items[0].span.start - len(item.items[0].label) - 2 if item.items else item.span.end
    return _listed(text, place, Span(item.span.start, max(item.span.start, end)), item.items, references)


def _joined(head: str, items: Sequence[NoteItem], below: list[Condition], text: str, place: Place) -> Condition:
    connective = connective_of(head, [text[item.span.slice] for item in items])
    if connective is Connective.ALL:
        return AllOf(parts=tuple(below), place=place)
    if connective is Connective.ANY:
        return disjoin(below, place)
    # Taking out too much is the worst fault: where the words do not say, all items must hold.
    return AllOf(parts=tuple(below), place=place)
