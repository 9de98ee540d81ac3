"""Whatever is given to exportctl: an answer or an error of ours, in bounded time and memory.

``benchmarks/fuzz.py`` looks for more with the same targets; what it broke is kept in ``tests/hostile``.
"""

import resource
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from click.testing import CliRunner
from goods_lists import small_list
from hostile_targets import TARGETS, controls, seeds
from hypothesis import given, settings
from hypothesis import strategies as st
from workbook_files import workbook_parts, write_parts

from exportctl.catalog import load, parse
from exportctl.classification import classify
from exportctl.cli import main
from exportctl.errors import (
    BadCode,
    BadGoods,
    BadList,
    BadTable,
    ExportctlError,
    MissingList,
    UnknownCode,
    UnknownList,
)
from exportctl.evaluation import evaluate
from exportctl.goods import Goods
from exportctl.tables import read_rows

CORPUS = sorted((Path(__file__).parent / "hostile").glob("*/*"))
SEEDS = seeds()
MEGABYTE = 1_000_000
UNITS = tuple(
    'a|pump |1|1 |14-bit |3 GHz |3 to 4 |1,|0,0|10^|1/|(|"|-|a-|a.|é|e\u0301|\u202e|\U0001f600|\u3000x|\n|<b>|&amp;'
    "|for a 5 kW laser |not |between 1 and |±|μm |½|°C ".split("|")
)


def only_our_errors(target: Callable[[bytes], None], data: bytes) -> None:
    """Do with ``data`` what ``target`` does; an error of ours is an answer, any other is a fault."""
    with suppress(ExportctlError):
        target(data)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_broke_once_breaks_no_more(path: Path) -> None:
    """Every input that ever broke something is answered, or refused by an error of ours."""
    only_our_errors(TARGETS[path.parent.name], path.read_bytes())


def test_there_is_a_corpus() -> None:
    """The files that broke something are there, each under a target that exists."""
    assert CORPUS
    assert {path.parent.name for path in CORPUS} <= TARGETS.keys()


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_right_is_answered(name: str) -> None:
    """Each target takes its seeds without any error: the suite tries what users do, not what is refused at the door."""
    for data in SEEDS[name][:1]:
        TARGETS[name](data)


@st.composite
def damaged(draw: st.DrawFn, name: str) -> bytes:
    """A right input with pieces cut out, doubled, replaced or put in; now and then nothing but noise."""
    data = draw(st.sampled_from(SEEDS[name]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from([b"", data[start:end] * 2, data[: end - start]]) | st.binary(max_size=12))
        data = data[:start] + piece + data[end:]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_input_gives_an_answer_or_an_error_of_ours(name: str) -> None:
    """Cut, doubled and spoiled inputs of every kind never raise what is not ours."""

    @settings(max_examples=60, deadline=None)
    @given(damaged(name) | st.binary(max_size=60))
    def hold(data: bytes) -> None:
        only_our_errors(TARGETS[name], data)

    hold()


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_any_text_is_a_description(text: str) -> None:
    """Any text at all is classified, unless it says nothing."""
    if text.strip():
        assert classify(text, controls()).outcome
    else:
        with pytest.raises(BadGoods):
            classify(text, controls())


def steps(run: Callable[[], object]) -> int:
    """How many lines of exportctl are carried out by ``run``."""
    count = 0

    def line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, event: str, argument: Any) -> Any:
        return line if "exportctl" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        run()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("unit", UNITS)
def test_steps_grow_no_faster_than_the_text(unit: str) -> None:
    """Twice the text up to a megabyte, at most twice the steps: counted, not timed."""
    classify(f"pump {unit * 100}", controls())
    sizes = (MEGABYTE // 4, MEGABYTE // 2, MEGABYTE)
    texts = [f"pump {unit * (size // len(unit))}" for size in sizes]
    counted = [steps(partial(classify, text, controls())) for text in texts]
    for fewer, more in pairwise(counted):
        assert more <= 2 * fewer + 1000


HANG = """
import sys
from hostile_targets import TARGETS
for unit in sys.stdin.read().split("\\x1f"):
    data = ("pump " + unit * (1_000_000 // len(unit))).encode()
    for name in ("description", "csv"):
        try:
            TARGETS[name](data)
        except Exception as error:
            assert type(error).__module__ == "exportctl.errors", (name, unit, error)
"""


def test_a_megabyte_of_anything_does_not_hang(tmp_path: Path) -> None:
    """A megabyte of each kind of text goes through every reader; a run that hangs is ended by the system."""
    run = subprocess.run(
        [sys.executable, "-c", HANG],
        input="\x1f".join(UNITS),
        text=True,
        capture_output=True,
        cwd=Path(__file__).parent,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (300, 300)),
    )
    assert run.returncode == 0, run.stderr[-2000:]


