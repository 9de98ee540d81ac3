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

__all__ = ["decontrol", "inclusion", "restriction", "unread"]

_TAKES_OUT = re.compile(
    r"\b(?:do(?:es)?|is|are)\s+not\s+(?:control(?:led)?|apply|cover(?:ed)?|include|extend|subject|specif(?:y|ied))\b(?:\s+(?:to|by)\b)?\s*"
    r"(?:the\s+following(?:\s+\w+)?\s*:?|any\s+of\s+the\s+following\s*:?)?",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(r"\b(?:unless|except|provided|only if|other than|if)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2}")
_UNENDED = re.compile(r"(?:[:;,]|\b(?:and|or))\s*$")
_UNCHANGED = re.compile(r"\bremains? controlled\b|\bwhether or not\b|\b(?:is|are) specified (?:in|by)\b", re.IGNORECASE)
_TAKES_BACK = re.compile(r"\b(?:however|but|except|unless|only|remains?|still|(?:is|are) controlled)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:\b(?:the (?:control|provision)s?|this (?:entry|item|control)|for the purposes? of|of|in|and|or|to|above"
    r"|entr(?:y|ies)|sub-?items?|categor(?:y|ies)|note)\b|\bML\d+|\b\d[A-E]\d{0,3}|\.?[a-z]\.|\d+\.?|[\s,;:.]|\b[a-z]\b)+",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:only (?:controls?|appl(?:y|ies))|(?<!this )(?:controls?|appl(?:y|ies)) only)\b(?:\s(?:to|when|if)\b)?",
    re.IGNORECASE,
)
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
    before = note.text[note.body.start : found.start()]
    if _CONDITIONAL.search(before):
        return _opaque(note, place, "a decontrol under a condition")
    if not note.items and _TAKES_BACK.search(note.text, sentence.end, lead.end):
        return _opaque(note, place, "a decontrol that its own next sentence may take back")
    if note.items and _UNENDED.search(note.text):
        return _opaque(note, place, "a list that breaks off")
    direct = bool(note.items) and not _WORD.search(note.text[lead.slice])
    inside = _listed(note.text, place, sentence if not note.items else lead, note.items, references, direct=direct)
    occasion = Span(note.body.start, found.start())
    if _WORD.search(_NAMED.sub("", before)):
        said = Characteristic(
            text=note.text[occasion.slice].rstrip(" ,"), place=place, span=_trimmed(note.text, occasion)
        )
        inside = conjoin([said, inside], place)
    return Not(part=inside, place=place, role=Role.DECONTROL)


def inclusion(note: Note, place: Place, references: Sequence[CrossReference]) -> Condition | None:
    """The goods that ``note`` names as controlled; `Opaque` where its words do not name them plainly.

    ``None`` where it only says that goods stay controlled as they are, or where others are.
    """
    if _UNCHANGED.search(note.text):
        return None
    found = _PUTS_IN.search(note.text, note.body.start, note.lead.end)
    if found is None or _CONDITIONAL.search(note.text[note.body.slice]):
        return _opaque(note, place, "a note that may widen the provision")
    lead = _first_sentence(note.text, Span(found.end(), note.lead.end))
    goods = _listed(note.text, place, lead, note.items, references)
    return AnyOf(parts=(goods,), place=place, role=Role.INCLUSION)


def restriction(note: Note, place: Place, references: Sequence[CrossReference]) -> Condition | None:
    """What ``note`` says is controlled only; ``None`` where it says no such thing in one sentence."""
    found = _ONLY.search(note.text, note.body.start, note.lead.end)
    if found is None or note.items or note.kind is not NoteKind.NOTE:
        return None
    lead = _first_sentence(note.text, Span(found.end(), note.lead.end))
    rest = note.text[lead.end : note.lead.end].strip()
    if (rest and not rest.startswith("For the purpose")) or _WORD.search(
        _NAMED.sub("", note.text[note.body.start : found.start()])
    ):
        return None
    return clause_of(note.text, place, span=lead, references=references)


def unread(note: Note, place: Place) -> Opaque | None:
    """The note as `Opaque` where nothing says what it does; ``None`` for notes that explain, measure or refer."""
    if note.kind in _EFFECTLESS or note.kind in {NoteKind.DECONTROL, NoteKind.INCLUSION}:
        return None
    if _HARMLESS.intersection(note.effects) or _NOT_USED.search(note.text[note.body.slice]):
        return None
    return _opaque(note, place, "a note of no recognised effect")


def _opaque(note: Note, place: Place, reason: str) -> Opaque:
    return Opaque(text=note.text[note.body.slice], reason=reason, place=place, span=note.body)


def _trimmed(text: str, span: Span) -> Span:
    """``span`` without white space and a comma at its end."""
    return Span(span.start, span.start + len(text[span.slice].rstrip(" ,")))


def _first_sentence(text: str, span: Span) -> Span:
    """``span`` up to the end of its first sentence."""
    stop = re.compile(r"\.(?=\s+[A-Z“‘])(?<!e\.g\.)(?<!i\.e\.)(?<!\s[a-z0-9]\.)").search(text, span.start, span.end)
    return Span(span.start, stop.end()) if stop else span


def _listed(
    text: str,
    place: Place,
    lead: Span,
    items: Sequence[NoteItem],
    references: Sequence[CrossReference],
    *,
    direct: bool = False,
) -> Condition:
    """The words of ``lead`` and, under its connective, the items below it.

    ``direct`` marks a list that is all a note takes out: each of its items goes out by itself.
    """
    parts: list[Condition] = []
    if _WORD.search(text[lead.slice]):
        parts.append(clause_of(text, place, span=lead, references=references))
    if items:
        below = [_item(text, place, item, references) for item in items]
        head = text[max(0, lead.start - 60) : lead.end]
        parts.append(disjoin(below, place) if direct else _joined(head, items, below, text, place))
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
