"""Answers as text that reads well in 80 columns, without colour: one function for each thing that is told.

The text, the JSON of ``as_dict`` and the page come from the same tree of findings.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from exportctl.batch import Summary
from exportctl.catalog import ListInfo
from exportctl.classification import (
    NOTICE,
    Classification,
    focus,
    list_facts,
    missing_facts,
    provisions_of,
    whole_of,
)
from exportctl.comparison import Change, ChangeKind
from exportctl.conditions import Threshold
from exportctl.evaluation import Finding
from exportctl.extraction.ledger import Ledger
from exportctl.matching import Candidate
from exportctl.matching.goods_index import IndexTerm
from exportctl.model import ControlList, Entry
from exportctl.numerals import BOTH
from exportctl.precedents import Likeness
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth

__all__ = [
    "candidates_text",
    "changes_text",
    "classification_text",
    "entry_document",
    "entry_text",
    "finding_text",
    "index_document",
    "index_text",
    "ledger_text",
    "limits_document",
    "limits_text",
    "lists_document",
    "lists_text",
    "patterns_text",
    "source_line",
    "summary_document",
    "summary_text",
]

_WIDTH = 80
_MARKS = {TRUE: "[+]", FALSE: "[-]", UNKNOWN: "[?]"}
_DEEPEST = 12
_MISSING_SHOWN = 5
_FACTS_SHOWN = 3
_COMPARED_SHOWN = 8
_FAULTS_SHOWN = 20


def wrap(text: str, indent: int = 0, hang: int = 0) -> str:
    """``text`` in lines of at most 80 columns, all but the first moved in by ``hang`` more."""
    return textwrap.fill(
        text, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + hang), break_on_hyphens=False
    )


def source_line(control_list: ControlList) -> str:
    """The list, edition and wording that an answer rests on, with the official act's numbers."""
    facts = list_facts(control_list)
    act = " ".join(filter(None, (f"CELEX {facts['celex']}" if facts["celex"] else "", facts["eli"])))
    digest = "; our digest, not the law's wording" if control_list.wording == "digest" else ""
    return f"{facts['id']}, edition {facts['edition']} ({control_list.wording}{digest}){'; ' + act if act else ''}"


def classification_text(classification: Classification, precedents: Sequence[Likeness] = ()) -> str:
    """The answer of `classify`: the outcome, the candidates with what decided them, what is missing, the sources.

    ``precedents`` are told behind the candidates, as evidence.
    """
    goods = classification.goods
    lines = [wrap(f"Goods: {goods.description}", hang=7)]
    lines += [wrap(f"{name}: {value}", 7, 2) for name, value in goods.as_dict()["parameters"].items()]
    lines += ["", wrap(f"{classification.outcome}: {classification.reason}", hang=2), ""]
    shown = classification.likely or classification.candidates[:3]
    for number, candidate in enumerate(shown[:5], 1):
        lines += _candidate_lines(number, candidate)
    rest = [str(c.entry.code) for c in classification.candidates if c not in shown[:5]]
    if rest:
        lines += [wrap(f"Also looked at: {', '.join(rest)}", hang=2), ""]
    lines += _precedent_lines(precedents)
    lines += [wrap(f"List: {source_line(control_list)}", hang=6) for control_list in classification.lists]
    return "\n".join([*lines, wrap(NOTICE), ""])


def _precedent_lines(precedents: Sequence[Likeness]) -> Iterator[str]:
    if not precedents:
        return
    yield "Earlier decisions of yours (evidence, no verdict):"
    for found in precedents:
        yield wrap(str(found), 3, 4)
    yield ""


def _candidate_lines(number: int, candidate: Candidate) -> Iterator[str]:
    finding, shown = whole_of(candidate), focus(candidate)
    yield wrap(f"{number}. {', '.join(provisions_of(candidate))}  {candidate.score:.0%}", hang=3)
    yield wrap(candidate.list[str(shown.place)].text, 3)
    for leaf in _compared(shown):
        yield wrap(_comparison(leaf), 3, 4)
    for leaf in _compared(finding):
        if leaf.truth is FALSE and str(leaf.place) != str(shown.place):
            yield wrap(_comparison(leaf), 3, 4)
    missing = missing_facts(candidate)
    most = _MISSING_SHOWN if any(fact.kind == "figure" for fact in missing) else _FACTS_SHOWN
    for fact in missing[:most]:
        yield wrap(f"[?] {fact.place}: {fact} ({fact.kind})", 3, 4)
    if len(missing) > most:
        yield wrap(f"… and {len(missing) - most} more facts", 3)
    if candidate.features:
        best = candidate.features[0]
        yield wrap(f"found by {best.name}: {best.detail}", 3, 2)
    yield ""


def _comparison(leaf: Finding) -> str:
    read = " (read from the description)" if leaf.source == "text" else ""
    if leaf.source == "computed" and leaf.weighed is not None:
        read = f" ({leaf.weighed.name})"
    return f"{_MARKS[leaf.truth]} {leaf.place}: {leaf.subject}: {leaf.margin}{read}"


