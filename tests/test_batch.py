"""A table of goods in, an outcome for every row out, whatever happens in between."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from goods_lists import small_list

from exportctl import batch
from exportctl.batch import COLUMNS, NOT_READ, classify_table, to_records
from exportctl.catalog import parse
from exportctl.classification import Outcome, classify
from exportctl.errors import BadTable, BrokenRun
from exportctl.model import ControlList
from exportctl.tables import Row, Table, read_rows, workbooks
from exportctl.tables import rows as table_rows
from exportctl.tables.workers import in_order

GOODS = (
    "Part number;Description;Gain (dB);Peak current\n"
    "A1;amplifier;45;\n"
    "A2;amplifier;loud;\n"
    "A3;amplifier;30;\n"
    "A4;krytron;;\n"
    "A5;qqzzxx;;\n"
    "A6;krytron;;n/a;and more\n"
    "A7;;;\n"
)


@pytest.fixture(scope="module")
def lists() -> tuple[ControlList, ...]:
    """One small list."""
    return (parse(small_list()),)


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    """A small table with rows that cannot be read."""
    path = tmp_path / "goods.csv"
    path.write_text(GOODS, encoding="utf-8")
    return path


def column(path: Path, name: str) -> dict[str, str]:
    """Part number to the cell under ``name`` of a written table."""
    heading, rows = read_rows(path)
    place = heading.index(name)
    return {row.cells[0]: row.cells[place] for row in rows}


def test_every_row_has_an_outcome_and_a_bad_row_stops_nothing(goods: Path, lists: Any) -> None:
    """Rows that cannot be read are reported with their numbers; the others are classified."""
    target = goods.with_name("result.csv")
    summary = classify_table(goods, target, lists=lists, workers=1)
    assert column(target, "outcome") == {
        "A1": "LISTED IF CONFIRMED",
        "A2": NOT_READ,
        "A3": "NOT MET",
        "A4": "UNDETERMINED",
        "A5": "NO ENTRY FOUND",
        "A6": NOT_READ,
        "A7": NOT_READ,
    }
    assert [number for number, _ in summary.not_read] == [3, 7, 8]
    assert all(f"row {number}" in reason for number, reason in summary.not_read)
    heading, _ = read_rows(target)
    assert heading[-len(COLUMNS) :] == COLUMNS


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("reasons", [True, False])
def test_rows_stay_as_they_were_and_no_cell_of_ours_is_empty(
    goods: Path, lists: Any, suffix: str, reasons: bool
) -> None:
    """Whatever is written: the cells of the goods come first, unchanged; every cell that we add says something."""
    target = goods.with_name(f"result.{suffix}")
    classify_table(goods, target, lists=lists, reasons=reasons, workers=1)
    given, written = [list(read_rows(path)[1]) for path in (goods, target)]
    assert [row.cells for row in given] == [row.cells[: -len(COLUMNS)] for row in written]
    assert all(all(row.cells[-len(COLUMNS) :]) for row in written)
    assert {row.cells[-len(COLUMNS)] for row in written} <= {*map(str, Outcome), NOT_READ}


def test_codes_margin_and_sources_are_told(goods: Path, lists: Any) -> None:
    """A row says by how much a limit is met, and on which list, edition, wording, sha256, version and date."""
    target = goods.with_name("result.csv")
    classify_table(goods, target, lists=lists, workers=1)
    assert column(target, "codes")["A1"] == "3A001"
    assert "45 dB > 40 dB" in column(target, "margin")["A1"]
    assert "peak current" in column(target, "missing facts")["A4"]
    for name, value in (("edition", "2025-11-15"), ("wording", "official"), ("sha256", lists[0].source.sha256)):
        assert column(target, name)["A5"] == value


def test_questions_are_grouped(goods: Path, lists: Any) -> None:
    """The second sheet has one line a fact: how many rows it settles alone, and which."""
    target = goods.with_name("result.csv")
    classify_table(goods, target, lists=lists, workers=1)
    heading, rows = read_rows(goods.with_name("result.questions.csv"))
    assert [dict(zip(heading, row.cells, strict=True)) for row in rows] == [
        {
            "question": "peak current",
            "kind": "figure",
            "unit": "A",
            "rows it settles alone": "1",
            "rows it helps to settle": "1",
            "provisions": "3A228",
            "rows": "5",
        }
    ]


def test_without_reasons_nothing_is_decided(goods: Path, lists: Any) -> None:
    """Ranking alone never rules goods out or in: a row whose words fit stays undetermined, with the codes."""
    target = goods.with_name("result.csv")
    classify_table(goods, target, lists=lists, workers=1, reasons=False)
    found = column(target, "outcome")
    assert {found[part] for part in ("A1", "A3", "A4")} == {"UNDETERMINED"}
    assert found["A5"] == "NO ENTRY FOUND"
    assert column(target, "codes")["A3"] == "3A001"


def test_a_fault_of_ours_costs_one_row_only(goods: Path, lists: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that nobody foresaw is told at its row; the rest is done."""

    def stumble(item: Any, *rest: Any) -> Any:
        if item.description == "krytron":
            raise RecursionError("too deep")
        return classify(item, *rest)

    monkeypatch.setattr(batch, "classify", stumble)
    target = goods.with_name("result.csv")
    classify_table(goods, target, lists=lists, workers=1)
    assert column(target, "outcome")["A4"] == NOT_READ
    assert "RecursionError" in column(target, "reason")["A4"]
    assert column(target, "outcome")["A5"] == "NO ENTRY FOUND"


