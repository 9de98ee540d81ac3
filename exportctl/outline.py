"""Blocks of a document as a control list: codes, nesting, notes, definitions.

The only place that knows how control lists are built. Every block ends up in the list: what is neither provision nor
note, heading, definition or acronym is kept in ``unplaced`` with its locator.
"""

import re
from collections.abc import Iterable

import attrs

from exportctl.codes import EntryCode
from exportctl.connectives import connective_of
from exportctl.definitions import DefinitionDraft, begins_definition, local_definitions
from exportctl.errors import BadCode
from exportctl.formats import Block, Document, Role
from exportctl.model import Acronym, Connective, ControlList, Entry, Heading, NoteItem, Source, Unplaced
from exportctl.notes import NoteDraft, mended, note_label
from exportctl.references import CodeIndex, references_of
from exportctl.text import Span, squeeze

__all__ = ["outline"]

_NOT_USED = re.compile(
    r"(?:-\S+ |(?:through|to) \S+ )?"
    r"\[?(?:not used|reserved|number not allocated|nicht (?:belegt|besetzt|verwendet)|entfällt)\b",
    re.IGNORECASE,
)
_CATEGORY = re.compile(
    r"\bCATEGOR(?:Y|IE) +(?P<number>[0-9])(?:\D{1,40}\bPART +(?P<part>[0-9]))?|^KATEGORIE (?P<german>[0-9])",
    re.IGNORECASE,
)
_GROUP = re.compile(r"[0-9]\.?[A-E]\.?")
_PRODUCTS = re.compile(r"(?P<group>[A-E])\. (?=[“\"A-Z])")
_SHORT_NAME = re.compile(r"\(([A-Z]{2,6})\)\s*$")
_SHORT_FORMS = re.compile(r"acronym|abbreviation|abkürzung", re.IGNORECASE)
_TERMS = re.compile(r"definition|begriffsbestimmung", re.IGNORECASE)
_ANNEX = re.compile(r"(?:annex|anlage|anhang)\b", re.IGNORECASE)
_CONJUNCTION = re.compile(r"(?:and|or|und|oder)[,;]?", re.IGNORECASE)
_LABEL = re.compile(
    r"\(?(?P<path>(?:[a-z]{1,3}|[ivx]{4,6}|[A-Z]{1,2}|[0-9]{1,3})(?:\.(?:[a-z]{1,3}|[0-9]{1,3}))*)[.)]*"
)
_PATH_LABEL = re.compile(r"(?P<path>[0-9a-z](?:\.[0-9a-z]{1,2})*)[.)]?\s+(?!N\.B|Notes?\b|Technical)")


@attrs.define
class _EntryDraft:
    """A provision as it is read; one that is not ``printed`` only stands above those that are."""

    code: EntryCode
    text: str
    locator: str
    printed: bool = True
    notes: list[NoteDraft] = attrs.field(factory=list)
    children: "list[_EntryDraft]" = attrs.field(factory=list)

    def freeze(self, codes: CodeIndex) -> Entry:
        """The provision with its children and typed notes."""
        children = tuple(child.freeze(codes) for child in self.children)
        return Entry(
            code=self.code,
            text=self.text,
            connective=self._connective(children),
            notes=tuple(note for draft in mended(self.notes) for note in draft.freeze(codes, self.code)),
            children=children,
            locator=self.locator,
            not_used=len(self.text) < 60 and bool(_NOT_USED.match(self.text)),
        )

    def _connective(self, children: tuple[Entry, ...]) -> Connective:
        """How the sub-items combine. What is not printed, and the name of a category of the USML, asks for nothing."""
        if not self.printed or (self.code.category == "USML-" and not self.code.path):
            return Connective.ANY
        return connective_of(self.text, [list(child.walk())[-1].text for child in children])

    def codes(self) -> Iterable[EntryCode]:
        """The codes of this provision and all below it."""
        yield self.code
        for child in self.children:
            yield from child.codes()


@attrs.define
class _HeadingDraft:
    code: str
    text: str
    locator: str
    notes: list[NoteDraft] = attrs.field(factory=list)


def outline(document: Document, *, id: str, edition: str, wording: str) -> ControlList:
    """The control list that the blocks of ``document`` make up."""
    reader = _Outline(document.title)
    blocks, around = _list_in(document.blocks)
    reader.section(blocks)
    reader.unplaced += (Unplaced(_flat(block), block.locator) for block in around)
    codes = CodeIndex.of((code for entry in reader.entries for code in entry.codes()), id)
    headings = tuple(
        Heading(
            code=draft.code,
            text=draft.text,
            notes=tuple(note for inner in draft.notes for note in inner.freeze(codes, None)),
            locator=draft.locator,
        )
        for draft in reader.headings
    )
    entries = tuple(entry.freeze(codes) for entry in reader.entries)
    general = tuple(note for draft in reader.general for note in draft.freeze(codes, None))
    notes = (note for entry in entries for inner in entry.walk() for note in inner.notes)
    local = tuple(found for note in notes for found in local_definitions(note))
    controls = ControlList(
        id=id,
        title=document.title,
        edition=edition,
        wording=wording,
        source=Source(celex=document.celex, sha256=document.sha256, language=document.language),
        entries=entries,
        headings=headings,
        definitions=tuple(draft.freeze() for draft in reader.definitions) + local,
        acronyms=tuple(reader.acronyms),
        general_notes=general,
        unplaced=tuple(reader.unplaced),
    )
    return attrs.evolve(controls, references=references_of(controls))


