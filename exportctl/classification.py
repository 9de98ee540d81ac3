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
from exportctl.errors import BadGoods, UnknownList
from exportctl.evaluation import Finding, evaluate
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


def provisions_of(candidate: Candidate) -> tuple[str, ...]:
    """The provisions of a candidate that the goods meet as far as figures were compared, or whose words fit."""
    finding = candidate.finding
    assert isinstance(finding, Finding)
    met = [str(f.place) for f in _provisions(finding) if f.limits is TRUE and _compared(f)]
    deepest = [code for code in met if not any(other.startswith(f"{code}.") for other in met)]
    return tuple(dict.fromkeys(deepest)) or (str(candidate.entry.code),)


def _provisions(finding: Finding) -> Iterator[Finding]:
    """The provisions below a finding that no head above them rules out."""
    for child in finding.children:
        if child.kind == "provision":
            if child.limits is not FALSE:
                yield child
                yield from _provisions(child)
        elif child.kind == "children":
            yield from _provisions(child)


def _compared(finding: Finding) -> bool:
    return any(leaf.margin for leaf in finding.walk())


def _outcome(candidates: Sequence[Candidate]) -> Outcome:
    """The state over all candidates worth a look. One that is open keeps the whole from being "not met"."""
    looked_at = [c for c in candidates if c.score >= _WORTH_A_LOOK]
    if not looked_at:
        return Outcome.NO_ENTRY
    findings = [(c, c.finding) for c in looked_at if isinstance(c.finding, Finding)]
    if any(finding.truth is TRUE for _, finding in findings):
        return Outcome.LISTED
    if any(finding.limits is TRUE and (c.score >= _LIKELY) and _confirmed(c, finding) for c, finding in findings):
        return Outcome.LISTED
    if all(finding.limits is FALSE for _, finding in findings):
        return Outcome.NOT_MET
    return Outcome.UNDETERMINED


def _confirmed(candidate: Candidate, finding: Finding) -> bool:
    """Whether the figures say yes where the words fit: some were met, or the fitting provision has none."""
    if any(f.limits is TRUE and _compared(f) for f in _provisions(finding)):
        return True
    code = str(candidate.entry.code)
    fitting = [f for f in (finding, *_provisions(finding)) if str(f.place) == code]
    return any(f.limits is TRUE and not any(leaf.kind == "limit" for leaf in f.walk()) for f in fitting)


def _sentence(classification: Classification) -> str:
    codes = ", ".join(classification.codes[:3])
    match classification.outcome:
        case Outcome.NO_ENTRY:
            nearest = ", ".join(str(c.entry.code) for c in classification.candidates[:3])
            return f"no entry's words fit; nearest looked at: {nearest or 'none'}; this does not say “not controlled”"
        case Outcome.LISTED:
            return f"all figures of {codes} that the goods speak of are met; confirm its yes/no facts"
        case Outcome.NOT_MET:
            return f"a limit of every entry that fits is not met (nearest: {codes})"
    missing = [str(fact) for c in classification.likely[:1] for fact in _missing(c)[:3]]
    return f"may fall under {codes}" + (f"; missing: {'; '.join(missing)}" if missing else "")


def _missing(candidate: Candidate) -> tuple[Any, ...]:
    finding = candidate.finding
    assert isinstance(finding, Finding)
    return finding.missing_figures or finding.missing


def _candidate(candidate: Candidate) -> dict[str, Any]:
    finding = candidate.finding
    assert isinstance(finding, Finding)
    return {
        **candidate.as_dict(),
        "truth": str(finding.truth),
        "limits": str(finding.limits),
        "provisions": list(provisions_of(candidate)),
        "missing": [str(fact) for fact in _missing(candidate)],
        "finding": finding.as_dict(),
    }
