"""The words of the goods index and of the false friends, taken apart once: stems, compounds' parts, head nouns.

All of it follows from the index's own files, whatever list it is used with.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.catalog import bundled_directory
from exportctl.matching.concordance import (
    Numbering,
    Numbers,
    Sequences,
    Spoken,
    concordance,
    first_met,
    numbering,
    numbers_in,
    spoken,
)
from exportctl.matching.descriptions import heads_of
from exportctl.matching.goods_index import columns
from exportctl.matching.vocabulary import LANGUAGES, STOP_WORDS, split_compound, stem_all

__all__ = ["GoodsWords", "goods_words", "index_state"]

_SHARES = (0.36, 0.44)
_LONGEST_SIMPLE = 7
_COMPOUNDING = ("nl", "de")
_FRENCH = LANGUAGES.index("fr")


@attrs.frozen(eq=False, kw_only=True)
class GoodsWords:
    """The terms of the index, then the false friends, then everyday goods, by number; words by number in ``words``.

    ``stems`` are the stems of each term; ``heads`` its head noun and ``lasts`` that noun's last part (-1: none).
    ``parts`` are the words that stand in its compounds, each in the compound ``part_wholes`` at its share.
    ``firsts`` and ``lasts_known`` are what compounds may begin and end with; ``spellings`` all words as they are spelt.
    """

    texts: tuple[str, ...]
    codes: tuple[str, ...]
    words: tuple[str, ...]
    stems: Sequences
    heads: NDArray[np.int32]
    lasts: NDArray[np.int32]
    parts: Sequences
    part_wholes: Numbers
    part_shares: NDArray[np.float64]
    firsts: frozenset[str]
    lasts_known: frozenset[str]
    spellings: tuple[str, ...]

    def with_names(self, names: Sequence[tuple[str, str, str]]) -> "GoodsWords":
        """The same with more terms at the end: the code that each stands for, its language, and the term itself.

        Compounds among them stand whole, not under their parts.
        """
        if not names:
            return self
        codes, languages, texts = zip(*names, strict=True)
        read = _read(texts, languages, numbering(self.words), listed=np.ones(len(names), dtype=bool))
        words, number = read.in_order(Sequences.of([()] * len(names)), known=len(self.words))
        return attrs.evolve(
            self,
            texts=(*self.texts, *texts),
            codes=(*self.codes, *codes),
            words=words,
            stems=self.stems.followed_by(read.stems.mapped(number)),
            heads=np.concatenate([self.heads, number[read.heads]]).astype(np.int32),
            lasts=np.concatenate([self.lasts, np.full(len(names), -1)]).astype(np.int32),
            parts=self.parts.followed_by(Sequences.of([()] * len(names))),
        )


@lru_cache(maxsize=1)
def goods_words() -> GoodsWords:
    """The words of the index, taken apart once in a process."""
    terms = columns()
    listed = np.fromiter(map(bool, terms.codes), dtype=bool, count=len(terms.codes))
    read = _read(terms.terms, terms.languages, numbering(), listed=listed)
    compounds = _compounds(read.words, read.table)
    told = read.telling.mapped(read.words.said).distinct()
    told = told.kept(compounds.parts[told.values, 1] >= 0)
    # Each compound gives two parts, its last one and what stands before it.
    parts = Sequences(compounds.parts[told.values].ravel(), told.starts * 2)
    words, number = read.in_order(Sequences(parts.values.reshape(-1, 2)[:, ::-1].ravel(), parts.starts))
    lasts = np.full(len(terms.terms), -1)
    nouns = told.values == read.words.said[read.nouns[told.owners]]
    lasts[told.owners[nouns]] = number[compounds.parts[told.values[nouns], 1]]
    return GoodsWords(
        texts=terms.terms,
        codes=terms.codes,
        words=words,
        stems=read.stems.mapped(number),
        heads=number[read.heads].astype(np.int32),
        lasts=lasts.astype(np.int32),
        parts=parts.mapped(number),
        part_wholes=number[np.repeat(read.roots[told.values], 2)],
        part_shares=np.tile(_SHARES, len(told.values)),
        firsts=compounds.firsts,
        lasts_known=compounds.lasts,
        spellings=tuple(sorted({word for word in read.words.words if len(word) > 2 and word.isalpha()})),
    )


def index_state() -> int:
    """A number that changes when a file of the goods index does."""
    files = sorted(Path(bundled_directory() / "index").glob("*.tsv"))
    return hash(tuple((stat := file.stat()).st_size * 31 + stat.st_mtime_ns for file in files)) & 0xFFFFFFFF


@attrs.frozen(eq=False)
class _Read:
    """Terms read: their ``words`` in their languages, and the ``roots`` of these by their numbers in ``table``.

    ``telling`` are the places (in ``words.said``) of each term's words, stop words left out where there are others;
    ``stems`` their stems, each once; ``nouns`` the place of its head noun, always one of them, and ``heads`` its stem.
    """

    words: Spoken
    table: Numbering
    roots: Numbers
    telling: Sequences
    stems: Sequences
    nouns: Numbers
    heads: Numbers

    def in_order(self, parts: Sequences, known: int = 0) -> tuple[tuple[str, ...], Numbers]:
        """The stems in the order in which the terms need them, and the place in it of each number of ``table``.

        A term needs its stems, then the parts of its compounds. The first ``known`` stems of the table stay where they
        are.
        """
        order = np.argsort(np.concatenate([self.stems.owners, parts.owners]), kind="stable")
        needed = np.concatenate([self.stems.values, parts.values])[order]
        met = first_met(np.concatenate([np.arange(known), needed]), len(self.table))
        number = np.full(len(self.table) + 1, -1)  # -1, for no word, stays -1
        number[met] = np.arange(len(met))
        return tuple(map(list(self.table).__getitem__, met.tolist())), number


def _read(texts: Sequence[str], languages: Sequence[str], table: Numbering, *, listed: NDArray[np.bool_]) -> _Read:
    """The terms read; figures are words of those that are ``listed``: silicon-28 is, silicon is not."""
    numbers = {language: number for number, language in enumerate(LANGUAGES)}
    language_of = np.fromiter(map(numbers.__getitem__, languages), dtype=np.int64, count=len(languages))
    said = concordance(texts)
    words = spoken(said, language_of)
    roots = numbers_in(table, words.stems)
    stems = roots[words.said]
    nouns = heads_of(said, language_of == _FRENCH)
    figures = said.flags(str.isdecimal)[said.texts.values] & ~listed[said.texts.owners]
    telling = ~(said.flags(STOP_WORDS.__contains__)[said.texts.values] | figures)
    telling |= (said.texts.kept(telling).lengths == 0)[said.texts.owners]
    telling[nouns[nouns >= 0]] = True
    places = Sequences(np.arange(len(stems)), said.texts.starts).kept(telling)
    heads = np.append(stems, -1)[nouns]
    return _Read(words, table, roots, places, places.mapped(stems).distinct(), nouns, heads)


class _Compounds(NamedTuple):
    """What compounds may begin and end with, and of each word the ``parts``, first and last (-1: no compound)."""

    firsts: frozenset[str]
    lasts: frozenset[str]
    parts: Numbers


def _compounds(words: Spoken, table: Numbering) -> _Compounds:
    known = {
        language: dict(zip(words.words[place], words.stems[place], strict=True))
        for language, place in words.places.items()
        if language in _COMPOUNDING
    }
    alphabetic = {language: [word for word in stems if word.isalpha()] for language, stems in known.items()}
    every = set(chain.from_iterable(alphabetic.values()))
    endings = {ending for language, some in alphabetic.items() for ending in map(known[language].__getitem__, some)}
    firsts = frozenset(word for word in every if len(word) > 2) - STOP_WORDS
    lasts = frozenset(ending for ending in endings if len(ending) > 3) - STOP_WORDS
    long = [word for word in every if len(word) > _LONGEST_SIMPLE]
    roots = zip(*(_stems(long, language, stems) for language, stems in known.items()), strict=True)
    split = {word: split_compound(word, firsts, lasts, pair) for word, pair in zip(long, roots, strict=True)}
    parts = np.full((len(words.words), 2), -1)
    for language, stems in known.items():
        numbered = enumerate(map(split.get, stems), words.places[language].start)
        found = [(number, *pair) for number, pair in numbered if pair]
        places = [number for number, *_ in found]
        parts[places, 0] = numbers_in(table, _stems([first for _, first, _ in found], language, stems))
        parts[places, 1] = numbers_in(table, (last for *_, last in found))
    return _Compounds(firsts, lasts, parts)


def _stems(words: Sequence[str], language: str, known: Mapping[str, str]) -> list[str]:
    """The stems of ``words`` in ``language``, those that are ``known`` already and the others."""
    new = [word for word in words if word not in known]
    found = {**known, **dict(zip(new, stem_all(new, language), strict=True))}
    return list(map(found.__getitem__, words))
