"""What a figure is that states no limit, by its token and by what stands around it.

>>> text = "Fixtures for three shafts"
>>> around = Neighbours(text, scopes_of(lex(text)), note=False)
>>> str(role_of(around, around.scopes[0], 2))
'count'

The rules are tried in order: first those of the token's own kind (a CAS number, a name), then those of its neighbours.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import cached_property

import attrs

from exportctl.extraction.circumstances import is_explanation
from exportctl.extraction.scopes import ASIDE, Item, Scope, lex, scopes_of

__all__ = ["Category", "Neighbours", "lex", "role_of", "scopes_of"]


class Category(StrEnum):
    """What a figure of the law is."""

    LIMIT = "limit"
    RANGE_END = "end of a range"
    SECOND = "second notation of a limit"
    FORMULA = "part of a formula"
    TOLERANCE = "tolerance"
    CONDITION = "condition of measurement"
    SIZE = "size or rating that names a thing"
    EXPLANATION = "figure of an explanation"
    COUNT = "count"
    NAME = "part of a name or standard"
    UNIT = "part of a unit"
    REFERENCE = "cross-reference"
    LABEL = "list label"
    CAS = "CAS number"
    YEAR = "year"
    NOT_UNDERSTOOD = "not understood"


_BY_KIND = {
    "R": Category.REFERENCE,
    "S": Category.NAME,
    "M": Category.NAME,
    "T": Category.NAME,
    "W": Category.NAME,
    "v": Category.NAME,
    "C": Category.CAS,
    "Y": Category.YEAR,
    "l": Category.LABEL,
    "F": Category.FORMULA,
}
_VALUES = "QN"
_NOUNS = "WTMS"


@attrs.define(slots=False)
class Neighbours:
    """The items of one text in their scopes. ``note`` marks words that explain: notes, definitions, headings."""

    text: str
    scopes: tuple[Scope, ...]
    note: bool

    @cached_property
    def places(self) -> list[tuple[int, Scope, int]]:
        """Every token's start, its scope and its number there, from left to right."""
        found = [
            (item.start, scope, number)
            for scope in self.scopes
            for number, item in enumerate(scope.items)
            if item.token is not None
        ]
        return sorted(found, key=lambda place: place[0])


@attrs.define
class _Around:
    """One figure's item with what stands before and behind it."""

    around: Neighbours
    scope: Scope
    number: int

    @property
    def item(self) -> Item:
        """The figure's own item."""
        return self.scope.items[self.number]

    @property
    def is_value(self) -> bool:
        """Whether the item is a quantity or a number."""
        return self.item.kind in _VALUES

    @property
    def before(self) -> str:
        """The shape of what stands before, nearest last."""
        return self.scope.shape[: self.number]

    @property
    def behind(self) -> str:
        """The shape of what stands behind, nearest first, asides left out."""
        return self.scope.shape[self.number + 1 :].lstrip(ASIDE)

    @property
    def outer(self) -> str:
        """The shape of what stands before the bracket that this figure opens, nearest last; empty where none does."""
        if not self.scope.depth or self.number:
            return ""
        for outer in self.around.scopes:
            for number, item in enumerate(outer.items):
                if (
                    item.token is None
                    and outer.depth == self.scope.depth - 1
                    and item.start < self.item.start < item.end
                ):
                    return outer.shape[:number]
        return ""

    @property
    def words_before(self) -> str:
        """The words before, as printed."""
        return self.around.text[: self.item.start]

    @property
    def words_behind(self) -> str:
        """The words behind, as printed."""
        return self.around.text[self.item.end :]


_POWER = re.compile(r"(?:\^|[^\W\d_]/[^\W\d_]+\^?)-?$")
_PATH = re.compile(r"(?:^|[\s(.])[.a-z]\.(?:\d+\.)*$|[a-z]\.\d+(?:\.[a-z])?\.$|\w\.[a-z]\.$|\b[A-Z]{1,2}\.$|\.\d\.$")
_INTO_PATH = re.compile(r"\.[a-z]\.\d|\.?\s(?:of|to)\s[A-Z]{2,}")
_OPENING = re.compile(r"(?:^|[.:;|]|\b(?:and|or))\s*$")
_HEADED = re.compile(r"[.:]?\s+[“‘A-Z\d]|\.[a-z]\s")
_CELL = re.compile(r"(?:^|\n|\|\s)[A-Z]\.$")
_CODES_ONLY = re.compile(r"\(?[A-Z\d ,]+\)?")
_CHEMICAL = re.compile(r"(?:,\s?\d+)*(?:[-–)\]]+\(?[\w\[(]|[A-Z]-|\[|\s(?:mono|di|tri|tetra|penta|hexa))")
_NAMED = re.compile(r"[^\W\d_]{2,}\s(?:\d+\s(?:or|and|to)\s)?$")
_NOTATION = re.compile(r"\b(?:i\.e\.,?|e\.g\.,?|equivalent(?::| to)(?: or \w+ than)?|equals?)\s(?:a |an )?$")
_EXPLAINING = re.compile(
    r"\b(?:approximately|about|nominal|is|be|as|of|achieve|containing|which|than|to|from)\s$|[=(|]\s?$"
)
_ARITHMETIC = re.compile(r"(?:[=+/×*√–−-]|\)(?=$)|\b(?:plus|minus|divided by|multiplied by|times)|\)\s?and)\s*$")
_CALCULATED = re.compile(r"\s(?:divided|multiplied)\sby\b|\s?[×*/]\s?[A-Za-z]")
_UNREADABLE = re.compile(r"[×x–-]")
_DURING = re.compile(r"\b(?:in|within)\s(?:any\s|each\s)?$")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d")


