"""Tables of goods: read and written row by row in any usual format (`rows`), and what a batch needs beside them.

The formats (`delimited`, `workbooks`), where the heading stands and what it says (`headings`), what each column says
(`columns`) and how its figures are written (`decimals`), a table of goods with all of that (`goods`), the journal that
a broken run resumes from (`journal`), the processes that share the rows (`workers`), and the questions of all rows
counted (`tally`).
"""

from exportctl.tables.rows import Row, Sheet, Table, beside, check_target, open_table, read_rows, write_sheets

__all__ = ["Row", "Sheet", "Table", "beside", "check_target", "open_table", "read_rows", "write_sheets"]
