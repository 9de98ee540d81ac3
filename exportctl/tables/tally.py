"""The questions of a whole batch: which fact, asked once, settles most rows."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

import attrs

__all__ = ["Tally"]

_FAULTS = 1000
_SHOWN = 10


@attrs.define
class _Asked:
    """A fact that rows ask for: how many need it, how many need nothing else, where it stands, the first rows."""

    needed: int = 0
    alone: int = 0
    provisions: dict[str, None] = attrs.field(factory=dict)
    rows: list[str] = attrs.field(factory=list)


@attrs.define(kw_only=True)
class Tally:
    """What the rows of a batch came to, counted as they are written; no more is held than one line a question."""

    HEADING: ClassVar[tuple[str, ...]] = (
        "question",
        "kind",
        "unit",
        "rows it settles alone",
        "rows it helps to settle",
        "provisions",
        "rows",
    )

    not_read: str
    outcomes: Counter[str] = attrs.field(factory=Counter)
    faults: list[tuple[int, str]] = attrs.field(factory=list)
    _asked: dict[tuple[str, str, str], _Asked] = attrs.field(factory=dict)

    def count(self, answer: dict[str, Any]) -> None:
        """Count one row's answer."""
        self.outcomes[answer["outcome"]] += 1
        if answer["outcome"] == self.not_read and len(self.faults) < _FAULTS:
            self.faults.append((answer["row"], answer["reason"]))
        asks = answer.get("asks", ())
        for name, kind, unit, place in asks:
            asked = self._asked.setdefault((name, kind, unit), _Asked())
            asked.needed += 1
            asked.alone += len(asks) == 1
            if len(asked.provisions) < _SHOWN:
                asked.provisions[place] = None
            if len(asked.rows) < _SHOWN:
                asked.rows.append(str(answer["row"]))

    def questions(self) -> Iterator[list[str]]:
        """The questions, those that settle most rows first."""
        order = sorted(self._asked.items(), key=lambda item: (-item[1].alone, -item[1].needed, item[0]))
        for (name, kind, unit), asked in order:
            more = ["…"] if asked.needed > len(asked.rows) else []
            yield [
                name,
                kind,
                unit or "none",
                str(asked.alone),
                str(asked.needed),
                ", ".join(asked.provisions),
                ", ".join([*asked.rows, *more]),
            ]
