"""Which of a firm's goods a new edition touches: only those whose outcome, codes or questions change, and why."""

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from exportctl.classification import Classification, classify, missing_facts
from exportctl.goods import Goods
from exportctl.model import ControlList

__all__ = ["Touched", "impact"]


@attrs.frozen(kw_only=True)
class Touched:
    """Goods that come out differently under two editions: row ``number``, both answers, and what differs."""

    number: int
    before: Classification
    after: Classification
    why: tuple[str, ...]

    def __str__(self) -> str:
        return f"row {self.number}: {self.after.goods.description}: {'; '.join(self.why)}"

    def as_dict(self) -> dict[str, Any]:
        """The change as plain values."""
        return {
            "row": self.number,
            "description": self.after.goods.description,
            "before": {"outcome": str(self.before.outcome), "codes": list(self.before.codes)},
            "after": {"outcome": str(self.after.outcome), "codes": list(self.after.codes)},
            "why": list(self.why),
        }


def impact(goods: Iterable[tuple[int, Goods]], old: ControlList, new: ControlList) -> Iterator[Touched]:
    """Of numbered ``goods``, those that come out differently under ``new`` than under ``old``, one at a time."""
    for number, item in goods:
        before, after = classify(item, old), classify(item, new)
        why = tuple(_why(before, after))
        if why:
            yield Touched(number=number, before=before, after=after, why=why)


def _why(before: Classification, after: Classification) -> Iterator[str]:
    if before.outcome is not after.outcome:
        yield f"outcome {before.outcome} → {after.outcome}"
    gone = [code for code in before.codes if code not in after.codes]
    come = [code for code in after.codes if code not in before.codes]
    if gone or come:
        yield f"codes {', '.join(gone) or '(none)'} → {', '.join(come) or '(none)'}"
    asked, asks = _questions(before), _questions(after)
    if asked != asks and before.outcome is after.outcome:
        yield f"questions {_listed(asked - asks)} → {_listed(asks - asked)}"


def _listed(facts: set[str]) -> str:
    return "; ".join(sorted(facts)) or "(none)"


def _questions(found: Classification) -> set[str]:
    return {str(fact) for candidate in found.likely[:1] for fact in missing_facts(candidate) if fact.kind == "figure"}
