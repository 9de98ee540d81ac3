"""How a provision's sub-items combine, by the words that announce them.

>>> str(connective_of("Amplifiers having all of the following:", ["A gain exceeding 40 dB; and", "Cooled;"]))
'all'
"""

import re
from collections.abc import Sequence

from exportctl.model import Connective

__all__ = ["connective_of"]

_ALL = (
    r"all (?:of )?(?:the )?following|all of(?=:)|both of the following|both(?=:)|each of the following|"
    r"alle[nr]? (?:der )?folgenden"
)
_ANY = (
    r"any (?:one )?(?:or more )?of (?:the )?following|any of(?=:)|any(?: \w+){0,2} following|"
    r"one or more of the following|at least one of(?: the following)?|either(?: of the following)?(?=:)|"
    r"(?:including|includes?|such as)(?= the following|:)|"
    r"eine[rsnm]? (?:oder mehrere[rn]? )?(?:der )?folgenden"
)
_COUNTED = (
    r"(?:two|three|four|five)(?: or more)? of (?:the )?following|none of the following|"
    r"(?:not (?:\w+ )?|without |neither )any of the following"
)
_ANNOUNCED = re.compile(
    rf"(?P<counted>{_COUNTED})|(?P<all>{_ALL})|(?P<any>{_ANY})|(?P<listed>\bas follows\b|\bwie folgt\b|"
    r"\bsee list of items controlled\b)|"
    r"(?P<had>\b(?:with|having|meeting|possessing) (?:the )?following)|(?P<bare>\bthe following\b|\bfolgende[rsnm]?\b)",
    re.IGNORECASE,
)
_LAST_WORDS = 90
_AND = re.compile(r"\b(?:and|und)\s*$", re.IGNORECASE)
_OR = re.compile(r"\b(?:or|oder)\s*$", re.IGNORECASE)


def connective_of(head: str, ends: Sequence[str]) -> Connective:
    """The connective over the sub-items that ``head`` announces, else the one that their last words spell out.

    ``ends`` are the last words of each sub-item. A head that says nothing over sub-items that say nothing is UNCLEAR,
    and so is one that asks for a number of them, or for none; a provision without sub-items is ANY.
    """
    if not ends:
        return Connective.ANY
    announced = None
    for found in _ANNOUNCED.finditer(head):
        if found["listed"] or len(head) - found.end() <= _LAST_WORDS:
            announced = found
    spelled = _spelled(ends)
    if announced is None:
        return spelled
    if announced["counted"]:
        return Connective.UNCLEAR
    if announced["all"]:
        return Connective.ALL
    if announced["any"] or announced["listed"]:
        return Connective.ANY
    if spelled is not Connective.ALL:
        return Connective.ANY
    return Connective.ALL if announced["had"] else Connective.UNCLEAR


def _spelled(ends: Sequence[str]) -> Connective:
    """The connective that the ends of the sub-items spell out ("…; or", "…; and").

    The last one's words lead on to what follows the list, so they do not count.
    """
    conjunctions = {bool(_AND.search(end)) for end in ends[:-1] if _AND.search(end) or _OR.search(end)}
    if len(conjunctions) != 1:
        return Connective.UNCLEAR
    return Connective.ALL if conjunctions.pop() else Connective.ANY
