"""Many texts as numbers: the distinct words, and which of them each text has, in its order.

A hundred thousand texts say the same words over and over. Here each word is folded, taken apart and stemmed once; what
is done with the texts is then done with arrays of numbers.

>>> said = concordance(["Gas pump", "pump, gas-driven"])
>>> said.words, said.texts.values.tolist(), said.texts.starts.tolist()
(('gas', 'pump', 'driven'), [0, 1, 1, 0, 2], [0, 2, 5])
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, pairwise

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.matching.vocabulary import LANGUAGES, stem_all, words_by_line

__all__ = [
    "Concordance",
    "Numbering",
    "Numbers",
    "Sequences",
    "Spoken",
    "concordance",
    "first_met",
    "numbering",
    "numbers_in",
    "spoken",
]

Numbers = NDArray[np.int64]
Numbering = defaultdict[str, int]


@attrs.frozen(eq=False)
class Sequences:
    """Sequences of numbers, end to end: ``values[starts[s]:starts[s + 1]]`` is sequence ``s``."""

    values: Numbers
    starts: Numbers

    @staticmethod
    def of(pieces: Sequence[Sequence[int]]) -> "Sequences":
        """``pieces`` end to end."""
        lengths = np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces))
        return Sequences(np.fromiter(chain.from_iterable(pieces), dtype=np.int64), _starts(lengths))

    @property
    def lengths(self) -> Numbers:
        """How long each sequence is."""
        return np.diff(self.starts)

    @property
    def owners(self) -> Numbers:
        """The sequence of each value."""
        return np.repeat(np.arange(len(self.starts) - 1), self.lengths)

    def mapped(self, to: Numbers) -> "Sequences":
        """The same sequences with ``to[value]`` for each value."""
        return Sequences(to[self.values], self.starts)

    def followed_by(self, more: "Sequences") -> "Sequences":
        """These sequences and then ``more``."""
        starts = np.concatenate([self.starts, more.starts[1:] + self.starts[-1]])
        return Sequences(np.concatenate([self.values, more.values]), starts)

    def distinct(self) -> "Sequences":
        """The same sequences with each value once, where it first stands."""
        size = int(self.values.max(initial=0)) + 1
        keep = np.zeros(len(self.values), dtype=bool)
        keep[np.unique(self.owners * size + self.values, return_index=True)[1]] = True
        return self.kept(keep)

    def kept(self, keep: NDArray[np.bool_]) -> "Sequences":
        """The same sequences with only those of the values that ``keep`` tells."""
        return Sequences(self.values[keep], np.concatenate(([0], np.cumsum(keep)))[self.starts])

    def at(self, numbers: Numbers) -> "Sequences":
        """The sequences ``numbers``, in that order."""
        lengths = self.lengths[numbers]
        starts = _starts(lengths)
        within = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
        return Sequences(self.values[np.repeat(self.starts[numbers], lengths) + within], starts)

    def gathered(self, numbers: Numbers, groups: Numbers, size: int) -> "Sequences":
        """One sequence for each of ``size`` groups: the sequences ``numbers`` that go to it, one behind the other."""
        order = np.argsort(groups, kind="stable")
        found = self.at(numbers[order])
        bounds = _starts(np.bincount(groups, minlength=size))
        return Sequences(found.values, found.starts[bounds])


@attrs.frozen(eq=False)
class Concordance:
    """The distinct folded ``words`` of some texts, and the words of each text by their numbers."""

    words: tuple[str, ...]
    texts: Sequences

    def flags(self, test: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Which words pass ``test``, by number."""
        return np.fromiter(map(test, self.words), dtype=bool, count=len(self.words))


@attrs.frozen(eq=False)
class Spoken:
    """The words of texts in their languages: a word of two languages is two.

    ``words`` are the distinct ones, language by language, ``stems`` their stems, and ``places`` where each language's
    stand; ``said`` is which of them each value of the concordance's texts is.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    places: dict[str, slice]
    said: Numbers


def concordance(texts: Sequence[str]) -> Concordance:
    """The words of ``texts``, as `exportctl.matching.vocabulary.tokens` tells them."""
    lines = "\n".join(texts)
    if lines.count("\n") >= len(texts):
        lines = "\n".join(text.replace("\n", " ") for text in texts)
    table = numbering(("\n",))
    said = numbers_in(table, words_by_line(lines + "\n" * bool(texts)))
    ends = np.flatnonzero(said == 0)
    starts = np.concatenate(([0], ends - np.arange(len(ends))))
    return Concordance(tuple(table)[1:], Sequences(said[said > 0] - 1, starts))


def spoken(said: Concordance, languages: Numbers) -> Spoken:
    """The words of ``said`` in the language of each text, which ``languages`` tells by number in `LANGUAGES`."""
    size = max(len(said.words), 1)
    pairs = np.repeat(languages, said.texts.lengths) * size + said.texts.values
    met = np.zeros(len(LANGUAGES) * size, dtype=bool)
    met[pairs] = True
    distinct = np.flatnonzero(met)
    words = tuple(map(said.words.__getitem__, (distinct % size).tolist()))
    bounds = pairwise(np.searchsorted(distinct, np.arange(len(LANGUAGES) + 1) * size).tolist())
    places = {language: slice(*pair) for language, pair in zip(LANGUAGES, bounds, strict=True)}
    stems = chain.from_iterable(stem_all(words[place], language) for language, place in places.items())
    return Spoken(words, tuple(stems), places, (np.cumsum(met) - 1)[pairs])


def numbering(words: Sequence[str] = ()) -> Numbering:
    """A table that gives every word a number when it is first asked for; ``words``, distinct, have theirs already."""
    table: Numbering = defaultdict(None, zip(words, range(len(words)), strict=True))
    table.default_factory = table.__len__
    return table


def first_met(values: Numbers, size: int) -> Numbers:
    """The distinct ``values``, all below ``size``, in the order in which they first stand there."""
    first = np.full(size, -1)
    first[values[::-1]] = np.arange(len(values))[::-1]  # of several places of one value, the last assigned stays
    met = np.flatnonzero(first >= 0)
    return met[np.argsort(first[met])]


def numbers_in(table: Numbering, words: Iterable[str]) -> Numbers:
    """The numbers of ``words`` in ``table``, given where it has none yet."""
    return np.fromiter(map(table.__getitem__, words), dtype=np.int64)


def _starts(lengths: Numbers) -> Numbers:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
