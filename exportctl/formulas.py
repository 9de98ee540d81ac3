"""Limits that are expressions: read as the law writes them, evaluated exactly, or between tight rational bounds.

>>> formula = Formula.parse("(1,7 + L/800)")
>>> formula.variables
('L',)
>>> formula.evaluate({"L": Fraction(400)})
(Fraction(11, 5), Fraction(11, 5))

A grammar of school algebra, with what the Official Journal makes of it: decimal commas, products without a sign
("20log10F"), functions without brackets ("N log2 N"), dashes for minus.

====================  =======================================
sums                  ``+  -``, and the dashes ``–  −``
products              ``×  ·  *  /``, or nothing at all
powers                ``^``, of a rational exponent
functions             ``log10 log2 log ln sqrt √``
constant              ``π``
====================  =======================================
"""

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from math import isqrt

import attrs

from exportctl.errors import BadFormula

__all__ = ["Formula"]

Bounds = tuple[Fraction, Fraction]
Tree = tuple[str, *tuple["Tree | str | Fraction", ...]]

_DIGITS = 50
_PI = Fraction("3.14159265358979323846264338327950288419716939937510")
_TINY = Fraction(1, 10**_DIGITS)
_DEEPEST = 50
_LARGEST_POWER = 64
_FUNCTIONS = ("log10", "log2", "log", "ln", "sqrt")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?)"
    r"|(?P<name>[^\W\d_]+(?:_?[0-9A-Za-z]+)*)|(?P<sign>[-+–−×·*/^()√]))\s*"
)
_MINUS = dict.fromkeys("–−", "-")
_TIMES = dict.fromkeys("×·", "*")


def _read(text: str) -> list[tuple[str, str]]:
    """The tokens of ``text`` as (kind, text); kinds are number, name, function, sign."""
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise BadFormula(text)
        at = match.end()
        if match["number"]:
            tokens.append(("number", re.sub(r"\s", "", match["number"]).replace(",", ".")))
        elif match["sign"]:
            sign = match["sign"]
            tokens.append(("function", "sqrt") if sign == "√" else ("sign", _MINUS.get(sign, _TIMES.get(sign, sign))))
        else:
            function = next((f for f in _FUNCTIONS if match["name"].startswith(f)), "")
            rest = match["name"].removeprefix(function)
            if function:
                tokens.append(("function", function))
            if rest:
                tokens.append(("number", rest) if rest.isdigit() else ("name", rest))
    return tokens


