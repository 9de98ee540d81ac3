"""Units and the kinds of quantity they measure, read from `units.txt`: symbols, words, and the mixed forms between.

>>> str(parse_unit("kg N^-1 h^-1")), parse_unit("Giga Samples Per Second (GSPS)").kind
('kg/(N·h)', 'sample rate')

A table of our own in exact fractions, because what must never compare here (Hz and samples per second, torque and
energy, gray and J/kg) is one dimension to a general library, and limits must not pass through floats. The tests hold
every factor of it against pint, as an independent oracle.
"""

import re
from fractions import Fraction
from functools import lru_cache

import attrs

from exportctl.errors import UnknownUnit
from exportctl.spellings import Atom, Dimension, dimension_of, unit_table

__all__ = [
    "NUMBER",
    "Unit",
    "difference",
    "gravity",
    "kinds_meant",
    "meanings",
    "parse_unit",
    "reference_level",
    "unit_at",
]

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
_ALIKE = str.maketrans(
    {"μ": "µ", "Ω": "Ω", "º": "°", "•": "·", "⋅": "·", "∙": "·", "−": "-", "‐": "-", "‑": "-", "\u00a0": " "}
    | {"\u202f": " ", "\u2009": " ", "”": '"', "\n": " "}
)
_WINDOW = 120
_ROOT = re.compile(r"square root (?:of )?|sqrt ?|√ ?|rt[ .-]?(?=(?:h|hr|hour|s|Hz)\b)", re.I)
_POWER_WORD = re.compile(r"(square|sq\.?|cubic|cu\.?) (?=[a-z])", re.I)
_POWERED = re.compile(r" (squared|cubed)\b", re.I)
_CARET = re.compile(r"\^?½|\^0[.,]5| ?\^ ?\(?([-+]?\d(?:/\d)?)\)?")
_RAISED = re.compile(f"[{_SUPERSCRIPTS}]+")
_PLAIN_POWER = re.compile(r"[2-6](?!\d|[.,]\d)")
_PLAIN_NEGATIVE = re.compile(r"-[1-4](?![\d.,]|[A-Za-zµ°%Ω]| (?!(?:or|and|at|when)\b|[A-Za-zµ]+-[1-4]\b)[A-Za-zµ°%Ω])")
_ASIDE = re.compile(
    r" ?\((?:rms|r\.m\.s\.|silicon|Si|peak|p-p|carrier|full scale|microradians|milliradians"
    r"|(?:1 |one )?sigma(?: or rms)?|CEP)\)"
    r"|(?<=[\w°]) (?:rms|r\.m\.s\.)(?!\w)",
    re.I,
)
_BRACKET = re.compile(r" ?\(([^()]{1,40})\)")
_OPERATOR = re.compile(
    r" ?(/) ?| (per) | ?(·|\*) ?|(?=√)|( )(?=\S+\^|N-?m|(?<=N )s\b|mrad\b|mm(?:/| per )|[A-Za-zµ]+-[12]\b)"
    r"|(\.|-)(?=(?:cm|m|s|h|hr|sr|K|mrad)(?![a-z]))",
    re.I,
)
_SPACE = re.compile(r" (?=\w)")
_REFERENCE = re.compile(
    r" ?(?:\((?:ref\.?|reference|referenced to|re\.?) ([^()]{1,40})\)"
    r"| (?:ref\.?|re\.?) ((?:\d+ ?)?[µunm]?(?:Pa|V|W)\b(?:[/·]\S+)?(?: ?(?:at|@) ?\d+ ?m(?:et(?:er|re)s?)?\b)?))"
)


@attrs.frozen(cache_hash=True)
class Unit:
    """A unit of measurement. ``str()`` is its symbol; units of one ``kind`` convert into each other, others never do.

    A magnitude x in this unit is x · ``factor`` + ``offset`` in the base unit of its kind.

    >>> str(parse_unit("grams per cubic centimetre")), parse_unit("bar").factor
    ('g/cm3', Fraction(100000, 1))
    """

    symbol: str
    kind: str
    factor: Fraction
    offset: Fraction = Fraction(0)

    def __str__(self) -> str:
        return self.symbol


