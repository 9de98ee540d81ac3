"""Limits in a bracket behind another: the same again in another quantity, or the limit of other goods.

>>> kinds = ["length"], ["area"]
>>> of_others(" (an area of ", "for square ones) and cold", *kinds), of_others(" (an area of ", ")", *kinds)
(True, False)
"""

import re
from collections.abc import Sequence

__all__ = ["of_others", "says_again"]

_RECIPROCAL = frozenset({"length", "frequency"})
_OPENED = re.compile(r"[\s,]*\(\s*(?:an?\s)?(?P<others>[^():;,]+:\s*)?(?:[\w-]+\s(?:of\s)?)?$")
_OTHERS_BEHIND = re.compile(r"[^():;,]*?\bfor [^():;,]+\)")


def says_again(said: Sequence[str], again: Sequence[str]) -> bool:
    """Whether limits of the kinds ``again`` say those of the kinds ``said`` as frequencies instead of wavelengths, or
    the reverse.
    """
    return len(said) == len(again) and {*said, *again} == _RECIPROCAL and len({*said}) == 1


def of_others(gap: str, behind: str, said: Sequence[str], again: Sequence[str]) -> bool:
    """Whether the bracket that ``gap`` opens states the limit in another quantity, for others of the goods: "9 mm in
    diameter (an area of 60 mm^2 for square ones)". ``behind`` are the words that follow it.
    """
    opened = _OPENED.match(gap)
    if opened is None or not (opened["others"] or _OTHERS_BEHIND.match(behind)):
        return False
    return set(said).isdisjoint(again)
