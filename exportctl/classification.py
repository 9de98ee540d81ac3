"""One answer from one description: the entries it may fall under, decided one by one, on every list asked for.

The outcome is one of four states, never empty. ``NO ENTRY FOUND`` is not "not controlled": it says that no entry's
words fit, and that somebody who knows the goods has to look.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

import attrs

from exportctl.catalog import available, load
from exportctl.conditions import AnyOf
from exportctl.errors import BadGoods, UnknownList
from exportctl.evaluation import Fact, Finding, evaluate
from exportctl.goods import Goods
from exportctl.matching import Candidate, match
from exportctl.model import ControlList
from exportctl.truth import FALSE, TRUE

__all__ = ["NOTICE", "Classification", "Outcome", "classify", "classify_many", "default_lists"]

NOTICE = (
    "This is no legal advice. Only the Official Journal is authentic. Catch-all controls "
    "(Articles 4, 5, 9 and 10 of Regulation (EU) 2021/821) lie outside every list."
)
_LOOKED_AT = 10
_WORTH_A_LOOK = 0.12
_LIKELY = 0.4


class Outcome(StrEnum):
    """What a classification comes to, over all candidates."""

    LISTED = "LISTED IF CONFIRMED"
    NOT_MET = "NOT MET"
    UNDETERMINED = "UNDETERMINED"
    NO_ENTRY = "NO ENTRY FOUND"


@attrs.frozen(kw_only=True)
class Classification:
    """The answer about ``goods``: its ``outcome``, the ``candidates`` best first with their findings, the ``lists``.

    Candidates that are hardly worth a look are kept too, behind the others, so that the trace shows what was ruled out.
    """

    goods: Goods
    outcome: Outcome
    candidates: tuple[Candidate, ...]
    lists: tuple[ControlList, ...] = attrs.field(repr=False)

    @property
    def likely(self) -> tuple[Candidate, ...]:
        """The candidates that the outcome rests on."""
        return tuple(c for c in self.candidates if c.score >= _WORTH_A_LOOK)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that the outcome rests on, to the sub-item where the facts reach so far."""
        return tuple(code for candidate in self.likely for code in provisions_of(candidate))

    @property
    def reason(self) -> str:
        """The outcome in a sentence."""
        return _sentence(self)

    def as_dict(self) -> dict[str, Any]:
        """The whole answer as plain values, ready for JSON."""
        return {
            "goods": self.goods.as_dict(),
            "outcome": str(self.outcome),
            "codes": list(self.codes),
            "reason": self.reason,
            "candidates": [_candidate(candidate) for candidate in self.candidates],
            "lists": [list_facts(control_list) for control_list in self.lists],
            "notice": NOTICE,
        }


def list_facts(control_list: ControlList) -> dict[str, str]:
    """What names a list in every answer: id, edition, wording, and the official act it is or digests."""
    source = control_list.source
    return {
        "id": control_list.id,
        "edition": control_list.edition,
        "wording": control_list.wording,
        "language": source.language,
        "celex": source.celex,
        "eli": source.eli,
        "sha256": source.sha256,
    }


def classify(
    goods: str | Goods, lists: ControlList | Sequence[ControlList] | None = None, *, limit: int = _LOOKED_AT
) -> Classification:
    """The answer about ``goods``, a description in plain words or `Goods` with parameters.

    ``lists`` defaults to the newest edition of each list at hand. At most ``limit`` candidates are evaluated. Raises
    `BadGoods` (a ``ValueError``) for goods that say nothing.
    """
    wanted = goods if isinstance(goods, Goods) else Goods(goods)
    several = default_lists() if lists is None else (lists,) if isinstance(lists, ControlList) else tuple(lists)
    if not several:
        raise BadGoods("lists", "no list to classify against; give at least one, or None for all at hand")
    found = match(several, wanted, limit=limit)
    candidates = tuple(attrs.evolve(candidate, finding=_finding(candidate, wanted, several)) for candidate in found)
    return Classification(goods=wanted, outcome=_outcome(candidates), candidates=candidates, lists=several)


def classify_many(
    many: Iterable[str | Goods], lists: ControlList | Sequence[ControlList] | None = None, *, limit: int = _LOOKED_AT
) -> Iterator[Classification]:
    """The answers about ``many`` goods, in their order, one at a time: memory does not grow with their number."""
    several = default_lists() if lists is None else lists
    for goods in many:
        yield classify(goods, several, limit=limit)


@lru_cache(maxsize=1)
def default_lists() -> tuple[ControlList, ...]:
    """The newest edition of each list at hand that goods are classified against: the two EU lists."""
    ids = {info.id for info in available()}
    wanted = tuple(id for id in ("eu-dual-use", "eu-military") if id in ids)
    if not wanted:
        raise UnknownList("eu-dual-use", tuple(sorted(ids)))
    return tuple(load(id) for id in wanted)


