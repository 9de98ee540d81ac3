"""The command line: the same names as the library, each answer as text or, with ``--json``, as one document.

No logic of its own: every command calls one function of the library and one of `report`. Exit codes: 0 answered, 1 an
error that is said in one sentence, 2 wrong usage.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from exportctl.errors import ExportctlError

__all__ = ["main"]

_F = TypeVar("_F", bound=Callable[..., Any])
_LIST = "eu-dual-use"
_STOP = "stop"


class _Commands(click.Group):
    """The commands, with our errors told in one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ExportctlError as error:
            click.echo(f"exportctl: {error}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(1)


def _as_json(command: _F) -> _F:
    return click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")(command)


def _on_list(command: _F) -> _F:
    command = click.option("--edition", help="Edition, such as 2025-11-15; the newest when left out.")(command)
    return click.option(
        "--list", "list_name", default=None, help="Which list: an id such as eu-dual-use, or a path to an XML file."
    )(command)


def _with_parameters(command: _F) -> _F:
    return click.option(
        "-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="A fact: -p 'sample rate=3 GSPS'."
    )(command)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(package_name="exportctl")
def main() -> None:
    """Classify goods against the EU dual-use list and the EU Common Military List.

    This is no legal advice. The bundled lists are our digest, not the law; catch-all controls (Articles 4, 5, 9 and 10
    of Regulation (EU) 2021/821) lie outside every list.
    """


def _answer(as_json: bool, document: Callable[[], Any], text: Callable[[], str]) -> None:
    click.echo(json.dumps(document(), ensure_ascii=False, indent=2) if as_json else text(), nl=as_json)


def _lists(list_name: str | None, edition: str | None) -> Any:
    """The list that was asked for, or all that goods are classified against by default."""
    from exportctl.classification import default_lists

    return (_list(list_name, edition, ""),) if list_name or edition else default_lists()


def _list(list_name: str | None, edition: str | None, code: str) -> Any:
    """One list: as named, else the one that ``code`` belongs to."""
    from exportctl.catalog import load, parse

    if list_name and (Path(list_name).suffix or Path(list_name).exists()):
        return parse(list_name)
    return load(list_name or ("eu-military" if code.strip().upper().startswith("ML") else _LIST), edition)


def _goods(description: str, parameters: tuple[str, ...]) -> Any:
    """The goods of the command line. A parameter given twice is an error, told by `Goods`."""
    from exportctl.errors import BadGoods
    from exportctl.goods import Goods

    given: dict[str, Any] = {}
    for parameter in parameters:
        name, sign, value = parameter.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise click.BadParameter(f"{parameter!r}: write NAME=VALUE, like 'resolution=14 bit'", param_hint="-p")
        name = name.strip()
        if name in given and given[name] != _value(value):
            raise BadGoods(name, f"has two values, {given[name]} and {_value(value)}; give one, or a range")
        given[name] = _value(value)
    return Goods(description, given)


def _value(text: str) -> str | bool:
    return {"yes": True, "true": True, "no": False, "false": False}.get(text.strip().lower(), text.strip())


@main.command()
@click.argument("text")
@_with_parameters
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), help="Add the decision to this JSONL file.")
@_on_list
@_as_json
def classify(
    text: str,
    parameters: tuple[str, ...],
    record: Path | None,
    list_name: str | None,
    edition: str | None,
    as_json: bool,
) -> None:
    """Say which entries the goods that TEXT describes may fall under, and why."""
    from exportctl.classification import classify as answer
    from exportctl.report import classification_text

    found = answer(_goods(text, parameters), _lists(list_name, edition))
    if record is not None:
        from exportctl.records import append_record

        append_record(record, found)
    _answer(as_json, found.as_dict, lambda: classification_text(found))


@main.command()
@click.argument("text")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="How many candidates.")
@_on_list
@_as_json
def match(text: str, limit: int, list_name: str | None, edition: str | None, as_json: bool) -> None:
    """Rank the entries whose words fit TEXT, with the reasons."""
    from exportctl.matching import match as answer
    from exportctl.report import candidates_text

    found = answer(_lists(list_name, edition), _goods(text, ()), limit=limit)
    _answer(as_json, lambda: [c.as_dict() for c in found], lambda: candidates_text(found))


