"""Entry codes: read in every way they are written, printed in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.codes import EntryCode
from exportctl.errors import BadCode

LABELS = st.lists(st.one_of(st.sampled_from("abcdefgh"), st.integers(1, 99).map(str)), max_size=5)
HEADS = st.sampled_from(["0A001", "3A001", "9E515", "ML1", "ML22", "3A1901", "X.A.I.001", "5.A.2", "0001", "USML-IV"])


@st.composite
def codes(draw: st.DrawFn) -> EntryCode:
    """Codes whose labels alternate between letters and figures, as lists number them."""
    path = [label for index, label in enumerate(draw(LABELS)) if label.isdigit() == bool(index % 2)]
    return EntryCode.parse(".".join([draw(HEADS), *path]))


@given(codes())
def test_printed_code_reads_back(code: EntryCode) -> None:
    """What is printed is read back as the same code, in capitals and with a final dot too."""
    assert EntryCode.parse(str(code)) == code
    assert EntryCode.parse(f" {str(code).upper()}. ") == code
    assert hash(EntryCode.parse(str(code))) == hash(code)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("3B001b5b4", "3B001.b.5.b.4"),
        ("3b001.B.5.", "3B001.b.5"),
        ("3B001 b. 5.", "3B001.b.5"),
        ("ml10C.", "ML10.c"),
        ("1C350.9", "1C350.9"),
        ("3B1901b15", "3B1901.b.15"),
        ("0001a2", "0001.a.2"),
        ("1C450.a.(5)", "1C450.a.5"),
        ("Category IV(a)(1)", "USML-IV.a.1"),
        ("USML Category XI(a)(3)(xxviii)", "USML-XI.a.3.xxviii"),
        ("USML V(c)(4)(i)(A)", "USML-V.c.4.i.a"),
    ],
)
def test_forms_of_the_trade(text: str, printed: str) -> None:
    """Dotted, run together, in any case: one printed form."""
    assert str(EntryCode.parse(text)) == printed


@pytest.mark.parametrize(
    "text", ["", "pump", "3A", "3F001", "3A01", "A001", "3A001.abcdefg", "ML0", "ML100", "3A001" + ".a" * 60, "3A001;a"]
)
def test_no_code(text: str) -> None:
    """Anything else raises `BadCode`, a ``ValueError`` that shows how a code is written."""
    with pytest.raises(BadCode, match="not an entry code; write one like"):
        EntryCode.parse(text)


@given(codes(), st.sampled_from(["a", "7"]))
def test_child_and_parent_are_inverse(code: EntryCode, label: str) -> None:
    """A child's parent is the code itself, which covers it; an entry has no parent."""
    child = code.child(label)
    assert child.parent == code
    assert code.covers(child)
    assert not child.covers(code)
    assert child.entry.parent is None


@given(codes(), codes(), codes())
def test_order_is_total(one: EntryCode, two: EntryCode, three: EntryCode) -> None:
    """Exactly one of before, same, after holds, and before is transitive."""
    assert (one < two) + (two < one) + (one.sort_key == two.sort_key) == 1
    assert not (one < two and two < three) or one < three


def test_order_is_that_of_the_list() -> None:
    """Figures by value, letters by length: 9 before 10, z before aa, an entry before what it holds."""
    printed = ["1C350", "1C350.9", "1C350.10", "1C351.z", "1C351.aa"]
    assert sorted(map(EntryCode.parse, reversed(printed))) == [EntryCode.parse(text) for text in printed]
