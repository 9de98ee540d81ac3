"""Deciding is sound, monotone and exact, and says what it rests on."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

import attrs
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from exportctl.codes import EntryCode
from exportctl.conditions import (
    AllOf,
    AnyOf,
    Characteristic,
    Comparison,
    Condition,
    Not,
    Opaque,
    Reference,
    Role,
    Threshold,
    leaves,
)
from exportctl.evaluation import Finding, changes, decide, nearest_change
from exportctl.evaluation.building import build
from exportctl.formulas import Formula
from exportctl.goods import Goods
from exportctl.model import ControlList, Entry, Place, Source
from exportctl.text import Span
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth
from exportctl.units import Interval, Quantity, parse_quantity, parse_unit

WATT = parse_unit("W")
FIGURES = ("peak power", "idle power", "pump power")
FACTS = ("gilded", "submersible", "noiseless")
UNREAD = ("?", "of 5 sorts")
HERE = Place("3A901")
WORDS = Span(0, 5)
A_LIST = ControlList(
    id="made-up",
    title="A list of our own",
    edition="2025-01-01",
    source=Source(),
    entries=tuple(
        Entry(code=EntryCode.parse(code), text="Gizmos of some sort, with a peak power above 5 W;")
        for code in ("3A901", "3A902", "3A903")
    ),
)


def watts(magnitude: int | Fraction) -> Quantity:
    """A power."""
    return Quantity(Fraction(magnitude), WATT)


def limit(parameter: str, comparison: str, magnitude: int) -> Threshold:
    """A limit on a power."""
    return Threshold(
        parameter=parameter, comparison=Comparison(comparison), limit=watts(magnitude), place=HERE, span=WORDS
    )


def fact(text: str) -> Characteristic:
    """A yes/no clause."""
    return Characteristic(text=text, place=HERE, span=WORDS)


def every(*parts: Condition) -> AllOf:
    """All of ``parts``."""
    return AllOf(parts=parts, place=HERE)


def some(*parts: Condition) -> AnyOf:
    """Any of ``parts``."""
    return AnyOf(parts=parts, place=HERE)


def no(part: Condition) -> Not:
    """Not ``part``."""
    return Not(part=part, place=HERE)


def found(condition: Condition, goods: Goods, provisions: Mapping[str, Condition] | None = None) -> Finding:
    """The finding about ``goods`` under ``condition``, with other provisions at hand."""
    return decide(build(condition, A_LIST, provisions=lambda _, code: (provisions or {})[code]), goods)


CONDITIONS = st.recursive(
    st.one_of(
        st.builds(limit, st.sampled_from(FIGURES), st.sampled_from([">", ">=", "<", "<=", "=="]), st.integers(1, 3)),
        st.builds(fact, st.sampled_from(FACTS)),
        st.builds(lambda n: Opaque(text=UNREAD[n], reason="", place=HERE, span=Span(n, n + 1)), st.integers(0, 1)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: every(*parts)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: some(*parts)),
        inner.map(no),
    ),
    max_leaves=7,
)
HALVES = st.integers(0, 8).map(lambda n: watts(Fraction(n, 2)))
INTERVALS = st.tuples(HALVES, HALVES).map(lambda ends: Interval(min(ends), max(ends)))
PRODUCTS = st.dictionaries(st.sampled_from(FIGURES), INTERVALS, max_size=3).flatmap(
    lambda figures: st.dictionaries(st.sampled_from(FACTS), st.booleans(), max_size=3).map(
        lambda facts: {**figures, **facts}
    )
)


def holds(condition: Condition, world: Mapping[object, object]) -> bool:
    """The plain meaning of a condition in a world where everything is known."""
    match condition:
        case AllOf(parts=parts):
            return all(holds(part, world) for part in parts)
        case AnyOf(parts=parts):
            return any(holds(part, world) for part in parts)
        case Not(part=part):
            return not holds(part, world)
        case Threshold(parameter=parameter, comparison=comparison, limit=boundary):
            return Interval.point(world[parameter]).compare(comparison, boundary) is TRUE  # type: ignore[arg-type]
        case Characteristic(text=text):
            return bool(world[text])
        case Opaque(span=span):
            return bool(world[span])
    raise AssertionError(condition)


def worlds(condition: Condition, known: Mapping[str, bool | Interval]) -> list[dict[object, object]]:
    """Every completion of what is known, as far as ``condition`` can tell them apart."""
    asked: dict[object, list[object]] = {}
    for leaf in leaves(condition):
        if isinstance(leaf, Threshold):
            given_ = known.get(leaf.parameter)
            values = [watts(Fraction(n, 4)) for n in range(17)]
            asked[leaf.parameter] = [
                v
                for v in values
                if not isinstance(given_, Interval) or given_.low <= v <= given_.high  # type: ignore[operator]
            ]
        elif isinstance(leaf, Characteristic):
            asked[leaf.text] = [known[leaf.text]] if leaf.text in known else [True, False]
        elif isinstance(leaf, Opaque):
            asked[leaf.span] = [True, False]
    return [dict(zip(asked, values, strict=True)) for values in product(*asked.values())]


def agreed(outcomes: Iterator[bool] | list[bool]) -> Truth:
    """What all outcomes agree on."""
    different = set(outcomes)
    return UNKNOWN if len(different) == 2 else TRUE if different == {True} else FALSE


def small(condition: Condition) -> bool:
    """Whether trying all completions is cheap, here and there."""
    return len({leaf.parameter for leaf in leaves(condition) if isinstance(leaf, Threshold)}) <= 2


@settings(max_examples=300, deadline=None)
@given(CONDITIONS, PRODUCTS)
@example(some(limit("peak power", ">", 2), limit("peak power", "<=", 2)), {})
@example(every(fact("gilded"), no(fact("gilded"))), {})
def test_decided_exactly_where_all_completions_agree(condition: Condition, known: dict[str, bool | Interval]) -> None:
    """A decision is made if, and only if, every completion of what is unknown gives it."""
    assume(small(condition))
    outcomes = [holds(condition, world) for world in worlds(condition, known)]
    assert found(condition, Goods("gizmo", known)).truth is agreed(outcomes)


@settings(max_examples=200, deadline=None)
@given(CONDITIONS, PRODUCTS)
@example(
    every(fact("gilded"), no(every(fact("gilded"), limit("peak power", ">", 1)))),
    {"peak power": Interval.point(watts(2))},
)
def test_the_figures_alone_take_open_facts_as_the_condition_would_have_them(
    condition: Condition, known: dict[str, bool | Interval]
) -> None:
    """``limits`` is the best that one consistent answer to the open yes/no facts reaches, the figures left open."""
    assume(small(condition))
    by_answer: dict[tuple[object, ...], list[bool]] = {}
    for world in worlds(condition, known):
        answer = tuple(value for key, value in world.items() if key in FACTS or key == Span(0, 1))
        by_answer.setdefault(answer, []).append(holds(condition, world))
    best = {agreed(outcomes) for outcomes in by_answer.values()}
    expected = TRUE if TRUE in best else UNKNOWN if UNKNOWN in best else FALSE
    limits = found(condition, Goods("gizmo", known)).limits
    assert limits is expected or (limits is UNKNOWN and expected is TRUE and words_beside_figures(condition, known))


def words_beside_figures(condition: Condition, known: Mapping[str, bool | Interval]) -> bool:
    """Whether words alone are an alternative to a figure that is known."""
    if isinstance(condition, Not):
        return words_beside_figures(condition.part, known)
    if not isinstance(condition, AllOf | AnyOf):
        return False
    asked = [{leaf.parameter for leaf in leaves(part) if isinstance(leaf, Threshold)} for part in condition.parts]
    beside = not all(asked) and any(names & known.keys() for names in asked)
    return beside or any(words_beside_figures(part, known) for part in condition.parts)


def test_words_do_not_stand_in_for_a_figure_that_failed() -> None:
    """What is too light is not met by its being open whether it is gilded; a gilded one is, and a heavy one."""
    condition = some(limit("peak power", ">", 2), fact("gilded"))
    stated = {
        "light": {"peak power": "1 W"},
        "gilded": {"peak power": "1 W", "gilded": True},
        "heavy": {"peak power": "3 W"},
    }
    outcome = {name: str(found(condition, Goods("gizmo", given)).limits) for name, given in stated.items()}
    assert outcome == {"light": "undetermined", "gilded": "met", "heavy": "met"}
    assert found(some(limit("peak power", ">", 2), limit("idle power", ">", 2)), Goods("gizmo")).limits is UNKNOWN


@settings(max_examples=150, deadline=None)
@given(CONDITIONS, PRODUCTS)
def test_missing_is_the_smallest_set_that_settles(condition: Condition, known: dict[str, bool | Interval]) -> None:
    """A fact is missing if, and only if, the outcome depends on it under some answer to the others."""
    assume(small(condition))
    outcome = {tuple(world.values()): holds(condition, world) for world in worlds(condition, known)}
    keys = list(worlds(condition, known)[0])
    needed = set()
    for at, key in enumerate(keys):
        rest: dict[tuple[object, ...], set[bool]] = {}
        for values, met in outcome.items():
            rest.setdefault((*values[:at], *values[at + 1 :]), set()).add(met)
        if any(len(results) == 2 for results in rest.values()):
            needed.add(key if isinstance(key, str) else UNREAD[key.start])  # type: ignore[attr-defined]
    assert {asked.parameter for asked in found(condition, Goods("gizmo", known)).missing} == needed


@settings(max_examples=150, deadline=None)
@given(CONDITIONS, PRODUCTS, PRODUCTS)
def test_adding_facts_never_flips_a_decision(
    condition: Condition, known: dict[str, bool | Interval], more: dict[str, bool | Interval]
) -> None:
    """What is decided stays decided, and the same, when more becomes known."""
    before, after = found(condition, Goods("gizmo", known)), found(condition, Goods("gizmo", {**more, **known}))
    assert before.truth in (UNKNOWN, after.truth)
    assert before.limits is not FALSE or after.limits is FALSE


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(CONDITIONS, PRODUCTS)
@example(
    every(no(fact("gilded")), some(limit("peak power", ">", 1), fact("gilded"))),
    {"peak power": Interval.point(watts(0))},
)
def test_the_deciding_leaves_decide_alone(condition: Condition, known: dict[str, bool | Interval]) -> None:
    """With nothing known but what the deciding leaves ask for, the decision is the same."""
    finding = found(condition, Goods("gizmo", known))
    assume(finding.truth is not UNKNOWN)
    subjects = {leaf.subject for leaf in finding.deciding}
    assert found(condition, Goods("gizmo", {k: v for k, v in known.items() if k in subjects})).truth is finding.truth


@pytest.mark.parametrize(
    ("comparison", "below", "at", "above"),
    [
        (">", FALSE, FALSE, TRUE),
        (">=", FALSE, TRUE, TRUE),
        ("<", TRUE, FALSE, FALSE),
        ("<=", TRUE, TRUE, FALSE),
        ("==", FALSE, TRUE, FALSE),
    ],
)
def test_the_neighbours_of_a_limit(comparison: str, below: Truth, at: Truth, above: Truth) -> None:
    """A limit is exact: a value 10^-30 away from it is on its own side, the limit where the law puts it."""
    tiny = Fraction(1, 10**30)
    for value, truth in ((5 - tiny, below), (Fraction(5), at), (5 + tiny, above)):
        goods = Goods("gizmo", {"peak power": Interval.point(watts(value))})
        assert found(limit("peak power", comparison, 5), goods).truth is truth
        assert found(no(limit("peak power", comparison, 5)), goods).truth is ~truth


def test_one_failed_alternative_leaves_its_siblings() -> None:
    """An alternative that fails takes nothing away from the others, and all are in the trace."""
    condition = some(limit("peak power", ">", 5), limit("idle power", ">", 1))
    finding = found(condition, Goods("gizmo", {"peak power": "1 W", "idle power": "2 W"}))
    assert finding.truth is TRUE
    assert [child.truth for child in finding.children] == [FALSE, TRUE]


def test_an_interval_over_several_alternatives_is_met() -> None:
    """A range that lies in no single alternative but in both together meets the condition."""
    steps = some(
        every(limit("peak power", ">=", 1), limit("peak power", "<", 2)),
        every(limit("peak power", ">=", 2), limit("peak power", "<", 3)),
    )
    assert found(steps, Goods("gizmo", {"peak power": "1.5 W to 2.5 W"})).truth is TRUE
    assert found(steps, Goods("gizmo", {"peak power": "1.5 W to 3.5 W"})).truth is UNKNOWN


def test_a_decontrol_note_is_not_assumed_to_apply() -> None:
    """A yes/no fact that would take goods out is taken as absent for the figures, and left open over everything."""
    note = Not(part=fact("gilded"), place=HERE, role=Role.DECONTROL)
    goods = Goods("gizmo", {"peak power": "9 W"})
    finding = found(every(limit("peak power", ">", 5), note), goods)
    assert (finding.truth, finding.limits) == (UNKNOWN, TRUE)
    assert [asked.parameter for asked in finding.missing] == ["gilded"]
    taken_out = found(every(limit("peak power", ">", 5), note), Goods("gizmo", {"peak power": "9 W", "gilded": True}))
    assert (taken_out.truth, taken_out.limits) == (FALSE, FALSE)


def test_words_not_understood_are_never_decided() -> None:
    """An opaque clause stays open and says that it has to be read; over the figures too, if it states one."""
    for text, limits in (("of a certain finish", TRUE), ("of three or more finishes", UNKNOWN), ("5 mm", UNKNOWN)):
        clause = Opaque(text=text, reason="no pattern", place=HERE, span=WORDS)
        finding = found(clause, Goods("gizmo", {text: True}))
        assert (finding.truth, finding.limits) == (UNKNOWN, limits)
        assert [asked.kind for asked in finding.missing] == ["unread"]


def test_parts_therefor_are_parts_for_what_meets_the_figures() -> None:
    """ "Specially designed components therefor", and what a note includes, take the figures beside them."""
    parts = fact("specially designed components therefor")
    included = AnyOf(parts=(fact("noiseless"),), place=HERE, role=Role.INCLUSION)
    for other in (parts, included):
        either = some(every(fact("gilded"), limit("peak power", ">", 5)), other)
        assert found(either, Goods("gizmo", {"peak power": "5 W"})).limits is FALSE
        assert found(either, Goods("gizmo", {"peak power": "9 W"})).limits is TRUE
        assert found(no(either), Goods("gizmo", {"peak power": "5 W"})).truth is TRUE
    assert found(some(fact("gilded"), parts), Goods("gizmo", {"peak power": "5 W"})).limits is TRUE


def reference(*targets: str, list_id: str = "", relation: str = "is") -> Reference:
    """A reference to other provisions."""
    text = f"specified in {', '.join(targets)}"
    return Reference(targets=targets, text=text, place=HERE, span=WORDS, list_id=list_id, relation=relation)


def test_a_reference_is_followed() -> None:
    """Goods "specified in" another provision are judged by that provision, and its findings are in the trace."""
    there = {"3A902": limit("peak power", ">", 5)}
    finding = found(no(reference("3A902")), Goods("gizmo", {"peak power": "9 W"}), there)
    assert finding.truth is FALSE
    assert any(step.kind == "limit" and step.truth is TRUE for step in finding.walk())


def test_references_in_a_circle_stay_open() -> None:
    """Two provisions that each exclude the other are decided only where the figures of one of them do it."""
    there = {
        "3A901": every(limit("peak power", ">", 5), no(reference("3A902"))),
        "3A902": every(limit("idle power", ">", 5), no(reference("3A901"))),
    }
    circle = there["3A901"]
    assert found(circle, Goods("gizmo", {"peak power": "9 W", "idle power": "9 W"}), there).truth is UNKNOWN
    assert found(circle, Goods("gizmo", {"peak power": "9 W", "idle power": "1 W"}), there).truth is TRUE
    assert found(circle, Goods("gizmo", {"peak power": "1 W"}), there).truth is FALSE


def test_not_specified_elsewhere_leaves_itself_out() -> None:
    """What is "not specified elsewhere" in an entry is not taken out by its own words."""
    own = attrs.evolve(
        every(limit("peak power", ">", 5), no(reference("3A901"))), role=Role.PROVISION, place=Place("3A901.b")
    )
    own = attrs.evolve(own, parts=(own.parts[0], no(attrs.evolve(reference("3A901"), place=Place("3A901.b")))))
    whole = {"3A901": some(limit("idle power", ">", 5), own)}
    assert found(own, Goods("gizmo", {"peak power": "9 W", "idle power": "1 W"}), whole).truth is TRUE
    assert found(own, Goods("gizmo", {"peak power": "9 W", "idle power": "9 W"}), whole).truth is FALSE


def test_a_reference_to_a_list_that_is_not_at_hand_stays_open() -> None:
    """What another list specifies is not guessed."""
    finding = found(reference("ML4", list_id="eu-military"), Goods("gizmo", {}))
    assert (finding.truth, finding.limits) == (UNKNOWN, UNKNOWN)
    assert "no list at hand" in " ".join(step.reason for step in finding.walk())


def test_what_goods_are_for_is_a_fact() -> None:
    """That goods are for something specified elsewhere is a yes/no fact, not a limit on the goods."""
    finding = found(reference("3A902", relation="for"), Goods("gizmo", {}), {"3A902": limit("peak power", ">", 5)})
    assert (finding.truth, finding.limits) == (UNKNOWN, TRUE)


def test_a_formula_is_evaluated_exactly_or_not_at_all() -> None:
    """A limit that is an expression needs its variables; at its exact value it is neither above nor below."""
    formula = Formula.parse("(2 + L/4)")
    threshold = Threshold(
        parameter="peak power", comparison=Comparison.GREATER, limit=watts(1), formula=formula, place=HERE, span=WORDS
    )
    assert found(threshold, Goods("gizmo", {"peak power": "3 W"})).truth is UNKNOWN
    assert found(threshold, Goods("gizmo", {"peak power": "3 W", "L": "4"})).truth is FALSE
    assert found(threshold, Goods("gizmo", {"peak power": "3.1 W", "L": "4"})).truth is TRUE


@pytest.mark.parametrize(
    ("name", "value", "outcome"),
    [
        ("L", "500 mm", "met"),
        ("L", "0.5 m", "met"),
        ("L", "500", "met"),
        ("span between supports", "50 cm", "met"),
        ("L", "499 mm", "not met"),
        ("L", "5 kg", "undetermined"),
        ("l", "500 mm", "undetermined"),
    ],
)
def test_a_letter_of_a_formula_is_given_in_any_unit(name: str, value: str, outcome: str) -> None:
    """What a letter stands for, and in which unit, is read beside the formula; by letter or by name it is exact."""
    words = "Gizmos with a peak power of (1 + L/500) W or less, where L is the span between supports in mm;"
    made_up = attrs.evolve(A_LIST, entries=(Entry(code=EntryCode.parse("3A901"), text=words),))
    condition = attrs.evolve(limit("peak power", "<=", 1), formula=Formula.parse("(1 + L/500)"))
    circuit = build(condition, made_up, provisions=lambda _list, _code: condition)
    goods = Goods("gizmo", {"peak power": "2 W", name: value})
    assert str(decide(circuit, goods).truth) == outcome


def test_incompatible_units_are_undetermined_with_the_reason() -> None:
    """A figure of another kind decides nothing."""
    finding = found(limit("peak power", ">", 5), Goods("gizmo", {"peak power": "9 kg"}))
    assert finding.truth is UNKNOWN
    assert finding.reason


def test_a_maximum_is_reached() -> None:
    """What goes up to a maximum does the maximum: it meets a lower limit below it, and one above it not."""
    goods = Goods("gizmo", {"maximum peak power": "9 W"})
    assert [found(limit("peak power", ">", bound), goods).truth for bound in (8, 9, 10)] == [TRUE, FALSE, FALSE]
    assert [found(limit("peak power", "<=", bound), goods).truth for bound in (8, 9)] == [UNKNOWN, TRUE]
    assert found(limit("peak power", ">", 8), Goods("gizmo", {"peak power": "up to 9 W"})).truth is UNKNOWN


def test_one_of_two_figures_can_only_meet() -> None:
    """Of a limit on one figure or another, one figure that fails decides nothing."""
    either = Threshold(
        parameter="peak or idle power", comparison=Comparison.GREATER, limit=watts(5), place=HERE, span=WORDS
    )
    assert found(either, Goods("gizmo", {"idle power": "9 W"})).truth is TRUE
    assert found(either, Goods("gizmo", {"idle power": "1 W"})).truth is UNKNOWN


def test_the_trace_tells_what_was_compared() -> None:
    """A limit's finding has both figures, the margin, and where the figure comes from."""
    finding = found(limit("peak power", ">", 5), Goods("gizmo", {"peak power": "60 W"}))
    assert finding.reason == "60 W > 5 W"
    assert finding.margin == "60 W > 5 W, 12 times the limit"
    assert finding.quote == "Gizmo"
    assert finding.source == "given"
    plain = finding.as_dict()
    assert (plain["subject"], plain["truth"], plain["value"], plain["limit"]) == ("peak power", "met", "60 W", "5 W")


