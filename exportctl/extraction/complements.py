"""What stands behind a value and says what it is a value of: "40 mm in diameter", "9 % nickel", "five or more axes".

>>> text = "40 mm in diameter"
>>> dimension_after(text, scopes_of(lex(text))[0], 1).words
'diameter'
"""

import re

from exportctl.extraction.phrases import NOUN, Phrase, plain, spelt, word_at, words_of
from exportctl.extraction.scopes import Scope, lex, scopes_of

__all__ = ["dimension_after", "lex", "phrase_after", "scopes_of"]

_LONGEST = 9
_DIMENSIONS = frozenset(
    "diameter length width height depth thickness weight mass volume area size radius diagonal".split()
)
_ADJECTIVES = {"wide": "width", "long": "length", "thick": "thickness", "high": "height", "deep": "depth"}
_NO_NAME = frozenset("following foregoing thereof them it one respectively inclusive times".split())
_PLURAL = re.compile(r"s[”’]?$|axes$")
_PARTICIPLE = re.compile(r"(?<!e)(?<!b)ed$")
_QUOTES = re.compile("[“”‘’'\"]")


def phrase_after(text: str, scope: Scope, at: int, *, counted: bool) -> Phrase | None:
    """The noun phrase that begins at item ``at``: what is counted, or "in diameter", or "(of) nickel"."""
    dimension = dimension_after(text, scope, at)
    if dimension is not None:
        return dimension
    if counted and not _led_by_in(text, scope, at):
        return _counted(text, scope, at)
    first = at + 1 if _led_by_in(text, scope, at) or scope.shape[at : at + 1] == "o" else at
    first += scope.shape[at : at + 2] == "od"
    last = _nouns_until(scope, first, over_of=True)
    if scope.shape[at : at + 1] == "o" and last > first:
        listed = re.match(r"(?:,[WT]{1,2})*,?[ra][WT]{1,3}", scope.shape[last:])
        last += listed.end() if listed else 0
    return _phrase(text, scope, first, last)


def _led_by_in(text: str, scope: Scope, at: int) -> bool:
    return (
        at < len(scope.items) and word_at(text, scope.items[at]) == "in" and scope.shape[at + 1 : at + 2] in tuple(NOUN)
    )


def _nouns_until(scope: Scope, first: int, *, over_of: bool) -> int:
    last = first
    while last < len(scope.items) and (
        scope.shape[last] in NOUN
        or (over_of and scope.shape[last] == "o" and last > first)
        or (scope.shape[last] == "k" and last > first and scope.shape[last + 1 : last + 2] in tuple(NOUN))
    ):
        last += 1
    while last > first and scope.shape[last - 1] == "o":
        last -= 1
    return last


def _phrase(text: str, scope: Scope, first: int, last: int) -> Phrase | None:
    while last - first > 1 and _PARTICIPLE.search(word_at(text, scope.items[last - 1])):
        last -= 1
    if last == first or last - first > _LONGEST or word_at(text, scope.items[first]) in _NO_NAME:
        return None
    words = plain(words_of(text, scope, first, last))
    return Phrase(words, scope.items[first].start, scope.items[last - 1].end) if words else None


def _counted(text: str, scope: Scope, at: int) -> Phrase | None:
    """What there is a number of; behind adjectives in quotes the noun that they describe."""
    adjectives = re.match(r",?T(?:,T)*,?a?T(?=[TW])", scope.shape[at:])
    first = at + adjectives.end() if adjectives else at
    if scope.shape[first : first + 2] == "od":
        first += 2
    if first < len(scope.items) and word_at(text, scope.items[first]) == "following":
        first += 1
    last = first
    while last < len(scope.items) and (
        scope.shape[last] in NOUN
        or text[scope.items[last].start] == "/"
        or (last > first and scope.shape[last] == "o" and word_at(text, scope.items[last - 1]) == "degrees")
        or (scope.shape[last] == "P" and scope.shape[last + 1 : last + 2] in tuple(NOUN))
        or (
            last > first
            and scope.shape[last] == "r"
            and scope.shape[last + 1 : last + 2] in tuple(NOUN)
            and not _PLURAL.search(word_at(text, scope.items[last - 1]))
        )
    ):
        last += 1
    while last - first > 1 and _PARTICIPLE.search(word_at(text, scope.items[last - 1])):
        last -= 1
    if last == first or last - first > _LONGEST or word_at(text, scope.items[first]) in _NO_NAME:
        return None
    words = _QUOTES.sub("", words_of(text, scope, first, last))
    return Phrase(f"number of {words}", scope.items[first].start, scope.items[last - 1].end)


def dimension_after(text: str, scope: Scope, at: int) -> Phrase | None:
    """ "diameter", where a value is said to be one: "40 mm in diameter", "40 mm outside diameter", "40 mm wide"."""
    if at < len(scope.items) and word_at(text, scope.items[at]) in _ADJECTIVES:
        item = scope.items[at]
        return Phrase(_ADJECTIVES[word_at(text, item)], item.start, item.end)
    first = at + 1 if at < len(scope.items) and word_at(text, scope.items[at]) == "in" else at
    found = re.match(r"W{1,3}", scope.shape[first:])
    ends = range(first, first + found.end()) if found else range(0)
    last = next((at + 1 for at in ends if word_at(text, scope.items[at]) in _DIMENSIONS), 0)
    if not last:
        return None
    other = re.match(r"rW{1,3}(?:oW+)?", scope.shape[last:])
    if other and any(word_at(text, item) in _DIMENSIONS for item in scope.items[last : last + other.end()]):
        last += other.end()
    return Phrase(plain(spelt(text, scope, first, last)), scope.items[first].start, scope.items[last - 1].end)
