"""What a goods description says first, and what it says of that: clauses, head nouns, words that stand for a kind.

Sellers write a head and hang things on it: "parts for X", "test set for X", "X with Y, 5 W". The head names the goods,
what hangs on it tells less. Where the head is only "parts", the goods are of what they are parts for.

>>> read("(Onderdelen voor) Leopard tanks").head
'tanks'
>>> read("diode pump 50 mW").head
'pump'
>>> [word.text for word in read("pump for Iran, EUR 4,500").words]
['pump']
"""

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import pairwise

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.matching.concordance import Concordance, Sequences
from exportctl.matching.destinations import blinded
from exportctl.matching.vocabulary import STOP_WORDS, tokens

__all__ = ["Description", "Said", "heads_of", "read"]

_CLAUSE, _BRACKET, _PURPOSE, _STUFF, _BESIDE = 0.5, 0.6, 0.55, 0.8, 0.5
_PURPOSES = frozenset("for voor fur pour tbv ten behoeve tegen against gegen contre to bestemd".split())
_STUFFS = frozenset("of van von vom aus de du des d der la uit made".split())
_BESIDES = frozenset(
    "with met mit avec in im en on op auf sur by door durch par at bij bei from under below using via "
    "without zonder ohne sans".split()
)
# French names one thing with two nouns: "pistolet à eau", "moulin à café".
_WITHIN = frozenset("a au aux".split())
_JOINTS = _PURPOSES | _STUFFS | _BESIDES | _WITHIN
_LIGHT = frozenset(
    """type types model series new used various other system systems systeem systemen systeme equipment apparatuur
    uitrusting gerat gerate ausrustung equipement equipements materiel device devices apparaat apparaten high low
    set sets kit unit units pieces stuks stuck high hoge hohe haute quality technical grade pure nr no""".split()
)
_PARTS = frozenset(
    """part parts component components spare spares spareparts accessories assemblies deel delen onderdeel onderdelen
    reservedelen reserveonderdelen componenten toebehoren teil teile ersatzteil ersatzteile bauteil bauteile
    komponenten bestandteile zubehor piece pieces detachees rechange composant composants accessoires elements
    specially designed speciaal ontworpen""".split()
)
_SPLIT = re.compile(r"([,;:()\[\]\n]|\.(?=\s|$)|\s[-–—/|]\s)")
_MOST_BESIDE = 1.5
_CHARACTERS = 2000
_LONGEST_UNIT = 4
_AXES = frozenset("axis axes assen achs axe".split())
_WRITTEN_OUT = (("t.b.v.", "tbv"), ("T.b.v.", "tbv"), ("o.a.", ""), ("z.B.", ""), ("e.g.", ""))


@attrs.frozen
class Said:
    """A word of a description and how much it says of the goods: 1 for their name, less for what hangs on it."""

    text: str
    weight: float


@attrs.frozen(kw_only=True)
class Description:
    """A description read: its ``words``, each once, its ``head`` noun and the ``first`` word of the head's phrase.

    ``all_words`` are all its words, stop words and figures included; ``parts`` tells goods that are only parts of
    what is named.
    """

    words: tuple[Said, ...]
    head: str
    first: str
    parts: bool
    all_words: frozenset[str]


@lru_cache(maxsize=4096)
def read(text: str) -> Description:
    """The description ``text`` read; only its first 2,000 characters, without destination, maker, brand and price."""
    text = blinded(text[:_CHARACTERS])
    for short, long in _WRITTEN_OUT:
        text = text.replace(short, long)
    said: dict[str, float] = {}
    head = first = ""
    parts = False
    for weight, words in _phrases(text):
        content = [word for word in words if _is_content(word)]
        if any(word in _PARTS for word in content) and all(word in _PARTS or word in _LIGHT for word in content):
            parts = parts or not head
            continue
        units = {word for before, word in pairwise(words) if _is_unit(word, before)}
        names = [word for word in content if word not in _PARTS and word not in units] or content
        if not head and names:
            head, first, weight = names[-1], names[0], max(weight, 1.0)
        for word in content:
            said[word] = max(said.get(word, 0.0), weight * _lightness(word, units))
    return Description(
        words=tuple(Said(word, weight) for word, weight in _levelled(said).items()),
        head=head,
        first=first,
        parts=parts,
        all_words=frozenset(tokens(text)),
    )