def test_a_subject_is_supported_by_the_description() -> None:
    """The noun that names the goods is met where the description names them so, and is never denied by silence."""
    subject = Characteristic(text="Analogue-to-Digital Converters (ADCs)", subject=True, place=HERE, span=WORDS)
    assert found(subject, Goods("14-bit 3 GSPS ADC", {})).truth is TRUE
    for other in ("ADC test set", "housing for an ADC", "dummy ADC", "amplifier"):
        assert found(subject, Goods(other, {})).truth is UNKNOWN


@pytest.mark.parametrize(
    ("clause", "name", "yes", "truth"),
    [
        ("rated as radiation hardened", "radiation hardened", True, TRUE),
        ("rated as radiation hardened", "radiation-hardened", False, FALSE),
        ("designed for military aircraft", "military aircraft", False, UNKNOWN),
        ("designed for military aircraft", "for military aircraft", False, FALSE),
        ("specially designed for submarines", "designed for submarines", True, UNKNOWN),
        ("not designed for submarines", "designed for submarines", True, UNKNOWN),
        ("made from a compound semiconductor", "compound semiconductor", False, FALSE),
        ("gilded or silvered", "gilded", False, UNKNOWN),
    ],
)
def test_yes_no_facts_bind_by_their_words(clause: str, name: str, yes: bool, truth: Truth) -> None:
    """A fact settles a clause of the same words, and no other."""
    assert found(fact(clause), Goods("gizmo", {name: yes})).truth is truth


