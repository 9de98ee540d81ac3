"""The name of what a limit speaks of, wherever the law says it: before it, in it, behind it, or in the head above.

>>> text = "Lenses exceeding 9 mm in diameter"
>>> scopes = scopes_of(lex(text))
>>> naming = Naming(text, scopes[0], scopes, NOTHING)
>>> found = find(scopes[0])[0]
>>> naming.parameter(found, None, parse_unit("mm"), ()).words
'diameter'
"""

import re
from collections.abc import Sequence

import attrs

from exportctl.conditions import Threshold
from exportctl.extraction.complements import dimension_after, phrase_after
from exportctl.extraction.openings import NOTHING, Opening
from exportctl.extraction.patterns import IN_HEAD, Found, find
from exportctl.extraction.phrases import Phrase, measured, subject_of_kind, word_at, words_of
from exportctl.extraction.scopes import Item, Scope, lex, scopes_of
from exportctl.extraction.subjects import noun_of_kind, phrase_before
from exportctl.extraction.vocabulary import NUMBER_WORDS
from exportctl.names import kinds_of
from exportctl.symbols import NUMBER, Unit, parse_unit

__all__ = ["NOTHING", "Naming", "find", "lex", "parse_unit", "scopes_of"]

_THINGS = re.compile(rf"(?:(?:{'|'.join(NUMBER_WORDS)})\b|[\d ,.×^-]+)\s*(.*)", re.DOTALL | re.IGNORECASE)
_OPERATING = re.compile(r"\b(?:operat(?:e|es|ed|ing|ion)|to function|work\w*)\b[^,;]{0,25}$", re.IGNORECASE)
_LEVEL = re.compile(r"([Ll]evel|[Cc]lass|[Gg]rade|[Ss]tage)\s\d")
_AT_WORK = re.compile(
    r"\b(?:operat(?:e|es|ed|ing|ion)|to function)\s(?:\w+ly\s)?(?:at|with|over|in)\s(?:an?\s|the\s|any\s)?$",
    re.IGNORECASE,
)
_TO_KIND = frozenset({"temperature", "speed", "pressure"})
_SUBSTANCES = frozenset({"number", "fraction", "mass fraction", "volume fraction"})


