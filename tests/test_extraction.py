"""Provisions as conditions: and, or, any, all, except, not specified in, and the notes that take out or put in."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exportctl as ec
from exportctl.conditions import (
    AllOf,
    AnyOf,
    Characteristic,
    Condition,
    Not,
    Opaque,
    Reference,
    Role,
    Threshold,
    leaves,
)
from exportctl.extraction.clauses import clause_of
from exportctl.extraction.notes import decontrol, inclusion, restriction
from exportctl.extraction.provisions import Reader
from exportctl.model import ControlList, CrossReference, Note, NoteItem, NoteKind, Place
from exportctl.text import Span

HERE = Place("1A999")


def shown(condition: Condition) -> str:
    """A condition on one line: ``&`` for all, ``|`` for any, ``~`` for not, ``?`` for what is not understood."""
    match condition:
        case AllOf(parts=parts):
            return "(" + " & ".join(map(shown, parts)) + ")" if parts else "true"
        case AnyOf(parts=parts):
            return "(" + " | ".join(map(shown, parts)) + ")" if parts else "false"
        case Not(part=part):
            return f"~{shown(part)}"
        case Threshold():
            return str(condition)
        case Characteristic(text=text):
            return f"'{text}'"
        case Reference(targets=targets, relation=relation):
            return f"{relation} {','.join(targets)}"
        case Opaque():
            return "?"
    raise AssertionError(condition)


CLAUSES = {
    "limits joined by and": (
        "Pumps having a flow above 5 L/h and a lift of 2 m or more;",
        "('Pumps' & flow > 5 L/h & lift >= 2 m)",
    ),
    "limits joined by or": ("A length above 5 m or a mass exceeding 9 kg;", "(length > 5 m | mass > 9 kg)"),
    "limits of one parameter joined by or": (
        "A rate of 400 Hz or more, or 30 Hz or less;",
        "(rate >= 400 Hz | rate <= 30 Hz)",
    ),
    "a range": ("A width of 8 mm or more, but less than 9 mm;", "(width >= 8 mm & width < 9 mm)"),
    "outside a range": ("Tones outside the range from 2 kHz to 6 kHz;", "(tone < 2 kHz | tone > 6 kHz)"),
    "goods and what they are for": (
        "Kilns, specially designed for bricks;",
        "('Kilns' & 'specially designed for bricks')",
    ),
    "a list of goods is one fact": (
        "Saws, drills and files, having a mass above 9 kg;",
        "('Saws, drills and files' & mass > 9 kg)",
    ),
    "components therefor": (
        "Winches having a load above 9 kN, and specially designed ropes therefor;",
        "(('Winches' & load > 9 kN) | 'specially designed ropes therefor')",
    ),
    "not capable of": (
        "Not capable of lifting loads having a mass above 3 kg;",
        "~('capable of lifting loads' & mass > 3 kg)",
    ),
    "exception with a limit": (
        "Valves having a bore above 9 mm, except valves with a mass below 2 kg;",
        "(('Valves' & bore > 9 mm) & ~('valves' & mass < 2 kg))",
    ),
    "exception in brackets": (
        "Wires (other than steel) with a length above 9 m;",
        "('Wires (other than steel)' & length > 9 m)",
    ),
    "a figure that cannot be read": ("Rods having a strength of more than 7 × 10 Pa;", "('Rods' & ?)"),
    "a computation in words": ("A mass less than 15 divided by the length in m;", "?"),
    "a head without words of its own": ("Having any of the following:", "true"),
    "the announcement is no fact": ("Ovens having all of the following:", "'Ovens'"),
    "the words of a limit are said once": ("Coils 600 mm or less in diameter;", "('Coils' & diameter <= 600 mm)"),
    "a count is no fact beside itself": ("Two or more axes;", "number of axes >= 2"),
}


@pytest.mark.parametrize(("text", "expected"), CLAUSES.values(), ids=list(CLAUSES))
def test_clause(text: str, expected: str) -> None:
    """Each connective inside one sentence comes out as the structure it means."""
    simple = shown(clause_of(text, HERE))
    assert simple.replace(" having a", "").replace(" with a", "") == expected


def alternatives(condition: Condition) -> Iterator[Condition]:
    """All nodes of a condition."""
    yield condition
    for part in getattr(condition, "parts", ()) or filter(None, [getattr(condition, "part", None)]):
        yield from alternatives(part)


def test_a_limit_inside_a_list_of_goods_decides_only_where_both_readings_agree() -> None:
    """In "metal, alloys containing more than …, compounds" the limit may concern the alloys alone."""
    tree = clause_of("Tin metal, alloys containing more than 50 % tin, tin salts, and scrap of any of these.", HERE)
    assert any(isinstance(node, Opaque) and "list of goods" in node.reason for node in alternatives(tree))
    assert isinstance(tree, AnyOf)


def test_an_exclusion_by_code_is_a_negated_reference() -> None:
    """ "Other than those of" is no fact to ask for, but another provision that must not be met."""
    text = "Pumps, other than those of 1A998, having a flow above 5 L/h;"
    start = text.index("1A998")
    reference = CrossReference(place=HERE, span=Span(start, start + 5), targets=(), unresolved=("1A998",), negated=True)
    tree = clause_of(text, HERE, references=(reference,))
    assert shown(tree).replace(" having a", "") == "('Pumps' & ~is 1A998 & flow > 5 L/h)"


def note(kind: NoteKind, text: str, *items: tuple[str, str]) -> Note:
    """A note with its own list, as the outline makes it."""
    label = text.partition(":")[0] + ":"
    found = []
    for mark, words in items:
        start = text.index(words)
        found.append(NoteItem(mark, Span(start, start + len(words))))
    return Note(kind=kind, label=label, text=text, body=Span(len(label) + 1, len(text)), items=tuple(found))


DECONTROLS = {
    "goods with a limit": (
        note(NoteKind.DECONTROL, "Note: 1A999 does not control toys having a mass below 9 kg."),
        "~('toys' & mass < 9 kg)",
    ),
    "a list, each item by itself": (
        note(
            NoteKind.DECONTROL, "Note: 1A999 does not control: a. Toys; and b. Games.", ("a", "Toys;"), ("b", "Games.")
        ),
        "~('Toys' | 'Games')",
    ),
    "a list, all of it": (
        note(
            NoteKind.DECONTROL,
            "Note: 1A999 does not control toys having all of: a. A mass below 9 kg; and b. A length below 2 m.",
            ("a", "A mass below 9 kg; and"),
            ("b", "A length below 2 m."),
        ),
        "~('toys' & (mass < 9 kg & length < 2 m))",
    ),
    "under an occasion": (
        note(NoteKind.DECONTROL, "Note: For trade fairs, 1A999 does not control toys."),
        "~('For trade fairs, 1A999' & 'toys')",
    ),
    "that does not specify": (
        note(NoteKind.DECONTROL, "Note: 1A999 above does not specify toys."),
        "~'toys'",
    ),
    "a list that breaks off": (
        note(NoteKind.DECONTROL, "Note: 1A999 does not control: a. Toys; b. Games;", ("a", "Toys;"), ("b", "Games;")),
        "?",
    ),
    "taken back": (
        note(NoteKind.DECONTROL, "Note: 1A999 does not control toys. However, toy guns are controlled."),
        "?",
    ),
    "under a condition": (
        note(NoteKind.DECONTROL, "Note: Unless painted, toys are things that 1A999 does not control."),
        "?",
    ),
}


@pytest.mark.parametrize(("given_note", "expected"), DECONTROLS.values(), ids=list(DECONTROLS))
def test_decontrol(given_note: Note, expected: str) -> None:
    """A note that takes goods out is a negated condition with its own limits, or not understood; never nothing."""
    found = decontrol(given_note, Place("1A999", 0), ())
    assert shown(found) == expected
    assert isinstance(found, Opaque) or (isinstance(found, Not) and found.role is Role.DECONTROL)


def test_inclusion() -> None:
    """A note that includes goods names them; one that does so under a condition may widen, and is not understood."""
    plain = inclusion(note(NoteKind.INCLUSION, "Note: 1A999 includes toys of more than 9 kg."), Place("1A999", 0), ())
    doubtful = inclusion(note(NoteKind.INCLUSION, "Note: 1A999 includes toys if painted."), Place("1A999", 0), ())
    unchanged = inclusion(note(NoteKind.INCLUSION, "Note: Toys remain controlled when painted."), Place("1A999", 0), ())
    assert isinstance(plain, AnyOf)
    assert "> 9 kg" in shown(plain)
    assert isinstance(doubtful, Opaque)
    assert unchanged is None


def test_restriction() -> None:
    """A note that controls certain goods "only" asks for them."""
    found = restriction(note(NoteKind.NOTE, "Note: 1A999 controls only painted toys."), Place("1A999", 0), ())
    assert found is not None
    assert shown(found) == "'painted toys'"


@given(st.text(max_size=150))
def test_clauses_never_raise_and_quote_their_source(text: str) -> None:
    """Any words make a condition, whose leaves stand in them."""
    for leaf in leaves(clause_of(text, HERE)):
        assert text[leaf.span.slice] == getattr(leaf, "text", text[leaf.span.slice])


@pytest.mark.official
@pytest.mark.parametrize("name", ["official_annex", "official_2021", "official_military"])
def test_every_leaf_of_a_list_quotes_its_source(name: str, request: pytest.FixtureRequest) -> None:
    """In all three lists every leaf quotes the very text it names, and every provision has a condition."""
    controls: ControlList = request.getfixturevalue(name)
    for entry in controls.walk():
        tree = ec.extract(controls, entry.code)
        assert tree.place.code == str(entry.code)
    for entry in controls.entries:
        for leaf in leaves(ec.extract(controls, entry.code)):
            quoted = controls.quote(leaf.place, leaf.span)
            assert quoted == getattr(leaf, "text", quoted)


@pytest.mark.official
def test_technical_notes_hang_on_the_limits_they_govern(official_annex: ControlList) -> None:
    """A limit on a quantity that a technical note here or above defines quotes that note's sentence."""
    defined = 0
    for entry in official_annex.walk():
        for limit in ec.limits(official_annex, entry.code):
            for qualifier in limit.qualifiers:
                assert official_annex.quote(qualifier.place, qualifier.span) == qualifier.text
                defined += qualifier.kind == "definition"
    assert defined > 100


