"""What a note does to a provision, as a condition: goods it takes out, goods it names as in, or nothing understood.

Decontrol notes come as ``Not`` with the role `Role.DECONTROL`, inclusion notes widen the provision's own words, and a
note of no recognised effect is `Opaque`, so that it can never silently decide.
"""

import re
from collections.abc import Sequence

from exportctl.conditions import AllOf, AnyOf, Characteristic, Condition, Not, Opaque, Role
from exportctl.connectives import connective_of
from exportctl.extraction.clauses import clause_of
from exportctl.extraction.guides import guides
from exportctl.extraction.junctions import conjoin, disjoin
from exportctl.model import Connective, CrossReference, Note, NoteEffect, NoteItem, NoteKind, Place
from exportctl.names import kinds_of
from exportctl.text import Span

__all__ = ["among_others", "decontrol", "exception", "inclusion", "relief", "restriction", "takes_back", "unread"]

_TAKES_OUT = re.compile(
    r"\b(?:do(?:es)?|is|are)\s+not\s+(?:control(?:led)?|apply|cover(?:ed)?|include|extend|subject|specif(?:y|ied))\b(?:\s+(?:to|by)\b)?\s*"
    r"(?:the\s+following(?:\s+\w+)?\s*:?|any\s+of\s+the\s+following\s*:?)?",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(r"\b(?:unless|except|provided|only if|other than|if)\b", re.IGNORECASE)
_UNDER_CONDITION = re.compile(r"\b(?:unless|provided|only if)\b", re.IGNORECASE)
_EXCEPT = re.compile(r",?\s\bexcept(?:ing)?\b(?:\sfor)?\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2}")
_UNENDED = re.compile(r"(?:[:;,]|\b(?:and|or))\s*$")
_ENDED = re.compile(r"(?<!:);\s*$")
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
    r"\b(?:also\s+)?(?:includes?|controls?|covers?|appl(?:y|ies)\s+to)\b(?:\s+the\s+following(?:\s+\w+)?)?\s*:?\s*",
    re.IGNORECASE,
)
_RUN_ON = re.compile(r"[:;]\s*(?:<br>\s*|&emsp;\s*)*(?:[a-z]|\d)\.\s")
_IF = re.compile(r"\bif\b")
_CODE = r"(?:entry\s|item\s)?(?:ML\d+|\d[A-E]\d{3})[\w.]*"
_CONTROLLED_IF = re.compile(rf"(?P<goods>(?:(?!\bspecified\b|{_CODE})[^.;:])+?) (?:is|are) controlled (?=if\b)")
_CONTROLS_IF = re.compile(rf"(?:{_CODE}(?:,| and| or)?\s){{1,3}}controls? (?=.+ if\b)")
_PURPOSE = re.compile(r"(?:For the purposes? of|In) [^,]+?,\s(?!ML|\d)", re.IGNORECASE)
_THE_ONLY = re.compile(
    rf"The only (?P<goods>[^.;:]+?),? specified (?:in|by) {_CODE},? (?:is|are)\b"
    r"(?:\sthose)?(?:\sthe following)?\s*:?\s*"
)
_LIMITED = re.compile(rf"(?:The )?(?P<goods>[^.;:]+?) (?:specified )?(?:in|by) {_CODE} (?:is|are) limited to\s")
_REFERS = re.compile(rf"{_CODE} refers to\s")
_ARE = re.compile(rf"[^.;:]+? specified (?:in|by) {_CODE} (?:is|are) (?P<goods>[^.;:,]+), not (?P<others>[^.;:]+)")
_CONTROLS = re.compile(rf"{_CODE} controls (?!\s*if\b)")
_NOT_FOR = re.compile(
    r"The (?P<limit>[\w-]+) (?:cut-off|limit|threshold) (?:is|are) not (?:relevant|applicable) (?:for|to) "
    r"(?P<goods>[^.;:]+)"
)
_RELEASES_NOT = re.compile(r"\bnothing in note\b.*\breleases?\b", re.IGNORECASE)
_EFFECTLESS = frozenset({NoteKind.TECHNICAL, NoteKind.NOTA_BENE})
_HARMLESS = frozenset({NoteEffect.DEFINITION, NoteEffect.MEASUREMENT, NoteEffect.REFERENCE})
_NOT_USED = re.compile(r"(?:\s*\d+:)?\s*not used\b", re.IGNORECASE)


