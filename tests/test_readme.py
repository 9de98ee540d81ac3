"""The README shows what the program really says."""

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from exportctl.cli import main

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_first_block_of_output_is_the_real_one() -> None:
    """The output under the command is the command's own, to the letter."""
    found = re.search(r"```text\n\$ exportctl (?P<command>.+)\n(?P<output>(?:.*\n)+?)```", README)
    assert found is not None
    result = CliRunner().invoke(main, shlex.split(found["command"]), prog_name="exportctl")
    assert result.stdout == found["output"]


def test_every_link_leads_to_a_file() -> None:
    """No link of the README points nowhere."""
    root = Path(__file__).resolve().parent.parent
    assert [link for link in re.findall(r"\]\(([^)#:]+)\)", README) if not (root / link).exists()] == []
