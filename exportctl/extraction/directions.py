"""Which way a limit points where the law does not say it in so many words: "better", "capable of", "cooled to".

>>> from exportctl.symbols import parse_unit
>>> direction("or better", "resolution", parse_unit("nm")), direction("or better", "resolution", parse_unit("bit"))
('<=', '>=')
>>> direction("better", "uniformity", parse_unit("%"), Fraction(1))
'<'
"""

import re
from fractions import Fraction

from exportctl.symbols import Unit

__all__ = ["capable", "direction"]

_MORE_IS_BETTER = re.compile(
    r"efficien|gain|rejection|purity|selectivity|ratio|range|life|bandwidth|speed|output|dynamic|levels?$",
    re.IGNORECASE,
)
_LESS_IS_BETTER = re.compile(
    r"accurac|error|uncertaint|deviation|repeatab|resolution|tolerance|unbalance|jitter|drift|noise|loss", re.IGNORECASE
)
_CAPABLE = re.compile(r"\bcapable of\b[^,;:]*$", re.IGNORECASE)
_COOLED = re.compile(r"\bcool\w*\s(?:down\s)?to\b[^,;:]*$", re.IGNORECASE)
_LIMITED = re.compile(r"\blimited to\b[^,;:]*$", re.IGNORECASE)
_SHARES = frozenset({"fraction", "mass fraction", "volume fraction", "atomic fraction"})
_ALWAYS_MORE = re.compile(r"efficien|gain|selectivity", re.IGNORECASE)


def direction(comparison: str, parameter: str, unit: Unit, value: Fraction | None = None) -> str:
    """The comparison in signs; "better" means less for errors and sizes, more for what one wants much of.

    Of a share the ``value`` tells which it is: a deviation is near to nothing, a perfection near to all.
    """
    if comparison not in {"better", "or better"}:
        return comparison
    head = parameter.rpartition(" ")[2]
    if unit.kind in {"data", "level"}:
        more = True
    elif unit.kind in _SHARES and value is not None and not _ALWAYS_MORE.search(parameter):
        more = value * unit.factor > 50
    elif _LESS_IS_BETTER.search(head):
        more = False
    else:
        more = bool(_MORE_IS_BETTER.search(parameter))
    return (">" if more else "<") + ("=" if comparison == "or better" else "")


def capable(parameter: str, comparison: str, lead: str) -> str:
    """What goods that can reach one value are asked for behind the words ``lead``: that much, or as little of an error.

    >>> capable("range", "==", "vehicles capable of a range of "), capable("calibre", "==", "guns of a calibre of ")
    ('>=', '==')
    """
    if _COOLED.search(lead) or _LIMITED.search(lead) or parameter.startswith("maximum "):
        return "<="
    if parameter.startswith("minimum "):
        return ">="
    if not _CAPABLE.search(lead) and not parameter.endswith("capability"):
        return comparison
    return "<=" if _LESS_IS_BETTER.search(parameter) else ">="