def many(path: Path, rows: int) -> Path:
    """A table of ``rows`` rows."""
    lines = [f"P{n};{('amplifier', 'krytron', 'qqzzxx')[n % 3]} {n};{30 + n % 20}" for n in range(rows)]
    path.write_text("\n".join(["Part number;Description;Gain (dB)", *lines, ""]), encoding="utf-8")
    return path


def command(source: Path, target: Path, *more: str) -> list[str]:
    """The command line of a batch on the small list beside ``source``."""
    small = source.with_name("eu-dual-use.xml")
    small.write_bytes(small_list())
    return [sys.executable, "-m", "exportctl", "batch", str(source), "-o", str(target), "--list", str(small), *more]


def lines_in(path: Path) -> int:
    """How many lines a journal has; none where it is absent."""
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.mark.parametrize(("suffix", "workers"), [("xlsx", "1"), ("csv", "2")])
def test_killed_at_any_point_it_resumes_to_the_same_bytes(tmp_path: Path, suffix: str, workers: str) -> None:
    """SIGKILL between any two rows, again and again: the run goes on, and ends as if it had never been stopped.

    So do its records, but for their times.
    """
    source = many(tmp_path / "goods.csv", 1200)
    whole, resumed = tmp_path / f"whole.{suffix}", tmp_path / f"resumed.{suffix}"
    records = ["--record", str(tmp_path / "whole.jsonl")], ["--record", str(tmp_path / "resumed.jsonl")]
    subprocess.run(command(source, whole, *records[0]), check=True, capture_output=True)
    journal = tmp_path / f".{resumed.name}.journal"
    dice = random.Random(7)
    kills = 0
    for _ in range(3):
        wanted = lines_in(journal) + dice.randint(1, 350)
        run = subprocess.Popen(
            command(source, resumed, "--resume", "--workers", workers, *records[1]),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while run.poll() is None and lines_in(journal) < wanted:
            time.sleep(0.002)
        kills += run.poll() is None
        run.kill()
        run.wait()
        _wait_for_end(run.pid)
        assert resumed.exists() == (run.returncode == 0)
    assert kills
    last = command(source, resumed, "--resume", "--workers", workers, *records[1])
    subprocess.run(last, check=True, capture_output=True)
    assert resumed.read_bytes() == whole.read_bytes()
    assert untimed(tmp_path / "resumed.jsonl") == untimed(tmp_path / "whole.jsonl")
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


def untimed(path: Path) -> list[dict[str, Any]]:
    """The records in a file without their times."""
    return [{**json.loads(line), "time": ""} for line in path.open(encoding="ascii")]


def _wait_for_end(group: int) -> None:
    """Wait until no process of ``group`` is left: workers end with the process that began them."""
    for _ in range(1000):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    pytest.fail("a worker outlived the run that began it")


def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    """Ctrl-C ends the run with one sentence; what is done stays done."""
    source, target = many(tmp_path / "goods.csv", 4000), tmp_path / "result.csv"
    run = subprocess.Popen(
        command(source, target, "--workers", "2"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    journal = tmp_path / ".result.csv.journal"
    while run.poll() is None and lines_in(journal) < 10:
        time.sleep(0.002)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate()
    assert run.returncode == 1
    assert "--resume" in told
    assert "Traceback" not in told
    assert lines_in(journal) >= 10
    assert not target.exists()


@pytest.mark.parametrize(("full", "before"), [(60_000, 10), (900_000, 500_000)], ids=["journal", "records"])
def test_a_full_disk_is_told_and_survived(tmp_path: Path, full: int, before: int) -> None:
    """Where a file can take no more, be it the journal or the records, the run says so, and goes on when it can."""
    source, target, whole = many(tmp_path / "goods.csv", 500), tmp_path / "result.csv", tmp_path / "whole.csv"
    records = [["--record", str(tmp_path / name)] for name in ("whole.jsonl", "result.jsonl")]
    for _, name in records:
        Path(name).write_text(json.dumps({"before": "x" * before}) + "\n", encoding="ascii")
    subprocess.run(command(source, whole, *records[0]), check=True, capture_output=True)
    run = subprocess.run(
        command(source, target, *records[1]),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (full, full)),
    )
    assert run.returncode == 1
    assert "cannot be written" in run.stderr
    assert "Traceback" not in run.stderr
    assert not target.exists()
    subprocess.run(command(source, target, "--resume", *records[1]), check=True, capture_output=True)
    assert target.read_bytes() == whole.read_bytes()
    assert untimed(tmp_path / "result.jsonl") == untimed(tmp_path / "whole.jsonl")


def test_cut_off_line_is_answered_again(goods: Path, lists: Any) -> None:
    """A journal cut off at every possible byte is taken up, and the result is the same to the byte."""
    whole, resumed = goods.with_name("whole.csv"), goods.with_name("resumed.csv")
    classify_table(goods, whole, lists=lists, workers=1)

    class Interruption(Exception):
        pass

    def stop(rows: int, of: int | None) -> None:
        if rows:
            raise Interruption

    with pytest.raises(Interruption):
        classify_table(goods, resumed, lists=lists, workers=1, progress=stop)
    journal = resumed.with_name(f".{resumed.name}.journal")
    written = journal.read_bytes()
    for end in range(0, len(written), 97):
        journal.write_bytes(written[:end])
        classify_table(goods, resumed, lists=lists, workers=1, resume=True)
        assert resumed.read_bytes() == whole.read_bytes()
        assert not journal.exists()


@pytest.mark.parametrize("line", ['{"key": "other"}', "[]", "no JSON"])
def test_journal_of_other_goods_is_refused(goods: Path, lists: Any, line: str) -> None:
    """A journal never serves goods it was not made for."""
    target = goods.with_name("result.csv")
    target.with_name(f".{target.name}.journal").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(BadTable, match="other goods"):
        classify_table(goods, target, lists=lists, workers=1, resume=True)


def test_two_runs_never_write_one_output(goods: Path, lists: Any) -> None:
    """A second run on the same output is refused while the first goes on."""
    target = goods.with_name("result.csv")

    def again(rows: int, of: int | None) -> None:
        with pytest.raises(BadTable, match="another run"):
            classify_table(goods, target, lists=lists, workers=1)

    classify_table(goods, target, lists=lists, workers=1, progress=again)


def test_workers_do_not_change_the_result(tmp_path: Path, lists: Any) -> None:
    """One process or two: the same bytes."""
    source = many(tmp_path / "goods.csv", 150)
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    classify_table(source, one, lists=lists, workers=1)
    classify_table(source, two, lists=lists, workers=2)
    assert one.read_bytes() == two.read_bytes()


def _end(questions: object) -> None:
    os._exit(9)


def test_a_worker_that_dies_is_told() -> None:
    """A worker that the system ended is an error of ours, not a run that hangs."""
    with pytest.raises(BrokenRun, match="fewer workers"):
        list(in_order(_end, range(200), workers=2, about=None))


def held_at_most(rows: int, run: Callable[[Iterator[Row]], None]) -> int:
    """How many of ``rows`` rows are alive at once, at most, while ``run`` works through them."""
    alive = most = 0

    def fewer() -> None:
        nonlocal alive
        alive -= 1

    def made() -> Iterator[Row]:
        nonlocal alive, most
        for number in range(2, rows + 2):
            row = Row(number, (f"amplifier {number}",))
            weakref.finalize(row, fewer)
            alive, most = alive + 1, max(most, alive + 1)
            yield row
            del row

    run(made())
    return most


def unmeasured(run: Callable[..., Any], *given: Any, about: int | None, **more: Any) -> Any:
    """``run`` without knowing about how many rows there are."""
    return run(*given, about=None, **more)


@pytest.mark.parametrize("workers", [1, 2])
def test_rows_held_do_not_grow_with_the_table(
    tmp_path: Path, lists: Any, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """Ten times the rows, and no more of them are held at a time."""
    source = tmp_path / "goods.csv"
    source.write_text("Description\n", encoding="utf-8")

    def run(rows: Iterator[Row]) -> None:
        passes = iter([iter(()), rows])  # the first pass only looks at how figures are written
        with monkeypatch.context() as patch:
            patch.setattr(Table, "rows", lambda table: next(passes))
            patch.setattr(batch, "in_order", partial(unmeasured, batch.in_order))
            classify_table(source, tmp_path / "result.xlsx", lists=lists, workers=workers, reasons=False)

    few, ten_times = held_at_most(500, run), held_at_most(5000, run)
    assert few < 500
    assert ten_times <= max(few, 400)


def test_records_are_flat() -> None:
    """`to_records` gives texts only, and data frames take them as they are."""
    records = list(to_records([classify("krytron"), classify("14-bit 3 GSPS ADC")]))
    assert records[0]["description"] == "krytron"
    assert all(isinstance(value, str) for record in records for value in record.values())
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    assert list(pandas.DataFrame(records)["outcome"]) == [record["outcome"] for record in records]


def test_progress_tells_how_many_of_how_many(goods: Path, lists: Any) -> None:
    """The bar is told about how many rows there are, so that it can tell the time left."""
    told: list[tuple[int, int | None]] = []
    classify_table(
        goods, goods.with_name("r.csv"), lists=lists, workers=1, progress=lambda rows, of: told.append((rows, of))
    )
    assert told == [(0, 7), (7, 7)]


def test_an_output_that_cannot_be_is_refused_before_the_work(goods: Path, lists: Any) -> None:
    """A directory that does not exist is told at once, not after an hour."""
    with pytest.raises(BadTable, match="directory does not exist"):
        classify_table(goods, goods.parent / "absent" / "r.csv", lists=lists, workers=1)
    assert not list(goods.parent.glob(".*journal"))


def test_a_workbook_that_cannot_hold_the_rows_is_refused_before_the_work(
    goods: Path, lists: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More rows than a sheet has are told before the first is classified."""
    monkeypatch.setattr(table_rows, "_lines", lambda path: workbooks.MOST_ROWS + 1)
    with pytest.raises(BadTable, match=r"name the output \.csv"):
        classify_table(goods, goods.with_name("r.xlsx"), lists=lists, workers=1)


def test_journal_is_json(goods: Path, lists: Any, tmp_path: Path) -> None:
    """The journal is one JSON object a line, whatever characters the goods hold."""
    goods.write_text("Description\nkrytron \u2028 é \U0001f600\n", encoding="utf-8")
    seen: list[str] = []

    def look(rows: int, of: int | None) -> None:
        seen[:] = (tmp_path / ".r.csv.journal").read_text("ascii").splitlines()

    classify_table(goods, tmp_path / "r.csv", lists=lists, workers=1, progress=look)
    assert [json.loads(line).get("row") for line in seen] == [None, 2]


def test_a_result_can_be_worked_through_again(goods: Path, lists: Any) -> None:
    """The columns of an earlier run stay as they were, are no facts about goods, and ours come behind, numbered."""
    first, second = goods.with_name("first.csv"), goods.with_name("second.xlsx")
    classify_table(goods, first, lists=lists, workers=1)
    summary = classify_table(first, second, lists=lists, workers=1)
    heading, _ = read_rows(second)
    assert heading[-len(COLUMNS) :] == tuple(f"{name} (2)" for name in COLUMNS)
    assert column(second, "outcome (2)") == {**column(first, "outcome"), "A6": "UNDETERMINED"}  # its cells fit now
    assert [column.name for column in summary.goods.columns.parameters] == ["Gain", "Peak current"]


def test_headings_that_occur_twice_stay_in_every_format(tmp_path: Path, lists: Any) -> None:
    """Two columns of one name come out both; in Parquet, which names columns by their headings, numbered."""
    (tmp_path / "goods.csv").write_text("Description;Prijs;Prijs\nkrytron;1;2\n", encoding="utf-8")
    for suffix, second in (("csv", "Prijs"), ("xlsx", "Prijs"), ("parquet", "Prijs (2)")):
        target = tmp_path / f"result.{suffix}"
        classify_table(tmp_path / "goods.csv", target, lists=lists, workers=1)
        assert read_rows(target)[0][:3] == ("Description", "Prijs", second)


def test_the_output_never_takes_the_place_of_an_input(goods: Path, lists: Any) -> None:
    """The user's own table, with its other sheets and formulas, is not overwritten."""
    before = goods.read_bytes()
    with pytest.raises(BadTable, match="is the table of goods too"):
        classify_table(goods, goods.parent / "." / goods.name, lists=lists, workers=1)
    assert goods.read_bytes() == before


def test_the_summary_tells_what_was_read(tmp_path: Path) -> None:
    """Which sheet, where its heading stands, how decimals are written, which columns are what."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Omslag"
    book.active["A1"] = "Leverancierslijst"
    for name in ("Artikelen", "Codes"):
        sheet = book.create_sheet(name)
        rows = [["Lijst"], ["Code", "Omschrijving", "Gewicht (kg)", "Kleur"], ["A1", "krytron", "12,5", "rood"]]
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "goods.xlsx")
    target = tmp_path / "result.csv"
    told = subprocess.run(command(tmp_path / "goods.xlsx", target), check=True, capture_output=True, text=True).stdout
    lines = ["sheet: Artikelen", "sheets not read: Codes", "heading in row: 2", "decimals: comma"]
    assert set(lines) <= set(told.splitlines())
    more = command(tmp_path / "goods.xlsx", target, "--sheet", "Codes", "--json")
    document = json.loads(subprocess.run(more, check=True, capture_output=True, text=True).stdout)
    assert document["table"]["sheet"] == "Codes"
    assert document["columns"]["parameters"] == ["Gewicht (kg)"]
