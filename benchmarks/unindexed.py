"""How well goods of new entries are found: every fifth entry in turn stands there without its trade terms.

A new edition has entries that the goods index does not know, and so has another country's list. Here the terms of a
fifth of the entries are taken away, five times over, so that every case is once about an entry without terms.
"""

from collections.abc import Iterator, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.cases import Case
from benchmarks.measures import rank_of
from exportctl.matching.features import FEATURES, INTERCEPT, UNINDEXED, scored
from exportctl.matching.goods_words import goods_words
from exportctl.matching.laying import lay_out
from exportctl.matching.pool import evidence
from exportctl.matching.search import Engine
from exportctl.model import ControlList

__all__ = ["Placed", "boost", "looked_at_without", "places_without"]

_PARTS = 5
_NOWHERE = "X"  # a code that no list has: a term without a code would be a false friend


@attrs.frozen(eq=False)
class Placed:
    """A case at the lists with some entries' terms left out: the entries looked at, best first, and what they score.

    ``new`` says that its own entry is among those without terms; ``unindexed`` tells which of ``codes`` are.
    """

    case: Case
    new: bool
    codes: tuple[str, ...]
    totals: NDArray[np.float64]
    unindexed: NDArray[np.bool_]

    @property
    def place(self) -> int:
        """The place of the right entry; 0 where it is not among ten."""
        return rank_of(self.case.entries, self.codes[:10])

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which of the entries are right."""
        listed = self.case.outcome not in ("not met", "not listed")
        return np.asarray([listed and code in self.case.entries for code in self.codes])


def _without(lists: Sequence[ControlList], heads: frozenset[str]) -> Engine:
    goods = goods_words()
    codes = (
        " ".join(code for code in row.split() if code.partition(".")[0] not in heads) or (row and _NOWHERE)
        for row in goods.codes
    )
    return Engine(lay_out(lists, attrs.evolve(goods, codes=tuple(codes))))


def looked_at_without(lists: Sequence[ControlList], cases: Sequence[Case]) -> Iterator[Placed]:
    """Every case, once for each fifth of the entries; not where only some of its right entries are without terms."""
    heads = [str(entry.code) for control_list in lists for entry in control_list.entries]
    weights = np.asarray([kind.weight for kind in FEATURES])
    for part in range(_PARTS):
        out = frozenset(heads[part::_PARTS])
        engine = _without(lists, out)
        for case in cases:
            new = bool(case.entries) and out.issuperset(case.entries)
            if not new and not out.isdisjoint(case.entries):
                continue
            query, pool = evidence(engine, lists, case.text)
            if not len(pool.entries):
                yield Placed(case, new, (), np.zeros(0), np.zeros(0, dtype=bool))
                continue
            values = scored(engine, query, pool).T
            totals = values @ weights + INTERCEPT
            order = np.argsort(-totals, kind="stable")
            codes = tuple(engine.heads[pool.entries[at]] for at in order)
            unindexed = np.asarray([code in out for code in codes])
            yield Placed(case, new, codes, totals[order], unindexed)


def places_without(lists: Sequence[ControlList], cases: Sequence[Case]) -> list[Placed]:
    """Only the cases whose own entry is without terms."""
    listed = [case for case in cases if case.entries and case.outcome != "not met"]
    return [placed for placed in looked_at_without(lists, listed) if placed.new]


def boost(lists: Sequence[ControlList], cases: Sequence[Case]) -> float:
    """What being without terms adds to an entry's log-odds, all other weights as they are."""
    own = next(kind.weight for kind in FEATURES if kind.name == UNINDEXED)
    looked = [placed for placed in looked_at_without(lists, cases) if placed.codes]
    right = [placed.right for placed in looked]

    def loss(parameter: NDArray[np.float64]) -> float:
        value = 0.0
        for placed, truth in zip(looked, right, strict=True):
            totals = placed.totals + (parameter[0] - own) * placed.unindexed
            value += float((np.logaddexp(0, totals) - truth * totals).sum())
            if truth.any():
                shares = np.exp(totals - totals.max())
                value += float(np.log(shares.sum()) - np.log(shares[truth].sum()))
        return value / len(looked)

    return float(minimize(loss, np.asarray([own]), method="L-BFGS-B").x[0])