NUMBER = Unit("1", "number", Fraction(1))


@attrs.frozen
class _Factor:
    """An atom with its exponent, as it stands in a compound unit."""

    atom: Atom
    exponent: Fraction


def parse_unit(text: str) -> Unit:
    """The unit that ``text`` writes, in symbols, words or both. Raises `UnknownUnit` with the nearest known ones.

    >>> str(parse_unit("nanovolt per metre per square root Hz")), str(parse_unit("µg/√Hz"))
    ('nV/(m·√Hz)', 'µg/√Hz')
    """
    unit = _parsed(text.strip())
    if unit is None:
        raise UnknownUnit(text, _nearest(text.strip()))
    return unit


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Unit | None:
    if text in {"", "1"}:
        return NUMBER
    found = unit_at(text, 1 if text.startswith("1/") else 0)
    return found[0] if found and found[1] == len(text) else None


def unit_at(text: str, start: int) -> tuple[Unit, int] | None:
    """The longest unit that stands at ``start`` of ``text``, and where it ends; None where none does.

    Skip white space and hyphens before calling. A repetition in brackets belongs to the unit ("MSPS" behind "Mega
    Samples Per Second"); a lone count noun ("channels") is the pure number 1 and the end tells the noun. The bare
    letter g is read as gram; `gravity` gives its other reading.

    >>> found = unit_at("exceeding 500 W/cm^2;", 14)
    >>> str(found[0]), found[1]
    ('W/cm2', 20)
    """
    window = text[start : start + _WINDOW].translate(_ALIKE)
    found = _unit_at_head(window)
    return None if found is None else (found[0], start + found[1])


@lru_cache(maxsize=16384)
def _unit_at_head(window: str) -> tuple[Unit, int] | None:
    chain = _chain(window)
    while chain:
        factors, end = chain[-1]
        unit = _combined(factors)
        if unit is not None and _ends_word(window, end):
            return _with_bracket(window, unit, end)
        chain.pop()
    return None


def _chain(window: str) -> list[tuple[tuple[_Factor, ...], int]]:
    """The factors that follow each other from the head of ``window``: after each, those so far and where they end."""
    chain: list[tuple[tuple[_Factor, ...], int]] = []
    factors: tuple[_Factor, ...] = ()
    position, below = 0, False
    if window.startswith(("/", "per ")) and unit_table().atom_at(window, 0) is None:
        position, below = (1 if window[0] == "/" else 4), True
        position += window[position : position + 1] == " "
    while True:
        bracket = below and window[position : position + 1] == "("
        found = _factor_at(window, position + bracket)
        if found is None:
            return chain
        (atom, exponent), position = found
        factors = (*factors, _Factor(atom, -exponent if below else exponent))
        if bracket:
            factors, position = _inside(window, position, factors)
        chain.append((factors, position))
        operator = _OPERATOR.match(window, position)
        if operator is None:
            return chain
        below = True if operator[1] or operator[2] else below and operator[4] is None
        position = operator.end()


def _inside(window: str, position: int, factors: tuple[_Factor, ...]) -> tuple[tuple[_Factor, ...], int]:
    """The rest of a denominator in brackets: everything up to the closing one lies below the line."""
    while position < len(window) and window[position] != ")":
        operator = _OPERATOR.match(window, position) or _SPACE.match(window, position)
        found = _factor_at(window, operator.end()) if operator else None
        if found is None:
            return factors, position
        (atom, exponent), position = found
        factors = (*factors, _Factor(atom, -exponent))
    return factors, position + 1


def _factor_at(window: str, position: int) -> tuple[tuple[Atom, Fraction], int] | None:
    exponent = Fraction(1)
    root = _ROOT.match(window, position)
    bracketed = root is not None and window.startswith("(", root.end())
    if root:
        exponent, position = Fraction(1, 2), root.end() + bracketed
    if power := _POWER_WORD.match(window, position):
        exponent, position = exponent * (2 if power[1][0] in "sS" else 3), power.end()
    found = unit_table().atom_at(window, position)
    if found is None:
        return None
    atom, position = found
    written, position = _exponent_at(window, position, atom)
    if bracketed:
        return ((atom, exponent * written), position + 1) if window.startswith(")", position) else None
    if aside := _ASIDE.match(window, position):
        position = aside.end()
    elif (bracket := _BRACKET.match(window, position)) and _same(atom, bracket[1]):
        position = bracket.end()
    return (atom, exponent * written), position


