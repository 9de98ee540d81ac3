"""Columns are found by their headings, or as a mapping says."""

from pathlib import Path

import pytest

from exportctl.errors import BadGoods, BadTable
from exportctl.tables import Row
from exportctl.tables.columns import column_mapping, find_columns


def stated(heading: str, mapping: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """Name and unit of the columns of ``heading`` that certainly state a parameter."""
    columns = find_columns(["Description", *heading.split("|")], mapping)
    return [(column.name, column.unit) for column in columns.parameters if column.known]


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Resolution (bit)", ("Resolution", "bit")),
        ("Gain [dB]", ("Gain", "dB")),
        ("Wavelength, nm", ("Wavelength", "nm")),
        ("Sample rate in MSPS", ("Sample rate", "MSPS")),
        ("sampling frequency", ("sampling frequency", "")),
        ("Quirk (kg)", ("Quirk", "kg")),
    ],
)
def test_a_heading_names_a_parameter_with_or_without_its_unit(heading: str, found: tuple[str, str]) -> None:
    """A unit in brackets or behind a comma, or a name that the lists use, makes a parameter."""
    assert stated(heading) == [found]


def test_headings_that_are_no_parameter_are_passed_over() -> None:
    """Prices, places and colours are no facts about goods; whoever made them changes nothing."""
    assert stated("Price|Country|Manufacturer|Colour (RAL)|Destination|Remarks") == []


@pytest.mark.parametrize(
    "heading", ["Omschrijving", "BEZEICHNUNG", "Désignation", "Product_Name", "Goods description:"]
)
def test_a_description_is_found_in_four_languages(heading: str) -> None:
    """Case, underscores and a colon do not count."""
    assert find_columns(["Part number", heading]).description == 1


def test_the_better_name_wins_wherever_it_stands() -> None:
    """“Description” says what the goods are, “Name” only where nothing better does; so with part numbers."""
    columns = find_columns(["Name", "ID", "Description", "Part number"])
    assert (columns.description, columns.part_number) == (2, 3)


def test_mapping_comes_first() -> None:
    """A mapping names the columns that no rule can know."""
    columns = find_columns(
        ["X1", "X2", "Gain (dB)", "Name"], {"X1": "description", "x2": "sample rate (MSPS)", "Gain (dB)": "ignore"}
    )
    assert columns.description == 0
    assert [(column.place, column.name, column.unit) for column in columns.parameters] == [(1, "sample rate", "MSPS")]


def test_a_mapping_that_cannot_be_followed_is_told() -> None:
    """A column that is not there, and a unit that nobody knows, are errors, not silence."""
    with pytest.raises(BadTable, match="is mapped, but the table has"):
        find_columns(["Description"], {"Absent": "description"})
    with pytest.raises(BadTable, match="unknown unit"):
        find_columns(["Description", "X"], {"X": "gain (quux)"})


def test_cells_become_facts() -> None:
    """A figure takes the column's unit, words for yes and no are facts, and "n/a" states nothing."""
    columns = find_columns(["Description", "Gain (dB)", "radiation hardened", "Colour", "Peak power (W)"])
    goods = columns.goods(Row(2, ("amplifier", "45", "nee", "blue 7", "n/a")))
    assert {name: str(value) for name, value in goods.parameters.items()} == {
        "Gain": "45 dB",
        "radiation hardened": "False",
    }


@pytest.mark.parametrize(
    ("cell", "value"),
    [("45", "45 dB"), ("≥ 45", "≥ 45 dB"), ("30 to 45", "30 dB to 45 dB"), ("45 dB", "45 dB"), ("fourteen", "14 dB")],
)
def test_a_figure_takes_the_unit_of_its_column(cell: str, value: str) -> None:
    """A figure without a unit, a range or a bound too, is in the unit of the heading."""
    goods = find_columns(["Description", "Gain (dB)"]).goods(Row(2, ("amplifier", cell)))
    assert str(goods.parameters["Gain"]) == value


def test_a_cell_that_cannot_be_read_names_its_column() -> None:
    """Under a known parameter a word is a fault; the error names the parameter."""
    columns = find_columns(["Description", "Gain (dB)"])
    with pytest.raises(BadGoods, match="Gain"):
        columns.goods(Row(2, ("amplifier", "loud")))


@pytest.mark.parametrize("text", ["", "columns = 3", "[columns]\nx = 1", "[columns", "[columns]\n'x' = '\\xff"])
def test_a_broken_mapping_is_named(tmp_path: Path, text: str) -> None:
    """The error names the file and shows what to write."""
    path = tmp_path / "columns.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTable, match=r"columns\.toml"):
        column_mapping(path)


def test_a_mapping_is_read_from_toml(tmp_path: Path) -> None:
    """One table, heading to meaning."""
    path = tmp_path / "columns.toml"
    path.write_text('[columns]\n"X1" = "description"\n"Auflösung" = "resolution (bit)"\n', encoding="utf-8")
    assert column_mapping(path) == {"X1": "description", "Auflösung": "resolution (bit)"}