def decontrol(note: Note, place: Place, references: Sequence[CrossReference], *, followed: bool = True) -> Condition:
    """The condition under which ``note`` takes goods out: `Not` of it, or `Opaque` where it is not understood.

    ``followed`` says whether other notes stand behind it, among which the rest of its list may have got lost.
    """
    found = _TAKES_OUT.search(note.text, note.body.start, note.lead.end)
    if found is None:
        return _opaque(note, place, "a decontrol note whose subject comes first")
    lead = Span(found.end(), note.lead.end)
    sentence = _first_sentence(note.text, lead)
    if not note.items and sentence.end < lead.end - 2 and _TAKES_OUT.search(note.text, sentence.end):
        return _opaque(note, place, "several decontrols in one note")
    if not note.items and _RUN_ON.search(note.text, found.end() - 1, lead.end):
        return _opaque(note, place, "a list whose items are not told apart")
    before = note.text[note.body.start : found.start()]
    if _CONDITIONAL.search(before):
        return _opaque(note, place, "a decontrol under a condition")
    if not note.items and _taken_back(note.text[sentence.end : lead.end]):
        return _opaque(note, place, "a decontrol that its own next sentence may take back")
    direct = bool(note.items) and not _WORD.search(note.text[lead.slice])
    broken = bool(note.items) and _UNENDED.search(note.text) is not None
    if broken and not followed and _ENDED.search(note.text) and not note.items[-1].items:
        broken = False
    inside = _listed(
        note.text, place, sentence if not note.items else lead, note.items, references, direct=direct, broken=broken
    )
    occasion = Span(note.body.start, found.start())
    if _WORD.search(_NAMED.sub("", before)):
        said = Characteristic(
            text=note.text[occasion.slice].rstrip(" ,"), place=place, span=_trimmed(note.text, occasion)
        )
        inside = conjoin([said, inside], place)
    return Not(part=inside, place=place, role=Role.DECONTROL)


def _taken_back(rest: str) -> bool:
    """Whether the sentences behind a decontrol may take it back; one that says what its words mean does not."""
    return not rest.lstrip(" .").startswith(("For the purpose", "In this Note")) and bool(_TAKES_BACK.search(rest))


def inclusion(note: Note, place: Place, references: Sequence[CrossReference]) -> Condition | None:
    """The goods that ``note`` names as controlled; `Opaque` where its words do not name them plainly.

    ``None`` where it names none: where it only says that goods stay controlled as they are, or where others are.
    """
    if note.kind is NoteKind.NOTE:
        return _included_if(note, place, references)
    if note.kind is not NoteKind.INCLUSION or _UNCHANGED.search(note.text) or guides(note.text[note.body.slice]):
        return None
    found = _PUTS_IN.search(note.text, note.body.start, note.lead.end)
    words = note.text[note.body.slice]
    if found is None or _UNDER_CONDITION.search(words) or (_RUN_ON.search(words) and not note.items):
        return _opaque(note, place, "a note that may widen the provision")
    lead = _first_sentence(note.text, Span(found.end(), note.lead.end))
    excepted = _EXCEPT.search(note.text, lead.start, lead.end)
    if excepted and note.items:
        return _opaque(note, place, "a note that may widen the provision")
    lead = Span(lead.start, excepted.start()) if excepted else lead
    goods = _listed(note.text, place, lead, note.items, references)
    return AnyOf(parts=(goods,), place=place, role=Role.INCLUSION)