def _counts(place: _Around) -> bool:
    """A whole number of things: "three shafts", "one of them", "two or more"."""
    token = place.item.token
    if token is None or token.value is None:
        return False
    if place.around.text[place.item.start].isalpha():
        return token.kind == "N" or token.unit is None or token.unit.kind == "number"
    return (
        token.kind == "N"
        and token.value.denominator == 1
        and re.match(r"[dv]?[WTMPp]|o[dW]", place.behind) is not None
        and _CHEMICAL.match(place.words_behind) is None
    )


def _measured(place: _Around) -> bool:
    """A figure behind "at", "over", "when measured in" within its clause, or a time in which something happens."""
    clause = re.split("[,;:!]", place.outer + place.before)[-1]
    aside = place.scope.depth > 0 and place.scope.shape[0] == "c"
    return place.is_value and (aside or "c" in clause or _DURING.search(place.words_before) is not None)


def _marked(place: _Around) -> bool:
    """A bracket of bare numbers and codes: the mark of a table's note, the categories behind a defined term."""
    if place.scope.depth == 0 or place.item.kind != "N":
        return False
    first, last = place.scope.items[0], place.scope.items[-1]
    return _CODES_ONLY.fullmatch(place.around.text, first.start, last.end) is not None


def _sized(place: _Around) -> bool:
    """A quantity that stands before a noun, or one side of a size: "a 30 mm tube", "26 mm × 8 mm"."""
    if not place.is_value:
        return False
    beside = place.before[-1:] + place.behind[:1]
    by = re.search(r"[QN][2k]*v$", place.before) is not None
    rated = place.item.kind == "Q" or ":" in place.around.text[place.item.start : place.item.end]
    return (rated and place.behind[:1] in tuple(_NOUNS)) or "×" in beside or by


def _labelled(place: _Around) -> bool:
    """The number in front of a sentence or of a table's row."""
    if _CELL.search(place.words_before):
        return True
    opens = place.item.kind == "N" and _OPENING.search(place.words_before) is not None
    listed = place.around.note and re.search(r"[:;]\s$", place.words_before) and place.words_behind.startswith(". ")
    return opens and (bool(listed) or _HEADED.match(place.words_behind) is not None)


def _referring(place: _Around) -> bool:
    """A step on the path to a paragraph: the 2 of "b.2.", the 5.3 of "5.3 of" a standard."""
    if place.item.kind == "Q":
        return False
    return bool(_PATH.search(place.words_before) or _INTO_PATH.match(place.words_behind))


def _dated(place: _Around) -> bool:
    """A day, in figures."""
    return _DATE.match(place.around.text, place.item.start) is not None


def _exemplary(place: _Around) -> bool:
    """A figure of an example, or one that says what a symbol stands for."""
    return place.is_value and is_explanation(place.around.text, place.around.scopes, place.item.start)


def _repeated(place: _Around) -> bool:
    """A value that opens a bracket behind another value: the same limit in other terms."""
    return place.item.kind == "Q" and place.outer[-1:] == "Q"


def _powered(place: _Around) -> bool:
    """An exponent of a unit that no number stands before."""
    return place.item.kind == "?" and _POWER.search(place.words_before) is not None


def _tolerated(place: _Around) -> bool:
    """What a value may deviate by."""
    return place.is_value and place.before[-1:] == "±"


def _explaining(place: _Around) -> bool:
    """A figure that gives another in other terms, or one in words that only explain."""
    if not place.is_value:
        return False
    if _NOTATION.search(place.words_before):
        return True
    told = place.scope.depth > 0 or place.behind[:1] == "o" or place.words_behind.startswith(" is ")
    return place.around.note and (told or _EXPLAINING.search(place.words_before) is not None)


def _computing(place: _Around) -> bool:
    """A figure beside a sign of arithmetic, or its word."""
    return _ARITHMETIC.search(place.words_before) is not None


def _calculated(place: _Around) -> bool:
    """A figure that a computation goes on with: "15 divided by", "5 W × "."""
    return _CALCULATED.match(place.words_behind) is not None


def _chemical(place: _Around) -> bool:
    """A number that is part of a chemical's name."""
    return place.item.kind in "N?" and _CHEMICAL.match(place.words_behind) is not None


def _naming(place: _Around) -> bool:
    """A number that stands behind a noun: "type 3", "isotope 7"."""
    return place.item.kind in "N?" and _NAMED.search(place.words_before) is not None


_RULES: tuple[tuple[Category, Callable[[_Around], bool]], ...] = (
    (Category.YEAR, _dated),
    (Category.EXPLANATION, _exemplary),
    (Category.REFERENCE, _marked),
    (Category.UNIT, _powered),
    (Category.LABEL, _labelled),
    (Category.REFERENCE, _referring),
    (Category.SECOND, _repeated),
    (Category.COUNT, _counts),
    (Category.TOLERANCE, _tolerated),
    (Category.CONDITION, _measured),
    (Category.NAME, _chemical),
    (Category.FORMULA, _calculated),
    (Category.SIZE, _sized),
    (Category.EXPLANATION, _explaining),
    (Category.FORMULA, _computing),
    (Category.NAME, _naming),
)


def role_of(around: Neighbours, scope: Scope, number: int) -> Category:
    """What the figure in item ``number`` of ``scope`` is; `Category.NOT_UNDERSTOOD` where no rule knows it."""
    kind = scope.shape[number]
    item = scope.items[number]
    if kind == "?" and _UNREADABLE.search(around.text, item.start, item.end):
        return Category.NOT_UNDERSTOOD
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    place = _Around(around, scope, number)
    return next((category for category, holds in _RULES if holds(place)), Category.NOT_UNDERSTOOD)
