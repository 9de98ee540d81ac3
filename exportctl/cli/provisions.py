"""Commands that tell what a list says: ``limits``, ``show``, ``index``, ``compare``, ``audit``."""

import click

from exportctl.cli.options import DEFAULT_LIST, as_json_option, chosen_edition, chosen_list, on_list, tell

__all__ = ["audit", "compare", "index", "limits", "show"]


@click.command()
@click.argument("code")
@on_list
@as_json_option
def limits(code: str, list_name: str | None, edition: str | None, as_json: bool) -> None:
    """Show the limits of provision CODE, exact and typed."""
    from exportctl.extraction import limits as answer
    from exportctl.report.texts import limits_document, limits_text

    control_list = chosen_list(list_name, edition, code)
    entry = control_list[code]
    found = answer(control_list, code)
    tell(as_json, lambda: limits_document(control_list, entry, found), lambda: limits_text(entry, found))


@click.command()
@click.argument("code")
@on_list
@as_json_option
def show(code: str, list_name: str | None, edition: str | None, as_json: bool) -> None:
    """Show provision CODE with its notes and sub-items."""
    from exportctl.report.texts import entry_document, entry_text

    control_list = chosen_list(list_name, edition, code)
    entry = control_list[code]
    tell(as_json, lambda: entry_document(entry, control_list), lambda: entry_text(entry, control_list))


@click.command()
@click.argument("pattern")
@as_json_option
def index(pattern: str, as_json: bool) -> None:
    """Look PATTERN ("k*") up in the alphabetical index of trade terms."""
    from exportctl.matching.goods_index import find
    from exportctl.report.texts import index_document, index_text

    found = find(pattern)
    tell(as_json, lambda: index_document(found), lambda: index_text(found))


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--list", "list_name", default=None, help="Which list they are editions of; eu-dual-use when left out.")
@as_json_option
def compare(old: str, new: str, list_name: str | None, as_json: bool) -> None:
    """Say what changed between two editions: OLD and NEW are editions (2021-05-20) or paths to XML files."""
    from exportctl.comparison import compare as answer
    from exportctl.report.texts import changes_text

    found = answer(chosen_edition(list_name, old), chosen_edition(list_name, new))
    tell(as_json, lambda: [change.as_dict() for change in found], lambda: changes_text(found))


@click.command()
@click.argument("list_name", metavar="[LIST]", default=DEFAULT_LIST)
@click.option("--edition", help="Edition, such as 2025-11-15; the newest when left out.")
@click.option("--by-pattern", is_flag=True, help="How often each clause pattern fires, and which has one user only.")
@as_json_option
def audit(list_name: str, edition: str | None, by_pattern: bool, as_json: bool) -> None:
    """Account for every figure of LIST (an id such as eu-military, or a path to an XML file)."""
    from exportctl.extraction import audit as answer
    from exportctl.report.texts import ledger_text, patterns_text

    found = answer(chosen_list(list_name, edition, ""))
    tell(as_json, found.as_dict, lambda: patterns_text(found) if by_pattern else ledger_text(found))
