"""Decisions as self-contained pages: readable without scripts, on paper, by keyboard, in light and dark.

Everything that came from the user or a list is escaped by the template engine; a page asks for nothing from anywhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from exportctl.classification import (
    NOTICE,
    Classification,
    Outcome,
    focus,
    list_facts,
    missing_facts,
    provisions_of,
    version,
    whole_of,
)
from exportctl.conditions import Role, Threshold
from exportctl.evaluation import Finding
from exportctl.evaluation.margins import SYMBOLS
from exportctl.goods import Goods
from exportctl.matching import Candidate
from exportctl.model import ControlList
from exportctl.precedents import Likeness
from exportctl.truth import FALSE, UNKNOWN

__all__ = ["decision_page", "index_page", "outcome_style"]

_RULED_OUT = 40
_STEPS = 150
_BESIDE = 30
_LEAVES = frozenset({"limit", "fact", "reference", "unread"})
_STYLES = {
    Outcome.LISTED: "met",
    Outcome.NOT_MET: "not-met",
    Outcome.UNDETERMINED: "undetermined",
    Outcome.NO_ENTRY: "none",
}


def decision_page(
    classification: Classification,
    *,
    name: str = "",
    up: str = "",
    precedents: Sequence[Likeness] = (),
    made: date | None = None,
) -> str:
    """The answer about one product as an HTML document: goods, candidates, every comparison, what is missing, sources.

    ``name`` is what the goods are called in the user's books, ``up`` the address of the page that leads here,
    ``precedents`` earlier decisions to show as evidence, ``made`` the day (today in UTC when left out).

    >>> from exportctl.classification import classify
    >>> "&lt;b&gt;" in decision_page(classify("<b>krytron</b>"))
    True
    """
    shown = classification.likely or classification.candidates[:3]
    return _render(
        "decision.html.j2",
        made,
        classification.lists,
        name=name,
        up=up,
        goods=classification.goods,
        description=list(_marked(classification.goods)),
        facts=list(_facts(classification.goods)),
        outcome=str(classification.outcome),
        outcome_class=outcome_style(str(classification.outcome)),
        reason=classification.reason,
        candidates=[_candidate(candidate) for candidate in shown],
        others=[str(c.entry.code) for c in classification.candidates if c not in shown],
        precedents=[{**one.as_dict(), "likeness": one.degree} for one in precedents],
    )


def index_page(
    rows: Iterable[Mapping[str, Any]],
    *,
    name: str,
    outcomes: Mapping[str, int],
    questions: Sequence[Sequence[str]],
    lists: Sequence[ControlList],
    page: int = 1,
    others: Sequence[tuple[int, str]] = (),
    made: date | None = None,
) -> str:
    """Many decisions on one page: how they came out, what to ask, and a line with a link for each of ``rows``.

    ``others`` are the numbers and addresses of all pages of the index, of which this is number ``page``.
    """
    ordered = sorted(outcomes.items(), key=lambda item: (-item[1], item[0]))
    return _render(
        "index.html.j2",
        made,
        lists,
        name=name,
        total=sum(outcomes.values()),
        outcomes=[(outcome, outcome_style(outcome), count) for outcome, count in ordered],
        questions=questions,
        rows=[{**row, "style": outcome_style(row["outcome"])} for row in rows],
        page=page,
        others=others,
    )


def outcome_style(outcome: str) -> str:
    """The name of the colours that an outcome is shown in."""
    return {str(known): style for known, style in _STYLES.items()}.get(outcome, "fault")


def _marked(goods: Goods) -> Iterator[tuple[str, bool]]:
    """The description in pieces, each with whether a figure was read there."""
    at = 0
    for figure in sorted(goods.figures, key=lambda figure: figure.span.start):
        if figure.span.start >= at:
            yield goods.description[at : figure.span.start], False
            yield goods.description[figure.span.slice], True
            at = figure.span.end
    yield goods.description[at:], False


def _facts(goods: Goods) -> Iterator[dict[str, str]]:
    for name, value in goods.as_dict()["parameters"].items():
        yield {"name": name, "value": value, "source": "given"}
    for figure in goods.figures:
        yield {"name": figure.hint, "value": str(figure.value), "source": "read from the description"}


def _candidate(candidate: Candidate) -> dict[str, Any]:
    whole, part = whole_of(candidate), focus(candidate)
    own = {id(leaf.condition) for leaf in part.walk()}
    out = [leaf for leaf in whole.walk() if leaf.truth is FALSE and id(leaf.condition) not in own]
    ruled_out = list(_comparisons(out))
    return {
        "codes": provisions_of(candidate),
        "list": candidate.list.name,
        "score": f"{candidate.score:.0%}",
        "truth": str(whole.truth),
        "limits": str(whole.limits),
        "texts": _texts(candidate, part.place.code),
        "features": candidate.features,
        "comparisons": list(_comparisons(part.walk())),
        "tree": _step(part),
        "missing": missing_facts(candidate),
        "ruled_out": ruled_out[:_RULED_OUT],
        "ruled_out_more": max(len(ruled_out) - _RULED_OUT, 0),
        "notes": list(_notes(candidate, whole, part.place.code)),
    }


def _texts(candidate: Candidate, code: str) -> list[tuple[str, str]]:
    """The provision and what stands above it, with their codes, the entry first."""
    provisions = (*candidate.list.ancestors(code), candidate.list[code])
    return [(str(entry.code), entry.text) for entry in provisions]


def _comparisons(leaves: Iterable[Finding]) -> Iterator[dict[str, Any]]:
    """Each limit that a value was held against, once."""
    seen = set()
    for leaf in leaves:
        weighed = leaf.weighed
        if not isinstance(leaf.condition, Threshold) or weighed is None or not weighed.value:
            continue
        row = {
            "place": str(leaf.place),
            "parameter": leaf.subject,
            "limit": f"{SYMBOLS[leaf.condition.comparison]} {weighed.limit}",
            "value": weighed.value,
            "truth": str(leaf.truth),
            "distance": weighed.margin.rpartition(", ")[2],
            "read": weighed.source == "text",
        }
        if (key := tuple(row.values())) not in seen:
            seen.add(key)
            yield row


def _notes(candidate: Candidate, whole: Finding, code: str) -> Iterator[dict[str, str]]:
    """The notes of the provision and of what stands above it, each with what it came to where it was judged."""
    judged = {
        finding.place: finding
        for finding in whole.walk()
        if finding.place.note is not None and finding.kind in (Role.DECONTROL, Role.INCLUSION)
    }
    for entry in (*candidate.list.ancestors(code), candidate.list[code]):
        for number, note in enumerate(entry.notes):
            found = next(
                (f for place, f in judged.items() if (place.code, place.note) == (str(entry.code), number)), None
            )
            yield {
                "place": str(entry.code),
                "text": note.text,
                "truth": str(found.truth) if found else "",
                "reason": found.reason if found else "",
            }


def _step(finding: Finding) -> dict[str, Any]:
    """One step of the trace. A step that only passes its one part on is left out.

    Of a long trace, what is open throughout is told by its number of steps, and of other provisions that are referred
    to only what was compared.
    """
    return _told(finding, shorten=sum(1 for _ in finding.walk()) > _STEPS)


def _told(finding: Finding, *, shorten: bool) -> dict[str, Any]:
    children = finding.children
    if len(children) == 1 and children[0].truth is finding.truth and finding.kind != Role.DECONTROL:
        return _told(children[0], shorten=shorten)
    reason = finding.margin or finding.reason
    if shorten and children and all(step.truth is UNKNOWN for step in finding.walk()):
        steps = sum(not step.children for step in finding.walk())
        reason, children = f"{reason}; nothing is known of its {steps} facts", ()
    elif shorten and finding.kind == "reference":  # another provision: what was compared there is enough
        children = tuple(step for step in finding.walk() if step.margin)
    return {
        "truth": str(finding.truth),
        "place": str(finding.place),
        "role": finding.kind if finding.kind not in {*_LEAVES, Role.PROVISION} else "",
        "quote": "" if finding.children else finding.quote,
        "reason": reason,
        "read": finding.source == "text",
        "steps": _cut([_told(child, shorten=shorten) for child in children], most=_BESIDE if shorten else _STEPS),
    }


def _cut(steps: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """The ``most`` steps that tell most, in their order, and how many more there are."""
    if len(steps) <= most:
        return steps
    telling = sorted(range(len(steps)), key=lambda n: (not steps[n]["steps"], steps[n]["truth"] == str(UNKNOWN), n))
    kept = [steps[n] for n in sorted(telling[:most])]
    more = {"truth": "", "place": "", "role": "", "quote": "", "read": False, "steps": []}
    return [*kept, {**more, "reason": f"and {len(steps) - most} more beside these"}]


def _render(template: str, made: date | None, lists: Sequence[ControlList], **facts: Any) -> str:
    day = made or datetime.now(UTC).date()
    provenance = {"lists": [list_facts(one) for one in lists], "notice": NOTICE, "version": version()}
    return str(_templates().get_template(template).render(made=day.isoformat(), **provenance, **facts))


@lru_cache(maxsize=1)
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
