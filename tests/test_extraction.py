"""Provisions as conditions: and, or, any, all, except, not specified in, and the notes that take out or put in."""

from collections import Counter
from collections.abc import Iterator

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

import exportctl as ec
from exportctl.codes import EntryCode
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
from exportctl.extraction.exclusives import exclusive, outside
from exportctl.extraction.notes import decontrol, exception, inclusion, relief, restriction, unread
from exportctl.extraction.provisions import Reader
from exportctl.model import ControlList, CrossReference, Entry, Note, NoteItem, NoteKind, Place
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
    "an announcement that is all": ("Any of:", "true"),
    "an announcement of traits": (
        "Valves having a mass above 9 kg and all of the following features or characteristics:",
        "('Valves' & mass > 9 kg)",
    ),
    "where goods are, no measurement": (
        "Sources with an activity above 9 Bq when contained in a lamp;",
        "('Sources' & activity > 9 Bq & 'when contained in a lamp')",
    ),
    "components therefor, behind a bracket": (
        "Dials, accuracy ≤ 1 mm (less is better), and hands specially designed therefor;",
        "(('Dials' & accuracy <= 1 mm) | 'hands specially designed therefor')",
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
    "within, or less": ("Parallel to within 0,5 mm or less;", "('Parallel to' & distance <= 0.5 mm)"),
    "an equivalent is the same limit": (
        "A dose of 5 Gy or higher on tin, or its equivalent for lead;",
        "dose >= 5 Gy",
    ),
    "what the goods are not": (
        "Ovens, other than kilns, having a mass above 9 kg;",
        "('Ovens' & ~'kilns' & mass > 9 kg)",
    ),
    "what a share leaves out": ("Less than 5 ppm of impurities other than tin;", "impurity < 5 ppm"),
    "goods that do not have": (
        "Saws that do not have a blade with a mass below 2 kg;",
        "('Saws' & ~('have a blade' & mass < 2 kg))",
    ),
    "not including, and more": (
        "Saws not including a blade exceeding 2 kg, and limited to wood;",
        "('Saws' & ~('including a' & blade > 2 kg) & 'limited to wood')",
    ),
    "parts for such goods": (
        "Pans having a mass above 2 kg; and lids designed for such pans, in which all surfaces are of tin;",
        "((('Pans' & mass > 2 kg) | 'lids designed for such pans') & 'in which all surfaces are of tin')",
    ),
    "each by itself, behind or": (
        "Pans with a mass above 2 kg, or lids with a mass above 5 kg;",
        "(('Pans' & mass > 2 kg) | ('lids' & mass > 5 kg))",
    ),
    "mixtures of what is listed": (
        "Having 85 % or more of each of the following, or mixtures thereof:",
        "content >= 85 %",
    ),
    "per sheet, or less": ("Of an area of 9 cm^2 per leaf or less;", "area <= 9 cm2"),
    "the range over which it is measured": (
        "Shakers having an acceleration of 9 g rms or more between 2 Hz and 3 kHz;",
        "('Shakers' & acceleration >= 9 g)",
    ),
    "frequencies for wavelengths": (
        "Of a wavelength above 8 mm (frequencies below 37 GHz);",
        "(wavelength > 8 mm | frequency < 37 GHz)",
    ),
    "the name of a quantity is no fact": (
        "Mean power when operating in “slow mode” specified by ISO 9999:2004 of 5 kW or more;",
        "mean power >= 5 kW",
    ),
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


def test_a_limit_inside_a_list_of_goods_is_that_of_its_member() -> None:
    """In "metal, alloys containing more than …, scrap" the limit is of the alloys, what "having" sets apart of all."""
    tree = clause_of("Tin metal, alloys containing more than 50 % tin, and scrap of any of these.", HERE)
    assert shown(tree) == "('Tin metal' | ('alloys containing' & tin > 50 %) | 'scrap of any of these')"
    text = "Tin, or alloys containing more than 50 % tin, with a mass above 9 kg and having a length of 3 m or more;"
    tree = clause_of(text, HERE)
    assert shown(tree) == "(('Tin' | ('alloys containing' & tin > 50 %)) & mass > 9 kg & length >= 3 m)"


def test_members_with_limits_on_the_same_figure_are_decided_only_where_both_readings_agree() -> None:
    """Which of two bores holds depends on which of the guns it is."""
    text = (
        "Smooth guns with a bore of less than 20 mm, other guns with a bore of 12 mm or less and scrap of any of these:"
    )
    tree = clause_of(text, HERE)
    assert any(isinstance(node, Opaque) and "list of goods" in node.reason for node in alternatives(tree))
    assert isinstance(tree, AnyOf)


def test_an_exception_or_its_own_limit() -> None:
    """In "other than A with a limit" the limit may be that of A or of the goods: decided only where both agree."""
    tree = clause_of("Coats other than wool with a mass above 9 kg;", HERE)
    assert any(isinstance(node, Opaque) and "excepted" in node.reason for node in alternatives(tree))
    assert [str(leaf) for leaf in leaves(tree) if isinstance(leaf, Threshold)] == ["mass > 9 kg"] * 4


def test_any_but_one_has_the_limit_itself() -> None:
    """In "any cloth other than wool with a limit" the limit is of the cloth."""
    tree = clause_of("Coats of any cloth other than wool with a mass above 9 kg;", HERE)
    assert shown(tree) == "('Coats of any cloth other than wool with a' & mass > 9 kg)"


def test_a_pointer_to_another_list_decides_nothing() -> None:
    """ "See the other list for such goods" controls nothing that could be decided here."""
    text = "See Military Goods Controls for toys;"
    reference = CrossReference(place=HERE, span=Span(4, 27), list_id="eu-military")
    assert shown(clause_of(text, HERE, references=(reference,))) == "('toys' & ?)"


def test_a_whole_list_is_one_question() -> None:
    """An exclusion of all that another list specifies names that list, without targets."""
    text = "Toys, not specified in the Common Military List or in 1A998, of tin;"
    whole, one = text.index("Common Military List"), text.index("1A998")
    references = (
        CrossReference(place=HERE, span=Span(whole, whole + 20), list_id="eu-military", negated=True),
        CrossReference(place=HERE, span=Span(one, one + 5), unresolved=("1A998",), negated=True),
    )
    found = [leaf for leaf in leaves(clause_of(text, HERE, references=references)) if isinstance(leaf, Reference)]
    assert [(leaf.list_id, leaf.targets) for leaf in found] == [("eu-military", ()), ("", ("1A998",))]
    assert found[0].text == "specified in the Common Military List"


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
        "~('Toys' | ?)",
    ),
    "an item that is not used": (
        note(
            NoteKind.DECONTROL,
            "Note: 1A999 does not control: a. Toys; b. Not used; c. Games.",
            ("a", "Toys;"),
            ("b", "Not used;"),
            ("c", "Games."),
        ),
        "~('Toys' | 'Games')",
    ),
    "of which no part is more": (
        note(NoteKind.DECONTROL, "Note: 1A999 does not control dolls in which no single limb exceeds 9 kg."),
        "~('dolls' & single limb <= 9 kg)",
    ),
    "its own words explained": (
        note(
            NoteKind.DECONTROL,
            "Note: 1A999 does not control toys with a mass below 9 kg. For the purpose of this Note, toys exclude air.",
        ),
        "~('toys' & mass < 9 kg)",
    ),
    "taken back": (
        note(NoteKind.DECONTROL, "Note: 1A999 does not control toys. However, toy guns are controlled."),
        "?",
    ),
    "a list that runs on": (
        note(NoteKind.DECONTROL, "Note: 1A999 does not control the following: a. Toys; b. Games."),
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
    doubtful = inclusion(note(NoteKind.INCLUSION, "Note: 1A999 includes toys unless painted."), Place("1A999", 0), ())
    unchanged = inclusion(note(NoteKind.INCLUSION, "Note: Toys remain controlled when painted."), Place("1A999", 0), ())
    assert isinstance(plain, AnyOf)
    assert "> 9 kg" in shown(plain)
    assert isinstance(doubtful, Opaque)
    assert unchanged is None


WIDENED = {
    "under a condition that the goods meet": (
        "1A999 includes toys if painted.",
        NoteKind.INCLUSION,
        "'toys if painted'",
    ),
    "what it applies to": ("1A999 applies to toys.", NoteKind.INCLUSION, "'toys'"),
    "without what it excepts": ("1A999 includes toys, except for dolls.", NoteKind.INCLUSION, "'toys'"),
    "controlled if": ("Toys are controlled if they shoot.", NoteKind.NOTE, "'Toys' & 'if they shoot'"),
    "controls if": ("1A999 controls toys if they shoot.", NoteKind.NOTE, "'toys if they shoot'"),
}


@pytest.mark.parametrize(("words", "kind", "expected"), WIDENED.values(), ids=list(WIDENED))
def test_what_notes_put_in(words: str, kind: NoteKind, expected: str) -> None:
    """A note that puts goods in names them with the conditions it puts on them."""
    found = inclusion(note(kind, f"Note: {words}"), Place("1A999", 0), ())
    assert isinstance(found, AnyOf)
    assert shown(found).strip("()") == expected


def test_what_an_inclusion_excepts_stays_open() -> None:
    """Goods that an inclusion note leaves out may still be controlled by the words above it: never decided by it."""
    words = note(NoteKind.INCLUSION, "Note: 1A999 includes toys, except for dolls.")
    found = exception(words, Place("1A999", 0), ())
    assert found is not None
    assert shown(found) == "(~'dolls' | ?)"


NARROWED = {
    "controls only": ("1A999 controls only painted toys.", "'painted toys'"),
    "only controls them if": ("1A999 only controls toys if they shoot.", "(~'toys' | 'if they shoot')"),
    "only in goods of one kind": ("Painted toys in 1A999 are limited to dolls.", "(~'Painted toys' | 'dolls')"),
    "the only ones": ("The only toys specified in 1A999 are those of tin.", "(~'toys' | 'of tin')"),
    "refers to": ("1A999 refers to toys in which two springs work.", "('toys' & 'in which two springs work')"),
    "are this, not that": ("Toys specified in 1A999 are dolls, not their clothes.", "('dolls' & ~'their clothes')"),
    "controls, which may be only": (
        "1A999 controls toys in the form of animals.",
        "('toys in the form of animals' | ?)",
    ),
}


@pytest.mark.parametrize(("words", "expected"), NARROWED.values(), ids=list(NARROWED))
def test_restriction(words: str, expected: str) -> None:
    """A note that controls certain goods "only" asks for them, or only of the goods that it speaks of."""
    found = restriction(note(NoteKind.NOTE, f"Note: {words}"), Place("1A999", 0), ())
    assert found is not None
    assert shown(found).replace("('toys' & 'in the form of animals')", "'toys in the form of animals'") == expected


GUIDES = {
    "Toys that shoot must be evaluated against each applicable entry 1A999.a. or .b.": True,
    "The toys specified in 1A999 are controlled whether or not they are painted.": True,
    "The paint of the box does not determine the status of control.": True,
    "Toys are special.": False,
    "1A999 does not control toys.": False,
    "1A999 controls only toys.": False,
}


@pytest.mark.parametrize(("words", "expected"), GUIDES.items())
def test_guidance_has_no_effect_and_all_else_is_open(words: str, *, expected: bool) -> None:
    """A note that only tells how to look at goods asks for nothing; one of no recognised effect is not understood."""
    found = unread(note(NoteKind.NOTE, f"Note: {words}"), Place("1A999", 0))
    assert (found is None) is expected


def test_where_goods_are_only_specified() -> None:
    """What is only specified in one sub-item is taken out of those beside it, and of nothing below or above."""

    def entry(code: str, *below: Entry, notes: tuple[Note, ...] = ()) -> Entry:
        return Entry(code=EntryCode.parse(code), text="Toys;", locator="", children=below, notes=notes)

    said = note(NoteKind.NOTE, "Note: Tin dolls are only specified in 1A999.b.2.")
    tree = entry(
        "1A999",
        entry("1A999.a"),
        entry("1A999.b", entry("1A999.b.1"), entry("1A999.b.2", entry("1A999.b.2.a"))),
        notes=(said,),
    )
    found = exclusive(said, Place("1A999", 0), [only_reference(said, "1A999.b.2")])
    assert found is not None
    condition, targets = found
    assert shown(condition) == "~'Tin dolls'"
    assert list(outside(tree, targets)) == ["1A999.a", "1A999.b.1"]


def only_reference(said: Note, code: str) -> CrossReference:
    """The reference to ``code`` in a note."""
    start = said.text.index(code)
    return CrossReference(place=HERE, span=Span(start, start + len(code)), targets=(EntryCode.parse(code),))


def test_goods_freed_from_a_limit_stay_open() -> None:
    """A limit that a note says is not relevant for certain goods fails no such goods."""
    found = relief(note(NoteKind.NOTE, "Note: The weight limit is not relevant for dolls."), Place("1A999", 0))
    assert found is not None
    kinds, goods = found
    assert "mass" in kinds
    assert shown(goods) == "('dolls' & ?)"


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
@pytest.mark.parametrize("name", ["official_annex", "official_2021", "official_military"])
def test_limits_are_those_of_the_tree(name: str, request: pytest.FixtureRequest) -> None:
    """`limits` and `extract` state the same limits of a provision's own words, each once in each reading of them."""
    controls: ControlList = request.getfixturevalue(name)
    for entry in controls.walk():
        place = Place(str(entry.code))
        tree = [leaf for leaf in leaves(ec.extract(controls, entry.code)) if leaf.place == place]
        stated = sorted((limit.span, str(limit)) for limit in ec.limits(controls, entry.code))
        assert len(set(stated)) == len(stated), entry.code
        inside = [(leaf.span, str(leaf)) for leaf in tree if isinstance(leaf, Threshold)]
        several_readings = any(isinstance(leaf, Opaque) for leaf in tree)
        assert (sorted(set(inside)) if several_readings else sorted(inside)) == stated, entry.code


@pytest.mark.official
def test_documented_openness_is_what_is_open(official_annex: ControlList) -> None:
    """The table of what is not understood, and the share that is, are what the program finds now."""
    written = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8").split("## What stays open")[1]
    trees = [list(leaves(ec.extract(official_annex, entry.code))) for entry in official_annex.walk()]
    opaque = {(leaf.place, leaf.span, leaf.reason) for tree in trees for leaf in tree if isinstance(leaf, Opaque)}
    rows = [line.split(" | ") for line in written.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert {row[0].removeprefix("| "): int(row[1]) for row in rows} == Counter(reason for _, _, reason in opaque)
    understood = sum(not any(isinstance(leaf, Opaque) for leaf in tree) for tree in trees)
    assert f"{understood // 1000} {understood % 1000:03d} ({understood / len(trees):.1%}".replace("%", " %") in written


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


def test_what_with_leads_to_is_one_of_the_two() -> None:
    """In "melting between … and with X or Y" the temperature holds in any case, and the salts are no part of it."""
    text = "Ionic salts melting between 343 K and 373 K and with a mass above 9 kg or a length above 2 m;"
    found = shown(clause_of(text, HERE))
    held = "(melting temperature >= 343 K & melting temperature <= 373 K)"
    assert found == f"('Ionic salts' & {held} & (mass > 9 kg | length > 2 m))"


@pytest.mark.official
@pytest.mark.parametrize(("dose", "outcome"), [("501 krad(Si)", "met"), ("500 krad(Si)", "undetermined")])
def test_the_rows_of_a_table_are_sub_items(official_annex: ControlList, dose: str, outcome: str) -> None:
    """A total dose beyond the table's is enough; below it, the other rows are open."""
    goods = ec.Goods("rad-hard computer", {"total dose": dose})
    assert str(ec.evaluate(official_annex, "4A001.a.2", goods).limits) == outcome


@pytest.mark.official
@pytest.mark.parametrize(
    ("controls", "outcome"),
    [
        ({"Collective controls": True, "Yaw controls": True}, "undetermined"),
        ({"Collective controls": True, "Yaw controls": False, "Cyclic controls": False}, "not met"),
    ],
)
def test_at_least_two_of_a_list(official_annex: ControlList, controls: dict[str, bool], outcome: str) -> None:
    """7E004.c.1 asks for two of three functions: with one of them alone it is not met."""
    assert str(ec.evaluate(official_annex, "7E004.c.1", ec.Goods("controller", controls)).truth) == outcome
