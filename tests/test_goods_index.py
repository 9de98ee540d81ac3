"""The goods index as data: codes exist, terms are sorted and meant, abbreviations are spelled out once."""

from collections import Counter
from itertools import pairwise

from conftest import ROOT

from exportctl.matching.goods_index import everyday_goods, false_friends, find, index_terms
from exportctl.matching.vocabulary import LANGUAGES, fold
from exportctl.model import ControlList

DIRECTORY = ROOT / "controllists" / "index"
KINDS = {
    "abbreviation", "alloy", "cas", "chemical", "equipment", "material", "organism", "part", "product", "software",
    "standard", "technology", "trade",
}  # fmt: skip


def test_every_code_exists(official_annex: ControlList, official_military: ControlList) -> None:
    """Every code of the index and of the false friends is a provision of one of the two lists."""
    codes = {code for term in index_terms() for code in term.codes}
    codes |= {code for friend in false_friends() for code in friend.mistaken_for.split()}
    assert not [code for code in codes if code not in official_annex and code not in official_military]


def test_every_entry_has_terms(official_annex: ControlList, official_military: ControlList) -> None:
    """Every entry that is used has trade terms in English."""
    named = {code.partition(".")[0] for term in index_terms() if term.language == "en" for code in term.codes}
    used = [e for c in (official_annex, official_military) for e in c.entries if not e.not_used]
    assert not [str(e.code) for e in used if str(e.code) not in named and not e.text.startswith("Not used")]


def test_the_index_is_large_and_in_four_languages() -> None:
    """At least 6,000 terms, and more than a thousand in each language."""
    counts = Counter(term.language for term in index_terms())
    assert sum(counts.values()) >= 6000
    assert all(counts[language] > 1000 for language in LANGUAGES)


def test_no_term_stands_twice_in_one_language() -> None:
    """A term has one row, with all the codes it is meant for."""
    counts = Counter((term.language, term.term.casefold()) for term in index_terms())
    assert not [key for key, count in counts.items() if count > 1]


def test_no_row_names_a_code_twice() -> None:
    """The codes of a row are different ones."""
    assert not [term for term in index_terms() if len(set(term.codes)) != len(term.codes)]


def test_every_row_has_all_its_columns() -> None:
    """Below the heading every line is a row, and no row has a cell too few or too many."""
    for path in DIRECTORY.glob("*.tsv"):
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
        columns = {line.count("\t") for line in lines if not line.startswith("#")}
        assert columns == {path.read_text(encoding="utf-8").split("\n")[1].count("\t")}, path.name
        assert not any(line.startswith("#") for line in lines[2:]), path.name


def test_terms_are_sorted() -> None:
    """The files can be read by people: terms stand in alphabetical order, accented letters with or behind the plain."""
    for language in LANGUAGES:
        terms = [term.term for term in index_terms() if term.language == language]
        wrong = [b for a, b in pairwise(terms) if fold(a) > fold(b) and a.casefold() > b.casefold()]
        assert len(wrong) <= len(terms) // 200


def test_kinds_are_known() -> None:
    """Every term says what sort of name it is."""
    assert {term.kind for term in index_terms()} <= KINDS


def test_every_abbreviation_is_spelled_out_once() -> None:
    """No abbreviation is spelled out twice in one language."""
    with (DIRECTORY / "abbreviations.tsv").open(encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    counts = Counter((short, language) for short, language, _ in rows)
    assert not [key for key, count in counts.items() if count > 1]
    assert all(long.strip() for _, _, long in rows)


def test_everyday_goods_are_no_trade_terms() -> None:
    """What no list names is not at the same time a term of the index in that language."""
    listed = {(term.language, term.term.casefold()) for term in index_terms()}
    assert not [f for f in everyday_goods() if (f.language, f.term.casefold()) in listed]


def test_a_pattern_finds_what_begins_so() -> None:
    """``k*`` gives all terms that begin with k, upper and lower case alike."""
    found = find("K*")
    assert found
    assert all(term.term.casefold().startswith("k") for term in found)
    assert "krytron" in {term.term for term in found}
