"""Alternatives that stand on the figures beside them: "… an accuracy of 1 µm or less and specially designed parts
therefor" are parts for what has that accuracy, and goods that a note names as included have to meet the figures too.
"""

import re

import attrs

from exportctl.conditions import AllOf, AnyOf, Condition, Not, Opaque, Role, Threshold, leaves

__all__ = ["lent_figures", "states_figure", "states_limit"]

_THEREFOR = re.compile(
    r"\b(?:therefore?|for such|(?:containing|incorporating) (?:those|such)|equivalents?|dafür)\b", re.IGNORECASE
)
_NAMES = re.compile(
    r"\b(?:\d[A-E]\d{3}|ML ?\d+|\d[A-E])(?:\.\w+)*"
    r"|\b(?:Notes?|Category|Categories|Part|Annex|Article|Level|Class) \d+\w*",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"\((?:e\.g\.|i\.e\.|for example|equivalent)[^()]*\)|\baveraged over [^;,]*", re.IGNORECASE)
_COUNT = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|thousand)"
_FIGURE = re.compile(
    rf"(?<![\w.])[-+−]?\d|\b(?:at least|more than|less than|fewer than|exceeding|up to) {_COUNT}\b(?! of\b)"
    rf"|\b{_COUNT} or (?:more|less|fewer)\b",
    re.IGNORECASE,
)

_LIMIT = re.compile(
    r"\b(?:exceeding|exceeds?|(?:greater|more|less|higher|lower|better) than|equal to|at least|up to|above|below)"
    r" [-+−]?\d|\d[^;,]{0,24}\b(?:or|and) (?:more|less|greater|higher|lower|better|above)\b",
    re.IGNORECASE,
)


def states_figure(text: str) -> bool:
    """Whether ``text`` states a figure; codes of provisions and numbers of notes are none.

    >>> states_figure("three or more axes"), states_figure("specified in 6A005.d. Note 3, for CO2 lasers")
    (True, False)
    """
    return bool(_FIGURE.search(_NAMES.sub(" ", text)))


def states_limit(text: str) -> bool:
    """Whether ``text`` compares something with a figure, and so is more than a yes/no fact.

    >>> states_limit("having an impurity level of 2 % or less"), states_limit("measured at 25 °C to ISO 492")
    (True, False)
    """
    return bool(_LIMIT.search(_NAMES.sub(" ", _EXAMPLE.sub(" ", text))))


def lent_figures(condition: AnyOf) -> dict[int, Condition]:
    """For each alternative of ``condition`` that stands on the figures of the others, by its number, those figures."""
    borrowing = [number for number, part in enumerate(condition.parts) if _borrows(part)]
    if not borrowing:
        return {}
    lenders = [part for number, part in enumerate(condition.parts) if number not in borrowing]
    figures = _figures(attrs.evolve(condition, parts=tuple(lenders))) if lenders else None
    return dict.fromkeys(borrowing, figures) if figures is not None else {}


def _borrows(condition: Condition) -> bool:
    found = list(leaves(condition))
    if any(isinstance(leaf, Threshold) for leaf in found):
        return False
    named = isinstance(condition, AnyOf) and condition.role is Role.INCLUSION
    return named or any(_THEREFOR.search(leaf.text) for leaf in found if not isinstance(leaf, Threshold))


def _figures(condition: Condition) -> Condition | None:
    """The figures that ``condition`` asks for; None where it may hold without any."""
    match condition:
        case Threshold():
            return condition
        case Opaque(text=text):
            return condition if states_figure(text) else None
        case AllOf(parts=parts):
            kept = tuple(figures for part in parts if (figures := _figures(part)) is not None)
            return attrs.evolve(condition, parts=kept) if kept else None
        case AnyOf(parts=parts):
            every = tuple(_figures(part) for part in parts)
            found = tuple(figures for figures in every if figures is not None)
            return attrs.evolve(condition, parts=found) if found and len(found) == len(every) else None
        case Not():
            return condition if all(isinstance(leaf, Threshold) for leaf in leaves(condition)) else None
    return None
