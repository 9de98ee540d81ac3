"""The limits that a text states in so many words: parameter, comparison, exact value, unit, and where it says so.

>>> [str(limit) for limit in limits_in("A width of 8 bit or more, but less than 10 bit", Place("3A001"))]
['width >= 8 bit', 'width < 10 bit']
"""

import re
from fractions import Fraction

import attrs

from exportctl.conditions import Comparison, Qualifier, Threshold
from exportctl.extraction.complements import dimension_after, phrase_after
from exportctl.extraction.openings import NOTHING, Opening
from exportctl.extraction.patterns import IN_HEAD, Found, find
from exportctl.extraction.phrases import Phrase, subject_of_kind
from exportctl.extraction.scopes import Item, Scope, lex, scopes_of
from exportctl.extraction.subjects import phrase_before
from exportctl.model import Place
from exportctl.symbols import NUMBER, Unit, gravity
from exportctl.text import Span
from exportctl.units import Quantity

__all__ = ["Reading", "Stated", "limits_in", "read"]

_MORE_IS_BETTER = re.compile(
    r"sensitivity|efficien|gain|rejection|purity|selectivity|ratio|range|life|bandwidth|speed|output|dynamic|levels?$",
    re.IGNORECASE,
)
_GRAVITY = re.compile(
    r"accelera|vibrat|shock|linear|bias|gravit|\bg level|manoeuvr|load factor|scale factor", re.IGNORECASE
)
_MEASURED = re.compile(r"\b(?:measured|determined|tested|referenced|relative to)\b", re.IGNORECASE)
_LESS_IS_BETTER = re.compile(
    r"accurac|error|uncertaint|deviation|repeatab|resolution|tolerance|unbalance|jitter|drift|noise|loss", re.IGNORECASE
)
_CAPABLE = re.compile(r"\bcapable of\b[^,;:]*$", re.IGNORECASE)
_THINGS = re.compile(r"[^\W\d_].*", re.DOTALL)
_BETWEEN_BOUNDS = re.compile(r",?[aur]?,?[dv]?")
_OPERATING = re.compile(r"\b(?:operat\w*|function|work\w*)\b[^,;]{0,25}$", re.IGNORECASE)


@attrs.frozen
class Stated:
    """One limit as stated: the threshold, and which items of which scope of its text it takes."""

    threshold: Threshold
    pattern: str
    scope: int
    first: int
    last: int
    joined: str = ""
    """How it joins the limit before it, where both share a parameter: "and", "or"; else empty."""


@attrs.frozen
class Reading:
    """All that was read out of one text: its scopes, its limits, and the figures that are conditions of measurement."""

    scopes: tuple[Scope, ...]
    stated: tuple[Stated, ...]
    conditions: tuple[Qualifier, ...]


def limits_in(text: str, place: Place, opening: Opening = NOTHING) -> tuple[Threshold, ...]:
    """The limits that ``text`` states, in its order; ``opening`` says what the head above leaves open for them."""
    return tuple(stated.threshold for stated in read(text, place, opening).stated)


def read(text: str, place: Place, opening: Opening = NOTHING, base: int = 0) -> Reading:
    """The `Reading` of ``text``, which begins at character ``base`` of the text at ``place``. Never raises."""
    scopes = scopes_of(lex(text))
    stated: list[Stated] = []
    conditions: list[Qualifier] = []
    for number, scope in enumerate(scopes):
        if not {"Q", "N", "F"}.isdisjoint(scope.shape):
            reader = _Reader(text, place, opening, base, number, scope, scopes)
            reader.read_all()
            stated += reader.stated
            conditions += reader.conditions
    stated.sort(key=lambda one: one.threshold.span)
    return Reading(scopes, tuple(stated), tuple(conditions))