def _finding(candidate: Candidate, goods: Goods, lists: Sequence[ControlList]) -> Finding:
    others = tuple(other for other in lists if other is not candidate.list)
    return evaluate(candidate.list, candidate.entry.code.entry, goods, others=others)


def finding_of(candidate: Candidate) -> Finding:
    """What evaluation found about the whole entry of a candidate of a classification."""
    assert isinstance(candidate.finding, Finding)
    return candidate.finding


def met_provisions(candidate: Candidate) -> tuple[Finding, ...]:
    """The deepest provisions of a candidate whose figures are all met, at least one by a figure of the goods."""
    return tuple(_met(finding_of(candidate), compared=False))


def _met(finding: Finding, *, compared: bool) -> Iterator[Finding]:
    if finding.limits is not TRUE:
        return
    below = [child for child in finding.children if child.kind == "children"]
    own = [child for child in finding.children if child.kind != "children"]
    compared = compared or any(_holds(part) for part in own)
    alternatives = [c for part in below if isinstance(part.condition, AnyOf) for c in part.children]
    if alternatives:
        for alternative in alternatives:
            yield from _met(alternative, compared=compared)
    elif finding.kind == "provision" and (compared or any(_holds(part) for part in below)):
        yield finding
    elif finding.kind == "provision":  # the whole entry stands one step below the root of its own tree
        for part in own:
            if part.kind == "provision":
                yield from _met(part, compared=compared)


def _holds(part: Finding) -> bool:
    return any(leaf.margin and leaf.truth is TRUE for leaf in part.walk())


def focus(candidate: Candidate) -> Finding:
    """The part of a candidate's finding that matters most: a provision that is met, else the one whose words fit."""
    met = met_provisions(candidate)
    if met:
        return met[0]
    code = str(candidate.entry.code)
    finding = finding_of(candidate)
    return next((f for f in finding.walk() if f.kind == "provision" and str(f.place) == code), finding)


def provisions_of(candidate: Candidate) -> tuple[str, ...]:
    """The codes of a candidate: of the provisions whose figures the goods meet, else of the one whose words fit."""
    met = tuple(dict.fromkeys(str(finding.place) for finding in met_provisions(candidate)))
    return met or (str(candidate.entry.code),)


def missing_facts(candidate: Candidate) -> tuple[Fact, ...]:
    """The facts that would settle a candidate where it matters most, figures before yes/no facts."""
    finding = focus(candidate)
    return finding.missing_figures or finding.missing


def _outcome(candidates: Sequence[Candidate]) -> Outcome:
    """The state over all candidates worth a look. One that is open keeps the whole from being "not met"."""
    looked_at = [c for c in candidates if c.score >= _WORTH_A_LOOK]
    if not looked_at:
        return Outcome.NO_ENTRY
    if any(finding_of(c).truth is TRUE or (c.score >= _LIKELY and _confirmable(c)) for c in looked_at):
        return Outcome.LISTED
    if all(finding_of(c).limits is FALSE for c in looked_at):
        return Outcome.NOT_MET
    return Outcome.UNDETERMINED


def _confirmable(candidate: Candidate) -> bool:
    """Whether only yes/no facts are open: figures were met, or the provision whose words fit asks for none."""
    if met_provisions(candidate):
        return True
    fitting = focus(candidate)
    figures = any(leaf.kind in ("limit", "unread") for leaf in fitting.walk())
    return finding_of(candidate).limits is TRUE and fitting.limits is TRUE and not figures


def _sentence(classification: Classification) -> str:
    codes = ", ".join(classification.codes[:3])
    match classification.outcome:
        case Outcome.NO_ENTRY:
            nearest = ", ".join(str(c.entry.code) for c in classification.candidates[:3])
            return f"no entry's words fit; nearest looked at: {nearest or 'none'}; this does not say “not controlled”"
        case Outcome.LISTED:
            return f"the figures of {codes} are met as far as the goods state them; confirm the yes/no facts"
        case Outcome.NOT_MET:
            return f"a limit of every entry that fits is not met (nearest: {codes})"
    missing = [str(fact) for c in classification.likely[:1] for fact in missing_facts(c)[:3]]
    return f"may fall under {codes}" + (f"; missing: {'; '.join(missing)}" if missing else "")


def _candidate(candidate: Candidate) -> dict[str, Any]:
    finding = finding_of(candidate)
    return {
        **candidate.as_dict(),
        "truth": str(finding.truth),
        "limits": str(finding.limits),
        "provisions": list(provisions_of(candidate)),
        "missing": [str(fact) for fact in missing_facts(candidate)],
        "finding": finding.as_dict(),
    }
