"""Two editions of a list held against each other: what came, went, moved or was reworded, and which limits changed.

Every difference of the two texts is accounted for: each provision, note, definition, acronym, heading and general note
that is not the same in both gives at least one `Change`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

import attrs

from exportctl.conditions import Comparison, Threshold
from exportctl.extraction import limits
from exportctl.model import ControlList, Entry
from exportctl.text import squeeze

__all__ = ["Change", "ChangeKind", "compare"]

_UPWARD = frozenset({Comparison.GREATER, Comparison.AT_LEAST})
_SHORTEST_MOVED = 20


class ChangeKind(StrEnum):
    """What happened to a place of the list."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    LIMIT = "limit"
    CONNECTIVE = "connective"
    NOTE = "note"
    DEFINITION = "definition"
    ACRONYM = "acronym"
    HEADING = "heading"
    GENERAL_NOTE = "general note"


@attrs.frozen(kw_only=True)
class Change:
    """One difference between two editions.

    ``code`` is the provision (the new one where it moved; the term of a definition or acronym; empty for general
    notes); ``old`` and ``new`` are what stood and what stands there, one of them empty where it came or went. For a
    limit they are the limits themselves, as "sample rate > 400 MSPS".
    """

    kind: ChangeKind
    code: str
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.kind}: {self.old or '(nothing)'} → {self.new or '(nothing)'}".strip()

    def as_dict(self) -> dict[str, Any]:
        """The change as plain values."""
        return {"kind": str(self.kind), "code": self.code, "old": self.old, "new": self.new}


def compare(old: ControlList, new: ControlList) -> tuple[Change, ...]:
    """What changed from ``old`` to ``new``: provisions in the order of the new list, then what else the lists hold."""
    before = {str(entry.code): entry for entry in old.walk()}
    after = {str(entry.code): entry for entry in new.walk()}
    moved = _moved(before, after)
    found: list[Change] = []
    for code, entry in after.items():
        origin = moved.get(code, code)
        earlier = before.get(origin)
        if earlier is None:
            found.append(Change(kind=ChangeKind.ADDED, code=code, new=entry.text))
            found += (Change(kind=ChangeKind.NOTE, code=code, new=note.text) for note in entry.notes)
            continue
        if origin != code:
            found.append(Change(kind=ChangeKind.MOVED, code=code, old=origin, new=code))
        found += _within(old, earlier, new, entry)
    origins = {moved.get(code, code) for code in after}
    for code, entry in before.items():
        if code not in origins:
            found.append(Change(kind=ChangeKind.REMOVED, code=code, old=entry.text))
            found += (Change(kind=ChangeKind.NOTE, code=code, old=note.text) for note in entry.notes)
    return (*found, *_besides(old, new))


def _moved(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> dict[str, str]:
    """New code to old code, for words that stood at exactly one place before and stand at exactly one other now.

    A code that exists in both editions did not move, and short words ("Not used;") say too little.
    """
    gone = [(code, entry.text) for code, entry in before.items() if code not in after]
    come = [(code, entry.text) for code, entry in after.items() if code not in before]
    once = {text for text, n in Counter(t for _, t in gone).items() if n == 1 and len(text) >= _SHORTEST_MOVED}
    once &= {text for text, n in Counter(t for _, t in come).items() if n == 1}
    was = {text: code for code, text in gone if text in once}
    return {code: was[text] for code, text in come if text in once}


def _within(old: ControlList, earlier: Entry, new: ControlList, entry: Entry) -> Iterator[Change]:
    """The changes of one provision that both editions have."""
    code = str(entry.code)
    if squeeze(earlier.text) != squeeze(entry.text):
        yield Change(kind=ChangeKind.REWORDED, code=code, old=earlier.text, new=entry.text)
        yield from _limit_changes(code, limits(old, earlier.code), limits(new, entry.code))
    if earlier.connective != entry.connective and earlier.children and entry.children:
        yield Change(kind=ChangeKind.CONNECTIVE, code=code, old=str(earlier.connective), new=str(entry.connective))
    yield from _texts(ChangeKind.NOTE, code, (n.text for n in earlier.notes), (n.text for n in entry.notes))


def _limit_changes(code: str, old: Iterable[Threshold], new: Iterable[Threshold]) -> Iterator[Change]:
    """The limits that differ, paired by parameter and direction where exactly one stands on either side."""
    gone, come = _unlike(old, new), _unlike(new, old)
    keys = dict.fromkeys((t.parameter, t.comparison in _UPWARD) for t in (*gone, *come))
    for key in keys:
        left = [t for t in gone if (t.parameter, t.comparison in _UPWARD) == key]
        right = [t for t in come if (t.parameter, t.comparison in _UPWARD) == key]
        if len(left) == len(right) == 1:
            yield Change(kind=ChangeKind.LIMIT, code=code, old=str(left[0]), new=str(right[0]))
            continue
        yield from (Change(kind=ChangeKind.LIMIT, code=code, old=str(t)) for t in left)
        yield from (Change(kind=ChangeKind.LIMIT, code=code, new=str(t)) for t in right)


def _unlike(these: Iterable[Threshold], those: Iterable[Threshold]) -> list[Threshold]:
    """The limits of ``these`` that ``those`` do not have, whatever unit they are written in."""
    known = {_meaning(threshold) for threshold in those}
    return [threshold for threshold in these if _meaning(threshold) not in known]


def _meaning(threshold: Threshold) -> tuple[object, ...]:
    formula = str(threshold.formula) if threshold.formula is not None else ""
    return threshold.parameter.casefold(), threshold.comparison, threshold.limit, formula


def _besides(old: ControlList, new: ControlList) -> Iterator[Change]:
    """Definitions, acronyms, headings and general notes."""
    yield from _terms(
        ChangeKind.DEFINITION, ((d.term, d.text) for d in old.definitions), ((d.term, d.text) for d in new.definitions)
    )
    yield from _terms(
        ChangeKind.ACRONYM, ((a.short, a.text) for a in old.acronyms), ((a.short, a.text) for a in new.acronyms)
    )
    yield from _texts(ChangeKind.HEADING, "", (h.text for h in old.headings), (h.text for h in new.headings))
    yield from _texts(
        ChangeKind.GENERAL_NOTE, "", (n.text for n in old.general_notes), (n.text for n in new.general_notes)
    )


def _terms(kind: ChangeKind, old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]]) -> Iterator[Change]:
    before, after = _by_term(old), _by_term(new)
    for term in dict.fromkeys((*after, *before)):
        yield from _texts(kind, term, before.get(term, ()), after.get(term, ()))


def _by_term(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for term, text in pairs:
        found.setdefault(term, []).append(text)
    return found


def _texts(kind: ChangeKind, code: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
    """The texts that are not in both, paired in their order."""
    left, right = list(old), list(new)
    gone = list((Counter(map(squeeze, left)) - Counter(map(squeeze, right))).elements())
    come = list((Counter(map(squeeze, right)) - Counter(map(squeeze, left))).elements())
    for number in range(max(len(gone), len(come))):
        yield Change(
            kind=kind,
            code=code,
            old=gone[number] if number < len(gone) else "",
            new=come[number] if number < len(come) else "",
        )