@main.command()
@click.argument("code")
@click.argument("text", default="")
@_with_parameters
@_on_list
@_as_json
def evaluate(
    code: str, text: str, parameters: tuple[str, ...], list_name: str | None, edition: str | None, as_json: bool
) -> None:
    """Decide whether the goods meet provision CODE: met, not met, or which fact is missing."""
    from exportctl.evaluation import evaluate as answer
    from exportctl.report import finding_text

    control_list = _list(list_name, edition, code)
    finding = answer(control_list, code, _goods(text, parameters))
    _answer(as_json, finding.as_dict, lambda: finding_text(finding, control_list))


@main.command()
@click.argument("code")
@_on_list
@_as_json
def limits(code: str, list_name: str | None, edition: str | None, as_json: bool) -> None:
    """Show the limits of provision CODE, exact and typed."""
    from exportctl.extraction import limits as answer
    from exportctl.report import limits_document, limits_text

    control_list = _list(list_name, edition, code)
    entry = control_list[code]
    found = answer(control_list, code)
    _answer(as_json, lambda: limits_document(control_list, entry, found), lambda: limits_text(entry, found))


@main.command()
@click.argument("code")
@_on_list
@_as_json
def show(code: str, list_name: str | None, edition: str | None, as_json: bool) -> None:
    """Show provision CODE with its notes and sub-items."""
    from exportctl.report import entry_document, entry_text

    control_list = _list(list_name, edition, code)
    entry = control_list[code]
    _answer(as_json, lambda: entry_document(entry, control_list), lambda: entry_text(entry, control_list))


@main.group(invoke_without_command=True)
@_as_json
@click.pass_context
def lists(ctx: click.Context, as_json: bool) -> None:
    """Say which lists and editions are at hand."""
    if ctx.invoked_subcommand is None:
        from exportctl.catalog import available
        from exportctl.report import lists_document, lists_text

        infos = available()
        _answer(as_json, lambda: lists_document(infos), lambda: lists_text(infos))


@lists.command()
@click.argument("file", type=click.Path(path_type=Path))
def install(file: Path) -> None:
    """Make an official XML (or the zip it comes in) the default wording of its list."""
    from exportctl.catalog import install as answer

    click.echo(f"installed {answer(file).name}")


@main.command()
@click.argument("pattern")
@_as_json
def index(pattern: str, as_json: bool) -> None:
    """Look PATTERN ("k*") up in the alphabetical index of trade terms."""
    from exportctl.goods_index import find
    from exportctl.report import index_document, index_text

    found = find(pattern)
    _answer(as_json, lambda: index_document(found), lambda: index_text(found))


@main.command()
@click.argument("old")
@click.argument("new")
@click.option("--list", "list_name", default=None, help="Which list they are editions of; eu-dual-use when left out.")
@_as_json
def compare(old: str, new: str, list_name: str | None, as_json: bool) -> None:
    """Say what changed between two editions: OLD and NEW are editions (2021-05-20) or paths to XML files."""
    from exportctl.comparison import compare as answer
    from exportctl.report import changes_text

    found = answer(_edition(list_name, old), _edition(list_name, new))
    _answer(as_json, lambda: [change.as_dict() for change in found], lambda: changes_text(found))


def _edition(list_name: str | None, edition: str) -> Any:
    return _list(edition, None, "") if Path(edition).suffix else _list(list_name, edition, "")


