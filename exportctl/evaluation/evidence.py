"""What the goods say about the leaves of a condition: figures bound and compared, yes/no facts read by their words."""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from functools import cache, cached_property, lru_cache, partial
from typing import Any

import attrs

from exportctl.conditions import Characteristic, Comparison, Reference, Threshold
from exportctl.derivations import Sums, computable, computed_kinds, derived, in_words, sums_at
from exportctl.evaluation.cells import Cell, Cells, cells_of
from exportctl.evaluation.circuits import Circuit, Figures, Leaf, LeafKind, item_of, usages_of
from exportctl.evaluation.coverage import covers, end_to_cover, is_reached, written_again
from exportctl.evaluation.letters import Letters
from exportctl.evaluation.levels import OPEN, level_of
from exportctl.evaluation.margins import compared, margin
from exportctl.evaluation.measured import conditions_of, measured_otherwise
from exportctl.evaluation.told import said_of, touched, words_of_provision
from exportctl.evaluation.variables import variable_of
from exportctl.evaluation.words import FactReading, acronym_pairs, content, named_goods, read_fact, subject_terms
from exportctl.evaluation.years import dated
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.names import head, normal
from exportctl.parameters import Binding, beside, bind
from exportctl.readings import can_be_read
from exportctl.senses import stands_alone
from exportctl.text import Span
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth
from exportctl.units import Interval, Quantity, Unit
from exportctl.usages import NONE, Usages

__all__ = ["Evidence", "Weighed"]

_NAMED = "the description names it"
_KELVIN_ROUNDED = Fraction(3, 20)


@attrs.frozen(kw_only=True)
class Weighed:
    """What of the goods was held against a leaf, and how it came out.

    ``value`` is the goods' figure as compared, ``limit`` the law's; ``source`` says where the value comes from
    ("given", "computed" with the sum as ``name``, or "text" with the ``span`` of the description and the ``confidence``
    of the binding).
    """

    truth: Truth
    reason: str
    value: str = ""
    limit: str = ""
    margin: str = ""
    source: str = ""
    name: str = ""
    span: Span | None = None
    confidence: float = 1.0

    def as_dict(self) -> dict[str, Any]:
        """The fields that say something, as plain values."""
        plain = {
            "value": self.value,
            "limit": self.limit,
            "margin": self.margin,
            "source": self.source,
            "name": self.name,
        }
        found: dict[str, Any] = {key: text for key, text in plain.items() if text}
        if self.span is not None:
            found |= {"span": [self.span.start, self.span.end], "confidence": round(self.confidence, 3)}
        return found


