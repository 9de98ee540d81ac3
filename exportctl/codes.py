"""Codes of control-list provisions: parse, print, order, parent.

A code is a head (``3A001``, ``ML10``) and a path of sub-item labels. The law prints ``3A001.a.5.a.4.``, the trade
writes ``3A001a5a4``; both are read, and the dotted form is printed.

>>> code = EntryCode.parse("3A001a5a4")
>>> str(code), str(code.parent), code.head
('3A001.a.5.a.4', '3A001.a.5.a', '3A001')
>>> str(EntryCode.parse("ml10C."))
'ML10.c'

Source: the numbering described in Annex I to Regulation (EU) 2021/821 (category, product group, three figures) and in
the Common Military List (ML1 to ML22). Other regimes' heads (``X.A.I.001``, ``0001``, ``USML-IV``) keep their form.
"""

import re
from functools import lru_cache

import attrs

from exportctl.errors import BadCode

__all__ = ["EntryCode", "is_within"]

_HEADS = (
    re.compile(r"(?P<category>[0-9])(?P<group>[A-E])(?P<number>[0-9]{3,4})(?![0-9])"),
    re.compile(r"(?P<category>ML)(?P<group>)(?P<number>[1-9][0-9]?)(?![0-9])"),
    re.compile(r"(?P<category>X\.[A-E]\.[IVX]+\.)(?P<group>)(?P<number>[0-9]{3})(?![0-9])"),
    re.compile(r"(?P<category>[0-9])\.(?P<group>[A-E])\.(?P<number>[0-9]{1,2})(?![0-9])"),
    re.compile(r"(?P<category>)(?P<group>)(?P<number>00[0-9]{2})(?![0-9])"),
    re.compile(r"(?P<category>USML-)(?P<group>)(?P<number>[IVX]+)(?![A-Z])"),
)
_USML = re.compile(r"^(?:(?:USML[ -]*)?Category |USML ?)(?=[IVX]+\b)", re.IGNORECASE)
_LABEL = re.compile(r"[a-z]+|[0-9]+", re.IGNORECASE)
_PATH = re.compile(r"[a-z0-9\s.()]*", re.IGNORECASE)
_LONGEST, _LONGEST_LABEL = 60, 6


def _label_key(label: str) -> tuple[int, int, str]:
    return (0, int(label), "") if label.isdigit() else (1, len(label), label)


@attrs.frozen(eq=True, order=False)
class EntryCode:
    """The code of one provision: ``category``, ``group`` and ``number`` of its entry, and the ``path`` of labels below.

    Comparison follows the order of the list within one entry: figures by value, letters by length and alphabet.

    >>> EntryCode.parse("1C350.9") < EntryCode.parse("1C350.10")
    True
    """

    category: str
    group: str
    number: str
    path: tuple[str, ...] = ()
    _text: str = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_text", ".".join((self.head, *self.path)))

    @staticmethod
    def parse(text: "str | EntryCode") -> "EntryCode":
        """The code that ``text`` writes, dotted or run together, in either case; an ``EntryCode`` comes back as it is.

        Raises `BadCode` (a ``ValueError``) when it is none.

        >>> EntryCode.parse("6A003.b.4.a.").path
        ('b', '4', 'a')
        """
        return text if isinstance(text, EntryCode) else _parse(text)

    @property
    def head(self) -> str:
        """The entry's own code, without sub-items: ``3A001``."""
        dots = "." if self.category.isdigit() and len(self.number) < 3 else ""
        return f"{self.category}{dots}{self.group}{dots}{self.number}"

    @property
    def entry(self) -> "EntryCode":
        """The code of the entry this provision belongs to."""
        return attrs.evolve(self, path=()) if self.path else self

    @property
    def parent(self) -> "EntryCode | None":
        """The code one level up; ``None`` for an entry."""
        return attrs.evolve(self, path=self.path[:-1]) if self.path else None

    def child(self, label: str) -> "EntryCode":
        """The code of the sub-item ``label`` (``a``, ``5``) below this one."""
        return attrs.evolve(self, path=(*self.path, label.lower()))

    def covers(self, other: "EntryCode") -> bool:
        """Whether ``other`` is this provision or stands below it."""
        return self.head == other.head and other.path[: len(self.path)] == self.path

    @property
    def sort_key(self) -> tuple[object, ...]:
        """A key that sorts codes as their list does."""
        number = (0, int(self.number), "") if self.number.isdigit() else (1, 0, self.number)
        return (self.category, self.group, number, tuple(_label_key(label) for label in self.path))

    def __lt__(self, other: "EntryCode") -> bool:
        return self.sort_key < other.sort_key

    def __str__(self) -> str:
        return self._text

    def __hash__(self) -> int:
        return hash(self._text)


def is_within(code: str, above: str) -> bool:
    """Whether the provision ``code`` is ``above`` itself, or stands below it, both as they are printed.

    >>> is_within("3A001.b.2", "3A001.b"), is_within("3A001.b", "3A001.b"), is_within("3A001.b.10", "3A001.b.1")
    (True, True, False)
    """
    return code == above or code.startswith(f"{above}.")


@lru_cache(maxsize=65536)
def _parse(text: str) -> EntryCode:
    stripped = _USML.sub("USML-", text.strip())
    if len(stripped) <= _LONGEST:
        upper = stripped.upper()
        for pattern in _HEADS:
            head = pattern.match(upper)
            if head and _PATH.fullmatch(stripped, head.end()):
                labels = tuple(label.lower() for label in _LABEL.findall(stripped, head.end()))
                if all(len(label) <= _LONGEST_LABEL for label in labels):
                    return EntryCode(head["category"], head["group"], head["number"], labels)
    raise BadCode(text)
