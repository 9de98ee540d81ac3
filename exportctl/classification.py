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
from exportctl.codes import EntryCode
from exportctl.errors import BadGoods, UnknownList
from exportctl.evaluation import Fact, Finding, evaluate, has_figures, met_below, provisions
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
_LIKELY = 0.5  # words alone carry a listing only where they are more likely right than not
_LIKELY_WHEN_MET = 0.2  # a figure that meets a limit says so too


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
        return worth_a_look(self.candidates)

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


def worth_a_look(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those of ``candidates`` whose words fit well enough that an outcome has to speak of them."""
    return tuple(candidate for candidate in candidates if candidate.fit >= _WORTH_A_LOOK)


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
    candidates = tuple(_decided(candidate, wanted, several) for candidate in found)
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


def _decided(candidate: Candidate, goods: Goods, lists: Sequence[ControlList]) -> Candidate:
    """The candidate with its findings.

    The words may fit a sub-item whose sibling the figures meet ("ADC" finds the first of five), and in a long entry a
    bare figure may mean too many things. So the fitting provision is judged first, then what stands above it, until
    figures are met; and the whole entry, which alone can rule the candidate out.
    """
    others = tuple(other for other in lists if other is not candidate.list)

    def judge(code: EntryCode) -> Finding:
        return evaluate(candidate.list, code, goods, others=others)

    own = judge(candidate.entry.code)
    if candidate.fit < _WORTH_A_LOOK:
        return attrs.evolve(candidate, finding=own, whole=own)
    best, code = own, candidate.entry.code.parent
    while code is not None and not met_below(best):
        above = judge(code)
        best = above if met_below(above) else best
        code = code.parent
    whole = judge(candidate.entry.code.entry) if candidate.entry.code.path else own
    return attrs.evolve(candidate, finding=best if met_below(best) else own, whole=whole)


def finding_of(candidate: Candidate) -> Finding:
    """What evaluation found about the provision that matters most in a candidate of a classification."""
    assert isinstance(candidate.finding, Finding)
    return candidate.finding


def whole_of(candidate: Candidate) -> Finding:
    """What evaluation found about the whole entry of a candidate of a classification."""
    assert isinstance(candidate.whole, Finding)
    return candidate.whole


def met_provisions(candidate: Candidate) -> tuple[Finding, ...]:
    """The deepest provisions of a candidate whose figures are all met, at least one by a figure of the goods."""
    return met_below(finding_of(candidate)) or met_below(whole_of(candidate))


def focus(candidate: Candidate) -> Finding:
    """The part of a candidate's finding that matters most: a provision that is met, else the one whose words fit."""
    met = met_provisions(candidate)
    if met:
        return met[0]
    code = str(candidate.entry.code)
    finding = finding_of(candidate)
    return next((part for part in provisions(finding) if part is not finding and str(part.place) == code), finding)


def provisions_of(candidate: Candidate) -> tuple[str, ...]:
    """The codes of a candidate: of the provisions whose figures the goods meet, else of the one whose words fit."""
    met = tuple(dict.fromkeys(str(finding.place) for finding in met_provisions(candidate)))
    return met or (str(candidate.entry.code),)


def missing_facts(candidate: Candidate) -> tuple[Fact, ...]:
    """The facts that would settle a candidate where it matters most, figures before yes/no facts."""
    finding = focus(candidate)
    return finding.missing_figures or finding_of(candidate).missing_figures or finding.missing


def _outcome(candidates: Sequence[Candidate]) -> Outcome:
    """The state over all candidates worth a look. One that is open keeps the whole from being "not met"."""
    looked_at = worth_a_look(candidates)
    if not looked_at:
        return Outcome.NO_ENTRY
    if any(whole_of(c).truth is TRUE or _confirmable(c) for c in looked_at):
        return Outcome.LISTED
    if all(whole_of(c).limits is FALSE for c in looked_at):
        return Outcome.NOT_MET
    return Outcome.UNDETERMINED


def _confirmable(candidate: Candidate) -> bool:
    """Whether only yes/no facts are open: figures were met, or the provision whose words fit asks for none."""
    if met_provisions(candidate):
        return candidate.alone >= _LIKELY_WHEN_MET
    fitting = focus(candidate)
    return candidate.alone >= _LIKELY and fitting.limits is TRUE and not has_figures(fitting)


def _sentence(classification: Classification) -> str:
    codes = ", ".join(classification.codes[:3])
    match classification.outcome:
        case Outcome.NO_ENTRY:
            nearest = ", ".join(str(c.entry.code) for c in classification.candidates[:3])
            return f"no entry's words fit; nearest looked at: {nearest or 'none'}; this does not say “not controlled”"
        case Outcome.LISTED:
            return f"{_confirmed(classification)}; confirm the yes/no facts"
        case Outcome.NOT_MET:
            return f"a limit of every entry that fits is not met (nearest: {codes})"
    missing = [str(fact) for c in classification.likely[:1] for fact in missing_facts(c)[:3]]
    return f"may fall under {codes}" + (f"; missing: {'; '.join(missing)}" if missing else "")


def _confirmed(classification: Classification) -> str:
    """What a "listed if confirmed" rests on: figures that are met, else words that fit where no figure is asked for."""
    met: list[str] = []
    named: list[str] = []
    for candidate in classification.likely:
        if _confirmable(candidate):
            (met if met_provisions(candidate) else named).extend(provisions_of(candidate))
    parts = [f"the figures of {', '.join(met[:3])} are met as far as the goods state them"] if met else []
    parts += [f"the words fit {', '.join(named[:3])}, where no figure is asked for"] if named else []
    return "; ".join(parts)


def _candidate(candidate: Candidate) -> dict[str, Any]:
    """A candidate as plain values; the steps of its finding only where it is worth a look."""
    finding = whole_of(candidate)
    looked_at = worth_a_look((candidate,))
    return {
        **candidate.as_dict(),
        "truth": str(finding.truth),
        "limits": str(finding.limits),
        "provisions": list(provisions_of(candidate)),
        "missing": [str(fact) for fact in missing_facts(candidate)],
        "finding": finding_of(candidate).as_dict() if looked_at else None,
    }


@lru_cache(maxsize=1)
def version() -> str:
    """The version of exportctl that gives the answer."""
    from importlib.metadata import version as installed

    return installed("exportctl")
