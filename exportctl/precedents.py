"""A user's own earlier decisions, as evidence beside the candidates: never a verdict, and no part of the ranking.

>>> earlier = (Precedent(description="krytron switch tube", outcome="licensed", codes=("3A228.a",)),)
>>> [found.precedent.codes for found in like(Goods("krytron"), earlier)], like(Goods("pump"), earlier)
([('3A228.a',)], ())
"""

import hashlib
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from math import log
from pathlib import Path
from typing import Any

import attrs

from exportctl.codes import EntryCode
from exportctl.errors import BadCode, BadTable
from exportctl.goods import Goods
from exportctl.matching.vocabulary import stems, tokens
from exportctl.records import read_records
from exportctl.tables.goods import goods_table

__all__ = ["Likeness", "Precedent", "Precedents", "extent_of", "like", "read_precedents"]

_SHOWN = 5
_LEAST = 0.3
_LONGEST = 20_000
_QUOTED = 120
_BLOCK = 1 << 20
_RECORDS = (".jsonl", ".ndjson")
_CODES = (
    "codes",
    "code",
    "classification",
    "eccn",
    "entry",
    "list entry",
    "control code",
    "classificatie",
    "einstufung",
)
_OUTCOMES = ("outcome", "decision", "result", "status", "besluit", "uitkomst", "entscheidung", "ergebnis", "décision")
_DATES = ("date", "made", "decided", "datum", "besluitdatum")
_SPLIT = re.compile(r"[,;/\s]+")


@attrs.frozen(kw_only=True)
class Precedent:
    """An earlier decision: what the goods were, what it came to in the user's words, the codes, when it was made.

    ``part_number`` is the goods' own, where it is known.
    """

    description: str
    outcome: str = ""
    codes: tuple[str, ...] = ()
    made: str = ""
    part_number: str = ""


@attrs.frozen
class Likeness:
    """A ``precedent``, how ``like`` the goods its words are (0 to 1), and the words that they ``share``.

    ``same_part`` says that the part number is the same.
    """

    precedent: Precedent
    like: float
    share: tuple[str, ...]
    same_part: bool = False

    @property
    def degree(self) -> str:
        """How like it is, in words."""
        return f"{'same part number, ' if self.same_part else ''}{self.like:.0%}"

    def __str__(self) -> str:
        earlier = self.precedent
        told = ", ".join(part for part in (earlier.outcome, *earlier.codes, earlier.made) if part)
        words = earlier.description
        quoted = words if len(words) <= _QUOTED else f"{words[: _QUOTED - 1]}…"
        return f"{self.degree} like “{quoted}”: {told}"

    def as_dict(self) -> dict[str, Any]:
        """The evidence as plain values."""
        return {
            "description": self.precedent.description,
            "outcome": self.precedent.outcome,
            "codes": list(self.precedent.codes),
            "made": self.precedent.made,
            "likeness": round(self.like, 4),
            "shared_words": list(self.share),
            "same_part_number": self.same_part,
        }


def read_precedents(path: Path, *, upto: int | None = None) -> tuple[Precedent, ...]:
    """The earlier decisions in the file at ``path``: records (.jsonl), or a table with a description and codes.

    The columns of a table are found by name ("Description", "Part number", "Code", "Decision", "Date"). Of records only
    those are taken that begin in the first ``upto`` bytes: a file of records grows. Raises `BadTable`.
    """
    if path.suffix.lower() in _RECORDS:
        return tuple(_of_record(record) for _, record in read_records(path, upto=upto))
    with goods_table(path) as goods:
        columns, heading = goods.columns, goods.table.heading
        if columns.description is None:
            raise BadTable(str(path), "has no column that describes the goods", "name one “description”")
        codes, outcome, made = (_place(heading, names) for names in (_CODES, _OUTCOMES, _DATES))
        if codes is None and outcome is None:
            raise BadTable(str(path), "says nothing of how goods were decided", "name a column “code” or “decision”")

        def cell(cells: Sequence[str], place: int | None) -> str:
            return cells[place] if place is not None else ""

        return tuple(
            Precedent(
                description=described,
                outcome=cell(row.cells, outcome),
                codes=_codes(cell(row.cells, codes)),
                made=cell(row.cells, made),
                part_number=columns.part_number_of(row),
            )
            for row in goods.table.rows()
            if (described := columns.description_of(row)) and not row.fault
        )


