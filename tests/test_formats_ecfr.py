"""The Commerce Control List and the United States Munitions List: eCFR as blocks, and the lists they make up."""

import json
from fractions import Fraction

import pytest
from conftest import official_file
from hypothesis import given
from hypothesis import strategies as st
from list_texts import accounted, document_words, read_words

from exportctl.catalog import parse
from exportctl.evaluation import evaluate
from exportctl.extraction import extract, limits
from exportctl.extraction.separators import readable, spaced
from exportctl.formats.paragraphs import Levels, Run
from exportctl.goods import Goods
from exportctl.matching import match
from exportctl.model import Connective, ControlList, NoteKind

CCL, USML = "us-ccl/2026-06-24.en.ecfr.xml", "us-usml/2026-07-23.en.ecfr.xml"


def supplement(*lines: str) -> ControlList:
    """The list of a supplement with one category and one product group."""
    head = "<HEAD>Supplement No. 1—The Commerce Control List</HEAD><HD1>Category 3—Pumps</HD1><HD1>A. “Systems”</HD1>"
    return parse(f"<DIV9>{head}{''.join(lines)}</DIV9>".encode())


def entry(head: str, *lines: str) -> str:
    """An entry of the CCL with a licence section, and its items."""
    return (
        f"<FP-2><B>{head}</B></FP-2><FP-1><E T='04'>License Requirements</E></FP-1>"
        "<FP-1><I>Reason for Control:</I> NS</FP-1><FP-1><E T='04'>List of Items Controlled</E></FP-1>"
        f"<FP-1><I>Related Controls:</I> This entry does not control toys.</FP-1>{''.join(lines)}"
    )


def munitions(*lines: str) -> ControlList:
    """A munitions list with one category."""
    head = "<HEAD>PART 121—THE UNITED STATES MUNITIONS LIST</HEAD>"
    return parse(
        f"<DIV5>{head}<DIV8><HEAD>§ 1</HEAD><HD1>Category IV—Pumps</HD1>{''.join(lines)}</DIV8></DIV5>".encode()
    )


def paragraphs(*texts: str) -> str:
    """Paragraphs in a row."""
    return "".join(f"<P>{text}</P>" for text in texts)


def codes(found: ControlList) -> list[str]:
    """The codes of a list, in its order."""
    return [str(provision.code) for provision in found.walk()]


def paths(found: ControlList) -> list[str]:
    """The paths of the sub-items of a list of one entry, in its order."""
    (only,) = found.entries
    return [".".join(provision.code.path) for provision in only.walk() if provision is not only]


def test_whole_paths_nest() -> None:
    """Items in a row whose labels are whole paths stand below each other; the line "Items:" may hold the first."""
    found = supplement(
        entry("3A001 Pumps as follows.", "<FP><I>Items:</I> a. Of brass:</FP>", paragraphs("a.1. Old;", "a.1.a. Red;"))
    )
    assert paths(found) == ["a", "a.1", "a.1.a"]
    assert found["3A001.a"].text == "Of brass:"
    assert [(heading.code, heading.text) for heading in found.headings][:2] == [
        ("3", "Category 3—Pumps"),
        ("3A", "A. “Systems”"),
    ]


def test_sections_of_an_entry_are_notes_without_effect() -> None:
    """Licences and related controls stay as notes of the entry, and never take goods out of it."""
    found = supplement(entry("3A001 Pumps.", "<FP>Items: a. Of brass.</FP>"))
    notes = found["3A001"].notes
    assert [note.section for note in notes] == ["License Requirements", "List of Items Controlled"]
    assert "Related Controls: This entry does not control toys. Items:" in notes[1].text
    assert {note.kind for note in notes} == {NoteKind.NOTE}
    assert all(note.effects == () for note in notes)


def test_lists_under_related_controls_are_no_items() -> None:
    """Where a line announces the items, letters above it are no items."""
    related = paragraphs("a. Toys;", "b. Art.")
    found = supplement(entry("3A001 Pumps.", related, "<FP>Items:</FP>", paragraphs("a. Of brass.")))
    assert paths(found) == ["a"]
    assert found["3A001.a"].text == "Of brass."


def test_items_without_their_line_are_found() -> None:
    """An entry that prints no "Items:" has its items under the heading that ends in them, or right behind its head."""
    assert paths(supplement(entry("3A001 Pumps.", paragraphs("a. Of brass.", "b. New.")))) == ["a", "b"]
    assert paths(supplement("<FP-2><B>3A002 Taps.</B></FP-2>", paragraphs("a. Of brass."))) == ["a"]


def test_figures_below_an_item_that_announces_them_are_its_own() -> None:
    """ "1." right behind "a. …:" is a.1; in a note's place it is none."""
    found = supplement(
        entry("3A001 Pumps.", "<FP>Items:</FP>", paragraphs("a. Of:", "1. Brass;", "2. Steel.", "b. New."))
    )
    assert paths(found) == ["a", "a.1", "a.2", "b"]
    assert paths(supplement(entry("3A001 Pumps.", "<FP>Items:</FP>", paragraphs("a. New.", "1. Old.")))) == ["a"]


