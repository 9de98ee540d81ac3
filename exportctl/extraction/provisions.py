"""The whole of a provision as one condition: its own words, its sub-items, its notes.

``AllOf(role=PROVISION)`` holds the head, what its sub-items ask for, and a ``Not`` for each decontrol note, wherever in
the list the note stands. An inclusion note widens the head; one that controls certain goods "only" narrows it; one that
says where certain goods are "only specified" takes them out of the sub-items beside. A note that may do anything keeps
both answers open.
"""

import hashlib
import re
from functools import cached_property
from itertools import combinations

import attrs

from exportctl.cache import recalled, remembered
from exportctl.conditions import AllOf, AnyOf, Characteristic, Condition, Not, Opaque, Role, Threshold
from exportctl.extraction.clauses import clause_of
from exportctl.extraction.exclusives import exclusive, outside
from exportctl.extraction.guides import explains
from exportctl.extraction.limits import Reading, read
from exportctl.extraction.meanings import Meaning, meanings_in, with_meanings
from exportctl.extraction.notes import (
    among_others,
    decontrol,
    exception,
    inclusion,
    relief,
    restriction,
    takes_back,
    unread,
)
from exportctl.extraction.openings import NOTHING, Opening, opening_of
from exportctl.extraction.rows import rows_of
from exportctl.extraction.vocabulary import NUMBER_WORDS
from exportctl.model import Connective, ControlList, CrossReference, Entry, Note, NoteKind, Place
from exportctl.references import references_of
from exportctl.text import Span

__all__ = ["Reader"]

_LISTED = re.compile(
    r"(?:(?!having|with|meeting|which|that|following|all|both|each)[\w“”‘’,()/-]+\s){0,7}[\w“”‘’,()/-]+:\s*"
)
"""A head that only names goods ("Polymeric substances:"): what stands below are such goods, each by itself."""

_MIXED = re.compile(
    r"\bfollowing\b[^.;:]*?[\s,]or\s"
    r"(?P<goods>(?:mixtures?|combinations?|blends?)\s(?:thereof|of (?:any of )?the following)\b)"
)
"""Among what a head lists, mixtures of it: "any of the following, or mixtures thereof"."""

_COUNTED = re.compile(
    r"\bat least (?P<count>two|three|four) of(?: the following| these)?\b(?! or more)[^;:]{0,60}:?\s*$"
)
_OTHERS = re.compile(r"Other\b", re.IGNORECASE)
"""What a further sub-item begins with that names other goods than those before it."""

_MANY = 300
"""How many conditions are read one by one before all are read and kept for the next start."""


@attrs.frozen
class Readings:
    """What was read out of a whole list: the limits and the conditions of its provisions, by code."""

    stated: dict[str, tuple[Threshold, ...]]
    trees: dict[str, Condition]