def _same(atom: Atom, text: str) -> bool:
    """Whether ``text`` is another way to write ``atom``."""
    found = unit_table().atom_at(text, 0)
    return (
        found is not None
        and found[1] == len(text)
        and (found[0].dimension, found[0].factor) == (atom.dimension, atom.factor)
    )


def _exponent_at(window: str, position: int, atom: Atom) -> tuple[Fraction, int]:
    if caret := _CARET.match(window, position):
        return Fraction(caret[1] or "1/2"), caret.end()
    if raised := _RAISED.match(window, position):
        digits = raised[0].translate(str.maketrans(_SUPERSCRIPTS, "0123456789-+"))
        return (Fraction(digits), raised.end()) if digits.strip("-+") else (Fraction(1), position)
    if powered := _POWERED.match(window, position):
        return Fraction(2 if powered[1].lower() == "squared" else 3), powered.end()
    if not atom.word and window[position - 1 : position].isalpha():
        for pattern in (_PLAIN_POWER, _PLAIN_NEGATIVE):
            if plain := pattern.match(window, position):
                return Fraction(plain[0]), plain.end()
    return Fraction(1), position


def _ends_word(window: str, end: int) -> bool:
    """Whether a unit may end here: no letter or figure runs on, nor a name ("2 N-Phenyl", "5 in any form")."""
    rest = window[end : end + 2]
    if rest[:1].isalnum() and window[end - 1].isalnum():
        return False
    if end == 1 and rest[:1] == "-" and not rest[1:].isdigit():
        return False
    if window[:end] == "in" and rest[:1] not in {"", ",", ")", "/"}:
        return False
    return rest[:1] not in {"^", "_", "'", "‘", "’"}


def _with_bracket(window: str, unit: Unit, end: int) -> tuple[Unit, int]:
    """``unit`` with what stands in brackets behind it, where that repeats it or says what a level refers to."""
    if unit.kind == "level" and (reference := _REFERENCE.match(window, end)):
        return reference_level(reference[1] or reference[2]), reference.end()
    bracket = _BRACKET.match(window, end)
    if bracket:
        other = _unit_at_head(bracket[1])
        if other and other[1] == len(bracket[1]) and attrs.evolve(other[0], symbol=unit.symbol) == unit:
            return unit, bracket.end()
    return unit, end


def reference_level(reference: str) -> Unit:
    """Decibels over a stated reference, such as "1 µPa at 1 m": a kind of its own for each reference.

    >>> reference_level("1 μPa, at 1 m").kind
    'level re 1 µPa at 1 m'
    """
    told = re.sub(r"\buPa\b", "µPa", re.sub(r"(?<=\d)( ?)met(?:er|re)s?\b", r"\1m", reference))
    words = re.sub(r"(?<=\d)(?=[^\W\d])", " ", told.translate(_ALIKE).replace(",", " ").replace("@", " at "))
    return Unit("dB", f"level re {' '.join(words.split())}", Fraction(1))


def difference(unit: Unit) -> Unit:
    """``unit`` for a difference of two temperatures, where 1 °C is 1 K; other units are returned as they are.

    >>> difference(parse_unit("°C")).kind
    'temperature difference'
    """
    return Unit(unit.symbol, "temperature difference", unit.factor) if unit.kind == "temperature" else unit


def gravity(unit: Unit) -> Unit:
    """The reading of g, mg and µg as multiples of the standard acceleration of gravity; other units as they are.

    >>> gravity(parse_unit("g")).kind, str(gravity(parse_unit("kg")))
    ('acceleration', 'kg')
    """
    return parse_unit(f"{unit.symbol}n") if unit.symbol in {"g", "mg", "µg"} else unit


