"""Powers in decibels over a milliwatt, and back. The exact value is rarely a fraction: then two fractions close by it.

>>> from exportctl.units import parse_value
>>> str(power_of(parse_value("30 dBm"))), str(power_of(parse_value("35 dBm")).compare(">", parse_value("3 W").low))
('1 W', 'met')
"""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from exportctl.units import Interval, Quantity, parse_unit

__all__ = ["level_of_power", "level_of_sensitivity", "power_of"]

_DIGITS = 15
_CLOSE = Context(prec=40)
_MILLIWATT = Fraction(1, 1000)
_A_MILLION = Fraction(10**6)


def power_of(levels: Interval) -> Interval:
    """The powers in watts that lie at the levels of ``levels``, which are in dBm or a multiple of it."""
    return _between(levels, lambda level: _CLOSE.power(10, _decimal(level / 10)), "W", _MILLIWATT)


def level_of_power(powers: Interval) -> Interval | None:
    """The levels in dBm of ``powers``; None where one of them is not above zero."""
    if any(end is not None and end.base <= 0 for end in (powers.low, powers.high)):
        return None
    return _between(powers, lambda power: 10 * _CLOSE.log10(_decimal(power / _MILLIWATT)), "dBm", Fraction(1))


def level_of_sensitivity(sensitivities: Interval) -> Interval | None:
    """The levels in decibels over a volt for a micropascal of ``sensitivities``; None where one is not above zero.

    >>> from exportctl.units import parse_value
    >>> str(level_of_sensitivity(parse_value("1 mV/Pa")))
    '-180 dB'
    """
    if any(end is not None and end.base <= 0 for end in (sensitivities.low, sensitivities.high)):
        return None
    return _between(sensitivities, lambda one: 20 * _CLOSE.log10(_decimal(one / _A_MILLION)), "dB", Fraction(1))


def _between(values: Interval, change: Callable[[Fraction], Decimal], symbol: str, scale: Fraction) -> Interval:
    unit = parse_unit(symbol)

    def end(value: Quantity | None, rounding: str) -> Quantity | None:
        if value is None:
            return None
        exact = change(value.base)
        rounded = Context(prec=_DIGITS, rounding=rounding).plus(exact)
        near = Context(prec=_DIGITS).plus(exact)
        return Quantity(Fraction(near if abs(exact - near) < abs(exact) * Decimal("1e-35") else rounded) * scale, unit)

    return Interval(
        end(values.low, ROUND_FLOOR),
        end(values.high, ROUND_CEILING),
        low_open=values.low_open,
        high_open=values.high_open,
    )


def _decimal(value: Fraction) -> Decimal:
    return _CLOSE.divide(Decimal(value.numerator), Decimal(value.denominator))
