"""Values of one kind of quantity that are read as another: a level in dBm as a power, a gauge's pressure as a pressure.

>>> from exportctl.units import parse_value
>>> str(as_kind(parse_value("30 dBm"), "power", events=False)), as_kind(parse_value("3 m"), "power", events=False)
('1 W', None)
"""

from collections.abc import Callable
from fractions import Fraction

from exportctl.decibels import level_of_power, level_of_sensitivity, power_of
from exportctl.units import Interval, Quantity, difference, parse_unit, reference_level

__all__ = ["as_kind", "can_be_read"]

_READINGS = {
    frozenset(pair.split("/"))
    for pair in "fraction/mass fraction|fraction/volume fraction|rate/frequency|power/power level|mass/acceleration"
    "|temperature/temperature difference|mass/force|torque/energy|mass per area/pressure|rate/angular velocity"
    "|gauge pressure/pressure|″/length|″/angle|HRC/number|fraction/number|atomic mass/number"
    "|sound sensitivity/level".split("|")
}


def can_be_read(one: str, two: str) -> bool:
    """Whether a value of the kind ``two`` can be meant as one of the kind ``one``.

    >>> can_be_read("power level", "power"), can_be_read("length", "power")
    (True, False)
    """
    return one == two or frozenset({one, two}) in _READINGS or (one.startswith("level") and two.startswith("level"))


def _absolute(atmospheres: int) -> Callable[[Quantity], Quantity]:
    """The pressure that a gauge tells, with so many ``atmospheres`` around it."""
    return lambda gauge: Quantity(gauge.base + atmospheres * Fraction("1.01325"), parse_unit("bar"))


def as_kind(value: Interval, kind: str, *, events: bool) -> Interval | None:
    """``value`` as one of ``kind``, where its unit can be read so: "10 g" as an acceleration, "30 dBm" as a power.

    ``events`` says that it counts events, whose number in a second is also written in hertz.
    """
    match value.unit.kind, kind:
        case "gauge pressure", "pressure":  # many a "bar(g)" is meant as bar
            return Interval.either(value.map(_absolute(0)), value.map(_absolute(1)))
        case own, wanted if own == wanted:
            return value
        case "temperature", "temperature difference":
            return value.map(lambda end: Quantity(end.magnitude, difference(end.unit)))
        case ("fraction", "mass fraction") | ("mass fraction", "fraction"):
            return value.map(lambda end: Quantity(end.base, parse_unit("wt%" if kind == "mass fraction" else "%")))
        case "fraction", "number":
            return value.map(lambda end: Quantity(end.base / 100))  # the base of a fraction is the per cent
        case "level", _ if kind.startswith("level re"):
            return value.in_unit(reference_level(kind.removeprefix("level re")))
        case "level re 1 V/µPa" | "level re 20 µPa", "level":  # the references of hydrophones, and of sound in air
            return value.in_unit(parse_unit("dB"))
        case "sound sensitivity", "level":
            return level_of_sensitivity(value)
        case "atomic mass", "number":
            return value.map(lambda end: Quantity(end.base))
        case "power level", "power":
            return power_of(value)
        case "power", "power level":
            return level_of_power(value)
        case ("rate", "frequency") | ("frequency", "rate") if events:
            return value.map(lambda end: Quantity(end.base, parse_unit("Hz" if kind == "frequency" else "1/s")))
    return value.meant_as(kind)
