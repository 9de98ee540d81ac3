"""The law's text as typed tokens with spans: quantities, comparators, quoted terms, references, names, words.

>>> [token.kind.name for token in lex("A gain exceeding 40 dB")]
['ARTICLE', 'WORD', 'ABOVE', 'QUANTITY']

Every token's kind is one character, so that the tokens of a text spell its *shape* ("dW>Q"), and a clause pattern is
a regular expression over shapes. Figures are read as the Official Journal prints them: decimal comma, spaces between
thousands, powers of ten behind a circumflex (or flat behind a multiplication sign), ratios ("4:1"), words ("two").
"""

import re
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

import attrs

from exportctl.errors import BadFormula
from exportctl.extraction import vocabulary
from exportctl.formulas import Formula
from exportctl.numerals import number_at
from exportctl.symbols import Unit, parse_unit, unit_at

__all__ = ["Kind", "Token", "lex", "shape"]


class Kind(StrEnum):
    """What a token is. The value is its character in a shape."""

    QUANTITY = "Q"
    NUMBER = "N"
    FORMULA = "F"
    ABOVE = ">"
    AT_LEAST = "G"
    BELOW = "<"
    AT_MOST = "L"
    BETTER = "B"
    EQUAL = "="
    OR_MORE = "P"
    OR_LESS = "p"
    OR_BETTER = "b"
    PLUS_MINUS = "±"
    TIMES = "×"
    DASH = "-"
    BETWEEN = "w"
    FROM = "f"
    TO = "t"
    AND = "a"
    OR = "r"
    BUT = "u"
    OF = "o"
    ARTICLE = "d"
    COMMA = ","
    SEMICOLON = ";"
    COLON = ":"
    STOP = "!"
    OPEN = "("
    CLOSE = ")"
    QUOTED = "T"
    REFERENCE = "R"
    STANDARD = "S"
    NAME = "M"
    CAS = "C"
    YEAR = "Y"
    LABEL = "l"
    CONDITION = "c"
    BOUNDARY = "v"
    WORD = "W"
    OTHER = "?"


class Token(NamedTuple):
    """One token: what it is and the span it covers; figures carry their exact ``value``, quantities their ``unit``."""

    kind: Kind
    start: int
    end: int
    value: Fraction | None = None
    unit: Unit | None = None
    formula: Formula | None = None


