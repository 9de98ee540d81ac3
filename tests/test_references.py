"""Cross-references are found in any form the law writes them, and resolved or reported."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.codes import EntryCode
from exportctl.model import ControlList, Place
from exportctl.references import CodeIndex, references_in

CODES = """3B001 3B001.d 3B001.d.1 3B001.d.2 3B001.d.3 3B001.d.4 3B001.b 3B001.b.4 3B001.c 3B101 3B102 3B201 3B225
5A001 5A002 5A003 9E003 9E003.i ML1""".split()
INDEX = CodeIndex.of(map(EntryCode.parse, CODES))
AT = Place("3B001.d.1")


def found(text: str) -> list[str]:
    """What the references in ``text`` mean, a word each: targets, then ?unresolved; ! where negated, @ the list."""
    answers = []
    for reference in references_in(text, INDEX, AT):
        words = "+".join([*map(str, reference.targets), *(f"?{code}" for code in reference.unresolved)])
        answers.append(
            f"{'!' if reference.negated else ''}{words}{f'@{reference.list_id}' if reference.list_id else ''}"
        )
    return answers


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("specified in 3B001.d.3.;", ["3B001.d.3"]),
        ("SEE ALSO 3B101", ["3B101"]),
        ("in 3B001.d.2. to 3B001.d.4.", ["3B001.d.2+3B001.d.3+3B001.d.4"]),
        ("in 3B101 to 3B201", ["3B101+3B102+3B201"]),
        ("in 3B001.d., 3B001.b. or 3B101", ["3B001.d", "3B001.b", "3B101"]),
        ("in 3B001.d.1., .2 and .4.", ["3B001.d.1", "3B001.d.2", "3B001.d.4"]),
        ("in 3B001.d.1. or .b.4.", ["3B001.d.1", "3B001.b.4"]),
        ("in 3B001.d., b. or c.", ["3B001.d", "3B001.b", "3B001.c"]),
        ("in 9E003i.", ["9E003.i"]),
        ("in 9.E.3.i.", ["9E003.i"]),
        ("of Category 5, Part 2", ["5A002+5A003"]),
        ("of Category 5", ["5A001+5A002+5A003"]),
        ("of Category 8", ["?Category 8"]),
        ("see the Military Goods Controls", ["@eu-military"]),
        ("SEE THE MILITARY GOODS CONTROLS", ["@eu-military"]),
        ("see ML8.a.", ["ML8.a@eu-military"]),
        ("not specified in 3B001.d. or 3B101", ["!3B001.d", "!3B101"]),
        ("other than those specified in 3B101", ["!3B101"]),
        ("other than 3B101", ["!3B101"]),
        ("not of brass, specified in 3B101", ["3B101"]),
        ("specified in 3B999", ["?3B999"]),
        ("specified in 3B001.z.", ["?3B001.z"]),
        ("a gain of 3.5 and .5 dB at 4 K", []),
        ("to ISO 9001 or 12A0012", []),
        ("in 3B001.d.; b. Toys", ["3B001.d"]),
    ],
)
def test_every_form_of_reference(text: str, answers: list[str]) -> None:
    """Single codes, ranges, lists, relative and run-together forms, categories, other lists, and exclusions."""
    assert found(text) == answers


def test_codes_of_another_list_name_it() -> None:
    """A dual-use code in the military list is a reference to the other list, not an unresolved one."""
    index = CodeIndex.of([EntryCode.parse("ML4")], "eu-military")
    first, second = references_in("entry 1A006 on the EU Dual-Use List", index, Place("ML4"))
    assert (first.list_id, [str(code) for code in first.targets]) == ("eu-dual-use", ["1A006"])
    assert second.list_id == "eu-dual-use"


@given(
    st.lists(
        st.sampled_from([*CODES, "3B999", "pumps", "not specified in", "to", "or", ".b.4.", "Category 5", ","]),
        max_size=9,
    )
)
def test_spans_are_ordered_and_quote_the_text(words: list[str]) -> None:
    """Whatever the text, references do not overlap, run in order, and name something."""
    text = " ".join(words)
    references = references_in(text, INDEX, AT)
    spans = [reference.span for reference in references]
    assert spans == sorted(spans)
    assert all(not left.overlaps(right) for left, right in pairwise(spans))
    assert all(text[reference.span.slice].strip() for reference in references)
    assert all(reference.targets or reference.unresolved or reference.list_id for reference in references)


@pytest.mark.official
def test_official_references_resolve(official_annex: ControlList, official_military: ControlList) -> None:
    """Every reference of the two current lists resolves, and each quotes a text of its list."""
    for controls in (official_annex, official_military):
        assert controls.references
        assert [reference.unresolved for reference in controls.references if reference.unresolved] == []
        for reference in controls.references:
            assert controls.quote(reference.place, reference.span)
            assert reference.list_id or all(target in controls for target in reference.targets)


@pytest.mark.official
def test_every_code_printed_in_a_provision_is_a_reference(official_annex: ControlList) -> None:
    """No code that a provision prints is overlooked."""
    import re

    spans: dict[Place, list[tuple[int, int]]] = {}
    for reference in official_annex.references:
        spans.setdefault(reference.place, []).append((reference.span.start, reference.span.end))
    for entry in official_annex.walk():
        place = Place(str(entry.code))
        for code in re.finditer(r"\b[0-9][A-E][0-9]{3}", entry.text):
            assert any(start <= code.start() < end for start, end in spans.get(place, [])), (str(place), code[0])
