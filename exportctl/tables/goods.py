"""A table of goods, opened: where its heading stands, which columns say what, and how its figures are written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

import attrs

from exportctl.tables import Table, open_table
from exportctl.tables.columns import Columns, find_columns
from exportctl.tables.headings import find_heading

__all__ = ["GoodsTable", "goods_table"]

_SEEN = 2000


@attrs.frozen
class GoodsTable:
    """A ``table`` whose ``columns`` say what the goods of a row are."""

    table: Table
    columns: Columns


@contextmanager
def goods_table(path: Path, *, mapping: Mapping[str, str] | None = None, sheet: str = "") -> Iterator[GoodsTable]:
    """The table of goods at ``path``: of a workbook the ``sheet`` that is named, else the first that looks like one.

    ``mapping`` says what headings mean that no rule can know (see `find_columns`). The first 2,000 rows tell how
    figures are written, and which columns hold no figures. Raises `BadTable` where the table cannot be read, or where
    no column describes the goods.
    """
    table = open_table(path, partial(find_heading, mapped=tuple(mapping or ())), sheet=sheet)
    try:
        columns = find_columns(table.heading, mapping)
        yield GoodsTable(table, columns.having_seen(islice(table.rows(), _SEEN), table.decimals))
    finally:
        table.close()
