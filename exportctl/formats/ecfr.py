"""eCFR, the mark-up of the Code of Federal Regulations of the United States, as neutral blocks.

The only place that knows its tags. It prints a list as paragraphs in a row; their labels give the nesting:

- the Commerce Control List (15 CFR part 774, supplement 1): an entry is a paragraph in bold that begins with its
  number (``0A501``); what stands under one of its own headings ("License Requirements") is a section inside it; its
  items carry whole paths ("a.1.b.") and stay side by side, each with the notes behind it;
- the United States Munitions List (22 CFR 121.1): a category is an item, its paragraphs (a)(1)(i)(A) nest.

An image has no words and gives no block.

Source: https://www.ecfr.gov/, its bulk data's user guide at https://github.com/usgpo/bulk-data.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from exportctl.formats import Block, Document, Role
from exportctl.formats.lines import Gatherer
from exportctl.formats.paragraphs import Draft, Levels, Run, label_of, paragraph, path_of
from exportctl.formats.readers import Reader
from exportctl.text import squeeze

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ROOTS", "read_tree"]

ROOTS = frozenset({"ECFR", *(f"DIV{number}" for number in range(1, 10))})

_MINOR_HEADINGS = frozenset({"HD2", "HD3", "HD4"})
_HEADINGS = _MINOR_HEADINGS | {"HD1"}
_DIVISIONS = ROOTS
_NOTES = frozenset({"NOTE", "EDNOTE", "EFFDNOT", "CROSSREF"})
_CONTAINERS = frozenset({"EXTRACT", "DIV", "TABLE", "THEAD", "TBODY", "TFOOT", "AUTH", "SOURCE", "CAPTION"})
_LINES = frozenset({"P", "FP", "FP-1", "FP-2", "FP1", "FP2", "HEAD", "HED", "PSPACE", "CITA", "TD", "TH", "TR"})
_RAISED = frozenset({"51", "53"})
_GATHERER = Gatherer(
    lambda e: e.tag in {"SU", "sup"} or (e.tag == "E" and e.get("T") in _RAISED),
    _HEADINGS | _DIVISIONS | _NOTES | _CONTAINERS | _LINES | {"br"},
)
_APART = re.compile(r"(?<=[0-9]) (?=\^)|(?<=[A-Za-z]) (?=\^[0-9−-]+(?![A-Za-z0-9]))")
"""White space before a superscript, which eCFR puts before every one ("10 <SU>6</SU> m"), isotopes (" 6Li") too."""
_TWICE = re.compile(r"\^(?P<sign>[−-]?) ?\^")
"""A superscript in a superscript, or in two pieces, its sign first."""
_ENTRY = re.compile(r"(?:[0-9][A-E][0-9]{3}|EAR99)\b\.?")
_CATEGORY = re.compile(r"Category [IVXL]+\s*[—–-]")
_OWN_HEADING = re.compile(
    r"(?:License Requirements?|List Based License Exceptions|Special Conditions for STA|List of Items Controlled|"
    r"Reporting Requirements)(?![ ]Notes?\b)\b",
    re.IGNORECASE,
)
_ITEMS_HEADING = re.compile(r"List of Items Controlled", re.IGNORECASE)
_ITEMS = re.compile(r"Items(?:\s*:\s*|\s+(?=[a-z]\. ))")
_FIGURE = re.compile(r"(?P<figure>[0-9]{1,2})\.\s")
_ABOUT = re.compile(r"\b(?:paragraphs? ?(?P<path>(?:\([a-zA-Z0-9]+\))+)|(?P<category>(?:USML )?Category [IVXL]+)\b)")


def read_tree(root: "_Element") -> Document:
    """The part or supplement under the root element ``root``: its heading as the title, then what stands in it."""
    reader = _Reader()
    head = root.find("HEAD")
    blocks = [] if head is None else [reader.block(Role.TITLE, head, _words(head))]
    title = blocks[0].text if blocks else ""
    return Document(blocks=(*blocks, *reader.division(root)), title=title)


def _words(element: "_Element | None") -> str:
    """The words of ``element``, a power beside what it is a power of."""
    return _TWICE.sub(r"^\g<sign>", _APART.sub("", _GATHERER.words(element)))


class _Reader(Reader):
    """One walk over a document."""

    def division(self, element: "_Element") -> tuple[Block, ...]:
        """What stands in a division, its own heading aside."""
        blocks = list(self._flat(element, skip=element.find("HEAD")))
        nesting = _Nesting(_announcing(blocks))
        for block in blocks:
            nesting.add(block)
        return nesting.freeze()

    def _flat(self, element: "_Element", skip: "_Element | None" = None) -> Iterator[Block]:
        """The blocks inside ``element`` in a row; words between them are paragraphs."""
        if element.text and element.text.strip():
            yield self.block(Role.PARAGRAPH, element, squeeze(element.text))
        for child in element:
            if child is not skip:
                yield from self._one(child)
            if child.tail and child.tail.strip():
                yield self.block(Role.PARAGRAPH, child, squeeze(child.tail))

    def _one(self, element: "_Element") -> Iterator[Block]:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _DIVISIONS:
            head = element.find("HEAD")
            section = self.block(Role.SECTION, element, _words(head))
            yield attrs.evolve(section, children=self.division(element))
        elif tag in _NOTES:
            yield self._note(element)
        elif tag == "TR":
            yield self.block(Role.ROW, element, squeeze(" | ".join(_words(cell) for cell in element)))
        elif tag in _CONTAINERS:
            yield from self._flat(element)
        elif words := _words(element):
            yield self._line(element, words)

    def _line(self, element: "_Element", words: str) -> Block:
        entry = _ENTRY.match(words) if str(element.tag).startswith("FP") else None
        if entry and _bold(element):
            return self.block(Role.ITEM, element, words[entry.end() :].strip(), entry[0])
        category = _CATEGORY.match(words) if element.tag in _HEADINGS else None
        if category:
            return self.block(Role.ITEM, element, words[category.end() :].strip(), category[0])
        if element.tag in _HEADINGS or _OWN_HEADING.match(words):
            return self.block(Role.TITLE if element.tag in _MINOR_HEADINGS else Role.SECTION, element, words)
        return self.block(Role.PARAGRAPH, element, words)

    def _note(self, element: "_Element") -> Block:
        """A note: its heading and first paragraph are its words, the others stand inside it."""
        note = self.block(Role.NOTE, element)
        inside = [block for child in element for block in self._one(child)]
        heads = 2 if len(inside) > 1 and inside[1].role is Role.PARAGRAPH and not _labelled(inside[1]) else 1
        text = squeeze(" ".join(block.text for block in inside[:heads]))
        return attrs.evolve(note, text=text, children=tuple(paragraph(block) for block in inside[heads:]))


def _announcing(blocks: list[Block]) -> frozenset[str]:
    """The entries (by locator) whose items are announced by a line of its own ("Items:")."""
    found: set[str] = set()
    announced = False
    for block in reversed(blocks):
        if block.role is Role.PARAGRAPH and _ITEMS.match(block.text):
            announced = True
        elif block.role is Role.ITEM:
            found.update({block.locator} if announced else ())
            announced = False
    return frozenset(found)


def _bold(element: "_Element") -> bool:
    return element.find("B") is not None and not (element.text or "").strip()


def _label_path(block: Block) -> str:
    """The path that a note's item is labelled with; empty where it has none."""
    found = path_of(f"{block.label} ") if block.role is Role.ITEM else None
    return "" if found is None else str(found["path"] or found["letter"])


