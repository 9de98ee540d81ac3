"""Technical words of German, Dutch and French in English: inflected, and joined to compounds that no table can list.

>>> english("nennausgangsleistung"), english("gesattigter"), english("azimutgenauigkeit"), english("bandwidth")
(('nominal', 'output', 'power'), ('saturated',), ('azimuth', 'accuracy'), ())

The words stand in `compounds.txt`. A word that is not understood whole stays as it is, but for the noun that it ends
with: what it is of is kept as a word of its own, and makes another name of it.
"""

from functools import cache, lru_cache

import attrs

from exportctl.files import packaged
from exportctl.text import unaccented

__all__ = ["english", "folded"]

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_ENDINGS = ("en", "er", "es", "em", "e", "n", "s")
_JOINTS = ("", "s", "n", "en", "es", "er")
_SHORTEST, _LONGEST, _SHORTEST_PART, _SHORTEST_REST = 4, 60, 3, 3


@attrs.frozen
class _Words:
    """The words by spelling: those that stand alone, those that begin a compound and those that end one; ``ending``
    are the ones that do so behind any word.
    """

    alone: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    first: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    last: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    ending: set[str] = attrs.field(factory=set)


def folded(word: str) -> str:
    """``word`` in small letters without accents."""
    return unaccented(word.casefold().replace("ß", "ss"))


@cache
def _words() -> _Words:
    words = _Words()
    for line in packaged("compounds.txt").splitlines():
        if not line or line.startswith("#"):
            continue
        meaning, *columns = (cell.strip() for cell in line.split("|"))
        for spelling in filter(None, (word.strip() for column in columns for word in column.split(","))):
            for word in {folded(spelling), folded(spelling.translate(_UMLAUTS))}:
                _enter(words, word, tuple(meaning.split()))
    return words


def _enter(words: _Words, word: str, meaning: tuple[str, ...]) -> None:
    """Put ``word``, with its marks, into ``words``; the meaning that stands first counts."""
    plain = word.strip("-!")
    if not word.startswith("-"):
        words.first.setdefault(plain, meaning)
    if not word.endswith("-"):
        words.last.setdefault(plain, meaning)
    if "-" not in word:
        words.alone.setdefault(plain, meaning)
    if word.startswith("!"):
        words.ending.add(plain)


@lru_cache(maxsize=16384)
def english(word: str) -> tuple[str, ...]:
    """The English words for ``word``, which is in small letters without accents; empty where it is none of these.

    >>> english("betriebstemperaturen"), english("wanddikte"), english("overschrijdingsdruk")
    (('operating', 'temperature'), ('wall', 'thickness'), ('overschrijdings', 'pressure'))
    """
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return ()
    words = _words()
    forms = (word, *(word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending)))
    for form in forms:
        if form in words.alone and len(form) >= _SHORTEST_PART:
            return words.alone[form]
    for form in forms:
        if found := _compound(form, words):
            return found
    for form in forms:
        if found := _ending(form, words):
            return found
    return ()


def _compound(word: str, words: _Words) -> tuple[str, ...]:
    """The meaning of a compound all of whose words are known: the longest last word first."""
    for start in range(_SHORTEST_PART - 1, len(word) - 2):
        last = words.last.get(word[start:])
        before = _begun(word[:start], words) if last else ()
        if last and before:
            return (*before, *last)
    return ()


def _begun(word: str, words: _Words) -> tuple[str, ...]:
    """The meaning of the beginning of a compound: one word, or several, each joined to the next."""
    for joint in _JOINTS:
        if word.endswith(joint):
            form = word[: len(word) - len(joint)]
            if form in words.first:
                return words.first[form]
    for start in range(_SHORTEST_PART, len(word) - 2):
        inner = _begun(word[start:], words) if word[:start] in words.first else ()
        if inner:
            return (*words.first[word[:start]], *inner)
    return ()


def _ending(word: str, words: _Words) -> tuple[str, ...]:
    """The word that ``word`` ends with, behind what is not known."""
    for start in range(_SHORTEST_REST, len(word) - 2):
        if word[start:] in words.ending and len(word) - start > _SHORTEST_PART:
            return (word[:start], *words.last[word[start:]])
    return ()
