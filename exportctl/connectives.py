"""How a provision's sub-items combine, by the words that announce them.

>>> str(connective_of("Amplifiers having all of the following:", ["A gain exceeding 40 dB; and", "Cooled;"]))
'all'
"""

import re
from collections.abc import Sequence

from exportctl.model import Connective

__all__ = ["connective_of"]

_ALL = r"all (?:of )?(?:the )?following|all of|both(?: of the following)?|each of the following|alle[nr]? (?:der )?folgenden|sämtliche\w*"
_ANY = (
    r"any (?:one )?(?:or more )?of(?: the following)?|any(?: \w+){0,2} following|(?:one|two) or more of the following|at least one of|either|as follows|"
    r"wie folgt|such as|including|includes?|eine[rsnm]? (?:oder mehrere[rn]? )?(?:der )?folgenden|folgende[rsnm]?|hetzij|als volgt"
)
_COUNTED = r"(?:at least )?(?:two|three|four|five)(?: or more)? of the following|none of the following|not .{0,30}any of the following"
_ANNOUNCED = re.compile(
    rf"\b(?:(?P<counted>{_COUNTED})|(?P<all>{_ALL})|(?P<any>{_ANY})|(?P<bare>the following))\b", re.IGNORECASE
)
_LAST_WORDS = 90
_AND = re.compile(r"[;,.]?\s*\b(?:and|und|en)\s*$", re.IGNORECASE)
_OR = re.compile(r"[;,.]?\s*\b(?:or|oder|of)\s*$", re.IGNORECASE)


def connective_of(head: str, children: Sequence[str]) -> Connective:
    """The connective over ``children`` that ``head`` announces, else the one their last words spell out.

    A head that says nothing over children that say nothing is UNCLEAR, and so is one that asks for a number of them;
    a provision without children is ANY.
    """
    if not children:
        return Connective.ANY
    announced = None
    for found in _ANNOUNCED.finditer(head):
        announced = found
    spelled = _spelled(children)
    if announced is None or len(head) - announced.end() > _LAST_WORDS:
        return spelled
    if announced["counted"]:
        return Connective.UNCLEAR
    if announced["all"]:
        return Connective.ALL
    if announced["any"]:
        return Connective.ANY
    return Connective.ANY if spelled is not Connective.ALL else Connective.UNCLEAR


def _spelled(children: Sequence[str]) -> Connective:
    """The connective that the ends of the children spell out ("…; or", "…; and")."""
    last = [child for child in children if _AND.search(child) or _OR.search(child)]
    if not last:
        return Connective.UNCLEAR
    kinds = {bool(_AND.search(child)) for child in last}
    if len(kinds) > 1:
        return Connective.UNCLEAR
    return Connective.ALL if kinds.pop() else Connective.ANY
