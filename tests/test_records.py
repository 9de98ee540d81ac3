"""Decisions kept and made again, by one process or several."""

import json
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from goods_lists import small_list
from hypothesis import given
from hypothesis import strategies as st

from exportctl import batch, catalog, verification
from exportctl.batch import classify_table
from exportctl.catalog import install, load
from exportctl.classification import classify, whole_of
from exportctl.cli import main
from exportctl.errors import BadTable
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.records import (
    _compared,
    append_lines,
    append_record,
    end_of_records,
    record_of,
)
from exportctl.verification import verify_records


@pytest.fixture(autouse=True)
def own_directories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small list of each test's own is installed; nothing is bundled."""
    monkeypatch.setenv("EXPORTCTL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(catalog, "bundled_directory", lambda: tmp_path / "bundled")
    (tmp_path / "list.xml").write_bytes(small_list())
    install(tmp_path / "list.xml")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of two records."""
    path = tmp_path / "records.jsonl"
    append_record(path, classify("amplifier, gain 45 dB", load("eu-dual-use")))
    append_record(path, classify(Goods("krytron", {"peak current": "50 A", "new": True}), load("eu-dual-use")))
    return path


def test_a_record_holds_what_an_audit_asks_for(path: Path) -> None:
    """Inputs, outcome, codes, reason, trace with quotes, the list's sha256, our version, the time."""
    first, second = map(json.loads, path.read_text("ascii").splitlines())
    assert first["goods"]["description"] == "amplifier, gain 45 dB"
    assert second["goods"]["parameters"] == {"peak current": "50 A", "new": True}
    assert first["answer"]["outcome"] == "LISTED IF CONFIRMED"
    assert first["answer"]["lists"][0]["sha256"] == load("eu-dual-use").source.sha256
    assert first["exportctl"]
    assert first["time"].endswith("+00:00")
    steps = first["answer"]["candidates"][0]["trace"]
    assert any("45 dB > 40 dB" in step["reason"] and "exceeding 40 dB" in step["quote"] for step in steps)


def test_a_record_comes_out_the_same(path: Path) -> None:
    """A decision made again by the same version on the same list does not differ."""
    assert list(verify_records(path)) == []


@pytest.mark.parametrize(
    ("what", "value"), [("outcome", "UNDETERMINED"), ("codes", ["3A999"]), ("reason", "because"), ("candidates", [])]
)
def test_what_differs_is_told(path: Path, what: str, value: object) -> None:
    """Whatever was recorded otherwise is found, with its line and both values."""
    lines = path.read_text("ascii").splitlines()
    record = json.loads(lines[1])
    record["answer"][what] = value
    path.write_text("\n".join([lines[0], json.dumps(record), ""]))
    assert [(d.line, d.what) for d in verify_records(path)] == [(2, "trace" if what == "candidates" else what)]


def test_a_difference_deep_in_the_trace_is_told_where_it_is(path: Path) -> None:
    """One step that came out otherwise is named by its place in the trace."""
    lines = path.read_text("ascii").splitlines()
    record = json.loads(lines[0])
    record["answer"]["candidates"][0]["trace"][0]["truth"] = "not met"
    path.write_text(json.dumps(record) + "\n")
    (difference,) = verify_records(path)
    assert difference.what == "trace 1.trace 1.truth"
    assert difference.recorded == "not met"


def test_a_list_that_changed_or_went_is_told(path: Path, tmp_path: Path) -> None:
    """Another text of the edition: its sha256 differs, and what came of it; no text: it is not at hand."""
    (tmp_path / "list.xml").write_bytes(small_list(gain="50 dB"))
    install(tmp_path / "list.xml")
    told = {(d.line, d.what) for d in verify_records(path)}
    assert {(1, "sha256 of eu-dual-use 2025-11-15"), (2, "sha256 of eu-dual-use 2025-11-15"), (1, "outcome")} <= told
    (tmp_path / "home" / "lists" / "eu-dual-use.2025-11-15.en.toml").unlink()
    assert [(d.line, d.now) for d in verify_records(path)] == [(1, "not at hand"), (2, "not at hand")]


@pytest.mark.parametrize("line", ["{}", "[]", "no JSON", "null", '{"goods": 3}', "\xff", "[" * 100_000])
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: str) -> None:
    """The error names the file, and the line where there is one."""
    path = tmp_path / "records.jsonl"
    path.write_text(f"{line}\n", encoding="latin-1")
    with pytest.raises(BadTable, match=r"records\.jsonl"):
        list(verify_records(path))


