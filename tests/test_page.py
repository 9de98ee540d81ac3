"""The page of a decision: whole, self-contained, escaped."""

import re

from lxml import html

from exportctl.classification import classify
from exportctl.page import decision_page


def test_page_is_self_contained() -> None:
    """The page loads nothing: no script, no style sheet, no picture, no font from anywhere."""
    page = decision_page(classify("14-bit 3 GSPS ADC"))
    tree = html.document_fromstring(page)
    assert not tree.xpath("//script | //link | //img | //iframe | //@onclick")
    assert not re.search(r"url\(|@import", page)


def test_page_tells_goods_comparison_and_sources() -> None:
    """Goods, the comparison after conversion, the edition and the notice are all there."""
    text = " ".join(html.document_fromstring(decision_page(classify("14-bit 3 GSPS ADC"))).text_content().split())
    for words in ("14-bit 3 GSPS ADC", "3 GSPS > 250 MSPS", "2025-11-15", "no legal advice", "sha256"):
        assert words in text


def test_everything_typed_is_escaped() -> None:
    """Mark-up in a description or a parameter stays text."""
    page = decision_page(classify('<script>alert("x")</script> krytron'))
    assert "<script" not in page
    assert html.document_fromstring(page).xpath("count(//h1)") == 1
