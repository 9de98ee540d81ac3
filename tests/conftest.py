"""Fixtures shared by all tests: the official lists, where they are at hand."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from exportctl.catalog import parse
from exportctl.model import ControlList

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
LISTS = Path(os.environ.get("EXPORTCTL_LISTS", ROOT.parent / "shared" / "lists"))


def official_file(relative: str) -> Path:
    """The path of an official text, or a skip with the reason where it is absent."""
    path = LISTS / relative
    if not path.is_file():
        pytest.skip(f"official text {relative} is not at hand; set EXPORTCTL_LISTS to the directory that has it")
    return path


@pytest.fixture(scope="session")
def official_annex() -> ControlList:
    """Annex I to Regulation (EU) 2021/821, edition 2025-11-15, official wording."""
    return parse(official_file("eu-dual-use/2025-11-15.en.fmx.xml"))


@pytest.fixture(scope="session")
def official_2021() -> ControlList:
    """Annex I to Regulation (EU) 2021/821 as first adopted, official wording."""
    return parse(official_file("eu-dual-use/2021-05-20.en.fmx.xml"))


@pytest.fixture(scope="session")
def official_military() -> ControlList:
    """The Common Military List of the European Union, edition 2020-02-17, official wording."""
    return parse(official_file("eu-military/2020-02-17.en.fmx.xml"))