def test_a_line_that_was_cut_off_gives_way(path: Path) -> None:
    """A record that was cut off at any byte is none: the next takes its place; one that only lacks its end gets it."""
    whole = path.read_bytes()
    first, second = whole.splitlines(keepends=True)
    for end in range(len(whole) - 1, len(first) - 1, -37):
        path.write_bytes(whole[:end])
        append_lines(path, ['{"next": 1}'])
        kept = second if end == len(whole) - 1 else b""
        assert path.read_bytes() == first + kept + b'{"next": 1}\n'


def test_what_is_no_file_of_records_is_left_alone(tmp_path: Path) -> None:
    """Records are never added to a file that holds something else."""
    path = tmp_path / "goods.csv"
    path.write_bytes(b"Description\nkrytron")
    with pytest.raises(BadTable, match="something else than records"):
        append_lines(path, ['{"next": 1}'])
    assert path.read_bytes() == b"Description\nkrytron"


@given(st.lists(st.sampled_from(["{}", '{"a": 1}', '{"b": "é"}']), max_size=6), st.booleans(), st.data())
def test_lines_are_added_once_wherever_a_run_was_killed(lines: list[str], another: bool, data: st.DataObject) -> None:
    """Killed at any byte of its writing, with or without another process adding a record then: none is there twice."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "records.jsonl")
        append_lines(path, ['{"before": 1}'])
        since = end_of_records(path)
        append_lines(path, lines, since=since)
        whole = path.read_bytes()
        path.write_bytes(whole[: data.draw(st.integers(since, len(whole)))])
        if another:
            append_lines(path, ['{"another": 1}'])
        append_lines(path, lines, since=since)
        found = path.read_bytes().replace(b'{"another": 1}\n', b"", another)
        assert found == whole


def test_a_batch_keeps_records_too(tmp_path: Path) -> None:
    """With a file of records a batch adds one for every row that was decided, and they verify."""
    (tmp_path / "goods.csv").write_text("Description;Gain (dB)\namplifier;45\namplifier;loud\nkrytron;\n")
    records = tmp_path / "records.jsonl"
    classify_table(tmp_path / "goods.csv", tmp_path / "r.csv", lists=[load("eu-dual-use")], record=records, workers=1)
    assert [json.loads(line)["goods"]["description"] for line in records.open()] == ["amplifier", "krytron"]
    assert list(verify_records(records)) == []


def test_the_commands_record_and_verify(tmp_path: Path) -> None:
    """``classify --record`` and ``verify``, in text and JSON."""
    records = str(tmp_path / "records.jsonl")
    arguments = ["classify", "krytron", "--list", "eu-dual-use", "--record", records]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert "comes out the same" in CliRunner().invoke(main, ["verify", records]).stdout
    assert json.loads(CliRunner().invoke(main, ["verify", records, "--json"]).stdout) == []
    missing = CliRunner().invoke(main, ["verify", str(tmp_path / "absent.jsonl")])
    assert missing.exit_code == 1
    assert "absent.jsonl" in missing.stderr


def interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, bytes, bytes]:
    """A batch that ended between its records and its output: its table, its journal, and the records it left."""
    goods, records = tmp_path / "goods.csv", tmp_path / "records.jsonl"
    lines = (f"P{n};amplifier;{38 + n}\n" for n in range(5))
    goods.write_text("".join(["Part number;Description;Gain (dB)\n", *lines]), encoding="utf-8")
    append_record(records, classify("krytron", load("eu-dual-use")))

    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(batch, "_write", stop)
        with pytest.raises(KeyboardInterrupt):
            classify_table(goods, tmp_path / "r.csv", lists=[load("eu-dual-use")], record=records, workers=1)
    return goods, (tmp_path / ".r.csv.journal").read_bytes(), records.read_bytes()


def test_a_batch_killed_at_any_byte_of_its_records_adds_each_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever part of its records a killed batch left, the resumed one ends with the file of an uninterrupted run."""
    goods, journal, whole = interrupted(tmp_path, monkeypatch)
    records, lists = tmp_path / "records.jsonl", [load("eu-dual-use")]
    assert whole.count(b"\n") == 6
    for left in range(whole.index(b"\n") + 1, len(whole), 211):
        records.write_bytes(whole[:left])
        (tmp_path / ".r.csv.journal").write_bytes(journal)
        classify_table(goods, tmp_path / "r.csv", lists=lists, record=records, workers=1, resume=True)
        assert records.read_bytes() == whole
    assert list(verify_records(records)) == []