_NUMBER = r"(?<![\w,.^])(?:(?:(?<=\()[-–−]\s?|[-–−+])(?=\d))?\d"
_WORD_NUMBER = "|".join(sorted(vocabulary.NUMBER_WORDS, key=len, reverse=True))
_WORD_NUMBERS = re.compile(_WORD_NUMBER, re.IGNORECASE)
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<cas>(?<![\d-])\d{{2,7}}-\s?\d\d-\s?\d(?![\d-]))
  | (?P<quoted>“[^“”]{{1,150}}”|‘[^‘’]{{1,150}}’(?![a-z])|‘[^‘’']{{1,60}}')
  | (?P<label>(?:(?<=^)|(?<=[.:;,]\s)|(?<=\bor\s)|(?<=\band\s))(?:\d{{1,2}}|[a-z])\.(?=\s+[A-Z‘“(0-9]))
  | (?P<reference>{vocabulary.REFERENCE})
  | (?P<standard>{vocabulary.STANDARD})
  | (?P<comparator>{vocabulary.COMPARATOR})
  | (?P<named>(?<!\w)(?:{vocabulary.NUMBER_PREFIX})\s(?P<named_number>\d+(?:[ ]\d{{3}})*(?:/\d+|,\d+)?)(?!\w|,\d))
  | (?P<part>(?<!\w)(?P<of>\d+|one)\sparts?\s(?:[^\W\d_]+\s)?(?:in|to)\s
        (?P<parts>\d+(?:[ ]\d{{3}})*)(?:\sparts?)?(?!\w))
  | (?P<ratio>(?<![\w,.])\d+(?:,\d+)?\s?:\s?\d+(?:[ ]\d{{3}})*(?!\w))
  | (?P<name>(?<!\w)(?:{vocabulary.NAME}))
  | (?P<number>{_NUMBER})
  | (?P<compound>(?<![\w-])(?i:{vocabulary.DIMENSIONAL}|{vocabulary.COMPOUND})(?![\w-]))
  | (?P<deviation>(?<!\w)plus\sor\sminus(?!\w))
  | (?P<word_number>(?<![\w-])(?i:{_WORD_NUMBER})(?![\w-]))
  | (?P<word>[^\W\d_](?:[^\W\d_]|[-’'](?=[^\W\d_]))*)
  | (?P<sign>[±×()\[\],;:.!–−-])
  | (?P<other>\d+|\S)
    )""",
    re.VERBOSE,
)
_SIGNS = {
    "±": Kind.PLUS_MINUS,
    "×": Kind.TIMES,
    ",": Kind.COMMA,
    ";": Kind.SEMICOLON,
    ":": Kind.COLON,
    ".": Kind.STOP,
    "!": Kind.STOP,
    "(": Kind.OPEN,
    "[": Kind.OPEN,
    ")": Kind.CLOSE,
    "]": Kind.CLOSE,
    "-": Kind.DASH,
    "–": Kind.DASH,
    "−": Kind.DASH,
}
_KINDS = {
    "cas": Kind.CAS,
    "quoted": Kind.QUOTED,
    "label": Kind.LABEL,
    "reference": Kind.REFERENCE,
    "standard": Kind.STANDARD,
    "name": Kind.NAME,
    "other": Kind.OTHER,
    "compound": Kind.WORD,
    "deviation": Kind.PLUS_MINUS,
}
_SPACE = re.compile(r"\s*")
_MORE_THAN = re.compile(r"(?:for|having|with)\sover\s\d")
_AMOUNT = re.compile(
    rf"\s(?:[±]\s?)?(?:\d|(?:{_WORD_NUMBER})\s(?!of\b))(?![\d,.]*(?:\s?[^\W\d]\S*)?\sto\s\d)", re.IGNORECASE
)
_PLAIN_WORD = re.compile(r"\s*([a-z]{2,})(?=[\s,;:)]|$)")
_SIZE = re.compile(r"\d\s?[^\W\d_]{0,3}\s$")
_DIGITS = re.compile(r"\s\d")
_LOST_POWER = re.compile(
    r"\s?[×x]\s?10(?![\d.,^])(?=\s?[^\d\s^]|\s\D|\s?$)|(?<=\b10)\s?[-–](?=\s*(?:$|[;<]))|[\uE000-\uF8FF]\d+(?:[-–]\d+)?"
)
_FREEDOM = re.compile(r"\sof\s‘?freedom")
_FLAT_EXPONENT = re.compile(r"\s([23])(?=\s?/|[;,)]|\s(?:or|of|and|at)\b)")
_INITIALS = re.compile(r"\.[A-Z]\b")
_BY_SHARE = re.compile(rf"\s{vocabulary.BY_SHARE}\b")
_RATE_OF = re.compile(r"\sof\s(?:[^\W\d_]+\s){1,2}(?=per\s)")
_GLUED = re.compile(r"[^\W\d_][\w-]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FLAT_POWER = re.compile(r"\s?[×x]\s?10(?P<power>[-–−]?\d{1,2})(?!\d)")
_FLAT_TEN = re.compile(r"10[-–]([1-9])(?=\s[^\W\d])")
_FORMULA = re.compile(
    r"[-–−]?(?:\([^()]{1,60}(?:\([^()]{1,40}\)[^()]{0,30})*\)(?:\s?/\s?\d+(?:\s\d{3})*)?|[λπ]\s?/\s?\d+|\d+\s?π)"
)
_OPERATION = re.compile(r"[-+–−×*/]|log|squared")
_BEFORE_FORMULA = frozenset("><GLBo=")


def lex(text: str) -> tuple[Token, ...]:
    """The tokens of ``text`` from left to right; every character that is no white space lies in one. Never raises.

    >>> token = lex("3 500 MSPS")[0]
    >>> token.value, str(token.unit)
    (Fraction(3500, 1), 'MSPS')
    """
    tokens: list[Token] = []
    at = 0
    while True:
        plain = _PLAIN_WORD.match(text, at)
        if plain is not None and plain[1] not in vocabulary.OPENERS:
            at = plain.end()
            tokens.append(Token(_word_kind(text, plain.start(1), at), plain.start(1), at))
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            break
        group = {"named_number": "named", "of": "part", "parts": "part"}.get(str(match.lastgroup), str(match.lastgroup))
        start, at = match.start(group), match.end()
        if tokens and tokens[-1].kind in _BEFORE_FORMULA and (token := _formula(text, start)):
            tokens.append(token)
        else:
            tokens.append(_token(text, group, start, at, match))
        at = tokens[-1].end
    return tuple(tokens)


def _token(text: str, group: str, start: int, end: int, match: re.Match[str]) -> Token:
    if group == "comparator":
        return Token(Kind(vocabulary.comparator_kind(text[start:end])), start, end)
    if group == "word":
        return Token(_word_kind(text, start, end), start, end)
    if group == "sign":
        return Token(_SIGNS[text[start]], start, end)
    if group == "named":
        value = _number(match["named_number"], 0)[0]
        mach = text[start:].startswith("Mach")
        return Token(Kind.QUANTITY if mach else Kind.NUMBER, start, end, value, parse_unit("Mach") if mach else None)
    if group == "part":
        return Token(Kind.NUMBER, start, end, _number(match["of"], 0)[0] / (_number(match["parts"], 0)[0] or 1))
    if group == "ratio":
        return Token(Kind.NUMBER, start, end, _ratio(text[start:end]))
    if group in {"number", "word_number"}:
        return _figure(text, start)
    if group == "quoted" and text[start + 1 : end - 1].lower() == "capable of":
        return Token(Kind.BOUNDARY, start, end)
    return Token(_KINDS[group], start, end)


def _word_kind(text: str, start: int, end: int) -> Kind:
    word = text[start:end].lower()
    if word == "only" and (_AMOUNT.match(text, end) or text[end : end + 1] in {",", ";", ")"}):
        return Kind.EQUAL
    if word == "over" and _MORE_THAN.search(text, max(0, start - 7), end + 2):
        return Kind.ABOVE
    if word == "by" and _DIGITS.match(text, end) and _SIZE.search(text[max(0, start - 8) : start]):
        return Kind.TIMES
    if word == "within" and _AMOUNT.match(text, end):
        return Kind.AT_MOST
    if word in vocabulary.SMALL_WORDS:
        return Kind(vocabulary.SMALL_WORDS[word])
    if word in vocabulary.CONDITIONS:
        return Kind.CONDITION
    if word in vocabulary.CONDITIONS_BEFORE:
        return Kind.CONDITION if vocabulary.CONDITIONS_BEFORE[word].match(text, end) else Kind.WORD
    if word == "function" and not text[:start].endswith("to "):
        return Kind.WORD
    return Kind.BOUNDARY if word in vocabulary.BOUNDARIES else Kind.WORD


def _ratio(text: str) -> Fraction:
    left, right = (number_at(part.strip(), 0, law=True) for part in text.split(":"))
    return left[0] / right[0] if left and right and right[0] else Fraction(0)


def _number(text: str, start: int) -> tuple[Fraction, int]:
    """The number at ``start``, where the lexer saw one, and its end."""
    found = number_at(text, start, law=True)
    if found is None:
        word = _WORD_NUMBERS.match(text, start)
        return (vocabulary.NUMBER_WORDS[word[0].lower()], word.end()) if word else (Fraction(0), start + 1)
    value, end = found
    flat = _FLAT_POWER.match(text, end)
    alone = _FLAT_TEN.match(text, start)
    if alone:
        return Fraction(10) ** -int(alone[1]), alone.end()
    if flat:
        # A factor times "10" with figures glued to it is a power whose superscript was lost on the way.
        power = flat["power"].replace("–", "-").replace("−", "-")
        return value * Fraction(10) ** int(power), flat.end()
    return value, end


def _figure(text: str, start: int) -> Token:
    """A quantity where a unit follows the number; else a name where letters are glued to it, a year, or a number.

    A power of ten that lost its exponent on the way ("5 × 10 m") is no figure that anybody can read.
    """
    value, end = _number(text, start)
    lost = _LOST_POWER.match(text, end)
    if lost:
        return Token(Kind.OTHER, start, lost.end())
    space = _SPACE.match(text, end)
    found = unit_at(text, space.end() if space else end)
    if found is not None and not (_FREEDOM.match(text, found[1]) or _INITIALS.match(text, found[1])):
        return _measured(text, start, value, found)
    glued = _GLUED.match(text, end)
    if glued and text[end - 1].isdigit():
        return Token(Kind.NAME, start, glued.end())
    if _YEAR.fullmatch(text, start, end) and vocabulary.BEFORE_YEAR.search(text[max(0, start - 20) : start]):
        return Token(Kind.YEAR, start, end, value)
    return Token(Kind.NUMBER, start, end, value)


def _measured(text: str, start: int, value: Fraction, found: tuple[Unit, int]) -> Token:
    """A quantity; with the time behind what it is a quantity of, where there is one: "250 g of fluorine per hour"."""
    unit, end = found
    flat = _FLAT_EXPONENT.match(text, end)
    if flat and str(unit).endswith("m"):
        # Figures cannot follow a unit on their own: a superscript lost its place on the way.
        raised = unit_at(f"{unit}^{flat[1]}{text[flat.end() : flat.end() + 20]}", 0)
        if raised is not None:
            return Token(Kind.QUANTITY, start, flat.end() + raised[1] - len(f"{unit}^{flat[1]}"), value, raised[0])
    share = _BY_SHARE.match(text, end) if unit.kind == "fraction" else None
    if share:
        kind = "volume fraction" if share[0].endswith("volume") else "mass fraction"
        return Token(Kind.QUANTITY, start, share.end(), value, attrs.evolve(unit, kind=kind))
    stuff = _RATE_OF.match(text, end)
    rate = unit_at(f"{unit} {text[stuff.end() : stuff.end() + 20]}", 0) if stuff else None
    if stuff and rate and rate[1] > len(str(unit)):
        return Token(Kind.QUANTITY, start, stuff.end() + rate[1] - len(str(unit)) - 1, value, rate[0])
    return Token(Kind.QUANTITY, start, end, value, unit)


def _formula(text: str, start: int) -> Token | None:
    """The expression that begins at ``start``, with its unit, where there is one with a variable in it."""
    match = _FORMULA.match(text, start)
    if match is None or not _OPERATION.search(match[0]):
        return None
    try:
        formula = Formula.parse(match[0])
    except BadFormula:
        return None
    if not formula.variables and "π" not in match[0]:
        return None
    if any(unit_at(name, 0) is not None and len(name) > 1 for name in formula.variables):
        return None
    space = _SPACE.match(text, match.end())
    found = unit_at(text, space.end() if space else match.end())
    end, unit = (found[1], found[0]) if found else (match.end(), None)
    return Token(Kind.FORMULA, start, end, None, unit, formula)


def shape(tokens: tuple[Token, ...]) -> str:
    """The kinds of ``tokens``, one character each.

    >>> shape(lex("less than 5 W or more than 9 W"))
    '<Qr>Q'
    """
    return "".join([token.kind.value for token in tokens])
