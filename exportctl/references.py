"""Cross-references: which other provisions a text of the list names.

`references_in` reads any text of a list; `CodeIndex` is what it needs to know of the list. A code that the list does
not have comes back as unresolved, never dropped.

>>> codes = CodeIndex.of(EntryCode.parse(text) for text in ("6B003", "6B003.d", "6B003.d.3", "6B003.d.4", "6B003.d.5"))
>>> found = references_in("Plates for cameras not specified in 6B003.d.3. to 6B003.d.5.", codes, Place("6B203"))
>>> [str(code) for code in found[0].targets], found[0].negated
(['6B003.d.3', '6B003.d.4', '6B003.d.5'], True)
"""

import re
from collections.abc import Iterable, Iterator

import attrs

from exportctl.codes import EntryCode
from exportctl.errors import BadCode
from exportctl.model import ControlList, CrossReference, Place
from exportctl.text import Span

__all__ = ["CodeIndex", "references_in", "references_of"]

_LABEL = r"(?:[a-z]{1,2}|[0-9]{1,3})(?![A-Za-z0-9])"
_TAIL = rf"(?:(?:\.(?=[a-z0-9])|(?<=[0-9])(?=[a-z][.,;:)\s])){_LABEL})*\.?"
_RUN = r"(?:[a-z][0-9]{1,2}(?![0-9]))*(?:[a-z](?![A-Za-z]))?"
"""Labels run together behind a head, as the German list prints them: ``0001b2``, ``3A1901b13``."""
_HEAD = (
    rf"(?:(?:[0-9][A-E][0-9]{{3,4}}|(?<!,)00[0-9]{{2}})(?![0-9]){_RUN}|"
    r"[0-9]\.[A-E]\.[0-9]{1,2}(?![0-9])|ML ?[1-9][0-9]?(?![0-9])|X\.[A-E]\.[IVX]+\.[0-9]{3})"
)
_CODE = re.compile(rf"(?<![A-Za-z0-9.-]){_HEAD}{_TAIL}")
_RELATIVE = re.compile(rf"(?<![A-Za-z0-9.])\.{_LABEL}(?:\.{_LABEL})*\.?")
_BARE = re.compile(r"(?<![A-Za-z0-9.])[a-z]\.(?![A-Za-z0-9])(?!\s+[A-Z])")
_CATEGORY = re.compile(r"\bCategory (?P<category>[0-9])(?:,? Part (?P<part>[12]))?\b")
_OTHER_LIST = re.compile(
    r"(?P<military>(?i:Military Goods Controls|Common Military List|EU Military List))|(?P<dual>(?i:EU Dual-Use List))"
)
_MENTION = re.compile(
    f"(?P<code>{_CODE.pattern})|(?P<relative>{_RELATIVE.pattern})|(?P<bare>{_BARE.pattern})|"
    f"(?P<where>{_CATEGORY.pattern})|(?P<other>{_OTHER_LIST.pattern})"
)
_RANGE = re.compile(r"\s*(?:to|through|until|bis|-|–)\s*(?:and including\s*)?", re.IGNORECASE)
_CHAIN = re.compile(r"(?:[\s,;/&]|\b(?:and|or|nor|to|in|by|either|both|sub-items?|und|oder)\b)*", re.IGNORECASE)
_AND_OR = re.compile(r"(?:[\s,]|\b(?:and|or|to|und|oder)\b)*", re.IGNORECASE)
_BETWEEN = (
    r"(?:specified|controlled|described|listed|identified|included|referred to|defined|those|that|the|items?|"
    r"in|by|under|of|what|any|otherwise|elsewhere|entry|entries)"
)
_NEGATED = re.compile(
    rf"\b(?:not|other (?:[“‘]?\w+[”’]? )?than|except(?: for)?|excluding|outside|unless)(?:\s+{_BETWEEN})*\s*$",
    re.IGNORECASE,
)
"""The words just before a chain of codes that turn it into an exclusion."""


@attrs.frozen
class CodeIndex:
    """The codes of a list, in its order, to resolve references with. Make one with `CodeIndex.of`."""

    codes: dict[str, EntryCode]
    siblings: dict[str, tuple[EntryCode, ...]]
    list_id: str = "eu-dual-use"

    @staticmethod
    def of(codes: Iterable[EntryCode], list_id: str = "eu-dual-use") -> "CodeIndex":
        """An index of ``codes``, which come in the order of the list."""
        by_text = {str(code): code for code in codes}
        siblings: dict[str, list[EntryCode]] = {}
        for code in by_text.values():
            siblings.setdefault(_family(code), []).append(code)
        return CodeIndex(by_text, {family: tuple(members) for family, members in siblings.items()}, list_id)

    def between(self, first: EntryCode, last: EntryCode) -> tuple[EntryCode, ...]:
        """The provisions of one level from ``first`` to ``last``, both included; empty across levels."""
        if _family(first) != _family(last):
            return ()
        low, high = first.sort_key, last.sort_key
        return tuple(code for code in self.siblings.get(_family(first), ()) if low <= code.sort_key <= high)