@attrs.define(slots=False, eq=False)
class Reader:
    """Reads the provisions of one list, each once; what a reading of all of them gave is kept in the cache."""

    controls: ControlList
    _last: tuple[str, Reading] | None = None

    def limits(self, code: str) -> tuple[Threshold, ...]:
        """The limits in the own words of provision ``code``."""
        kept = self._kept.stated
        if code not in kept:
            kept[code] = tuple(stated.threshold for stated in self.reading(self.controls[code]).stated)
        return kept[code]

    def reading(self, entry: Entry) -> Reading:
        """What was read out of the own words of ``entry``."""
        code = str(entry.code)
        if self._last is None or self._last[0] != code:
            self._last = code, self._explained(entry, read(entry.text, Place(code), self.opening(entry)))
        return self._last[1]

    def _explained(self, entry: Entry, reading: Reading) -> Reading:
        """``reading`` with what the technical notes here and above say of the quantities that it limits."""
        above = (*self.controls.ancestors(entry.code), entry) if reading.stated else ()
        known = [meaning for one in above for meaning in self._meanings.get(str(one.code), ())]
        if not known:
            return reading
        stated = tuple(attrs.evolve(one, threshold=with_meanings(one.threshold, known)) for one in reading.stated)
        return attrs.evolve(reading, stated=stated)

    @cached_property
    def _meanings(self) -> dict[str, list[Meaning]]:
        """What the technical notes define, by the provisions they apply to."""
        found: dict[str, list[Meaning]] = {}
        for code, notes in self.notes.items():
            found[code] = [meaning for where, note in notes for meaning in meanings_in(note, where)]
        return found

    @cached_property
    def _name(self) -> str:
        """The name that the list's words have in the cache: other words never find these readings."""
        digest = hashlib.sha256()
        for entry in self.controls.walk():
            notes = ((note.kind.value, note.text, note.applies_to) for note in entry.notes)
            digest.update(repr((str(entry.code), entry.text, entry.connective.value, *notes)).encode())
        return f"readings-{digest.hexdigest()[:40]}"

    @cached_property
    def _kept(self) -> Readings:
        found = recalled(self._name, Readings) if len(self.controls) > _MANY else None
        return found or Readings({}, {})

    def _keep_many(self) -> None:
        """Read all that is left and keep it, once so much was asked for that the rest is likely to be."""
        if len(self.controls) > _MANY and len(self._kept.trees) == _MANY:
            self.__dict__["_kept"] = remembered(self._name, Readings, self._read_all)

    def _read_all(self) -> Readings:
        stated, trees = self._kept.stated, self._kept.trees
        for entry in self.controls.walk():
            code = str(entry.code)
            if code not in trees:
                trees[code] = self._read(entry)
            if code not in stated:
                stated[code] = tuple(one.threshold for one in self.reading(entry).stated)
        return Readings(stated, trees)

    def opening(self, entry: Entry) -> Opening:
        """What the heads above leave open for ``entry``: the nearest that leaves a parameter, or a comparison."""
        above = self.controls.ancestors(entry.code)
        for head in reversed(above):
            code = str(head.code)
            if code not in self._openings:
                self._openings[code] = opening_of(head.text)
            if self._openings[code] != NOTHING:
                found = self._openings[code]
                return found if head is above[-1] else attrs.evolve(found, comparison="")
        return NOTHING

    @cached_property
    def _openings(self) -> dict[str, Opening]:
        return {}

    @cached_property
    def references(self) -> dict[Place, list[CrossReference]]:
        """The cross-references of the list, by the text they stand in."""
        found: dict[Place, list[CrossReference]] = {}
        for reference in self.controls.references or references_of(self.controls):
            found.setdefault(reference.place, []).append(reference)
        return found

    @cached_property
    def notes(self) -> dict[str, list[tuple[Place, Note]]]:
        """The notes by the provisions they apply to."""
        found: dict[str, list[tuple[Place, Note]]] = {}
        for entry in self.controls.walk():
            for number, note in enumerate(entry.notes):
                for code in note.applies_to or (entry.code,):
                    found.setdefault(str(code), []).append((Place(str(entry.code), number), note))
        return found

    def extract(self, code: str) -> Condition:
        """The whole condition of provision ``code``."""
        if code not in self._kept.trees:
            self._kept.trees[code] = self._read(self.controls[code])
            self._keep_many()
        return self._kept.trees[code]

    def _read(self, entry: Entry) -> Condition:
        code = str(entry.code)
        place = Place(code)
        if entry.not_used:
            return AnyOf(parts=(), place=place, role=Role.PROVISION)
        parts: list[Condition] = [self._head(entry, place)]
        if entry.children:
            parts.append(self._children(entry, place))
        notes = self.notes.get(code, ())
        taken_back = [doubt for where, note in notes if takes_back(note) and (doubt := unread(note, where))]
        for where, note in notes:
            if note.kind is NoteKind.DECONTROL:
                last = len(self.controls[where.code].notes) - 1
                out = decontrol(note, where, self.references.get(where, ()), followed=where.note != last)
                parts.append(AnyOf(parts=(out, *taken_back), place=where) if taken_back else out)
            elif changed := rows_of(note, where, entry.text) or self._changed(entry, note, where):
                parts.append(changed)
        parts += self._taken_out.get(code, ())
        return AllOf(parts=tuple(parts), place=place, role=Role.PROVISION)

    def _changed(self, entry: Entry, note: Note, where: Place) -> Condition | None:
        """What ``note`` asks for besides; `Opaque` where nothing says what it does, ``None`` where that is nothing."""
        if takes_back(note) or where in self._elsewhere or relief(note, where) or rows_of(note, where, entry.text):
            return None
        references = self.references.get(where, ())
        narrowed = restriction(note, where, references)
        if narrowed and not isinstance(narrowed, AnyOf) and len(self._restricting(str(entry.code))) > 1:
            narrowed = among_others(narrowed, note, where)
        narrowed = narrowed or exception(note, where, references)
        if narrowed or explains(note.text[note.body.slice], entry.text) or inclusion(note, where, references):
            return narrowed
        return unread(note, where)

    def _restricting(self, code: str) -> list[Place]:
        """The notes that say what provision ``code`` controls only."""
        notes = self.notes.get(code, ())
        return [where for where, note in notes if restriction(note, where, self.references.get(where, ()))]

    @cached_property
    def _elsewhere(self) -> dict[Place, tuple[Condition, tuple[str, ...]]]:
        """The notes that say where certain goods are specified only: the goods as taken out, and the provisions."""
        notes = dict(one for found in self.notes.values() for one in found)
        read = ((where, exclusive(note, where, self.references.get(where, ()))) for where, note in notes.items())
        return {where: found for where, found in read if found}

    @cached_property
    def _taken_out(self) -> dict[str, list[Condition]]:
        """What such notes take out, by the provisions that they take it out of."""
        found: dict[str, list[Condition]] = {}
        for code, notes in self.notes.items():
            for where, _ in notes:
                if where in self._elsewhere and code in self.controls:
                    goods, targets = self._elsewhere[where]
                    for out in outside(self.controls[code], targets):
                        found.setdefault(out, []).append(goods)
        return found

    def _head(self, entry: Entry, place: Place) -> Condition:
        """The own words, widened by the inclusion notes."""
        references, reading = self.references.get(place, ()), self.reading(entry)
        self._kept.stated.setdefault(place.code, tuple(stated.threshold for stated in reading.stated))
        own = clause_of(entry.text, place, references=references, reading=reading)
        for kinds, goods in self._reliefs.get(place.code, ()):
            own = _relieved(own, kinds, goods)
        head: Condition = AllOf(parts=own.parts if isinstance(own, AllOf) else (own,), place=place, role=Role.HEAD)
        named: list[Condition] = []
        for where, note in self.notes.get(place.code, ()):
            references = self.references.get(where, ())
            widened = inclusion(note, where, references) or self._changed(entry, note, where)
            if isinstance(widened, Opaque) or (isinstance(widened, AnyOf) and widened.role is Role.INCLUSION):
                named.append(widened)
        if not named:
            return head
        return AnyOf(parts=(head, *named), place=place, role=Role.HEAD)

    @cached_property
    def _reliefs(self) -> dict[str, list[tuple[frozenset[str], Condition]]]:
        """The goods that notes free from limits, by the provisions that state them: the notes' own and those above."""
        found: dict[str, list[tuple[frozenset[str], Condition]]] = {}
        for code, notes in self.notes.items():
            for freed in filter(None, (relief(note, where) for where, note in notes)):
                for entry in (self.controls[code], *self.controls.ancestors(code)):
                    found.setdefault(str(entry.code), []).append(freed)
        return found

    def _children(self, entry: Entry, place: Place) -> Condition:
        below = tuple(self.extract(str(child.code)) for child in entry.children if not child.not_used)
        mixed = _MIXED.search(entry.text)
        if mixed:
            span = Span(*mixed.span("goods"))
            below = (*below, Characteristic(text=entry.text[span.slice], place=place, span=span))
        if entry.connective is Connective.ALL:
            return AllOf(parts=below, place=place, role=Role.CHILDREN)
        others = any(_OTHERS.match(child.text) for child in entry.children[1:])
        if entry.connective is Connective.ANY or _LISTED.fullmatch(entry.text) or others:
            return AnyOf(parts=below, place=place, role=Role.CHILDREN)
        counted = _COUNTED.search(entry.text)
        if counted:
            several = combinations(below, int(NUMBER_WORDS[counted["count"]]))
            return AnyOf(
                parts=tuple(AllOf(parts=some, place=place) for some in several), place=place, role=Role.CHILDREN
            )
        doubt = Opaque(
            text=entry.text,
            reason="the words do not say how the sub-items combine",
            place=place,
            span=Span(0, len(entry.text)),
        )
        every = AllOf(parts=below, place=place)
        some = AllOf(parts=(AnyOf(parts=below, place=place), doubt), place=place)
        return AnyOf(parts=(every, some), place=place, role=Role.CHILDREN)


def _relieved(condition: Condition, kinds: frozenset[str], goods: Condition) -> Condition:
    """``condition`` with its limits of some ``kinds`` of quantity not asked of ``goods``."""
    match condition:
        case Threshold(limit=limit, place=place) if limit.unit.kind in kinds:
            return AnyOf(parts=(condition, goods), place=place)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return attrs.evolve(condition, parts=tuple(_relieved(part, kinds, goods) for part in parts))
        case Not(part=part):
            return attrs.evolve(condition, part=_relieved(part, kinds, goods))
    return condition
