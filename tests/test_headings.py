"""Where the heading of a table stands, which sheet has the goods, and how the table writes its figures."""

import csv
import datetime
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.errors import BadGoods, BadQuantity, BadTable
from exportctl.goods import Goods
from exportctl.numerals import BOTH, parse_number
from exportctl.tables import open_table
from exportctl.tables.decimals import Signs, settled
from exportctl.tables.goods import goods_table
from exportctl.tables.headings import find_heading, meaning


def workbook(path: Path, fill: Callable[[Any], None]) -> Path:
    """A workbook as a spreadsheet program writes it, filled by ``fill``."""
    from openpyxl import Workbook

    book = Workbook()
    fill(book)
    book.save(path)
    return path


def texts(path: Path, lines: list[str], delimiter: str = ";", encoding: str = "utf-8") -> Path:
    """A text table of ``lines`` whose cells are parted by bars."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(line.split("|") for line in lines)
    return path


def read(path: Path, **more: Any) -> list[tuple[int, Goods | str]]:
    """Number and goods of each row, or why it cannot be read."""
    found: list[tuple[int, Goods | str]] = []
    with goods_table(path, **more) as goods:
        for row in goods.table.rows():
            try:
                found.append((row.number, goods.columns.goods(row)))
            except BadGoods as error:
                found.append((row.number, str(error)))
    return found


DESCRIPTIONS = (
    "Description|Item description|Product_Name|Description (40 characters)|Omschrijving|Artikelomschrijving|Benaming"
    "|OMSCHRIJVING (NL)|Omschrijving:|Bezeichnung|Warenbezeichnung|Materialkurztext|Artikel-Bezeichnung|Beschreibung 1"
    "|Désignation|Designation|Libellé article|Désignation des marchandises"
).split("|")
PART_NUMBERS = (
    "Part number|P/N|Part No.|Manufacturer part number|SKU|Artikelnummer|Bestelnummer|Art.nr.|Artikel-Nr."
    "|Materialnummer|Teile-Nr.|Référence|Réf.|N° article|Code article"
).split("|")
PARAMETERS = (
    "Bit resolution [bit]|Sample rate in MSPS|peak_power W|Gewicht (kg)|Golflengte, nm|Vermogen\n(W)|Bandbreedte"
    "|Auflösung (Bit)|Abtastrate (MSPS)|Leistung W|Fréquence d'échantillonnage (MHz)|Longueur d'onde [nm]|Précision"
    "|Poids (kg)"
).split("|")


@pytest.mark.parametrize(
    ("titles", "said"),
    [(DESCRIPTIONS, "description"), (PART_NUMBERS, "part number"), (PARAMETERS, "parameter")],
)
def test_headings_are_known_in_four_languages(titles: list[str], said: str) -> None:
    """Descriptions, part numbers and parameters under their usual names in English, Dutch, German and French."""
    assert {" ".join(title.split()): meaning(" ".join(title.split())) for title in titles} == {
        " ".join(title.split()): said for title in titles
    }


@pytest.mark.parametrize(
    "title", ["Prijs (EUR)", "Status (open)", "Omschrijvingen van de leverancier", "Colour (RAL)", ""]
)
def test_what_nobody_knows_means_nothing(title: str) -> None:
    """A heading that is no known name, with brackets that hold no unit."""
    assert meaning(title) in ("", "other")


def test_titles_above_the_heading_are_passed_over(tmp_path: Path) -> None:
    """A merged title, a date and an empty row stand above the heading; rows keep the numbers that the sheet shows."""

    def fill(book: Any) -> None:
        sheet = book.active
        sheet.merge_cells("A1:D1")
        sheet["A1"] = "Article list, kg"
        sheet["A2"] = datetime.date(2025, 11, 1)
        for row in ([], ["Artikelnummer", "Omschrijving", "Gewicht (kg)"], ["A1", "krytron", 1.25]):
            sheet.append(row)

    assert read(workbook(tmp_path / "a.xlsx", fill)) == [(5, Goods("krytron", {"Gewicht": "1.25 kg"}))]


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("title", ["Artikellijst|||", "Artikellijst"])
def test_titles_above_a_text_table_are_passed_over(tmp_path: Path, delimiter: str, encoding: str, title: str) -> None:
    """With all delimiters of the row or without: the heading is found, and no row has too many cells."""
    lines = [title, "", "Artikelnummer|Omschrijving|Versterking (dB)|Prijs", "A1|versterker é|45|1"]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines).replace("|", delimiter), encoding=encoding)
    assert read(path) == [(4, Goods("versterker é", {"Versterking": "45 dB"}))]


def test_a_heading_of_two_rows_is_read_as_one() -> None:
    """Names above, a group beside them with its names below; names above, their units below."""
    groups = [(1, ["Omschrijving", "Technische gegevens", ""]), (2, ["", "Versterking (dB)", "Gewicht (kg)"])]
    assert find_heading([*groups, (3, ["ADC", "4", "5"])]) is not None
    assert find_heading(groups).titles == ("Omschrijving", "Versterking (dB)", "Gewicht (kg)")  # type: ignore[union-attr]
    units = [(4, ["Description", "Gain", "Weight"]), (5, ["", "[dB]", "kg"]), (6, ["ADC", "4", "5"])]
    found = find_heading(units)
    assert found is not None
    assert (found.number, found.titles) == (5, ("Description", "Gain (dB)", "Weight (kg)"))


def test_a_first_row_of_goods_is_no_heading() -> None:
    """Goods that happen to be called as headings are do not take the heading's place."""
    rows = [(1, ["Omschrijving", "Kleur"]), (2, ["product", "blauw"]), (3, ["item", ""])]
    found = find_heading(rows)
    assert found is not None
    assert found.number == 1


