"""Decisions kept and made again; goods that a new edition touches."""

import json
from pathlib import Path

import pytest

from exportctl.catalog import parse
from exportctl.classification import classify
from exportctl.errors import BadTable
from exportctl.goods import Goods
from exportctl.impact import impact
from exportctl.records import append_record, verify_records

PAGE = (
    "<ANNEX><TITLE><TI><P>ANNEX I</P></TI><STI><P>LIST OF DUAL-USE ITEMS</P></STI></TITLE><CONTENTS>"
    "<NP><NO.P>3A001</NO.P><TXT>Amplifiers with a gain exceeding {} dB;</TXT></NP></CONTENTS></ANNEX>"
)


def test_a_record_comes_out_the_same(tmp_path: Path) -> None:
    """A decision made again by the same version on the same list does not differ."""
    path = tmp_path / "records.jsonl"
    append_record(path, classify("14-bit 3 GSPS ADC"))
    append_record(path, classify(Goods("ADC", {"resolution": "14 bit", "radiation hardened": True})))
    assert list(verify_records(path)) == []


def test_what_differs_is_told(tmp_path: Path) -> None:
    """An outcome that was recorded otherwise is found, with its line."""
    path = tmp_path / "records.jsonl"
    append_record(path, classify("14-bit 3 GSPS ADC"))
    record = json.loads(path.read_text(encoding="utf-8"))
    record["answer"]["outcome"] = "NOT MET"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert [(d.line, d.what, d.recorded) for d in verify_records(path)] == [(1, "outcome", "NOT MET")]


def test_a_line_that_is_no_record_is_named(tmp_path: Path) -> None:
    """The error names the file and the line."""
    path = tmp_path / "records.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(BadTable, match="line 1"):
        list(verify_records(path))


def test_only_goods_between_the_old_and_the_new_limit_are_touched() -> None:
    """A limit that went from 40 dB to 50 dB touches an amplifier of 45 dB and neither of its neighbours."""
    old, new = (parse(PAGE.format(limit).encode()) for limit in (40, 50))
    goods = [(n, Goods("amplifier", {"gain": f"{gain} dB"})) for n, gain in ((2, 35), (3, 45), (4, 55))]
    touched = list(impact(goods, old, new))
    assert [t.number for t in touched] == [3]
    assert "NOT MET" in str(touched[0])
