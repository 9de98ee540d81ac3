"""Two editions of a list held against each other: what came, went, moved or was reworded, and which limits changed.

Every difference of the two texts is accounted for: carried out on the units of the old edition (provisions, notes,
definitions, acronyms, headings, general notes), the changes give those of the new one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

import attrs
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from exportctl.conditions import Comparison, Threshold
from exportctl.evaluation.facts import written_limit
from exportctl.extraction import limits
from exportctl.model import ControlList, Entry
from exportctl.text import squeeze

__all__ = ["Change", "ChangeKind", "compare"]

_UPWARD = frozenset({Comparison.GREATER, Comparison.AT_LEAST})
_SHORTEST_MOVED = 20
_ALIKE = 90.0
_AROUND = 3


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
    UNPLACED = "unplaced text"


@attrs.frozen(kw_only=True)
class Change:
    """One difference between two editions.

    ``code`` is the provision (the new one where it moved; the term of a definition or acronym; that of a heading; empty
    for general notes); ``old`` and ``new`` are what stood and what stands there, one of them empty where it came or
    went. For a limit they are the limits themselves, as "sample rate > 400 MSPS", and typed in ``old_limit`` and
    ``new_limit``.
    """

    kind: ChangeKind
    code: str
    old: str = ""
    new: str = ""
    old_limit: Threshold | None = None
    new_limit: Threshold | None = None

    def __str__(self) -> str:
        old, new = self.old_limit, self.new_limit
        if old is not None and new is not None and old.parameter == new.parameter:
            told = f"{self.code}: {new.parameter} {written_limit(old)} → {written_limit(new)}"
            return f"{told} ({self.direction})" if self.direction else told
        left, right = _where_they_differ(self.old, self.new) if self.old and self.new else (self.old, self.new)
        return f"{self.code} {self.kind}: {left or '(nothing)'} → {right or '(nothing)'}".strip()

    @property
    def direction(self) -> str:
        """Whether a limit was "raised" or "lowered"; empty where that cannot be said."""
        if self.old_limit is None or self.new_limit is None or self.old_limit.formula or self.new_limit.formula:
            return ""
        old, new = self.old_limit.limit, self.new_limit.limit
        if old.unit.kind != new.unit.kind or old.base == new.base:
            return ""
        return "raised" if new.base > old.base else "lowered"

    def as_dict(self) -> dict[str, Any]:
        """The change as plain values; a limit with its parameter, signs, exact magnitudes and units."""
        plain: dict[str, Any] = {"kind": str(self.kind), "code": self.code, "old": self.old, "new": self.new}
        if self.kind is ChangeKind.LIMIT:
            plain |= {"old_limit": _plain(self.old_limit), "new_limit": _plain(self.new_limit)}
            plain["direction"] = self.direction
        return plain


def _where_they_differ(old: str, new: str) -> tuple[str, str]:
    """Both texts without the words that they begin and end with alike, but for a few around the difference.

    >>> _where_they_differ("a pump of brass for the use in wells;", "a pump of steel for the use in wells;")
    ('a pump of brass for the use …', 'a pump of steel for the use …')
    """
    left, right = old.split(), new.split()
    most = min(len(left), len(right))
    start = next((n for n in range(most) if left[n] != right[n]), most)
    end = next((n for n in range(most - start) if left[-1 - n] != right[-1 - n]), most - start)
    first, last = max(start - _AROUND, 0), max(end - _AROUND, 0)

    def shown(words: list[str]) -> str:
        middle = words[first : len(words) - last]
        return " ".join([*(["…"] if first else []), *middle, *(["…"] if last else [])])

    return shown(left), shown(right)


def _plain(threshold: Threshold | None) -> dict[str, str | None] | None:
    if threshold is None:
        return None
    return {
        "parameter": threshold.parameter,
        "comparison": str(threshold.comparison),
        "magnitude": str(threshold.limit.magnitude),
        "unit": str(threshold.limit.unit),
        "formula": None if threshold.formula is None else str(threshold.formula),
    }


def compare(old: ControlList, new: ControlList) -> tuple[Change, ...]:
    """What changed from ``old`` to ``new``: provisions in the order of the new list, then what else the lists hold."""
    before, after, gone, come = _paired(old, new)
    origins = _origins(before, after)
    found: list[Change] = []
    for code, entry in after.items():
        origin = origins.get(code)
        if origin is None:
            found += _added(entry)
            continue
        if origin != code:
            found.append(Change(kind=ChangeKind.MOVED, code=code, old=origin, new=code))
        found += _within(old, before[origin], new, entry)
    kept = set(origins.values())
    for entry in come:
        found += _added(entry)
    for entry in (*gone, *(entry for code, entry in before.items() if code not in kept)):
        found += _removed(entry)
    return (*found, *_besides(old, new))


def _paired(old: ControlList, new: ControlList) -> tuple[dict[str, Entry], dict[str, Entry], list[Entry], list[Entry]]:
    """The provisions of both lists by code; and those behind the first where a damaged list has a code twice.

    Of an old code's provisions, the first is the one whose words the new list has there, where there is such a one.
    """
    after: dict[str, Entry] = {}
    come = [entry for entry in new.walk() if after.setdefault(str(entry.code), entry) is not entry]
    several: dict[str, list[Entry]] = {}
    for entry in old.walk():
        several.setdefault(str(entry.code), []).append(entry)
    before: dict[str, Entry] = {}
    gone: list[Entry] = []
    for code, entries in several.items():
        first = next((entry for entry in entries if code in after and _same(entry, after[code])), entries[0])
        before[code] = first
        gone += (entry for entry in entries if entry is not first)
    return before, after, gone, come


def _added(entry: Entry) -> Iterator[Change]:
    yield Change(kind=ChangeKind.ADDED, code=str(entry.code), new=entry.text)
    yield from (Change(kind=ChangeKind.NOTE, code=str(entry.code), new=note.text) for note in entry.notes)


def _removed(entry: Entry) -> Iterator[Change]:
    yield Change(kind=ChangeKind.REMOVED, code=str(entry.code), old=entry.text)
    yield from (Change(kind=ChangeKind.NOTE, code=str(entry.code), old=note.text) for note in entry.notes)


def _origins(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> dict[str, str]:
    """New code to the old code of the same provision.

    That is the same code, unless its words stood at exactly one other place, whose code has other words now ("Not
    used" says too little to go by); or, for codes that came and went, words that are nearly the same.
    """
    changed = {code for code in after if code not in before or not _same(before[code], after[code])}
    gone = {code: squeeze(entry.text) for code, entry in before.items() if code in changed or code not in after}
    come = {code: squeeze(after[code].text) for code in after if code in changed}
    moved = _by_exact_words(gone, come)
    moved |= _by_like_words(
        {code: text for code, text in gone.items() if code not in after and code not in moved.values()},
        {code: text for code, text in come.items() if code not in before and code not in moved},
    )
    taken = set(moved.values())
    return moved | {code: code for code in after if code not in moved and code in before and code not in taken}


def _same(one: Entry, two: Entry) -> bool:
    return squeeze(one.text) == squeeze(two.text)


def _by_exact_words(gone: Mapping[str, str], come: Mapping[str, str]) -> dict[str, str]:
    """New code to old code, for words that stood at exactly one place of ``gone`` and stand at one of ``come``."""
    once = {text for text, n in Counter(gone.values()).items() if n == 1 and len(text) >= _SHORTEST_MOVED}
    once &= {text for text, n in Counter(come.values()).items() if n == 1}
    was = {text: code for code, text in gone.items() if text in once}
    return {code: was[text] for code, text in come.items() if text in once}


def _by_like_words(gone: Mapping[str, str], come: Mapping[str, str]) -> dict[str, str]:
    """The same for words that are nearly the same and more like each other than like any others."""
    old = [code for code, text in gone.items() if len(text) >= _SHORTEST_MOVED]
    new = [code for code, text in come.items() if len(text) >= _SHORTEST_MOVED]
    if not old or not new:
        return {}
    likeness = cdist([come[code] for code in new], [gone[code] for code in old], scorer=ratio, score_cutoff=_ALIKE)
    found = {}
    for row, code in enumerate(new):
        column = int(likeness[row].argmax())
        best = likeness[row, column]
        alone = (likeness[row] == best).sum() == 1 and (likeness[:, column] >= best).sum() == 1
        if best >= _ALIKE and alone:
            found[code] = old[column]
    return found


def _within(old: ControlList, earlier: Entry, new: ControlList, entry: Entry) -> Iterator[Change]:
    """The changes of one provision that both editions have."""
    code = str(entry.code)
    if not _same(earlier, entry):
        kind = ChangeKind.REMOVED if entry.not_used and not earlier.not_used else ChangeKind.REWORDED
        yield Change(kind=kind, code=code, old=earlier.text, new=entry.text)
        if old[earlier.code] is earlier and new[entry.code] is entry:
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
            yield _limit_change(code, left[0], right[0])
            continue
        yield from (_limit_change(code, t, None) for t in left)
        yield from (_limit_change(code, None, t) for t in right)


def _limit_change(code: str, old: Threshold | None, new: Threshold | None) -> Change:
    return Change(
        kind=ChangeKind.LIMIT,
        code=code,
        old="" if old is None else str(old),
        new="" if new is None else str(new),
        old_limit=old,
        new_limit=new,
    )


def _unlike(these: Iterable[Threshold], those: Iterable[Threshold]) -> list[Threshold]:
    """The limits of ``these`` that ``those`` do not have, whatever unit they are written in."""
    known = {_meaning(threshold) for threshold in those}
    return [threshold for threshold in these if _meaning(threshold) not in known]


def _meaning(threshold: Threshold) -> tuple[object, ...]:
    formula = str(threshold.formula) if threshold.formula is not None else ""
    return threshold.parameter.casefold(), threshold.comparison, threshold.limit, formula


def _besides(old: ControlList, new: ControlList) -> Iterator[Change]:
    """Definitions and acronyms by their terms, headings by their codes, general notes, and what fits nowhere."""
    yield from _named(ChangeKind.DEFINITION, _definitions(old), _definitions(new))
    yield from _named(
        ChangeKind.ACRONYM, ((a.short, a.text) for a in old.acronyms), ((a.short, a.text) for a in new.acronyms)
    )
    yield from _named(
        ChangeKind.HEADING, ((h.code, h.text) for h in old.headings), ((h.code, h.text) for h in new.headings)
    )
    yield from _named(ChangeKind.NOTE, _heading_notes(old), _heading_notes(new))
    yield from _texts(
        ChangeKind.GENERAL_NOTE, "", (n.text for n in old.general_notes), (n.text for n in new.general_notes)
    )
    yield from _texts(ChangeKind.UNPLACED, "", (u.text for u in old.unplaced), (u.text for u in new.unplaced))


def _definitions(controls: ControlList) -> Iterator[tuple[str, str]]:
    for definition in controls.definitions:
        yield from ((definition.term, text) for text in (definition.text, *definition.notes))


def _heading_notes(controls: ControlList) -> Iterator[tuple[str, str]]:
    for heading in controls.headings:
        yield from ((heading.code, note.text) for note in heading.notes)


def _named(kind: ChangeKind, old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]]) -> Iterator[Change]:
    before, after = _by_name(old), _by_name(new)
    for name in dict.fromkeys((*after, *before)):
        yield from _texts(kind, name, before.get(name, ()), after.get(name, ()))


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, text in pairs:
        found.setdefault(name, []).append(text)
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
