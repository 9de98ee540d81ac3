"""Which columns of a table say what of the goods: by their headings, or as a small TOML file maps them.

>>> columns = find_columns(["Part number", "Description", "Resolution (bit)", "Colour"])
>>> columns.description, columns.part_number, [column.name for column in columns.parameters if column.known]
(1, 0, ['Resolution'])
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from exportctl.errors import BadGoods, BadTable, ExportctlError
from exportctl.goods import Goods
from exportctl.names import normal
from exportctl.tables import Row
from exportctl.tables.decimals import Signs, settled
from exportctl.tables.headings import (
    DESCRIPTIONS,
    PART_NUMBERS,
    continues,
    is_amount,
    meaning,
    plain_title,
    set_apart,
    unit_of,
)
from exportctl.tables.workbooks import Number
from exportctl.units import NUMBER, parse_unit, parse_value

__all__ = ["Column", "Columns", "column_mapping", "find_columns"]

_YES_NO = {
    **dict.fromkeys(("yes", "true", "ja", "oui", "y"), True),
    **dict.fromkeys(("no", "false", "nee", "nein", "non"), False),
}
_NOT_STATED = frozenset(
    """n/a na n.a. n.a - -- --- – — . .. ? / unknown none null nan tbd tbc #n/a #n/b #nv onbekend nvt n.v.t. n.v.t ntb
    n.t.b. geen unbekannt k.a. k.a entfällt entf. keine inconnu inconnue s.o. néant aucun aucune""".split()
)
_FEW = 10


@attrs.frozen(kw_only=True)
class Column:
    """A column that states a parameter: its ``place``, the parameter's ``name`` and ``unit`` ("" where none is said).

    ``known`` says that the heading names a parameter for certain: a cell that cannot be read is then a fault of its
    row. What stands in other columns may be anything, and is taken only where it reads as a value; so it is where
    ``is_mapped`` does not say that the user wants it so, and most cells turn out to be no figures (``mostly_words``).
    """

    place: int
    name: str
    unit: str = ""
    known: bool = True
    is_mapped: bool = False
    mostly_words: bool = False

    def value(self, cell: str, decimals: str = "") -> bool | str | None:
        """What ``cell`` states: yes or no, a value with its unit, or None where it states nothing.

        ``decimals`` is the sign that the table writes decimals with, where that is known. Raises `BadGoods`.
        """
        if not cell or cell.casefold() in _NOT_STATED:
            return None
        if (yes_no := _YES_NO.get(cell.casefold())) is not None:
            return yes_no
        try:
            plain = cell if isinstance(cell, Number) else settled(cell, decimals)
            value = f"{plain} {self.unit}" if self.unit and _is_bare(plain) else plain
            if not self.known:
                parse_value(value)
        except ExportctlError as error:
            if self.known:
                raise BadGoods(self.name, str(error)) from error
            return None
        return value

    def reads(self, cell: str) -> bool:
        """Whether ``cell`` states a value, yes or no, or nothing; a figure that can be read two ways is one."""
        try:
            value = self.value(cell)
            return value is None or not Goods("", {self.name: value}).words
        except ExportctlError:
            return False


def _is_bare(cell: str) -> bool:
    """Whether ``cell`` is a figure without a unit of its own."""
    try:
        return parse_value(cell).unit == NUMBER
    except ExportctlError:
        return cell[-1:].isdigit()


@attrs.frozen(kw_only=True)
class Columns:
    """Which columns say what: the places of the description and the part number, and the columns of parameters.

    ``more`` are columns that go on with the description, ``amounts`` columns of money, ``decimals`` the sign that the
    table writes decimals with.
    """

    description: int | None
    part_number: int | None
    parameters: tuple[Column, ...]
    more: tuple[int, ...] = ()
    amounts: tuple[int, ...] = ()
    decimals: str = ""

    def goods(self, row: Row) -> Goods:
        """The goods of one row. Raises `BadGoods` (a ``ValueError``) naming the column that cannot be read."""
        if row.fault:
            raise BadGoods("the row", row.fault)
        stated: dict[str, bool | str] = {}
        by_name: dict[frozenset[str], bool | str] = {}
        for column in self.parameters:
            value = column.value(row.cells[column.place], self.decimals)
            if value is None:
                continue
            first = by_name.setdefault(normal(column.name), value)
            if first != value and not _is_again(first, value) and column.name in stated:
                raise BadGoods(column.name, f"is {first} in one column and {value} in another; mend one")
            if first == value or not _is_again(first, value):
                stated[column.name] = value
        return Goods(self.description_of(row), stated)

    def description_of(self, row: Row) -> str:
        """What one row calls its goods; "" where no column describes them."""
        if self.description is None:
            return ""
        parts = dict.fromkeys(row.cells[place] for place in (self.description, *self.more))
        return " ".join(filter(None, parts))

    def part_number_of(self, row: Row) -> str:
        """The part number of one row; "" where there is none."""
        return row.cells[self.part_number] if self.part_number is not None else ""

    def having_seen(self, rows: Iterable[Row], decimals: str = "") -> "Columns":
        """The same, knowing what stands in some ``rows``: how figures are written, and which columns hold none.

        ``decimals`` is the sign to expect where no figure tells.
        """
        signs = Signs()
        filled, read = Counter[int](), Counter[int]()
        for row in rows:
            for place in self.amounts:
                if not isinstance(row.cells[place], Number):
                    signs.see(row.cells[place])
            for column in self.parameters:
                cell = row.cells[column.place]
                if cell and column.known and not row.fault:
                    if not isinstance(cell, Number):
                        signs.see(cell)
                    filled[column.place] += 1
                    read[column.place] += column.reads(cell)
        words = {place for place, cells in filled.items() if cells >= _FEW and 2 * read[place] < cells}
        parameters = tuple(
            attrs.evolve(column, known=False, mostly_words=True)
            if column.place in words and not column.is_mapped
            else column
            for column in self.parameters
        )
        return attrs.evolve(self, parameters=parameters, decimals=signs.sign or decimals)


def _is_again(first: bool | str, other: bool | str) -> bool:
    """Whether ``other`` says nearly what ``first`` does, in another unit: "5 kg" and "11.02 lb"."""
    if isinstance(first, bool) or isinstance(other, bool):
        return False
    try:
        return parse_value(f"{first} ({other})") == parse_value(first)
    except ExportctlError:
        return False


def find_columns(heading: Sequence[str], mapping: Mapping[str, str] | None = None) -> Columns:
    """The columns by their headings: description, part number, parameters with or without a unit ("Resolution (bit)").

    ``mapping`` (heading to "description", "part number", "ignore", or a parameter's name and unit) comes first where
    it says so. Raises `BadTable` where no column describes the goods, and for a mapping of a column that is not there.
    """
    said = {_plain(name): meaning for name, meaning in (mapping or {}).items()}
    absent = set(said) - {_plain(title) for title in heading}
    if absent:
        raise BadTable(
            f"column {sorted(absent)[0]!r}", f"is mapped, but the table has {_named(heading)}", "mend the mapping"
        )
    titles = [" ".join(title.split()) for title in heading]
    mapped = [said.get(_plain(title)) for title in heading]
    meanings = [
        _mapped_meaning(told) if told is not None else meaning(title) if title else "other"
        for title, told in zip(titles, mapped, strict=True)
    ]
    description = _best("description", DESCRIPTIONS, titles, mapped, meanings)
    part_number = _best("part number", PART_NUMBERS, titles, mapped, meanings)
    parameters = tuple(
        _parameter(place, told or title, told is not None, said_of == "parameter")
        for place, (title, told, said_of) in enumerate(zip(titles, mapped, meanings, strict=True))
        if said_of in ("parameter", "")
    )
    if description is None and not any(column.known for column in parameters):
        raise BadTable(_named(heading), "no column describes the goods", "name one “description”, or map it")
    more = tuple(
        place
        for place, title in enumerate(titles)
        if description is not None
        and place > description
        and meanings[place] == "description"
        and mapped[place] is None
        and continues(titles[description], title)
    )
    return Columns(
        description=description,
        part_number=part_number,
        parameters=parameters,
        more=more,
        amounts=tuple(place for place, title in enumerate(titles) if is_amount(title)),
    )


def _mapped_meaning(told: str) -> str:
    if _plain(told) in ("", "ignore"):
        return "other"
    said = meaning(told)
    return said if said in ("description", "part number", "other") else "parameter"


def _best(
    what: str, names: Sequence[str], titles: Sequence[str], mapped: Sequence[str | None], meanings: Sequence[str]
) -> int | None:
    """The place of the column that is mapped to ``what``, else whose heading comes first among ``names``."""
    fitting = [place for place, said in enumerate(meanings) if said == what]

    def order(place: int) -> tuple[bool, int, int]:
        plain = plain_title(mapped[place] or titles[place])
        return mapped[place] is None, names.index(plain) if plain in names else len(names), place

    return min(fitting, key=order, default=None)


def _plain(title: str) -> str:
    return " ".join(title.casefold().replace("_", " ").split()).rstrip(":")


def _named(heading: Sequence[str]) -> str:
    return ", ".join(filter(None, heading))[:80]


def _parameter(place: int, title: str, is_mapped: bool, known: bool) -> Column:
    name, unit = unit_of(title) or (title, "")
    if is_mapped and not unit and (apart := set_apart(title)):
        try:
            parse_unit(apart[1])
        except ExportctlError as error:
            raise BadTable(f"column {title!r}", str(error), "mend the mapping") from error
    return Column(place=place, name=name, unit=unit, known=known, is_mapped=is_mapped)


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