def test_the_sheet_with_goods_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    """A cover and a hidden sheet are no table of goods; another that is one is told; a sheet can be named."""

    def fill(book: Any) -> None:
        book.active.title = "Toelichting"
        book.active["A1"] = "Alle gewichten in kg"
        hidden = book.create_sheet("Oud")
        hidden.sheet_state = "hidden"
        for name, goods in (("Oud", "pomp"), ("Artikelen", "krytron"), ("Reserve", "thyratron")):
            sheet = hidden if name == "Oud" else book.create_sheet(name)
            sheet.append(["Artikelnummer", "Omschrijving"])
            sheet.append(["A1", goods])

    path = workbook(tmp_path / "a.xlsx", fill)
    with goods_table(path) as goods:
        assert (goods.table.sheet, goods.table.others) == ("Artikelen", ("Toelichting", "Reserve"))
    assert read(path) == [(2, Goods("krytron"))]
    assert read(path, sheet="Reserve") == [(2, Goods("thyratron"))]
    with pytest.raises(BadTable, match="has no sheet 'X'; there are: Toelichting, Artikelen, Reserve"):
        read(path, sheet="X")
    with pytest.raises(BadTable, match="has no sheet 'X'; there are: none"):
        read(texts(tmp_path / "a.csv", ["Description", "krytron"]), sheet="X")


def test_numbers_are_read_as_the_sheet_shows_them(tmp_path: Path) -> None:
    """A part number shown as 00123 and a share shown as 45 % are that; a date and a whole number too."""

    def fill(book: Any) -> None:
        sheet = book.active
        sheet.append(["Artikelnummer", "Omschrijving", "Efficiency (%)", "Datum", "Gain (dB)"])
        sheet.append([123, "pomp", 0.45, datetime.date(2025, 3, 1), 12.0])
        sheet["A2"].number_format, sheet["C2"].number_format = "00000", "0.0%"

    path = workbook(tmp_path / "a.xlsx", fill)
    with goods_table(path) as goods:
        (row,) = goods.table.rows()
        assert row.cells == ("00123", "pomp", "45%", "2025-03-01", "12")
        assert goods.columns.goods(row).parameters == Goods("x", {"Efficiency": "45 %", "Gain": "12 dB"}).parameters