@main.command()
@click.argument("goods", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Where to write: .xlsx or .csv.")
@click.option("--columns", type=click.Path(path_type=Path), help="A TOML file whose [columns] table maps headings.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run stopped.")
@click.option("--workers", type=click.IntRange(1), help="How many processes; all cores when left out.")
@_on_list
@_as_json
def batch(
    goods: Path,
    output: Path,
    columns: Path | None,
    resume: bool,
    workers: int | None,
    list_name: str | None,
    edition: str | None,
    as_json: bool,
) -> None:
    """Classify every row of the table GOODS (.xlsx, .csv, .parquet)."""
    from exportctl.batch import classify_table, column_mapping
    from exportctl.progress import counting
    from exportctl.report import summary_document, summary_text

    with counting("rows", quiet=as_json) as progress:
        summary = classify_table(
            goods,
            output,
            lists=_lists(list_name, edition),
            mapping=column_mapping(columns),
            resume=resume,
            workers=workers,
            progress=progress,
        )
    _answer(as_json, lambda: summary_document(summary), lambda: summary_text(summary, output))


@main.command()
@click.argument("text")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The HTML file.")
@_with_parameters
@_on_list
def report(text: str, output: Path, parameters: tuple[str, ...], list_name: str | None, edition: str | None) -> None:
    """Write the decision about the goods that TEXT describes as one page for people."""
    from exportctl.classification import classify as answer
    from exportctl.page import decision_page

    output.write_text(decision_page(answer(_goods(text, parameters), _lists(list_name, edition))), encoding="utf-8")
    click.echo(f"written to {output}")


@main.command()
@click.argument("records", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def verify(records: Path) -> None:
    """Make every decision of the file RECORDS again and say what differs."""
    from exportctl.records import verify_records

    differences = [str(difference) for difference in verify_records(records)]
    click.echo("\n".join(differences) if differences else "every decision comes out the same")


@main.command()
@click.argument("goods", type=click.Path(path_type=Path))
@click.option("--from", "old", required=True, help="The edition (or XML file) in force before.")
@click.option("--to", "new", required=True, help="The edition (or XML file) in force now.")
@click.option("--list", "list_name", default=None, help="Which list they are editions of; eu-dual-use when left out.")
@_as_json
def impact(goods: Path, old: str, new: str, list_name: str | None, as_json: bool) -> None:
    """Say which rows of the table GOODS a new edition touches, and why."""
    from exportctl.batch import goods_of
    from exportctl.impact import impact as answer

    found = list(answer(goods_of(goods), _edition(list_name, old), _edition(list_name, new)))
    told = "\n".join([*(str(touched) for touched in found), ""]) if found else "no row is touched\n"
    _answer(as_json, lambda: [touched.as_dict() for touched in found], lambda: told)


@main.command()
@click.argument("list_name", metavar="[LIST]", default=_LIST)
@click.option("--edition", help="Edition, such as 2025-11-15; the newest when left out.")
@click.option("--by-pattern", is_flag=True, help="How often each clause pattern fires, and which has one user only.")
@_as_json
def audit(list_name: str, edition: str | None, by_pattern: bool, as_json: bool) -> None:
    """Account for every figure of LIST (an id such as eu-military, or a path to an XML file)."""
    from exportctl.extraction import audit as answer
    from exportctl.report import ledger_text, patterns_text

    found = answer(_list(list_name, edition, ""))
    _answer(as_json, found.as_dict, lambda: patterns_text(found) if by_pattern else ledger_text(found))


@main.command()
@click.argument("text")
@_with_parameters
@_on_list
@_as_json
def ask(text: str, parameters: tuple[str, ...], list_name: str | None, edition: str | None, as_json: bool) -> None:
    """Ask for what is missing to classify the goods that TEXT describes, most settling question first.

    Press Enter for "don't know"; "stop" ends the interview. With --json, the questions alone.
    """
    from exportctl.classification import classify as answer
    from exportctl.questions import questions
    from exportctl.report import classification_text

    control_lists = _lists(list_name, edition)
    found = answer(_goods(text, parameters), control_lists)
    if as_json:
        _answer(True, lambda: [question.as_dict() for question in questions(found)], str)
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
    from exportctl.report import wrap

    click.echo(f"\n{wrap(question.text)}")
    limit = f": {question.limit}" if question.limit else ""
    click.echo(wrap(f"{question.provision}{limit}  “{question.quote}”", 2, 2))
    while True:
        try:
            said = click.prompt(">", default="", show_default=False, prompt_suffix=" ")
            return _STOP if said.strip().lower() == _STOP else question.read(said)
        except click.Abort:
            return _STOP
        except ExportctlError as error:
            click.echo(wrap(str(error), 2, 2))
