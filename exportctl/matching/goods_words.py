"""The words of the goods index and of the false friends, taken apart once: stems, compounds' parts, head nouns.

All of it follows from the index's own files, whatever list it is used with, so it is kept in the cache by itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.cache import remembered
from exportctl.catalog import bundled_directory
from exportctl.matching.descriptions import head_of
from exportctl.matching.goods_index import IndexTerm, everyday_goods, false_friends, index_terms
from exportctl.matching.vocabulary import LANGUAGES, STOP_WORDS, fold, split_compound, stem, stem_all, tokens, words_of

__all__ = ["GoodsWords", "goods_words", "index_state"]

_SHARES = (0.36, 0.44)
_LONGEST_SIMPLE = 7
_COMPOUNDING = ("nl", "de")


@attrs.frozen(eq=False, kw_only=True)
class GoodsWords:
    """The terms of the index, then the false friends, then everyday goods, by number; words by number in ``words``.

    ``stems[starts[t]:starts[t + 1]]`` are the stems of term ``t``; ``heads`` its head noun and ``lasts`` that noun's
    last part (-1: none). A compound ``part_wholes`` of ``part_terms`` stands under ``part_words`` too, at its share.
    ``firsts`` and ``lasts_known`` are what compounds may begin and end with; ``spellings`` all words as they are spelt.
    """

    texts: tuple[str, ...]
    codes: tuple[str, ...]
    words: tuple[str, ...]
    stems: NDArray[np.int64]
    starts: NDArray[np.int64]
    heads: NDArray[np.int32]
    lasts: NDArray[np.int32]
    part_terms: NDArray[np.int64]
    part_wholes: NDArray[np.int64]
    part_words: NDArray[np.int64]
    part_shares: NDArray[np.float64]
    firsts: frozenset[str]
    lasts_known: frozenset[str]
    spellings: tuple[str, ...]

    def stems_of(self) -> list[list[str]]:
        """The stems of every term, as words."""
        flat = list(map(self.words.__getitem__, self.stems.tolist()))
        bounds = self.starts.tolist()
        return [flat[start:end] for start, end in pairwise(bounds)]

    def with_names(self, names: Sequence[tuple[str, str, str]]) -> "GoodsWords":
        """The same with more terms at the end: the code that each stands for, its language, and the term itself.

        Compounds among them stand whole, not under their parts.
        """
        numbering = {word: number for number, word in enumerate(self.words)}
        stems: list[list[int]] = []
        heads = []
        for _, language, name in names:
            folded = tokens(name)
            words = [w for w in dict.fromkeys(folded) if w not in STOP_WORDS] or folded
            roots = dict.fromkeys(stem(word, language) for word in (*words, head_of(folded, language)))
            at = [numbering.setdefault(root, len(numbering)) for root in roots]
            stems.append(at)
            heads.append(numbering[stem(head_of(folded, language), language)])
        lengths = np.cumsum([len(found) for found in stems]) + self.starts[-1]
        return attrs.evolve(
            self,
            texts=(*self.texts, *(name for _, _, name in names)),
            codes=(*self.codes, *(code for code, _, _ in names)),
            words=tuple(numbering),
            stems=np.concatenate([self.stems, np.fromiter(chain.from_iterable(stems), dtype=np.int64)]),
            starts=np.concatenate([self.starts, lengths]).astype(np.int64),
            heads=np.concatenate([self.heads, np.asarray(heads)]).astype(np.int32),
            lasts=np.concatenate([self.lasts, np.full(len(names), -1)]).astype(np.int32),
        )


@lru_cache(maxsize=1)
def goods_words() -> GoodsWords:
    """The words of the index, from the cache where they were taken apart before."""
    return remembered(f"goods-{index_state():x}", GoodsWords, _take_apart)


def index_state() -> int:
    """A number that changes when a file of the goods index does."""
    files = sorted(Path(bundled_directory() / "index").glob("*.tsv"))
    return hash(tuple((stat := file.stat()).st_size * 31 + stat.st_mtime_ns for file in files)) & 0xFFFFFFFF


class _Known(NamedTuple):
    """All words of the index as they are spelt, their stems by language, and what compounds begin and end with."""

    spellings: tuple[str, ...]
    stems: dict[str, dict[str, str]]
    firsts: frozenset[str]
    lasts: frozenset[str]
    parts: dict[str, tuple[str, str] | None]


def _take_apart() -> GoodsWords:
    friends = [IndexTerm((), f.language, f.term, "false friend") for f in (*false_friends(), *everyday_goods())]
    terms = [*index_terms(), *friends]
    # All terms are folded in one go: a hundred thousand small calls would take longer than all the rest.
    folded = [words_of(line) for line in fold("\n".join(term.term for term in terms)).split("\n")]
    known = _words_known(terms, folded)
    numbering: defaultdict[str, int] = defaultdict()
    numbering.default_factory = numbering.__len__
    stems: list[list[int]] = []
    heads, lasts = [], []
    parts: list[tuple[int, int, int, float]] = []
    for number, (term, names) in enumerate(zip(terms, folded, strict=True)):
        stem_of = known.stems[term.language]
        words = [w for w in dict.fromkeys(names) if w not in STOP_WORDS] or names
        noun = head_of(names, term.language)
        stems.append(list(dict.fromkeys(numbering[stem_of[w]] for w in words)))
        last = -1
        for word in words if term.language in _COMPOUNDING else ():
            if found := known.parts.get(word):
                whole, ending = numbering[stem_of[word]], numbering[found[1]]
                parts.append(
                    (number, whole, numbering[stem_of.get(found[0]) or stem(found[0], term.language)], _SHARES[0])
                )
                parts.append((number, whole, ending, _SHARES[1]))
                last = ending if word == noun else last
        heads.append(numbering[stem_of.get(noun, noun)])
        lasts.append(last)
    at = list(zip(*parts, strict=True))
    return GoodsWords(
        texts=tuple(term.term for term in terms),
        codes=tuple(" ".join(term.codes) for term in terms),
        words=tuple(numbering),
        stems=np.fromiter(chain.from_iterable(stems), dtype=np.int64),
        starts=np.concatenate(([0], np.cumsum([len(found) for found in stems]))).astype(np.int64),
        heads=np.asarray(heads, dtype=np.int32),
        lasts=np.asarray(lasts, dtype=np.int32),
        part_terms=np.asarray(at[0], dtype=np.int64),
        part_wholes=np.asarray(at[1], dtype=np.int64),
        part_words=np.asarray(at[2], dtype=np.int64),
        part_shares=np.asarray(at[3], dtype=np.float64),
        firsts=known.firsts,
        lasts_known=known.lasts,
        spellings=known.spellings,
    )


def _words_known(terms: Sequence[IndexTerm], folded: Sequence[list[str]]) -> _Known:
    spelt: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for term, words in zip(terms, folded, strict=True):
        spelt[term.language].update(words)
    ordered = {language: sorted(words) for language, words in spelt.items()}
    stems = {language: dict(zip(words, stem_all(words, language), strict=True)) for language, words in ordered.items()}
    compounding = [(language, w) for language in _COMPOUNDING for w in ordered[language] if w.isalpha()]
    firsts = frozenset(w for _, w in compounding if len(w) > 2) - STOP_WORDS
    lasts = frozenset(s for language, w in compounding if len(s := stems[language][w]) > 3) - STOP_WORDS
    long = sorted({w for _, w in compounding if len(w) > _LONGEST_SIMPLE})
    roots = zip(stem_all(long, "nl"), stem_all(long, "de"), strict=True)
    parts = {word: split_compound(word, firsts, lasts, pair) for word, pair in zip(long, roots, strict=True)}
    spellings = sorted({w for words in spelt.values() for w in words if len(w) > 2 and w.isalpha()})
    return _Known(tuple(spellings), stems, firsts, lasts, parts)
