"""Tables of goods: read and written row by row in any usual format (`rows`), and what a batch needs beside them.

The formats (`delimited`, `workbooks`), what each column says (`columns`), the journal that a broken run resumes from
(`journal`), the processes that share the rows (`workers`), and the questions of all rows counted (`tally`).
"""

from exportctl.tables.rows import Row, Sheet, check_target, read_rows, rows_about, write_sheets

__all__ = ["Row", "Sheet", "check_target", "read_rows", "rows_about", "write_sheets"]
