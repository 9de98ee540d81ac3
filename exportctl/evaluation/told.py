"""What a description says of the goods that a note takes out.

"Zirconium foil" tells the note on zirconium in the form of foil that it is meant; a "supersonic tunnel" may be the wind
tunnel that another note speaks of. Only words that tell the note's goods from the provision's count.

>>> names = named_goods("Zirconium foil, 50 µm")
>>> str(said_of("zirconium in the form of foil", frozenset({"zirconium"}), names))
'met'
>>> touched("zirconium tubes or foil", frozenset({"zirconium"}), names)
True
"""

import re
from functools import lru_cache

from exportctl.evaluation.words import content, named_goods
from exportctl.model import ControlList, Place
from exportctl.truth import TRUE, UNKNOWN, Truth

__all__ = ["named_goods", "said_of", "touched", "words_of_provision"]

_ALTERNATIVES = re.compile(r",\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+")
_ROOT = 4
_PLURAL = re.compile(r"s[”’]?$")
_ANY_GOODS, _ = content("forms items goods equipment products product devices systems materials articles those")


@lru_cache(maxsize=4096)
def words_of_provision(control_list: ControlList, place: Place) -> frozenset[str]:
    """The stems of the words of the provision at ``place`` and of all above it."""
    entry = control_list[place.code]
    return content(" ".join(one.text for one in (*control_list.ancestors(entry.code), entry)))[0]


def said_of(goods: str, known: frozenset[str], names: frozenset[tuple[str, ...]]) -> Truth:
    """Whether what a description ``names`` the goods says that they are the ``goods`` of a note.

    ``known`` are the stems of the provision, which its goods have anyway.
    """
    phrase = _longest(names)
    for one in _each(goods):
        words, denies = content(one)
        told = phrase and phrase[-1] in words and words <= known | _ANY_GOODS | set(phrase)
        if told and not denies and (words - known - _ANY_GOODS or words <= set(phrase)):
            return TRUE
    return UNKNOWN


def touched(goods: str, known: frozenset[str], names: frozenset[tuple[str, ...]]) -> bool:
    """Whether it has any of the words that tell the ``goods`` of a note from others of the provision."""
    words, denies = content(goods)
    shared = (words - known - _ANY_GOODS).intersection(_longest(names))
    return not denies and any(not _akin(word, known) for word in shared)


def _akin(word: str, known: frozenset[str]) -> bool:
    """Whether ``known`` words have the same root, as fibres have in what is fibrous."""
    return any(word[:_ROOT] == other[:_ROOT] for other in known)


def _longest(names: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
    """All that a description calls the goods, as stems."""
    found: tuple[str, ...] = ()
    for name in names:
        found = max(found, name, key=lambda stems: len(stems))
    return found


def _each(goods: str) -> list[str]:
    """Each of several ``goods`` ("rifles, pistols and machine guns"); a list of what is said of some stays whole."""
    found = _ALTERNATIVES.split(goods)
    return found if all(_PLURAL.search(one) for one in found) else [goods]
