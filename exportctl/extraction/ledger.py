"""The ledger: every numeral of a list, and every word that is a number, accounted for, or told as not understood.

>>> [(one.numeral, str(one.category)) for one in figures_in("A gain exceeding 40 dB, as in 2B999", Place("3A999"))]
[('40', 'limit'), ('2', 'cross-reference'), ('999', 'cross-reference')]

A numeral is a run of digits, with the decimal commas and points inside it. Counted are the words of entries, notes,
definitions, general notes, acronyms and headings; not the labels in front of entries, which are codes. Terms that a
note defines are words of the note, and not counted twice.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from exportctl.extraction.computed import computed_in
from exportctl.extraction.contexts import Category, Neighbours, role_of
from exportctl.extraction.limits import Reading, read
from exportctl.extraction.openings import NOTHING, Opening
from exportctl.extraction.patterns import PATTERNS
from exportctl.extraction.scopes import SECOND
from exportctl.extraction.vocabulary import NUMBER_WORDS
from exportctl.model import ControlList, CrossReference, Entry, Note, NoteItem, Place
from exportctl.text import Span

__all__ = ["Figure", "Ledger", "PatternUse", "figures_in", "ledger_of"]

_NUMERAL = re.compile(rf"\d+(?:[.,]\d+)*|(?<![^\W_])(?:{'|'.join(NUMBER_WORDS)})(?![^\W_])", re.IGNORECASE)
_AROUND = 40


@attrs.frozen(kw_only=True)
class Figure:
    """One numeral: the text it stands in, by name ("3A001.a note 1"), its span there, and what it is."""

    where: str
    text: str = attrs.field(repr=False)
    span: Span
    category: Category

    @property
    def numeral(self) -> str:
        """The numeral as printed."""
        return self.text[self.span.slice]

    @property
    def quote(self) -> str:
        """The numeral in the words around it."""
        return self.text[max(0, self.span.start - _AROUND) : self.span.end + _AROUND]


@attrs.frozen(kw_only=True)
class PatternUse:
    """A clause pattern, how often it states a limit in a list, and the provision that is its only user, if one is."""

    name: str
    example: str
    times: int
    only_user: str = ""


@attrs.frozen(kw_only=True)
class Ledger:
    """What every figure of a list is, in the order of its texts; and how often each clause pattern fires."""

    name: str
    figures: tuple[Figure, ...] = attrs.field(repr=False)
    by_pattern: tuple[PatternUse, ...] = attrs.field(repr=False)

    @property
    def total(self) -> int:
        """How many numerals the list has."""
        return len(self.figures)

    @property
    def counts(self) -> dict[Category, int]:
        """How many numerals there are of each category, most first; all categories are named."""
        found = Counter(figure.category for figure in self.figures)
        return {category: found[category] for category in sorted(Category, key=lambda c: (-found[c], c.value))}

    @property
    def not_understood(self) -> tuple[Figure, ...]:
        """The numerals that nothing is known about."""
        return tuple(figure for figure in self.figures if figure.category is Category.NOT_UNDERSTOOD)

    @property
    def understood(self) -> float:
        """The share of numerals that are understood, from 0 to 1."""
        return 1 - len(self.not_understood) / self.total if self.figures else 1.0

    def as_dict(self) -> dict[str, Any]:
        """The ledger as plain values: totals, categories, what is not understood, patterns."""
        return {
            "list": self.name,
            "total": self.total,
            "understood": round(self.understood, 6),
            "categories": {category.value: count for category, count in self.counts.items()},
            "not_understood": [
                {"where": figure.where, "numeral": figure.numeral, "quote": figure.quote}
                for figure in self.not_understood
            ],
            "by_pattern": [attrs.asdict(use) for use in self.by_pattern],
        }


@attrs.frozen
class _Text:
    """A text of a list: its name, its words, the place that its limits have, and the labels printed inside it."""

    where: str
    words: str
    place: Place
    labels: tuple[Span, ...] = ()
    note: bool = True
    opening: Opening = NOTHING


def ledger_of(
    controls: ControlList, references: dict[Place, list[CrossReference]], opening: Callable[[Entry], Opening]
) -> Ledger:
    """The ledger of ``controls``, whose cross-references are ``references``, by the text they stand in.

    ``opening`` says what the heads above leave open for an entry's figures.
    """
    figures: list[Figure] = []
    times: Counter[str] = Counter()
    users: dict[str, set[str]] = {}
    for text in _texts(controls, opening):
        reading = read(text.words, text.place, text.opening)
        figures += _accounted(text, reading, references.get(text.place, ()) if text.where == str(text.place) else ())
        for name, _, _ in dict.fromkeys((one.pattern, one.scope, one.first) for one in reading.stated):
            times[name] += 1
            users.setdefault(name, set()).add(text.where)
    uses = [
        PatternUse(
            name=pattern.name,
            example=pattern.example,
            times=times[pattern.name],
            only_user=next(iter(users[pattern.name])) if len(users.get(pattern.name, ())) == 1 else "",
        )
        for pattern in PATTERNS
    ]
    return Ledger(name=controls.name, figures=tuple(figures), by_pattern=tuple(uses))


def figures_in(text: str, place: Place, references: Iterable[CrossReference] = ()) -> tuple[Figure, ...]:
    """Every numeral of one text, in its order; ``references`` are those it is known to hold."""
    words = _Text(str(place), text, place, note=place.note is not None)
    return tuple(_accounted(words, read(text, place), references))


def _texts(controls: ControlList, opening: Callable[[Entry], Opening]) -> Iterator[_Text]:
    """Every text of the list once, in its order: front matter, headings, entries with their notes."""
    front = Place("")
    for number, note in enumerate(controls.general_notes, 1):
        yield _Text(f"general note {number}", note.text, front, _labels(note))
    for acronym in controls.acronyms:
        yield _Text(f"acronym {acronym.short}", acronym.text, front)
    for definition in controls.definitions:
        if not definition.scope:
            for words in (definition.text, *definition.notes):
                yield _Text(f"definition of {definition.term}", words, front)
    for heading in controls.headings:
        yield _Text(f"heading {heading.code}".strip(), heading.text, front)
        for number, note in enumerate(heading.notes, 1):
            yield _Text(f"heading {heading.code} note {number}", note.text, front, _labels(note))
    for entry in controls.walk():
        place = Place(str(entry.code))
        yield _Text(str(place), entry.text, place, note=False, opening=opening(entry))
        for number, note in enumerate(entry.notes):
            place = Place(str(entry.code), number)
            yield _Text(str(place), note.text, place, _labels(note))
    for block in controls.unplaced:
        yield _Text(f"line {block.locator}", block.text, front)


def _labels(note: Note) -> tuple[Span, ...]:
    """Where a note's own label and those of its items stand."""
    spans = [Span(0, note.body.start)]

    def below(items: tuple[NoteItem, ...]) -> None:
        for item in items:
            start = note.text.rfind(item.label, 0, item.span.start)
            if start >= 0:
                spans.append(Span(start, item.span.start))
            below(item.items)

    below(note.items)
    return tuple(spans)


