"""Numbers as people and the law write them, read exactly.

>>> parse_number("1,3"), parse_number("5 × 10^6"), parse_number("1 000"), parse_number("half")
(Fraction(13, 10), Fraction(5000000, 1), Fraction(1000, 1), Fraction(1, 2))

Nothing here is a float: a limit is a legal boundary. `PI` is a fraction that agrees with π to 60 decimals, so a figure
in degrees and one in radians compare rightly unless they agree to as many digits.
"""

import re
from fractions import Fraction

from exportctl.errors import BadQuantity

__all__ = ["NUMBER_WORDS", "PI", "number_at", "parse_number", "spell"]

PI = Fraction("3.141592653589793238462643383279502884197169399375105820974945")

_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty"""
NUMBER_WORDS: dict[str, Fraction] = {word: Fraction(value) for value, word in enumerate(_WORDS.split())}
NUMBER_WORDS |= {"half": Fraction(1, 2), "thirty": Fraction(30), "forty": Fraction(40), "fifty": Fraction(50)}

_MULTIPLES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_ALIKE = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
_POWER = r"10 ?(?:\^|\*\*) ?\(?(?P<{0}>[-+]? ?\d{{1,4}})\)?|10(?P<{0}s>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,4}})"
_DIGITS = r"\d{1,3}(?:[ ']\d{3})+(?!\d)|\d+"
_NUMBER = re.compile(
    rf"(?P<sign>[-+] ?)?(?:{_POWER.format('alone')}"
    rf"|(?P<whole>{_DIGITS})(?P<rest>(?:[.,]\d+)*)(?:(?P<slash>/)(?P<under>\d+)(?![\d.,/]\d))?"
    rf"(?:[eE](?P<e>[-+]?\d{{1,4}})(?![\w.])| ?[×x·*] ?(?:{_POWER.format('times')}))?)"
    rf"(?: (?P<multiple>hundred|thousand|million|billion)\b)?"
)
_WORD = re.compile(
    r"(?P<word>" + "|".join(NUMBER_WORDS) + r")(?: (?P<multiple>hundred|thousand|million|billion))?\b", re.I
)
_LONGEST = 80
_LARGEST_POWER = 400


def parse_number(text: str, *, law: bool = False) -> Fraction:
    """The number that ``text`` writes, and nothing else in it, exactly.

    ``law`` reads a comma as a decimal comma always, as control lists print it. Otherwise one comma with three digits
    behind it ("1,300") could be 1.3 or 1300, and raises `BadQuantity` naming both, as any text that is no number does.

    >>> parse_number("1e-5"), parse_number("1/3"), parse_number("0,05", law=True)
    (Fraction(1, 100000), Fraction(1, 3), Fraction(1, 20))
    """
    stripped = text.strip()
    found = number_at(stripped, 0, law=law)
    if found is None or found[1] != len(stripped):
        raise BadQuantity(text)
    return found[0]


def number_at(text: str, start: int, *, law: bool = False) -> tuple[Fraction, int] | None:
    """The number that begins at ``start`` of ``text``, and where it ends; None where none does.

    Figures are read with their power of ten; words from "two" to "twenty" and "half" are numbers too. Raises
    `BadQuantity` for a comma that can be read two ways (see `parse_number`) and for absurdly large powers. With
    ``law`` it never raises: of figures that are no number ("2,4,6", a date) it gives the first one.

    >>> number_at("at 5 × 10^13 n/cm^2", 3)
    (Fraction(50000000000000, 1), 12)
    """
    window = text[start : start + _LONGEST].translate(_ALIKE)
    match = _NUMBER.match(window)
    if match is None:
        return _word_at(window, start)
    if law and not _plain(match):
        first = re.match(r"\d+", match["whole"] or "10")
        assert first is not None
        return Fraction(int(first[0])), start + match.start("whole") + first.end()
    value = _mantissa(match, law) * _power(match, window)
    if match["multiple"]:
        value *= _MULTIPLES[match["multiple"]]
    return (-value if (match["sign"] or "").startswith("-") else value), start + match.end()


def _plain(match: re.Match[str]) -> bool:
    """Whether the figures are such as the law prints: one decimal sign at most, no "E" for a power, no odd power."""
    powers = [match[name] for name in ("alone", "alones", "times", "timess") if match[name]]
    odd = any(len(power.strip("-+ ⁻⁺")) > 2 for power in powers)
    return not (odd or match["e"] or len(re.findall("[.,]", match["rest"] or "")) > 1 or match["under"] in {"0", "00"})


def _word_at(window: str, start: int) -> tuple[Fraction, int] | None:
    match = _WORD.match(window)
    if match is None:
        return None
    value = NUMBER_WORDS[match["word"].lower()]
    return value * _MULTIPLES.get((match["multiple"] or "").lower(), 1), start + match.end()


def _power(match: re.Match[str], window: str) -> Fraction:
    """The power of ten that the number carries, 1 where it has none."""
    for name in ("alone", "alones", "e", "times", "timess"):
        if match[name] is not None:
            exponent = int(match[name].translate(_SUPERSCRIPTS).replace(" ", ""))
            if abs(exponent) > _LARGEST_POWER:
                raise BadQuantity(window, "its power of ten is larger than any quantity has")
            return Fraction(10) ** exponent
    return Fraction(1)


def _mantissa(match: re.Match[str], law: bool) -> Fraction:
    """The figures of the number, by the decimal sign they use."""
    if match["whole"] is None:
        return Fraction(1)
    whole = match["whole"].replace(" ", "").replace("'", "")
    rest: str = match["rest"]
    if match["slash"]:
        if int(match["under"]) == 0:
            raise BadQuantity(match[0], "it divides by zero")
        return _decimal(whole, rest, law, match[0]) / int(match["under"])
    return _decimal(whole, rest, law, match[0])


def _decimal(whole: str, rest: str, law: bool, text: str) -> Fraction:
    """``whole`` followed by the groups ``rest`` (".5", ",300", ",300.5"): thousands or decimals by what they show."""
    groups = re.findall(r"[.,]\d+", rest)
    if not groups:
        return Fraction(int(whole))
    if len(groups) == 1:
        group = groups[0]
        if group[0] == "," and not law and len(group) == 4 and whole.lstrip("0") and len(whole) <= 3:
            short, long = f"{whole}.{group[1:]}", whole + group[1:]
            raise BadQuantity(text, f"its comma can mean {spell(Fraction(short))} or {long}; write {short} or {long}")
        return Fraction(f"{whole}.{group[1:]}")
    *thousands, last = groups
    signs = {group[0] for group in thousands}
    if len(signs) != 1 or any(len(group) != 4 for group in thousands) or len(whole) > 3:
        raise BadQuantity(text, "its points and commas are mixed")
    joined = whole + "".join(group[1:] for group in thousands)
    if last[0] in signs:
        if len(last) != 4:
            raise BadQuantity(text, "its points and commas are mixed")
        return Fraction(int(joined + last[1:]))
    return Fraction(f"{joined}.{last[1:]}")


def spell(value: Fraction) -> str:
    """``value`` exactly: as a decimal where it is finite and short, with a power of ten where long, else a fraction.

    >>> spell(Fraction(13, 10)), spell(Fraction(1, 3)), spell(Fraction(5 * 10**13)), spell(Fraction(1, 10**14))
    ('1.3', '1/3', '5 × 10^13', '10^-14')
    """
    scale, remainder = _decimals(value.denominator)
    if remainder != 1:
        return str(value)
    digits = str(abs(value.numerator) * 10**scale // value.denominator)
    sign = "-" if value < 0 else ""
    significant = digits.rstrip("0")
    if digits == "0" or (len(digits) <= 8 and scale <= 8) or -scale + len(digits) - len(significant) == 0:
        return sign + _point(digits, scale)
    power = len(digits) - 1 - scale
    if -4 <= power <= 6:
        return sign + _point(digits, scale)
    mantissa = _point(significant, len(significant) - 1)
    return f"{sign}{'' if mantissa == '1' else mantissa + ' × '}10^{power}"


def _decimals(denominator: int) -> tuple[int, int]:
    """How many decimals a fraction over ``denominator`` needs, and what is left of it when 2 and 5 are divided out."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives), denominator


def _point(digits: str, scale: int) -> str:
    """``digits`` with the decimal point ``scale`` figures from the right."""
    if scale == 0:
        return digits
    padded = digits.rjust(scale + 1, "0")
    return f"{padded[:-scale]}.{padded[-scale:]}"
