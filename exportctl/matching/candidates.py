"""Goods to candidates: which entries a description may fall under, best first, with the reason for each.

A candidate's score is a probability: of all first candidates scored 0.9, nine in ten are right (the reliability table
stands in ``docs/accuracy.md``). It comes from the features in `exportctl.matching.features`, each a small function that
gives a number and a sentence. Ranking is not deciding: a score never becomes a verdict.
"""

import math
from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np

from exportctl.matching.features import (
    FEATURES,
    FIGURES_NOT_MET,
    FIRST,
    FIRST_WEIGHT,
    INTERCEPT,
    RULED_OUT,
    FeatureKind,
    likeliest,
)
from exportctl.matching.pool import evidence
from exportctl.matching.search import engine_of
from exportctl.matching.wording import Told
from exportctl.model import ControlList, Entry

__all__ = ["FEATURES", "Candidate", "Feature", "FeatureKind", "match"]


@attrs.frozen
class Feature:
    """One reason for or against a candidate: ``name``, ``weight``, ``score`` (0 to 1), a sentence of ``detail``."""

    name: str
    weight: float
    score: float
    detail: str


@attrs.frozen(kw_only=True)
class Candidate:
    """An entry that the goods may fall under.

    ``entry`` is the provision whose words fit best, one for each entry of ``list``; ``score`` (0 to 1) is calibrated;
    ``features`` are the reasons: those that name their evidence first, the largest score leading; then what weighs it,
    weightiest first. Where evaluation was asked, ``finding`` is what it says of the
    provision that matters most, and ``whole`` of the whole entry.
    """

    entry: Entry
    score: float
    features: tuple[Feature, ...]
    list: ControlList = attrs.field(repr=False)
    finding: object | None = None
    whole: object | None = None

    @property
    def alone(self) -> float:
        """The score without what standing first adds: to be compared with those of the candidates behind it."""
        return self._without(FIRST)

    @property
    def fit(self) -> float:
        """How well the words fit, whatever the figures: `alone` without what missed limits take from it.

        Goods of an entry's very kind that miss its limits are not of the entry, so their score is low; but an answer
        about them has to say which limit they miss.
        """
        return self._without(FIRST, FIGURES_NOT_MET, RULED_OUT)

    def _without(self, *names: str) -> float:
        added = sum(feature.weight * feature.score for feature in self.features if feature.name in names)
        odds = self.score / max(1 - self.score, 1e-9) * math.exp(-added)
        return round(odds / (1 + odds), 4)

    def as_dict(self) -> dict[str, Any]:
        """The candidate as plain values, without its finding."""
        return {
            "code": str(self.entry.code),
            "list": self.list.id,
            "text": self.entry.text,
            "score": self.score,
            "features": [attrs.asdict(feature) for feature in self.features],
        }


def match(lists: ControlList | Sequence[ControlList], goods: object, *, limit: int = 10) -> tuple[Candidate, ...]:
    """The entries that ``goods`` (a description or `Goods`) may fall under in one list or several, best first.

    At most ``limit`` candidates, one for each entry; none where no word of the description is known.
    """
    several = (lists,) if isinstance(lists, ControlList) else tuple(lists)
    engine = engine_of(several)
    query, pool = evidence(engine, several, goods)
    if not len(pool.entries):
        return ()
    values = np.stack([kind.scorer(engine, query, pool) for kind in FEATURES])
    totals = np.asarray([kind.weight for kind in FEATURES]) @ values + INTERCEPT
    order = np.lexsort((pool.provisions, -totals))[:limit]
    told = Told(engine, query, pool, likeliest(engine, query, pool), order)
    totals[order[0]] += FIRST_WEIGHT
    return tuple(_candidate(several, told, int(at), totals, values, first=not n) for n, at in enumerate(order))


def _candidate(
    lists: Sequence[ControlList], told: Told, at: int, totals: Any, values: Any, *, first: bool
) -> Candidate:
    which, code = told.engine.laid.codes[int(told.pool.provisions[at])]
    found = [
        (kind.telling, Feature(kind.name, kind.weight, value, kind.sentence(told, at)))
        for kind, value in zip(FEATURES, values[:, at].round(4).tolist(), strict=True)
        if value
    ]
    if first:
        found.append((False, Feature(FIRST, FIRST_WEIGHT, 1.0, "no other entry fits better")))
    telling = sorted((feature for tells, feature in found if tells), key=lambda f: -f.score)
    others = sorted((feature for tells, feature in found if not tells), key=lambda f: -abs(f.weight * f.score))
    score = round(float(1 / (1 + np.exp(-totals[at]))), 4)
    return Candidate(entry=lists[which][code], score=score, features=(*telling, *others), list=lists[which])