class _Parser:
    """A recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.at, self.depth = text, _read(text), 0, 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, *signs: str) -> str:
        kind, text = self.peek()
        if kind == "sign" and text in signs:
            self.at += 1
            return text
        return ""

    def whole(self) -> Tree:
        tree = self.sum()
        if self.at < len(self.tokens):
            raise BadFormula(self.text)
        return tree

    def sum(self) -> Tree:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BadFormula(self.text)
        tree: Tree = ("-", self.product()) if self.take("-") else self.product()
        while sign := self.take("+", "-"):
            tree = (sign, tree, self.product())
        self.depth -= 1
        return tree

    def product(self) -> Tree:
        tree = self.power()
        while True:
            if sign := self.take("*", "/"):
                tree = (sign, tree, self.power())
            elif self.peek()[0] in {"number", "name", "function"} or self.peek() == ("sign", "("):
                tree = ("*", tree, self.power())
            else:
                return tree

    def power(self) -> Tree:
        base = self.primary()
        if not self.take("^"):
            return base
        exponent: Tree = ("-", self.primary()) if self.take("-") else self.primary()
        return ("^", base, exponent)

    def primary(self) -> Tree:
        kind, text = self.peek()
        self.at += 1
        if kind == "number":
            return ("number", Fraction(text))
        if kind == "name":
            return ("pi",) if text == "π" else ("name", text)
        if kind == "function":
            self.depth += 1
            if self.depth > _DEEPEST:
                raise BadFormula(self.text)
            argument = self.power()
            self.depth -= 1
            return ("call", text, argument)
        if (kind, text) == ("sign", "("):
            tree = self.sum()
            if self.take(")"):
                return tree
        raise BadFormula(self.text)


def _names(tree: object) -> list[str]:
    """The variables of ``tree`` in the order of the text, each once."""
    if not isinstance(tree, tuple):
        return []
    if tree[0] == "name":
        return [str(tree[1])]
    return list(dict.fromkeys(name for part in tree[1:] for name in _names(part)))


def _renamed(tree: Tree, names: Mapping[str, str]) -> Tree:
    """``tree`` with other ``names`` for its variables."""
    kind, *parts = tree
    if kind == "name":
        return ("name", names.get(str(parts[0]), str(parts[0])))
    return (kind, *(_renamed(part, names) if isinstance(part, tuple) else part for part in parts))


def _logarithm(value: Fraction, function: str) -> Bounds:
    """Bounds of a logarithm: the decimal library rounds it correctly, so one unit in the last place encloses it."""
    if value <= 0:
        raise BadFormula(f"{function}({value})")
    if function in {"log", "log10"}:
        exact = _exact_logarithm(value, 10)
    else:
        exact = _exact_logarithm(value, 2) if function == "log2" else (0 if value == 1 else None)
    if exact is not None:
        return Fraction(exact), Fraction(exact)
    with localcontext(Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN)):
        ends = [Decimal(value.numerator).ln() - Decimal(value.denominator).ln()]
        scale = Decimal(10 if function in {"log", "log10"} else 2).ln() if function != "ln" else Decimal(1)
        middle = Fraction(ends[0] / scale)
    # Four roundings, each below half a unit of 50 digits of numbers no larger than the two logarithms.
    slack = (abs(middle) + value.numerator.bit_length() + value.denominator.bit_length()) * 8 * _TINY
    return middle - slack, middle + slack


def _exact_logarithm(value: Fraction, base: int) -> int | None:
    """The logarithm where it is a whole number, else ``None``."""
    whole, other = (value.numerator, value.denominator) if value >= 1 else (value.denominator, value.numerator)
    if other != 1:
        return None
    exponent = 0
    while whole % base == 0:
        whole //= base
        exponent += 1
    return None if whole != 1 else (exponent if value >= 1 else -exponent)


def _root(value: Fraction) -> Bounds:
    """Bounds of a square root; both ends the same where it is rational."""
    if value < 0:
        raise BadFormula(f"sqrt({value})")
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom), Fraction(top, bottom)
    scaled = value * 100**_DIGITS
    low = isqrt(scaled.numerator // scaled.denominator)
    return Fraction(low, 10**_DIGITS), Fraction(low + 1, 10**_DIGITS)


def _raise(base: Bounds, exponent: Bounds) -> Bounds:
    power = exponent[0]
    if power != exponent[1] or power.denominator not in {1, 2} or abs(power.numerator) > _LARGEST_POWER:
        raise BadFormula(f"^({power})")
    if power.denominator == 2:
        base = (_root(base[0])[0], _root(base[1])[1])
    ends = [base[0] ** abs(power.numerator), base[1] ** abs(power.numerator)]
    if base[0] < 0 < base[1] and power.numerator % 2 == 0:
        ends.append(Fraction(0))
    result = (min(ends), max(ends))
    return result if power >= 0 else _divide((Fraction(1), Fraction(1)), result)


def _multiply(left: Bounds, right: Bounds) -> Bounds:
    ends = [a * b for a in left for b in right]
    return min(ends), max(ends)


def _divide(left: Bounds, right: Bounds) -> Bounds:
    if right[0] <= 0 <= right[1]:
        raise BadFormula("division by zero")
    return _multiply(left, (1 / right[1], 1 / right[0]))


_BINARY: dict[str, Callable[[Bounds, Bounds], Bounds]] = {
    "+": lambda a, b: (a[0] + b[0], a[1] + b[1]),
    "-": lambda a, b: (a[0] - b[1], a[1] - b[0]),
    "*": _multiply,
    "/": _divide,
    "^": _raise,
}


def _value(tree: Tree, values: Mapping[str, Fraction]) -> Bounds:
    kind, *parts = tree
    if kind == "number":
        return Fraction(str(parts[0])), Fraction(str(parts[0]))
    if kind == "name":
        return values[str(parts[0])], values[str(parts[0])]
    if kind == "pi":
        return _PI - _TINY, _PI + _TINY
    ends = [_value(part, values) for part in parts if isinstance(part, tuple)]
    if kind == "call":
        low, high = ends[0]
        bounds = _root if parts[0] == "sqrt" else (lambda value: _logarithm(value, str(parts[0])))
        return bounds(low)[0], bounds(high)[1]
    if len(ends) == 1:
        return -ends[0][1], -ends[0][0]
    return _BINARY[kind](ends[0], ends[1])


@attrs.frozen
class Formula:
    """An expression over named ``variables``, as the law prints it in ``text``. Build it with `Formula.parse`.

    >>> print(Formula.parse("(N log2 N)/20480"))
    (N log2 N)/20480
    """

    text: str
    variables: tuple[str, ...]
    _tree: Tree = attrs.field(repr=False, eq=False)

    @staticmethod
    def parse(text: str) -> "Formula":
        """The expression that ``text`` writes, without a unit.

        Raises `BadFormula` (a ``ValueError``) where it is none.

        >>> Formula.parse("126 + 20log10F – 20log10f").variables
        ('F', 'f')
        """
        tree = _Parser(text).whole()
        return Formula(text.strip(), tuple(_names(tree)), tree)

    def evaluate(self, values: Mapping[str, Fraction]) -> tuple[Fraction, Fraction]:
        """The lowest and the highest value the expression can have; both the same where only sums, products, quotients
        and whole powers occur. Logarithms, roots and π come within a part in 10^40, never on the wrong side.

        ``values`` gives each of ``variables`` a number, in the unit the law names for it. Raises ``KeyError`` for a
        variable without a value and `BadFormula` for a division by zero or a logarithm of nothing.

        >>> low, high = Formula.parse("π/180").evaluate({})
        >>> low < high, float(high) == 0.017453292519943295
        (True, True)
        """
        return _value(self._tree, values)

    def renamed(self, names: Mapping[str, str], text: str) -> "Formula":
        """The same expression with other ``names`` for its variables, which may have several words, and its ``text``.

        >>> Formula.parse("10 × x").renamed({"x": "rated power"}, "10 × rated power").variables
        ('rated power',)
        """
        tree = _renamed(self._tree, names)
        return Formula(text, tuple(_names(tree)), tree)

    def __str__(self) -> str:
        return self.text
