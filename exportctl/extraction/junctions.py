"""Conditions put together: all of them, any of them, or two readings of the same words.

>>> both = conjoin((AllOf(parts=(), place=Place("2B999")), AnyOf(parts=(), place=Place("2B999"))), Place("2B999"))
>>> len(both.parts)
2
"""

from collections.abc import Sequence

from exportctl.conditions import AllOf, AnyOf, Condition, Opaque
from exportctl.model import Place

__all__ = ["conjoin", "disjoin", "either_reading"]


def conjoin(parts: Sequence[Condition], place: Place) -> Condition:
    """All of ``parts``; one alone as it is."""
    return parts[0] if len(parts) == 1 else AllOf(parts=tuple(parts), place=place)


def disjoin(parts: Sequence[Condition], place: Place) -> Condition:
    """Any of ``parts``; one alone as it is."""
    return parts[0] if len(parts) == 1 else AnyOf(parts=tuple(parts), place=place)


def either_reading(first: Condition, second: Condition, doubt: Opaque) -> Condition:
    """A condition that is decided where both readings are decided alike, and stays open where they differ."""
    both = AllOf(parts=(first, second), place=doubt.place)
    one = AnyOf(parts=(first, second), place=doubt.place)
    return AnyOf(parts=(both, AllOf(parts=(one, doubt), place=doubt.place)), place=doubt.place)
