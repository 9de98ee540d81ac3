"""How far a noun phrase reaches to the left: over "of", over pairs ("wall or plate thickness"), slashes and asides.

>>> text = "Tubes with a wall or plate thickness below 5 mm"
>>> scope = scopes_of(lex(text))[0]
>>> text[scope.items[reach(text, scope, scope.shape.index("<"), 0)].start :]
'wall or plate thickness below 5 mm'
"""

import re

from exportctl.extraction.phrases import NOUN, SKIPPED, spelt, word_at
from exportctl.extraction.scopes import Scope, lex, scopes_of
from exportctl.names import kinds_of

__all__ = ["ATTRIBUTES", "head_of", "lex", "reach", "scopes_of"]

_LONGEST = 9
ATTRIBUTES = frozenset("rated controlled".split())


def reach(text: str, scope: Scope, last: int, floor: int) -> int:
    """How far to the left the run of nouns before ``last`` reaches, over "of" and, for paired adjectives, "or"."""
    first = last
    while first > floor and last - first < _LONGEST and _continues(text, scope, first, last, floor):
        first -= 1
    while first < last and scope.shape[first] not in NOUN and word_at(text, scope.items[first]) not in ATTRIBUTES:
        if text[scope.items[first + 1].start] == "/" if first + 1 < last else False:
            break
        first += 1
    return first


def _continues(text: str, scope: Scope, first: int, last: int, floor: int) -> bool:
    """Whether the item before ``first`` goes on with the noun phrase that reaches from there to ``last``."""
    kind = scope.shape[first - 1]
    if kind in NOUN or text[scope.items[first - 1].start] == "/":
        return True
    if first == last:
        return False
    if text[scope.items[first].start] == "/":
        return True
    before = scope.shape[floor : first - 1].rstrip("k")
    if kind == "o":
        return before[-1:] in tuple(NOUN)
    if kind == "d":
        return before[-1:] == "o"
    if kind == "×":
        return before[-1:] in tuple(NOUN)
    if kind == "r":
        return before[-1:] in tuple(NOUN) and _paired(scope, first, floor)
    if kind == "a":
        return before[-1:] in tuple(NOUN) and _coupled(text, scope, first, floor)
    if kind == "v":
        return (
            word_at(text, scope.items[first - 1]) in ATTRIBUTES
            and scope.shape[first] == "W"
            and before[-1:] in {"d", "W"}
        )
    if kind == "c":
        return word_at(text, scope.items[first - 1]) == "per" and before[-1:] in tuple(NOUN)
    if kind == ",":
        return (
            "r" in scope.shape[first:last]
            and re.fullmatch(r"[dv]?(?:W{1,3}o)?(?:W,)*W", scope.shape[floor : first - 1]) is not None
        )
    return kind in SKIPPED


def _paired(scope: Scope, first: int, floor: int) -> bool:
    """Whether "A or B limit" begins its clause, so that both nouns belong to the name of the parameter."""
    at = first - 2
    while at >= floor and scope.shape[at] in NOUN + "k":
        at -= 1
    return at < floor or scope.shape[at] in "dv,;:!?lca"


def _coupled(text: str, scope: Scope, first: int, floor: int) -> bool:
    """Whether "A and B" are two names for one limit: two terms in quotes, or "a harmonic and distortion content"."""
    if scope.shape[first - 2] == "T" and scope.shape[first] == "T":
        return True
    at = first - 2
    while at > floor and scope.shape[at - 1] in NOUN:
        at -= 1
    article = at > 0 and scope.shape[at - 1] == "d" and word_at(text, scope.items[at - 1]) in {"a", "an"}
    return article and bool(kinds_of(spelt(text, scope, at, first - 1)))


def head_of(noun: str) -> str:
    """The word that says which quantity ``noun`` names: "error" in "maximum error of length"."""
    return noun.partition(" of ")[0].rpartition(" ")[2]