def test_parse_quantity_is_what_goods_are_held_against() -> None:
    """A converted unit is compared exactly."""
    assert found(limit("peak power", "==", 5), Goods("gizmo", {"peak power": "5000 mW"})).truth is TRUE
    assert parse_quantity("5000 mW") == watts(5)


@pytest.mark.parametrize(
    ("stated", "changed"),
    [
        ("60 W", "out of 3A901 with peak power at or below 5 W"),
        ("5 W", "within 3A901 with peak power above 5 W"),
        ("5.1 W", "out of 3A901 with peak power at or below 5 W"),
    ],
)
def test_what_would_turn_the_outcome(stated: str, changed: str) -> None:
    """The nearest change names the limit, and on which side of it the goods would have to be."""
    finding = found(every(limit("peak power", ">", 5)), Goods("thing", {"peak power": stated}))
    assert str(nearest_change(finding)) == changed


def test_a_band_is_entered_and_left_on_both_sides() -> None:
    """A region between two limits is told with both."""
    band = some(every(limit("peak power", ">=", 2), limit("peak power", "<", 4)), limit("peak power", ">=", 6))
    finding = found(band, Goods("thing", {"peak power": "5 W"}))
    assert [str(change) for change in changes(finding)] == [
        "within 3A901 with peak power below 4 W, down to and including 2 W",
        "within 3A901 with peak power at or above 6 W",
    ]


