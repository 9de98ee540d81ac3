"""Earlier decisions are evidence beside the candidates; they change neither ranking nor outcome."""

import json
from collections.abc import Sequence
from math import log
from pathlib import Path

import pytest
from click.testing import CliRunner
from goods_lists import small_list
from hypothesis import given
from hypothesis import strategies as st

from exportctl import batch
from exportctl.batch import classify_records, classify_table
from exportctl.catalog import parse
from exportctl.classification import classify
from exportctl.cli import main
from exportctl.errors import BadTable
from exportctl.goods import Goods
from exportctl.precedents import Precedent, Precedents, _words, like, read_precedents
from exportctl.records import append_record
from exportctl.tables import read_rows

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


def all_compared(goods: str, part: str, earlier: Sequence[Precedent], limit: int) -> list[Precedent]:
    """The same as an index finds, by comparing with every decision."""
    words = [set(_words(one.description)) for one in earlier]
    weight = {w: log(1 + len(earlier) / (sum(w in known for known in words) or 1)) for w in set().union(*words)}
    said = _words(goods)
    found = []
    for place, (one, known) in enumerate(zip(earlier, words, strict=True)):
        both = sum(weight.get(w, log(1 + len(earlier))) for w in said) + sum(weight[w] for w in known)
        like = round(2 * sum(weight[w] for w in known & said.keys()) / both, 9) if both else 0
        same = bool(part) and part == one.part_number
        if like >= 0.3 or same:
            found.append((not same, -like, [-ord(c) for c in one.made], place, one))
    return [one for *_, one in sorted(found, key=lambda entry: entry[:4])][:limit]


WORDS = st.lists(st.sampled_from("pump valve krytron tube amplifier".split()), max_size=4).map(" ".join)
EARLIER = st.builds(
    Precedent, description=WORDS, made=st.sampled_from(["2020", "2023"]), part_number=st.sampled_from(["", "A1", "B2"])
)


@given(WORDS, st.sampled_from(["", "A1"]), st.lists(EARLIER, max_size=8), st.integers(1, 4))
def test_the_index_finds_what_comparing_with_all_finds(
    goods: str, part: str, earlier: list[Precedent], limit: int
) -> None:
    """The same decisions in the same order as one that compares every two descriptions."""
    found = Precedents.of(earlier).near(goods, part, limit=limit)
    assert [one.precedent for one in found] == all_compared(goods, part, earlier, limit)


def test_the_same_part_number_comes_first(tmp_path: Path) -> None:
    """What was decided on this very part stands before what is more alike in words, and says so."""
    path = tmp_path / "earlier.csv"
    path.write_text("Artikelnummer;Omschrijving;Code\nKN 22;schakelbuis;3A228\nX;krytron;3A229\n", encoding="utf-8")
    found = Precedents.of(read_precedents(path)).near("krytron", "kn22")
    assert [one.precedent.codes for one in found] == [("3A228",), ("3A229",)]
    assert str(found[0]) == "same part number, 0% like “schakelbuis”: 3A228"


GOODS = "Part number;Description\nK1;krytron tube\nA1;RF amplifier module\nQ1;qqzzxx\nE1;\n"


def column(path: Path, name: str) -> list[str]:
    """The cells under ``name`` of a written table."""
    heading, rows = read_rows(path)
    return [row.cells[heading.index(name)] for row in rows]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("reasons", [True, False])
def test_a_batch_shows_earlier_decisions_and_changes_nothing(table: Path, suffix: str, reasons: bool) -> None:
    """One column more, behind all others; every other cell is the same as without."""
    goods, lists = table.with_name("goods.csv"), (parse(small_list()),)
    goods.write_text(GOODS, encoding="utf-8")
    plain, shown = table.with_name(f"plain.{suffix}"), table.with_name(f"shown.{suffix}")
    classify_table(goods, plain, lists=lists, reasons=reasons, workers=1)
    classify_table(goods, shown, lists=lists, reasons=reasons, workers=1, precedents=table)
    without, beside = [[row.cells for row in read_rows(path)[1]] for path in (plain, shown)]
    assert [cells[:-1] for cells in beside] == without
    assert read_rows(shown)[0] == (*read_rows(plain)[0], "earlier decisions")
    found = column(shown, "earlier decisions")
    assert "like “Krytron switching tube”: licence needed, 3A228.a, 2023-04-01; " in found[0]
    assert "referred to authority, 3A001.b.2, 5A001, 2020-01-01" in found[1]
    assert found[2:] == ["none", "none"]