def test_a_batch_killed_at_any_byte_of_its_journal_adds_each_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the journal was cut off before it says that records are added, none were, and all are."""
    goods, journal, whole = interrupted(tmp_path, monkeypatch)
    records, lists = tmp_path / "records.jsonl", [load("eu-dual-use")]
    before = whole[: whole.index(b"\n") + 1]
    for left in range(0, len(journal), 1009):
        records.write_bytes(before)
        (tmp_path / ".r.csv.journal").write_bytes(journal[:left])
        classify_table(goods, tmp_path / "r.csv", lists=lists, record=records, workers=1, resume=True)
        assert untimed(records.read_bytes()) == untimed(whole)


def untimed(records: bytes) -> list[object]:
    """Records without their times."""
    return [{**json.loads(line), "time": ""} for line in records.splitlines()]


def test_a_resumed_batch_may_name_another_file_of_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The records of all rows go to the file that the run which ends is given."""
    goods, _, whole = interrupted(tmp_path, monkeypatch)
    other = tmp_path / "other.jsonl"
    classify_table(goods, tmp_path / "r.csv", lists=[load("eu-dual-use")], record=other, workers=1, resume=True)
    assert other.read_bytes() == whole[whole.index(b"\n") + 1 :]


def test_records_name_the_part_number(tmp_path: Path) -> None:
    """Three years later one asks for a part number: a batch writes it into the record."""
    (tmp_path / "goods.csv").write_text("Artikelnummer;Omschrijving\nKN-22;krytron\n", encoding="utf-8")
    records = tmp_path / "records.jsonl"
    classify_table(tmp_path / "goods.csv", tmp_path / "r.csv", lists=[load("eu-dual-use")], record=records, workers=1)
    assert [json.loads(line)["part_number"] for line in records.open()] == ["KN-22"]


@pytest.mark.parametrize(
    ("record", "reasons", "words"),
    [("absent/r.jsonl", True, "does not exist"), ("r.jsonl", False, "nothing is decided"), ("r.csv", True, "too")],
)
def test_records_that_cannot_be_kept_are_told_before_the_work(
    tmp_path: Path, record: str, reasons: bool, words: str
) -> None:
    """No folder, no decisions, or the output's own file: told at once, and nothing is begun."""
    (tmp_path / "goods.csv").write_text("Description\nkrytron\n", encoding="utf-8")
    with pytest.raises(BadTable, match=words):
        classify_table(
            tmp_path / "goods.csv",
            tmp_path / "r.csv",
            lists=[load("eu-dual-use")],
            record=tmp_path / record,
            reasons=reasons,
        )
    assert not list(tmp_path.glob(".*journal"))


@pytest.mark.official
@pytest.mark.parametrize("text", ["14-bit 3 GSPS ADC", "5-axis milling machine, accuracy 2 µm", "valve DN50, 37 kg"])
def test_a_record_keeps_every_limit_that_was_compared(text: str, official_annex: ControlList) -> None:
    """Found by going where the limits are, the same as by going through the whole trace, in its order."""
    for candidate in classify(text, official_annex).candidates:
        whole = whole_of(candidate)
        assert [step.plan for step in _compared(whole)] == [step.plan for step in whole.walk() if step.margin]


@pytest.mark.official
def test_a_record_stays_small(official_annex: ControlList) -> None:
    """What an entry refers to is not told again under it: 2D002 names whole categories, and its record stays short."""
    record = record_of(classify("software for numerical control of 5-axis machine tools", official_annex))
    assert any(candidate["code"] == "2D002" and candidate["trace"] for candidate in record["answer"]["candidates"])
    assert len(json.dumps(record)) < 200_000


def test_a_difference_names_the_part(path: Path) -> None:
    """Where the record has a part number, what differs is told of it."""
    record = {**json.loads(path.read_text("ascii").splitlines()[0]), "part_number": "AB-1"}
    record["answer"]["outcome"] = "NOT MET"
    path.write_text(json.dumps(record) + "\n", encoding="ascii")
    assert str(next(verify_records(path))).startswith("line 1 (AB-1): outcome: NOT MET → ")


def test_a_list_is_loaded_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many records there are: a list that is loaded anew has to be understood anew, and fills the memory."""
    loaded = []
    monkeypatch.setattr(verification, "load", lambda *given: loaded.append(given) or load(*given))
    assert list(verify_records(path)) == []
    assert len(loaded) == 1


def test_several_processes_verify_as_one_does(path: Path) -> None:
    """The same differences in the same order, whoever finds them."""
    lines = path.read_text("ascii").splitlines()
    changed = {**json.loads(lines[1]), "part_number": "KN-22"}
    changed["answer"]["outcome"] = "LISTED IF CONFIRMED"
    path.write_text("\n".join([lines[0], json.dumps(changed)] * 60) + "\n", encoding="ascii")
    one, two = (list(verify_records(path, workers=workers)) for workers in (1, 2))
    assert one == two
    assert [difference.line for difference in one] == list(range(2, 121, 2))