@lru_cache(maxsize=1024)
def meanings(unit: Unit) -> tuple[Unit, ...]:
    """What ``unit`` is also written for, each a unit of another kind: g for gravity, kg for the force of its weight.

    >>> [str(other) for other in meanings(parse_unit("kg"))], meanings(parse_unit("W"))
    (['kgf'], ())
    """
    others = map(parse_unit, unit_table().meant.get(unit.symbol, ()))
    return tuple(other for other in others if other.kind != unit.kind)  # the g of gravity is printed as the gram is


@lru_cache(maxsize=1024)
def kinds_meant(unit: Unit) -> frozenset[str]:
    """The kind of ``unit``, and those that it is also written for.

    >>> sorted(kinds_meant(parse_unit("kg")))
    ['force', 'mass']
    """
    return frozenset({unit.kind, *(other.kind for other in meanings(unit))})


def _combined(factors: tuple[_Factor, ...]) -> Unit | None:
    """The unit that is the product of ``factors``; None where that is no unit."""
    first = factors[0]
    if len(factors) == 1 and first.exponent == 1:
        return _lone(first.atom)
    powers: dict[str, Fraction] = {}
    factor = Fraction(1)
    for part in factors:
        scaled = _raised(part.atom.factor, part.exponent)
        if scaled is None:
            return None
        factor *= scaled
        for base, exponent in part.atom.dimension:
            powers[base] = powers.get(base, Fraction(0)) + exponent * part.exponent
    if powers.get("%") and len(powers) > 1:
        factor *= Fraction(1, 100) ** int(powers.pop("%"))
    if powers.get("cycle") and powers.get("kg"):  # a spectral density: its g is that of gravity, never a gram
        exponent = powers.pop("kg")
        powers |= {"m": exponent, "s": powers.get("s", Fraction(0)) - 2 * exponent}
        factor *= Fraction("9806.65") ** int(exponent)
    dimension = dimension_of(powers)
    return Unit(_symbol(factors), _kind(dimension), factor)


def _lone(atom: Atom) -> Unit | None:
    if atom.compound_only:
        return None
    if atom.count:
        return Unit("1", "number", atom.factor) if atom.factor == 1 else Unit(atom.symbol, "number", atom.factor)
    kind = "temperature" if atom.dimension == (("K", Fraction(1)),) else _kind(atom.dimension)
    return Unit(atom.symbol, kind, atom.factor, atom.offset)


def _raised(factor: Fraction, exponent: Fraction) -> Fraction | None:
    """``factor`` to the power ``exponent`` exactly; None where the root is not rational."""
    if exponent.denominator == 1:
        return factor**exponent.numerator
    if exponent.denominator != 2:
        return None
    top, bottom = (round(n**0.5) for n in (factor.numerator, factor.denominator))
    if (top * top, bottom * bottom) != (factor.numerator, factor.denominator):
        return None
    return Fraction(top, bottom) ** exponent.numerator


def _kind(dimension: Dimension) -> str:
    """The name of a kind of quantity; where the table has none, its dimension spelt out."""
    if not dimension:
        return "number"
    named = unit_table().kinds.get(dimension)
    return named or "·".join(f"{base}^{exponent}" if exponent != 1 else base for base, exponent in dimension)


def _symbol(factors: tuple[_Factor, ...]) -> str:
    above = "·".join(_spelt(f.atom.symbol, f.exponent) for f in factors if f.exponent > 0)
    below = [_spelt(f.atom.symbol, -f.exponent) for f in factors if f.exponent < 0 and not f.atom.count]
    if not below:
        return above
    return f"{above or '1'}/{below[0] if len(below) == 1 else '(' + '·'.join(below) + ')'}"


def _spelt(symbol: str, exponent: Fraction) -> str:
    if exponent == Fraction(1, 2):
        return f"√{symbol}"
    return symbol if exponent == 1 else f"{symbol}{exponent}" if exponent.denominator == 1 else f"{symbol}^{exponent}"


def _nearest(text: str) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process

    known = list(unit_table().exact)
    folded = [symbol for symbol in known if symbol.lower() == text.lower()]
    return tuple(folded[:3] or [match[0] for match in process.extract(text, known, scorer=fuzz.ratio, limit=3)])
