"""Numbers as people and the law write them, read exactly.

>>> parse_number("1,3"), parse_number("5 × 10^6"), parse_number("1 000"), parse_number("half")
(Fraction(13, 10), Fraction(5000000, 1), Fraction(1000, 1), Fraction(1, 2))

Nothing here is a float: a limit is a legal boundary. `PI` is a fraction that agrees with π to 60 decimals, so a figure
in degrees and one in radians compare rightly unless they agree to as many digits.
"""

import re
from collections.abc import Iterable
from fractions import Fraction

from exportctl.errors import AmbiguousNumber, BadQuantity

__all__ = [
    "BOTH",
    "DOUBTFUL",
    "NUMBER_WORDS",
    "PI",
    "WITH_SIGNS",
    "common_sign",
    "decimal_sign",
    "number_at",
    "parse_number",
    "spell",
]

PI = Fraction("3.141592653589793238462643383279502884197169399375105820974945")

BOTH = "both"
WITH_SIGNS = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)+(?![\d.,])")
"""A figure with a sign in it, before decimals or between thousands."""
DOUBTFUL = re.compile(r"(?<![\w.,])([1-9]\d{0,2})([.,])(\d{3})(?![\d.,])")
"""A figure whose sign may be the one or the other: "4,356"."""
_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty"""
NUMBER_WORDS: dict[str, Fraction] = {word: Fraction(value) for value, word in enumerate(_WORDS.split())}
NUMBER_WORDS |= {"half": Fraction(1, 2), "thirty": Fraction(30), "forty": Fraction(40), "fifty": Fraction(50)}

_MULTIPLES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_ALL_MULTIPLES = {  # a "Billion" of other languages is a thousand times larger, and left out
    **_MULTIPLES,
    **dict.fromkeys("tausend tsd duizend".split(), 10**3),
    **dict.fromkeys("millions millionen mio miljoen mln".split(), 10**6),
    **dict.fromkeys("milliarde milliarden mrd miljard milliard milliards".split(), 10**9),
}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_ALIKE = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
_POWER = r"10 ?(?:\^|\*\*) ?\(?(?P<{0}>[-+]? ?\d{{1,4}})\)?|10(?P<{0}s>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,4}})"
_DIGITS = r"\d{1,3}(?:[ ']\d{3})+(?!\d)|\d+"
_VULGAR = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)}
_LAW = re.compile(
    rf"(?P<sign>[-+] ?)?(?:{_POWER.format('alone')}"
    rf"|(?P<whole>{_DIGITS})(?P<rest>(?:[.,]\d+)*)(?:(?P<slash>/)(?P<under>\d+)(?![\d.,/]\d))?"
    rf"(?:[eE](?P<e>[-+]?\d{{1,4}})(?![\w.])| ?[×x·*] ?(?:{_POWER.format('times')}))?)"
    rf"(?: (?P<multiple>hundred|thousand|million|billion)\b)?"
)
_NUMBER = re.compile(  # what people write besides: .5, 1-1/2, 1½, 2 E-3, and 3 x 10-9 that lost its sign for a power
    rf"(?P<sign>[-+] ?)?(?:{_POWER.format('alone')}"
    rf"|(?P<whole>{_DIGITS}|(?=\.\d|[{''.join(_VULGAR)}]))"
    rf"(?:[- ]?(?P<vulgar>[{''.join(_VULGAR)}])|[- ](?P<over>\d{{1,2}})/(?P<parts>2|4|8|16|32|64)(?![\d.,/]\d|\d)"
    rf"|(?P<rest>(?:[.,]\d+)*)(?:(?P<slash>/)(?P<under>\d+)(?![\d.,/]\d))?"
    rf"(?:[eE](?P<e>[-+]\d{{1,3}}(?![\d.])|\d{{1,4}}(?![\w.]))| [eE](?P<apart>[-+]\d{{1,4}})(?![\w.])"
    rf"| ?[×x·*] ?(?:{_POWER.format('times')}|10(?P<lost>-\d{{1,2}})(?![\d.,])))?))"
    rf"(?: (?P<multiple>(?i:{'|'.join(_ALL_MULTIPLES)}))(?!\w)\.?)?"
)
_WORD = re.compile(
    r"(?P<word>" + "|".join(NUMBER_WORDS) + r")(?: (?P<multiple>hundred|thousand|million|billion))?\b", re.I
)
_LONGEST = 80
_LARGEST_POWER = 400


def parse_number(text: str, *, law: bool = False, decimal: str = "") -> Fraction:
    """The number that ``text`` writes, and nothing else in it, exactly.

    ``law`` reads a comma as a decimal comma always, as control lists print it. Otherwise one comma with three digits
    behind it ("1,300") could be 1.3 or 1300, and raises `AmbiguousNumber` naming both, unless ``decimal`` tells the
    sign that the writer puts before decimals ("." or ","; BOTH where they use both, so that "1.300" tells no more). A
    text that is no number raises `BadQuantity`.

    >>> parse_number("1e-5"), parse_number("1/3"), parse_number("0,05", law=True), parse_number("1-1/2")
    (Fraction(1, 100000), Fraction(1, 3), Fraction(1, 20), Fraction(3, 2))
    >>> parse_number("1,300", decimal="."), parse_number("1.300", decimal=",")
    (Fraction(1300, 1), Fraction(1300, 1))
    """
    stripped = text.strip()
    found = number_at(stripped, 0, law=law, decimal=decimal)
    if found is None or found[1] != len(stripped):
        raise BadQuantity(text)
    return found[0]


def number_at(text: str, start: int, *, law: bool = False, decimal: str = "") -> tuple[Fraction, int] | None:
    """The number that begins at ``start`` of ``text``, and where it ends; None where none does.

    Figures are read with their power of ten; words from "two" to "twenty" and "half" are numbers too. Raises
    `AmbiguousNumber` for a sign that can be read two ways (see `parse_number`), `BadQuantity` for absurdly large
    powers. With ``law`` it never raises: of figures that are no number ("2,4,6", a date) it gives the first one.

    >>> number_at("at 5 × 10^13 n/cm^2", 3)
    (Fraction(50000000000000, 1), 12)
    """
    window = text[start : start + _LONGEST].translate(_ALIKE)
    match = (_LAW if law else _NUMBER).match(window)
    if match is None:
        return _word_at(window, start)
    if law and not _plain(match):
        first = re.match(r"\d+", match["whole"] or "10")
        assert first is not None
        return Fraction(int(first[0])), start + match.start("whole") + first.end()
    value = _mantissa(match, "," if law else decimal, law=law) * _power(match, window)
    if match["multiple"]:
        value *= _ALL_MULTIPLES[match["multiple"].lower()]
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
    for name in ("alone", "alones", "e", "times", "timess", "apart", "lost"):
        if name in match.re.groupindex and match[name] is not None:
            exponent = int(match[name].translate(_SUPERSCRIPTS).replace(" ", ""))
            if abs(exponent) > _LARGEST_POWER:
                raise BadQuantity(window, "its power of ten is larger than any quantity has")
            return Fraction(10) ** exponent
    return Fraction(1)


def _mantissa(match: re.Match[str], decimal: str, *, law: bool) -> Fraction:
    """The figures of the number, by the decimal sign they use."""
    if match["whole"] is None:
        return Fraction(1)
    whole = match["whole"].replace(" ", "").replace("'", "") or "0"
    if not law and (match["vulgar"] or match["over"]):
        over, parts = _VULGAR[match["vulgar"]] if match["vulgar"] else (int(match["over"]), int(match["parts"]))
        if over >= parts:
            raise BadQuantity(match[0], "its fraction is no less than one")
        return int(whole) + Fraction(over, parts)
    value = _decimal(whole, match["rest"], decimal, match[0], law=law)
    if not law and match["lost"] and value != 1 and value.denominator == 1 and int(match["lost"]) < -10:
        raise BadQuantity(match[0], "it can be a power of ten or a number of ranges; write a power with ^")
    if match["slash"]:
        if int(match["under"]) == 0:
            raise BadQuantity(match[0], "it divides by zero")
        return value / int(match["under"])
    return value


def _decimal(whole: str, rest: str, decimal: str, text: str, *, law: bool) -> Fraction:
    """``whole`` followed by the groups ``rest`` (".5", ",300", ",300.5"): thousands or decimals by what they show, or
    by the sign before decimals where that is known.
    """
    groups = re.findall(r"[.,]\d+", rest)
    if not groups:
        return Fraction(int(whole))
    if len(groups) == 1:
        group = groups[0]
        short, long = f"{whole}.{group[1:]}", whole + group[1:]
        if not law and len(group) == 4 and whole.lstrip("0") and len(whole) <= 3 and group[0] != decimal:
            if decimal in {".", ","}:
                return Fraction(long)
            if group[0] == "," or decimal:
                sign = "comma" if group[0] == "," else "point"
                meant = f"its {sign} can mean {spell(Fraction(short))} or {long}; write {short} or {long}"
                raise AmbiguousNumber(text, meant)
        return Fraction(short)
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


def decimal_sign(figure: str) -> str:
    """The sign before decimals of one who writes ``figure``; "" where it may be either, or is no figure.

    >>> [decimal_sign(figure) for figure in ("9.5", "7,5", "1,000,000", "1.234,5", "0,125", "1,300", "12.05.2021")]
    ['.', ',', '.', ',', ',', '', '']
    """
    match = re.fullmatch(r"(?P<whole>\d+)(?P<rest>(?:[.,]\d+)+)", figure)
    if match is None:
        return ""
    *thousands, last = re.findall(r"[.,]\d+", match["rest"])
    whole = match["whole"]
    if not thousands:
        return "" if len(last) == 4 and len(whole) <= 3 and whole.lstrip("0") else str(last[0])
    if len(whole) > 3 or len({group[0] for group in thousands}) > 1 or any(len(group) != 4 for group in thousands):
        return ""
    if last[0] != thousands[0][0]:
        return str(last[0])
    return {".": ",", ",": "."}[last[0]] if len(last) == 4 else ""


def common_sign(signs: Iterable[str]) -> str:
    """The one of ``signs`` that all are; BOTH where they are several; "" where there is none."""
    several = set(signs)
    return BOTH if len(several) > 1 else next(iter(several), "")


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