@attrs.define
class _Reader:
    """Reads one scope from left to right."""

    text: str
    place: Place
    opening: Opening
    base: int
    number: int
    scope: Scope
    scopes: tuple[Scope, ...]
    stated: list[Stated] = attrs.field(factory=list)
    conditions: list[Qualifier] = attrs.field(factory=list)
    floor: int = 0

    def read_all(self) -> None:
        for found in find(self.scope):
            self.read_one(found)

    def read_one(self, found: Found) -> None:
        if found.pattern.name == IN_HEAD:
            if self.number or not self.opening.comparison:
                return
            found = attrs.evolve(found, bounds=tuple((self.opening.comparison, item) for _, item in found.bounds))
        if self._is_quantifier(found):
            return
        if found.pattern.apart:
            self._state_apart(found)
            return
        joint = self._joint(found)
        phrase = None if joint else self._phrase(found)
        if not joint and self._is_condition(found, phrase):
            self._condition(found, phrase)
            return
        parameter = self.stated[-1].threshold.parameter if joint else self._parameter(found, phrase)
        start = phrase.start if phrase and not joint else self.scope.items[found.first].start
        units = self._units(found)
        for (comparison, item), unit in zip(found.bounds, units, strict=True):
            self._state(found, joint, parameter, comparison, item, unit, start)
            start, joint = item.start, "and"
        self.floor = found.last

    def _state_apart(self, found: Found) -> None:
        """Each value with the parameter behind it; a second value of another kind of quantity is left alone."""
        start, kind = self.scope.items[found.first].start, ""
        for comparison, item in found.bounds:
            unit = self._units(attrs.evolve(found, bounds=((comparison, item),)))[0]
            if kind and unit.kind != kind:
                break
            kind = unit.kind
            at = self.scope.items.index(item)
            one = attrs.evolve(found, first=at, last=at + 1, bounds=((comparison, item),))
            self._state(one, "", self._parameter(one, None), comparison, item, unit, start)
            self.floor, start = at + 1, item.start

    def _phrase(self, found: Found) -> Phrase | None:
        """The noun phrase before the limit; for one that opens a bracket, the one before the bracket."""
        unit = self._units(found)[0]
        phrase = phrase_before(self.text, self.scope, found.first, self.floor, unit)
        if phrase is not None or not self.scope.depth or found.first:
            return phrase
        start = self.scope.items[0].start
        for outer in self.scopes:
            for at, item in enumerate(outer.items):
                if item.token is None and outer.depth == self.scope.depth - 1 and item.start < start < item.end:
                    return phrase_before(self.text, outer, at, 0, unit)
        return None

    def _is_quantifier(self, found: Found) -> bool:
        """Whether this is "one or more" or "at least one": a word for some, not a limit."""
        item = found.bounds[0][1]
        word = self.text[item.start : item.end].lower()
        return len(found.bounds) == 1 and item.kind == "N" and word == "one" and found.bounds[0][0] == ">="

    def _joint(self, found: Found) -> str:
        """ "and" or "or" where only such a word stands between this limit and the one before; else empty."""
        if not self.stated or self.stated[-1].last != self.floor or found.pattern.name == "plain value":
            return ""
        between = self.scope.shape[self.floor : found.first]
        units = [item.token.unit for _, item in found.bounds if item.token and item.token.unit]
        kind = self.stated[-1].threshold.limit.unit.kind
        if not _BETWEEN_BOUNDS.fullmatch(between) or any(unit.kind != kind for unit in units):
            return ""
        after = phrase_after(self.text, self.scope, found.last, counted=False)
        if after and "r" in between and self.scope.items[found.first].kind == "N":
            return ""
        return "or" if "r" in between else "and"

    def _is_condition(self, found: Found, phrase: Phrase | None) -> bool:
        """Whether the figure says at, over or under what something is measured, and limits nothing."""
        before = self._item_before(found, phrase)
        led = before is not None and before.kind == "c"
        lead = self.text[
            self.scope.items[self.floor - 1].end if self.floor else 0 : self.scope.items[found.first].start
        ]
        if found.pattern.name in {"plain value", "one value to another", "value, dash, value"} and led:
            return True
        return bool(_MEASURED.search(lead)) and led

    def _item_before(self, found: Found, phrase: Phrase | None) -> Item | None:
        """The item before the phrase or the value, articles left out."""
        start = phrase.start if phrase else self.scope.items[found.first].start
        before = [
            item for item in self.scope.items[self.floor : found.first] if item.start < start and item.kind != "d"
        ]
        return before[-1] if before else None

    def _condition(self, found: Found, phrase: Phrase | None) -> None:
        before = self._item_before(found, phrase)
        start = before.start if before else self.scope.items[found.first].start
        span = Span(start, self.scope.items[found.last - 1].end)
        words = self.text[span.slice]
        self.conditions.append(Qualifier("measurement", words, self.place, span.shift(self.base)))
        self.floor = found.last

    def _parameter(self, found: Found, phrase: Phrase | None) -> str:
        item = found.bounds[0][1]
        unit = item.token.unit if item.token else None
        behind = self._dimension(found, item, unit)
        if behind is not None:
            return behind.words
        if phrase is not None:
            return phrase.words
        lead = self.text[: self.scope.items[found.first].start]
        if unit is not None and _OPERATING.search(lead):
            return f"operating {subject_of_kind(unit)}"
        things = _THINGS.search(self.text, item.start, item.end)
        if unit is not None and unit.kind == "number" and things:
            return f"number of {things[0]}"
        after = phrase_after(self.text, self.scope, found.last, counted=item.kind == "N" and not self.opening.parameter)
        if after is not None and found.pattern.name != IN_HEAD:
            return after.words
        return self.opening.parameter or subject_of_kind(unit or NUMBER)

    def _dimension(self, found: Found, item: Item, unit: Unit | None) -> Phrase | None:
        """The parameter where it stands behind the value: "40 mm in diameter", "85 % purity or higher"."""
        at = self.scope.items.index(item) + 1
        if found.last > at and unit is not None and unit.kind in {"fraction", "mass fraction"}:
            inner = re.match(r"[WT]+(?=k?,?[Ppb])", self.scope.shape[at:])
            return phrase_after(self.text, self.scope, at, counted=False) if inner else None
        if unit is None or unit.kind == "number":
            return None
        return dimension_after(self.text, self.scope, at) or dimension_after(self.text, self.scope, found.last)

    def _units(self, found: Found) -> list[Unit]:
        """The unit of each bound; a bare number shares that of the other end of its range."""
        units = [item.token.unit if item.token else None for _, item in found.bounds]
        shared = next((unit for unit in reversed(units) if unit is not None), self.opening.unit or NUMBER)
        return [unit or shared for unit in units]

    def _state(
        self, found: Found, joint: str, parameter: str, comparison: str, item: Item, unit: Unit, start: int
    ) -> None:
        token = item.token
        assert token is not None
        if unit.symbol == "g" and _GRAVITY.search(f"{parameter} {self.opening.parameter} {self.text}"):
            unit = gravity(unit) or unit
        end = self.scope.items[found.last - 1].end if item is found.bounds[-1][1] else item.end
        if found.pattern.name == "plain value" and _CAPABLE.search(self.text[: item.start]):
            comparison = _capable(parameter, comparison)
        threshold = Threshold(
            parameter=parameter,
            comparison=Comparison(_direction(comparison, parameter, unit)),
            limit=Quantity(token.value if token.value is not None else Fraction(1), unit),
            place=self.place,
            span=Span(start, end).shift(self.base),
            formula=token.formula,
        )
        self.stated.append(Stated(threshold, found.pattern.name, self.number, found.first, found.last, joint))


def _direction(comparison: str, parameter: str, unit: Unit) -> str:
    """The comparison in signs; "better" means less for errors and sizes, more for what one wants much of."""
    if comparison not in {"better", "or better"}:
        return comparison
    more = bool(_MORE_IS_BETTER.search(parameter)) or unit.kind in {"data", "level"}
    return (">" if more else "<") + ("=" if comparison == "or better" else "")


def _capable(parameter: str, comparison: str) -> str:
    """What goods capable of one value are asked for: at least that much of what is wanted, at most that much error."""
    if _LESS_IS_BETTER.search(parameter):
        return "<="
    return ">=" if _MORE_IS_BETTER.search(parameter) else comparison
