"""Truth as a level, ``NO < OPEN < YES``, so that Kleene's "and" is a minimum and his "or" a maximum."""

from fractions import Fraction
from operator import eq, ge, gt, le, lt

from exportctl.conditions import Comparison
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth

__all__ = ["NO", "OPEN", "YES", "level_at", "level_of", "truth_of"]

NO, OPEN, YES = 0, 1, 2
_TRUTHS = (FALSE, UNKNOWN, TRUE)
_LEVELS = {FALSE: NO, UNKNOWN: OPEN, TRUE: YES}
_HOLDS = {
    Comparison.GREATER: gt,
    Comparison.AT_LEAST: ge,
    Comparison.LESS: lt,
    Comparison.AT_MOST: le,
    Comparison.EQUAL: eq,
}


def truth_of(level: int) -> Truth:
    """The `Truth` of a level.

    >>> str(truth_of(OPEN))
    'undetermined'
    """
    return _TRUTHS[level]


def level_of(truth: Truth) -> int:
    """The level of a `Truth`."""
    return _LEVELS[truth]


def level_at(value: Fraction, comparison: Comparison, limit: Fraction) -> int:
    """Whether ``value`` stands to ``limit`` as ``comparison`` says, both in the base unit of one kind."""
    return YES if _HOLDS[comparison](value, limit) else NO