def test_a_list_inside_a_note_is_the_notes() -> None:
    """Labels that fall out of the order of the items stay with what they follow; a last one that goes on is an item."""
    note = "<NOTE><HED>Note:</HED><P>3A001.b does not control:</P><P>a. toys;</P><P>b. art.</P>{}</NOTE>"
    lines = "<FP>Items:</FP>" + paragraphs("a. Old;", "b. New;")
    found = supplement(entry("3A001 Pumps.", lines, note.format("")))
    assert paths(found) == ["a", "b"]
    (decontrol,) = found["3A001.b"].notes
    assert decontrol.kind is NoteKind.DECONTROL
    assert [item.label for item in decontrol.items] == ["a", "b"]
    astray = "<NOTE><HED>Note:</HED><P>Not toys:</P><P>a. red;</P><P>b. blue;</P><P>b. New.</P></NOTE>"
    found = supplement(entry("3A001 Pumps.", "<FP>Items:</FP>", paragraphs("a. Old;"), astray))
    assert paths(found) == ["a", "b"]


def test_minor_headings_stand_inside_an_entry() -> None:
    """A heading of the second rank between the items does not end the entry."""
    found = supplement(entry("3D001 Code.", "<HD2>Radar</HD2>", paragraphs("a. Of brass.")))
    assert paths(found) == ["a"]


def test_reserved_ranges_stay_and_are_marked() -> None:
    """A run of codes that the list keeps free stands at its first code."""
    found = supplement(
        entry("3A001 Pumps.", "<FP>Items:</FP>", paragraphs("a. Old.", "b. through w. [Reserved]", "x. New."))
    )
    assert paths(found) == ["a", "b", "x"]
    assert found["3A001.b"].not_used
    assert not found["3A001.x"].not_used


def test_paragraph_levels_nest() -> None:
    """(a)(1)(i)(A) nest by the style of their labels; (i) behind (h) is a letter, below (1) a Roman figure."""
    found = munitions(
        paragraphs("* (g) Pumps, as follows:", "(1) Of:", "(i) Brass;", "(ii) Steel:", "(A) Red;", "(B) Blue;"),
        paragraphs("(2) New.", "(h) Taps.", "(i) Data.", "(j)-(w) [Reserved]", "(x) More."),
    )
    assert codes(found) == [
        f"USML-IV{path}"
        for path in ("", ".g", ".g.1", ".g.1.i", ".g.1.ii", ".g.1.ii.a", ".g.1.ii.b", ".g.2", ".h", ".i", ".j", ".x")
    ]
    assert found["USML Category IV(g)(1)(ii)"].text == "Steel:"
    assert found["USML-IV.g"].text == "* Pumps, as follows:"
    assert found["USML-IV.j"].not_used
    assert found["USML-IV"].connective is Connective.ANY


def test_a_note_stands_at_the_paragraph_it_names() -> None:
    """A note to paragraph (a) behind (a)(2) is a note of (a); the next label goes on where the list was."""
    note = "<NOTE><HED>Note 1 to paragraph (<E T='01'>a</E>){}:</HED><P>This does not include toys.</P></NOTE>"
    found = munitions(paragraphs("(a) Pumps:", "(1) Old;", "(2) New."), note.format(""), paragraphs("(b) Taps."))
    assert [len(found[code].notes) for code in ("USML-IV.a", "USML-IV.a.2", "USML-IV.b")] == [1, 0, 0]
    assert found["USML-IV.a"].notes[0].kind is NoteKind.DECONTROL
    found = munitions(paragraphs("(a) Pumps:", "(1) Old;"), note.format("(1)"), paragraphs("(2) New."))
    assert [len(found[code].notes) for code in ("USML-IV.a", "USML-IV.a.1", "USML-IV.a.2")] == [0, 1, 0]


def test_a_note_of_which_another_does_not_apply_takes_nothing_out() -> None:
    """ "Note 1 does not apply to …" takes goods back in, and is no decontrol."""
    note = "<NOTE><HED>Note 2 to paragraph (a):</HED><P>Note 1 does not apply to toys.</P></NOTE>"
    found = munitions(paragraphs("(a) Pumps."), note)
    assert found["USML-IV.a"].notes[0].kind is not NoteKind.DECONTROL


@given(st.recursive(st.none(), lambda inner: st.lists(inner, min_size=1, max_size=12), max_leaves=60))
def test_levels_find_any_nesting_again(tree: list[object] | None) -> None:
    """Whatever the nesting, labels of the code's six styles read in a row give it back."""
    styles = ("abcdefghijklmn", range(1, 40), "i ii iii iv v vi vii viii ix x xi xii xiii".split(), "ABCDEFGHIJKLMN")

    def walk(nodes: object, depth: int) -> list[tuple[int, str, bool]]:
        found: list[tuple[int, str, bool]] = []
        if isinstance(nodes, list) and depth < len(styles):
            for label, node in zip(styles[depth], nodes, strict=False):
                below = walk(node, depth + 1)
                found += [(depth, str(label), bool(below)), *below]
        return found

    levels, announced = Levels(), True
    for depth, label, heads in walk(tree, 0):
        assert levels.depth(label, announced=announced) == depth
        announced = heads


