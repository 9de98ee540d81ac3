"""The lists that are measured on: the official English texts, where they are at hand, else the bundled digest."""

import os
from pathlib import Path

from exportctl.catalog import load, parse
from exportctl.model import ControlList

__all__ = ["LISTS", "both_lists"]

ROOT = Path(__file__).resolve().parent.parent
LISTS = Path(os.environ.get("EXPORTCTL_LISTS", ROOT.parent / "shared" / "lists"))
_FILES = ("eu-dual-use/2025-11-15.en.fmx.xml", "eu-military/2020-02-17.en.fmx.xml")


def both_lists() -> tuple[ControlList, ControlList]:
    """The dual-use list and the military list."""
    official = [LISTS / name for name in _FILES]
    if all(path.is_file() for path in official):
        dual_use, military = (parse(path) for path in official)
    else:
        dual_use, military = load("eu-dual-use"), load("eu-military")
    return dual_use, military