def _compared(finding: Finding) -> list[Finding]:
    """The limits that a value was held against, those met first."""
    order: list[Truth] = [TRUE, UNKNOWN, FALSE]
    leaves = [leaf for leaf in finding.walk() if leaf.margin]
    return sorted(leaves, key=lambda leaf: order.index(leaf.truth))[:_COMPARED_SHOWN]


def candidates_text(candidates: Sequence[Candidate]) -> str:
    """The answer of `match`: a candidate a paragraph, with every feature that speaks for or against it."""
    lines: list[str] = []
    for number, candidate in enumerate(candidates, 1):
        lines.append(wrap(f"{number}. {candidate.entry.code}  {candidate.score:.0%}  ({candidate.list.id})"))
        lines.append(wrap(candidate.entry.text, 3))
        lines += [wrap(f"{f.weight * f.score:+.2f} {f.name}: {f.detail}", 3, 6) for f in candidate.features]
        lines.append("")
    return "\n".join(lines) if lines else "No entry found: no word of the description is known.\n"


def finding_text(finding: Finding, control_list: ControlList) -> str:
    """The answer of `evaluate`: the whole trace, a step a line, indented as the conditions nest."""
    lines = [wrap(f"{finding.subject}: {finding.truth} (limits {finding.limits})"), ""]
    lines += _steps(finding, 0)
    if finding.missing:
        lines += ["", "Missing:"]
        lines += [wrap(f"- {fact} ({fact.kind}, {fact.place})", 2, 2) for fact in finding.missing]
    return "\n".join([*lines, "", wrap(f"List: {source_line(control_list)}", hang=6), wrap(NOTICE), ""])


def _steps(finding: Finding, depth: int) -> Iterator[str]:
    indent = 2 * min(depth, _DEEPEST)
    name = finding.subject if finding.children else f"“{finding.quote}”"
    role = f"{finding.kind} " if finding.children and finding.kind != "provision" else ""
    yield wrap(f"{_MARKS[finding.truth]} {role}{name}: {finding.margin or finding.reason}", indent, 4)
    for child in finding.children:
        yield from _steps(child, depth + 1)


def limits_text(entry: Entry, limits: Iterable[Threshold]) -> str:
    """The answer of `limits`: the provision and each limit of its own words."""
    lines = [wrap(f"{entry.code}  {entry.text}", hang=2)]
    lines += [wrap(_limit(limit), 2, 4) for limit in limits]
    return "\n".join([*lines, ""]) if len(lines) > 1 else f"{lines[0]}\n  no limit of its own\n"


def _limit(limit: Threshold) -> str:
    behind = "; ".join(q.text for q in limit.qualifiers if q.kind != "definition")
    return f"{limit}{f' ({behind})' if behind else ''}"


def entry_text(entry: Entry, control_list: ControlList) -> str:
    """The answer of `show`: the provision under its ancestors, with its notes and all below it."""
    lines = [wrap(f"{a.code}  {a.text}", hang=2) for a in control_list.ancestors(entry.code)]
    base = len(entry.code.path)
    for below in entry.walk():
        indent = 2 * (len(below.code.path) - base)
        lines.append(wrap(f"{below.code}  {below.text}", indent, 2))
        lines += [wrap(note.text, indent + 2, 2) for note in below.notes]
    return "\n".join([*lines, "", wrap(f"List: {source_line(control_list)}", hang=6), ""])


def lists_text(infos: Iterable[ListInfo]) -> str:
    """The answer of `lists`: a list a line, with wording, edition, CELEX number and ELI."""
    lines = []
    for info in infos:
        lines.append(wrap(f"{info.name}: {info.title}", hang=2))
        lines.append(wrap(f"CELEX {info.celex or 'unknown'}  {info.eli}".rstrip(), 2, 2))
        lines.append(f"  sha256 {info.sha256}")
    return "\n".join([*lines, ""])


def limits_document(control_list: ControlList, entry: Entry, limits: Iterable[Threshold]) -> dict[str, Any]:
    """The limits of a provision as plain values: exact magnitudes as text ("13/10" where no decimal is exact)."""
    return {
        "code": str(entry.code),
        "text": entry.text,
        "limits": [
            {
                "parameter": limit.parameter,
                "comparison": str(limit.comparison),
                "magnitude": str(limit.limit.magnitude),
                "unit": str(limit.limit.unit),
                "formula": None if limit.formula is None else str(limit.formula),
                "qualifiers": [qualifier.text for qualifier in limit.qualifiers],
                "span": [limit.span.start, limit.span.end],
                "quote": entry.text[limit.span.slice],
            }
            for limit in limits
        ],
        "list": list_facts(control_list),
    }


def entry_document(entry: Entry, control_list: ControlList) -> dict[str, Any]:
    """A provision with its notes and all below it, as plain values."""
    return {**_entry_document(entry), "list": list_facts(control_list)}


