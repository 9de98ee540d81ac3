"""Control lists as they are read: entries, notes, definitions, acronyms, headings, references.

Nothing here interprets the law: these are its words, in its order, with what its layout says about them. Texts are as
printed, white space squeezed; superscripts carry a circumflex (``10^-14``, ``cm^2``), subscripts stand on the line
(``CO2``); quotation marks are the typographic ones.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

import attrs
from rapidfuzz import process

from exportctl.codes import EntryCode
from exportctl.errors import BadCode, UnknownCode
from exportctl.text import Span, quote

__all__ = [
    "Acronym",
    "Connective",
    "ControlList",
    "CrossReference",
    "Definition",
    "Entry",
    "Heading",
    "Note",
    "NoteEffect",
    "NoteItem",
    "NoteKind",
    "Place",
    "Source",
    "Unplaced",
]


class Connective(StrEnum):
    """How an entry's sub-items combine: any one is enough, all are needed, or the words do not say."""

    ANY = "any"
    ALL = "all"
    UNCLEAR = "unclear"


class NoteKind(StrEnum):
    """What a note is; ``decontrol`` and ``inclusion`` are plain notes that take goods out or name goods that are in."""

    NOTE = "note"
    TECHNICAL = "technical note"
    NOTA_BENE = "nota bene"
    DECONTROL = "decontrol"
    INCLUSION = "inclusion"


class NoteEffect(StrEnum):
    """What a note does. One note may do several things."""

    DECONTROL = "decontrol"
    INCLUSION = "inclusion"
    DEFINITION = "definition"
    MEASUREMENT = "measurement"
    REFERENCE = "reference"


@attrs.frozen(kw_only=True)
class Source:
    """Where a list comes from. ``sha256`` is that of the bytes read; ``language`` is an ISO 639-1 code."""

    celex: str = ""
    eli: str = ""
    url: str = ""
    retrieved: str = ""
    sha256: str = ""
    licence: str = ""
    language: str = "en"


@attrs.frozen
class Place:
    """Which text of a list a span is into: the words of provision ``code``, or of its note number ``note`` (from 0).

    >>> str(Place("3A001.a", 0))
    '3A001.a note 1'
    """

    code: str
    note: int | None = None

    def __str__(self) -> str:
        return self.code if self.note is None else f"{self.code} note {self.note + 1}"


@attrs.frozen
class NoteItem:
    """One item of a note's own list: its ``label`` ("a", "1"), the span of its words, and the items below it.

    The span holds the item's own words, without its label and without the items below it.
    """

    label: str
    span: Span
    items: "tuple[NoteItem, ...]" = ()


@attrs.frozen(kw_only=True)
class Note:
    """A note, technical note or nota bene, whole: ``text`` begins with its ``label`` ("Note 1", "N.B.").

    ``body`` is the span behind the label; ``lead`` the part of the body before its own list, where it has ``items``.
    ``applies_to`` are the provisions the note itself names, else the one it stands at. ``section`` is the heading of a
    general note.
    """

    kind: NoteKind
    label: str
    text: str
    body: Span
    applies_to: tuple[EntryCode, ...] = ()
    effects: tuple[NoteEffect, ...] = ()
    items: tuple[NoteItem, ...] = ()
    locator: str = ""
    section: str = ""

    @property
    def lead(self) -> Span:
        """The span of the body up to the first item of its own list, without that item's label."""
        if not self.items:
            return self.body
        before = self.text[self.body.start : self.items[0].span.start].rstrip(" .)").removesuffix(self.items[0].label)
        return Span(self.body.start, self.body.start + len(before.rstrip(" (")))


@attrs.frozen(kw_only=True)
class Definition:
    """A defined term and the words that define it.

    ``scope`` is empty for a term in "double quotes", which holds in the whole list; a term in 'single quotes' holds
    where the technical note that defines it stands, and ``scope`` names those provisions.
    ``categories`` are the category references printed behind a list-wide term ("2 3 6").
    """

    term: str
    text: str
    scope: tuple[EntryCode, ...] = ()
    categories: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    locator: str = ""


@attrs.frozen
class Acronym:
    """An abbreviation of the list's own table and what it stands for; ``text`` is the line as printed."""

    short: str
    long: str
    text: str


