"""The fast matching core: weighted words in fields of documents, and the documents that share most of them.

Arrays only, no law. For every term the index keeps the documents that have it and what it adds to each one's score
(its impact), with all fields already folded in, so that a search is one pass over a few short arrays.

The weighting is BM25F (S. Robertson and H. Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*, 2009,
section 3.6): term frequencies are normalised by the length of their field, weighted, added over the fields, saturated
once, and multiplied by the term's rarity.

>>> index = build([{"own": ["gas", "pump"]}, {"own": ["pump", "valve"]}], {"own": 1.0})
>>> [document for document, score in index.top(index.scores([("gas", 1.0), ("pump", 1.0)]), 2)]
[0, 1]
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import attrs
import numpy as np
from numpy.typing import NDArray

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


def build(documents: Sequence[Mapping[str, Sequence[str]]], weights: Mapping[str, float]) -> Postings:
    """The index of ``documents``, each a mapping from field to its terms in any order; ``weights`` names all fields.

    Raises ``KeyError`` for a field without a weight.
    """
    unweighted = {field for document in documents for field in document} - set(weights)
    if unweighted:
        raise KeyError(f"no weight for the fields {sorted(unweighted)}")
    numbering: defaultdict[str, int] = defaultdict()
    numbering.default_factory = numbering.__len__
    numbers: list[NDArray[np.int64]] = []
    owners: list[NDArray[np.int64]] = []
    values: list[NDArray[np.float64]] = []
    for field, weight in weights.items():
        texts = [document.get(field, ()) for document in documents]
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        used = lengths[lengths > 0]
        unit = weight / (1 - _LENGTH + _LENGTH * lengths / (used.mean() if len(used) else 1.0))
        words = chain.from_iterable(texts)
        numbers.append(np.fromiter(map(numbering.__getitem__, words), dtype=np.int64, count=int(lengths.sum())))
        owners.append(np.repeat(np.arange(len(texts)), lengths))
        values.append(np.repeat(unit, lengths))
    none = np.empty(0, dtype=np.int64)
    return _fold(
        dict(numbering),
        np.concatenate([none, *numbers]),
        np.concatenate([none, *owners]),
        np.concatenate([none, *values]).astype(np.float64),
        size=len(documents),
    )


def _fold(
    terms: dict[str, int],
    numbers: NDArray[np.int64],
    owners: NDArray[np.int64],
    values: NDArray[np.float64],
    *,
    size: int,
) -> Postings:
    """Add up what each term has in each document, saturate, weigh by rarity, and lay it out term by term."""
    unique, inverse = np.unique(numbers * max(size, 1) + owners, return_inverse=True)
    frequency = np.bincount(inverse, weights=values, minlength=len(unique))
    term_of = (unique // max(size, 1)).astype(np.int64)
    counts = np.bincount(term_of, minlength=len(terms))
    rarity = np.log1p((size - counts + 0.5) / (counts + 0.5))
    impacts = rarity[term_of] * frequency * (_SATURATION + 1) / (frequency + _SATURATION)
    return Postings(
        terms=terms,
        pointers=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        documents=(unique % max(size, 1)).astype(np.int32),
        impacts=impacts.astype(np.float32),
        rarity=rarity.astype(np.float32),
        size=size,
    )
