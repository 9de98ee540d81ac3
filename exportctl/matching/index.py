"""The fast matching core: weighted words in fields of documents, and the documents that share most of them.

Arrays only, no law. For every term the index keeps the documents that have it and what it adds to each one's score
(its impact), with all fields already folded in, so that a search is one pass over a few short arrays.

The weighting is BM25F (S. Robertson and H. Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*, 2009,
section 3.6): term frequencies are normalised by the length of their field, weighted, added over the fields, saturated
once, and multiplied by the term's rarity.

>>> from exportctl.matching.concordance import concordance
>>> said = concordance(["gas pump", "pump valve"])
>>> index = build(said.words, {"own": said.texts}, {"own": 1.0})
>>> [document for document, score in index.top(index.scores([("gas", 1.0), ("pump", 1.0)]), 2)]
[0, 1]
"""

from collections.abc import Iterable, Mapping, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.matching.concordance import Sequences, first_met

__all__ = ["Postings", "build"]

_SATURATION = 1.2
_LENGTH = 0.6

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@attrs.frozen(eq=False)
class Postings:
    """Which documents have a term, and with what impact.

    ``documents[pointers[t]:pointers[t + 1]]`` (int32, ascending) are the documents of term number ``t`` and
    ``impacts`` (float32, same places) what it adds to their score; ``terms`` numbers the terms; ``rarity`` (float32,
    one a term) is the inverse document frequency.
    """

    terms: dict[str, int]
    pointers: NDArray[np.int64]
    documents: Ints
    impacts: Floats
    rarity: Floats
    size: int

    def posting(self, term: str) -> tuple[Ints, Floats] | None:
        """The documents of one term and its impacts, or ``None`` where no document has it."""
        number = self.terms.get(term)
        if number is None:
            return None
        start, end = self.pointers[number], self.pointers[number + 1]
        return self.documents[start:end], self.impacts[start:end]

    def scores(self, words: Iterable[tuple[str, float]]) -> Floats:
        """The score of every document for weighted ``words``: a float32 array as long as there are documents."""
        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in words:
            found = self.posting(term)
            if found is not None:
                documents, impacts = found
                total[documents] += impacts if weight == 1.0 else impacts * np.float32(weight)
        return total

    def top(self, scores: Floats, limit: int) -> list[tuple[int, float]]:
        """The ``limit`` best documents with a score above 0, best first; equal scores in document order."""
        candidates = np.flatnonzero(scores)
        if len(candidates) > limit:
            best = np.argpartition(-scores[candidates], limit - 1)[:limit]
            floor = scores[candidates[best]].min()
            candidates = candidates[scores[candidates] >= floor]
        order = np.lexsort((candidates, -scores[candidates]))[:limit]
        return [(int(candidates[i]), float(scores[candidates[i]])) for i in order]


def build(words: Sequence[str], fields: Mapping[str, Sequences], weights: Mapping[str, float]) -> Postings:
    """The index of documents, whose words stand in ``fields`` by their numbers in ``words``; ``weights`` of all fields.

    Every field has a sequence for each document, in one order. Raises ``KeyError`` for a field without a weight.
    """
    if unweighted := set(fields) - set(weights):
        raise KeyError(f"no weight for the fields {sorted(unweighted)}")
    size = len(next(iter(fields.values())).lengths)
    units = np.stack([_unit(fields[field].lengths, weight) for field, weight in weights.items()])
    numbers = np.concatenate([fields[field].values for field in weights])
    owners = np.concatenate([fields[field].owners for field in weights])
    field_of = np.repeat(np.arange(len(weights)), [len(fields[field].values) for field in weights])
    met = first_met(numbers, len(words))
    renumbered = np.empty(len(words), dtype=np.int64)
    renumbered[met] = np.arange(len(met))
    # One sort brings together what a document has of a term in all fields.
    keys = np.sort((renumbered[numbers] * max(size, 1) + owners) * len(weights) + field_of)
    places, field_of = np.divmod(keys, len(weights))
    values = units[field_of, places % max(size, 1)]
    terms = dict(zip(map(words.__getitem__, met.tolist()), range(len(met)), strict=True))
    return _fold(terms, places, values, size=size)


def _unit(lengths: NDArray[np.int64], weight: float) -> NDArray[np.float64]:
    """What a word of a field is worth in each document: less where the field is long."""
    used = lengths[lengths > 0]
    return weight / (1 - _LENGTH + _LENGTH * lengths / (used.mean() if len(used) else 1.0))


def _fold(terms: dict[str, int], places: NDArray[np.int64], values: NDArray[np.float64], *, size: int) -> Postings:
    """Add up what each term has in each document, saturate, weigh by rarity, and lay it out term by term.

    ``places``, ascending, are the term's number times ``size`` plus the document's.
    """
    first = np.concatenate(([True], places[1:] != places[:-1]))[: len(places)]
    frequency = np.bincount(np.cumsum(first) - 1, weights=values)
    term_of, documents = np.divmod(places[first], max(size, 1))
    counts = np.bincount(term_of, minlength=len(terms))
    rarity = np.log1p((size - counts + 0.5) / (counts + 0.5))
    impacts = rarity[term_of] * frequency * (_SATURATION + 1) / (frequency + _SATURATION)
    return Postings(
        terms=terms,
        pointers=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        documents=documents.astype(np.int32),
        impacts=impacts.astype(np.float32),
        rarity=rarity.astype(np.float32),
        size=size,
    )
