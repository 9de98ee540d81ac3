"""Labels that stand in the text of paragraphs ("(a)(1)", "a.1."), and the nesting that they mean.

Some mark-ups print a list as paragraphs one after another, the label as the first word. `Levels` nests those whose
label says one level only, as in the Code of Federal Regulations: (a), (1), (i), (A), (1), (i). `Run` tells which
paragraphs go on with a list whose labels are whole paths.

>>> levels = Levels()
>>> [levels.depth(label, announced=end) for label, end in (("a", False), ("1", True), ("i", True), ("ii", False))]
[0, 1, 2, 2]
"""

import re

import attrs

from exportctl.formats import Block, Role

__all__ = ["Draft", "Levels", "Run", "label_of", "paragraph", "path_of"]

_PARENTHESES = re.compile(
    r"(?P<mark>\*\s*)?(?P<label>\((?P<name>[a-z]{1,6}|[0-9]{1,3}|[A-Z]{1,2})\))(?P<more>-\([a-z0-9]+\))?"
)
_PATH = re.compile(
    r"(?P<label>(?P<path>[a-z](?:\.(?:[0-9]{1,3}|[a-z]|([a-z])\3))+)\.{0,2}|(?P<letter>[a-z]|([a-z])\5)\.)(?=[\s'‘“\"-]|$)"
)
_ROMAN = re.compile(r"(?:x{0,3})(?:ix|iv|v?i{0,3})")
_STYLES = ("letter", "figure", "roman", "capital", "figure", "roman")
"""How the Code of Federal Regulations labels the levels of a paragraph (1 CFR 21.11)."""


@attrs.define
class Draft:
    """A block that still grows: what follows it may stand inside it."""

    block: Block
    inside: "list[Draft]" = attrs.field(factory=list)

    def freeze(self) -> Block:
        """The block with all that was put inside it."""
        return attrs.evolve(self.block, children=(*self.block.children, *(draft.freeze() for draft in self.inside)))


def label_of(text: str) -> "re.Match[str] | None":
    """The label in parentheses that ``text`` begins with: ``name``, ``label`` as printed, ``mark`` before it.

    >>> label_of("* (a) Firearms.")["name"]
    'a'
    """
    return _PARENTHESES.match(text)


def path_of(text: str) -> "re.Match[str] | None":
    """The label without parentheses that ``text`` begins with: a letter and a full stop, or a whole path.

    >>> path_of("a.1.b. Pumps")["path"], path_of("b. Valves")["letter"]
    ('a.1.b', 'b')
    """
    return _PATH.match(text)


class Levels:
    """The open lists of a paragraph, from the outermost: the style and the last label of each."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def depth(self, label: str, *, announced: bool) -> int:
        """The level of the paragraph ``label``; ``announced`` where the one before it ends in a colon.

        A label that may be a letter or a figure in Roman numerals opens the list that was announced; else it goes on
        with the innermost list in which it is the next, or a later one (the law leaves gaps); else it opens a list.
        """
        opening = self._opening(label)
        going = [level for level in reversed(range(len(self._open))) if self._step(level, label) == 1]
        later = [level for level in reversed(range(len(self._open))) if self._step(level, label) > 1]
        opens = [len(self._open)] if opening is not None else []
        level = next(iter([*opens, *going, *later] if announced else [*going, *later, *opens]), len(self._open))
        style = self._open[level][0] if level < len(self._open) else opening or 0
        self.close(level)
        self._open.append((style, label))
        return level

    def _step(self, level: int, label: str) -> int:
        """How far ``label`` stands behind the last one of an open list; not above 0 where it does not belong there."""
        style, last = self._open[level]
        here = _position(_STYLES[style], label)
        return here - _position(_STYLES[style], last) if here else 0

    def _opening(self, label: str) -> int | None:
        """The style of the list that ``label`` would be the first of, inside the innermost open one."""
        inner = self._open[-1][0] + 1 if self._open else 0
        return next((n for n in range(inner, len(_STYLES)) if _position(_STYLES[n], label) == 1), None)

    def reach(self, label: str) -> None:
        """The last paragraph stands for all up to ``label`` ("(f)-(w) [Reserved]")."""
        self._open[-1] = (self._open[-1][0], label)

    def within(self, path: list[str]) -> bool:
        """Whether the open paragraphs begin with ``path``."""
        return bool(path) and [label for _, label in self._open[: len(path)]] == path

    def close(self, depth: int) -> None:
        """Only the first ``depth`` levels stay open."""
        del self._open[depth:]


def _position(style: str, label: str) -> int:
    """The place of ``label`` in a list of ``style``; 0 where it is none of it."""
    if style == "figure":
        return int(label) if label.isdigit() else 0
    if style == "roman":
        return _roman(label) if _ROMAN.fullmatch(label) else 0
    if not label.isalpha() or label.isupper() != (style == "capital") or len(set(label)) > 1:
        return 0
    return 26 * (len(label) - 1) + ord(label[0].lower()) - 96


def _roman(label: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in label]
    after = [*values[1:], 0]
    return sum(-value if value < following else value for value, following in zip(values, after, strict=True))


class Run:
    """A list whose labels are whole paths, in order: "a.", "a.1.", "a.1.a.", "b.".

    >>> run = Run()
    >>> [run.takes(path) for path in ("a", "a.1", "b", "a", "d")]
    [True, True, True, False, True]
    """

    def __init__(self) -> None:
        self._last: tuple[tuple[int, int], ...] = ()

    def takes(self, path: str) -> bool:
        """Whether ``path`` stands behind the last item taken; then it is the last one. Gaps are the law's own."""
        key = _key(path)
        if key <= self._last:
            return False
        self._last = key
        return True

    def goes_on(self, path: str) -> bool:
        """Whether ``path`` is the very next item, on the level of the last one or on one above."""
        *above, (kind, number) = _key(path)
        return self._last[: len(above) + 1] == (*above, (kind, number - 1))


def _key(path: str) -> tuple[tuple[int, int], ...]:
    """A path in the order of its list: figures by value, letters by length and alphabet."""
    return tuple((0, int(label)) if label.isdigit() else (1, _position("letter", label)) for label in path.split("."))


def paragraph(block: Block) -> Block:
    """A paragraph of a note as an item where it begins with a label, else as it is."""
    found = label_of(block.text) or path_of(block.text)
    if found is None:
        return block
    return attrs.evolve(block, role=Role.ITEM, label=found["label"], text=block.text[found.end("label") :].strip())