def _accounted(text: _Text, reading: Reading, references: Iterable[CrossReference]) -> Iterator[Figure]:
    """A `Figure` for every numeral of ``text``: what the reading says it is, else what stands around it says."""
    known = [(span, Category.LABEL) for span in text.labels]
    known += [(reference.span, Category.REFERENCE) for reference in references]
    known += [(one.span, Category.FORMULA) for one in computed_in(text.words)]
    known += _known(reading)
    neighbours = Neighbours(text.words, reading.scopes, note=text.note)
    starts = [start for start, _, _ in neighbours.places]
    for match in _NUMERAL.finditer(text.words):
        span = Span(*match.span())
        category = next((category for covered, category in known if span in covered), None)
        if category is None:
            _, scope, number = neighbours.places[bisect_right(starts, span.start) - 1]
            category = role_of(neighbours, scope, number)
        yield Figure(where=text.where, text=text.words, span=span, category=category)


def _known(reading: Reading) -> list[tuple[Span, Category]]:
    """What the limits and their conditions take, narrowest claims first."""
    known: list[tuple[Span, Category]] = []
    for scope in reading.scopes:
        known += [(Span(item.start, item.end), Category.SECOND) for item in scope.items if item.kind == SECOND]
    bounds = Counter((one.scope, one.first) for one in reading.stated)
    for one in {(one.scope, one.first): one for one in reading.stated}.values():
        values = [item for item in reading.scopes[one.scope].items[one.first : one.last] if item.kind in "QNF"]
        stated = bounds[one.scope, one.first]
        for number, item in enumerate(values):
            category = Category.RANGE_END if stated > 1 else Category.LIMIT if number < stated else Category.SECOND
            if item.kind == "F":
                category = Category.FORMULA
            known.append((Span(item.start, item.end), category))
    return known + [(condition.span, Category.CONDITION) for condition in reading.conditions]
