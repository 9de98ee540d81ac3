"""The answers to a question that make a difference: one from every stretch between its limits, and each limit."""

from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from itertools import pairwise

from exportctl.conditions import Condition, Threshold
from exportctl.evaluation.levels import NO, YES, level_at
from exportctl.units import Interval

__all__ = ["Cell", "Cells", "cells_of"]

Cell = tuple[tuple[int, int], ...]
"""One answer to a question, as (leaf, level) for each of the leaves that ask it."""
Cells = Callable[[Hashable], tuple[Cell, ...]]


def cells_of(asking: Sequence[tuple[int, Condition]], known: Interval | None) -> tuple[Cell, ...]:
    """The different answers to the question that the leaves ``asking`` it put, as far as ``known`` allows them.

    Yes and no for a fact, and for a limit that is a formula.
    """
    limits = [limit for _, limit in asking if isinstance(limit, Threshold) and limit.formula is None]
    if len(limits) < len(asking):
        return tuple(tuple((number, level) for number, _ in asking) for level in (YES, NO))
    numbers, bounds = [number for number, _ in asking], [limit.limit.base for limit in limits]
    found = (tuple(zip(numbers, _levels_at(sample, limits, bounds), strict=True)) for sample in _samples(bounds, known))
    return tuple(dict.fromkeys(found))


def _levels_at(sample: Fraction, limits: Sequence[Threshold], bounds: Sequence[Fraction]) -> list[int]:
    return [level_at(sample, limit.comparison, bound) for limit, bound in zip(limits, bounds, strict=True)]


def _samples(bounds: Sequence[Fraction], known: Interval | None) -> list[Fraction]:
    """One value of the base unit from every stretch between the bounds, and each bound, within what is known."""
    ends = [end.base for end in (known.low, known.high) if end is not None] if known is not None else []
    marks = sorted({*bounds, *ends})
    between = [(low + high) / 2 for low, high in pairwise(marks)]
    samples = [marks[0] - 1, *marks, *between, marks[-1] + 1]
    samples = [s for s in samples if known is None or _within(s, known)]
    return sorted(samples, key=lambda s: (abs(s - marks[0]) < abs(s - marks[-1]), s), reverse=True)


def _within(sample: Fraction, known: Interval) -> bool:
    low, high = known.low, known.high
    above = low is None or sample > low.base or (sample == low.base and not known.low_open)
    return above and (high is None or sample < high.base or (sample == high.base and not known.high_open))
