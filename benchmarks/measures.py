"""What is measured: how often the right entry stands first or among five, and how well scores tell goods apart.

A missing answer counts as wrong. Intervals are bootstrap intervals (1,000 resamples of the cases, seed 0).
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["area_under_curve", "graded", "interval", "rank_of"]

_RESAMPLES = 1000
_EXACT, _ENTRY, _GROUP, _CATEGORY = 1.0, 0.7, 0.4, 0.2


def rank_of(entries: Sequence[str], ranking: Sequence[str]) -> int:
    """The place of the first right entry in ``ranking``, from 1; 0 where none is in it."""
    return next((place for place, code in enumerate(ranking, 1) if code.partition(".")[0] in entries), 0)


def area_under_curve(listed: Sequence[float], unlisted: Sequence[float]) -> float:
    """The chance that listed goods have the higher top score than unlisted ones; ties count half.

    >>> area_under_curve([0.9, 0.4], [0.1, 0.4])
    0.875
    """
    above, below = np.asarray(listed), np.sort(np.asarray(unlisted))
    if not len(above) or not len(below):
        return float("nan")
    less = np.searchsorted(below, above, side="left")
    least = np.searchsorted(below, above, side="right")
    return float((less + least).mean() / 2 / len(below))


def graded(entries: Sequence[str], sub_item: str | None, answer: str | None) -> float:
    """The score of one answer as CommodityBench gives it: exact 1, entry 0.7, product group 0.4, category 0.2.

    Where the facts decide no sub-item, the right entry is exact.

    >>> graded(["3A001"], "3A001.a.5.a", "3A001.a"), graded(["3A001"], None, "3A225"), graded(["ML3"], None, None)
    (0.7, 0.4, 0.0)
    """
    if answer is None:
        return 0.0
    head = answer.partition(".")[0]
    if head in entries:
        return _EXACT if sub_item is None or _within(answer, sub_item) else _ENTRY
    if head.startswith("ML"):
        return _CATEGORY if any(entry.startswith("ML") for entry in entries) else 0.0
    if any(head[:2] == entry[:2] for entry in entries):
        return _GROUP
    return _CATEGORY if any(head[0] == entry[0] for entry in entries) else 0.0


def _within(answer: str, sub_item: str) -> bool:
    return answer == sub_item or answer.startswith(sub_item + ".")


def interval(
    values: Sequence[float], statistic: Callable[[NDArray[np.float64]], float] = np.mean
) -> tuple[float, float]:
    """The 95 % bootstrap interval of ``statistic`` over ``values``."""
    if not len(values):
        return float("nan"), float("nan")
    chance = np.random.default_rng(0)
    array = np.asarray(values, dtype=np.float64)
    drawn = [float(statistic(array[chance.integers(0, len(array), len(array))])) for _ in range(_RESAMPLES)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