@pytest.mark.official
def test_limits_are_those_of_the_tree(official_annex: ControlList) -> None:
    """The limits of a provision are in its condition too, as long as the words are understood as a whole."""
    for entry in official_annex.walk():
        found = list(leaves(ec.extract(official_annex, entry.code)))
        if any(isinstance(leaf, Opaque) and leaf.place == Place(str(entry.code)) for leaf in found):
            continue
        inside = {(leaf.place, leaf.span, leaf.limit) for leaf in found if isinstance(leaf, Threshold)}
        stated = {(limit.place, limit.span, limit.limit) for limit in ec.limits(official_annex, entry.code)}
        assert stated <= inside, entry.code


@pytest.mark.official
def test_no_note_is_silently_nothing(official_annex: ControlList) -> None:
    """Every decontrol note of the annex is a negated condition, or not understood, in the provision it speaks of."""
    reader = Reader(official_annex)
    for code, notes in reader.notes.items():
        if code not in official_annex or official_annex[code].not_used:
            continue
        tree = ec.extract(official_annex, code)
        assert isinstance(tree, AllOf)
        for place, one in notes:
            if one.kind is NoteKind.DECONTROL:
                assert any(part.place == place for part in tree.parts), place


@pytest.mark.official
def test_a_second_start_reads_the_same(
    official_annex: ControlList, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the cache gives back is what was read."""
    monkeypatch.setenv("EXPORTCTL_CACHE", str(tmp_path))
    codes = [str(entry.code) for entry in official_annex.walk()]
    first, second = Reader(official_annex), Reader(official_annex)
    read = [(first.extract(code), first.limits(code)) for code in codes]
    assert [(second.extract(code), second.limits(code)) for code in codes] == read
    alone = Reader(official_annex)
    monkeypatch.setenv("EXPORTCTL_CACHE", str(tmp_path) + "-none")
    assert [alone.limits(code) for code in codes[:50]] == [limits for _, limits in read[:50]]
