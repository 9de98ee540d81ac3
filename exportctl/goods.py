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
from typing import Any, cast

import attrs

from exportctl.errors import BadGoods, ExportctlError
from exportctl.figures import Figure, figures_in
from exportctl.lines import Line
from exportctl.names import normal
from exportctl.notations import decimal_sign_of, with_unit
from exportctl.readings import as_kind
from exportctl.units import Interval, Quantity, Unit, difference, meanings, parse_unit
from exportctl.values import Stated, read_value

__all__ = ["Goods", "Parameters", "readings"]

_READ_AS = {
    "frequency": ("1/s",),
    "rate": ("Hz",),
    "power": ("dBm",),
    "power level": ("W",),
    "fraction": ("wt%", "1"),
    "mass fraction": ("%",),
    "level re 1 V/µPa": ("dB",),
    "level re 20 µPa": ("dB",),
    "sound sensitivity": ("dB",),
    "atomic mass": ("1",),
}
_PULSED = re.compile(
    r"pul[st]|peak|repetition|\brep\b|\bPR[FR]\b|energy|switched|mode.?lock|femto|pico|\bns\b|\bfs\b", re.I
)
Read = bool | Interval | Line | str
Value = str | Quantity | Interval | Line | bool | int | float | Fraction


@attrs.frozen(eq=True)
class Parameters(Mapping[str, "Read"]):
    """Values by name, in the order given; equal to any other with the same values.

    ``decimal`` is the sign that they, or the description of their goods, write before decimals; "" where none tells.
    """

    _values: dict[str, Read] = attrs.field(eq=lambda values: frozenset(values.items()))
    decimal: str = attrs.field(default="", eq=False)

    def __getitem__(self, name: str) -> Read:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _unread(given: Mapping[str, Value]) -> Mapping[str, Read]:
    """``given`` as it is: how its figures are written is seen beside the description only."""
    return cast("Mapping[str, Read]", given)


def _parameters(given: Mapping[str, Value], description: str) -> Parameters:
    """``given`` read; raises `BadGoods` naming the parameter that cannot be, or that has two values."""
    if isinstance(given, Parameters):
        return given
    if not isinstance(given, Mapping):
        raise BadGoods("parameters", "are no mapping of names to values; write {'sample rate': '3 GSPS'}")
    decimal = decimal_sign_of(text for text in (description, *given.values()) if isinstance(text, str))
    read: dict[str, Read] = {}
    by_name: dict[object, str] = {}
    for name, value in given.items():
        if not isinstance(name, str) or not name.strip():
            raise BadGoods(f"parameter {name!r}", "has no name; write one like 'sample rate'")
        stated = _stated(name, value, decimal)
        other = by_name.setdefault(_key(stated), stated.name)
        if other in read and not _agree(read[other], stated.value):
            raise BadGoods(name, f"is {stated.value}, but {other!r} is {read[other]}; give one, or a range")
        read[stated.name] = _closer(read.get(stated.name), stated.value)
    return Parameters(read, decimal)


def _stated(name: str, value: Value, decimal: str) -> Stated:
    """What ``value`` says under ``name``, which a remark in it makes longer."""
    try:
        match value:
            case bool() | Line():
                return Stated(name, value)
            case Interval():
                return Stated(name, with_unit(name, value))
            case str():
                return read_value(name, value, decimal)
            case Quantity():
                return Stated(name, with_unit(name, Interval.point(value)))
            case int() | Fraction():
                return Stated(name, with_unit(name, Interval.point(Quantity(Fraction(value)))))
            case float() if isfinite(value):
                return Stated(name, with_unit(name, Interval.point(Quantity(Fraction(repr(value))))))
            case float():
                raise BadGoods(name, f"is {value}, which is no number")
    except BadGoods:
        raise
    except ExportctlError as error:
        raise BadGoods(name, str(error)) from error
    raise BadGoods(name, f"is a {type(value).__name__}; write text like '3 GSPS', or true or false")


def _key(stated: Stated) -> object:
    """What two names of one parameter share. The little words count in a fact: "aircraft" is not "for aircraft"; and
    one letter is a symbol, F another than f.
    """
    name = stated.name.strip()
    if not isinstance(stated.value, Interval):
        return type(stated.value), " ".join(name.casefold().split())
    return name if len(name) == 1 else normal(name) or name


def _agree(one: Read, two: Read) -> bool:
    """Whether two values of one parameter can both be right."""
    if not isinstance(one, Interval) or not isinstance(two, Interval):
        return one == two
    return one.unit.kind != two.unit.kind or one.meet(two) is not None


def _closer(one: Read | None, two: Read) -> Read:
    """What two values of one name that agree say together."""
    if not isinstance(one, Interval) or not isinstance(two, Interval):
        return two
    return one.meet(two) or two if one.unit.kind == two.unit.kind else two


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
    or a number. A remark in it becomes a part of the name: "20 W (avg)" of "output power" is "output power avg". Text
    that is no value ("T6") is kept as such and decides nothing. Raises `BadGoods`, naming the parameter, for such text
    under a name that only a quantity has ("mass": "heavy"), and for two values that contradict each other; and for
    goods of which nothing is said.
    """

    description: str = ""
    parameters: Mapping[str, Read] = attrs.field(factory=dict, converter=_unread)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.description, str):
            raise BadGoods("description", f"is a {type(self.description).__name__}; write text")
        object.__setattr__(self, "parameters", _parameters(self.parameters, self.description))
        if not self.description.strip() and not self.parameters:
            raise BadGoods("description", "is empty, and there are no parameters; say what the goods are")

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that the description states, in its order."""
        return figures_in(self.description, self.parameters.decimal if isinstance(self.parameters, Parameters) else "")

    @cached_property
    def listed(self) -> dict[str, Figure]:
        """The items of a list of properties in the description, by name; none whose name has two values."""
        named: dict[str, Figure] = {}
        twice = set()
        for figure in self.figures:
            if figure.listed and named.setdefault(figure.hint, figure).value != figure.value:
                twice.add(figure.hint)
        return {name: figure for name, figure in named.items() if name not in twice}

    def figures_of(self, kind: str, *, events: bool) -> tuple[Figure, ...]:
        """The figures of the description that can be read as of ``kind`` (``events``: see `as_kind`), those said of
        other goods left out.
        """
        found = self._by_kind.get((kind, events))
        if found is None:
            found = self._by_kind[kind, events] = tuple(
                figure
                for figure in self.figures
                if figure.confidence and as_kind(figure.value, kind, events=events) is not None
            )
        return found

    @cached_property
    def _by_kind(self) -> dict[tuple[str, bool], tuple[Figure, ...]]:
        return {}

    @cached_property
    def stated(self) -> dict[str, Interval]:
        """The figures among the parameters, by name."""
        return {name: value for name, value in self.parameters.items() if isinstance(value, Interval)}

    @cached_property
    def lines(self) -> dict[str, Line]:
        """The figures among the parameters that grow with a length, by name."""
        return {name: value for name, value in self.parameters.items() if isinstance(value, Line)}

    @cached_property
    def is_pulsed(self) -> bool:
        """Whether anything that is told speaks of pulses, so that a power need not be continuous."""
        return any(_PULSED.search(text) for text in (self.description, *self.parameters, *self.words))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What was given as words: it decides nothing."""
        return tuple(value for value in self.parameters.values() if isinstance(value, str))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of quantity that its parameters and figures are of, or can be read as."""
        given = {value.unit for value in self.parameters.values() if isinstance(value, Interval | Line)}
        units = given | {figure.value.unit for figure in self.figures}
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


def _spelt(value: Read) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
