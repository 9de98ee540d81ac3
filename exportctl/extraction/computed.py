"""Limits that the law computes in words: "less than its power in Watts multiplied by 10 cm^3/W".

What is computed is masked by a plain figure of its unit, so that the limit is read like any other; then the formula
takes the figure's place.

>>> text = "A volume less than the motor power in Watts multiplied by 10 cm^3/W"
>>> [(str(one.formula), str(one.unit), one.formula.variables) for one in computed_in(text)]
[('10 × motor power in Watts', 'cm3', ('motor power',))]
>>> masked(text, computed_in(text))[:30]
'A volume less than 1 cm3      '
"""

import re
from collections.abc import Iterator, Sequence

import attrs

from exportctl.errors import ExportctlError
from exportctl.formulas import Formula
from exportctl.names import kinds_of
from exportctl.symbols import Unit, parse_unit
from exportctl.text import Span

__all__ = ["BASE_UNITS", "Computed", "computed_in", "masked"]

_FIGURE = r"(?P<figure>\d+(?:[ ]\d{3})*(?:,\d+)?)"
_NAME = r"(?:the )?(?P<name>[a-z]+(?: [a-z]+){0,4}?)"
_THAN = r"(?:(?<=than )|(?<=[<>≤≥] ))"
_MULTIPLIED = re.compile(
    rf"{_THAN}{_NAME} in (?P<unit>\w+) (?:multiplied by|×) {_FIGURE} (?P<result>[\w^]+)/(?P<per>\w+)"
)
_DIVIDED = re.compile(
    rf"{_THAN}{_FIGURE} divided by (?:the )?(?P<of>square of )?{_NAME} \(in (?P<unit>\w+)\)(?P<squared> squared)?"
    r"(?: \[[^\]]*\])?"
)
_OF_ONE = r"(?: of any (?:one|single) (?P<whole>[a-z]+(?: [a-z]+)?))?"
_TIMES = re.compile(rf"{_FIGURE}(?P<more> or more)? times {_NAME}{_OF_ONE}(?=[,;]| and )")
_IN_UNIT = re.compile(r"\(in (?P<unit>\w+)\)")
BASE_UNITS = {"frequency": "Hz", "length": "m", "mass": "kg", "power": "W", "time": "s"}
"""The unit of a quantity that the law names without one."""


@attrs.frozen(kw_only=True)
class Computed:
    """What is computed under ``span``: its ``formula`` and ``unit``, and what stands for it while the rest is read."""

    span: Span
    formula: Formula
    unit: Unit
    mask: str


def computed_in(text: str) -> tuple[Computed, ...]:
    """The limits that ``text`` computes in words, in its order."""
    if " multiplied by " not in text and " divided by " not in text and " times " not in text and " × " not in text:
        return ()
    return tuple(sorted((*_multiplied(text), *_divided(text), *_times(text)), key=lambda one: one.span))


def _multiplied(text: str) -> Iterator[Computed]:
    for found in _MULTIPLIED.finditer(text):
        unit, per, result = (_unit(found[name]) for name in ("unit", "per", "result"))
        if unit is not None and result is not None and unit == per:
            expression = Formula.parse(f"{found['figure']} × x")
            yield _computed(
                found, expression, found["name"], f"{found['figure']} × {found['name']} in {found['unit']}", result
            )


def _divided(text: str) -> Iterator[Computed]:
    for found in _DIVIDED.finditer(text):
        named = _IN_UNIT.search(text, 0, found.start())
        result = _unit(named["unit"]) if named else None
        if result is not None and _unit(found["unit"]) is not None:
            power = "^2" if found["of"] or found["squared"] else ""
            expression = Formula.parse(f"{found['figure']}/x{power}")
            written = f"{found['figure']}/({found['name']} in {found['unit']}){power}"
            yield _computed(found, expression, found["name"], written, result)


def _times(text: str) -> Iterator[Computed]:
    for found in _TIMES.finditer(text):
        name = f"{found['whole']} {found['name']}" if found["whole"] else found["name"]
        kinds = sorted(kinds_of(found["name"]) & BASE_UNITS.keys())
        if len(kinds) == 1:
            unit = parse_unit(BASE_UNITS[kinds[0]])
            expression = Formula.parse(f"{found['figure']} × x")
            yield _computed(found, expression, name, f"{found['figure']} × {name}", unit, found["more"] or "")


def _computed(
    found: re.Match[str], expression: Formula, name: str, written: str, unit: Unit, more: str = ""
) -> Computed:
    span = Span(*found.span())
    mask = f"1 {unit}{more}"
    return Computed(span=span, formula=expression.renamed({"x": name}, written), unit=unit, mask=mask)


def _unit(word: str) -> Unit | None:
    """The unit that ``word`` names."""
    try:
        return parse_unit(word)
    except ExportctlError:
        return None


def masked(text: str, computed: Sequence[Computed]) -> str:
    """``text`` with a plain figure, and spaces behind it, in place of all that is ``computed``; as long as it was."""
    for one in computed:
        text = text[: one.span.start] + one.mask.ljust(len(one.span)) + text[one.span.end :]
    return text
