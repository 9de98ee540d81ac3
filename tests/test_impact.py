"""Goods that a new edition touches: those and no others, with what differs and the change of the list that did it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from goods_lists import small_list

from exportctl.catalog import parse
from exportctl.cli import main
from exportctl.goods import Goods
from exportctl.impact import Touched, Unread, impact, impact_on_table
from exportctl.model import ControlList

GOODS = "Part;Description;Gain (dB)\nA;amplifier;35\nB;amplifier;45\nC;amplifier;55\nD;amplifier;loud\nE;krytron;\n"


@pytest.fixture(scope="module")
def editions() -> tuple[ControlList, ControlList]:
    """Two editions between which the limit of amplifiers went from 40 dB to 50 dB."""
    return parse(small_list(gain="40 dB", edition="20210520")), parse(small_list(gain="50 dB"))


def test_only_goods_between_the_old_and_the_new_limit_are_touched(editions: tuple[ControlList, ControlList]) -> None:
    """An amplifier of 45 dB is touched, and neither of its neighbours; the change of the limit is the reason."""
    goods = [(n, Goods("amplifier", {"gain": f"{gain} dB"})) for n, gain in ((2, 35), (3, 45), (4, 55))]
    (touched,) = impact(goods, *editions)
    assert touched.number == 3
    assert touched.differences == ("outcome LISTED IF CONFIRMED → NOT MET",)
    assert touched.changes[0] == "3A001: gain > 40 dB → > 50 dB (raised)"


def test_goods_whose_questions_change_are_touched(editions: tuple[ControlList, ControlList]) -> None:
    """Without a figure the outcome stays open, but what has to be asked is another question."""
    (touched,) = impact([(2, Goods("amplifier"))], *editions)
    assert touched.differences == ("questions gain > 40 dB → gain > 50 dB",)


def test_nothing_is_touched_by_the_same_edition(editions: tuple[ControlList, ControlList]) -> None:
    """An edition held against itself touches nothing."""
    old, _ = editions
    assert list(impact([(2, Goods("amplifier")), (3, Goods("krytron"))], old, old)) == []


def test_new_entries_touch_what_was_not_found(editions: tuple[ControlList, ControlList]) -> None:
    """Goods that no entry fitted before are touched by an entry that is new, which is told."""
    old, _ = editions
    new = parse(small_list(e2B226="Induction furnaces with an operating temperature exceeding 1123 K;"))
    (touched,) = impact([(2, Goods("induction furnace"))], old, new)
    assert "2B226" in " ".join(touched.differences)
    assert touched.changes[0].startswith("2B226 added")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_table_is_worked_through_whatever_is_in_it(
    tmp_path: Path, editions: tuple[ControlList, ControlList], workers: int
) -> None:
    """A row that cannot be read is told with its number; one process or two tell the same."""
    path = tmp_path / "goods.csv"
    path.write_text(GOODS * 1, encoding="utf-8")
    found = list(impact_on_table(path, *editions, workers=workers))
    assert [(type(one), one.number) for one in found] == [(Touched, 3), (Unread, 5)]
    assert "loud" in found[1].as_dict()["not_read"]


def test_the_command_tells_rows_and_reasons(tmp_path: Path) -> None:
    """``impact`` with two files, in text and JSON."""
    (tmp_path / "goods.csv").write_text(GOODS, encoding="utf-8")
    files = []
    for name, gain in (("2021-05-20.xml", "40 dB"), ("2025-11-15.xml", "50 dB")):
        (tmp_path / name).write_bytes(small_list(gain=gain))
        files.append(str(tmp_path / name))
    arguments = ["impact", str(tmp_path / "goods.csv"), "--from", files[0], "--to", files[1], "--workers", "1"]
    text = CliRunner().invoke(main, arguments).stdout
    assert text.startswith("row 3: amplifier: outcome LISTED IF CONFIRMED → NOT MET")
    document = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    assert [one["row"] for one in document] == [3, 5]


@pytest.mark.official
def test_real_editions_touch_some_goods_and_say_why(official_2021: ControlList, official_annex: ControlList) -> None:
    """Between 2021 and 2025 the converters' sampling limits stand as they did, and a quantum computer is new."""
    goods = [(2, Goods("14-bit 3 GSPS ADC")), (3, Goods("quantum computer"))]
    found = {touched.number: touched for touched in impact(goods, official_2021, official_annex)}
    assert 3 in found
    assert found[3].why