def _included_if(note: Note, place: Place, references: Sequence[CrossReference]) -> Condition | None:
    """The goods of "X are controlled if …" and "1A999 controls X if …", with their condition."""
    if note.items or guides(note.text[note.body.slice]):
        return None
    sentence = _first_sentence(note.text, note.body)
    start = _start(note)
    named = _CONTROLLED_IF.match(note.text, start, sentence.end)
    if named:
        goods = clause_of(note.text, place, span=Span(*named.span("goods")), references=references)
        condition = clause_of(note.text, place, span=Span(named.end(), sentence.end), references=references)
        return AnyOf(parts=(conjoin([goods, condition], place),), place=place, role=Role.INCLUSION)
    found = _CONTROLS_IF.match(note.text, start, sentence.end)
    if found is None:
        return None
    goods = clause_of(note.text, place, span=Span(found.end(), sentence.end), references=references)
    return AnyOf(parts=(goods,), place=place, role=Role.INCLUSION)


def exception(note: Note, place: Place, references: Sequence[CrossReference]) -> Condition | None:
    """The goods that an inclusion note excepts: others are controlled, and whether these are is not said."""
    if note.kind is not NoteKind.INCLUSION or note.items:
        return None
    sentence = _first_sentence(note.text, note.body)
    found = _EXCEPT.search(note.text, sentence.start, sentence.end)
    if found is None or _UNDER_CONDITION.search(note.text[note.body.slice]):
        return None
    goods = clause_of(note.text, place, span=Span(found.end(), sentence.end), references=references)
    doubt = _opaque(note, place, "goods that a note leaves out of what it includes")
    return AnyOf(parts=(Not(part=goods, place=place), doubt), place=place)


def restriction(note: Note, place: Place, references: Sequence[CrossReference]) -> Condition | None:
    """What ``note`` says is controlled only; ``None`` where it says no such thing in one sentence."""
    words = note.text[note.body.slice]
    if note.kind is not NoteKind.NOTE or guides(words) or (_RUN_ON.search(words) and not note.items):
        return None
    sentence = _first_sentence(note.text, note.body)
    start = _start(note)
    purpose = _PURPOSE.match(note.text, start)
    found = _THE_ONLY.match(note.text, start) or _LIMITED.match(note.text, start)
    if found:
        if found.end() >= note.lead.end and not note.items:
            return None
        only = _listed(
            note.text, place, Span(found.end(), max(found.end(), _ended(note, sentence))), note.items, references
        )
        return _unless_others(note, place, Span(*found.span("goods")), only, references)
    if note.items:
        return None
    said = _REFERS.match(note.text, start)
    if said:
        return clause_of(note.text, place, span=Span(said.end(), sentence.end), references=references)
    are = _ARE.match(note.text, start)
    if are:
        goods, others = (clause_of(note.text, place, span=Span(*are.span(name))) for name in ("goods", "others"))
        return conjoin([goods, Not(part=others, place=place)], place)
    only_found = _ONLY.search(note.text, start, sentence.end)
    if only_found:
        return _only(note, place, purpose.end() if purpose else start, only_found, references)
    controls = _CONTROLS.match(note.text, start)
    if controls and not _CONDITIONAL.search(note.text, start):
        goods = clause_of(note.text, place, span=Span(controls.end(), sentence.end), references=references)
        return disjoin([goods, _opaque(note, place, "a note that may narrow the provision")], place)
    return None