@attrs.frozen(eq=False, kw_only=True)
class Evidence:
    """What is known of one product, as the leaves of one circuit ask for it.

    ``names_asked`` are, for each item, the figures it asks for by name and kind: what a name of the user's could mean.
    """

    goods: Goods
    names_asked: Mapping[str, tuple[tuple[str, str], ...]] = attrs.field(factory=dict)
    _bindings: dict[tuple[str, str, str, Usages, str], Binding] = attrs.field(factory=dict, init=False)
    _computed: dict[tuple[Sums, str, str, Unit, Binding], Binding] = attrs.field(factory=dict, init=False)

    @cached_property
    def facts(self) -> dict[str, bool]:
        """The yes/no facts that the user gave."""
        return {name: value for name, value in self.goods.parameters.items() if isinstance(value, bool)}

    @cached_property
    def letters(self) -> Letters:
        """What the goods state of the letters of formulas."""
        return Letters(goods=self.goods, bound=self._binding, siblings=self._siblings)

    @cached_property
    def names(self) -> frozenset[tuple[str, ...]]:
        """What the description calls the goods."""
        return named_goods(self.goods.description)

    def weigh_all(self, circuit: Circuit) -> tuple[dict[int, int], tuple[Hashable, ...]]:
        """The level of each leaf that the goods decide, and the questions that they narrow down without deciding."""
        known: dict[int, int] = {}
        partly: dict[Hashable, None] = {}
        kinds = self.goods.kinds | computed_kinds(self.goods.kinds) | self.letters.measured_kinds
        for kind, asked in circuit.figures.items():
            if kind in kinds or ("level" in kinds and kind.startswith("level re")):
                for figures in asked:
                    self._hold(figures, circuit, known, partly)
        for number in self._named(circuit):
            leaf = circuit.leaves[number]
            if leaf is not None and (level := level_of(self.weigh(leaf).truth)) != OPEN:
                known[number] = level
        return known, tuple(partly)

    def _hold(self, figures: Figures, circuit: Circuit, known: dict[int, int], partly: dict[Hashable, None]) -> None:
        """Hold the goods' figure against all limits on it."""
        for number, threshold, _ in figures.limits if self.goods.lines or self.letters.measured else ():
            leaf = circuit.leaves[number]
            held = self.letters.held(threshold, leaf.control_list) if leaf is not None else None
            if held is not None and held.truth is not UNKNOWN:
                known[number] = level_of(held.truth)
        binding = self._binding(figures.parameter, figures.kind, figures.item, figures.usages)
        symbol = len(figures.parameter) == 1
        by_words = binding.value is None and not binding.name and (symbol or beside(self.goods, figures.parameter))
        by_words = by_words or computable(figures.item, figures.parameter, figures.kind)
        if binding.value is None and not by_words:
            return
        plain, stated = None, binding.value
        if stated is not None and not (binding.reached or binding.either or by_words):
            plain = stated.in_base_unit()
        for number, threshold, bound in figures.limits:
            leaf = circuit.leaves[number]
            if leaf is None:
                continue
            found = self.binding(threshold, leaf.control_list) if by_words else binding
            if self._measured_otherwise(found, threshold, leaf.control_list):
                continue
            found = _as_reached(found, threshold, leaf.control_list)
            if plain is not None and not found.reached and bound is not None and not _in_degrees(stated, threshold):
                truth = plain.stands(threshold.comparison, bound)
            else:
                truth = self._compare(threshold, found, bound, leaf.control_list)
            if truth is not UNKNOWN:
                known[number] = level_of(truth)
            elif found.value is not None and not found.either and (bound is not None or threshold.formula is not None):
                partly[leaf.variable] = None

    def _named(self, circuit: Circuit) -> set[int]:
        """The leaves whose words the goods' facts or names could meet."""
        by_fact = (number for name in self.facts for number in circuit.facts.get(content(name), ()))
        by_name = (number for name in self.names for number in circuit.subjects.get(name, ()))
        return {*by_fact, *by_name, *circuit.dated, *(circuit.note_goods if self.names else ())}

    def touched(self, circuit: Circuit, known: Mapping[int, int]) -> tuple[int, ...]:
        """The leaves for the goods of a note that the description may mean, without saying so."""
        found = []
        for number in circuit.note_goods if self.names else ():
            leaf = circuit.leaves[number]
            if leaf is not None and number not in known and isinstance(leaf.condition, Characteristic):
                own = words_of_provision(leaf.control_list, leaf.condition.place)
                found += [number] if touched(leaf.condition.text, own, self.names) else []
        return tuple(found)

    def weigh(self, leaf: Leaf) -> Weighed:
        """The same with what it rests on."""
        match leaf.condition:
            case Threshold() as threshold:
                return self._weigh_figure(threshold, leaf.control_list)
            case Characteristic(text=text, subject=subject, place=place):
                reading = self._read(text, subject, leaf.control_list)
                if reading.truth is UNKNOWN and (old := dated(text, self.goods)) is not UNKNOWN:
                    reading = FactReading(old, reason="by the year in which they were made", source="given")
                if reading.truth is UNKNOWN and subject and place.note is not None and self.names:
                    said = said_of(text, words_of_provision(leaf.control_list, place), self.names)
                    reading = FactReading(said, reason=_NAMED, source="text") if said is TRUE else reading
            case Reference(text=text) if leaf.kind is LeafKind.FACT:
                reading = self._read(text, False, leaf.control_list)
            case Reference():
                return Weighed(truth=UNKNOWN, reason=leaf.reason)
            case opaque:
                return Weighed(truth=UNKNOWN, reason=f"the words are not understood: {opaque.reason}")
        return Weighed(truth=reading.truth, reason=reading.reason, source=reading.source, name=reading.name)

    def binding(self, threshold: Threshold, control_list: ControlList) -> Binding:
        """What the goods state of the figure that ``threshold`` limits, and where; else what follows from others.

        A name that says more than the law's is looked up in the words around the limit.
        """
        stated, unit, parameter = self._stated(threshold, control_list), threshold.limit.unit, threshold.parameter
        sums = sums_at(threshold.place.code, parameter, unit.kind)
        if sums is None or not sums.may_hold(self.goods):
            return stated
        item = item_of(threshold)
        key = (sums, item, parameter, unit, stated)
        if key not in self._computed:
            asked = partial(self._law_asked, item)
            siblings = partial(self._siblings, item)
            self._computed[key] = derived(self.goods, sums, parameter, unit, stated, asked, siblings)
        return self._computed[key]

    def _stated(self, threshold: Threshold, control_list: ControlList) -> Binding:
        parameter, kind, item = threshold.parameter, threshold.limit.unit.kind, item_of(threshold)
        usages = usages_of(threshold)
        exact = self.goods.stated.get(parameter) if len(parameter) == 1 else None
        if exact is not None and exact.unit.kind == kind:  # F is another than f
            return Binding(value=exact, source="given", name=parameter)
        found = self._binding(parameter, kind, item, usages)
        if found.value is None and len(parameter) == 1:
            meant = variable_of(control_list, threshold.place, parameter)
            return bind(self.goods, meant.name, kind, (), only=True) if meant.name != parameter else found
        if found.value is None and not found.name and beside(self.goods, parameter):
            with_words = self._binding(parameter, kind, item, usages, control_list.text_at(threshold.place))
            return with_words if with_words.value is not None or with_words.name else found
        return found

    def _measured_otherwise(self, binding: Binding, threshold: Threshold, control_list: ControlList) -> bool:
        """Whether the goods' figure is one at another temperature, pressure or the like than the law names."""
        if binding.value is None:
            return False
        end = binding.span.end if binding.span is not None else -1
        text = self.goods.description if end >= 0 else ""
        conditions = conditions_of(binding.name, text, end)
        if not conditions:
            return False
        return measured_otherwise(conditions, threshold.limit.unit.kind, control_list.text_at(threshold.place))

    def variables_missing(self, threshold: Threshold, control_list: ControlList) -> tuple[str, ...]:
        """The variables of the limit's formula that no single figure of the goods gives; none without a formula."""
        variables = threshold.formula.variables if threshold.formula is not None else ()
        return tuple(one for one in variables if self.letters.number(threshold, one, control_list) is None)

    def cells(self, circuit: Circuit) -> Cells:
        """For each question of ``circuit``, the answers that make a difference, as far as what is known allows them."""

        @cache
        def answers(variable: Hashable) -> tuple[Cell, ...]:
            asking = circuit.asking(variable)
            first = circuit.leaves[asking[0][0]]
            limit = first.condition if first is not None else None
            found = self.binding(limit, first.control_list) if first and isinstance(limit, Threshold) else Binding()
            covered = isinstance(limit, Threshold) and end_to_cover(limit, first.control_list) if first else None
            known = None if found.either or covered else found.value
            if known is None and variable in circuit.shared:
                return circuit.answers[variable]
            return cells_of(asking, known)

        return answers

    def _binding(self, parameter: str, kind: str, item: str, usages: Usages = NONE, words: str = "") -> Binding:
        key = (parameter, kind, item, usages, words)
        found = self._bindings.get(key)
        if found is None:
            siblings, alone, only = self._siblings(item, parameter, kind)
            found = bind(self.goods, parameter, kind, siblings, words, alone=alone, only=only, usages=usages)
            self._bindings[key] = found
        return found

    def _law_asked(self, item: str, name: str, kind: str, usages: Usages) -> Binding | None:
        known = any((name, kind) in self.names_asked.get(code, ()) for code in (item, item.partition(".")[0]))
        return self._binding(name, kind, item, usages) if known else None

    def _siblings(self, item: str, parameter: str, kind: str) -> tuple[tuple[str, ...], bool, bool]:
        here = dict.fromkeys((item, item.partition(".")[0]))
        return _beside(parameter, kind, tuple(self.names_asked.get(code, ()) for code in here))

    def _read(self, clause: str, subject: bool, control_list: ControlList) -> FactReading:
        if self.facts:
            reading = read_fact(clause, self.facts)
            if reading.truth is not UNKNOWN:
                return reading
        if subject and self.names and not self.names.isdisjoint(subject_terms(clause, acronym_pairs(control_list))):
            return FactReading(TRUE, reason=_NAMED, source="text")
        return FactReading(UNKNOWN, reason="not known")

    def _compare(
        self, threshold: Threshold, binding: Binding, bound: Fraction | None, control_list: ControlList
    ) -> Truth:
        """Whether the goods' figure meets the limit; ``bound`` is the limit in its base unit, None for a formula."""
        value = binding.value
        if value is None:
            return UNKNOWN
        end = end_to_cover(threshold, control_list) if bound is None else None
        if end is not None:
            return UNKNOWN if binding.either else covers(value, threshold.comparison, end)
        bounds = [limit.base for limit in self.letters.bounds(threshold, control_list)] if bound is None else [bound]
        if _in_degrees(value, threshold):
            degrees = [one.base for one in written_again(threshold, control_list) if one.unit.symbol == "°C"]
            bounds = degrees or [one + more for one in bounds for more in (0, _KELVIN_ROUNDED)]
        if binding.reached and (reached := _reached(value, threshold.comparison)) is not None:
            value = Interval.point(reached)
        truths = {value.stands(threshold.comparison, one) for one in bounds}
        if len(truths) != 1 or (binding.either and FALSE in truths):  # the other figure may still meet it
            return UNKNOWN
        return truths.pop()

    def _weigh_figure(self, threshold: Threshold, control_list: ControlList) -> Weighed:
        if (held := self.letters.held(threshold, control_list)) is not None:
            return Weighed(**attrs.asdict(held), source="given")
        binding = self.binding(threshold, control_list)
        if self._measured_otherwise(binding, threshold, control_list):
            binding = Binding(name=binding.name, reason=f"{binding.name!r} is measured at something else")
        binding = _as_reached(binding, threshold, control_list)
        limits = self.letters.bounds(threshold, control_list)
        written = str(limits[0]) if limits else str(threshold).split(str(threshold.comparison), 1)[1].strip()
        known: dict[str, Any] = {"limit": written, "source": binding.source, "name": binding.name}
        if binding.value is None or not limits:
            reason = binding.reason if binding.value is None else f"a variable of {threshold.formula} is not given"
            return Weighed(truth=UNKNOWN, reason=reason or "not given", **known)
        truth = self._compare(threshold, binding, None, control_list)
        if end_to_cover(threshold, control_list) is not None:
            does = {TRUE: "goes as far as", FALSE: "does not go as far as"}.get(
                truth, "does not say whether it goes to"
            )
            return Weighed(truth=truth, reason=f"{binding.value} {does} {written}", value=str(binding.value), **known)
        end = _reached(binding.value, threshold.comparison) if binding.reached else None
        value = Interval.point(end) if end is not None else binding.value
        shown, why = (
            (in_words(value, limits[0]), f", as {binding.name}") if binding.source == "computed" else (value, "")
        )
        return Weighed(
            truth=truth,
            reason=compared(shown, threshold.comparison, limits[0], truth) + why,
            value=str(shown if why else binding.value),
            margin=margin(shown, threshold.comparison, limits[0], truth),
            span=binding.span if binding.source == "text" else None,
            confidence=binding.confidence,
            **known,
        )


