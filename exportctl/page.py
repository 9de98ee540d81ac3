"""A decision as one self-contained page: readable without scripts, on paper, by keyboard, in light and dark.

Everything that came from the user or a list is escaped by the template engine; the page asks for nothing from anywhere.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from exportctl.classification import (
    NOTICE,
    Classification,
    focus,
    list_facts,
    missing_facts,
    provisions_of,
    version,
    whole_of,
)
from exportctl.evaluation import Finding
from exportctl.matching import Candidate
from exportctl.truth import FALSE

__all__ = ["decision_page"]

_RULED_OUT = 20


def decision_page(classification: Classification) -> str:
    """The answer about one product as an HTML document: goods, candidates, every comparison, what is missing, sources.

    >>> from exportctl.classification import classify
    >>> "&lt;b&gt;" in decision_page(classify("<b>krytron</b>"))
    True
    """
    goods = classification.goods
    shown = classification.likely or classification.candidates[:3]
    return str(
        _template().render(
            goods=goods.as_dict(),
            outcome=str(classification.outcome),
            reason=classification.reason,
            candidates=[_candidate(candidate) for candidate in shown],
            others=[str(c.entry.code) for c in classification.candidates if c not in shown],
            lists=[list_facts(control_list) for control_list in classification.lists],
            notice=NOTICE,
            version=version(),
        )
    )


def _candidate(candidate: Candidate) -> dict[str, Any]:
    whole, part = whole_of(candidate), focus(candidate)
    out = [leaf for leaf in whole.walk() if leaf.margin and leaf.truth is FALSE]
    return {
        "codes": provisions_of(candidate),
        "list": candidate.list.name,
        "score": f"{candidate.score:.0%}",
        "truth": str(whole.truth),
        "limits": str(whole.limits),
        "texts": _texts(candidate, str(part.place)),
        "features": candidate.features,
        "tree": _step(part),
        "missing": missing_facts(candidate),
        "ruled_out": [(str(leaf.place), leaf.subject, leaf.margin) for leaf in out[:_RULED_OUT]],
    }


def _texts(candidate: Candidate, code: str) -> list[tuple[str, str]]:
    """The provision and what stands above it, with their codes, the entry first."""
    provisions = (*candidate.list.ancestors(code), candidate.list[code])
    return [(str(entry.code), entry.text) for entry in provisions]


def _step(finding: Finding) -> dict[str, Any]:
    return {
        "truth": str(finding.truth),
        "place": str(finding.place),
        "role": finding.kind,
        "quote": "" if finding.children else finding.quote,
        "reason": finding.margin or finding.reason,
        "read": finding.source == "text",
        "steps": [_step(child) for child in finding.children],
    }


@lru_cache(maxsize=1)
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("decision.html.j2")