def _labelled(block: Block) -> bool:
    return bool(label_of(block.text) or path_of(block.text))


class _Nesting:
    """Blocks in a row put inside each other: headings, entries, an entry's own headings, its items, their notes."""

    def __init__(self, announcing: frozenset[str]) -> None:
        self._announcing = announcing
        self._top: list[Draft] = []
        self._heading: Draft | None = None
        self._entry: Draft | None = None
        self._own: Draft | None = None
        self._items: list[Draft] = []
        self._run, self._levels = Run(), Levels()

    def freeze(self) -> tuple[Block, ...]:
        """What was put together."""
        return tuple(draft.freeze() for draft in self._top)

    def add(self, block: Block) -> None:
        """Put ``block`` where it belongs."""
        if block.role is Role.ITEM:
            self._begin(block)
        elif block.role is Role.SECTION and self._entry and _OWN_HEADING.match(block.text):
            self._own_heading(block, self._entry)
        elif block.role is Role.TITLE and self._entry:
            self._own, self._items = None, []
            self._entry.inside.append(Draft(attrs.evolve(block, role=Role.SECTION)))
        elif block.role in {Role.SECTION, Role.TITLE}:
            block = attrs.evolve(block, role=Role.SECTION)
            self._entry, self._own, self._items = None, None, []
            self._heading = Draft(block)
            self._top.append(self._heading)
            if block.children:
                self._heading = None
        elif block.role is Role.NOTE:
            self._note(block)
        elif not (block.role is Role.PARAGRAPH and self._item(block)):
            self._place.append(Draft(block))

    @property
    def _place(self) -> list[Draft]:
        """Where a block goes that is no item: inside the last one, the entry's own heading, the entry, the heading."""
        open_ = self._items[-1] if self._items else self._own or self._entry or self._heading
        return open_.inside if open_ else self._top

    def _begin(self, block: Block) -> None:
        self._entry, self._own, self._items = Draft(block), None, []
        self._run, self._levels = Run(), Levels()
        (self._heading.inside if self._heading else self._top).append(self._entry)

    def _own_heading(self, block: Block, entry: Draft) -> None:
        """A heading of the entry's own; the first item may stand on its line."""
        heading = _ITEMS_HEADING.match(block.text)
        rest = block.text[heading.end() :].strip() if heading else ""
        self._own, self._items = Draft(block), []
        entry.inside.append(self._own)
        if path_of(rest) and entry.block.locator not in self._announcing:
            self._own.block = attrs.evolve(block, text=block.text[: len(block.text) - len(rest)].strip())
            self._path(attrs.evolve(block, text=rest))

    def _note(self, block: Block) -> None:
        """A note stands inside the paragraph it names, where that is open, else inside the last one.

        A last paragraph that falls out of the note's own list and goes on with the items of the entry is one of them.
        """
        run, paths = Run(), [_label_path(child) for child in block.children]
        taken = [run.takes(path) for path in paths if path]
        if taken and paths[-1] and not taken[-1] and self._items and self._run.goes_on(paths[-1]):
            *inside, last = block.children
            self._note(attrs.evolve(block, children=tuple(inside)))
            self._path(attrs.evolve(last, text=f"{last.label} {last.text}"))
            return
        about = _ABOUT.search(block.text.partition(":")[0])
        path = re.findall(r"\w+", about["path"] or "") if about else []
        if about and about["category"] and self._levels_used:
            self._items = []
            self._levels.close(0)
        elif self._levels.within(path):
            del self._items[len(path) :]
            self._levels.close(len(path))
        self._place.append(Draft(block))

    @property
    def _levels_used(self) -> bool:
        return bool(self._items) and self._items[-1].block.label.startswith("(")

    def _item(self, block: Block) -> bool:
        """Take ``block`` as an item of the open entry; False where it is none."""
        if self._entry is None or _CATEGORY.match(self._entry.block.label):
            return self._level(block)
        items = _ITEMS.match(block.text)
        return self._path(block) if items is None else self._announced(block, items.end())

    def _announced(self, block: Block, end: int) -> bool:
        """The line that announces the items of an entry; the first of them may stand on it."""
        self._items = []
        line = Draft(block)
        self._place.append(line)
        self._own = None
        if self._path(attrs.evolve(block, text=block.text[end:])):
            line.block = attrs.evolve(block, text=block.text[:end].strip())
        return True

    def _path(self, block: Block) -> bool:
        """An item whose label is a whole path.

        Under the entry's own headings it is one only where these end in its items, and no line announces them.
        """
        label = path_of(block.text)
        if label is None or self._entry is None:
            return self._figure(block)
        if self._own and not self._items:
            unannounced = self._entry.block.locator not in self._announcing
            if not (unannounced and _ITEMS_HEADING.match(self._own.block.text)):
                return False
        if not self._run.takes(label["path"] or label["letter"]):
            return False
        text = block.text[label.end() :].strip()
        item = Draft(attrs.evolve(block, role=Role.ITEM, label=label["label"], text=text))
        self._entry.inside.append(item)
        self._items = [item]
        return True

    def _figure(self, block: Block) -> bool:
        """A figure right below an item that announces a list: a sub-item that prints its own level only."""
        label = _FIGURE.match(block.text)
        if label is None or not self._items or not self._items[0].block.text.endswith(":"):
            return False
        above = self._items[0].inside
        if any(draft.block.role is not Role.ITEM for draft in above) or int(label["figure"]) != len(above) + 1:
            return False
        text = block.text[label.end() :].strip()
        above.append(Draft(attrs.evolve(block, role=Role.ITEM, label=label[0].strip(), text=text)))
        return True

    def _level(self, block: Block) -> bool:
        """An item whose label in parentheses says its own level only."""
        label = label_of(block.text)
        if label is None:
            return False
        last = self._items[-1] if self._items else None
        announced = last is None or (last.block.text.endswith(":") and not last.inside)
        depth = self._levels.depth(label["name"], announced=announced)
        if label["more"]:
            self._levels.reach(label["more"].strip("-()"))
        text = squeeze(f"{label['mark'] or ''}{block.text[label.end('label') :]}")
        item = Draft(attrs.evolve(block, role=Role.ITEM, label=label["label"], text=text))
        del self._items[depth:]
        self._place.append(item)
        self._items.append(item)
        return True