def _family(code: EntryCode) -> str:
    return str(code.parent) if code.path else f"{code.category}{code.group}*"


def references_of(controls: ControlList) -> tuple[CrossReference, ...]:
    """All cross-references in the texts of the provisions of ``controls`` and in their notes, in document order."""
    codes = CodeIndex.of((entry.code for entry in controls.walk()), controls.id)
    found: list[CrossReference] = []
    for entry in controls.walk():
        found += references_in(entry.text, codes, Place(str(entry.code)))
        for number, note in enumerate(entry.notes):
            found += references_in(note.text, codes, Place(str(entry.code), number))
    return tuple(found)


def references_in(text: str, codes: CodeIndex, place: Place) -> tuple[CrossReference, ...]:
    """The cross-references in ``text``, which stands at ``place``, in its order: one for each code, range or list."""
    found: list[CrossReference] = []
    previous: EntryCode | None = None
    end, negated = -1, False
    for mention in _MENTION.finditer(text):
        if mention.start() < end:
            continue
        chained = bool(found) and bool(_CHAIN.fullmatch(text, end, mention.start()))
        if not chained:
            negated = bool(_NEGATED.search(text, max(0, mention.start() - 80), mention.start()))
        if mention["where"] or mention["other"]:
            reference = _elsewhere(mention, codes, place)
        else:
            first = _code(mention, codes, previous, place)
            if first is None and not (chained and mention["relative"]):
                continue
            if mention["bare"] and not (found and _AND_OR.fullmatch(text, end, mention.start())):
                continue
            until = _range_end(text, mention)
            last = _code(until, codes, first, place) if until else None
            reference = _resolve(Span(mention.start(), (until or mention).end()), mention[0], first, last, codes, place)
            previous = last or first or previous
        found.append(attrs.evolve(reference, negated=negated))
        end = reference.span.end
    return tuple(found)


def _range_end(text: str, mention: "re.Match[str]") -> "re.Match[str] | None":
    """The code that ends the range which ``mention`` begins ("3A001.a.3. to 3A001.a.5.")."""
    to = _RANGE.match(text, mention.end())
    until = _MENTION.match(text, to.end()) if to else None
    return until if until and (until["code"] or until["relative"]) else None


def _code(mention: "re.Match[str]", codes: CodeIndex, previous: EntryCode | None, place: Place) -> EntryCode | None:
    """The code that a mention writes out, or that a relative one means after ``previous``, or at its place."""
    if mention["code"]:
        try:
            code = EntryCode.parse(mention[0].replace("ML ", "ML"))
        except BadCode:
            return None
        # The EU list numbers Wassenaar's 9.E.3 as 9E003, and now and then keeps the old form.
        here = attrs.evolve(code, number=code.number.zfill(3))
        return here if code.category.isdigit() and str(here) in codes.codes else code
    labels = tuple(mention[0].strip(".").split("."))
    base = previous or _place_code(place)
    if base is None:
        return None
    candidates = (attrs.evolve(base, path=(*base.path[:depth], *labels)) for depth in range(len(base.path), -1, -1))
    return next((code for code in _closest(candidates, len(base.path)) if str(code) in codes.codes), None)


def _closest(candidates: Iterator[EntryCode], depth: int) -> list[EntryCode]:
    """Readings of a relative code, those of the same depth as the code before it first."""
    return sorted(candidates, key=lambda code: abs(len(code.path) - depth))


def _place_code(place: Place) -> EntryCode | None:
    try:
        return EntryCode.parse(place.code)
    except BadCode:
        return None


def _resolve(
    span: Span, words: str, first: EntryCode | None, last: EntryCode | None, codes: CodeIndex, place: Place
) -> CrossReference:
    """The reference that one code or a range of codes makes; ``words`` stand for a relative code that fits nowhere."""
    named = [code for code in (first, last) if code is not None]
    known = tuple(code for code in named if str(code) in codes.codes)
    missing = tuple(str(code) for code in named if str(code) not in codes.codes) or (() if named else (words,))
    home = _list_of(named[0]) if named else ""
    if named and not known and home and home != codes.list_id:
        return CrossReference(place=place, span=span, targets=tuple(named), list_id=home)
    between = codes.between(named[0], named[1]) if len(named) == 2 else ()
    return CrossReference(place=place, span=span, targets=between or known, unresolved=missing)


def _list_of(code: EntryCode) -> str:
    """The EU list that a code of this form belongs to."""
    if code.category == "ML":
        return "eu-military"
    return "eu-dual-use" if code.category.isdigit() and len(code.number) == 3 else ""


def _elsewhere(mention: "re.Match[str]", codes: CodeIndex, place: Place) -> CrossReference:
    span = Span(mention.start(), mention.end())
    if mention["other"]:
        return CrossReference(place=place, span=span, list_id="eu-military" if mention["military"] else "eu-dual-use")
    entries = (code for code in codes.codes.values() if not code.path and code.category == mention["category"])
    part = mention["part"]
    meant = tuple(code for code in entries if part is None or (code.number.endswith("01")) == (part == "1"))
    return CrossReference(place=place, span=span, targets=meant, unresolved=() if meant else (mention[0],))