def _as_reached(binding: Binding, threshold: Threshold, control_list: ControlList) -> Binding:
    """``binding``, whose range goods reach to both ends, where the limit is one on what they can do; a range that comes
    out of a sum is none of theirs.
    """
    value = binding.value
    if value is None or binding.source == "computed" or not value.is_range or value.low is None or value.high is None:
        return binding
    return attrs.evolve(binding, reached=True) if is_reached(threshold, control_list) else binding


def _in_degrees(value: Interval | None, threshold: Threshold) -> bool:
    """Whether goods state in degrees what the law limits in kelvins.

    It counts them by 273: "398 K (125 °C)". What is 125 °C exceeds the one and not the other. So it is held against the
    degrees that the law prints beside; where it prints none, both have to agree.
    """
    limit = threshold.limit.unit
    return value is not None and limit.kind == "temperature" and limit.symbol == "K" != value.unit.symbol


@lru_cache(maxsize=16384)
def _beside(
    parameter: str, kind: str, asked: tuple[tuple[tuple[str, str], ...], ...]
) -> tuple[tuple[str, ...], bool, bool]:
    """The names of the figures ``asked`` for that a value of ``kind`` could be, and whether the parameter is the only
    one of them, and the only one with its noun.
    """
    names = tuple(name for found in asked for name, other in found if other and can_be_read(other, kind))
    noun = head(parameter)
    if any(noun in normal(text) for found in asked for text, other in found if not other):
        return names, False, False
    same = tuple(name for name in names if noun in normal(name))
    return names, stands_alone(parameter, names), stands_alone(parameter, same)


def _reached(value: Interval, comparison: Comparison) -> Quantity | None:
    """The maximum that is held against a lower limit, the minimum against an upper one."""
    if comparison in (Comparison.GREATER, Comparison.AT_LEAST):
        return value.high
    return value.low if comparison in (Comparison.LESS, Comparison.AT_MOST) else None
