"""The goods index: what the trade calls the goods of each entry, in English, Dutch, German and French.

Data in ``controllists/index``: one TSV a language (codes, language, term, kind), the abbreviations spelled out, the
false friends (a term, what it is mistaken for, why it is not), and everyday goods that no list names.
Chemical names, CAS numbers and Latin names that are the same in all languages stand once, under English.

>>> [term.codes for term in find("krytron")][0]
('3A228.a',)
"""

import fnmatch
from functools import lru_cache
from pathlib import Path

import attrs

from exportctl.catalog import bundled_directory

__all__ = ["FalseFriend", "IndexTerm", "everyday_goods", "false_friends", "find", "index_terms"]

_LANGUAGES = ("en", "nl", "de", "fr")


@attrs.frozen
class IndexTerm:
    """One term of the index: the ``codes`` it stands for (most usual first), its ``language``, and its ``kind``."""

    codes: tuple[str, ...]
    language: str
    term: str
    kind: str


@attrs.frozen
class FalseFriend:
    """A term for goods that are mistaken for those of ``mistaken_for``, and ``why`` they are not."""

    term: str
    language: str
    mistaken_for: str
    why: str


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=1)
def index_terms() -> tuple[IndexTerm, ...]:
    """All terms of the goods index, language by language, sorted within each."""
    directory = bundled_directory() / "index"
    return tuple(
        IndexTerm(tuple(codes.split()), language, term, kind)
        for name in _LANGUAGES
        for codes, language, term, kind in _rows(directory / f"{name}.tsv")
    )


@lru_cache(maxsize=1)
def false_friends() -> tuple[FalseFriend, ...]:
    """All false friends, sorted by language and term."""
    return tuple(FalseFriend(*row) for row in _rows(bundled_directory() / "index" / "false_friends.tsv"))


@lru_cache(maxsize=1)
def everyday_goods() -> tuple[FalseFriend, ...]:
    """Everyday goods, mistaken for nothing in particular, sorted by language and term."""
    rows = _rows(bundled_directory() / "index" / "everyday.tsv")
    return tuple(FalseFriend(term, language, "", "No list names such everyday goods.") for term, language in rows)


def find(pattern: str) -> tuple[IndexTerm, ...]:
    """The terms that ``pattern`` matches, upper and lower case alike; ``*`` stands for any letters: ``k*``.

    >>> find("no such goods")
    ()
    """
    wanted = pattern.casefold()
    return tuple(term for term in index_terms() if fnmatch.fnmatchcase(term.term.casefold(), wanted))
