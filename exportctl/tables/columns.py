"""Which columns of a table say what of the goods: by their headings, or as a small TOML file maps them.

>>> columns = find_columns(["Part number", "Description", "Resolution (bit)", "Colour"])
>>> columns.description, columns.part_number, [column.name for column in columns.parameters if column.known]
(1, 0, ['Resolution'])
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import attrs

from exportctl.errors import BadGoods, BadTable, ExportctlError
from exportctl.goods import Goods
from exportctl.names import normal, synonyms
from exportctl.tables import Row
from exportctl.units import NUMBER, parse_unit, parse_value

__all__ = ["Column", "Columns", "column_mapping", "find_columns"]

_DESCRIPTIONS = (
    "description,goods,goods description,description of goods,product,product name,product description,item,"
    "item description,article,article description,name,text,short text,omschrijving,artikelomschrijving,"
    "goederenomschrijving,productomschrijving,beschrijving,bezeichnung,beschreibung,warenbezeichnung,"
    "artikelbezeichnung,kurztext,designation,désignation,désignation des marchandises,libellé"
).split(",")
_PART_NUMBERS = (
    "part number,part no,part no.,part,pn,p/n,sku,id,article number,article no,article no.,item number,item no,"
    "item no.,material,material number,product code,artikelnummer,onderdeelnummer,artikel,artikelnr,artikelnr.,"
    "teilenummer,materialnummer,référence,reference,ref"
).split(",")
_PASSED_OVER = (
    "no,no.,nr,nr.,number,row,line,position,pos,pos.,hs code,hs,cn code,commodity code,tariff code,quantity,qty,aantal,"
    "menge,quantité,price,unit price,prijs,preis,prix,value,currency,customer,klant,kunde,client,destination,"
    "bestemming,country,country of origin,land,pays,origin,manufacturer,maker,brand,merk,fabrikant,hersteller,"
    "fabricant,supplier,leverancier,vendor,remarks,remark,comment,comments,opmerking,bemerkung,date,datum,eccn"
).split(",")
_UNIT = re.compile(r"(?P<name>.+?)(?:\s*[(\[](?P<unit>[^()\[\]]+)[)\]]|,\s+(?P<after>\S+)|\s+in\s+(?P<within>\S+))\s*")
_YES_NO = {
    **dict.fromkeys(("yes", "true", "ja", "oui", "y"), True),
    **dict.fromkeys(("no", "false", "nee", "nein", "non"), False),
}
_NOT_STATED = frozenset(("n/a", "na", "n.a.", "-", "–", "—", "?", "unknown", "onbekend", "unbekannt", "inconnu", "tbd"))


@attrs.frozen(kw_only=True)
class Column:
    """A column that states a parameter: its ``place``, the parameter's ``name`` and ``unit`` ("" where none is said).

    ``known`` says that the heading names a parameter for certain: a cell that cannot be read is then a fault of its
    row. What stands in other columns may be anything, and is taken only where it reads as a value.
    """

    place: int
    name: str
    unit: str = ""
    known: bool = True

    def value(self, cell: str) -> bool | str | None:
        """What ``cell`` states: yes or no, a value with its unit, or None where it states nothing."""
        if not cell or cell.casefold() in _NOT_STATED:
            return None
        if (yes_no := _YES_NO.get(cell.casefold())) is not None:
            return yes_no
        value = f"{cell} {self.unit}" if self.unit and _is_bare(cell) else cell
        if not self.known:
            try:
                parse_value(value)
            except ExportctlError:
                return None
        return value


def _is_bare(cell: str) -> bool:
    """Whether ``cell`` is a figure without a unit of its own."""
    try:
        return parse_value(cell).unit == NUMBER
    except ExportctlError:
        return cell[-1:].isdigit()


@attrs.frozen(kw_only=True)
class Columns:
    """Which columns say what: the places of the description and the part number, and the columns of parameters."""

    description: int | None
    part_number: int | None
    parameters: tuple[Column, ...]

    def goods(self, row: Row) -> Goods:
        """The goods of one row. Raises `BadGoods` (a ``ValueError``) naming the column that cannot be read."""
        if row.fault:
            raise BadGoods("the row", row.fault)
        stated = {column.name: column.value(row.cells[column.place]) for column in self.parameters}
        return Goods(self.description_of(row), {name: value for name, value in stated.items() if value is not None})

    def description_of(self, row: Row) -> str:
        """What one row calls its goods; "" where no column describes them."""
        return row.cells[self.description] if self.description is not None else ""

    def part_number_of(self, row: Row) -> str:
        """The part number of one row; "" where there is none."""
        return row.cells[self.part_number] if self.part_number is not None else ""


def find_columns(heading: Sequence[str], mapping: Mapping[str, str] | None = None) -> Columns:
    """The columns by their headings: description, part number, parameters with or without a unit ("Resolution (bit)").

    ``mapping`` (heading to "description", "part number", "ignore", or a parameter's name and unit) comes first where
    it says so. Raises `BadTable` where no column describes the goods, and for a mapping of a column that is not there.
    """
    said = {_plain(name): meaning for name, meaning in (mapping or {}).items()}
    absent = set(said) - {_plain(title) for title in heading}
    if absent:
        raise BadTable(
            f"column {sorted(absent)[0]!r}", f"is mapped, but the table has {_listed(heading)}", "mend the mapping"
        )
    meanings = [(said.get(_plain(title)), title.strip()) for title in heading]
    plain = [_plain(mapped or title) for mapped, title in meanings]
    description, part_number = _first(_DESCRIPTIONS, plain, meanings), _first(_PART_NUMBERS, plain, meanings)
    spoken_for = {"", "ignore", *_DESCRIPTIONS, *_PART_NUMBERS, *_PASSED_OVER}
    parameters = tuple(
        _parameter(place, mapped or title, mapped is not None)
        for place, (mapped, title) in enumerate(meanings)
        if plain[place] not in spoken_for
    )
    if description is None and not any(column.known for column in parameters):
        raise BadTable(_listed(heading), "no column describes the goods", "name one “description”, or map it")
    return Columns(description=description, part_number=part_number, parameters=parameters)


def _first(names: Sequence[str], plain: Sequence[str], meanings: Sequence[tuple[str | None, str]]) -> int | None:
    """The place of the column that is mapped to one of ``names``, else whose heading comes first among them."""
    fitting = [place for place, name in enumerate(plain) if name in names]
    return min(fitting, key=lambda place: (meanings[place][0] is None, names.index(plain[place]), place), default=None)


def _plain(title: str) -> str:
    return " ".join(title.casefold().replace("_", " ").split()).rstrip(":")


def _listed(heading: Sequence[str]) -> str:
    return ", ".join(heading)[:80]


def _parameter(place: int, title: str, mapped: bool) -> Column:
    found = _UNIT.fullmatch(title)
    if found:
        unit = next(part for part in found.group("unit", "after", "within") if part)
        try:
            parse_unit(unit)
        except ExportctlError as error:
            if mapped:
                raise BadTable(f"column {title!r}", str(error), "mend the mapping") from error
        else:
            return Column(place=place, name=found["name"], unit=unit)
    return Column(place=place, name=title, known=mapped or _is_parameter(title))


@cache
def _known() -> frozenset[frozenset[str]]:
    return frozenset(normal(name) for line in synonyms() for name in (line.canonical, line.synonym))


def _is_parameter(title: str) -> bool:
    """Whether ``title`` is in the table of parameters' names."""
    return normal(title) in _known()


def column_mapping(path: Path | None) -> dict[str, str]:
    """The ``[columns]`` table of a TOML file: heading to "description", "ignore", or a parameter's name and unit.

    Empty without a path. Raises `BadTable` naming the file.
    """
    if path is None:
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))["columns"]
        if not all(isinstance(meaning, str) for meaning in table.values()):
            raise ValueError("a heading is mapped to text")
    except RecursionError as error:
        raise BadTable(str(path), "is nested too deep", "write a [columns] table") from error
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise BadTable(str(path), f"is no mapping of columns ({error})", "write a [columns] table") from error
    return dict(table)
