"""What the letters of a limit's formula stand for, as the law says beside it: "L is the measured length in mm"."""

import re
from collections.abc import Iterator
from functools import lru_cache

import attrs

from exportctl.errors import ExportctlError
from exportctl.extraction.computed import BASE_UNITS
from exportctl.model import ControlList, Place
from exportctl.names import kinds_of
from exportctl.units import NUMBER, Unit, parse_unit

__all__ = ["Variable", "variable_of"]

_SAID = (
    r"(?<!\w){}(?: is| equals| =| denotes| being|,) (?:the )?(?!equal\b)"
    r"(?P<name>(?:number of )?[^\W\d_][\w -]{{2,60}}?)"
)
_UNIT = (
    r"(?:,? \(?(?:expressed )?in (?P<unit>[^\W\d_]+)\)?)?(?=[.,;)\s](?:$|[^\w]|and |where |of |above |below )|[.,;)]|$)"
)
_FROM = re.compile(r" (?:from|of|below|above) .*$")


@attrs.frozen(kw_only=True)
class Variable:
    """A letter of a formula: the ``name`` of what it stands for (its own where the law gives none) and its ``unit``."""

    letter: str
    name: str
    unit: Unit = NUMBER


@lru_cache(maxsize=4096)
def variable_of(control_list: ControlList, place: Place, letter: str) -> Variable:
    """What ``letter`` stands for in a formula at ``place``: by the words there, the notes, or the words above.

    Several words are a name themselves; their unit stands behind them, or is the plainest of their kind.
    """
    if " " in letter:
        return Variable(letter=letter, name=letter, unit=_unit_of(letter, control_list.text_at(place)))
    said = re.compile(_SAID.format(re.escape(letter)) + _UNIT)
    for text in _texts(control_list, place):
        if match := said.search(text):
            try:
                unit = parse_unit(match["unit"]) if match["unit"] else NUMBER
            except ExportctlError:
                continue
            return Variable(letter=letter, name=match["name"].strip(), unit=unit)
    return Variable(letter=letter, name=letter)


def _unit_of(name: str, text: str) -> Unit:
    """The unit that ``text`` says behind ``name``: "operating frequency (in GHz)"."""
    said = re.search(rf"{re.escape(name)} \(?in (?P<unit>\w+)", text)
    kinds = sorted(kinds_of(name) & BASE_UNITS.keys())
    written = said["unit"] if said else BASE_UNITS[kinds[0]] if len(kinds) == 1 else ""
    try:
        return parse_unit(written) if written else NUMBER
    except ExportctlError:
        return NUMBER


def _texts(control_list: ControlList, place: Place) -> Iterator[str]:
    """The words at ``place``, its notes, and those of what stands above it, the nearest first."""
    yield control_list.text_at(place)
    for entry in (control_list[place.code], *reversed(control_list.ancestors(place.code))):
        yield entry.text
        yield from (note.text for note in entry.notes)
