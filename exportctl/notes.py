"""Notes of a control list: their labels, their own lists, what they do, and what they apply to.

The law prints a note's list run together ("a. … b. …"); `items_in` finds the items again, by span, and takes a label
for one only where the labels run in order.

>>> text = "does not apply to: a. Pumps of cast iron; or b. Valves: 1. Of brass; 2. Of steel."
>>> [(item.label, [below.label for below in item.items]) for item in items_in(text, Span(0, len(text)))]
[('a', []), ('b', ['1', '2'])]
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from exportctl.codes import EntryCode
from exportctl.definitions import terms_in
from exportctl.model import Note, NoteEffect, NoteItem, NoteKind, Place
from exportctl.references import CodeIndex, references_in
from exportctl.text import Span

__all__ = ["NoteDraft", "body_of", "items_in", "mended", "note_label"]

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
    r"\b(?:do(?:es)? not (?:control|apply|cover|include|extend|specify)|(?:is|are) not (?:controlled|subject|covered)|"
    r"(?:is|are) (?:excluded|exempt(?:ed)?|released) from|excluded from control|"
    r"erfass(?:t|en) nicht|(?:gilt|gelten) nicht|nicht erfasst)\b",
    re.IGNORECASE,
)
_OF_A_NOTE = re.compile(
    r"\bNotes? [0-9]+(?: to [^.:;]{1,40}| above| of [^.:;]{1,40})? do(?:es)? not apply\b|"
    r"\bAnmerkung(?:en)? [0-9]+ (?:gilt|gelten) nicht\b"
)
"""A note that another note does not apply to some goods: it takes nothing out, it takes them back in."""
_INCLUSION = re.compile(
    r"\b(?:includes?|(?:is|are) (?:also )?(?:controlled|specified|covered) (?:in|by|under)|also (?:controls|applies)|"
    r"(?:does|applies) (?:also )?(?:apply )?to|remains? (?:controlled|under control)|schließ(?:t|en)|umfass(?:t|en))\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\bcontrol status\b.{0,400}?\b(?:is|are) (?:determined|dealt|specified)\b", re.IGNORECASE | re.DOTALL
)
_RESTRICTION = re.compile(
    r"\b(?:controls?|appl(?:y|ies)) only\b|\bonly (?:controls?|specified|those|appl(?:y|ies))\b|"
    r"\bonly .{0,80} (?:specified|controlled) in\b",
    re.IGNORECASE,
)
_MEASUREMENT = re.compile(
    r"\b(?:measur\w+|calculat\w+|determin\w+|computed|evaluated|tested|gemessen|berechnet)\b", re.IGNORECASE
)
_SEE = re.compile(r"\bsee\b|\bsiehe\b", re.IGNORECASE)
_PURPOSES = re.compile(r"(?:for|im sinne|in) (?:the )?(?:purposes? )?(?:of |von )?", re.IGNORECASE)
_SUBJECT_END = re.compile(
    r"[:;,]|\.\s|\b(?:do(?:es)?|is|are|includes?|means?|may|covers?|applies|apply|controls?|refers?|see|siehe|remains?|"
    r"erfass(?:t|en)|gilt|gelten|when|other than|outside|excluding|except)\b",
    re.IGNORECASE,
)
_MORE_CODES = re.compile(r"\s*(?:or |and |und |oder )?(?:[0-9][A-E][0-9]{3}|ML[0-9]|\.[a-z]\b)")
_VERB_FOLLOWS = re.compile(r"\s*(?:or|and|to|do|does|is|are|includes?|control)\b")
_SEVERAL = re.compile(r"(?:Notes|Anmerkungen)\b", re.IGNORECASE)
_EMBEDDED = re.compile(r"(?<=[.:;]) (?=(?:N\.B\.[0-9 ]|Technical Notes?:|Note:(?! [0-9]\.[a-z]\.)) ?)")
_GOES_ON = re.compile(r"(?<=[.”’)]) (?=(?P<label>[a-z]|[0-9]{1,2})\. [“‘]?[^\W\d_])")
_REST_OF_SUBJECT = re.compile(r"Note:? [0-9]\.[a-z]\.")
"""What a technical note on "1A999.a. Note 1.c." speaks of, where the source parts it from the rest."""
_UNFINISHED = re.compile(r"(?:;|,|\b(?:and|or))\s*$")
_OF_AN_ENTRY = re.compile(
    r"(?<=[.;]) (?=Note(?: [0-9]+)?:? (?:[0-9][A-E][0-9]{3}|ML[0-9]+)[a-z0-9.]* (?:do(?:es)? not|only|controls?) )"
)
"""A note that names its entry and says what it does: the same in the midst of a list, whose items end before it."""


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

    def freeze(self, codes: CodeIndex, at: EntryCode | None) -> list[Note]:
        """The note, typed: what it is, what it does, and which provisions it applies to.

        Several come back where the source ran several together.
        """
        if self.items:
            return [_typed(self.text, tuple(self.items), codes, at, self)]
        if at and self.section:
            return [_typed(self.text, None, codes, at, self)]
        parts = [part for embedded in _embedded(self.text) for part in _several(embedded)]
        return [_typed(part, None, codes, at, self) for part in parts]


def mended(drafts: Sequence[NoteDraft]) -> list[NoteDraft]:
    """``drafts`` with the rest of a note's list given back to it, where the source puts a technical note in between and
    runs the list on behind that.
    """
    found: list[NoteDraft] = []
    for draft in drafts:
        if found and _REST_OF_SUBJECT.match(draft.text) and not (draft.items or found[-1].items):
            found[-1] = attrs.evolve(found[-1], text=f"{found[-1].text} {draft.text}")
        else:
            found.append(draft)
    last = -1
    for number, draft in enumerate(found):
        label = note_label(draft.text)
        if draft.items or draft.section or label is None:
            last = -1
        elif label[0] is not NoteKind.TECHNICAL:
            last = number
        elif last >= 0 and _UNFINISHED.search(found[last].text):
            cut = _rest_of(found[last].text, draft.text, label[1])
            if cut:
                found[last] = attrs.evolve(found[last], text=f"{found[last].text} {draft.text[cut:].lstrip()}")
                found[number] = attrs.evolve(draft, text=draft.text[:cut])
    return found


def _rest_of(text: str, between: str, label: str) -> int:
    """Where in ``between``, a note under ``label``, the list of the note ``text`` goes on; 0 where it does not."""
    body = body_of(between, label)
    wanted = {_next(found["label"]) for found in _ITEM.finditer(text)}
    if _ITEM.match(between, body.start):
        return 0
    return next((found.start() for found in _GOES_ON.finditer(between, body.start) if found["label"] in wanted), 0)


def _next(label: str) -> str:
    """The label behind ``label``."""
    return str(int(label) + 1) if label.isdigit() else f"{label[:-1]}{chr(ord(label[-1]) + 1)}"


def _embedded(text: str) -> list[str]:
    """A note and those that the source ran on behind it ("…. N.B. …"); one in the midst of a list stays where it is."""
    label = note_label(text)
    items = items_in(text, body_of(text, label[1])) if label else ()
    last = max((item.span.start for top in items for item in _walk(top)), default=0)
    behind = (found.end() for found in _EMBEDDED.finditer(text) if found.end() > last)
    cuts = [0, *sorted({*behind, *(found.end() for found in _OF_AN_ENTRY.finditer(text))}), len(text)]
    return [text[start:end].strip() for start, end in pairwise(cuts)]


def _walk(item: NoteItem) -> Iterator[NoteItem]:
    yield item
    for below in item.items:
        yield from _walk(below)


def _several(text: str) -> list[str]:
    """The notes of "Notes: 1. … 2. …", each by itself, where the items are whole notes; else the text as it is."""
    label = note_label(text)
    if label is None or label[0] is not NoteKind.NOTE or not _SEVERAL.match(text):
        return [text]
    body = body_of(text, label[1])
    items = items_in(text, body)
    first = _ITEM.match(text, body.start)
    if first is None or not items or items[0].span.start != first.end() + 1:
        return [text]
    starts = [0] + [text.rindex(item.label, 0, item.span.start) for item in items[1:]] + [len(text)]
    return [text[start:end].strip() for start, end in pairwise(starts)]


def _typed(
    text: str, items: tuple[NoteItem, ...] | None, codes: CodeIndex, at: EntryCode | None, draft: NoteDraft
) -> Note:
    kind, label = note_label(text) or (NoteKind.NOTE, "")
    numbered = (
        _ITEM.match(text, body_of(text, label).start)
        if items is None and (not label or _SEVERAL.match(label))
        else None
    )
    if numbered and (kind is NoteKind.NOTE) and not items_in(text, body_of(text, label)):
        label = text[: numbered.end()]
    body = body_of(text, label)
    items = items_in(text, body) if items is None else items
    words = text[body.slice]
    lead = words[: items[0].span.start - body.start] if items else words
    # What stands under a heading of its own inside an entry (licences, related controls) says nothing of its scope.
    effects = () if at and draft.section else effects_of(kind, lead, words)
    if kind is NoteKind.NOTE and NoteEffect.DECONTROL in effects:
        kind = NoteKind.DECONTROL
    elif kind is NoteKind.NOTE and NoteEffect.INCLUSION in effects:
        kind = NoteKind.INCLUSION
    return Note(
        kind=kind,
        label=label,
        text=text,
        body=body,
        applies_to=(at,) if at and draft.section else _applies_to(words, codes, at),
        effects=effects,
        items=items,
        locator=draft.locator,
        section=draft.section,
    )


def effects_of(kind: NoteKind, lead: str, words: str) -> tuple[NoteEffect, ...]:
    """What a note does, by the words of its ``lead`` and of the whole."""
    plain = kind is NoteKind.NOTE
    reference = kind is NoteKind.NOTA_BENE or bool(_SEE.search(words) or _STATUS.search(lead))
    decontrol = plain and bool(_DECONTROL.search(lead)) and not _OF_A_NOTE.search(lead)
    defines = bool(terms_in(words))
    speaks = plain and not decontrol and not defines and not _STATUS.search(lead) and not _RESTRICTION.search(lead)
    found = {
        NoteEffect.DECONTROL: decontrol,
        NoteEffect.INCLUSION: speaks and bool(_INCLUSION.search(lead)),
        NoteEffect.DEFINITION: defines,
        NoteEffect.MEASUREMENT: kind is NoteKind.TECHNICAL and bool(_MEASUREMENT.search(words)),
        NoteEffect.REFERENCE: reference,
    }
    return tuple(effect for effect, there in found.items() if there)


def _applies_to(words: str, codes: CodeIndex, at: EntryCode | None) -> tuple[EntryCode, ...]:
    """The provisions named by the subject of a note's first sentence, else the one it stands at."""
    start = _PURPOSES.match(words)
    subject = words[: _subject_end(words, start.end() if start else 0)]
    references = references_in(subject, codes, Place(str(at) if at else ""))
    named = (target for found in references if not (found.list_id or found.negated) for target in found.targets)
    return tuple(dict.fromkeys(named)) or ((at,) if at else ())


