"""What a provision asks for, as a tree of typed conditions.

Leaves hold a span into the text at ``place``; ``control_list.quote(leaf.place, leaf.span)`` is the law's own wording.
Composite nodes hold the place they come from, so that a trace can name the provision at every step.

========================  =============================================================================================
`AllOf`, `AnyOf`, `Not`   conjunction, disjunction, negation
`Threshold`               a limit: parameter, comparison, exact value and unit (or a formula over named variables)
`Characteristic`          a yes/no fact, in the provision's words
`Reference`               "specified in …": the goods meet another provision
`Opaque`                  words that are not understood, and why; never decided
========================  =============================================================================================
"""

from collections.abc import Iterator
from enum import StrEnum

import attrs

from exportctl.formulas import Formula
from exportctl.model import Place
from exportctl.text import Span
from exportctl.units import Quantity

__all__ = [
    "AllOf",
    "AnyOf",
    "Characteristic",
    "Comparison",
    "Condition",
    "Not",
    "Opaque",
    "Qualifier",
    "Reference",
    "Role",
    "Threshold",
    "leaves",
]


class Comparison(StrEnum):
    """How a value stands to its limit for the condition to be met."""

    GREATER = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="
    EQUAL = "=="

    @property
    def negated(self) -> "Comparison":
        """The comparison that holds exactly where this one does not (``EQUAL`` has none and raises ``ValueError``)."""
        return Comparison({">": "<=", ">=": "<", "<": ">=", "<=": ">"}[self.value])


class Role(StrEnum):
    """Why a composite node stands in the tree: what part of a provision it is."""

    PROVISION = "provision"
    HEAD = "head"
    CHILDREN = "children"
    DECONTROL = "decontrol note"
    INCLUSION = "inclusion note"
    CLAUSE = "clause"


@attrs.frozen
class Qualifier:
    """What a limit is measured at or under, in the provision's words: "measured at 25 °C". ``kind`` says which sort.

    Kinds: ``measurement`` (at, measured at), ``method`` (according to a standard), ``definition`` (the sentence of a
    technical note that says what the quantity is; its place is that note's).
    """

    kind: str
    text: str
    place: Place
    span: Span


@attrs.frozen(kw_only=True)
class Threshold:
    """A limit on one parameter. ``limit`` is exact, in the unit the law prints; ``formula`` replaces it where the law
    gives an expression, and then ``limit`` holds 1 in the unit of the result.

    ``str(threshold)`` reads "sample rate > 250 MSPS".
    """

    parameter: str
    comparison: Comparison
    limit: Quantity
    place: Place
    span: Span
    qualifiers: tuple[Qualifier, ...] = ()
    formula: Formula | None = None

    def __str__(self) -> str:
        limit = str(self.limit) if self.formula is None else f"{self.formula} {self.limit.unit}"
        return f"{self.parameter} {self.comparison} {limit}"


@attrs.frozen(kw_only=True)
class Characteristic:
    """A yes/no fact in the provision's words. ``subject`` marks the noun that names the goods themselves."""

    text: str
    place: Place
    span: Span
    subject: bool = False


@attrs.frozen(kw_only=True)
class Reference:
    """The goods (or what they are for) are specified in one of ``targets``; ``list_id`` names another list.

    Without targets the whole of that list is meant.

    ``relation`` says how the goods stand to the targets: ``is`` ("specified in", "not specified in" inside a `Not`),
    ``for`` ("specially designed for goods specified in") or ``contains``.
    """

    targets: tuple[str, ...]
    text: str
    place: Place
    span: Span
    relation: str = "is"
    list_id: str = ""


@attrs.frozen(kw_only=True)
class Opaque:
    """Words that are not understood, with the reason. Evaluates to UNKNOWN."""

    text: str
    reason: str
    place: Place
    span: Span


@attrs.frozen(kw_only=True)
class AllOf:
    """Met when every part is. Without parts it is met."""

    parts: "tuple[Condition, ...]"
    place: Place
    role: Role = Role.CLAUSE


@attrs.frozen(kw_only=True)
class AnyOf:
    """Met when at least one part is. Without parts it is not met."""

    parts: "tuple[Condition, ...]"
    place: Place
    role: Role = Role.CLAUSE


@attrs.frozen(kw_only=True)
class Not:
    """Met when ``part`` is not."""

    part: "Condition"
    place: Place
    role: Role = Role.CLAUSE


Condition = AllOf | AnyOf | Not | Threshold | Characteristic | Reference | Opaque


def leaves(condition: Condition) -> Iterator[Threshold | Characteristic | Reference | Opaque]:
    """The leaves of a tree, in the order of the text."""
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        yield condition
