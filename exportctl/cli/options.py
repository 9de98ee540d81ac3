"""Options that commands share, and what they choose: lists, editions, goods; and how an answer is told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = [
    "DEFAULT_LIST",
    "as_json_option",
    "chosen_edition",
    "chosen_list",
    "chosen_lists",
    "evidence_like",
    "goods_given",
    "on_list",
    "on_sheet",
    "tell",
    "with_parameters",
    "with_precedents",
]

_F = TypeVar("_F", bound=Callable[..., Any])
DEFAULT_LIST = "eu-dual-use"


def as_json_option(command: _F) -> _F:
    return click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")(command)


def on_list(command: _F) -> _F:
    command = click.option("--edition", help="Edition, such as 2025-11-15; the newest when left out.")(command)
    return click.option(
        "--list", "list_name", default=None, help="Which list: an id such as eu-dual-use, or a path to an XML file."
    )(command)


def on_sheet(command: _F) -> _F:
    return click.option("--sheet", default="", help="Which sheet of a workbook; the first with goods when left out.")(
        command
    )


def with_parameters(command: _F) -> _F:
    return click.option(
        "-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="A fact: -p 'sample rate=3 GSPS'."
    )(command)


def with_precedents(command: _F) -> _F:
    """Add ``--precedents``: the user's earlier decisions, shown as evidence."""
    return click.option(
        "--precedents",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Earlier decisions of yours (records, or a table with codes), shown as evidence.",
    )(command)


def evidence_like(found: Any, precedents: Path | None) -> Any:
    """The earlier decisions in the file ``precedents`` that are like the goods of the answer ``found``."""
    if precedents is None:
        return ()
    from exportctl.precedents import like, read_precedents

    return like(found.goods, read_precedents(precedents))


def tell(as_json: bool, document: Callable[[], Any], text: Callable[[], str]) -> None:
    click.echo(json.dumps(document(), ensure_ascii=False, indent=2) if as_json else text(), nl=as_json)


def chosen_lists(list_name: str | None, edition: str | None) -> Any:
    """The list that was asked for, or all that goods are classified against by default."""
    from exportctl.classification import default_lists

    return (chosen_list(list_name, edition, ""),) if list_name or edition else default_lists()


def chosen_list(list_name: str | None, edition: str | None, code: str) -> Any:
    """One list: as named, else the one that ``code`` belongs to."""
    from exportctl.catalog import load, parse

    if list_name and (Path(list_name).suffix or Path(list_name).exists()):
        return parse(list_name)
    return load(list_name or ("eu-military" if code.strip().upper().startswith("ML") else DEFAULT_LIST), edition)


def goods_given(description: str, parameters: tuple[str, ...]) -> Any:
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


def chosen_edition(list_name: str | None, edition: str) -> Any:
    return chosen_list(edition, None, "") if Path(edition).suffix else chosen_list(list_name, edition, "")
