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
        from exportctl.report.texts import lists_document, lists_text

        infos = available()
        tell(as_json, lambda: lists_document(infos), lambda: lists_text(infos))


@lists.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json_option
def install(file: Path, as_json: bool) -> None:
    """Make an official XML (or the zip it comes in) the default wording of its list."""
    from exportctl.catalog import install as answer
    from exportctl.report.texts import lists_document

    info = answer(file)
    tell(as_json, lambda: lists_document([info])[0], lambda: f"installed {info.name}\n")


@lists.command()
@click.argument("list_name", metavar="LIST")
@click.option("--edition", required=True, help="Edition, such as 2025-11-15.")
@click.option("--language", default="en", show_default=True, help="en, de, fr or nl.")
@click.option("--celex", default="", help="The act, such as 32025R2003, where exportctl does not know it.")
@click.option("--sha256", default="", help="Install only the file with this sha256.")
@click.option("--from", "office", default=None, help="An address that answers for CELEX numbers, such as a mirror.")
@as_json_option
def fetch(
    list_name: str, edition: str, language: str, celex: str, sha256: str, office: str | None, as_json: bool
) -> None:
    """Fetch an edition of LIST from the Publications Office and make it the default wording."""
    from exportctl.progress import counting
    from exportctl.publisher import OFFICE
    from exportctl.publisher import fetch as answer
    from exportctl.report.texts import lists_document

    with counting("bytes", quiet=as_json) as progress:
        info = answer(
            list_name,
            edition,
            language=language,
            celex=celex,
            sha256=sha256,
            office=office or OFFICE,
            progress=progress,
        )
    tell(as_json, lambda: lists_document([info])[0], lambda: f"installed {info.name}, sha256 {info.sha256}\n")
