"""What to ask next about goods: the open facts of all candidates, the one that settles most of them first.

How much a question settles is the number of candidates that its answer is expected to settle, each counted with its
score; questions that settle none alone come in the order of how much of what is open they do away with.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import attrs

from exportctl.codes import EntryCode
from exportctl.errors import BadQuantity, IncompatibleUnits
from exportctl.evaluation.facts import Fact
from exportctl.evaluation.findings import Finding
from exportctl.evaluation.prospects import Prospect, prospects
from exportctl.evaluation.reached import provisions
from exportctl.model import ControlList, Entry
from exportctl.truth import FALSE, UNKNOWN
from exportctl.units import NUMBER, Interval, difference, kinds_meant, parse_unit, parse_value

__all__ = ["Question", "questions"]

_LEAD_IN = re.compile(r",?\s+(?:and |having |with )?(?:any|all|either|both) of(?: the following)?$|,? as follows$")
_WORTH_ASKING = 0.1
_FURTHER_UP = 0.5
_DO_NOT_KNOW = frozenset({"", "?", "don't know", "do not know", "unknown"})
_YES_OR_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


class Judged(Protocol):
    """A candidate as questions need it: where the goods' words fit, how well, and what was found."""

    @property
    def entry(self) -> Entry: ...
    @property
    def score(self) -> float: ...
    @property
    def list(self) -> ControlList: ...
    @property
    def finding(self) -> object: ...


class Classified(Protocol):
    """An answer with candidates, such as a `Classification`."""

    @property
    def candidates(self) -> Sequence[Judged]: ...


@attrs.frozen(kw_only=True)
class Question:
    """A fact to ask for: ``text`` is the question in a sentence; give the answer as the goods' ``parameter``.

    ``kind`` is "figure" (answered in ``unit``; ``limit`` is what it is held against) or "yes/no". ``quote`` are the
    law's words at ``provision`` of ``list``. ``settles`` is the expected number of candidates settled, each counted
    with its score; ``entries`` are the candidates that ask.
    """

    text: str
    parameter: str
    kind: str
    unit: str
    limit: str
    provision: str
    list: str
    quote: str
    settles: float
    entries: tuple[str, ...]

    def read(self, answer: str) -> bool | Interval | None:
        """The value that ``answer`` gives the parameter; None for "don't know". A bare number is taken in ``unit``.

        Raises `BadQuantity`, `UnknownUnit` or `IncompatibleUnits` (each a ``ValueError``) for what is no answer to it.
        """
        said = answer.strip().casefold()
        if said in _DO_NOT_KNOW:
            return None
        if self.kind == "yes/no":
            if said not in _YES_OR_NO:
                raise BadQuantity(answer, "answer yes or no, or ? for don't know")
            return _YES_OR_NO[said]
        value, unit = parse_value(answer), parse_unit(self.unit)
        if unit.kind in kinds_meant(value.unit) | {difference(value.unit).kind}:
            return value
        if value.unit != NUMBER:
            raise IncompatibleUnits(f"{value} ({value.unit.kind})", f"{unit} ({unit.kind})")
        return value.in_unit(unit)

    def as_dict(self) -> dict[str, Any]:
        """The question as plain values, ready for JSON."""
        return {**attrs.asdict(self), "entries": [*self.entries], "settles": round(self.settles, 3)}


def questions(classification: Classified) -> tuple[Question, ...]:
    """What to ask next, most settling first; empty where every candidate worth asking about is settled.

    For each candidate that is the smallest provision around the words that fit whose outcome is open: first its
    figures, then its yes/no facts. Words of the law that only a person can judge are not asked for.
    """
    best = max((candidate.score for candidate in classification.candidates), default=0.0)
    found: dict[tuple[str, str], list[tuple[Judged, float, Prospect]]] = {}
    for candidate in classification.candidates:
        if candidate.score >= _WORTH_ASKING * best and (aim := _aim(candidate)) is not None:
            finding, weight = aim
            for prospect in prospects(finding):
                found.setdefault(_key(prospect.fact), []).append((candidate, weight, prospect))
    ordered = sorted(found.values(), key=_worth, reverse=True)
    return tuple(_question(asked) for asked in ordered)


def _key(fact: Fact) -> tuple[str, str]:
    return fact.parameter.casefold(), parse_unit(fact.unit).kind if fact.unit else fact.kind


def _aim(candidate: Judged) -> tuple[Finding, float] | None:
    """The part of a candidate's findings to settle next and what that counts; None where nothing is open.

    That is the provision whose words fit; where it is ruled out, the smallest open one around it.
    """
    own, whole = candidate.finding, getattr(candidate, "whole", None) or candidate.finding
    if not isinstance(own, Finding) or not isinstance(whole, Finding):
        return None
    if own.limits is not FALSE:
        return (own, candidate.score) if own.truth is UNKNOWN else None
    of_code: dict[str, Finding] = {}
    for finding in provisions(whole):
        of_code.setdefault(str(finding.place), finding)
    weight = candidate.score
    for code in _upwards(candidate.entry.code):
        part = of_code.get(str(code), whole)
        if part.limits is UNKNOWN:
            return part, weight
        weight *= _FURTHER_UP
    return None


def _upwards(code: EntryCode) -> Iterator[EntryCode]:
    above: EntryCode | None = code
    while above is not None:
        yield above
        above = above.parent


def _worth(asked: Sequence[tuple[Judged, float, Prospect]]) -> tuple[float, float]:
    """What the question settles over all candidates, and its share of what is open in them."""
    of_candidate: dict[int, tuple[float, float]] = {}
    for candidate, weight, prospect in asked:
        settles, share = of_candidate.get(id(candidate), (0.0, 0.0))
        of_candidate[id(candidate)] = max(settles, weight * prospect.settles), max(share, weight * prospect.share)
    return sum(settles for settles, _ in of_candidate.values()), sum(share for _, share in of_candidate.values())


def _question(asked: Sequence[tuple[Judged, float, Prospect]]) -> Question:
    """One question for all candidates that ask the same, with the provision of the one that counts most."""
    candidate, _, prospect = max(asked, key=lambda found: found[1])
    fact = prospect.fact
    limits = dict.fromkeys(part for _, _, found in asked for part in found.fact.limit.split(", ") if part)
    return Question(
        text=_sentence(fact),
        parameter=fact.parameter,
        kind=fact.kind,
        unit=fact.unit,
        limit=", ".join(limits),
        provision=str(fact.place),
        list=candidate.list.id,
        quote=fact.quote,
        settles=_worth(asked)[0],
        entries=tuple(dict.fromkeys(str(other.entry.code) for other, _, _ in asked)),
    )


def _sentence(fact: Fact) -> str:
    """The question in plain words; what only leads in to sub-items ("any of") is no part of it."""
    if fact.kind == "figure":
        unit = f", in {fact.unit}" if fact.unit not in ("", "1") else ""
        return f"What is the {fact.parameter}{unit}?"
    said = _LEAD_IN.sub("", fact.parameter.strip(" ,;:."))
    return f"Does this hold for the goods: {said}?"
