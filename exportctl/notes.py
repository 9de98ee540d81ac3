"""Notes of a control list: their labels, their own lists, what they do, and what they apply to.

The law prints a note's list run together ("a. … b. …"); `items_in` finds the items again, by span, and takes a label
for one only where the labels run in order.

>>> text = "does not apply to: a. Pumps of cast iron; or b. Valves: 1. Of brass; 2. Of steel."
>>> [(item.label, [below.label for below in item.items]) for item in items_in(text, Span(0, len(text)))]
[('a', []), ('b', ['1', '2'])]
"""

import re

import attrs

from exportctl.codes import EntryCode
from exportctl.model import Note, NoteEffect, NoteItem, NoteKind, Place
from exportctl.references import CodeIndex, references_in
from exportctl.text import Span

__all__ = ["NoteDraft", "body_of", "items_in", "note_label"]

_TECHNICAL = re.compile(
    r"(?:Technicals? Notes?|Technische Anmerkung(?:en)?)(?: ?[0-9]+)?\s?[:.]?(?=\s|$)", re.IGNORECASE
)
_NOTA_BENE = re.compile(r"(?:N\. ?B\.|NB\b|Nota Bene|Ergänzende Anmerkung)(?: ?[0-9]+)?\s?[.:]*(?=\s|$)", re.IGNORECASE)
_NOTE = re.compile(
    r"(?:(?:Related |Cryptography )?Notes?|Anmerkung(?:en)?)(?: ?[0-9]+)?(?: to (?=[0-9ML]))?\s?[.:]?(?=\s|$)",
    re.IGNORECASE,
)
_KINDS = ((NoteKind.TECHNICAL, _TECHNICAL), (NoteKind.NOTA_BENE, _NOTA_BENE), (NoteKind.NOTE, _NOTE))

_DECONTROL = re.compile(
    r"\b(?:do(?:es)? not (?:control|apply|cover|include|extend)|(?:is|are) not (?:controlled|subject|covered)|"
    r"(?:is|are) (?:excluded|exempt(?:ed)?|released) from|excluded from control|erfasst nicht|erfassen nicht|gilt nicht|gelten nicht|"
    r"nicht erfasst)\b",
    re.IGNORECASE,
)
_INCLUSION = re.compile(
    r"\b(?<!not )(?:includes?|(?:is|are) (?:also )?(?:controlled|specified|covered)|also (?:applies|controls)|controls?|applies to|"
    r"appl(?:y|ies) (?:only )?to|schließ(?:t|en) ein|umfass(?:t|en)|schließt)\b",
    re.IGNORECASE,
)
_MEASUREMENT = re.compile(
    r"\b(?:measur\w+|calculat\w+|determin\w+|computed|evaluated|tested|gemessen|berechnet)\b", re.IGNORECASE
)
_REFERENCE = re.compile(r"\bsee\b|\bsiehe\b|control status .{0,200}? is (?:determined|dealt|specified)", re.IGNORECASE)
_DEFINED = re.compile(
    r"(?:‘[^‘’]+’|“[^“”]+”)[^‘“.;]{0,60}?(?:\bmeans?\b|\bis\b|\bare\b|\brefers?\b|\bincludes?\b|\bbezeichnet\b|:)"
)
_PURPOSES = re.compile(r"^(?:for|im sinne|in) (?:the )?(?:purposes? )?(?:of |von )?", re.IGNORECASE)
_SUBJECT_END = re.compile(
    r"[:;,]|\.\s|\b(?:do(?:es)?|is|are|includes?|means?|may|covers?|applies|apply|controls?|refers?|erfasst|gilt|erfassen|when|other than|"
    r"excluding|except)\b",
    re.IGNORECASE,
)


def note_label(text: str) -> tuple[NoteKind, str] | None:
    """The kind and the printed label of a note ("Note 1:", "N.B."), or ``None`` where ``text`` does not begin as one.

    >>> note_label("Technical Notes: 1. Gain is measured at 1 GHz.")
    (<NoteKind.TECHNICAL: 'technical note'>, 'Technical Notes:')
    """
    for kind, pattern in _KINDS:
        label = pattern.match(text)
        if label:
            return kind, label[0].rstrip()
    return None


def body_of(text: str, label: str) -> Span:
    """The span of ``text`` behind ``label`` and the white space after it."""
    rest = text[len(label) :]
    return Span(len(label) + len(rest) - len(rest.lstrip()), len(text))


@attrs.define
class NoteDraft:
    """A note as it is read, block by block: its words so far, and the items that the mark-up itself gives."""

    text: str
    locator: str = ""
    section: str = ""
    rows: bool = False
    items: list[NoteItem] = attrs.field(factory=list)

    def add(self, text: str, *, row: bool = False) -> Span:
        """Add a further paragraph or table row; its span comes back."""
        joint = "" if not self.text else "\n" if row and self.rows else " "
        self.rows = row
        start = len(self.text) + len(joint)
        self.text += joint + text
        return Span(start, len(self.text))

    def freeze(self, codes: CodeIndex, at: EntryCode | None) -> Note:
        """The note, typed: what it is, what it does, and which provisions it applies to."""
        kind, label = note_label(self.text) or (NoteKind.NOTE, "")
        body = body_of(self.text, label)
        items = tuple(self.items) or items_in(self.text, body)
        words = self.text[body.slice]
        lead = words[: items[0].span.start - body.start] if items else words
        effects = tuple(effects_of(kind, lead, words))
        if kind is NoteKind.NOTE and NoteEffect.DECONTROL in effects:
            kind = NoteKind.DECONTROL
        elif kind is NoteKind.NOTE and NoteEffect.INCLUSION in effects:
            kind = NoteKind.INCLUSION
        applies = _applies_to(words, codes, at)
        return Note(
            kind=kind,
            label=label,
            text=self.text,
            body=body,
            applies_to=applies,
            effects=effects,
            items=items,
            locator=self.locator,
        )


