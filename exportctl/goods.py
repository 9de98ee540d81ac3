"""What a user has: a description in plain words, and parameters by name.

>>> goods = Goods("14-bit 3 GSPS ADC", {"channels": 4, "radiation hardened": False})
>>> str(goods.parameters["channels"]), [str(figure.value) for figure in goods.figures]
('4', ['14 bit', '3 GSPS'])
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from math import isfinite
from typing import Any

import attrs

from exportctl.errors import BadGoods, ExportctlError
from exportctl.figures import Figure, figures_in
from exportctl.names import normal
from exportctl.units import (
    NUMBER,
    Interval,
    Quantity,
    Unit,
    difference,
    meanings,
    parse_number,
    parse_quantity,
    parse_unit,
    parse_value,
)

__all__ = ["Goods", "Parameters", "readings"]

_READ_AS = {
    "frequency": ("1/s",),
    "rate": ("Hz",),
    "power": ("dBm",),
    "power level": ("W",),
    "fraction": ("wt%", "1"),
    "mass fraction": ("%",),
}
_PULSED = re.compile(
    r"pul[st]|peak|repetition|\brep\b|\bPR[FR]\b|energy|switched|mode.?lock|femto|pico|\bns\b|\bfs\b", re.I
)
(_MACH,) = normal("mach")
_RATIO = re.compile(r"(?P<over>\d[\d.,]*) ?: ?(?P<under>\d[\d.,]*)")
_SIDES = re.compile(r"\s*[x×X]\s*(?=\d)(?!10 ?[\^⁻⁰¹²³⁴⁵⁶⁷⁸⁹*])")
_FIGURE = re.compile(r"\d[\d.,]*(?:\s?[^\W\d]+)?$")
_PROBABLE = re.compile(r" CEP(?:50)?$")
_MOST_SIDES = 3
Value = str | Quantity | Interval | bool | int | float | Fraction


@attrs.frozen(eq=True)
class Parameters(Mapping[str, "bool | Interval"]):
    """Values by name, in the order given; equal to any other with the same values."""

    _values: dict[str, bool | Interval] = attrs.field(eq=lambda values: frozenset(values.items()))

    def __getitem__(self, name: str) -> bool | Interval:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _parameters(given: Mapping[str, Value]) -> Parameters:
    """``given`` read; raises `BadGoods` naming the parameter that cannot be, or that has two values."""
    if isinstance(given, Parameters):
        return given
    if not isinstance(given, Mapping):
        raise BadGoods("parameters", "are no mapping of names to values; write {'sample rate': '3 GSPS'}")
    read: dict[str, bool | Interval] = {}
    by_name: dict[object, str] = {}
    for name, value in given.items():
        if not isinstance(name, str) or not name.strip():
            raise BadGoods(f"parameter {name!r}", "has no name; write one like 'sample rate'")
        read[name] = _with_unit(name, _value(name, value))
        other = by_name.setdefault(_key(name, read[name]), name)
        if not _agree(read[other], read[name]):
            raise BadGoods(name, f"is {read[name]}, but {other!r} is {read[other]}; give one, or a range")
    return Parameters(read)


def _value(name: str, value: Value) -> bool | Interval:
    try:
        match value:
            case bool() | Interval():
                return value
            case str():
                return _read(value)
            case Quantity():
                return Interval.point(value)
            case int() | Fraction():
                return Interval.point(Quantity(Fraction(value)))
            case float() if isfinite(value):
                return Interval.point(Quantity(Fraction(repr(value))))
            case float():
                raise BadGoods(name, f"is {value}, which is no number")
    except BadGoods:
        raise
    except ExportctlError as error:
        raise BadGoods(name, str(error)) from error
    raise BadGoods(name, f"is a {type(value).__name__}; write text like '3 GSPS', or true or false")


def _read(text: str) -> Interval:
    """What ``text`` states: a value, a ratio ("4:1"), the sides of a body ("25 x 20 x 10 cm": from 10 to 25 cm), or a
    circle of equal probability ("5 m CEP").
    """
    stripped = _PROBABLE.sub("", text.strip())
    ratio = _RATIO.fullmatch(stripped)
    if ratio and (under := parse_number(ratio["under"])):
        return Interval.point(Quantity(parse_number(ratio["over"]) / under))
    sides = _SIDES.split(stripped)
    if not 2 <= len(sides) <= _MOST_SIDES or not all(_FIGURE.match(side) for side in sides):
        return parse_value(stripped)
    last = parse_quantity(sides[-1])
    if last.unit.kind != "length":
        return parse_value(stripped)
    read = [parse_quantity(side) for side in sides]
    lengths = [Quantity(one.magnitude, last.unit) if one.unit == NUMBER else one for one in read]
    return Interval(min(lengths), max(lengths))


def _with_unit(name: str, value: bool | Interval) -> bool | Interval:
    """``value``, where it is a number and its ``name`` says the unit: "Mach number"."""
    if isinstance(value, Interval) and value.unit == NUMBER and _MACH in normal(name):
        return value.in_unit(parse_unit("Mach"))
    return value


def _key(name: str, value: bool | Interval) -> object:
    """What two names of one parameter share. The little words count in a fact: "aircraft" is not "for aircraft"; and
    one letter is a symbol, F another than f.
    """
    if isinstance(value, bool):
        return " ".join(name.casefold().split())
    return name.strip() if len(name.strip()) == 1 else normal(name) or name


def _agree(one: bool | Interval, two: bool | Interval) -> bool:
    """Whether two values of one parameter can both be right."""
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    return one.unit.kind != two.unit.kind or one.meet(two) is not None


def readings(unit: Unit) -> tuple[Unit, ...]:
    """The units that ``unit`` can be meant as: itself; what else it is written for, as g for gravity; a difference of
    temperatures; events in a second, where it is of frequency, a level, where it is a power, and a share by
    weight, where it is a share; and back.
    """
    others = (parse_unit(symbol) for symbol in _READ_AS.get(unit.kind, ()))
    return tuple(dict.fromkeys((unit, *meanings(unit), difference(unit), *others)))


@attrs.frozen(slots=False)
class Goods:
    """A product: its ``description`` in plain words, and ``parameters``: figures as intervals, yes/no facts as bools.

    A value may be given as text with a unit ("3 GSPS", "27 to 31 GHz", "≥ 12 bit"), as `Quantity`, `Interval`, bool,
    or a number. Raises `BadGoods`, naming the parameter, for a value that cannot be read and for two values that
    contradict each other; and for goods of which nothing is said.
    """

    description: str = ""
    parameters: Mapping[str, bool | Interval] = attrs.field(factory=dict, converter=_parameters)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.description, str):
            raise BadGoods("description", f"is a {type(self.description).__name__}; write text")
        if not self.description.strip() and not self.parameters:
            raise BadGoods("description", "is empty, and there are no parameters; say what the goods are")

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that the description states, in its order."""
        return figures_in(self.description)

    @cached_property
    def stated(self) -> dict[str, Interval]:
        """The figures among the parameters, by name."""
        return {name: value for name, value in self.parameters.items() if isinstance(value, Interval)}

    @cached_property
    def is_pulsed(self) -> bool:
        """Whether anything that is told speaks of pulses, so that a power need not be continuous."""
        return any(_PULSED.search(text) for text in (self.description, *self.parameters))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of quantity that its parameters and figures are of, or can be read as."""
        units = {*(value.unit for value in self.stated.values()), *(figure.value.unit for figure in self.figures)}
        return frozenset(reading.kind for unit in units for reading in readings(unit))

    def as_dict(self) -> dict[str, Any]:
        """The description, the parameters as text, and the figures read from the description."""
        return {
            "description": self.description,
            "parameters": {name: _spelt(value) for name, value in self.parameters.items()},
            "figures": [
                {
                    "value": str(figure.value),
                    "name": figure.hint,
                    "span": [figure.span.start, figure.span.end],
                    "confidence": figure.confidence,
                }
                for figure in self.figures
            ],
        }


def _spelt(value: bool | Interval) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
