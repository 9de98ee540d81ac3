"""Earlier decisions are evidence beside the candidates; they change neither ranking nor outcome."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from goods_lists import small_list
from hypothesis import given
from hypothesis import strategies as st

from exportctl.catalog import parse
from exportctl.classification import classify
from exportctl.cli import main
from exportctl.errors import BadTable
from exportctl.goods import Goods
from exportctl.precedents import Precedent, like, read_precedents
from exportctl.records import append_record

TABLE = """Date,Goods description,Decision,Code
2021-04-01,Krytron switching tube,licence needed,3A228
2023-04-01,Krytron switching tube,licence needed,3A228a
2020-01-01,Office chair with wheels,not listed,
2020-01-01,RF amplifier module,referred to authority,"3A001b2, 5A001"
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Four earlier decisions in a table."""
    path = tmp_path / "earlier.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_table_is_read_by_its_headings(table: Path) -> None:
    """Description, decision, codes in any spelling, and the date."""
    found = read_precedents(table)
    assert found[1] == Precedent(
        description="Krytron switching tube", outcome="licence needed", codes=("3A228.a",), made="2023-04-01"
    )
    assert found[3].codes == ("3A001.b.2", "5A001")
    assert found[2].codes == ()


def test_records_are_read_too(tmp_path: Path) -> None:
    """The records that we wrote are precedents."""
    path = tmp_path / "records.jsonl"
    append_record(path, classify("krytron", parse(small_list())))
    (found,) = read_precedents(path)
    assert (found.description, found.outcome, found.codes) == ("krytron", "UNDETERMINED", ("3A228",))


def test_the_likest_come_first_and_the_newest_of_them(table: Path) -> None:
    """Of two decisions on the same words the newer comes first; what shares no word is not shown."""
    found = like(Goods("krytron tubes for switching"), read_precedents(table))
    assert [one.precedent.made for one in found] == ["2023-04-01", "2021-04-01"]
    assert found[0].share == ("krytron", "switching", "tubes")
    assert 0 < found[0].like <= 1


@given(st.lists(st.text(max_size=20), max_size=5), st.text(min_size=1, max_size=20))
def test_likeness_is_a_share(descriptions: list[str], text: str) -> None:
    """Between 0 and 1 whatever the words; the same words are wholly alike."""
    earlier = [Precedent(description=description) for description in (*descriptions, f"{text} krytron")]
    found = like(Goods(f"{text} krytron"), earlier, limit=10)
    assert all(0 <= one.like <= 1.0000001 for one in found)
    assert found[0].like == pytest.approx(1)


def test_precedents_change_neither_ranking_nor_outcome(table: Path) -> None:
    """With earlier decisions at hand the answer is the same in every word, and they stand beside it."""
    plain = json.loads(CliRunner().invoke(main, ["classify", "krytron", "--json"]).stdout)
    shown = json.loads(CliRunner().invoke(main, ["classify", "krytron", "--precedents", str(table), "--json"]).stdout)
    evidence = shown.pop("precedents")
    assert shown == plain
    assert [one["codes"] for one in evidence] == [["3A228.a"], ["3A228"]]
    text = CliRunner().invoke(main, ["classify", "krytron", "--precedents", str(table)]).stdout
    assert "Earlier decisions of yours (evidence, no verdict):" in text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "Description\nkrytron\n", "says nothing of how goods were decided"),
        ("a.csv", "Gain (dB),Code\n3,3A001\n", "no column that describes"),
        ("a.jsonl", "{}\n", "no record"),
        ("absent.csv", None, "no such file"),
    ],
)
def test_a_file_that_holds_no_decisions_is_told(tmp_path: Path, name: str, content: str | None, words: str) -> None:
    """The error names the file and what to do."""
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(BadTable, match=words):
        read_precedents(tmp_path / name)