def test_memory_is_bounded_by_the_text() -> None:
    """A megabyte of words takes a few dozen megabytes at most."""
    classify("pump", controls())
    tracemalloc.start()
    classify("pump 3 GHz " * (MEGABYTE // 11), controls())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64_000_000


def test_a_bomb_of_a_workbook_is_refused(tmp_path: Path) -> None:
    """Parts that would unpack to gigabytes are told by their size, before they are unpacked."""
    path = write_parts(tmp_path / "bomb.xlsx", workbook_parts([["Description"], ["pump"]]))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (0xFFFFFFF0).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(BadTable, match="would unpack to"):
        read_rows(path)


def test_a_workbook_of_entities_is_refused(tmp_path: Path) -> None:
    """Entities that multiply are not resolved."""
    parts = workbook_parts([["Description"], ["pump"]])
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(9))
    parts["xl/sharedStrings.xml"] = f"<!DOCTYPE sst [{inner}]>" + parts["xl/sharedStrings.xml"].replace("pump", "&e8;")
    with pytest.raises(BadTable, match="not a workbook"):
        list(read_rows(write_parts(tmp_path / "bomb.xlsx", parts))[1])


def test_a_row_far_away_costs_no_more_than_a_sheet(tmp_path: Path) -> None:
    """A cell at the end of the world does not fill the memory with the empty rows before it."""
    parts = workbook_parts([["Description"], ["pump"]])
    far = '<row r="999999999"><c r="XFD999999999" t="s"><v>0</v></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace("</sheetData>", far)
    assert [row.cells for row in read_rows(write_parts(tmp_path / "far.xlsx", parts))[1]] == [("pump",)]


def test_an_endless_line_is_refused(tmp_path: Path) -> None:
    """A text table without a line break is told after some megabytes, not read to its end."""
    path = tmp_path / "line.csv"
    with path.open("wb") as file:
        file.write(b"Description\n")
        for _ in range(20):
            file.write(b"x" * MEGABYTE)
    with pytest.raises(BadTable, match="a line of more than"):
        list(read_rows(path)[1])


BOMB = b'<!DOCTYPE ANNEX [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><ANNEX><P>&b;</P></ANNEX>'


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (None, MissingList, "no such file; check the path"),
        (b"", BadList, "empty"),
        (small_list()[:-40], BadList, "line 1"),
        (b"Description;Gain\npump;3\n", BadList, "is not XML"),
        (b"<invoice><total>3</total></invoice>", BadList, "<invoice> is not the root of a known mark-up"),
        (BOMB, BadList, "entit"),
        (b'<?xml version="1.0" encoding="UTF-8"?><ANNEX><P>\xe9\xff</P></ANNEX>', BadList, "UTF-8"),
    ],
    ids=["missing", "empty", "truncated", "no XML", "wrong schema", "entity bomb", "no UTF-8"],
)
def test_a_file_that_is_no_list_is_told(
    tmp_path: Path, data: bytes | None, error: type[ExportctlError], words: str
) -> None:
    """The class says what sort of fault it is, the message where and what to do; the command line exits with 1."""
    path = tmp_path / "list.xml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(error, match=rf"(?i)list\.xml.*{words}"):
        parse(path)
    told = CliRunner().invoke(main, ["show", "3A001", "--list", str(path)])
    assert told.exit_code == 1
    assert told.stderr.startswith("exportctl: ")
    assert told.stderr.count("\n") == 1


def test_a_file_of_half_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    """A file of 500 MB is told by its size."""
    path = tmp_path / "list.xml"
    with path.open("wb") as file:
        file.truncate(500 * MEGABYTE)
    with pytest.raises(BadList, match="64 MB"):
        parse(path)


@pytest.mark.parametrize(
    ("ask", "error", "words"),
    [
        (lambda: load("no-such-list"), UnknownList, "no list 'no-such-list'; there are:"),
        (lambda: load("eu-dual-use", edition="1999-01-01"), UnknownList, "1999-01-01"),
        (lambda: controls()["3A999"], UnknownCode, "no provision 3A999 in eu-dual-use 2025-11-15; nearest:"),
        (lambda: controls()["nonsense"], BadCode, "is not an entry code; write one like"),
        (lambda: Goods("x", {"gain": "14 quux"}), BadGoods, "gain: unknown unit 'quux'"),
        (lambda: Goods("x", {"gain": "3 dB", "Gain": "4 dB"}), BadGoods, "give one, or a range"),
        (lambda: Goods("x", {"": "3 dB"}), BadGoods, "has no name"),
        (lambda: Goods(" "), BadGoods, "say what the goods are"),
    ],
    ids=["list", "edition", "code", "no code", "unit", "two values", "no name", "nothing"],
)
def test_what_nobody_knows_is_told(ask: Callable[[], object], error: type[ExportctlError], words: str) -> None:
    """An unknown list, edition, code or unit, and a parameter with two values: the message names it and the remedy."""
    with pytest.raises(error, match=words):
        ask()


def test_a_parameter_that_nobody_asks_for_changes_nothing() -> None:
    """An unknown parameter is no fault: it is not held against anything."""
    plain = evaluate(controls(), "3A001", Goods("amplifier", {"gain": "45 dB"}))
    more = evaluate(controls(), "3A001", Goods("amplifier", {"gain": "45 dB", "flavour intensity": "3 dB"}))
    assert (plain.truth, plain.limits) == (more.truth, more.limits)


@pytest.mark.parametrize("text", ["x", "x" * MEGABYTE, "pump " * (MEGABYTE // 5)])
def test_one_letter_and_a_million_are_answered(text: str) -> None:
    """A description of one letter says too little, one of a million is read as far as it says something."""
    found = classify(text, controls())
    assert found.goods.description == text
    assert str(found.outcome) in ("NO ENTRY FOUND", "UNDETERMINED")


def test_zip_with_every_member_damaged_is_told(tmp_path: Path) -> None:
    """A zip whose contents do not unpack is an error of ours, whichever way it breaks."""
    from exportctl.formats.archive import list_member

    path = tmp_path / "act.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("list.xml", small_list())
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + b"\xff" + whole[at + 1 :])
        only_our_errors(lambda data: list_member(path) and None, b"")
