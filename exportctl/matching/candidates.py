"""Goods to candidates: which entries a description may fall under, best first, with the reason for each.

A candidate's score is a probability: of all first candidates scored 0.9, nine in ten are right (the reliability table
stands in ``docs/accuracy.md``). It comes from the features in `exportctl.matching.features`, each a small function that
gives a number and a sentence. Ranking is not deciding: a score never becomes a verdict.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.matching.features import (
    FEATURES,
    FIGURES_NOT_MET,
    FIRST,
    FIRST_WEIGHT,
    INTERCEPT,
    RULED_OUT,
    FeatureKind,
    likeliest,
    scored,
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


class _Reasons:
    """The reasons for a candidate, put into sentences only when somebody asks for them: ranking alone needs none."""

    def __init__(self, tell: Callable[[], tuple[Feature, ...]]) -> None:
        self._tell = tell

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """The reasons, told once."""
        return self._tell()

    def __reduce__(self) -> tuple[object, ...]:
        return _Reasons, (partial(tuple, self.features),)


@attrs.frozen(kw_only=True)
class Candidate:
    """An entry that the goods may fall under.

    ``entry`` is the provision whose words fit best, one for each entry of ``list``; ``score`` (0 to 1) is calibrated;
    ``alone`` is the score without what standing first adds: to be compared with those of the candidates behind it.
    ``fit`` is how well the words fit, whatever the figures, that is ``alone`` without what missed limits take from it:
    goods of an entry's very kind that miss its limits are not of the entry, so their score is low; but an answer about
    them has to say which limit they miss. Where evaluation was asked, ``finding`` is what it says of the provision that
    matters most, and ``whole`` of the whole entry.
    """

    entry: Entry
    score: float
    alone: float
    fit: float
    list: ControlList = attrs.field(repr=False)
    finding: object | None = None
    whole: object | None = None
    _reasons: _Reasons = attrs.field(repr=False, eq=False)

    @property
    def features(self) -> tuple[Feature, ...]:
        """The reasons: those that name their evidence first, the largest score leading; then what weighs it, weightiest
        first.
        """
        return self._reasons.features

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
    values = scored(engine, query, pool)
    totals = _WEIGHTS @ values + INTERCEPT
    order = np.lexsort((pool.provisions, -totals))[:limit]
    told = Told(engine, query, pool, likeliest(engine, query, pool), order)
    shown = totals[order]
    first = np.zeros(len(order))
    first[0] = FIRST_WEIGHT
    chances = _probability(np.stack((shown + first, shown, shown - _MISSED @ values[:, order]), axis=1))
    return tuple(
        Candidate(
            entry=several[which][code],
            score=score,
            alone=alone,
            fit=fit,
            list=several[which],
            reasons=_Reasons(partial(_features, told, at, values[:, at], first=at == order[0])),
        )
        for at, (score, alone, fit) in zip(order.tolist(), chances.tolist(), strict=True)
        for which, code in [engine.laid.codes[int(pool.provisions[at])]]
    )


def _probability(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds as probabilities."""
    found: NDArray[np.float64] = (1 / (1 + np.exp(-odds))).round(4)
    return found


def _features(told: Told, at: int, values: NDArray[np.float64], *, first: bool) -> tuple[Feature, ...]:
    found = [
        (kind.telling, Feature(kind.name, kind.weight, value, kind.sentence(told, at)))
        for kind, value in zip(FEATURES, values.round(4).tolist(), strict=True)
        if value
    ]
    if first:
        found.append((False, Feature(FIRST, FIRST_WEIGHT, 1.0, "no other entry fits better")))
    telling = sorted((feature for tells, feature in found if tells), key=lambda f: -f.score)
    others = sorted((feature for tells, feature in found if not tells), key=lambda f: -abs(f.weight * f.score))
    return (*telling, *others)


_WEIGHTS = np.asarray([kind.weight for kind in FEATURES])
_MISSED = np.where([kind.name in (FIGURES_NOT_MET, RULED_OUT) for kind in FEATURES], _WEIGHTS, 0.0)
