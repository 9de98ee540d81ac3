"""Spans and white space."""

from hypothesis import given
from hypothesis import strategies as st

from exportctl.text import Span, quote, squeeze

SPANS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda ends: Span(min(ends), max(ends)))


@given(st.text(), SPANS)
def test_quote_is_the_slice(text: str, span: Span) -> None:
    """A quote is what the slice cuts out, as long as the text reaches."""
    assert quote(text, span) == text[span.slice]
    assert len(quote(text, span)) <= len(span)


@given(SPANS, SPANS)
def test_containment_and_overlap(one: Span, two: Span) -> None:
    """A span contains another exactly when its characters do; overlap is symmetric, and means a shared character."""
    ones, twos = set(range(one.start, one.end)), set(range(two.start, two.end))
    assert one.overlaps(two) == two.overlaps(one)
    if ones and twos:
        assert one.overlaps(two) == bool(ones & twos)
        assert (two in one) == (twos <= ones)


@given(SPANS, st.integers(0, 20))
def test_shift_moves_both_ends(span: Span, by: int) -> None:
    """A shifted span is as long as before, and shifting back undoes it."""
    assert len(span.shift(by)) == len(span)
    assert span.shift(by).shift(-by) == span


@given(st.text())
def test_squeeze_keeps_all_but_white_space(text: str) -> None:
    """Squeezing twice is squeezing once; no other character is lost or moved."""
    squeezed = squeeze(text)
    assert squeeze(squeezed) == squeezed
    assert squeezed.split() == text.split()
    assert "  " not in squeezed
