"""The table of units, `units.txt`: every spelling of every unit that is written as a whole, with its exact value.

>>> unit_table().exact["GHz"].factor, unit_table().words["nautical mile"].symbol
(Fraction(1000000000, 1), 'nmi')

A dimension is a product of bases. Besides those of the SI there is one for everything that must never compare with
what the SI calls the same: cycles, samples, bits, angles, decibels, energy (a joule is no newton metre), dose.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import attrs

from exportctl.files import packaged
from exportctl.numerals import PI

__all__ = ["Atom", "Dimension", "UnitTable", "dimension_of", "unit_table"]

Dimension = tuple[tuple[str, Fraction], ...]

_PREFIXES = {
    "P": (Fraction(10**15), "peta"),
    "T": (Fraction(10**12), "tera"),
    "G": (Fraction(10**9), "giga"),
    "M": (Fraction(10**6), "mega"),
    "k": (Fraction(10**3), "kilo"),
    "h": (Fraction(10**2), "hecto"),
    "d": (Fraction(1, 10), "deci"),
    "c": (Fraction(1, 10**2), "centi"),
    "m": (Fraction(1, 10**3), "milli"),
    "µ": (Fraction(1, 10**6), "micro"),
    "n": (Fraction(1, 10**9), "nano"),
    "p": (Fraction(1, 10**12), "pico"),
    "f": (Fraction(1, 10**15), "femto"),
}
_VALUE = re.compile(r"(?P<number>[\d.]+(?:/(?:\d+|pi))?) (?P<unit>\S+)(?: \+ (?P<offset>\S+))?$")
_PART = re.compile(r"(√?)(.+?)(-?\d+)?$")
_LETTER = re.compile(r"[^\W\d_½⁰¹²³⁴⁵⁶⁷⁸⁹]")


@attrs.frozen(kw_only=True)
class Atom:
    """A unit that is written as a whole: a line of the table with one prefix. ``word`` tells a word from a symbol."""

    symbol: str
    dimension: Dimension
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)
    count: bool = False
    compound_only: bool = False
    word: bool = False


@attrs.define
class UnitTable:
    """The units by spelling, and the names of kinds by dimension. ``meant``: for a symbol, others that it is written
    for. ``lengths``: of the spellings, by first character.
    """

    exact: dict[str, Atom] = attrs.field(factory=dict)
    words: dict[str, Atom] = attrs.field(factory=dict)
    kinds: dict[Dimension, str] = attrs.field(factory=dict)
    meant: dict[str, list[str]] = attrs.field(factory=dict)
    lengths: dict[str, list[int]] = attrs.field(factory=dict)

    def atom_at(self, text: str, start: int) -> tuple[Atom, int] | None:
        """The longest spelling at ``start`` of ``text`` that does not end inside a word, and where it ends."""
        for length in self.lengths.get(text[start : start + 1].lower(), ()):
            end = start + length
            if end > len(text) or (_LETTER.match(text, end) and _LETTER.match(text, end - 1)):
                continue
            spelling = text[start:end]
            atom = self.exact.get(spelling) or self.words.get(spelling.lower())
            if atom is not None:
                return atom, end
        return None


@cache
def unit_table() -> UnitTable:
    """The units of `units.txt`."""
    table = UnitTable()
    for line in packaged("units.txt").splitlines():
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")]
            if cells[0] == "kind":
                table.kinds.setdefault(_defined(table, cells[2])[0], cells[1])
            elif cells[0] == "meant":
                table.meant.setdefault(cells[1], []).append(cells[2])
            else:
                _enter(table, *cells)
    for spelling in (*table.exact, *table.words):
        lengths = table.lengths.setdefault(spelling[0].lower(), [])
        if len(spelling) not in lengths:
            lengths.append(len(spelling))
    for lengths in table.lengths.values():
        lengths.sort(reverse=True)
    return table


def _enter(table: UnitTable, name: str, value: str, prefixes: str, symbols: str, words: str) -> None:
    """Put one line of units into ``table``, with each of its prefixes and spellings."""
    key, _, printed = (part.strip() for part in name.partition(">"))
    atom = _atom(table, key, printed or key, value)
    letters = prefixes.split()
    bare = () if "required" in letters else (("", Fraction(1), ""),)
    for letter, scale, prefix in (*bare, *((letter, *_PREFIXES[letter]) for letter in letters if letter in _PREFIXES)):
        scaled = attrs.evolve(atom, symbol=letter + atom.symbol, factor=atom.factor * scale)
        for symbol in (key, *_cells(symbols)):
            table.exact[letter + symbol] = table.exact[letter.replace("µ", "u") + symbol] = scaled
        spoken = attrs.evolve(scaled, word=True)
        table.words.update((spelled, spoken) for word in _cells(words) for spelled in _inflected(prefix, word))


def _cells(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]


def _inflected(prefix: str, word: str) -> Iterator[str]:
    """``word`` in singular and plural, with ``prefix`` joined to it, before it, or hyphened."""
    for form in (word, word + "s") if word[-1].isalpha() and not word.endswith("s") else (word,):
        for joint in ("", " ", "-") if prefix else ("",):
            yield prefix + joint + form


def _atom(table: UnitTable, key: str, symbol: str, value: str) -> Atom:
    """The unit that a line's ``value`` defines."""
    if value.startswith("#"):
        return Atom(symbol=symbol, dimension=(), count=True, compound_only="compound" in value)
    if value.startswith("!"):
        bases = value.removeprefix("!").strip()
        powers = {base: Fraction(exponent) for base, exponent in _parts(bases)} if bases else {key: Fraction(1)}
        return Atom(symbol=symbol, dimension=dimension_of(powers))
    match = _VALUE.match(value)
    if match is None:
        raise ValueError(f"units.txt: {symbol}: {value!r} is no value; write a number, a unit, and an offset if any")
    top, _, bottom = match["number"].partition("/")
    number = Fraction(top) / (PI if bottom == "pi" else Fraction(bottom or 1))
    dimension, factor = _defined(table, match["unit"])
    return Atom(symbol=symbol, dimension=dimension, factor=number * factor, offset=Fraction(match["offset"] or 0))


def _defined(table: UnitTable, text: str) -> tuple[Dimension, Fraction]:
    """Dimension and factor of a unit of the table, or of a product of them such as "W/(sr·m2)"."""
    powers: dict[str, Fraction] = {}
    factor = Fraction(1)
    for symbol, exponent in ((text, Fraction(1)),) if text in table.exact else _parts(text):
        atom = table.exact[symbol]
        if exponent.denominator == 1:
            factor *= atom.factor**exponent.numerator
        for base, own in atom.dimension:
            powers[base] = powers.get(base, Fraction(0)) + own * exponent
    return dimension_of(powers), factor


def _parts(text: str) -> Iterator[tuple[str, Fraction]]:
    """The symbols of "W/(sr·m2)" with their exponents."""
    above, _, below = text.partition("/")
    for side, sign in ((above, 1), (below.strip("()"), -1)):
        for part in re.split("[·.]", side):
            match = _PART.match(part)
            if match and match[2] != "1":
                yield match[2], Fraction(sign * int(match[3] or 1), 2 if match[1] else 1)


def dimension_of(powers: dict[str, Fraction]) -> Dimension:
    """The product of bases with these exponents, in a fixed order.

    >>> dimension_of({"s": Fraction(-1), "m": Fraction(1), "kg": Fraction(0)})
    (('m', Fraction(1, 1)), ('s', Fraction(-1, 1)))
    """
    return tuple(sorted((base, exponent) for base, exponent in powers.items() if exponent))