@attrs.frozen
class Naming:
    """Names the limits of one ``scope`` of ``text``; ``opening`` says what the head above leaves open."""

    text: str
    scope: Scope
    scopes: tuple[Scope, ...]
    opening: Opening

    def phrase(self, found: Found, floor: int, unit: Unit) -> Phrase | None:
        """The noun phrase before the limit; for one that opens a bracket, the one before the bracket."""
        phrase = phrase_before(self.text, self.scope, found.first, floor, unit)
        if phrase is not None and unit is not NUMBER and _AT_WORK.search(self.text[: phrase.start]):
            bare = " " not in phrase.words and unit.kind in kinds_of(phrase.words)
            return attrs.evolve(phrase, words=f"operating {phrase.words}") if bare else phrase
        if phrase is not None or not self.scope.depth or found.first:
            return phrase
        start = self.scope.items[0].start
        for outer in self.scopes:
            for at, item in enumerate(outer.items):
                if item.token is None and outer.depth == self.scope.depth - 1 and item.start < start < item.end:
                    return phrase_before(self.text, outer, at, 0, unit)
        return None

    def parameter(self, found: Found, phrase: Phrase | None, unit: Unit, before: Sequence[Threshold]) -> Phrase:
        """What the limit of ``found`` in ``unit`` speaks of; ``phrase`` stands before it, the limits ``before`` too.

        Where no words near the limit say it, the phrase has the span of the limit itself.
        """
        item = found.bounds[0][1]
        named = self._named_inside(found)
        if named:
            return self._within(found, named)
        behind = self.dimension(found, item, unit)
        if behind is not None and not (phrase and phrase.words.startswith(("maximum ", "minimum "))):
            return behind
        inner = self._inner(found, item, counted=False)
        if inner and phrase and "“" not in self.text[inner.start : inner.end]:
            printed = kinds_of(self.text[phrase.start : phrase.end])
            if unit.kind in kinds_of(inner.words) and unit.kind not in printed:
                return inner
        level = _LEVEL.match(self.text, item.start)
        if phrase and level and item.kind == "N":
            return attrs.evolve(phrase, words=f"{phrase.words} {level[1].lower()}")
        counted = self._counted(found, phrase) if item.kind == "N" else None
        return counted or phrase or self._unnamed(found, item, unit, before)

    def _inner(self, found: Found, item: Item, *, counted: bool) -> Phrase | None:
        """The noun between a value and the comparison behind it: "1000 tonnes displacement or more"."""
        at = self.scope.items.index(item) + 1
        inner = phrase_after(self.text, self.scope, at, counted=counted) if found.last > at + 1 else None
        return inner if inner is not None and inner.end <= self.scope.items[found.last - 1].start else None

    def _within(self, found: Found, words: str) -> Phrase:
        return Phrase(words, self.scope.items[found.first].start, self.scope.items[found.last - 1].end)

    def _unnamed(self, found: Found, item: Item, unit: Unit, before: Sequence[Threshold]) -> Phrase:
        """The parameter where no noun stands before the limit: behind it, in the head above, or said before."""
        bare = unit is NUMBER
        inner = self._inner(found, item, counted=bare)
        if inner is not None:
            return inner
        things = _THINGS.match(self.text, item.start, item.end) if item.kind == "Q" and unit.kind == "number" else None
        if things:
            return self._within(found, f"number of {things[1]}")
        if not bare and _OPERATING.search(self.text[: self.scope.items[found.first].start]):
            return self._within(found, f"operating {subject_of_kind(unit)}")
        counted = phrase_after(self.text, self.scope, found.last, counted=True) if bare else None
        if self.opening.parameter and not (counted and counted.words.endswith("s")):
            bare = False
        after = phrase_after(self.text, self.scope, found.last, counted=bare)
        if after is not None and found.pattern.name != IN_HEAD and not self._partitive(found, unit):
            return after
        return self._within(found, self._elsewhere(found, unit, before, bare=bare))

    def _elsewhere(self, found: Found, unit: Unit, before: Sequence[Threshold], *, bare: bool) -> str:
        """The parameter that only the head above or the words further to the left say; else its kind of quantity."""
        if self.opening.parameter:
            return self.opening.parameter
        for one in reversed(before):
            if one.limit.unit.kind == unit.kind and self.scope.shape[found.first - 1] in "ar":
                return one.parameter
        nearest = noun_of_kind(self.text, self.scope, found.first, unit) if unit is not NUMBER else None
        if nearest is not None:
            return nearest.words
        if bare and found.pattern.name != "comparison, then value":
            return "number"
        return (self._object(found) if unit.kind not in _TO_KIND else "") or subject_of_kind(unit)

    def _object(self, found: Found) -> str:
        """What is brought to less than a value: "designed to restrict losses to less than 5 %"."""
        if (
            found.first < 2
            or self.scope.shape[found.first - 1] != "t"
            or found.pattern.name != "comparison, then value"
        ):
            return ""
        phrase = phrase_before(self.text, self.scope, found.first - 1, 0, None)
        return phrase.words if phrase else ""

    def _partitive(self, found: Found, unit: Unit) -> bool:
        """Whether "of" behind the value names a place or a whole, and no substance: "5 m of the nozzle"."""
        behind = self.scope.shape[found.last : found.last + 2]
        if behind[:1] == "o" and unit.kind == "length":
            return True
        return behind == "od" and (bool(self.opening.parameter) or unit.kind not in _SUBSTANCES)

    def _named_inside(self, found: Found) -> str:
        """The name in "exceeding a speed of 30 knots" and in "10 Hz ≤ F ≤ 10 kHz"."""
        items = self.scope.items[found.first : found.last]
        if found.pattern.name == "comparison, name, value":
            end = next(at for at, item in enumerate(items) if item.kind == "o")
            return measured(words_of(self.text, self.scope, found.first + 2, found.first + end), None)
        if found.pattern.name == IN_HEAD and items[0].kind not in "QNF":
            end = next(at for at, item in enumerate(items) if item.kind in "QNF")
            return measured(words_of(self.text, self.scope, found.first, found.first + end), None)
        if found.pattern.name == "chain of comparisons":
            name = next(item for item in items if item.kind in "WMT")
            return self.text[name.start : name.end]
        return ""

    def _counted(self, found: Found, phrase: Phrase | None) -> Phrase | None:
        """What there are so many of, where that stands in or behind the limit: "in two planes or more"."""
        item = found.bounds[0][1]
        at = self.scope.items.index(item) + 1
        if phrase and "number" in kinds_of(phrase.words):
            return None
        after = phrase_after(self.text, self.scope, found.last, counted=True)
        if phrase and found.pattern.name == "comparison, then value" and self.scope.shape[found.first] != "o":
            one = word_at(self.text, item) == "one"
            return after if after and (one or after.words.endswith("s")) else None
        if found.pattern.name != "value, then comparison":
            return None
        if phrase is None and found.last > at + 1 and self.scope.shape[at] in "WT":
            return phrase_after(self.text, self.scope, at, counted=True)
        return after if phrase and found.last == at + 1 and after and after.words.endswith("s") else None

    def dimension(self, found: Found, item: Item, unit: Unit) -> Phrase | None:
        """The parameter where it stands behind the value: "40 mm in diameter", "85 % purity or higher"."""
        at = self.scope.items.index(item) + 1
        if found.last > at and unit.kind in {"fraction", "mass fraction"}:
            inner = re.match(r"[WT]+(?=k?,?[Ppb])", self.scope.shape[at:])
            return phrase_after(self.text, self.scope, at, counted=False) if inner else None
        if unit is NUMBER:
            return None
        return dimension_after(self.text, self.scope, at) or dimension_after(self.text, self.scope, found.last)
