"""The command line: the same names as the library, each answer as text or, with ``--json``, as one document.

No logic of its own: every command calls one function of the library and one of `report`. Exit codes: 0 answered, 1 an
error that is said in one sentence, 2 wrong usage.
"""

import sys
from typing import Any

import click

from exportctl.cli.catalog import lists
from exportctl.cli.goods import ask, classify, evaluate, match, report
from exportctl.cli.provisions import audit, compare, index, limits, show
from exportctl.cli.tables import batch, impact, verify
from exportctl.errors import ExportctlError

__all__ = ["main"]


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


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(package_name="exportctl")
def main() -> None:
    """Classify goods against the EU dual-use list and the EU Common Military List.

    This is no legal advice. The bundled lists are our digest, not the law; catch-all controls (Articles 4, 5, 9 and 10
    of Regulation (EU) 2021/821) lie outside every list.
    """


for _command in (
    classify,
    match,
    evaluate,
    ask,
    report,
    limits,
    show,
    index,
    audit,
    lists,
    compare,
    batch,
    impact,
    verify,
):
    main.add_command(_command)
