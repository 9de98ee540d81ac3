"""The words of a description looked up in the index, and the sums of what several words find."""

from collections.abc import Iterable, Sequence

import attrs
import numpy as np

from exportctl.matching.index import Floats, Ints

__all__ = ["NOWHERE", "Found", "Word", "added", "weighted", "widest"]

_MODEL_NUMBER = 0.3
_KNOWN = {"": 1.0, "spelling": 0.8, "parts": 0.5, "elsewhere": 0.0, "nowhere": 0.0}

Found = tuple[Ints, Floats]
NOWHERE: Found = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))


@attrs.frozen(eq=False)
class Word:
    """One word of a description, looked up: where it stands among provisions, entries and rows of the goods index.

    ``weight`` is its rarity among the index terms; ``heads`` are the numbers of the head nouns that it agrees with,
    wholly or in a compound's last part; ``how`` says how the entries know it: "" itself, by its "parts", by
    another "spelling", only "elsewhere" (among goods that no list names), or "nowhere"; ``part`` is the
    share of a compound that is known where its first part is not. ``together`` is what one pass
    adds up: the impacts among provisions and entries, the weight of the word that each entry knows, and the impacts
    among the notes which take goods out; their documents are numbered one behind another. ``highest`` is its largest
    impact among provisions and among entries.
    """

    text: str
    provisions: Found
    entries: Found
    rows: Found
    weight: float
    heads: frozenset[int]
    how: str = ""
    part: float = 1.0
    together: Found = NOWHERE
    highest: tuple[float, float] = (0.0, 0.0)

    @property
    def known(self) -> float:
        """How much of the word's weight the entries know."""
        return self.weight * _KNOWN[self.how] * self.part

    @property
    def share(self) -> float:
        """How much the word tells: with figures in it and known to nothing, it is most likely a model or order number,
        and says little.
        """
        return _MODEL_NUMBER if self.how == "nowhere" and not self.text.isalpha() else 1.0


def weighted(impacts: Floats, weight: float) -> Floats:
    """Impacts of a word that counts so much."""
    return impacts if weight == 1.0 else impacts * np.float32(weight)


def widest(found: Iterable[Found | None]) -> Found:
    """Several postings as one: all their documents, each with its largest impact."""
    some = [f for f in found if f is not None and len(f[0])]
    if not some:
        return NOWHERE
    if len(some) == 1:
        return some[0]
    documents = np.concatenate([d for d, _ in some])
    impacts = np.concatenate([i for _, i in some])
    order = np.lexsort((-impacts, documents))
    documents, impacts = documents[order], impacts[order]
    first = np.concatenate(([True], documents[1:] != documents[:-1]))
    return documents[first], impacts[first]


def added(pieces: Sequence[tuple[Found, float]]) -> Found:
    """Several postings added up, each at its share."""
    some = [(d, i * np.float32(share)) for (d, i), share in pieces if len(d)]
    if not some:
        return NOWHERE
    unique, inverse = np.unique(np.concatenate([d for d, _ in some]), return_inverse=True)
    summed = np.bincount(inverse, weights=np.concatenate([i for _, i in some]), minlength=len(unique))
    return unique.astype(np.int32), summed.astype(np.float32)
