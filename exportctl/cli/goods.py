"""Commands that answer about one product: ``classify``, ``match``, ``evaluate``, ``ask``, ``report``."""

from pathlib import Path
from typing import Any

import click

from exportctl.cli.options import (
    as_json_option,
    chosen_list,
    chosen_lists,
    evidence_like,
    goods_given,
    on_list,
    on_sheet,
    tell,
    with_parameters,
    with_precedents,
)
from exportctl.errors import ExportctlError

__all__ = ["ask", "classify", "evaluate", "match", "report"]

_STOP = "stop"


@click.command()
@click.argument("text")
@with_parameters
@with_precedents
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), help="Add the decision to this JSONL file.")
@on_list
@as_json_option
def classify(
    text: str,
    parameters: tuple[str, ...],
    record: Path | None,
    precedents: Path | None,
    list_name: str | None,
    edition: str | None,
    as_json: bool,
) -> None:
    """Say which entries the goods that TEXT describes may fall under, and why."""
    from exportctl.classification import classify as answer
    from exportctl.report.texts import classification_text

    found = answer(goods_given(text, parameters), chosen_lists(list_name, edition))
    if record is not None:
        from exportctl.records import append_record

        append_record(record, found)
    evidence = evidence_like(found, precedents)
    tell(
        as_json,
        lambda: {**found.as_dict(), **({"precedents": [one.as_dict() for one in evidence]} if precedents else {})},
        lambda: classification_text(found, evidence),
    )


@click.command()
@click.argument("text")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="How many candidates.")
@on_list
@as_json_option
def match(text: str, limit: int, list_name: str | None, edition: str | None, as_json: bool) -> None:
    """Rank the entries whose words fit TEXT, with the reasons."""
    from exportctl.matching import match as answer
    from exportctl.report.texts import candidates_text

    found = answer(chosen_lists(list_name, edition), goods_given(text, ()), limit=limit)
    tell(as_json, lambda: [c.as_dict() for c in found], lambda: candidates_text(found))


@click.command()
@click.argument("code")
@click.argument("text", default="")
@with_parameters
@on_list
@as_json_option
def evaluate(
    code: str, text: str, parameters: tuple[str, ...], list_name: str | None, edition: str | None, as_json: bool
) -> None:
    """Decide whether the goods meet provision CODE: met, not met, or which fact is missing."""
    from exportctl.evaluation import evaluate as answer
    from exportctl.report.texts import finding_text

    control_list = chosen_list(list_name, edition, code)
    finding = answer(control_list, code, goods_given(text, parameters))
    tell(as_json, finding.as_dict, lambda: finding_text(finding, control_list))


@click.command()
@click.argument("text", default="")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The HTML file, or the folder.")
@click.option("--goods", type=click.Path(path_type=Path), help="A table of goods: a page for each row, and an index.")
@click.option("--columns", type=click.Path(path_type=Path), help="A TOML file whose [columns] table maps headings.")
@on_sheet
@with_precedents
@with_parameters
@on_list
@as_json_option
def report(
    text: str,
    output: Path,
    goods: Path | None,
    columns: Path | None,
    sheet: str,
    precedents: Path | None,
    parameters: tuple[str, ...],
    list_name: str | None,
    edition: str | None,
    as_json: bool,
) -> None:
    """Write the decision about the goods that TEXT describes as one page for people; with --goods, about each row."""
    from exportctl.classification import classify as answer
    from exportctl.progress import counting
    from exportctl.report.dossier import write_page, write_pages
    from exportctl.report.texts import summary_document, summary_text
    from exportctl.tables.columns import column_mapping

    lists = chosen_lists(list_name, edition)
    if goods is None:
        found = answer(goods_given(text, parameters), lists)
        write_page(found, output, precedents=evidence_like(found, precedents))
        tell(as_json, lambda: {"written": str(output)}, lambda: f"written to {output}\n")
        return
    if text or parameters:
        raise click.UsageError("give a description or --goods, not both")
    with counting("rows", quiet=as_json) as progress:
        mapping = column_mapping(columns)
        summary = write_pages(
            goods, output, lists=lists, mapping=mapping, sheet=sheet, precedents=precedents, progress=progress
        )
    index = output / "index.html"
    tell(as_json, lambda: {"written": str(index), **summary_document(summary)}, lambda: summary_text(summary, index))


@click.command()
@click.argument("text")
@with_parameters
@on_list
@as_json_option
def ask(text: str, parameters: tuple[str, ...], list_name: str | None, edition: str | None, as_json: bool) -> None:
    """Ask for what is missing to classify the goods that TEXT describes, most settling question first.

    Press Enter for "don't know"; "stop" ends the interview. With --json, the questions alone.
    """
    from exportctl.classification import classify as answer
    from exportctl.questions import questions
    from exportctl.report.texts import classification_text

    control_lists = chosen_lists(list_name, edition)
    found = answer(goods_given(text, parameters), control_lists)
    if as_json:
        tell(True, lambda: [question.as_dict() for question in questions(found)], str)
        return
    asked: set[str] = set()
    while question := next((q for q in questions(found) if q.parameter not in asked), None):
        asked.add(question.parameter)
        value = _ask(question)
        if value == _STOP:
            break
        if value is not None:
            goods = type(found.goods)(text, {**found.goods.parameters, question.parameter: value})
            found = answer(goods, control_lists)
    click.echo(f"\n{classification_text(found)}", nl=False)


def _ask(question: Any) -> Any:
    """The answer to ``question``: a value, None for "don't know", or the word that ends the interview."""
    from exportctl.report.texts import wrap

    click.echo(f"\n{wrap(question.text)}")
    limit = f": {question.limit}" if question.limit else ""
    click.echo(wrap(f"{question.provision}{limit}  {question.quote}", 2, 2))
    while True:
        try:
            said = click.prompt(">", default="", show_default=False, prompt_suffix=" ")
            return _STOP if said.strip().lower() == _STOP else question.read(said)
        except click.Abort:
            return _STOP
        except ExportctlError as error:
            click.echo(wrap(str(error), 2, 2))
