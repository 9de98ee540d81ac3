"""The ledger: every numeral is counted once, and what it is taken for is what it is."""

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, official_file
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import exportctl as ec
from exportctl.catalog import parse
from exportctl.extraction.contexts import Category
from exportctl.extraction.ledger import figures_in
from exportctl.extraction.limits import read
from exportctl.extraction.patterns import PATTERNS
from exportctl.model import ControlList, Place

if TYPE_CHECKING:
    from lxml.etree import _Element

FILES = (
    "eu-dual-use/2025-11-15.en.fmx.xml",
    "eu-dual-use/2021-05-20.en.fmx.xml",
    "eu-military/2020-02-17.en.fmx.xml",
)
WORDS = """zero one two three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred thousand
million half quarter""".split()
NUMERAL = re.compile(rf"\d+(?:[.,]\d+)*|(?<![^\W_])(?:{'|'.join(WORDS)})(?![^\W_])", re.IGNORECASE)
LINES = frozenset("P NP LIST ITEM GR.SEQ TITLE TI STI CONTENTS ANNEX TXT".split())
HERE = Place("1A999")


def lines_of(element: "_Element", lines: list[str]) -> None:
    """The words of ``element``, line by line, as they stand in the file: nothing of the package is used."""
    tag = str(element.tag)
    labels = tag == "NO.P" and element.getparent().getparent().tag not in {"TITLE", "TI"}  # type: ignore[union-attr]
    if labels or tag == "BIB.INSTANCE":
        return
    if tag in LINES:
        lines.append("")
    mark = "^" if element.get("TYPE") == "SUP" else "'" if tag.startswith("QUOT") else ""
    lines[-1] += mark + (element.text or "")
    for child in element:
        lines_of(child, lines)
        lines[-1] += child.tail or ""
    if tag in LINES:
        lines.append("")


@pytest.mark.official
@pytest.mark.parametrize("name", FILES)
def test_total_is_the_files_own(name: str) -> None:
    """The ledger's numerals are those of the file, each as often as it stands there; the list's own title aside."""
    path = official_file(name)
    root = etree.parse(path).getroot()
    title = root.find("TITLE")
    if title is not None:
        root.remove(title)
    lines = [""]
    lines_of(root, lines)
    counted = Counter(match[0].lower() for line in lines for match in NUMERAL.finditer(line))
    ledger = ec.audit(parse(path))
    assert Counter(figure.numeral.lower() for figure in ledger.figures) == counted
    assert ledger.total == counted.total() == sum(ledger.counts.values())


@pytest.mark.official
def test_ninety_nine_of_a_hundred_are_understood(official_annex: ControlList) -> None:
    """Of the annex in force, at least 99 % of the numerals are understood, and every other one is told in its words."""
    ledger = ec.audit(official_annex)
    assert ledger.understood >= 0.99
    assert all(figure.numeral in figure.quote for figure in ledger.not_understood)


@pytest.mark.official
def test_patterns_state_every_limit(official_annex: ControlList) -> None:
    """The patterns together fire for as many limits as are counted, and the lonely ones name their provision."""
    ledger = ec.audit(official_annex)
    assert sum(use.times for use in ledger.by_pattern) > 2000
    for use in ledger.by_pattern:
        assert bool(use.only_user) <= (use.times > 0)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: str(pattern.name))
def test_every_pattern_reads_its_example(pattern: object) -> None:
    """Each named pattern finds its own example line."""
    from exportctl.extraction.patterns import Pattern, find
    from exportctl.extraction.scopes import lex, scopes_of

    assert isinstance(pattern, Pattern)
    assert pattern.name in {found.pattern.name for found in find(scopes_of(lex(pattern.example))[0])}


CASES = [
    ("A gain exceeding 40 dB", {"40": Category.LIMIT}),
    ("a band of 20 Hz to 9 kHz", {"20": Category.RANGE_END, "9": Category.RANGE_END}),
    ("a power above 75 W (48,75 dBm)", {"75": Category.LIMIT, "48,75": Category.SECOND}),
    ("a loss of less than 2 dB at 9 GHz", {"2": Category.LIMIT, "9": Category.CONDITION}),
    ("an error less than (3 + L/500) µm", {"3": Category.FORMULA, "500": Category.FORMULA}),
    ("tested to ISO 9999-3:2004", {"9999": Category.NAME, "3": Category.NAME, "2004": Category.NAME}),
    ("Fixtures for three shafts", {"three": Category.COUNT}),
    ("Pumps, as in 2B999.a.4.", {"2": Category.REFERENCE, "999": Category.REFERENCE, "4": Category.REFERENCE}),
    ("Glue (CAS 123-45-6)", {"123": Category.CAS, "45": Category.CAS, "6": Category.CAS}),
    ("the edition of June 2004", {"2004": Category.YEAR}),
    ("held at 20 ± 3 °C", {"20": Category.CONDITION, "3": Category.TOLERANCE}),
    ("alloys (e.g. with more than 9 % tin)", {"9": Category.EXPLANATION}),
    ("a strength of more than 7 × 10 Pa; or", {"7": Category.NOT_UNDERSTOOD, "10": Category.NOT_UNDERSTOOD}),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_figure_is_what_it_is(text: str, expected: dict[str, Category]) -> None:
    """Each category by an example of its own."""
    assert {figure.numeral: figure.category for figure in figures_in(text, HERE)} == expected


@given(
    st.text(
        alphabet=st.sampled_from("0123456789,.-–()[] ×^%°µmkgHzA≥<>=“”‘’\nof to and or than more less one"), max_size=80
    )
)
def test_accounting_never_raises_and_counts_once(text: str) -> None:
    """Whatever the text, every numeral has one line in the ledger, in order, with its own span."""
    figures = figures_in(text, HERE)
    assert [figure.span.start for figure in figures] == [match.start() for match in NUMERAL.finditer(text)]
    assert all(text[figure.span.slice] == figure.numeral for figure in figures)


def test_a_limit_is_accounted_as_one() -> None:
    """Figures that the reading states as limits are limits or range ends in the ledger too."""
    text = "Drills turning at 900 rpm or more, of 5 to 9 mm"
    stated = {one.threshold.limit.magnitude for one in read(text, HERE).stated}
    kinds = {figure.numeral: figure.category for figure in figures_in(text, HERE)}
    assert stated == {900, 5, 9}
    assert kinds == {"900": Category.LIMIT, "5": Category.RANGE_END, "9": Category.RANGE_END}


@pytest.mark.official
def test_documented_ledger_is_the_ledger() -> None:
    """The table in the documentation is what the program counts now."""
    table = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8").split("| --- | ---: | ---: | ---: |")[1]
    rows = [
        [cell.strip(" *") for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("| ")
    ]
    for column, name in enumerate(FILES, 1):
        ledger = ec.audit(parse(official_file(name)))
        written = {row[0]: row[column].replace(" ", "") for row in rows[:18]}
        counted = {category.value: str(count) for category, count in ledger.counts.items()}
        assert written == counted | {
            "total": str(ledger.total),
            "understood": f"{ledger.understood:.2%}",
        }
