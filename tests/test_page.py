"""Decisions as pages: whole, self-contained, escaped; a folder of them with an index that leads to each."""

import re
from datetime import date
from pathlib import Path

import pytest
from goods_lists import small_list
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from exportctl.catalog import load, parse
from exportctl.classification import Classification, classify
from exportctl.errors import BadTable
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.report.dossier import write_pages
from exportctl.report.page import decision_page

ATTACK = '<script>alert("x")</script>"><img src=x onerror=alert(1)>\'&lt;{{ 7*7 }}'


@pytest.fixture(scope="module")
def adc() -> Classification:
    """The decision about a converter, on the bundled dual-use list."""
    return classify("14-bit 3 GSPS ADC", load("eu-dual-use", wording="digest"))


@pytest.fixture(scope="module")
def small() -> ControlList:
    """A list of a few entries."""
    return parse(small_list())


def words(page: str) -> str:
    """What a page says, on one line."""
    return " ".join(html.document_fromstring(page).body.text_content().split())


def test_page_is_self_contained(adc: Classification) -> None:
    """The page loads nothing: no script, no style sheet, no picture, no font from anywhere, and its policy says so."""
    page = decision_page(adc)
    tree = html.document_fromstring(page)
    assert not tree.xpath("//script | //link | //img | //iframe | //object | //form | //@*[starts-with(name(), 'on')]")
    assert not re.search(r"url\(|@import", page)
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].startswith("default-src 'none'")
    assert all(link.startswith("#") for link in tree.xpath("//a/@href"))


def test_page_tells_all_that_a_decision_rests_on(adc: Classification) -> None:
    """Goods, candidates, comparisons with sign and distance, words of the list, what is ruled out, sources, notice."""
    page = words(decision_page(adc, made=date(2026, 1, 2)))
    for told in (
        "14-bit 3 GSPS ADC",
        "3A001.a.5.a.4",
        "> 250 MSPS 3 GSPS",
        "12 times the limit",
        "Ruled out, and by which limit",
        "Notes that stand here",
        "edition 2025-11-15",
        "our own words, not the law's",
        "sha256",
        adc.lists[0].source.sha256,
        "no legal advice",
        "on 2026-01-02",
    ):
        assert told in page


def test_same_decision_gives_the_same_page(adc: Classification) -> None:
    """On one day the same decision is the same bytes."""
    assert decision_page(adc, made=date(2026, 1, 2)) == decision_page(adc, made=date(2026, 1, 2))


def test_what_is_missing_is_told(small: ControlList) -> None:
    """The fact that would settle it stands there with its limit and the words that ask for it."""
    page = words(decision_page(classify("krytron", small)))
    assert "peak current > 100 A" in page
    assert "3A228" in page


@pytest.mark.parametrize("where", ["description", "name", "value"])
def test_everything_typed_is_escaped(small: ControlList, where: str) -> None:
    """Mark-up in a description, a parameter's name or a row's name stays text, letter for letter."""
    goods = Goods(
        f"krytron {ATTACK}" if where == "description" else "krytron", {ATTACK: True} if where == "value" else {}
    )
    page = decision_page(classify(goods, small), name=ATTACK if where == "name" else "")
    tree = html.document_fromstring(page)
    assert not tree.xpath("//script | //img | //@*[starts-with(name(), 'on')]")
    assert ATTACK in " ".join(tree.text_content().split())


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), min_size=1))
def test_any_description_stands_on_its_page_as_typed(text: str) -> None:
    """What was typed is what is shown, and it never becomes an element."""
    page = decision_page(classify(f"krytron {text}", parse(small_list())))
    tree = html.document_fromstring(page)
    shown = "".join(tree.xpath("string((//main/section)[1]/p)"))
    assert shown == f"krytron {text}"


def test_a_table_gives_a_page_a_row_and_an_index(tmp_path: Path, small: ControlList) -> None:
    """Every row that can be read has a page that the index leads to, and each page leads back."""
    source = tmp_path / "goods.csv"
    rows = ["Part|Description|Gain (dB)", "A1|amplifier|45", "A2|amplifier|loud", f"A3|x {ATTACK}|"]
    source.write_text("\n".join([*rows, ""]), encoding="utf-8")
    summary = write_pages(source, tmp_path / "pages", lists=[small], workers=1)
    index = html.document_fromstring((tmp_path / "pages" / "index.html").read_text("utf-8"))
    links = index.xpath("//main//tbody//a/@href")
    assert links == ["row-2.html", "row-4.html"]
    for link in links:
        page = html.document_fromstring((tmp_path / "pages" / link).read_text("utf-8"))
        assert "index.html" in page.xpath("//a/@href")
    assert dict(summary.outcomes) == {"LISTED IF CONFIRMED": 1, "ROW NOT READ": 1, "NO ENTRY FOUND": 1}
    assert not index.xpath("//script | //img")
    assert "loud" in index.text_content()
    assert {p.name for p in (tmp_path / "pages").iterdir()} == {"index.html", *links}


def test_a_long_index_goes_on_on_further_pages(tmp_path: Path, small: ControlList) -> None:
    """After 500 rows a new page begins; every page leads to every other."""
    source = tmp_path / "goods.csv"
    source.write_text("Description\n" + "qqzzxx\n" * 1001, encoding="utf-8")
    write_pages(source, tmp_path / "pages", lists=[small], workers=1)
    pages = ["index.html", "index-2.html", "index-3.html"]
    trees = [html.document_fromstring((tmp_path / "pages" / name).read_text("utf-8")) for name in pages]
    assert [len(tree.xpath("//tbody//a[starts-with(@href, 'row-')]")) for tree in trees] == [500, 500, 1]
    for name, tree in zip(pages, trees, strict=True):
        assert set(tree.xpath("//nav//a/@href")) == set(pages) - {name}


def test_pages_that_cannot_be_written_are_told(tmp_path: Path, small: ControlList) -> None:
    """A file where the folder should be is an error of ours."""
    (tmp_path / "goods.csv").write_text("Description\nkrytron\n", encoding="utf-8")
    (tmp_path / "pages").write_text("a file", encoding="utf-8")
    with pytest.raises(BadTable, match="cannot be written"):
        write_pages(tmp_path / "goods.csv", tmp_path / "pages", lists=[small], workers=1)


def test_a_long_trace_stays_a_page() -> None:
    """An entry that refers to a hundred others is told by what was compared, not by every fact that nobody gave."""
    page = decision_page(
        classify("software for five-axis milling machines, travel 800 mm", load("eu-dual-use", wording="digest"))
    )
    assert "2D002" in page
    assert len(page) < 400_000
