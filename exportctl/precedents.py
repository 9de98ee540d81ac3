"""A user's own earlier decisions, as evidence beside the candidates: never a verdict, and no part of the ranking.

>>> earlier = (Precedent(description="krytron switch tube", outcome="licensed", codes=("3A228.a",)),)
>>> [found.precedent.codes for found in like(Goods("krytron"), earlier)], like(Goods("pump"), earlier)
([('3A228.a',)], ())
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any

import attrs

from exportctl.codes import EntryCode
from exportctl.errors import BadCode, BadTable
from exportctl.goods import Goods
from exportctl.matching.vocabulary import stems, tokens
from exportctl.records import read_records
from exportctl.tables import read_rows
from exportctl.tables.columns import find_columns

__all__ = ["Likeness", "Precedent", "like", "read_precedents"]

_SHOWN = 5
_LEAST = 0.3
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
    """An earlier decision: what the goods were, what it came to in the user's words, the codes, when it was made."""

    description: str
    outcome: str = ""
    codes: tuple[str, ...] = ()
    made: str = ""


@attrs.frozen
class Likeness:
    """A ``precedent``, how ``like`` the goods its words are (0 to 1), and the words that they ``share``."""

    precedent: Precedent
    like: float
    share: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The evidence as plain values."""
        return {
            "description": self.precedent.description,
            "outcome": self.precedent.outcome,
            "codes": list(self.precedent.codes),
            "made": self.precedent.made,
            "likeness": round(self.like, 4),
            "shared_words": list(self.share),
        }


def read_precedents(path: Path) -> tuple[Precedent, ...]:
    """The earlier decisions in the file at ``path``: records (.jsonl), or a table with a description and codes.

    The columns of a table are found by name ("Description", "Code", "Decision", "Date"). Raises `BadTable`.
    """
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return tuple(_of_record(record) for _, record in read_records(path))
    heading, rows = read_rows(path)
    described = find_columns(heading).description
    if described is None:
        raise BadTable(str(path), "has no column that describes the goods", "name one “description”")
    codes, outcome, made = (_place(heading, names) for names in (_CODES, _OUTCOMES, _DATES))
    if codes is None and outcome is None:
        raise BadTable(str(path), "says nothing of how goods were decided", "name a column “code” or “decision”")

    def cell(cells: Sequence[str], place: int | None) -> str:
        return cells[place] if place is not None else ""

    return tuple(
        Precedent(
            description=row.cells[described],
            outcome=cell(row.cells, outcome),
            codes=_codes(cell(row.cells, codes)),
            made=cell(row.cells, made),
        )
        for row in rows
        if row.cells[described] and not row.fault
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
    )


def like(goods: Goods, precedents: Iterable[Precedent], *, limit: int = _SHOWN) -> tuple[Likeness, ...]:
    """The ``precedents`` whose words are most like those of ``goods``, the likest first, the newest before others.

    Words count by how rare they are among the precedents: the share of their weight that both descriptions have.
    """
    said = _words(goods.description)
    known = [(precedent, _words(precedent.description)) for precedent in precedents]
    often = Counter(word for _, words in known for word in words)
    weight = {word: log(1 + len(known) / (often[word] or 1)) for word in {*often, *said}}
    found = []
    for precedent, words in known:
        shared = said.keys() & words.keys()
        both = sum(weight[word] for word in (*said, *words))
        share = 2 * sum(weight[word] for word in shared) / both if both else 0.0
        if share >= _LEAST:
            found.append(Likeness(precedent, share, tuple(sorted(said[word] for word in shared))))
    found.sort(key=lambda one: one.precedent.made, reverse=True)
    found.sort(key=lambda one: -one.like)
    return tuple(found[:limit])


def _words(text: str) -> dict[str, str]:
    """The words of ``text`` by their stems."""
    return {stems(word)[0]: word for word in tokens(text[:20_000]) if stems(word)}