def _levelled(said: dict[str, float]) -> dict[str, float]:
    """The weights with all that hangs on the name weighing at most as much as the name: data sheets are long."""
    name = sum(weight for weight in said.values() if weight >= 1.0)
    rest = sum(weight for weight in said.values() if weight < 1.0)
    if not name or rest <= _MOST_BESIDE * name:
        return said
    return {word: weight if weight >= 1.0 else weight * _MOST_BESIDE * name / rest for word, weight in said.items()}


def _is_unit(word: str, before: str) -> bool:
    """Whether ``word`` stands behind a figure as units do."""
    return before[-1].isdigit() and len(word) <= _LONGEST_UNIT and word not in _AXES


def _lightness(word: str, units: Container[str]) -> float:
    """How much of its weight a word keeps: units and words that fit all goods say little."""
    if word in _PARTS:
        return 0.1
    return 0.4 if word in _LIGHT or word in units else 1.0


def heads_of(said: Concordance, french: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The place of each text's head noun among all the words that are ``said``, -1 where a text has no word.

    The first of its names where the text is ``french``, else the last before a preposition. Its names are what is no
    word for parts; where there is none, its content; where there is none of that either, all its words.
    """
    words, texts = said.texts.values, said.texts
    content = said.flags(_is_content)[words]
    names = content & ~said.flags(_PARTS.__contains__)[words]
    # A preposition ends the search once a name stands before it.
    passed = np.concatenate(([0], np.cumsum(names)))
    ends = said.flags(_JOINTS.__contains__)[words] & (passed[:-1] > passed[texts.starts[texts.owners]])
    ended = np.concatenate(([0], np.cumsum(ends)))
    names &= ended[1:] == ended[texts.starts[texts.owners]]
    heads = np.full(len(texts.lengths), -1)
    for chosen in (np.ones(len(words), dtype=bool), content, names):
        places = Sequences(np.arange(len(words)), texts.starts).kept(chosen)
        told = places.lengths > 0
        at = np.where(french, places.starts[:-1], places.starts[1:] - 1)[told]
        heads[told] = places.values[at]
    return heads


def _is_content(word: str) -> bool:
    return len(word) > 1 and not word.isdecimal() and word not in STOP_WORDS


def _phrases(text: str) -> Iterator[tuple[float, list[str]]]:
    """The phrases of ``text`` with the weight of each: clauses are split at marks, and phrases at prepositions."""
    seen = False
    bracket = 0
    for piece in _SPLIT.split(text):
        mark = piece.strip()
        if len(mark) == 1 and not mark.isalnum():
            bracket += {"(": 1, "[": 1, ")": -1, "]": -1}.get(mark, 0)
            continue
        weight = (_BRACKET if bracket > 0 else _CLAUSE) if seen else 1.0
        phrase: list[str] = []
        for word in tokens(piece):
            factor = _joint(word, phrase)
            if factor is None:
                phrase.append(word)
                continue
            if phrase:
                yield weight, phrase
                named = any(_is_content(w) and w not in _PARTS for w in phrase)
                seen = seen or named
                weight = ((_BRACKET if bracket > 0 else 1.0) if named else weight) * factor
            phrase = []
        if phrase:
            yield weight, phrase
            seen = seen or any(_is_content(w) and w not in _PARTS for w in phrase)


def _joint(word: str, phrase: list[str]) -> float | None:
    """How much less what follows ``word`` tells; ``None`` for a word that joins nothing."""
    if not phrase:
        return 1.0 if word in _JOINTS else None
    if word in _WITHIN:
        return 1.0
    if word in _PURPOSES:
        return _PURPOSE
    if word in _STUFFS:
        return _STUFF
    return _BESIDE if word in _BESIDES else None