def test_the_last_value_of_a_formula_is_taken(tmp_path: Path) -> None:
    """What a formula came to when the sheet was saved, be it a text or a number."""
    from workbook_files import workbook_parts, write_parts

    parts = workbook_parts([["Description", "Gain (dB)"]])
    row = '<row><c t="str"><f>"kry"&amp;"tron"</f><v>krytron</v></c><c><f>40+5</f><v>45</v></c></row></sheetData>'
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace("</sheetData>", row)
    assert read(write_parts(tmp_path / "a.xlsx", parts)) == [(2, Goods("krytron", {"Gain": "45 dB"}))]


def test_parquet_of_any_column_type_is_read(tmp_path: Path) -> None:
    """Dictionary columns, whole numbers, decimals, dates and nothing."""
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from decimal import Decimal

    from pyarrow import parquet

    table = pyarrow.table(
        {
            "Désignation": pyarrow.array(["krytron", "krytron"]).dictionary_encode(),
            "Référence": pyarrow.array([7, None], pyarrow.int16()),
            "Poids (kg)": pyarrow.array([Decimal("1.250"), None]),
            "Date": pyarrow.array([datetime.date(2025, 1, 1), None]),
        }
    )
    parquet.write_table(table, tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet") == [(2, Goods("krytron", {"Poids": "1.25 kg"})), (3, Goods("krytron"))]


@pytest.mark.parametrize(
    ("figures", "sign"),
    [
        (["12,5"], ","),
        (["0,356"], ","),
        (["1.234,567"], ","),
        (["1.234.567"], ","),
        (["12345,678"], ","),
        (["12.5", "1,234,567"], "."),
        (["4,356", "1.234", "250", "12.05.2024", "v1"], ""),
        (["12,5", "12.5"], BOTH),
    ],
)
def test_figures_tell_the_decimal_sign(figures: list[str], sign: str) -> None:
    """A figure that can mean one thing only shows how its writer writes; one that can mean two shows nothing."""
    signs = Signs()
    for figure in figures:
        signs.see(f"{figure} kg")
    assert signs.sign == sign


def test_a_figure_that_can_mean_two_things_means_what_the_table_means(tmp_path: Path) -> None:
    """Beside "12,5" a weight of "4,356" is a little more than four; a point before three digits is asked about."""
    lines = ["Artikelnummer\tOmschrijving\tGewicht (kg)", "1\tpomp\t12,5", "2\tpomp\t4,356", "3\tpomp\t4.356"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    first, second, third = read(tmp_path / "a.csv")
    assert second == (3, Goods("pomp", {"Gewicht": "4.356 kg"}))
    assert "its point can mean 4.356 or 4356" in str(third[1])
    assert first[0] == 2


def test_semicolons_come_with_decimal_commas(tmp_path: Path) -> None:
    """Where no figure tells, a table parted by semicolons has decimal commas; one figure with a point tells."""
    commas = texts(tmp_path / "a.csv", ["Omschrijving|Gewicht (kg)", "pomp|4,356"])
    assert read(commas) == [(2, Goods("pomp", {"Gewicht": "4.356 kg"}))]
    points = texts(tmp_path / "b.csv", ["Omschrijving|Gewicht (kg)", "pomp|4.356", "pomp|12.5"])
    assert read(points)[0] == (2, Goods("pomp", {"Gewicht": "4.356 kg"}))


def test_prices_tell_the_decimal_sign_too(tmp_path: Path) -> None:
    """Amounts of money are no facts about goods, but written by the same hand."""
    path = texts(tmp_path / "a.csv", ["Omschrijving|Gewicht (kg)|Prijs (EUR)", "pomp|4,356|12,50"], delimiter="\t")
    assert read(path) == [(2, Goods("pomp", {"Gewicht": "4.356 kg"}))]


def test_numbers_of_a_sheet_are_never_doubtful(tmp_path: Path) -> None:
    """In a workbook whose texts have decimal commas a number of three decimals stays what it is."""

    def fill(book: Any) -> None:
        for row in (["Omschrijving", "Gewicht (kg)"], ["pomp", 4.356], ["pomp", "12,5"], ["pomp", "4.356"]):
            book.active.append(row)

    first, second, third = read(workbook(tmp_path / "a.xlsx", fill))
    assert [first, second] == [(2, Goods("pomp", {"Gewicht": "4.356 kg"})), (3, Goods("pomp", {"Gewicht": "12.5 kg"}))]
    assert isinstance(third[1], str)


@given(st.integers(0, 10**7), st.integers(0, 4), st.booleans(), st.sampled_from([".", ","]))
def test_no_figure_is_misread_by_its_table(digits: int, places: int, grouped: bool, sign: str) -> None:
    """However a table writes a number, with thousands apart or not, it is read as that number or not at all."""
    number = Fraction(digits, 10**places)
    other = "," if sign == "." else "."
    whole, behind = divmod(digits, 10**places)
    written = (f"{whole:,}".replace(",", other) if grouped else str(whole)) + (
        f"{sign}{behind:0{places}}" if places else ""
    )
    try:
        assert parse_number(settled(written, sign)) == number
    except BadQuantity:
        assert grouped
        assert not places


def test_one_description_in_two_columns_is_joined(tmp_path: Path) -> None:
    """ "Description 1" and "Description 2" are one text; the same text twice is said once."""
    lines = ["Omschrijving 1|Omschrijving 2|Description|Gain (dB)", "versterker voor|microgolven|amplifier|3", "a|a||3"]
    path = texts(tmp_path / "a.csv", lines)
    with goods_table(path, mapping={"Description": "ignore"}) as goods:
        assert [goods.columns.description_of(row) for row in goods.table.rows()] == ["versterker voor microgolven", "a"]


def test_one_parameter_in_two_columns_is_one(tmp_path: Path) -> None:
    """An empty cell takes no value away, another unit says the same again, and two values are told."""
    lines = [
        "Description|Gain (dB)|Weight (kg)|Weight (lb)|Gain (dB)",
        "amplifier|45|5||",
        "amplifier||5|11.02|45",
        "amplifier|45|||30",
        "amplifier||5|20|",
    ]
    first, second, third, fourth = read(texts(tmp_path / "a.csv", lines))
    assert first[1] == second[1] == Goods("amplifier", {"Gain": "45 dB", "Weight": "5 kg"})
    assert "is 45 dB in one column and 30 dB in another" in str(third[1])
    assert isinstance(fourth[1], str)


def test_a_column_of_words_spoils_no_rows(tmp_path: Path) -> None:
    """Where most cells under a parameter's name are no figures, the others count and these are passed over; a column
    that the user maps is taken at its word.
    """
    cells = ["mains", "battery", "230 V", "none", *["mains"] * 8]
    path = texts(tmp_path / "a.csv", ["Description|Voltage", *(f"pump|{cell}" for cell in cells)])
    assert [goods for _, goods in read(path)] == [
        Goods("pump", {"Voltage": "230 V"}) if c == "230 V" else Goods("pump") for c in cells
    ]
    with goods_table(path) as goods:
        assert [column.mostly_words for column in goods.columns.parameters] == [True]
    assert isinstance(read(path, mapping={"Voltage": "voltage (V)"})[0][1], str)


@pytest.mark.parametrize("cell", ["n.v.t.", "N/A", "#N/A", "onbekend", "k.A.", "inconnu", "-", "TBD", "geen"])
def test_cells_that_state_nothing_state_nothing(tmp_path: Path, cell: str) -> None:
    """Not applicable, unknown, to be determined: in four languages."""
    assert read(texts(tmp_path / "a.csv", ["Description|Gain (dB)", f"pump|{cell}"])) == [(2, Goods("pump"))]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        ("a.csv", b"%PDF-1.7", "is a PDF"),
        ("a.ods", b"PK\x03\x04mimetype", "not a workbook"),
    ],
)
def test_files_of_another_kind_are_told(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    """What is no table that can be read is told as what it is, with the remedy."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadTable, match=rf"{words}.*save the table as \.xlsx"):
        open_table(tmp_path / name)


def test_a_workbook_by_another_name_is_read(tmp_path: Path) -> None:
    """What a file holds counts, not what it is called."""
    path = workbook(tmp_path / "a.xlsx", lambda book: [book.active.append(row) for row in (["Description"], ["pump"])])
    assert read(path.rename(tmp_path / "a.csv")) == [(2, Goods("pump"))]