def _subject_end(words: str, start: int) -> int:
    """Where the subject ends: at the first verb or stop that no further code of the same chain follows."""
    for mark in _SUBJECT_END.finditer(words, start):
        if mark[0] == "," and _MORE_CODES.match(words, mark.end()):
            continue
        if mark[0].isspace() or mark[0] in {". ", ".\n"}:
            rest = mark.end()
            if _MORE_CODES.match(words, rest) or _VERB_FOLLOWS.match(words, rest):
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
    marks = _with_lost(text, body, marks)
    while True:
        taken, lonely = _levels(text, body, marks)
        if not lonely:
            return _nest(taken, text, body.end)
        marks = [mark for mark in marks if mark not in lonely]


def _with_lost(text: str, body: Span, marks: list[_Mark]) -> list[_Mark]:
    """``marks`` with those between "b." and "d." whose item before ends without its stop."""
    found = list(marks)
    for one, other in pairwise(marks):
        if len(one.label) == len(other.label) == 1 and ord(other.label) == ord(one.label) + 2:
            for lost in _ITEM.finditer(text, one.words, other.start):
                if lost["label"] == chr(ord(one.label) + 1):
                    found.append(_Mark(lost["label"], lost.start(), lost.end() + 1))
                    break
    return sorted(found, key=lambda mark: mark.start)


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
