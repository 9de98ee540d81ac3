"""A condition made ready for deciding: its leaves in a row, its composites as steps over them.

The tree is brought into negation normal form: a `Not` is pushed down to the leaves, so that every step is a minimum
("all of") or a maximum ("any of") over ``NO < OPEN < YES``, which are Kleene's tables. References are followed and
expanded in place; one that leads back to a provision whose meaning is being asked for, or too deep, stays open.

A circuit holds no goods: it is built once for a provision and run for every product. Its registers tell which leaves a
product could touch at all, by kind of quantity, by the words of a fact and by the names of goods.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

import attrs

from exportctl.conditions import AllOf, AnyOf, Characteristic, Condition, Not, Opaque, Reference, Threshold, leaves
from exportctl.evaluation.borrowing import states_figure
from exportctl.evaluation.cells import Cell, cells_of
from exportctl.evaluation.coverage import end_to_cover
from exportctl.evaluation.levels import NO, YES
from exportctl.evaluation.words import Content, acronym_pairs, content, subject_terms
from exportctl.evaluation.years import is_dated
from exportctl.model import ControlList
from exportctl.usages import Usages, usages_at

__all__ = ["Circuit", "Figures", "Leaf", "LeafKind", "Plan", "item_of", "usages_of"]

_K = TypeVar("_K", bound=Hashable)


class LeafKind(StrEnum):
    """What a leaf asks for: a figure, a yes/no fact, or words that a person has to read."""

    FIGURE = "figure"
    FACT = "yes/no"
    UNREAD = "unread"


@attrs.frozen(eq=False, kw_only=True)
class Leaf:
    """One leaf of a circuit. Leaves with the same ``variable`` ask about the same thing and cannot differ."""

    condition: Threshold | Characteristic | Reference | Opaque
    control_list: ControlList
    kind: LeafKind
    variable: Hashable
    reason: str = ""

    @property
    def quote(self) -> str:
        """The law's words under the leaf's span."""
        return self.control_list.quote(self.condition.place, self.condition.span)


@attrs.frozen(eq=False, kw_only=True)
class Plan:
    """One step of the trace: which condition, where its level stands among the circuit's, and what lies below it.

    ``under`` has a bit for each leaf at it or below it.
    """

    condition: Condition
    control_list: ControlList
    index: int
    negated: bool = False
    leaf: int | None = None
    parts: "tuple[Plan, ...]" = ()
    under: int = 0


@attrs.frozen(eq=False, kw_only=True)
class Figures:
    """The limits of an ``item`` on one ``parameter`` of one ``kind`` of quantity: leaf and bound in the base unit.

    ``usages`` are the names that the trade has for the parameter there.

    The bound of a formula is None: it depends on the goods; so is that of a range that the goods have to cover.
    """

    parameter: str
    kind: str
    item: str
    usages: Usages
    limits: tuple[tuple[int, Threshold, Fraction | None], ...]


@attrs.frozen(eq=False, kw_only=True, slots=False)
class Circuit:
    """Leaves, steps and the place of the answer.

    Everything has a place: leaf ``i`` stands at ``2 * i``, its negation behind it, the steps follow, each with the
    places it looks at and whether it needs them all. Leaf 0 is always met and has no condition. ``shared`` are the
    questions that pull both ways, ``of_variable`` the leaves of each, ``wanted`` whether a larger value
    helps where the question stands first; ``is_fact`` marks leaves that ask for no figure.
    """

    leaves: tuple[Leaf | None, ...]
    steps: tuple[tuple[tuple[int, ...], bool], ...]
    plan: Plan
    shared: frozenset[Hashable]
    wanted: dict[Hashable, bool]
    of_variable: dict[Hashable, tuple[int, ...]]
    is_fact: tuple[bool, ...]

    @cached_property
    def notes(self) -> "tuple[Plan, ...]":
        """The notes that take goods out by a figure."""
        return tuple(_notes_below(self.plan))

    @cached_property
    def note_goods(self) -> tuple[int, ...]:
        """The leaves that name the goods which a note takes out by a figure."""
        under = 0
        for note in self.notes:
            under |= note.under
        conditions = enumerate(leaf.condition if leaf is not None else None for leaf in self.leaves)
        return tuple(n for n, one in conditions if under >> n & 1 and isinstance(one, Characteristic) and one.subject)

    @cached_property
    def dated(self) -> tuple[int, ...]:
        """The leaves that a year of making settles."""
        conditions = enumerate(leaf.condition if leaf is not None else None for leaf in self.leaves)
        return tuple(n for n, one in conditions if isinstance(one, Characteristic) and is_dated(one.text))

    def taken_out_but_for_facts(self, known: Mapping[int, int], touched: Iterable[int]) -> "Circuit":
        """This circuit with the open facts of notes counted as figures, where all else of the note is met.

        Open facts are taken as the condition would have them. But goods whose figures put them into a note hang on
        what else the note asks for, as much as on any figure; and goods whose figures put them on the way there may be
        meant, where some of the words that name the note's goods stand in their description: those ``touched``.
        """
        told = sum(1 << number for number in known) if self.notes else 0
        words = self.asks_words
        facts = frozenset(
            number
            for note in self.notes
            if note.under & told and _met_but_for_facts(note, known, words, self.of_notes_alone) == _BY_FIGURES
            for number, fact in enumerate(self.is_fact)
            if fact and note.under >> number & 1 and number not in known
        ).union(number for note in self.notes if touched for number in _on_the_way(note, known, frozenset(touched)))
        if not facts:
            return self
        questions = {leaf.variable for leaf in map(self.leaves.__getitem__, facts) if leaf is not None}
        facts = frozenset(number for one in questions for number in self.of_variable[one])
        found = self._variants.get(facts)
        if found is None:
            is_fact = tuple(fact and number not in facts for number, fact in enumerate(self.is_fact))
            found = self._variants[facts] = attrs.evolve(self, is_fact=is_fact)
        return found

    @cached_property
    def asks_words(self) -> tuple[bool, ...]:
        """Whether each leaf asks for words alone, and for no year either."""
        return tuple(fact and number not in self.dated for number, fact in enumerate(self.is_fact))

    @cached_property
    def of_notes_alone(self) -> frozenset[int]:
        """The leaves whose questions only notes ask. To tell such a figure is to speak of the note; one that the
        provision asks for itself tells nothing of it.
        """
        outside = {_figure(leaf.variable) for number in _outside_notes(self.plan) if (leaf := self.leaves[number])}
        asked = ((number, leaf) for number, leaf in enumerate(self.leaves) if leaf is not None)
        return frozenset(number for number, leaf in asked if _figure(leaf.variable) not in outside)

    @cached_property
    def _variants(self) -> "dict[frozenset[int], Circuit]":
        return {}

    @cached_property
    def users(self) -> tuple[tuple[int, ...], ...]:
        """For each place, the steps that look at it."""
        first = 2 * len(self.leaves)
        users: list[list[int]] = [[] for _ in range(first + len(self.steps))]
        for number, (parts, _) in enumerate(self.steps, first):
            for part in parts:
                users[part].append(number)
        return tuple(map(tuple, users))

    @cached_property
    def asks_figures(self) -> int:
        """A bit for each leaf that asks for a figure."""
        return sum(1 << number for number, fact in enumerate(self.is_fact) if not fact and number)

    @cached_property
    def figures(self) -> dict[str, tuple[Figures, ...]]:
        """The figures asked for, by the kind of quantity that can answer."""
        groups: dict[tuple[str, str, str, Usages], list[tuple[int, Threshold, Fraction | None]]] = {}
        for number, leaf in enumerate(self.leaves):
            if leaf is not None and isinstance(limit := leaf.condition, Threshold):
                plain = limit.formula is None and end_to_cover(limit, leaf.control_list) is None
                bound = limit.limit.base if plain else None
                key = (limit.limit.unit.kind, limit.parameter, item_of(limit), usages_of(limit))
                groups.setdefault(key, []).append((number, limit, bound))
        found: dict[str, tuple[Figures, ...]] = {}
        for (kind, parameter, item, usages), limits in groups.items():
            one = Figures(parameter=parameter, kind=kind, item=item, usages=usages, limits=tuple(limits))
            found[kind] = (*found.get(kind, ()), one)
        return found

    @cached_property
    def names(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """For each item of an entry, the parameters that are limited in it with their kinds, in the order of the text.

        Words that are not understood and state a figure could limit any: they stand with an empty kind.
        """
        found: dict[str, dict[tuple[str, str], None]] = {}
        for leaf in self.leaves:
            match leaf.condition if leaf is not None else None:
                case Threshold(parameter=parameter, limit=limit) as threshold:
                    found.setdefault(item_of(threshold), {})[parameter, limit.unit.kind] = None
                case Opaque(text=text, place=place) as words if place.note is None and states_figure(text):
                    found.setdefault(item_of(words), {})[text, ""] = None
        return {item: tuple(names) for item, names in found.items()}

    @cached_property
    def facts(self) -> dict[Content, tuple[int, ...]]:
        """The leaves that ask for a yes/no fact, by the words that carry its meaning."""
        texts = ((number, leaf.condition) for number, leaf in enumerate(self.leaves) if leaf is not None)
        return _grouped(
            (content(condition.text), number)
            for number, condition in texts
            if self.is_fact[number] and isinstance(condition, Characteristic | Reference)
        )

    @cached_property
    def subjects(self) -> dict[tuple[str, ...], tuple[int, ...]]:
        """The leaves that name the goods themselves, by each name as stems."""
        return _grouped(
            (term, number)
            for number, leaf in enumerate(self.leaves)
            if leaf is not None and isinstance(leaf.condition, Characteristic) and leaf.condition.subject
            for term in subject_terms(leaf.condition.text, acronym_pairs(leaf.control_list))
        )

    def asking(self, variable: Hashable) -> tuple[tuple[int, Condition], ...]:
        """The leaves that ask ``variable``, each with its condition."""
        found = ((number, self.leaves[number]) for number in self.of_variable[variable])
        return tuple((number, leaf.condition) for number, leaf in found if leaf is not None)

    @cached_property
    def answers(self) -> dict[Hashable, tuple[Cell, ...]]:
        """The answers to the questions that pull both ways, while nothing is known of them."""
        return {variable: cells_of(self.asking(variable), None) for variable in self.shared}


def _notes_below(plan: Plan) -> Iterator[Plan]:
    condition = plan.condition
    if isinstance(condition, Not) and condition.place.note is not None and not plan.negated:
        if any(isinstance(leaf, Threshold) or is_dated(leaf.text) for leaf in leaves(condition.part)):
            yield plan.parts[0]
    else:
        for part in plan.parts:
            yield from _notes_below(part)


def _figure(variable: Hashable) -> Hashable:
    """What ``variable`` asks for, at whatever it is measured."""
    return variable[:4] if isinstance(variable, tuple) and variable[0] == "figure" else variable


def _outside_notes(plan: Plan) -> Iterator[int]:
    """The leaves below ``plan`` that no note which takes goods out asks for."""
    condition = plan.condition
    if not (isinstance(condition, Not) and condition.place.note is not None and not plan.negated):
        if plan.leaf is not None:
            yield plan.leaf
        for part in plan.parts:
            yield from _outside_notes(part)


def _on_the_way(plan: Plan, known: Mapping[int, int], touched: frozenset[int]) -> Iterator[int]:
    """Those ``touched`` of the leaves below ``plan`` beside which a figure is met."""
    for part in plan.parts:
        yield from _on_the_way(part, known, touched)
    if isinstance(plan.condition, AllOf) and any(known.get(part.leaf or 0) == YES for part in plan.parts):
        yield from (part.leaf for part in plan.parts if part.leaf in touched)


_NOT_MET, _FACTS_ONLY, _BY_FIGURES = range(3)


def _met_but_for_facts(plan: Plan, known: Mapping[int, int], is_fact: Sequence[bool], of_note: frozenset[int]) -> int:
    """Whether all that the note at ``plan`` asks for is met, open yes/no facts aside, and whether figures that are
    ``of_note`` alone say so.
    """
    below = (_met_but_for_facts(part, known, is_fact, of_note) for part in plan.parts)
    match plan.condition:
        case AllOf():
            found = tuple(below)
            return _NOT_MET if _NOT_MET in found else max(found, default=_FACTS_ONLY)
        case AnyOf() | Reference() if plan.parts:
            return max(below)
        case Not():
            asked = (number for number in range(1, len(is_fact)) if plan.under >> number & 1)
            return _FACTS_ONLY if all(is_fact[n] or known.get(n) == NO for n in asked) else _NOT_MET
    number = plan.leaf or 0
    if number in known:
        if known[number] != YES:
            return _NOT_MET
        return _FACTS_ONLY if is_fact[number] or number not in of_note else _BY_FIGURES
    return _FACTS_ONLY if is_fact[number] else _NOT_MET


def item_of(condition: Threshold | Opaque) -> str:
    """The code of the item of an entry that states the limit: "3A001.b"; that of the entry for one in its head."""
    return ".".join(condition.place.code.split(".", 2)[:2])


def usages_of(limit: Threshold) -> Usages:
    """The names that the trade has for the figure that is limited."""
    return usages_at(limit.place.code, limit.parameter)


def _grouped(pairs: Iterable[tuple[_K, int]]) -> dict[_K, tuple[int, ...]]:
    found: dict[_K, tuple[int, ...]] = {}
    for key, number in pairs:
        found[key] = (*found.get(key, ()), number)
    return found
