"""The goods index: what the trade calls the goods of each entry, in English, Dutch, German and French.

Data in ``controllists/index``: one TSV a language (codes, language, term, kind), the abbreviations spelled out, the
false friends (a term, what it is mistaken for, why it is not), and everyday goods that no list names.
Chemical names, CAS numbers and Latin names that are the same in all languages stand once, under English.

>>> [term.codes for term in find("krytron")][0]
('3A228.a',)
"""

import fnmatch
from functools import lru_cache
from itertools import chain

import attrs

from exportctl.catalog import bundled_directory

__all__ = ["Columns", "FalseFriend", "IndexTerm", "columns", "everyday_goods", "false_friends", "find", "index_terms"]

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


@attrs.frozen(eq=False)
class Columns:
    """Terms side by side: what each stands for ("" for goods of no list), its language, and the term itself."""

    codes: tuple[str, ...]
    languages: tuple[str, ...]
    terms: tuple[str, ...]


def _columns(name: str, width: int) -> list[list[str]]:
    """The columns of the file ``name`` of the index, which has ``width`` of them, below its heading."""
    text = (bundled_directory() / "index" / f"{name}.tsv").read_text(encoding="utf-8")
    while text.startswith("#"):
        text = text.partition("\n")[2]
    cells = text.removesuffix("\n").replace("\n", "\t").split("\t")
    return [cells[column::width] for column in range(width)]


def columns() -> Columns:
    """The terms of the goods index, language by language, then the false friends, then everyday goods."""
    listed = [_columns(name, 4) for name in _LANGUAGES]
    others = [_columns("false_friends", 4), _columns("everyday", 2)]
    languages = [column for _, column, _, _ in listed] + [column for _, column, *_ in others]
    terms = [column for _, _, column, _ in listed] + [column for column, *_ in others]
    codes = [codes for column, *_ in listed for codes in column]
    outside = sum(len(column) for column, *_ in others)
    return Columns((*codes, *[""] * outside), tuple(chain(*languages)), tuple(chain(*terms)))


@lru_cache(maxsize=1)
def index_terms() -> tuple[IndexTerm, ...]:
    """All terms of the goods index, language by language, sorted within each."""
    return tuple(
        IndexTerm(tuple(codes.split()), language, term, kind)
        for name in _LANGUAGES
        for codes, language, term, kind in zip(*_columns(name, 4), strict=True)
    )


@lru_cache(maxsize=1)
def false_friends() -> tuple[FalseFriend, ...]:
    """All false friends, sorted by language and term."""
    return tuple(FalseFriend(*row) for row in zip(*_columns("false_friends", 4), strict=True))


@lru_cache(maxsize=1)
def everyday_goods() -> tuple[FalseFriend, ...]:
    """Everyday goods, mistaken for nothing in particular, sorted by language and term."""
    rows = zip(*_columns("everyday", 2), strict=True)
    return tuple(FalseFriend(term, language, "", "No list names such everyday goods.") for term, language in rows)


def find(pattern: str) -> tuple[IndexTerm, ...]:
    """The terms that ``pattern`` matches, upper and lower case alike; ``*`` stands for any letters: ``k*``.

    >>> find("no such goods")
    ()
    """
    wanted = pattern.casefold()
    return tuple(term for term in index_terms() if fnmatch.fnmatchcase(term.term.casefold(), wanted))
