"""The labelled goods: descriptions of our own, with the right entries, the right sub-item, and the outcome.

One JSON line a case in ``benchmarks/cases``, one file a tier. Cases are divided in halves by the hash of their id: the
dev half may be looked at case by case, of the test half only totals.

>>> {case.half for case in cases()}  == {"dev", "test"}
True
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import attrs

__all__ = ["TIERS", "Case", "cases", "read"]

DIRECTORY = Path(__file__).parent / "cases"
_GERMAN_CODE = re.compile(r"(\d[A-E]\d{3})|00(\d\d)(?!\d)")
TIERS = ("plain", "data sheet", "near limit", "decontrolled", "fact missing", "near miss", "everyday", "blind")


@attrs.frozen(kw_only=True)
class Case:
    """Goods as somebody describes them. ``entries`` are the right ones, any of them counts; none for unlisted goods.

    ``sub_item`` is the right provision where the facts decide it. ``outcome`` is "listed", "not met" (the entry is
    right, a limit or a note takes the goods out), "undetermined" (facts are missing) or "not listed".
    """

    id: str
    tier: str
    language: str
    text: str
    entries: tuple[str, ...]
    outcome: str
    sub_item: str | None = None
    nearest: tuple[str, ...] = ()

    @property
    def half(self) -> str:
        """ "dev" or "test", by the hash of the id."""
        return "test" if hashlib.sha256(self.id.encode()).digest()[0] % 2 else "dev"

    @property
    def category(self) -> str:
        """The category of the right entry, else of the nearest: "3", "ML"; "-" for everyday goods."""
        code = (*self.entries, *self.nearest, "-")[0]
        return "ML" if code.startswith("ML") else code[0]


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    """All cases, tier by tier."""
    return tuple(case for tier in TIERS for case in _tier(tier))


def _tier(tier: str) -> Iterator[Case]:
    with (DIRECTORY / f"{tier.replace(' ', '_')}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            row["entries"], row["nearest"] = tuple(row["entries"]), tuple(row["nearest"])
            yield Case(tier=tier, **row)


def read(path: Path) -> tuple[Case, ...]:
    """Cases of another file: JSON lines with ``id``, ``text``, ``lang`` and ``labels`` (any of them is right), or CSV.

    CSV is a keyword index of the German list: ``keyword`` and ``codes`` as that list writes them ("3A001f;0007g*").
    """
    return _keywords(path) if path.suffix == ".csv" else _labelled(path)


def _labelled(path: Path) -> tuple[Case, ...]:
    found = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            labels = tuple(dict.fromkeys(label.partition(".")[0] for label in row["labels"]))
            outcome = "undetermined" if labels else "not listed"
            found.append(_other(path, row["id"], row["lang"], row["text"], labels, outcome))
    return tuple(found)


def _other(path: Path, name: str, language: str, text: str, entries: tuple[str, ...], outcome: str) -> Case:
    return Case(id=name, tier=path.stem, language=language, text=text, entries=entries, outcome=outcome)


def _keywords(path: Path) -> tuple[Case, ...]:
    """The keywords in their natural order: "Abbildungssysteme, elektronische" are "elektronische Abbildungssysteme"."""
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            codes = [_GERMAN_CODE.match(code.strip("*() ")) for code in row["codes"].split(";")]
            entries = tuple(dict.fromkeys(m[1] or f"ML{int(m[2])}" for m in codes if m))
            noun, _, rest = row["keyword"].partition(", ")
            text = f"{rest} {noun}" if rest[:1].islower() and "," not in rest else row["keyword"]
            if entries:
                found.append(_other(path, f"keyword-{number}", "de", text, entries, "undetermined"))
    return tuple(found)