def _only(
    note: Note, place: Place, start: int, found: re.Match[str], references: Sequence[CrossReference]
) -> Condition | None:
    """What "1A999 controls only …" asks for; of "only controls X if …" and "X … applies only to …" that, where they
    are X: of other goods nothing is said.
    """
    lead = _first_sentence(note.text, Span(found.end(), note.lead.end))
    rest = note.text[lead.end : note.lead.end].strip()
    if rest and not rest.startswith("For the purpose"):
        return None
    named = not _WORD.search(_NAMED.sub("", note.text[start : found.start()]))
    condition = _IF.search(note.text, lead.start, lead.end) if named else None
    if condition:
        only = clause_of(note.text, place, span=Span(condition.start(), lead.end), references=references)
        return _unless_others(note, place, Span(lead.start, condition.start()), only, references)
    only = clause_of(note.text, place, span=lead, references=references)
    if named:
        return only
    return _unless_others(note, place, Span(start, found.start()), only, references)


def among_others(only: Condition, note: Note, place: Place) -> Condition:
    """``only``, where other notes say "only" of the same provision: each speaks of its own goods, so none decides."""
    doubt = _opaque(note, place, "one of several notes that say what is controlled only")
    return disjoin([only, doubt], place)


def _unless_others(
    note: Note, place: Place, goods: Span, only: Condition, references: Sequence[CrossReference]
) -> Condition:
    """``only``, for such as are the ``goods`` that the note speaks of."""
    named = clause_of(note.text, place, span=goods, references=references)
    return AnyOf(parts=(Not(part=named, place=place), only), place=place)


def _start(note: Note) -> int:
    """Where the words of ``note`` begin, behind a number that our copy left in them."""
    number = re.compile(r"\d+: ").match(note.text, note.body.start)
    return number.end() if number else note.body.start


def _ended(note: Note, sentence: Span) -> int:
    return note.lead.end if note.items else sentence.end


def takes_back(note: Note) -> bool:
    """Whether ``note`` says that another one does not release certain goods."""
    return note.kind is NoteKind.NOTE and _RELEASES_NOT.search(note.text[note.body.slice]) is not None


def relief(note: Note, place: Place) -> tuple[frozenset[str], Condition] | None:
    """The kinds of limit that ``note`` says do not hold for certain goods, and those goods.

    They stay open: another provision below the same limit may not have such a note.
    """
    found = _NOT_FOR.match(note.text, _start(note)) if note.kind is NoteKind.NOTE and not note.items else None
    if found is None:
        return None
    goods = clause_of(note.text, place, span=Span(*found.span("goods")))
    doubt = _opaque(note, place, "goods that a note frees from a limit")
    return kinds_of(found["limit"]), conjoin([goods, doubt], place)


def unread(note: Note, place: Place) -> Opaque | None:
    """The note as `Opaque` where nothing says what it does; ``None`` where it explains, measures, guides or refers."""
    if note.kind in _EFFECTLESS or note.kind in {NoteKind.DECONTROL, NoteKind.INCLUSION}:
        return None
    words = note.text[note.body.slice]
    if _HARMLESS.intersection(note.effects) or _NOT_USED.match(words) or guides(words):
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
    broken: bool = False,
) -> Condition:
    """The words of ``lead`` and, under its connective, the items below it.

    ``direct`` marks a list that is all a note takes out: each of its items goes out by itself. In a ``broken`` one the
    last item may lack its end.
    """
    parts: list[Condition] = []
    if _WORD.search(text[lead.slice]):
        parts.append(clause_of(text, place, span=lead, references=references))
    items = [item for item in items if not _NOT_USED.match(text, item.span.start)]
    if items:
        below = [_item(text, place, item, references) for item in items]
        head = text[max(0, lead.start - 60) : lead.end]
        if broken:
            last = Span(items[-1].span.start, _end(items[-1]))
            below[-1] = Opaque(text=text[last.slice], reason="a list that breaks off", place=place, span=last)
        parts.append(disjoin(below, place) if direct else _joined(head, items, below, text, place))
    if not parts:
        return Characteristic(text=text[lead.slice], place=place, span=lead)
    return conjoin(parts, place)


def _end(item: NoteItem) -> int:
    """Where the last words below ``item`` end."""
    return max([item.span.end, *map(_end, item.items)])


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
