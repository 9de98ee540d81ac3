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
from collections.abc import Container, Sequence
from functools import lru_cache

import Stemmer

from exportctl.text import unaccented

__all__ = [
    "LANGUAGES",
    "STOP_WORDS",
    "cognate",
    "fold",
    "split_compound",
    "stem",
    "stem_all",
    "stems",
    "tokens",
    "words_by_line",
]

LANGUAGES = ("en", "nl", "de", "fr")
STOP_WORDS = frozenset(
    """a an and any are as at be by for from has have in into is it its of on or other such than that the their
    therefor these this to used using was were which with within without not following having de het een en van voor
    met op in te aan bij door uit tot of als zoals ten ter der des deze dit die dat niet om tbv daarvan daarvoor der
    die das den dem des ein eine einer eines einem und oder fur mit von vom zu zum zur im am auf aus bei als wie
    nicht le la les l un une des du d et ou pour avec sans sur sous dans par aux au en a que qui ne pas""".split()
)
_NAMES = {"en": "english", "nl": "dutch", "de": "german", "fr": "french"}
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
# A CAS number is one word. Plain letters and figures, most of every text, are told without asking what each one is.
_WORD = re.compile(r"[a-z][a-z0-9]*+[^\W_]*+|\d{2,7}-\d\d-\d(?!\d)|[^\W_]+")
_WORD_OR_END = re.compile(rf"{_WORD.pattern}|\n")
_FOLDED = str.maketrans(
    {
        **{
            c: unicodedata.normalize("NFKD", c)[0] for c in map(chr, range(0xC0, 0x180)) if unicodedata.decomposition(c)
        },
        **dict.fromkeys("“”‘’«»„–—…", " "),
        "ß": "ss",
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "µ": "u",
        "μ": "u",
    }
)
_LINKS = {"s": ("s", "es"), "n": ("en", "n"), "e": ("e",), "r": ("er",)}  # by their last letter
_SHORTEST_PART = 4
_SHORTEST_BEGINNING = 6
_DUTCH_FINALS = {"z": "s", "v": "f"}
_COGNATES = tuple(
    pair.split(">")
    for pair in "ae>a oe>o ue>u ph>f th>t rh>r ij>i y>i qu>kw x>ks sch>k sh>k ch>k ce>se ci>si z>s c>k ou>o w>v".split()
)
_ENDINGS = (("re", "r"), ("er", "r"), ("ium", "um"), ("ogue", "og"), ("oog", "og"))
_TWICE = re.compile(r"(.)\1+")
_local = threading.local()


def fold(text: str) -> str:
    """``text`` in lower case, accents folded."""
    return (text if text.isascii() else _FOREIGN.sub(lambda found: _plain(found[0]), text)).lower()


@lru_cache(maxsize=4096)
def _plain(foreign: str) -> str:
    """Characters outside ASCII without their accents, in the form that compatibility gives them."""
    return unaccented(foreign.translate(_FOLDED))


def tokens(text: str) -> list[str]:
    """The words of ``text``, folded, split at what is neither letter nor figure; a CAS number is one word."""
    return _WORD.findall(fold(text))


def words_by_line(text: str) -> list[str]:
    """The words of many texts, one a line: as `tokens` tells them, and each line's end between them."""
    return _WORD_OR_END.findall(fold(text))


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of one folded word in ``language`` ("en", "nl", "de", "fr"); words with figures are their own stem."""
    return stem_all((word,), language)[0]


def stem_all(words: Sequence[str], language: str) -> list[str]:
    """The stems of many folded words in ``language``, in their order."""
    if not hasattr(_local, "stemmers"):  # a Snowball stemmer must not be shared between threads
        _local.stemmers = {short: Stemmer.Stemmer(name, 0) for short, name in _NAMES.items()}
    roots = _local.stemmers[language].stemWords(words)
    if language == "nl":  # Dutch writes "buis, buizen" and "schijf, schijven": one word, so one stem
        roots = [root[:-1] + _DUTCH_FINALS[root[-1]] if root[-1] in _DUTCH_FINALS else root for root in roots]
    return [root if word.isalpha() and len(word) > 2 else word for word, root in zip(words, roots, strict=True)]


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """The distinct stems of one folded word over the four languages, English first; diminutives under their noun."""
    found = dict.fromkeys(stem(word, language) for language in LANGUAGES)
    if len(word) > 6 and word.endswith(("tje", "tjes")):  # Dutch "buisje, vaatje" have no other trace of their noun
        found[stem(word.removesuffix("s").removesuffix("tje"), "nl")] = None
    return tuple(found)


@lru_cache(maxsize=200_000)
def cognate(word: str) -> str:
    """One spelling for what four languages write differently: "Photokathode", "fotokathode", "photocathode".

    >>> cognate("fotokathode") == cognate("photocathode"), cognate("fibre") == cognate("fiber")
    (True, True)
    """
    for spelt, written in _COGNATES:
        word = word.replace(spelt, written)
    for spelt, written in _ENDINGS:
        if word.endswith(spelt):
            word = word.removesuffix(spelt) + written
    return _TWICE.sub(r"\1", word)


def split_compound(
    word: str, first: Container[str], last: Container[str], roots: tuple[str, str] | None = None
) -> tuple[str, str] | None:
    """The two parts of a Dutch or German compound: what stands before, and the head noun, which comes last.

    The head is the longest ending that ``last`` knows (stems count, so that a plural is found), and what stands before
    it is best a word of ``first``, where a linking s, e, en, n, es or er may follow; ``None`` where neither is known.

    >>> split_compound("beeldversterkerbuizen", {"beeldversterker"}, {"buis"})
    ('beeldversterker', 'buis')

    ``roots`` are the word's Dutch and German stems, where they are at hand.
    Where no ending is known, the longest beginning of six letters or more that ``first`` knows is told from the rest.

    >>> split_compound("nevelwerpers", (), {"werp"})
    ('nevel', 'werp')
    >>> split_compound("berylliumschijf", {"beryllium"}, ())
    ('beryllium', 'schijf')
    """
    forms = dict.fromkeys((word, *(roots or (stem(word, "nl"), stem(word, "de"))), *_without_diminutive(word)))
    unknown: tuple[str, str] | None = None
    for start in range(_SHORTEST_PART - 1, len(word) - _SHORTEST_PART + 1):
        for form in forms:
            if (head := form[start:]) in last:
                break
        else:
            continue
        before = word[:start]
        if before in first:
            return before, head
        for link in _LINKS.get(before[-1], ()):
            if before.endswith(link) and (part := before.removesuffix(link)) in first:
                return part, head
        if unknown is None and start >= _SHORTEST_PART and len(head) >= _SHORTEST_PART:
            unknown = before, head
    return unknown or _known_beginning(word, first)


def _without_diminutive(word: str) -> tuple[str, ...]:
    """The Dutch noun under a diminutive, in both ways that it is formed: "buisjes" of "buis", "spoeltje" of "spoel"."""
    single = word.removesuffix("s")
    if len(word) < 8 or not single.endswith("je"):
        return ()
    return (single.removesuffix("je"), single.removesuffix("tje"))


def _known_beginning(word: str, first: Container[str]) -> tuple[str, str] | None:
    for end in range(len(word) - _SHORTEST_PART, _SHORTEST_BEGINNING - 1, -1):
        if word[:end] in first:
            return word[:end], word[end:]
    return None