class _Outline:
    """One walk over the blocks of a document."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.entries: list[_EntryDraft] = []
        self.by_code: dict[str, _EntryDraft] = {}
        self.headings: list[_HeadingDraft] = []
        self.general: list[NoteDraft] = []
        self.definitions: list[DefinitionDraft] = []
        self.acronyms: list[Acronym] = []
        self.unplaced: list[Unplaced] = []
        self.front = ""
        self.category = ""

    def section(self, blocks: Iterable[Block]) -> None:
        """Place the blocks of the document or of one section of it."""
        notes: list[NoteDraft] = self.headings[-1].notes if self.headings else []
        for block in blocks:
            if block.role is Role.TITLE:
                self._title(block)
            elif block.role is Role.SECTION:
                self._heading(block)
            elif block.role is Role.ITEM and self._entry(block, None):
                self.front = ""
            elif self.front:
                self._front_matter(block)
            elif self.headings:
                self._note(block, notes)
            elif not self.entries:
                self._front_matter(block)
            else:
                self.unplaced.append(Unplaced(_flat(block), block.locator))

    def _title(self, block: Block) -> None:
        """The document's own title is the list's; any other is a heading."""
        if block.text and block.text != self.title:
            self.headings.append(_HeadingDraft("", block.text, block.locator))

    def _heading(self, block: Block) -> None:
        text = squeeze(f"{block.label} {block.text}")
        category, products = _CATEGORY.search(text), _PRODUCTS.match(text)
        code = ""
        if category:
            code = self.category = category["number"] or category["german"]
            code += f" Part {category['part']}" if category["part"] else ""
        elif _GROUP.fullmatch(block.label):
            code = block.label.strip(".")
        elif products and self.category:
            code = self.category + products["group"]
        elif _SHORT_NAME.search(text):
            code = _SHORT_NAME.findall(text)[0]
        starts_list = bool(category or _GROUP.fullmatch(block.label))
        behind = _TERMS.search(text) or _SHORT_FORMS.search(text)
        self.front = "" if starts_list or (self.entries and not behind) else text
        self.headings.append(_HeadingDraft(code, text, block.locator))
        self.section(block.children)

    def _front_matter(self, block: Block) -> None:
        """A block before the first category: an acronym, a definition, or a general note."""
        text = _flat(block)
        short, bar, long = text.partition(" | ")
        if bar and short and long and "|" not in long and _SHORT_FORMS.search(self.front):
            self.acronyms.append(Acronym(short, long, text))
        elif _TERMS.search(self.front):
            self._definition(block, text)
        else:
            self._general(block, text)

    def _definition(self, block: Block, text: str) -> None:
        if begins_definition(text):
            self.definitions.append(DefinitionDraft(text, block.locator))
        elif self.definitions:
            self.definitions[-1].add(text, is_note=note_label(text) is not None)
        else:
            self._general(block, text)

    def _general(self, block: Block, text: str) -> None:
        previous = self.general[-1] if self.general and self.general[-1].section == self.front else None
        label = _PATH_LABEL.match(text)
        if previous is not None and label and (previous.text.endswith(":") or previous.items):
            _add_item(previous, label["path"].split("."), text, label.end())
        else:
            self.general.append(_draft(block, self.front))

    def _entry(self, block: Block, parent: _EntryDraft | None) -> bool:
        """Place ``block`` as a provision below ``parent``, or as an entry; False where its label is no code."""
        code = _code_of(block.label, parent)
        if code is None:
            return False
        draft = _EntryDraft(code, block.text, block.locator)
        above = self._above(code, parent, block)
        (above.children if above else self.entries).append(draft)
        self.by_code.setdefault(str(code), draft)
        for child in block.children:
            if not (child.role is Role.ITEM and self._entry(child, draft)):
                self._inside(child, draft)
        return True

    def _above(self, code: EntryCode, parent: _EntryDraft | None, block: Block) -> _EntryDraft | None:
        """The provision that ``code`` stands below, with those between that the list numbers but does not print.

        Such a one has no words of its own: the list takes over a number of another list ("3A1901a15").
        """
        if code.parent is None or (parent and code.parent == parent.code):
            return parent
        known = self.by_code.get(str(code.parent))
        if known is None:
            known = _EntryDraft(code.parent, "", block.locator, printed=False)
            above = self._above(code.parent, parent, block)
            (above.children if above else self.entries).append(known)
            self.by_code[str(code.parent)] = known
        return known

    def _inside(self, block: Block, entry: _EntryDraft) -> None:
        """A block inside a provision that is no sub-item: the end of its own words, or of its last child's, or a note.

        An "and" behind the sub-items belongs to the last of them.
        """
        if entry.children and block.role is Role.PARAGRAPH and _CONJUNCTION.fullmatch(block.text):
            last = entry.children[-1]
            while last.children:
                last = last.children[-1]
            last.text = f"{last.text} {block.text}"
            return
        running = not entry.notes and not entry.children and entry.text and entry.text[-1] not in ".:;"
        if running and block.role is Role.PARAGRAPH and not note_label(block.text) and not block.children:
            entry.text = f"{entry.text} {block.text}"
        else:
            self._note(block, entry.notes)

    def _note(self, block: Block, notes: list[NoteDraft]) -> None:
        """A note of its own, or a further paragraph of the note before it."""
        text = squeeze(f"{block.label} {block.text}")
        if block.role is Role.SECTION:
            notes.append(_draft(block, block.text))
        elif block.role in {Role.FOOTNOTE, Role.NOTE} or note_label(text) or not notes or notes[-1].section:
            notes.append(_draft(block))
        elif block.role is Role.ROW or " | " in text:
            if notes[-1].rows or not note_label(notes[-1].text):
                notes[-1].add(text, row=True)
            else:
                notes.append(_draft(block))
        else:
            notes[-1].add(_flat(block))


def _list_in(blocks: tuple[Block, ...]) -> tuple[list[Block], list[Block]]:
    """The blocks of the list, and those around it: in a whole act, the list is the annex that holds most entries."""
    annexes = [block for block in blocks if block.role is Role.SECTION and _ANNEX.match(block.label or block.text)]
    if not annexes:
        return list(blocks), []
    annex = max(annexes, key=lambda block: sum(1 for inner in block.walk() if _code_of(inner.label, None)))
    if not any(_code_of(inner.label, None) for inner in annex.walk()):
        return list(blocks), []
    inside = [block for block in blocks if block is annex or block.role is Role.TITLE]
    return inside, [inner for block in blocks if block not in inside for inner in _paragraphs(block)]


def _paragraphs(block: Block) -> list[Block]:
    """A section by its own paragraphs, its heading first; any other block as it is."""
    if block.role is not Role.SECTION:
        return [block]
    head = [attrs.evolve(block, children=())] if block.text or block.label else []
    return [*head, *(inner for child in block.children for inner in _paragraphs(child))]


def _add_item(draft: NoteDraft, path: list[str], text: str, words: int) -> None:
    """Add a paragraph that is an item of the draft's list, at the depth that its label gives."""
    span = draft.add(text)
    item = NoteItem(path[-1], Span(span.start + words, span.end))
    draft.items = list(_inserted(tuple(draft.items), len(path) - 1, item))