def _entry_document(entry: Entry) -> dict[str, Any]:
    return {
        "code": str(entry.code),
        "text": entry.text,
        "connective": str(entry.connective) if entry.children else None,
        "not_used": entry.not_used,
        "notes": [{"kind": str(note.kind), "label": note.label, "text": note.text} for note in entry.notes],
        "children": [_entry_document(child) for child in entry.children],
    }


def lists_document(infos: Iterable[ListInfo]) -> list[dict[str, str]]:
    """The lists at hand as plain values."""
    return [{name: str(value) for name, value in attrs.asdict(info).items()} for info in infos]


def index_document(terms: Iterable[IndexTerm]) -> list[dict[str, Any]]:
    """Terms of the goods index as plain values."""
    return [{**attrs.asdict(term), "codes": list(term.codes)} for term in terms]


def index_text(terms: Sequence[IndexTerm]) -> str:
    """Terms of the goods index, one a line: term, language, codes."""
    ordered = sorted(terms, key=lambda term: (term.term.casefold(), term.language))
    lines = [f"{term.term} ({term.language}): {', '.join(term.codes)}" for term in ordered]
    return "\n".join([*lines, ""]) if lines else "No such term.\n"


def changes_text(changes: Sequence[Change]) -> str:
    """The answer of `compare`: how many differences of each kind, then each one, limits as old and new."""
    counts = {kind: sum(change.kind is kind for change in changes) for kind in ChangeKind}
    lines = [wrap(", ".join(f"{n} {kind}" for kind, n in counts.items() if n) or "no difference", hang=2), ""]
    return "\n".join([*lines, *(wrap(str(change), hang=2) for change in changes), ""])


def summary_document(summary: Summary) -> dict[str, Any]:
    """What a batch came to, as plain values."""
    return {
        "outcomes": summary.outcomes,
        "columns": _columns_read(summary),
        "table": _table_read(summary),
        "not_read": [{"row": number, "reason": why} for number, why in summary.not_read],
    }


def _columns_read(summary: Summary) -> dict[str, Any]:
    """Which headings were read as what, so that a column passed over is seen."""
    columns, heading = summary.goods.columns, summary.goods.table.heading
    stated = {column.place for column in columns.parameters if column.known}
    words = {column.place for column in columns.parameters if column.mostly_words}
    described = [] if columns.description is None else [columns.description, *columns.more]
    told = {*described, columns.part_number, *stated, *words}
    return {
        "description": " + ".join(heading[place] for place in described) or None,
        "part number": None if columns.part_number is None else heading[columns.part_number],
        "parameters": [heading[place] for place in sorted(stated)],
        "mostly words": [heading[place] for place in sorted(words)],
        "no known parameter": [title for place, title in enumerate(heading) if title and place not in told],
    }


def _table_read(summary: Summary) -> dict[str, Any]:
    """Which part of the file was read, and how: what a reader would not expect of a plain table."""
    table, decimals = summary.goods.table, summary.goods.columns.decimals
    signs = {",": "comma", ".": "point", BOTH: "comma and point"}
    said = {
        "sheet": table.sheet,
        "sheets not read": list(table.others),
        "heading in row": table.first if table.first > 1 else "",
        "decimals": signs.get(decimals, ""),
    }
    return {name: found for name, found in said.items() if found}


def summary_text(summary: Summary, output: object) -> str:
    """What a batch came to: rows by outcome, and each row that could not be read."""
    lines = [f"{count:>8}  {outcome}" for outcome, count in sorted(summary.outcomes.items())]
    lines += [wrap(why, 2, 2) for _, why in summary.not_read[:_FAULTS_SHOWN]]
    if len(summary.not_read) > _FAULTS_SHOWN:
        lines.append(wrap("… more of them stand in the output", 2))
    for name, found in {**_table_read(summary), **_columns_read(summary)}.items():
        told = ", ".join(found) if isinstance(found, list) else found
        if told or name != "mostly words":
            lines.append(wrap(f"{name}: {told or 'none'}", hang=2))
    return "\n".join([*lines, wrap(f"written to {output}"), wrap(NOTICE), ""])


def ledger_text(ledger: Ledger) -> str:
    """The answer of `audit`: how many figures are of each category, and each that is not understood, in its words."""
    lines = [wrap(f"{ledger.name}: {ledger.total} figures, {ledger.understood:.2%} understood"), ""]
    lines += [f"{count:>8}  {category}" for category, count in ledger.counts.items()]
    if ledger.not_understood:
        lines += ["", "Not understood:"]
        lines += [wrap(f"{one.where}: {one.numeral} in “{one.quote}”", 2, 2) for one in ledger.not_understood]
    return "\n".join([*lines, ""])


def patterns_text(ledger: Ledger) -> str:
    """The answer of `audit --by-pattern`: how often each clause pattern states a limit, and an example of it."""
    lines = [wrap(f"{ledger.name}: clause patterns"), ""]
    for use in ledger.by_pattern:
        only = f" (only in {use.only_user})" if use.only_user else ""
        lines.append(wrap(f"{use.times:>8}  {use.name}, as in “{use.example}”{only}", hang=10))
    return "\n".join([*lines, ""])
