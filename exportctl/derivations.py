"""Figures that goods do not state, but that follow from what they state.

A data sheet gives a pulse energy and a repetition rate; the law asks for the average power. `derivations.txt` says for
which provisions which sum holds, from the definitions and technical notes of the law. The inputs are bound as any
parameter is, and the sum is made of all that they can be: of 80 mJ at 10 Hz to 20 Hz follow 0.8 W to 1.6 W.

>>> [(one.formula, one.source) for one in sums_at("6A008.k.1", "pulse compression ratio", "number").derivations]
[('transmitted pulse width / compressed pulse width', 'definition of pulse compression')]
"""

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from math import prod

import attrs

from exportctl.codes import is_within
from exportctl.decibels import level_of_power
from exportctl.files import packaged
from exportctl.goods import Goods
from exportctl.names import normal
from exportctl.parameters import Binding, bind
from exportctl.qualifiers import NEUTRAL, OTHER, quantity
from exportctl.units import Interval, Quantity, Unit, parse_unit, parse_value
from exportctl.usages import Usages, usages_at

__all__ = [
    "Derivation",
    "Input",
    "Sums",
    "computable",
    "computed_kinds",
    "derivations",
    "derived",
    "in_words",
    "product",
    "sums_at",
]

_SIGNS = {"×": 1, "/": -1}
_OPERATOR = re.compile(r" ([×/]) ")
_SHORT = frozenset({1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 100, 125, 200, 250, 500, 1000})
_CONDITION = re.compile(r"\s*(?:\([^()]*\)|(?:@|\bat\b)\s*\S.*)$")
_SEPARATOR = re.compile(r" ?\| ")


@attrs.frozen
class Input:
    """What a sum is made of: a figure of ``kind``, bound by the first of its ``names``, the others meaning the same."""

    label: str
    kind: str
    names: tuple[str, ...]


@attrs.frozen(eq=False, kw_only=True, slots=False)
class Derivation:
    """A sum that gives one of ``parameters`` (as the official text and our digest word it) at ``codes`` and below.

    ``factors`` are inputs and fixed figures, each with 1 where it multiplies and -1 where it divides. By ``sign`` the
    parameter is what comes out ("="), at least that ("≥"), or at most. Goods in whose words ``unless`` is found are
    left out; for those in whose words ``needed`` is, an input alone is not the parameter. ``source`` says why it holds.
    """

    codes: tuple[str, ...]
    parameters: tuple[str, ...]
    kind: str
    sign: str
    formula: str
    factors: tuple[tuple[Input | Interval, int], ...]
    unless: re.Pattern[str] | None
    needed: re.Pattern[str] | None
    source: str

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The figures of the goods that it asks for, each once."""
        return tuple(dict.fromkeys(factor for factor, _ in self.factors if isinstance(factor, Input)))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of its inputs."""
        return frozenset(given.kind for given in self.inputs)

    def may_hold(self, goods: Goods) -> bool:
        """Whether ``goods`` state figures of its kinds, or call for it."""
        return self.kinds <= goods.kinds or _says(self.needed, goods)


@attrs.frozen(eq=False)
class Sums:
    """The sums that may give one figure at a provision, and under which names their inputs go there: ``usages`` are the
    names beyond those that a quantity has everywhere, ``asked`` those that the law may ask for itself, each with what
    the trade calls it. Provisions where all of that is the same have one `Sums`.
    """

    derivations: tuple[Derivation, ...]
    usages: dict[Input, Usages]
    asked: dict[Input, tuple[tuple[str, Usages], ...]]

    def may_hold(self, goods: Goods) -> bool:
        """Whether any of them may give the figure of ``goods``, or is needed for it."""
        return any(one.may_hold(goods) for one in self.derivations)


@cache
def derivations() -> tuple[Derivation, ...]:
    """The sums of `derivations.txt`, in its order."""
    told = (line for line in packaged("derivations.txt").splitlines() if line and not line.startswith("#"))
    lines = [_SEPARATOR.split(line) for line in told]
    inputs = {label: Input(label, kind, tuple(names.split("; "))) for word, label, kind, names in _of(lines, "input")}
    return tuple(_derivation(cells, inputs) for _, *cells in _of(lines, "sum"))


def _of(lines: Iterable[list[str]], word: str) -> list[list[str]]:
    return [cells for cells in lines if cells[0] == word]


def _derivation(cells: list[str], inputs: dict[str, Input]) -> Derivation:
    codes, parameters, kind, sign, formula, unless, needed, source = cells
    first, *rest = _OPERATOR.split(formula)
    signed = [("×", first), *zip(rest[::2], rest[1::2], strict=True)]
    return Derivation(
        codes=tuple(codes.split()),
        parameters=tuple(parameters.split("; ")),
        kind=kind,
        sign=sign,
        formula=formula,
        factors=tuple((inputs.get(text) or parse_value(text), _SIGNS[operator]) for operator, text in signed),
        unless=re.compile(unless, re.IGNORECASE) if unless else None,
        needed=re.compile(needed, re.IGNORECASE) if needed else None,
        source=source,
    )


