"""Commands that tell which lists there are and install more: ``lists``, ``lists install``."""

from pathlib import Path

import click

from exportctl.cli.options import as_json_option, tell

__all__ = ["lists"]


@click.group(invoke_without_command=True)
@as_json_option
@click.pass_context
def lists(ctx: click.Context, as_json: bool) -> None:
    """Say which lists and editions are at hand."""
    if ctx.invoked_subcommand is None:
        from exportctl.catalog import available
        from exportctl.report import lists_document, lists_text

        infos = available()
        tell(as_json, lambda: lists_document(infos), lambda: lists_text(infos))


@lists.command()
@click.argument("file", type=click.Path(path_type=Path))
def install(file: Path) -> None:
    """Make an official XML (or the zip it comes in) the default wording of its list."""
    from exportctl.catalog import install as answer

    click.echo(f"installed {answer(file).name}")