@attrs.frozen(kw_only=True)
class Heading:
    """A heading between the entries, such as a category ("3") or a product group ("3A"), and the notes behind it."""

    code: str
    text: str
    notes: tuple[Note, ...] = ()
    locator: str = ""


@attrs.frozen
class Unplaced:
    """A block of the document that fits nowhere; kept, so that nothing is lost. ``locator`` says where it stands."""

    text: str
    locator: str


@attrs.frozen(kw_only=True)
class CrossReference:
    """A mention of other provisions in a text of the list.

    ``targets`` are the provisions meant that the list has ("3A001.a.3. to 3A001.a.5." gives three); ``unresolved``
    are the codes it names that no list at hand has. ``list_id`` is set where another list is meant ("eu-military").
    ``negated`` marks "not specified in" and "other than those specified in".
    """

    place: Place
    span: Span
    targets: tuple[EntryCode, ...] = ()
    unresolved: tuple[str, ...] = ()
    list_id: str = ""
    negated: bool = False


@attrs.frozen(kw_only=True, eq=False)
class Entry:
    """A control provision: an entry of the list or one of its sub-items.

    ``text`` are its own words, without those of its ``children``; ``connective`` says how the children combine;
    ``locator`` is the line of the file it was read from. ``not_used`` marks codes the list keeps but does not use.
    """

    code: EntryCode
    text: str
    connective: Connective = Connective.ANY
    notes: tuple[Note, ...] = ()
    children: "tuple[Entry, ...]" = ()
    locator: str = ""
    not_used: bool = False

    def walk(self) -> "Iterator[Entry]":
        """This provision and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@attrs.frozen(kw_only=True, eq=False, slots=False)
class ControlList:
    """A control list of one edition: a mapping from codes to provisions, in document order.

    ``list["3A001.a.5"]`` finds a provision in constant time, dotted or run together, and raises `UnknownCode`
    (a ``KeyError``) with the nearest codes where there is none.
    """

    id: str
    title: str
    edition: str
    source: Source
    wording: str = "official"
    entries: tuple[Entry, ...] = ()
    headings: tuple[Heading, ...] = ()
    definitions: tuple[Definition, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    general_notes: tuple[Note, ...] = ()
    references: tuple[CrossReference, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()

    @cached_property
    def _by_code(self) -> dict[str, Entry]:
        return {str(entry.code): entry for entry in self.walk()}

    @property
    def name(self) -> str:
        """The list and edition in one word: ``eu-dual-use 2025-11-15``."""
        return f"{self.id} {self.edition}"

    def walk(self) -> Iterator[Entry]:
        """All control provisions, entries and sub-items, in document order."""
        for entry in self.entries:
            yield from entry.walk()

    def __getitem__(self, code: str | EntryCode) -> Entry:
        found = self._by_code.get(code) if isinstance(code, str) else None
        if found is None:
            parsed = EntryCode.parse(code)
            found = self._by_code.get(str(parsed))
            if found is None:
                raise UnknownCode(str(parsed), self.name, self._nearest(str(parsed)))
        return found

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, str | EntryCode):
            return False
        try:
            return str(EntryCode.parse(code)) in self._by_code
        except BadCode:
            return False

    def __len__(self) -> int:
        return len(self._by_code)

    def __iter__(self) -> Iterator[Entry]:
        return self.walk()

    def __repr__(self) -> str:
        return f"<ControlList {self.name} ({self.wording}): {len(self.entries)} entries, {len(self)} provisions>"

    def ancestors(self, code: str | EntryCode) -> tuple[Entry, ...]:
        """The provisions above ``code``, the entry first; empty for an entry itself. Raises `UnknownCode`."""
        above: list[Entry] = []
        parent = self[code].code.parent
        while parent is not None:
            above.append(self[parent])
            parent = parent.parent
        return tuple(reversed(above))

    def text_at(self, place: Place) -> str:
        """The text that ``place`` names: a provision's words or a note's."""
        entry = self[place.code]
        return entry.text if place.note is None else entry.notes[place.note].text

    def quote(self, place: Place, span: Span) -> str:
        """The law's words under ``span`` of the text at ``place``."""
        return quote(self.text_at(place), span)

    def _nearest(self, code: str) -> tuple[str, ...]:
        return tuple(match for match, _, _ in process.extract(code, list(self._by_code), limit=3))