@cache
def _by_figure() -> dict[tuple[str, frozenset[str], str], tuple[Derivation, ...]]:
    """The sums by entry, parameter and kind; the order and the little words of a parameter's name do not count."""
    found: dict[tuple[str, frozenset[str], str], tuple[Derivation, ...]] = {}
    for one in derivations():
        for entry in dict.fromkeys(code.partition(".")[0] for code in one.codes):
            for parameter in one.parameters:
                key = (entry, normal(parameter), one.kind)
                found[key] = (*found.get(key, ()), one)
    return found


@lru_cache(maxsize=4096)
def computed_kinds(kinds: frozenset[str]) -> frozenset[str]:
    """The kinds of quantity that may follow from figures of ``kinds``.

    >>> sorted(computed_kinds(frozenset({"energy", "frequency"})))
    ['fraction', 'length', 'power']
    """
    return frozenset(one.kind for one in derivations() if one.kinds <= kinds)


@lru_cache(maxsize=4096)
def computable(code: str, parameter: str, kind: str) -> bool:
    """Whether some goods of the entry of ``code`` may have ``parameter`` computed."""
    return (code.partition(".")[0], normal(parameter), kind) in _by_figure()


@lru_cache(maxsize=16384)
def sums_at(code: str, parameter: str, kind: str) -> Sums | None:
    """The sums that give ``parameter`` at provision ``code``; None where there are none."""
    entry = code.partition(".")[0]
    here = tuple(
        one
        for one in _by_figure().get((entry, normal(parameter), kind), ())
        if any(is_within(code, at) for at in one.codes)
    )
    if not here:
        return None
    inputs = tuple(dict.fromkeys(given for one in here for given in one.inputs))
    usages = tuple(tuple(usages_at(code, name) for name in given.names) for given in inputs)
    return _sums(entry, here, inputs, usages)


@cache
def _sums(
    entry: str, here: tuple[Derivation, ...], inputs: tuple[Input, ...], usages: tuple[tuple[Usages, ...], ...]
) -> Sums:
    own = {}
    for given, (first, *_) in zip(inputs, usages, strict=True):
        names = frozenset(quantity(name) for name in given.names if len(name) > 1)
        own[given] = Usages(entry, given.names[0], first.symbols, first.names | names)
    asked = {given: tuple(zip(given.names, found, strict=True)) for given, found in zip(inputs, usages, strict=True)}
    return Sums(here, own, asked)


def derived(
    goods: Goods,
    sums: Sums,
    parameter: str,
    unit: Unit,
    stated: Binding,
    asked: Callable[[str, str, Usages], Binding | None],
    siblings: Callable[[str, str], tuple[tuple[str, ...], bool, bool]],
) -> Binding:
    """What follows from ``sums`` for ``parameter``, in ``unit``; or ``stated``, what the goods state of it.

    A sum counts where nothing of the kind is stated, or only what is one of its inputs. ``asked`` gives what is bound
    to a name of a kind that the law asks for itself here, None for any other; ``siblings`` what else of the kind it
    asks for, first.
    """
    inputs: dict[Input, Binding] = {}
    for one in sums.derivations:
        if not one.may_hold(goods):
            continue
        for given in one.inputs:
            if given not in inputs:
                others = siblings(given.names[0], given.kind)[0]
                inputs[given] = _asked(sums, given, asked) or _named(goods, sums, given, others)
        found = {given: inputs[given] for given in one.inputs}
        is_input = any(stated.name and stated.name == binding.name for binding in found.values())
        if (stated.value is not None and not is_input) or _says(one.unless, goods):
            continue
        values = {given: binding.value for given, binding in found.items() if binding.value is not None}
        if len(values) == len(found):
            value = _of_sign(one.sign, _sum(one, values, unit))
            if value is not None:
                confidence = min(binding.confidence for binding in found.values())
                name = f"{parameter} {one.sign} {one.formula} = {_written(one, values)}"
                return Binding(value=value, source="computed", name=name, confidence=confidence)
        elif is_input and _says(one.needed, goods):
            missing = next(given.label for given in one.inputs if given not in values)
            return Binding(name=stated.name, reason=f"{stated.name!r} gives its {parameter} only with its {missing}")
    return stated


def _says(pattern: re.Pattern[str] | None, goods: Goods) -> bool:
    return pattern is not None and any(pattern.search(text) for text in (goods.description, *goods.parameters))


