"""How a value stands to its limit, in words: compared, and by how much."""

from exportctl.conditions import Comparison
from exportctl.truth import FALSE, TRUE, Truth
from exportctl.units import Interval, Quantity

__all__ = ["SYMBOLS", "compared", "margin"]

SYMBOLS = {
    Comparison.GREATER: ">",
    Comparison.AT_LEAST: "≥",
    Comparison.LESS: "<",
    Comparison.AT_MOST: "≤",
    Comparison.EQUAL: "=",
}
_PERCENT_BELOW = 2


def compared(value: Interval, comparison: Comparison, limit: Quantity, truth: Truth) -> str:
    """What was compared with what, in the units in which both were written.

    >>> from exportctl.units import parse_quantity, parse_value
    >>> compared(parse_value("3 GSPS"), Comparison.GREATER, parse_quantity("250 MSPS"), TRUE)
    '3 GSPS > 250 MSPS'
    """
    if truth is TRUE:
        return f"{_stated(value)} {SYMBOLS[comparison]} {limit}"
    if truth is FALSE:
        sign = "≠" if comparison is Comparison.EQUAL else SYMBOLS[comparison.negated]
        return f"{_stated(value)} {sign} {limit}"
    return f"{value} lies on both sides of {SYMBOLS[comparison]} {limit}"


def margin(value: Interval, comparison: Comparison, limit: Quantity, truth: Truth) -> str:
    """The comparison with the distance to the limit; empty where the value is no single figure.

    >>> from exportctl.units import parse_quantity, parse_value
    >>> margin(parse_value("3 GSPS"), Comparison.GREATER, parse_quantity("250 MSPS"), TRUE)
    '3 GSPS > 250 MSPS, 12 times the limit'
    """
    return (
        f"{compared(value, comparison, limit, truth)}, {_distance(value.low, limit)}"
        if value.is_point and value.low
        else ""
    )


def _stated(value: Interval) -> str:
    return str(value) if value.is_point or (value.low and value.high) else f"({value})"


def _distance(value: Quantity, limit: Quantity) -> str:
    """How far ``value`` is from ``limit``: a ratio where the kind has a natural zero, else a difference."""
    if value.base == limit.base:
        return "at the limit"
    side = "above" if value.base > limit.base else "below"
    if limit.unit.offset or limit.unit.symbol.startswith("dB") or limit.base <= 0 or value.base <= 0:
        apart = abs(value.to(limit.unit).magnitude - limit.magnitude)
        return f"{float(apart):.3g} {limit.unit} {side} the limit"
    ratio = value.base / limit.base
    if ratio >= _PERCENT_BELOW:
        return f"{float(ratio):.3g} times the limit"
    return f"{float(abs(ratio - 1) * 100):.3g} % {side} the limit"