def _inserted(items: tuple[NoteItem, ...], depth: int, item: NoteItem) -> tuple[NoteItem, ...]:
    if depth == 0 or not items:
        return (*items, item)
    return (*items[:-1], attrs.evolve(items[-1], items=_inserted(items[-1].items, depth - 1, item)))


def _draft(block: Block, section: str = "") -> NoteDraft:
    """A note from a block, with the items of its list where the mark-up gives them."""
    draft = NoteDraft("", block.locator, section)
    draft.add(squeeze(f"{block.label} {block.text}"), row=block.role is Role.ROW or " | " in block.text)
    draft.items = _add_children(draft, block)
    return draft


def _add_children(draft: NoteDraft, block: Block) -> list[NoteItem]:
    items = []
    for child in block.children:
        span = draft.add(squeeze(f"{child.label} {child.text}"))
        below = _add_children(draft, child)
        if child.role is Role.ITEM and child.label:
            label = child.label.strip("(). ")
            start = min(span.start + len(child.label) + 1, span.end)
            items.append(NoteItem(label, Span(start, span.end), tuple(below)))
        else:
            items += below
    return items


def _flat(block: Block) -> str:
    return squeeze(" ".join(f"{inner.label} {inner.text}" for inner in block.walk()))


def _code_of(label: str, parent: _EntryDraft | None) -> EntryCode | None:
    """The code that a printed label gives: a whole code ("3A001", "3A001.a."), or one label below ``parent`` ("a.")."""
    try:
        code = EntryCode.parse(label.rstrip(" —–-"))
    except BadCode:
        pass
    else:
        return code if parent is None or parent.code.covers(code) else None
    found = _LABEL.fullmatch(label.strip())
    if parent is None or found is None:
        return None
    return attrs.evolve(parent.code, path=(*parent.code.path, *found["path"].lower().split(".")))
