"""Three-valued truth: met, not met, undetermined.

>>> TRUE & UNKNOWN
<Truth.UNKNOWN: 'undetermined'>
>>> FALSE & UNKNOWN
<Truth.FALSE: 'not met'>
>>> str(~TRUE)
'not met'

The tables are Kleene's strong logic of indeterminacy (S. C. Kleene, *Introduction to Metamathematics*, 1952, § 64):
an operation is decided as soon as every completion of what is unknown gives the same answer.
"""

from collections.abc import Iterable
from enum import Enum

__all__ = ["FALSE", "TRUE", "UNKNOWN", "Truth", "all_of", "any_of"]


class Truth(Enum):
    """Whether a condition holds: ``TRUE`` (met), ``FALSE`` (not met) or ``UNKNOWN`` (undetermined).

    ``str()`` gives the words; ``&``, ``|`` and ``~`` are and, or and not. It has no truth value of its own:
    ``if truth:`` would have to call UNKNOWN either met or not met, so ``bool()`` raises ``TypeError``.

    >>> TRUE | UNKNOWN is TRUE
    True
    """

    TRUE = "met"
    FALSE = "not met"
    UNKNOWN = "undetermined"

    def __and__(self, other: "Truth") -> "Truth":
        if self is FALSE or other is FALSE:
            return FALSE
        return TRUE if self is TRUE and other is TRUE else UNKNOWN

    def __or__(self, other: "Truth") -> "Truth":
        if self is TRUE or other is TRUE:
            return TRUE
        return FALSE if self is FALSE and other is FALSE else UNKNOWN

    def __invert__(self) -> "Truth":
        if self is UNKNOWN:
            return UNKNOWN
        return FALSE if self is TRUE else TRUE

    def __bool__(self) -> bool:
        raise TypeError("a Truth may be undetermined: compare it with `is TRUE`, `is FALSE` or `is UNKNOWN`")

    def __str__(self) -> str:
        return self.value


TRUE = Truth.TRUE
FALSE = Truth.FALSE
UNKNOWN = Truth.UNKNOWN


def all_of(truths: Iterable[Truth]) -> Truth:
    """The conjunction of ``truths``: met when all are, not met when one is not; met when there are none.

    >>> str(all_of([TRUE, UNKNOWN, FALSE]))
    'not met'
    """
    result = TRUE
    for truth in truths:
        if truth is FALSE:
            return FALSE
        if truth is UNKNOWN:
            result = UNKNOWN
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """The disjunction of ``truths``: met when one is, not met when none is; not met when there are none.

    >>> str(any_of([FALSE, UNKNOWN]))
    'undetermined'
    """
    result = FALSE
    for truth in truths:
        if truth is TRUE:
            return TRUE
        if truth is UNKNOWN:
            result = UNKNOWN
    return result