def _place(heading: Sequence[str], names: Sequence[str]) -> int | None:
    plain = [" ".join(title.casefold().replace("_", " ").split()) for title in heading]
    return next((plain.index(name) for name in names if name in plain), None)


def _codes(cell: str) -> tuple[str, ...]:
    """The codes in a cell, as they are written in lists; what is no code stays as it is."""
    return tuple(_code(part) for part in _SPLIT.split(cell) if part)


def _code(text: str) -> str:
    try:
        return str(EntryCode.parse(text))
    except BadCode:
        return text


def _of_record(record: Mapping[str, Any]) -> Precedent:
    answer = record["answer"]
    return Precedent(
        description=record["goods"]["description"],
        outcome=answer["outcome"],
        codes=tuple(answer["codes"]),
        made=str(record["time"])[:10],
        part_number=record.get("part_number", ""),
    )


def extent_of(path: Path, upto: int | None = None) -> tuple[int, str]:
    """How many bytes of the file at ``path`` hold its decisions, and their sha256; of records the first ``upto`` bytes.

    By these a later run knows whether they are still the same. Raises `BadTable` where it cannot be read.
    """
    most = upto if path.suffix.lower() in _RECORDS else None
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK if most is None else min(_BLOCK, most - size)):
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise BadTable(str(path), f"cannot be read ({error.strerror})", "name an existing file") from error
    return size, digest.hexdigest()


@attrs.frozen
class Precedents:
    """Earlier ``decisions``, found by their words and part numbers without going through all of them."""

    decisions: tuple[Precedent, ...]
    _by_stem: "dict[str, array[int]]"
    _by_part: "dict[str, array[int]]"
    _weights: "array[float]"

    @staticmethod
    def of(decisions: Iterable[Precedent]) -> "Precedents":
        """Those ``decisions`` to look up."""
        several = tuple(decisions)
        by_stem: dict[str, array[int]] = {}
        by_part: dict[str, array[int]] = {}
        for number, precedent in enumerate(several):
            for stem in _words(precedent.description):
                by_stem.setdefault(stem, array("L")).append(number)
            if part := _part(precedent.part_number):
                by_part.setdefault(part, array("L")).append(number)
        weights = array("d", bytes(8 * len(several)))
        for places in by_stem.values():
            weight = _weight(len(places), len(several))
            for number in places:
                weights[number] += weight
        return Precedents(several, by_stem, by_part, weights)

    def near(self, description: str, part_number: str = "", *, limit: int = _SHOWN) -> tuple[Likeness, ...]:
        """The decisions on goods most like these: those of the same part number first, then the likest, the newest.

        Words count by how rare they are among the decisions: the share of their weight that both descriptions have.
        """
        said = _words(description)
        shared: dict[int, float] = {}
        whole = 0.0
        for stem in said:
            places = self._by_stem.get(stem, ())
            weight = _weight(len(places), len(self.decisions))
            whole += weight
            for number in places:
                shared[number] = shared.get(number, 0.0) + weight
        same = frozenset(self._by_part.get(_part(part_number), ()))
        # rounded, for sums of the same words in another order must not tell two decisions apart
        likely = {number: round(2 * both / (whole + self._weights[number]), 9) for number, both in shared.items()}
        shown = [number for number, share in likely.items() if share >= _LEAST or number in same]
        shown += sorted(same - likely.keys())
        best = nlargest(
            limit,
            shown,
            key=lambda number: (number in same, likely.get(number, 0.0), self.decisions[number].made, -number),
        )
        return tuple(self._likeness(number, said, likely.get(number, 0.0), number in same) for number in best)

    def _likeness(self, number: int, said: Mapping[str, str], like: float, same_part: bool) -> Likeness:
        precedent = self.decisions[number]
        both = said.keys() & _words(precedent.description).keys()
        return Likeness(precedent, like, tuple(sorted(said[stem] for stem in both)), same_part)


def like(goods: Goods, precedents: Iterable[Precedent], *, limit: int = _SHOWN) -> tuple[Likeness, ...]:
    """The ``precedents`` whose words are most like those of ``goods``, the likest first, the newest before others."""
    return Precedents.of(precedents).near(goods.description, limit=limit)


def _weight(often: int, of: int) -> float:
    """What a word counts that stands in ``often`` of so many decisions."""
    return log(1 + of / (often or 1))


def _part(number: str) -> str:
    return "".join(number.casefold().split())


def _words(text: str) -> dict[str, str]:
    """The words of ``text`` by their stems."""
    return {found[0]: word for word in tokens(text[:_LONGEST]) if (found := stems(word))}