def test_a_run_takes_what_goes_forward() -> None:
    """A path is taken behind the last one, gaps allowed; the very next is told from what only comes later."""
    run = Run()
    assert [run.takes(path) for path in ("a", "a.1", "a.2.b", "a.2", "z", "aa", "b")] == [True] * 3 + [
        False,
        True,
        True,
        False,
    ]
    assert run.goes_on("bb")
    assert not run.goes_on("cc")


def test_powers_stand_beside_their_base() -> None:
    """The space that eCFR puts before a superscript is none of a power's; an isotope keeps it."""
    found = supplement(entry("3A001 Pumps of ( <SU>6</SU>Li) above 2 × 10 <SU>8</SU> Hz and 3 m <SU>2</SU>.", ""))
    assert found["3A001"].text == "Pumps of ( ^6Li) above 2 × 10^8 Hz and 3 m^2."


def test_commas_between_thousands() -> None:
    """A list that prints decimal points reads "1,100" as eleven hundred, at the same span; another reads 1.1."""
    american = supplement(
        entry("3A001 Pumps.", paragraphs("a. A gain of 2.5 dB or more;", "b. A power exceeding 1,100 W."))
    )
    (power,) = limits(american, "3A001.b")
    assert power.limit.magnitude == 1100
    assert "1,100 W" in american["3A001.b"].text[power.span.slice]
    european = supplement(
        entry("3A001 Pumps.", paragraphs("a. A gain of 2,5 dB or more;", "b. A power exceeding 1,100 W."))
    )
    assert limits(european, "3A001.b")[0].limit.magnitude == Fraction("1.1")


@given(st.text(alphabet="0123456789,. -aW", max_size=30))
def test_spacing_keeps_every_span(text: str) -> None:
    """Only commas change, each to one space."""
    assert len(spaced(text)) == len(text)
    assert all(a == b or (a, b) == (",", " ") for a, b in zip(text, spaced(text), strict=True))


@pytest.mark.official
@pytest.mark.parametrize(
    ("name", "id", "entries", "provisions"), [(CCL, "us-ccl", 638, 5156), (USML, "us-usml", 21, 1212)]
)
def test_nothing_falls_on_the_floor(name: str, id: str, entries: int, provisions: int) -> None:
    """Every character of the document is in its blocks, every one of its blocks' in the list; nothing is unplaced."""
    path = official_file(name)
    found = parse(path)
    assert (found.id, found.source.language, len(found.entries), len(found)) == (id, "en", entries, provisions)
    assert sum(1 for _ in found.walk()) == provisions
    assert read_words(path) == document_words(path)
    assert accounted(path, found)
    assert found.unplaced == ()
    assert readable(found) is not found


@pytest.mark.official
def test_the_ccl_agrees_with_another_reading_of_it() -> None:
    """An independent tree of the CCL has the same entries; 4,844 of its 4,877 codes are ours, 33 it has otherwise."""
    tree = json.loads(official_file("us-ccl/2026-02-03.en.json").read_text("utf-8"))
    theirs: set[str] = set()
    open_ = list(tree["entries"])
    while open_:
        one = open_.pop()
        theirs.add(one["code"])
        open_ += one.get("items", [])
    found = parse(official_file(CCL))
    ours = {str(provision.code) for provision in found.walk()}
    assert {code for code in theirs if "." not in code} == {str(top.code) for top in found.entries}
    assert (len(theirs), len(theirs & ours)) == (4877, 4844)


@pytest.mark.official
def test_the_munitions_list_has_its_twenty_one_categories() -> None:
    """I to XXI, in order, and known deep paragraphs."""
    found = parse(official_file(USML))
    assert [found.entries[number].code.number for number in (0, 3, 20)] == ["I", "IV", "XXI"]
    assert {"USML-V.c.4.i.a", "USML-XI.a.3.xxviii", "USML-VIII.i", "USML-VIII.h.29.iii"} <= set(codes(found))


@pytest.mark.official
@pytest.mark.parametrize("name", [CCL, USML])
def test_every_provision_is_extracted_and_matched(name: str) -> None:
    """Limits, conditions, matching and evaluation run on every provision of the list."""
    found = parse(official_file(name))
    goods = Goods("14-bit ADC", {"resolution": "14 bit"})
    for number, provision in enumerate(found.walk()):
        limits(found, provision.code)
        extract(found, provision.code)
        assert len(found.ancestors(provision.code)) == len(provision.code.path)
        if number % 8 == 0:
            evaluate(found, provision.code, goods)
            assert len(match(found, provision.text[:100] or "pump", limit=1)) <= 1
