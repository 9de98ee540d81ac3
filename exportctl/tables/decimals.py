"""Which sign a table writes its decimals with, so that "4,356" is read as its author meant it, or not at all.

In one table all figures are written alike. One that can mean nothing else ("12,5", "1.234,5", "0,356") tells how to
read one that can ("4,356"). Numbers of a spreadsheet are no text and never doubtful.

>>> signs = Signs()
>>> signs.see("12,5"), signs.sign
(None, ',')
>>> settled("4,356 kg", ","), settled("12.5", ",")
('4.356 kg', '12.5')
"""

import re
from fractions import Fraction

import attrs

from exportctl.errors import BadQuantity
from exportctl.numerals import DOUBTFUL, WITH_SIGNS, common_sign, decimal_sign, spell

__all__ = ["Signs", "settled"]


@attrs.define
class Signs:
    """What the figures of a table have shown so far."""

    _seen: set[str] = attrs.field(factory=set)

    def see(self, cell: str) -> None:
        """Take note of a cell of text that may hold figures."""
        for figure in WITH_SIGNS.finditer(cell):
            if sign := decimal_sign(figure[0]):
                self._seen.add(sign)

    @property
    def sign(self) -> str:
        """The sign before decimals: "." or ","; BOTH where the table has both; "" where nothing tells."""
        return common_sign(self._seen)


def settled(cell: str, sign: str) -> str:
    """``cell`` with the figures that can be read two ways as a table means them that writes decimals with ``sign``.

    Raises `BadQuantity` for a figure whose point may part thousands.
    """

    def meant(figure: re.Match[str]) -> str:
        whole, between, behind = figure.groups()
        if between == sign:
            return f"{whole}.{behind}"
        if between == "." and sign:
            short = spell(Fraction(f"{whole}.{behind}"))
            why = f"its point can mean {short} or {whole}{behind}, since the table has decimal commas"
            raise BadQuantity(cell, f"{why}; write {short.replace('.', ',')} or {whole}{behind}")
        return figure[0]

    return DOUBTFUL.sub(meant, cell)