def _asked(sums: Sums, given: Input, asked: Callable[[str, str, Usages], Binding | None]) -> Binding | None:
    """The input as it is bound where the law asks for it."""
    for name, used in sums.asked[given]:
        found = asked(name, given.kind, used)
        if found is not None and found.value is not None and not found.either:
            return found if _is_one(found.name, sums.usages[given].names) else None
    return None


def _named(goods: Goods, sums: Sums, given: Input, siblings: tuple[str, ...]) -> Binding:
    """The input as goods state it under its names: an oscillator's repetition rate is not that of the laser."""
    usages = sums.usages[given]
    found = bind(goods, given.names[0], given.kind, siblings, usages=usages)
    return found if _is_one(found.name, usages.names) else Binding()


def _is_one(name: str, names: frozenset[frozenset[str]]) -> bool:
    """Whether ``name``, conditions aside, says no more than one of ``names`` but what never tells."""
    said = quantity(_CONDITION.sub("", name))
    return any(one <= said and said - one <= NEUTRAL - OTHER for one in names)


def _sum(derivation: Derivation, values: dict[Input, Interval], unit: Unit) -> Interval | None:
    """All that the sum can be for inputs within ``values``, in ``unit``; None where that is anything."""
    made = product([(values[f] if isinstance(f, Input) else f, power) for f, power in derivation.factors])
    if made is None:
        return None
    if unit.kind == "power level":
        power = _sum(derivation, values, parse_unit("W"))
        return level_of_power(power) if power is not None else None
    low, high = (None if end is None else Quantity((end - unit.offset) / unit.factor, unit) for end in made[:2])
    return Interval(low, high, *made[2:], doubtful=low != high and any(value.doubtful for value in values.values()))


def in_words(value: Interval, limit: Quantity) -> Interval:
    """``value`` as one would write it: to six figures where it is no short decimal, but off the ``limit`` as it is.

    >>> from exportctl.units import parse_unit
    >>> third = Interval.point(Quantity(Fraction(100, 3), parse_unit("W")))
    >>> str(third), str(in_words(third, Quantity(Fraction(30), parse_unit("W"))))
    ('100/3 W', '33.3333 W')
    """
    return value.map(lambda end: end if limit in (end, short := _to_six_figures(end)) else short)


def _to_six_figures(end: Quantity) -> Quantity:
    short = end.magnitude.denominator in _SHORT
    return end if short else Quantity(Fraction(f"{float(end.magnitude):.6g}"), end.unit)


Ends = tuple[Fraction | None, Fraction | None, bool, bool]


def product(factors: Iterable[tuple[Interval, int]]) -> Ends | None:
    """The lowest and the highest product of ``factors`` in base units, each to the power 1 or -1, and whether each end
    is open; an end is None where there is none. None where nothing follows: all factors have to be positive.

    >>> product([(parse_value("1 W to 2 W"), 1), (parse_value("< 4 s"), -1)])
    (Fraction(1, 4), None, True, False)
    """
    lows: list[tuple[Fraction | None, bool]] = []
    highs: list[tuple[Fraction | None, bool]] = []
    for value, power in factors:
        if (value.low is not None and value.low.base < 0) or (value.high is not None and value.high.base <= 0):
            return None
        low = (value.low.base if value.low is not None and value.low.base > 0 else None, value.low_open)
        high = (value.high.base if value.high is not None else None, value.high_open)
        if power < 0:
            low, high = (_inverse(end) for end in (high, low))
        lows.append(low)
        highs.append(high)
    ends = [_multiplied(low_or_high) for low_or_high in (lows, highs)]
    (bottom, bottom_open), (top, top_open) = ends
    return None if bottom is None and top is None else (bottom, top, bottom_open, top_open)


def _inverse(end: tuple[Fraction | None, bool]) -> tuple[Fraction | None, bool]:
    return (1 / end[0] if end[0] is not None else None, end[1])


def _multiplied(ends: list[tuple[Fraction | None, bool]]) -> tuple[Fraction | None, bool]:
    """The product of ends of one side: none where one is missing, open where one is."""
    numbers = [end for end, _ in ends if end is not None]
    return (prod(numbers, start=Fraction(1)), any(o for _, o in ends)) if len(numbers) == len(ends) else (None, False)


def _of_sign(sign: str, value: Interval | None) -> Interval | None:
    """What is known of a parameter that is, is at least, or is at most ``value``."""
    if value is None or sign == "=":
        return value
    return value.beyond(upwards=sign == "≥")


def _written(derivation: Derivation, values: dict[Input, Interval]) -> str:
    """The formula with the figures of the goods in it."""
    labels = _OPERATOR.split(derivation.formula)
    by_label = {given.label: value for given, value in values.items()}
    return "".join(
        f" {text} " if text in _SIGNS else str(by_label[text]) if text in by_label else text for text in labels
    )