def effects_of(kind: NoteKind, lead: str, words: str) -> list[NoteEffect]:
    """What a note does, by the words of its ``lead`` and of the whole."""
    effects = []
    decontrols = _DECONTROL.search(lead)
    if kind is NoteKind.NOTE and decontrols:
        effects.append(NoteEffect.DECONTROL)
    if kind is NoteKind.NOTE and not decontrols and _INCLUSION.search(lead):
        effects.append(NoteEffect.INCLUSION)
    if _DEFINED.search(words):
        effects.append(NoteEffect.DEFINITION)
    if kind is NoteKind.TECHNICAL and _MEASUREMENT.search(words):
        effects.append(NoteEffect.MEASUREMENT)
    if kind is NoteKind.NOTA_BENE or _REFERENCE.search(words):
        effects.append(NoteEffect.REFERENCE)
    return effects


def _applies_to(words: str, codes: CodeIndex, at: EntryCode | None) -> tuple[EntryCode, ...]:
    """The provisions named by the subject of a note's first sentence, else the one it stands at."""
    start = _PURPOSES.match(words)
    end = _subject_end(words, start.end() if start else 0)
    place = Place(str(at) if at else "")
    named = tuple(
        target
        for reference in references_in(words[:end], codes, place)
        if not reference.list_id
        for target in reference.targets
    )
    return tuple(dict.fromkeys(named)) or ((at,) if at else ())


def _subject_end(words: str, start: int) -> int:
    """Where the subject ends: at the first verb or colon that no further code of the same chain follows."""
    for mark in _SUBJECT_END.finditer(words, start):
        if mark[0] in {",", ". "} and re.match(
            r"\s*(?:or |and )?(?:[0-9][A-E][0-9]{3}|ML[0-9]|\.[a-z]\b)", words[mark.end() :]
        ):
            continue
        if mark[0] == ". " and re.match(r"\s*(?:or|and|to|do|does|is|are|includes?|control)\b", words[mark.end() :]):
            continue
        return mark.start()
    return len(words)


_ITEM = re.compile(r"(?<![^\s(])\(?(?P<label>[a-z]|[ivx]{2,4}|[0-9]{1,2})[.)](?=\s)")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@attrs.define
class _Mark:
    """A label of a note's own list in its text: ``start`` of the label, ``words`` where the item's words begin."""

    label: str
    start: int
    words: int
    level: int = 0


def items_in(text: str, body: Span) -> tuple[NoteItem, ...]:
    """The items of the list in the running text ``body`` of ``text``, nested, by span; empty where there is none."""
    marks = [
        _Mark(found["label"], found.start(), found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip()))
        for found in _ITEM.finditer(text, body.start, body.end)
        if _may_begin(text[body.start : found.start()])
    ]
    while True:
        taken, lonely = _levels(text, body, marks)
        if not lonely:
            return _nest(taken, text, body.end)
        marks = [mark for mark in marks if mark not in lonely]


def _may_begin(before: str) -> bool:
    before = before.rstrip()
    return not before or before[-1] in ":;.,”’" or before.endswith((" and", " or", " und", " oder"))


def _positions(label: str) -> list[tuple[str, int]]:
    """The readings of a label: its style and its place in a list of that style."""
    if label.isdigit():
        return [("figure", int(label))]
    readings = [("letter", ord(label) - 96)] if len(label) == 1 else []
    return readings + ([("roman", _ROMAN.index(label) + 1)] if label in _ROMAN else [])


def _levels(text: str, body: Span, marks: list[_Mark]) -> tuple[list[_Mark], list[_Mark]]:
    """Marks whose labels run in order, with their level; and those that stand alone in their list and are no items."""
    taken: list[_Mark] = []
    open_lists: list[tuple[str, list[_Mark]]] = []
    lists: list[list[_Mark]] = []
    for mark in marks:
        readings = _positions(mark.label)
        level = next(
            (
                depth
                for depth in range(len(open_lists) - 1, -1, -1)
                if (open_lists[depth][0], len(open_lists[depth][1]) + 1) in readings
            ),
            None,
        )
        if level is None:
            style = next((style for style, position in readings if position == 1), None)
            before = text[body.start : mark.start].rstrip()
            if style is None or not (not before or before[-1] in ":.;"):
                continue
            level = len(open_lists)
            open_lists.append((style, []))
            lists.append(open_lists[-1][1])
        del open_lists[level + 1 :]
        open_lists[level][1].append(mark)
        mark.level = level
        taken.append(mark)
    return taken, [members[0] for members in lists if len(members) == 1]


def _nest(marks: list[_Mark], text: str, end: int) -> tuple[NoteItem, ...]:
    ends = [mark.start for mark in marks[1:]] + [end]
    items: list[NoteItem] = []
    index = 0
    while index < len(marks):
        mark = marks[index]
        after = next((later for later in range(index + 1, len(marks)) if marks[later].level <= mark.level), len(marks))
        span = Span(mark.words, mark.words + len(text[mark.words : ends[index]].rstrip()))
        items.append(NoteItem(mark.label, span, _nest(marks[index + 1 : after], text, ends[after - 1])))
        index = after
    return tuple(items)
