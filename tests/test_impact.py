"""Goods that a new edition touches: those and no others, with what differs and the change of the list that did it."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from goods_lists import small_list

from exportctl.catalog import parse
from exportctl.classification import classify
from exportctl.cli import main
from exportctl.goods import Goods
from exportctl.impact import Touched, Unread, impact, impact_on_table, write_impact
from exportctl.model import ControlList
from exportctl.tables import read_rows

impact_room = importlib.import_module("exportctl.impact")  # a function of its own name hides the module

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
    assert text.startswith("row 3 (B): amplifier: outcome LISTED IF CONFIRMED → NOT MET")
    document = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    assert [one["row"] for one in document] == [3, 5]


@pytest.mark.official
def test_real_editions_touch_some_goods_and_say_why(official_2021: ControlList, official_annex: ControlList) -> None:
    """Between 2021 and 2025 the converters' sampling limits stand as they did, and a quantum computer is new."""
    goods = [(2, Goods("14-bit 3 GSPS ADC")), (3, Goods("quantum computer"))]
    found = {touched.number: touched for touched in impact(goods, official_2021, official_annex)}
    assert 3 in found
    assert found[3].why


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_is_touched_is_written_as_a_table(
    tmp_path: Path, editions: tuple[ControlList, ControlList], suffix: str
) -> None:
    """A row each with its part number, both answers and why; the rows that could not be read too."""
    goods, target = tmp_path / "goods.csv", tmp_path / f"touched.{suffix}"
    goods.write_text(GOODS.replace("Part", "Artikelnummer"), encoding="utf-8")
    assert write_impact(impact_on_table(goods, *editions, workers=1), target) == 2
    heading, rows = read_rows(target)
    touched, unread = [dict(zip(heading, row.cells, strict=True)) for row in rows]
    assert (touched["row"], touched["part number"], touched["description"]) == ("3", "B", "amplifier")
    assert (touched["outcome before"], touched["outcome after"]) == ("LISTED IF CONFIRMED", "NOT MET")
    assert touched["why"].startswith("3A001: gain > 40 dB → > 50 dB (raised)")
    assert (unread["part number"], unread["outcome after"]) == ("D", "ROW NOT READ")
    assert all(touched.values())


def test_changes_are_grouped_by_the_rows_they_touch(tmp_path: Path, editions: tuple[ControlList, ControlList]) -> None:
    """The second sheet: which change of the list touches most rows, and the first of them."""
    goods = tmp_path / "goods.csv"
    goods.write_text("Description;Gain (dB)\n" + "amplifier;45\n" * 12 + "krytron;\n", encoding="utf-8")
    write_impact(impact_on_table(goods, *editions, workers=1), tmp_path / "touched.csv")
    _, rows = read_rows(tmp_path / "touched.changes.csv")
    assert next(rows).cells == ("3A001: gain > 40 dB → > 50 dB (raised)", "12", "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …")


def test_a_fault_of_ours_costs_one_row_only(
    tmp_path: Path, editions: tuple[ControlList, ControlList], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception that nobody foresaw is told at its row; the rest is done."""

    def stumble(item: Goods, *rest: Any) -> Any:
        if item.description == "krytron":
            raise RecursionError("too deep")
        return classify(item, *rest)

    monkeypatch.setattr(impact_room, "classify", stumble)
    (tmp_path / "goods.csv").write_text("Description;Gain (dB)\nkrytron;\namplifier;45\n", encoding="utf-8")
    unread, touched = impact_on_table(tmp_path / "goods.csv", *editions, workers=1)
    assert "RecursionError" in str(unread)
    assert touched.number == 3


def test_the_command_writes_a_table(tmp_path: Path) -> None:
    """``impact -o``."""
    (tmp_path / "goods.csv").write_text(GOODS, encoding="utf-8")
    for edition, gain in (("2021-05-20", "40 dB"), ("2025-11-15", "50 dB")):
        (tmp_path / f"{edition}.xml").write_bytes(small_list(gain=gain))
    editions = ["--from", str(tmp_path / "2021-05-20.xml"), "--to", str(tmp_path / "2025-11-15.xml")]
    arguments = ["impact", str(tmp_path / "goods.csv"), *editions, "-o", str(tmp_path / "touched.csv")]
    assert "2 rows are touched or could not be read" in CliRunner().invoke(main, arguments).stdout
    assert len(list(read_rows(tmp_path / "touched.csv")[1])) == 2
