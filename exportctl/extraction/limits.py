"""The limits that a text states in so many words: parameter, comparison, exact value, unit, and where it says so.

>>> [str(limit) for limit in limits_in("A width of 8 mm or more, but below 10 mm", Place("3A001"))]
['width >= 8 mm', 'width < 10 mm']
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property

import attrs

from exportctl.conditions import Comparison, Qualifier, Threshold
from exportctl.extraction.circumstances import MEASURED, is_circumstance, is_explanation, item_before
from exportctl.extraction.complements import phrase_after
from exportctl.extraction.computed import Computed, computed_in, masked
from exportctl.extraction.directions import capable, direction
from exportctl.extraction.naming import Naming
from exportctl.extraction.openings import NOTHING, Opening
from exportctl.extraction.patterns import IN_HEAD, Found, find
from exportctl.extraction.phrases import Phrase, subject_of_kind, word_at
from exportctl.extraction.scopes import Item, Scope, lex, scopes_of
from exportctl.extraction.subjects import phrase_before
from exportctl.model import Place
from exportctl.names import kinds_of
from exportctl.symbols import NUMBER, Unit, gravity, unit_at
from exportctl.text import Span
from exportctl.units import Quantity

__all__ = ["Reading", "Stated", "limits_in", "read"]

_GRAVITY = re.compile(
    r"accelera|vibrat|shock|linear|bias|gravit|\bg level|manoeuvr|load factor|scale factor", re.IGNORECASE
)
_BETWEEN_BOUNDS = re.compile(r"(?:(?:o[WT]{1,2})?[vc]d?Q)?,?[aur]?,?[dv]?")
_OUTSIDE = re.compile(r"\b(?:outside(?: of)?(?: (?:the|an?)(?: \w+){0,2})?|other than)\s$")
_NO = re.compile(r"\bno\s(?:(?:single|individual|other|[a-z]+ly|[a-z]+ed)\s){0,3}$", re.IGNORECASE)
_FROM_BELOW = re.compile(r"\brange (?:from )?below\s$", re.IGNORECASE)
_BENEATH = re.compile(r"\b(?:use|operation|operate|operating) below$", re.IGNORECASE)
_GOES_ON = re.compile(r"\s?[×*/]\s?[^\W\d]|\s(?:divided|multiplied)\sby\b")
_OF_A_LIST = re.compile(r"\sof(?: the following| these)?(?=[\s:]*$| into |:)")
_LEADS_TO_FIGURE = re.compile(r"[><GLB][od±]*W{0,3}[QNF?]")
_COMPUTED = re.compile(r"\bthan (?:the|a)\b[^;:]{1,80}\b(?:multiplied|divided) by\b")
_BY_SHARE = re.compile(r"(?:\s(?:by (?:the )?(?:weight|mass|volume)|thereof)\b)?(?:\sof the mixture\b)?")
_SHARE = re.compile(r"\bby (?:weight|mass)$")
_IN_UNIT = re.compile(r"(?:,\s?(?:in\s)?|\(in\s)(?=[^\W\d]{2})")
_TIMES = re.compile(r"\s(?:×|times)\s|\bproduct\b")
_RANGES = frozenset({"one value to another", "from one value to another", "between two values", "value, dash, value"})
_DENIED = frozenset({">", ">=", "<", "<="})
_WITHIN = {"length": "distance"}


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
    """All that was read out of one text: its scopes, its limits, and the figures that are conditions of measurement.

    ``unread`` are the spans of figures behind a comparison that nevertheless state no limit that is understood.
    """

    scopes: tuple[Scope, ...]
    stated: tuple[Stated, ...]
    conditions: tuple[Qualifier, ...]
    unread: tuple[Span, ...] = ()


def limits_in(text: str, place: Place, opening: Opening = NOTHING) -> tuple[Threshold, ...]:
    """The limits that ``text`` states, in its order; ``opening`` says what the head above leaves open for them."""
    return tuple(stated.threshold for stated in read(text, place, opening).stated)


def read(text: str, place: Place, opening: Opening = NOTHING, base: int = 0) -> Reading:
    """The `Reading` of ``text``, which begins at character ``base`` of the text at ``place``. Never raises."""
    computed = computed_in(text)
    text = masked(text, computed)
    scopes = scopes_of(lex(text))
    stated: list[Stated] = []
    conditions: list[Qualifier] = []
    for number, scope in enumerate(scopes):
        if not {"Q", "N", "F"}.isdisjoint(scope.shape):
            reader = _Reader(text, place, opening, base, number, scope, scopes)
            reader.read_all()
            stated += reader.stated
            conditions += reader.conditions
    stated = [_by_formula(one, computed, base) for one in stated]
    stated.sort(key=lambda one: one.threshold.span)
    unread = tuple(_unread(text, scopes, stated, [c.span.shift(-base) for c in conditions], base))
    return Reading(scopes, tuple(stated), tuple(conditions), unread)


def _by_formula(stated: Stated, computed: Sequence[Computed], base: int) -> Stated:
    """``stated``, with the formula where what it gives is computed in words."""
    span = stated.threshold.span.shift(-base)
    for one in computed:
        if one.span.start in range(span.start, span.end):
            whole = Span(span.start, max(span.end, one.span.end)).shift(base)
            limit = attrs.evolve(
                stated.threshold, formula=one.formula, limit=Quantity(Fraction(1), one.unit), span=whole
            )
            return attrs.evolve(stated, threshold=limit)
    return stated


def _unread(
    text: str, scopes: tuple[Scope, ...], stated: list[Stated], conditions: list[Span], base: int
) -> Iterator[Span]:
    """The figures that a comparison or a computation leads to and that no limit and no condition takes."""
    taken = {(one.scope, at) for one in stated for at in range(one.first, one.last)}
    for number, scope in enumerate(scopes):
        for found in _LEADS_TO_FIGURE.finditer(scope.shape):
            at = found.end() - 1
            item = scope.items[at]
            span = Span(item.start, item.end)
            printed = any(character.isdigit() for character in text[span.slice])
            if not printed or (number, at) in taken or any(span in condition for condition in conditions):
                continue
            if not is_explanation(text, scopes, item.start):
                yield span.shift(base)
    for computed in _COMPUTED.finditer(text):
        yield Span(*computed.span()).shift(base)


@attrs.define(slots=False)
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

    @cached_property
    def naming(self) -> Naming:
        return Naming(self.text, self.scope, self.scopes, self.opening)

    def read_all(self) -> None:
        for found in find(self.scope):
            if not is_explanation(self.text, self.scopes, self.scope.items[found.first].start):
                self.read_one(found)

    def read_one(self, found: Found) -> None:
        if found.pattern.name == IN_HEAD:
            if self.number or not self.opening.comparison:
                return
            found = attrs.evolve(found, bounds=tuple((self.opening.comparison, item) for _, item in found.bounds))
        if self._is_no_limit(found):
            return
        if self._is_depth(found):
            span = Span(self._start(found), self.scope.items[found.last - 1].end)
            self._state(found, "", "depth", ">", found.bounds[0][1], self._units(found)[0], span)
            self.floor = found.last
            return
        if found.pattern.apart:
            self._state_apart(found)
            return
        joint = self._joint(found)
        phrase = None if joint else self.naming.phrase(found, self.floor, self._units(found)[0])
        within = word_at(self.text, self.scope.items[found.first]) == "within"
        if not joint and (self._is_nearness(found, phrase) if within else self._is_circumstance(found, phrase)):
            self._condition(found, phrase)
            return
        start = phrase.start if phrase and not joint else self._start(found)
        end = self.scope.items[found.last - 1].end
        if joint:
            parameter = self._renamed(found)
        elif within:
            parameter = self._nearness(found, phrase)
        else:
            named = self._parameter(found, phrase)
            parameter, end = named.words, self._end(found, named)
            if phrase is None or named.start != phrase.start:
                start = min(self._start(found), named.start)
        found, start = self._inverted(found, start)
        self._state_all(found, joint, parameter, Span(start, end))
        self.floor = found.last

    def _end(self, found: Found, named: Phrase) -> int:
        """Where the words of the limit end: behind what stands behind it and names it, with its "by weight"."""
        end = max(self.scope.items[found.last - 1].end, named.end)
        share = _BY_SHARE.match(self.text, end)
        return share.end() if share else end

    def _renamed(self, found: Found) -> str:
        """The parameter of the limit before, after the noun behind this one: "above 2 m but below 9 m in diameter"."""
        before = self.stated[-1].threshold
        behind = self.naming.dimension(found, found.bounds[0][1], before.limit.unit)
        if behind is None and before.limit.unit is NUMBER:
            behind = phrase_after(self.text, self.scope, found.last, counted=True)
        if behind is not None and before.parameter in {subject_of_kind(before.limit.unit), "number"}:
            renamed = attrs.evolve(before, parameter=behind.words)
            self.stated[-1] = attrs.evolve(self.stated[-1], threshold=renamed)
        return self.stated[-1].threshold.parameter

    def _state_all(self, found: Found, joint: str, parameter: str, span: Span) -> None:
        start = span.start
        first, item = found.bounds[0]
        outside = first in {"<", "<="} and found.pattern.name in _RANGES
        others = "or" if outside and not _FROM_BELOW.search(self.text, 0, item.start) else "and"
        no = _NO.search(self.text, max(0, start - 60), start) if others == "and" else None
        if no:
            denied = tuple((str(Comparison(sign).negated), item) for sign, item in found.bounds if sign in _DENIED)
            found, start = attrs.evolve(found, bounds=denied or found.bounds), no.start() if denied else start
        for (comparison, item), unit in zip(found.bounds, self._units(found), strict=True):
            end = span.end if item is found.bounds[-1][1] else item.end
            self._state(found, joint, parameter, comparison, item, unit, Span(start, end))
            start, joint = item.start, others

    def _inverted(self, found: Found, start: int) -> tuple[Found, int]:
        """The bounds of what lies outside a range, where the words say so, and where those words begin."""
        denied = _OUTSIDE.search(self.text[: self._start(found)]) if found.pattern.name in _RANGES else None
        if denied is None:
            return found, start
        outside = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
        bounds = tuple((outside[sign], item) for sign, item in found.bounds)
        return attrs.evolve(found, bounds=bounds), min(start, denied.start())

    def _state_apart(self, found: Found) -> None:
        """Each value with the parameter behind it; a second value of another kind of quantity is left alone."""
        start, kind, joint = self.scope.items[found.first].start, "", ""
        alternatives = "r" in self.scope.shape[found.first : found.last].rstrip("QNF")[-2:]
        for comparison, item in found.bounds:
            unit = self._units(attrs.evolve(found, bounds=((comparison, item),)))[0]
            if kind and unit.kind != kind and not alternatives:
                break
            kind = unit.kind
            at = self.scope.items.index(item)
            one = attrs.evolve(found, first=at, last=at + 1, bounds=((comparison, item),))
            named = self._parameter(one, None)
            span = Span(start, self._end(one, named))
            self._state(one, joint, named.words, comparison, item, unit, span)
            self.floor, start, joint = at + 1, item.start, "or" if alternatives else ""

    def _is_no_limit(self, found: Found) -> bool:
        """Whether this is a word for some ("one or more", "of any two"), or only part of a computation."""
        comparison, item = found.bounds[0]
        if found.pattern.name in _RANGES and _descends(found):
            return True
        word = word_at(self.text, item)
        if _GOES_ON.match(self.text, found.bounds[-1][1].end):
            return True
        if found.pattern.name == "comparison, name, value" and word == "one":
            return True
        if found.pattern.name == "symbol of equality" and item.kind == "F":
            return True
        if len(found.bounds) != 1 or item.kind != "N" or not word.isalpha():
            return False
        if found.pattern.name in {"plain value", IN_HEAD} or _OF_A_LIST.match(self.text, item.end):
            return True
        several = self.text[: self._start(found)].lower().endswith("one or ")
        return word == "one" and (comparison == ">=" or several)

    def _start(self, found: Found) -> int:
        return self.scope.items[found.first].start

    def _is_depth(self, found: Found) -> bool:
        """Whether this is "for use below 900 m": at depths of more."""
        sign = self.scope.items[found.first]
        unit = found.bounds[0][1].token.unit if found.bounds[0][1].token else None
        return unit is not None and unit.kind == "length" and _BENEATH.search(self.text[: sign.end]) is not None

    def _joint(self, found: Found) -> str:
        """ "and" or "or" where only such a word stands between this limit and the one before; else empty."""
        if not self.stated or self.stated[-1].last != self.floor or found.pattern.name == "plain value":
            return ""
        between = self.scope.shape[self.floor : found.first]
        units = [self._weighed(item.token.unit, "") for _, item in found.bounds if item.token and item.token.unit]
        kind = self.stated[-1].threshold.limit.unit.kind
        if not _BETWEEN_BOUNDS.fullmatch(between) or any(unit.kind != kind for unit in units):
            return ""
        after = phrase_after(self.text, self.scope, found.last, counted=False)
        if after and "r" in between and self.scope.items[found.first].kind == "N":
            return ""
        return "or" if "r" in between else "and"

    def _is_circumstance(self, found: Found, phrase: Phrase | None) -> bool:
        if phrase is None and self._is_over(found):
            return True
        since = max([0, *(self.scope.items[one.last - 1].end for one in self.stated)])
        bounded = any(one.pattern not in _RANGES for one in self.stated)
        return is_circumstance(self.text, self.scope, found, phrase, self.floor, since, bounded=bounded)

    def _is_over(self, found: Found) -> bool:
        """Whether this is where the limit before is measured: "10 g between 20 Hz and 2 kHz", "-9 dB below 4 kHz"."""
        beneath = word_at(self.text, self.scope.items[found.first]) in {"below", "above"}
        if not (found.pattern.name in _RANGES or beneath) or not self.stated or self.stated[-1].last != self.floor:
            return False
        apart = self.scope.shape[self.floor : found.first]
        return apart in {"", "W"} and self._units(found)[0].kind != self.stated[-1].threshold.limit.unit.kind

    def _is_nearness(self, found: Found, phrase: Phrase | None) -> bool:
        """Whether "within 5 mm" says where something is measured: behind a limit, unless it has a noun of its own."""
        lead = self.text[: self._start(found)]
        if lead.endswith(("or ", "and ")) or MEASURED.search(lead) or self._is_circumstance(found, phrase):
            return True
        return bool(self.stated) and phrase is None and not lead.endswith("to ")

    def _nearness(self, found: Found, phrase: Phrase | None) -> str:
        """The parameter of "within 5 mm", "to within 5 mm": what is so near, if it is a quantity; else a distance."""
        unit = self._units(found)[0]
        if phrase is None and found.first and self.scope.shape[found.first - 1] == "t":
            phrase = phrase_before(self.text, self.scope, found.first - 1, self.floor, unit)
        if phrase is not None and unit.kind in kinds_of(phrase.words):
            return phrase.words
        return _WITHIN.get(unit.kind, subject_of_kind(unit))

    def _condition(self, found: Found, phrase: Phrase | None) -> None:
        before = item_before(self.scope, found, phrase, self.floor)
        start = before.start if before else self.scope.items[found.first].start
        span = Span(start, self.scope.items[found.last - 1].end)
        words = self.text[span.slice]
        self.conditions.append(Qualifier("measurement", words, self.place, span.shift(self.base)))
        self.floor = found.last

    def _parameter(self, found: Found, phrase: Phrase | None) -> Phrase:
        before = [one.threshold for one in self.stated]
        return self.naming.parameter(found, phrase, self._units(found)[0], before)

    def _units(self, found: Found) -> list[Unit]:
        """The unit of each bound; a bare number shares that of the other end of its range."""
        units = [item.token.unit if item.token else None for _, item in found.bounds]
        shared = next((unit for unit in reversed(units) if unit is not None), self.opening.unit or NUMBER)
        if shared.kind == "fraction" and _SHARE.search(self.text, 0, self.scope.items[found.last - 1].end):
            return [attrs.evolve(unit or shared, kind="mass fraction") for unit in units]
        return [unit or shared for unit in units]

    def _unit_between(self, found: Found, start: int) -> Unit:
        """The unit said between the noun and the comparison: "a noise, in dBc/Hz, of less than"."""
        end = self.scope.items[found.first].start
        if _TIMES.search(self.text, start, end):
            return NUMBER
        for aside in _IN_UNIT.finditer(self.text, start, end):
            unit = unit_at(self.text, aside.end())
            if unit is not None and self.text[unit[1] : unit[1] + 1] in {",", ")"}:
                return unit[0]
        return NUMBER

    def _weighed(self, unit: Unit, parameter: str) -> Unit:
        """``unit``, with g for the acceleration of gravity where the words speak of such."""
        if unit.symbol == "g" and _GRAVITY.search(f"{parameter} {self.opening.parameter} {self.text}"):
            return gravity(unit)
        return unit

    def _state(
        self, found: Found, joint: str, parameter: str, comparison: str, item: Item, unit: Unit, span: Span
    ) -> None:
        token = item.token
        assert token is not None
        unit = self._weighed(unit, parameter)
        if unit is NUMBER:
            unit = self._unit_between(found, span.start)
        if found.pattern.name == "plain value":
            comparison = capable(parameter, comparison, self.text[: item.start])
        threshold = Threshold(
            parameter=parameter,
            comparison=Comparison(direction(comparison, parameter, unit, token.value)),
            limit=Quantity(token.value if token.value is not None else Fraction(1), unit),
            place=self.place,
            span=span.shift(self.base),
            formula=token.formula,
        )
        self.stated.append(Stated(threshold, found.pattern.name, self.number, found.first, found.last, joint))


def _descends(found: Found) -> bool:
    """Whether the ends of a range come in the wrong order, so that they are none."""
    low, high = (item.token for _, item in found.bounds)
    if low is None or high is None or low.value is None or high.value is None:
        return False
    return low.unit in {high.unit, None} and low.value > high.value
