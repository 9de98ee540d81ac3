"""Words of goods descriptions and of the law, brought to one form: folded, stemmed in four languages, compounds split.

A word is looked up under its English, Dutch, German and French stem at once (Snowball; M. F. Porter, 2001), so the
language of a description need not be known: a stem that the index does not have finds nothing and costs nothing.

>>> tokens("Glovebox für UF6-Gasproben")
['glovebox', 'fur', 'uf6', 'gasproben']
>>> "versterk" in stems("versterkers")
True
"""

import re
import threading
import unicodedata
from collections.abc import Collection
from functools import lru_cache

import Stemmer

__all__ = ["LANGUAGES", "STOP_WORDS", "split_compound", "stem", "stems", "tokens"]

LANGUAGES = ("en", "nl", "de", "fr")
STOP_WORDS = frozenset(
    """a an and any are as at be by for from has have in into is it its of on or other such than that the their therefor
    these this to used using was were which with within without not following having
    de het een en van voor met op in te aan bij door uit tot of als zoals ten ter der des deze dit die dat niet om
    der die das den dem des ein eine einer eines einem und oder fur mit von vom zu zum zur im am auf aus bei als wie nicht
    le la les l un une des du d et ou pour avec sans sur sous dans par aux au en a que qui ne pas""".split()
)
_NAMES = {"en": "english", "nl": "dutch", "de": "german", "fr": "french"}
_WORD = re.compile(r"[^\W_]+")
_SPECIAL = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "µ": "u", "μ": "u"})
_LINKS = ("", "s", "en", "n", "e", "es", "er")
_SHORTEST_PART = 4
_DUTCH_FINALS = {"z": "s", "v": "f"}
_local = threading.local()


def tokens(text: str) -> list[str]:
    """The words of ``text`` in lower case, accents folded, split at everything that is neither letter nor figure."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _WORD.findall(text.lower())


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of one folded word in ``language`` ("en", "nl", "de", "fr"); words with figures are their own stem."""
    if not word.isalpha() or len(word) < 3:
        return word
    if not hasattr(_local, "stemmers"):  # a Snowball stemmer must not be shared between threads
        _local.stemmers = {short: Stemmer.Stemmer(name) for short, name in _NAMES.items()}
    root = str(_local.stemmers[language].stemWord(word))
    # Dutch writes "buis, buizen" and "schijf, schijven": one word, so one stem.
    return root[:-1] + _DUTCH_FINALS.get(root[-1], root[-1]) if language == "nl" else root


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """The distinct stems of one folded word over the four languages, English first."""
    return tuple(dict.fromkeys(stem(word, language) for language in LANGUAGES))


def split_compound(word: str, known: Collection[str]) -> tuple[str, ...]:
    """The words that a Dutch or German compound is made of, fewest and longest first; empty where ``known`` lacks them.

    ``known`` holds whole folded words. A linking s, e, en, n, es or er may stand between two parts.

    >>> split_compound("beeldversterkerbuis", {"beeld", "beeldversterker", "versterker", "buis"})
    ('beeldversterker', 'buis')
    """
    size = len(word)
    best: list[tuple[str, ...] | None] = [()] + [None] * size
    for start in range(size - _SHORTEST_PART + 1):
        before = best[start]
        if before is None:
            continue
        for end in range(size, start + _SHORTEST_PART - 1, -1):
            part = word[start:end]
            if part not in known or end - start == size:
                continue
            for link in _LINKS if end < size else ("",):
                after = end + len(link)
                if word.startswith(link, end) and not (link and after == size):
                    now = best[after]
                    if now is None or len(before) + 1 < len(now):
                        best[after] = (*before, part)
    found = best[size]
    return found if found is not None and len(found) > 1 else ()