def test_records_to_records_show_them_too(table: Path) -> None:
    """`classify_records` adds the same column."""
    (found,) = classify_records([{"Description": "krytron"}], lists=[parse(small_list())], precedents=[])
    assert found["earlier decisions"] == "none"
    rows = classify_records(
        [{"Description": "krytron"}], lists=[parse(small_list())], precedents=read_precedents(table)
    )
    assert "3A228.a" in next(rows)["earlier decisions"]


def test_a_file_of_records_may_be_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records are added to the very file that the earlier decisions come from; a resumed run sees them as they were."""
    goods, both, target = tmp_path / "goods.csv", tmp_path / "both.jsonl", tmp_path / "r.csv"
    goods.write_text(GOODS, encoding="utf-8")
    lists = (parse(small_list()),)
    append_record(both, classify("krytron tube", lists))

    def run(*, resume: bool) -> bytes:
        classify_table(goods, target, lists=lists, workers=1, record=both, precedents=both, resume=resume)
        return target.read_bytes()

    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    before = both.read_bytes()
    whole, recorded = run(resume=False), both.read_bytes()
    assert recorded.startswith(before)
    assert recorded.count(b"\n") == 4
    both.write_bytes(before)
    with monkeypatch.context() as patch:
        patch.setattr(batch, "_write", stop)
        with pytest.raises(KeyboardInterrupt):
            run(resume=False)
    assert run(resume=True) == whole
    assert both.read_bytes().count(b"\n") == 4


def test_a_run_is_not_resumed_with_other_decisions(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of decisions that was changed meanwhile is told: rows done and rows to do would disagree."""
    goods, lists = table.with_name("goods.csv"), (parse(small_list()),)
    goods.write_text(GOODS, encoding="utf-8")

    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(batch, "_write", stop)
        with pytest.raises(KeyboardInterrupt):
            classify_table(goods, table.with_name("r.csv"), lists=lists, workers=1, precedents=table)
    table.write_text(TABLE + "2024-01-01,Pump,not listed,\n", encoding="utf-8")
    with pytest.raises(BadTable, match="has changed since the run began"):
        classify_table(goods, table.with_name("r.csv"), lists=lists, workers=1, precedents=table, resume=True)


def test_pages_show_earlier_decisions(table: Path) -> None:
    """``report --goods --precedents``: each page shows those near its goods."""
    goods, pages = table.with_name("goods.csv"), table.with_name("pages")
    goods.write_text(GOODS, encoding="utf-8")
    arguments = ["report", "--goods", str(goods), "-o", str(pages), "--precedents", str(table)]
    assert CliRunner().invoke(main, [*arguments, "--list", _small(table)]).exit_code == 0
    assert "Krytron switching tube" in (pages / "row-2.html").read_text("utf-8")
    assert "Earlier decisions" not in (pages / "row-4.html").read_text("utf-8")


def _small(table: Path) -> str:
    path = table.with_name("eu-dual-use.xml")
    path.write_bytes(small_list())
    return str(path)


def test_the_batch_command_takes_them(table: Path) -> None:
    """``batch --precedents``."""
    goods, target = table.with_name("goods.csv"), table.with_name("r.csv")
    goods.write_text(GOODS, encoding="utf-8")
    arguments = ["batch", str(goods), "-o", str(target), "--precedents", str(table), "--list", _small(table)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert "3A228.a" in column(target, "earlier decisions")[0]


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
