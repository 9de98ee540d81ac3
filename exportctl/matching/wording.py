"""What the features say of a candidate, in sentences with the words, terms and figures that they rest on."""

from collections.abc import Callable
from functools import cached_property

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.matching.fitting import Fitting
from exportctl.matching.pool import Pool, Query
from exportctl.matching.search import Engine
from exportctl.matching.vocabulary import stem
from exportctl.matching.words import Found

__all__ = ["Sentence", "Told", "always", "of_words"]

_MOST_WORDS = 8
_GROUPS = {
    "D": "software",
    "E": "technology",
    "B": "test or production equipment",
    "U": "unfinished goods",
    "T": "training or simulation",
}


@attrs.frozen(eq=False, slots=False)
class Told:
    """An answer about to be told: which words of the description each candidate ``shown`` shares, looked up once."""

    engine: Engine
    query: Query
    pool: Pool
    likeliest: tuple[Fitting, ...]
    shown: NDArray[np.int64]

    @cached_property
    def _of_entry(self) -> dict[int, str]:
        return self._shared([word.entries for word, _ in self.query.words], self.pool.entries)

    @cached_property
    def _of_provision(self) -> dict[int, str]:
        return self._shared([word.provisions for word, _ in self.query.words], self.pool.provisions)

    @cached_property
    def _of_term(self) -> dict[int, str]:
        return self._shared([word.rows for word, _ in self.query.words], self.pool.rows)

    def _shared(self, found: list[Found], at: NDArray[np.int64]) -> dict[int, str]:
        """For each candidate shown, the words that are found ``at`` its place."""
        places = at[self.shown]
        shared = np.zeros((len(places), len(found)), dtype=bool)
        for number, (documents, _) in enumerate(found):
            if len(documents):
                near = np.minimum(np.searchsorted(documents, places), len(documents) - 1)
                shared[:, number] = documents[near] == places
        words = [word.text for word, _ in self.query.words]
        return {
            candidate: listed([word for word, one in zip(words, chosen, strict=True) if one])
            for candidate, chosen in zip(self.shown.tolist(), shared.tolist(), strict=True)
        }

    @cached_property
    def _taken_out(self) -> list[tuple[str, frozenset[int]]]:
        """The words that notes have which take goods out, and the entries that these are notes of."""
        postings = self.engine.laid.decontrols
        found = ((word.text, postings.posting(stem(word.text, "en"))) for word, _ in self.query.words)
        return [(word, frozenset(posting[0].tolist())) for word, posting in found if posting is not None]

    def entry_words(self, at: int) -> str:
        """The words that the description shares with the whole entry."""
        return self._of_entry[at]

    def own_words(self, at: int) -> str:
        """The words that the description shares with the provision, those above it and the terms that stand there."""
        return self._of_provision[at]

    def term_words(self, at: int) -> str:
        """The words that the description shares with the candidate's trade term."""
        return self._of_term[at]

    def term(self, at: int) -> str:
        """The trade term, or the list's own name for the goods, and what it stands for."""
        laid = self.engine.laid
        number = int(laid.row_terms[self.pool.rows[at]])
        codes = " and ".join(laid.term_codes[number].split())
        whose = "the list's own name" if number >= laid.own_from else "the trade term"
        return f"{whose} “{laid.texts[number]}” stands for {codes}"

    def head(self, at: int) -> str:
        """What the description calls the goods."""
        return f"“{self.query.read.head}” names the goods"

    def unknown(self, at: int) -> str:
        """The words that nothing knows."""
        strange = [word.text for word, _ in self.query.words if word.how in ("elsewhere", "nowhere")]
        return f"known to no entry and no trade term: {listed(strange) or 'parts of words'}"

    def group(self, at: int) -> str:
        """The kind of goods that the description asks for."""
        kinds = " and ".join(sorted(_GROUPS[group] for group in self.query.groups))
        return f"the description asks for {kinds}"

    def military(self, at: int) -> str:
        """The word that speaks of military use."""
        return f"“{self.query.military}” speaks of military use"

    def friend(self, at: int) -> str:
        """The false friend or everyday goods that the description is like, and why it is not listed."""
        friend = self.engine.friends[self.query.friend]
        return f"“{friend.term}”: {friend.why}"

    def decontrols(self, at: int) -> str:
        """The words that the description shares with notes that take goods out."""
        entry = int(self.pool.entries[at])
        shared = [word for word, entries in self._taken_out if entry in entries]
        return f"words of the entry's notes that take goods out: {listed(shared)}"

    def figures(self, at: int) -> str:
        """The figure and the limit that tell most of this entry, else of the likeliest."""
        found = self.pool.fittings.get(at) or min(self.likeliest, key=lambda fitting: fitting.failed)
        return found.sentence


Sentence = Callable[[Told, int], str]


def listed(words: list[str]) -> str:
    """``words`` in quotation marks, at most eight of them."""
    more = ", …" if len(words) > _MOST_WORDS else ""
    return ", ".join(f"“{word}”" for word in words[:_MOST_WORDS]) + more


def always(words: str) -> Sentence:
    """The same sentence for every candidate."""
    return lambda told, at: words


def of_words(before: str, words: Sentence) -> Sentence:
    """A sentence that ends with the ``words`` it rests on."""
    return lambda told, at: f"{before}: {words(told, at) or 'none in full, only parts of words'}"
