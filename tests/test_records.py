"""Decisions kept and made again, by one process or several."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from goods_lists import small_list

from exportctl import catalog
from exportctl.batch import classify_table
from exportctl.catalog import install, load
from exportctl.classification import classify
from exportctl.cli import main
from exportctl.errors import BadTable
from exportctl.goods import Goods
from exportctl.records import append_record, verify_records


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


def test_a_line_that_was_cut_off_spoils_no_other(path: Path) -> None:
    """After a record that was cut off the next one begins on a line of its own."""
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    append_record(path, classify("krytron", load("eu-dual-use")))
    lines = path.read_bytes().splitlines()
    assert len(lines) == 3
    assert json.loads(lines[2])["goods"]["description"] == "krytron"


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
