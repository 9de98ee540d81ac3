"""The clause patterns: how the law states limits, as regular expressions over the shapes of its sentences.

>>> [(found.pattern.name, found.bounds[0][0]) for found in find(scopes_of(lex("A gain of 40 dB or more"))[0])]
[('value, then comparison', '>=')]

The table is tried from top to bottom at each place, so the longer patterns stand first. ``V`` in a pattern is a value
with the brackets behind it; the characters are those of `Kind`. Each pattern has an example line, which is tested.
"""

import re
from collections.abc import Callable

import attrs

from exportctl.extraction.openings import COMPARISONS
from exportctl.extraction.scopes import Item, Scope, lex, scopes_of

__all__ = ["IN_HEAD", "PATTERNS", "Found", "Pattern", "find", "lex", "scopes_of"]

Bound = tuple[str, Item]
_COMPARISONS = {kind.value: sign for kind, sign in COMPARISONS.items()}
_VALUES = frozenset("QNF")


@attrs.frozen
class Pattern:
    """One way of stating limits: a ``name``, its regular expression over shapes, how to read it, an example line.

    ``apart`` marks a pattern whose values each have a parameter of their own, named behind them.
    """

    name: str
    shape: str
    read: Callable[[tuple[Item, ...]], tuple[Bound, ...]] = attrs.field(repr=False)
    example: str
    apart: bool = False


@attrs.frozen
class Found:
    """A place where a pattern fits: the items from ``first`` up to ``last``, and the bounds they state."""

    pattern: Pattern
    first: int
    last: int
    bounds: tuple[Bound, ...]


def _values(items: tuple[Item, ...]) -> list[Item]:
    return [item for item in items if item.kind in _VALUES]


def _compared(items: tuple[Item, ...]) -> tuple[Bound, ...]:
    """One comparison and one value, in either order; "= 5 or more" has the comparison of its last words."""
    sign = next(item.kind for item in sorted(items, key=lambda item: item.kind == "=") if item.kind in _COMPARISONS)
    return ((_COMPARISONS[sign], _values(items)[0]),)


def _enclosed(items: tuple[Item, ...]) -> tuple[Bound, ...]:
    """Two values, the ends of a range; each with its own comparison where it has one."""
    bounds: list[Bound] = []
    sign = ""
    for item in items:
        if item.kind in _COMPARISONS and item.kind != "=":
            sign = _COMPARISONS[item.kind]
        elif item.kind in _VALUES:
            bounds.append((sign or (">=" if not bounds else "<="), item))
            sign = ""
    return tuple(bounds)


def _chained(items: tuple[Item, ...]) -> tuple[Bound, ...]:
    """A value, a sign, a name, a sign, a value: "10 Hz ≤ F ≤ 10 kHz"."""
    low, high = _values(items)
    signs = [item.kind for item in items if item.kind in _COMPARISONS]
    flipped = {"<": ">", "L": ">="}
    return ((flipped[signs[0]], low), (_COMPARISONS[signs[1]], high))


def _shared(items: tuple[Item, ...]) -> tuple[Bound, ...]:
    """One comparison that holds for all values behind it."""
    sign = _compared(items)[0][0]
    return tuple((sign, value) for value in _values(items))


def _alternatives(items: tuple[Item, ...]) -> tuple[Bound, ...]:
    """The comparison holds for the first value; the second is the same limit in another system of sizes."""
    return (_compared(items)[0],)


def _equal(items: tuple[Item, ...]) -> tuple[Bound, ...]:
    return (("==", _values(items)[0]),)


IN_HEAD = "comparison in the head above"
PATTERNS = (
    Pattern("chain of comparisons", "o?V[<L][WMT]k?[<L]V", _chained, "anywhere in 10 Hz ≤ F ≤ 10 kHz"),
    Pattern("between two values", "o?d?wV,?a[dW]?V", _enclosed, "A length between 75 mm and 400 mm"),
    Pattern("from one value to another", "o?f[><]?V(?:tL?|L)[><]?V", _enclosed, "A mass of from 2 to 9 kg"),
    Pattern("size in two systems", "[><GL]NrN(?!W)", _alternatives, "A bore greater than DN 15 or NPS 2"),
    Pattern("size in several directions", "(?:[><GL]V(?:×V)+|o?V(?:×V)+,?[Pp])", _shared, "2 m × 3 m or more"),
    Pattern(
        "one comparison, a list of values",
        "o?[><GL]V[WT][WTo]{0,4}(?:,V[WT][WTr]{0,4})+,?[ar]V(?=[WT])",
        _shared,
        "Turning at more than 9 degrees yaw, 8 degrees roll or 7 degrees pitch",
        apart=True,
    ),
    Pattern(
        "one comparison, two values",
        "o?[><GL]Vv?[WTor]{1,7}aV(?=v?[WT])(?!v?[WT]+(?:[Ppb]|V))",
        _shared,
        "More than 9 % tin and 5 % zinc",
        apart=True,
    ),
    Pattern("comparison, name, value", "[><GL]d[WT]{1,5}oV", _compared, "exceeding a speed of 30 knots"),
    Pattern("comparison, then value", "o?(?:L[od±]*Vp|[><GLB](?:ed)?[od±]*V)", _compared, "A gain exceeding 40 dB"),
    Pattern(
        "value, then comparison",
        "[o=]?[d±]?(?:Vv?(?:[WTM]k?){1,4}|V[WT]{0,2}od?[WT]{1,4}k?|VcW|V),?[Ppb]",
        _compared,
        "A width of 5 mm or more",
    ),
    Pattern("one value to another", "o?[d±]?Vt[d±]?V", _enclosed, "A band of 20 Hz to 9 kHz"),
    Pattern("value, dash, value", "[o=]?[d±]?V-V", _enclosed, "Containing 17,0 - 21,0 % by weight of tin"),
    Pattern("symbol of equality", "=V", _compared, "where the wavelength = 633 nm"),
    Pattern("number, then only", "N[WT]{0,2}=|Q=", _equal, "Two axes only, in one housing"),
    Pattern("plain value", "o[d±]*V", _equal, "Having a calibre of 9 mm"),
    Pattern(IN_HEAD, "^[WTM]{0,5}V(?!,?[Ppbt±×-])", _equal, "9 GPa as annealed"),
)
_CAPTURED = re.compile("|".join(f"(?P<p{i}>{p.shape.replace('V', '(?:[QNF][2k]*)')})" for i, p in enumerate(PATTERNS)))


def find(scope: Scope) -> tuple[Found, ...]:
    """Where the patterns fit in ``scope``, from left to right, never twice at one place.

    A value that opens the text is told as `IN_HEAD`: only the head above can say whether it is a limit.
    """
    found: list[Found] = []
    for match in _CAPTURED.finditer(scope.shape):
        pattern = PATTERNS[int(str(match.lastgroup)[1:])]
        items = scope.items[match.start() : match.end()]
        found.append(Found(pattern, match.start(), match.end(), pattern.read(items)))
    return tuple(found)
