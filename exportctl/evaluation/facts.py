"""What is missing: the facts that would settle a decision, as the user would have to give them."""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from exportctl.conditions import Threshold
from exportctl.evaluation.circuits import Leaf
from exportctl.evaluation.evidence import Evidence
from exportctl.evaluation.margins import SYMBOLS
from exportctl.model import Place
from exportctl.units import NUMBER

__all__ = ["Fact", "facts_asked", "written_limit"]

_BESIDE = ", "


@attrs.frozen(kw_only=True)
class Fact:
    """A fact that is not known: give it as a parameter of the goods under the name ``parameter``.

    ``kind`` is "figure", "yes/no", or "unread" for words of the law that only a person can judge. ``limit`` is what
    the figure is held against ("> 250 MSPS"; "≥ 14 bit, < 16 bit"); ``quote`` the law's words at ``place``.
    """

    parameter: str
    kind: str
    place: Place
    quote: str
    unit: str = ""
    limit: str = ""

    def __str__(self) -> str:
        return f"{self.parameter} {self.limit}".strip()


def facts_asked(questions: Iterable[Sequence[Leaf]], evidence: Evidence) -> tuple[Fact, ...]:
    """The facts that answer ``questions``, each the leaves that ask it; one fact for one name and kind of quantity."""
    found: dict[tuple[str, str], Fact] = {}
    for leaves in questions:
        for quantity, fact in _asked(leaves, evidence):
            known = found.setdefault((fact.parameter.casefold(), quantity), fact)
            limits = dict.fromkeys(part for part in (*known.limit.split(_BESIDE), *fact.limit.split(_BESIDE)) if part)
            found[fact.parameter.casefold(), quantity] = attrs.evolve(known, limit=_BESIDE.join(limits))
    return tuple(found.values())


def written_limit(threshold: Threshold) -> str:
    """The limit with its sign, in the unit of the law: "> 250 MSPS"."""
    limit = str(threshold.limit) if threshold.formula is None else f"{threshold.formula} {threshold.limit.unit}"
    return f"{SYMBOLS[threshold.comparison]} {limit}"


def _asked(leaves: Sequence[Leaf], evidence: Evidence) -> Iterator[tuple[str, Fact]]:
    """The facts that the leaves of one question ask for, each with its kind of quantity."""
    first = leaves[0]
    thresholds = [leaf.condition for leaf in leaves if isinstance(leaf.condition, Threshold)]
    if not thresholds:
        condition = first.condition
        assert not isinstance(condition, Threshold)
        yield (
            "",
            Fact(parameter=condition.text, kind=str(first.kind), place=condition.place, quote=first.quote),
        )
        return
    asked = thresholds[0]
    fact = Fact(
        parameter=asked.parameter,
        kind=str(first.kind),
        place=asked.place,
        quote=first.quote,
        unit=str(asked.limit.unit),
        limit=_BESIDE.join(dict.fromkeys(map(written_limit, thresholds))),
    )
    variables = evidence.variables_missing(asked, first.control_list)
    if not variables or evidence.binding(asked, first.control_list).value is None:
        yield asked.limit.unit.kind, fact
    for variable in variables:
        yield NUMBER.kind, attrs.evolve(fact, parameter=variable, unit=str(NUMBER))
