"""The command line: answers, JSON, exit codes, and errors in one sentence."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from exportctl.cli import main


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and error output of one call."""
    result = CliRunner().invoke(main, list(arguments), prog_name="exportctl")
    return result.exit_code, result.stdout, result.stderr


def test_classify_answers_from_the_description_alone() -> None:
    """A description with its figures is enough: no parameter has to be given."""
    code, out, _ = run("classify", "14-bit 3 GSPS ADC")
    assert code == 0
    assert "3A001.a.5.a.4" in out
    assert "3 GSPS > 250 MSPS" in out
    assert "no legal advice" in out


def test_classify_names_list_edition_and_wording() -> None:
    """Every answer says which list, edition and wording it rests on, and the act's CELEX number."""
    _, out, _ = run("classify", "14-bit 3 GSPS ADC")
    squeezed = " ".join(out.split())
    assert "eu-dual-use, edition 2025-11-15 (digest; our digest, not the law's wording)" in squeezed
    assert "CELEX 02021R0821-20251115" in squeezed


def test_text_fits_in_eighty_columns() -> None:
    """No line of a text answer is longer than 80 characters, and none is coloured."""
    for arguments in (
        ("classify", "14-bit 3 GSPS ADC"),
        ("show", "3A001.a.5"),
        ("limits", "3A001.a.5.a.4"),
        ("lists",),
    ):
        _, out, _ = run(*arguments)
        assert max(len(line) for line in out.splitlines() if "sha256" not in line) <= 80
        assert "\x1b" not in out


def test_json_is_one_document_for_every_command() -> None:
    """Each command with --json prints one JSON document."""
    for arguments in (
        ("classify", "14-bit 3 GSPS ADC"),
        ("match", "krytron"),
        ("evaluate", "3A001.a.5.a.4", "ADC", "-p", "resolution=14 bit"),
        ("limits", "3A001.a.5.a.4"),
        ("show", "3A001.a.5"),
        ("lists",),
        ("index", "kryt*"),
    ):
        code, out, _ = run(*arguments, "--json")
        assert code == 0
        assert json.loads(out)


def test_limits_are_exact_in_json() -> None:
    """A limit's magnitude is told exactly, with its unit and comparison."""
    _, out, _ = run("limits", "3A001.a.5.a.4", "--json")
    found = {(x["parameter"], x["comparison"], x["magnitude"], x["unit"]) for x in json.loads(out)["limits"]}
    assert found == {
        ("resolution", ">=", "14", "bit"),
        ("resolution", "<", "16", "bit"),
        ("sample rate", ">", "250", "MSPS"),
    }


def test_parameter_overrides_the_description() -> None:
    """A parameter given by the user counts, not the figure read from the description."""
    _, out, _ = run("evaluate", "3A001.a.5.a.4", "14-bit 3 GSPS ADC", "-p", "sample rate=100 MSPS", "--json")
    assert json.loads(out)["limits"] == "not met"


@pytest.mark.parametrize(
    ("arguments", "exit_code", "words"),
    [
        (("show", "3A999"), 1, "no provision 3A999 in eu-dual-use"),
        (("show", "nonsense"), 1, "is not an entry code"),
        (("show", "3A001", "--list", "no-such-list"), 1, "no list"),
        (("show", "3A001", "--edition", "1999-01-01"), 1, "1999-01-01"),
        (("show", "3A001", "--list", "absent.xml"), 1, "absent.xml"),
        (("classify", "ADC", "-p", "resolution"), 2, "NAME=VALUE"),
        (("evaluate", "3A001", "ADC", "-p", "resolution=14 quux"), 1, "resolution"),
        (("evaluate", "3A001", "ADC", "-p", "resolution=14 bit", "-p", "resolution=12 bit"), 1, "two values"),
        (("no-such-command",), 2, "No such command"),
    ],
)
def test_errors_say_what_and_what_to_do(arguments: tuple[str, ...], exit_code: int, words: str) -> None:
    """Exit code 1 with one sentence for our errors, 2 for wrong usage; never a traceback."""
    code, _, err = run(*arguments)
    assert code == exit_code
    assert words in err
    assert "Traceback" not in err


def test_one_letter_and_a_million_letters_are_answered(tmp_path: Path) -> None:
    """A description of one letter finds nothing; one of a million letters is answered all the same."""
    code, out, _ = run("classify", "x")
    assert code == 0
    assert "NO ENTRY FOUND" in out
    code, out, _ = run("match", "pump " * 200_000, "--json")
    assert code == 0
