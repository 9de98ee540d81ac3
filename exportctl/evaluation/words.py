"""Yes/no facts: whether what the user said about the goods settles a clause of the law, by its words.

A fact and a clause say the same when, function words aside, their word stems are the same: "radiation hardened" and
"rated as radiation hardened". Fewer words or more decide nothing: military aircraft, test stands for military aircraft
and parts of either share their words and little else. A denial has to name the same relation too: what is no military
aircraft may still be designed for one. Where two facts disagree, the clause stays open.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import attrs
from Stemmer import Stemmer

from exportctl.model import ControlList
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth

__all__ = ["Content", "FactReading", "acronym_pairs", "content", "named_goods", "read_fact", "subject_terms"]

_WORD = re.compile(r"[^\W_]+(?:[-'’/][^\W_]+)*|\d+")
_BRACKET = re.compile(r"\s*\([“\"‘']?([A-Z][A-Za-z0-9-]{1,9}?)s?[”\"’']?\)")
_PHRASE = re.compile(r"[,;:.]\s|[;:()]")
_RELATION = re.compile(
    r"\b(?:for|with|of|in|at|having|from|to|using|by|on|per|without|and|or|that|which|made|designed|suitable)\b"
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FUNCTION_WORDS = _set(
    "a an the any of following all as be being been is are was were has have having had in on at by to for with from "
    "it its their this that those these which and or designed rated capable item items goods equipment used using use "
    "characteristic characteristics"
)
_RELATIONS = _set("for in on of to by under")
_SUBSTANCE = re.compile(r"\b(?:(?:made|manufactured|fabricated) (?:from|of|using)|based (?:up)?on)\b", re.IGNORECASE)
_NEGATIONS = _set("not no non without except excluding other neither nor never unless free lacking")
_SHAM = _set("dummy mock mockup model toy replica imitation simulated fake")
_LONGEST_TERM = 8
_STEMMER = Stemmer("english")


@attrs.frozen
class FactReading:
    """What the user's facts say about a clause: ``truth``, by which fact, and the ``reason``."""

    truth: Truth
    name: str = ""
    reason: str = ""
    source: str = ""


Content = tuple[frozenset[str], bool]
"""The word stems of a text that carry its meaning, and whether it denies something."""


@lru_cache(maxsize=65536)
def _stems(text: str) -> tuple[str, ...]:
    words = [part for word in _WORD.findall(text.casefold()) for part in re.split(r"[-'’/]", word) if part]
    return tuple(_STEMMER.stemWords(words))


@lru_cache(maxsize=65536)
def _content(text: str) -> tuple[frozenset[str], frozenset[str], bool]:
    """The stems that carry meaning, the relations between them, and whether the text denies something.

    A text without such stems is like no other.
    """
    plain = _SUBSTANCE.sub(" ", text.casefold())
    words = [part for word in _WORD.findall(plain) for part in re.split(r"[-'’/]", word) if part]
    carrying = [word for word in words if word not in _FUNCTION_WORDS and word not in _NEGATIONS]
    stems = frozenset(_STEMMER.stemWords(carrying) or [text])
    return stems, _RELATIONS.intersection(words), not _NEGATIONS.isdisjoint(words)


def content(text: str) -> Content:
    """What two texts share wherever `read_fact` lets the one settle the other."""
    stems, _, denies = _content(text)
    return stems, denies


def read_fact(clause: str, facts: Mapping[str, bool]) -> FactReading:
    """What ``facts`` (name to yes or no) say about ``clause``.

    >>> str(read_fact("rated as radiation hardened", {"radiation hardened": True}).truth)
    'met'
    >>> str(read_fact("rated as radiation hardened", {"hardened": True}).truth)
    'undetermined'
    """
    exact = facts.get(clause)
    if exact is not None:
        return FactReading(TRUE if exact else FALSE, clause, f"given: {'yes' if exact else 'no'}", "given")
    found = [(name, truth) for name, yes in facts.items() if (truth := _carries(clause, name, yes)) is not UNKNOWN]
    if not found:
        return FactReading(UNKNOWN, reason="not known")
    name, truth = found[0]
    if any(other is not truth for _, other in found):
        return FactReading(UNKNOWN, reason=f"the facts disagree: {', '.join(repr(name) for name, _ in found)}")
    return FactReading(truth, name, f"given: {name}, {'yes' if facts[name] else 'no'}", "given")


def _carries(clause: str, name: str, yes: bool) -> Truth:
    asked, asked_relations, asked_denies = _content(clause)
    said, said_relations, said_denies = _content(name)
    if asked != said or asked_denies is not said_denies:
        return UNKNOWN
    if yes:
        return TRUE
    return FALSE if asked_relations == said_relations else UNKNOWN


@lru_cache(maxsize=64)
def acronym_pairs(control_list: ControlList) -> tuple[tuple[str, str], ...]:
    """The list's own abbreviations, as pairs of short and long form."""
    return tuple((acronym.short, acronym.long) for acronym in control_list.acronyms)


@lru_cache(maxsize=65536)
def subject_terms(text: str, acronyms: tuple[tuple[str, str], ...] = ()) -> frozenset[tuple[str, ...]]:
    """The names under which a subject noun is known: as written, without its abbreviation, and by the abbreviation.

    ``acronyms`` are pairs of short and long form. Each name is a tuple of word stems.

    >>> sorted(subject_terms("Analogue-to-Digital Converters (ADCs)"))
    [('adc',), ('analogu', 'to', 'digit', 'convert')]
    """
    plain = re.sub(r"[“”‘’\"]", "", text).strip(" ,;:.")
    plain = re.sub(r"^(?:an?|the)\s+", "", plain, flags=re.IGNORECASE)
    terms = {_stems(_BRACKET.sub("", plain))}
    short = _BRACKET.search(plain)
    if short:
        terms.add(_stems(f"{short[1]} {plain[short.end() :]}"))
    for abbreviation, long in acronyms:
        if _stems(long) in terms:
            terms.add(_stems(abbreviation))
        elif _stems(abbreviation) in terms:
            terms.add(_stems(long))
    terms.discard(())
    return frozenset(terms)


@lru_cache(maxsize=4096)
def named_goods(description: str) -> frozenset[tuple[str, ...]]:
    """The names a description gives the goods: what its first noun phrase ends in, longest to shortest, as stems.

    "12-bit ADC for radar" names an ADC, neither a radar nor, as "ADC test set" shows, whatever it happens to mention.

    >>> ("adc",) in named_goods("14-bit 3 GSPS ADC"), ("adc",) in named_goods("ADC test set")
    (True, False)
    """
    for phrase in _PHRASE.split(description.casefold()):
        named = _RELATION.split(phrase, maxsplit=1)[0]
        words = _WORD.findall(named)
        if not words and named == phrase:
            continue
        if not words or any(word in _NEGATIONS or word in _SHAM for word in words):
            break
        if words[-1][0].isdigit() or (len(words) > 1 and words[-2].isdigit()):
            continue
        stems = _stems(named)
        return frozenset(stems[at:] for at in range(max(0, len(stems) - _LONGEST_TERM), len(stems)))
    return frozenset()
