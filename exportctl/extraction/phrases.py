"""Noun phrases as names of parameters: without quotation marks, articles and asides, the last noun in the singular.

>>> plain("Operating “frequencies”"), plain("Digital-to-Analogue Converter clock frequency")
('operating frequency', 'Digital-to-Analogue Converter clock frequency')
"""

import re

import attrs

from exportctl.extraction.scopes import Item, Scope
from exportctl.names import kinds_of
from exportctl.symbols import Unit

__all__ = ["NOUN", "SKIPPED", "Phrase", "measured", "opens", "plain", "spelt", "subject_of_kind", "word_at", "words_of"]

NOUN = "WTMS"
SKIPPED = "k2-±"
_QUOTES = re.compile(r"[“”‘\"]|(?<!\w)['’]|['’](?!\w)")
_OPENS = re.compile(r"(?:^|[.:;>|(]\s?)[\s“‘'\d]*$")
_DROPPED = re.compile(r"^(?:and |or |e\.g\.|i\.e\.)+", re.IGNORECASE)
_SENTENCE_CASE = re.compile(r"[A-Z](?:[a-z]{2,}|[a-z]+-[a-z]\S*)(?:$|\s(?![A-Z][a-z]))|A\s[a-z]")
_QUALIFYING = re.compile(r"(?:entire|whole|extended)\s(?=\w)|(?:high|low)[\s-](?=\w+$)", re.IGNORECASE)
_IRREGULAR = {"axes": "axis", "indices": "index", "matrices": "matrix", "radii": "radius", "lenses": "lens"}
_SAME = re.compile(r"(?:ss|us|is|ics|as|(?<!ie)s’)$")
_MEASURES = {
    "length": "size",
    "energy": "energy",
    "mass": "mass",
    "atomic mass": "mass",
    "angle": "angle",
    "area": "area",
    "temperature": "temperature",
    "pressure": "pressure",
    "speed": "speed",
}


@attrs.frozen
class Phrase:
    """A noun phrase: its ``words`` without quotation marks and articles, and where it stands."""

    words: str
    start: int
    end: int


def plain(words: str, *, opens: bool = True) -> str:
    """``words`` as the name of a parameter: no quotation marks, the last noun in the singular.

    Where they may open a sentence (``opens``), without a capital that only a sentence's first word has.

    >>> plain("Q-values"), plain("Net Explosive Quantity"), plain("entire ambient temperature range")
    ('Q-value', 'Net Explosive Quantity', 'ambient temperature range')
    """
    text = _DROPPED.sub("", " ".join(_QUOTES.sub("", words).split()))
    if opens and _SENTENCE_CASE.match(text):
        text = text[:1].lower() + text[1:]
    text = _QUALIFYING.sub("", text, count=1) if _QUALIFYING.match(text) else text
    front, _, last = text.rpartition(" ")
    if f" {front} ".count(" of "):
        return text
    return f"{front} {_singular(last)}".strip()


def _singular(noun: str) -> str:
    lowered = noun.lower()
    if lowered in _IRREGULAR:
        return _IRREGULAR[lowered]
    if len(noun) < 4 or not lowered.endswith("s") or _SAME.search(lowered):
        return noun
    if lowered.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if re.search(r"(?:ss|sh|ch|x)es$", lowered) else noun[:-1]


def opens(text: str, start: int) -> bool:
    """Whether a word at ``start`` may be the first of its sentence."""
    return _OPENS.search(text, max(0, start - 12), start) is not None


def measured(words: str, unit: Unit | None, *, opens: bool = True) -> str:
    """``words`` as a parameter; where they name things that have no measure of their own, what is measured of them.

    >>> from exportctl.symbols import parse_unit
    >>> measured("non-metallic particles", parse_unit("µm")), measured("travel lengths", parse_unit("m"))
    ('non-metallic particle size', 'travel length')
    """
    name = plain(words, opens=opens)
    last = words.rpartition(" ")[2]
    things = _singular(last) != last and f" {words} ".count(" of ") == 0
    if unit is None or not things or kinds_of(last) or unit.kind not in _MEASURES:
        return name
    return f"{name} {_MEASURES[unit.kind]}"


def spelt(text: str, scope: Scope, first: int, last: int) -> str:
    """The words of items ``first`` up to ``last``, as printed."""
    return text[scope.items[first].start : scope.items[last - 1].end] if last > first else ""


def words_of(text: str, scope: Scope, first: int, last: int) -> str:
    """The words of items ``first`` up to ``last`` without asides; the two sides of a slash stay together."""
    words: list[str] = []
    for item in scope.items[first:last]:
        if item.kind in SKIPPED:
            continue
        piece = text[item.start : item.end]
        if words and (piece == "/" or words[-1].endswith("/")):
            words[-1] += piece
        else:
            words.append(piece)
    return " ".join(words).replace(" ,", ",")


def word_at(text: str, item: Item) -> str:
    """The words of one item, in small letters."""
    return text[item.start : item.end].lower()


def subject_of_kind(unit: Unit) -> str:
    """The plainest name for what ``unit`` measures, where the law's words give none."""
    if unit.kind in {"fraction", "mass fraction", "volume fraction"}:
        return "content"
    return unit.kind if unit.kind != "number" else "value"