def test_no_change_where_figures_are_open() -> None:
    """Where the figures leave the outcome open there is nothing to turn; a range is not moved."""
    assert nearest_change(found(limit("peak power", ">", 5), Goods("thing", {}))) is None
    assert nearest_change(found(limit("peak power", ">", 5), Goods("thing", {"peak power": "6 W to 9 W"}))) is None


@settings(max_examples=150, deadline=None)
@given(CONDITIONS, st.dictionaries(st.sampled_from(FIGURES), st.integers(0, 8), min_size=3, max_size=3))
def test_a_change_turns_the_outcome(condition: Condition, halves: dict[str, int]) -> None:
    """Moving the value to a limit, or just past it where the limit itself is not enough, turns the outcome."""
    assume(small(condition))
    known = {name: Interval.point(watts(Fraction(n, 2))) for name, n in halves.items()}
    finding = found(condition, Goods("thing", known))
    change = nearest_change(finding)
    assume(change is not None)
    assert change is not None
    tiny = Fraction(1, 10**9)
    tried = [watts(n + near) for n in range(1, 4) for near in (-tiny, Fraction(0), tiny)]
    outcomes = {
        found(condition, Goods("thing", known | {change.parameter: Interval.point(value)})).limits for value in tried
    }
    assert change.truth in outcomes
    assert change.truth is not finding.limits


def test_a_change_that_leaves_words_for_a_failed_figure_only_opens() -> None:
    """Where an alternative of words and a failed figure remain, the change of another figure opens the outcome."""
    condition = every(limit("idle power", ">", 1), some(fact("gilded"), limit("peak power", ">", 1)))
    change = nearest_change(found(condition, Goods("thing", {"idle power": "0 W", "peak power": "0 W"})))
    assert change is not None
    assert (change.parameter, change.truth) == ("idle power", UNKNOWN)
