"""The words and marks by which the lexer knows what it has before it: comparators, names, references, small words.

Plain tables. A phrase of comparison is a regular expression in parts, because the law builds them freely: "equal to or
less (better) than", "less than or equal to", "no more than", "not exceeding".
"""

import re
from fractions import Fraction
from functools import lru_cache

__all__ = [
    "BEFORE_YEAR",
    "BOUNDARIES",
    "BY_SHARE",
    "COMPARATOR",
    "COMPOUND",
    "CONDITIONS",
    "CONDITIONS_BEFORE",
    "DIMENSIONAL",
    "NAME",
    "NUMBER_PREFIX",
    "NUMBER_WORDS",
    "OPENERS",
    "REFERENCE",
    "SMALL_WORDS",
    "STANDARD",
    "comparator_kind",
]

NUMBER_WORDS = {
    "zero": Fraction(0),
    "one": Fraction(1),
    "two": Fraction(2),
    "three": Fraction(3),
    "four": Fraction(4),
    "five": Fraction(5),
    "six": Fraction(6),
    "seven": Fraction(7),
    "eight": Fraction(8),
    "nine": Fraction(9),
    "ten": Fraction(10),
    "eleven": Fraction(11),
    "twelve": Fraction(12),
    "twenty": Fraction(20),
    "thirty": Fraction(30),
    "fifty": Fraction(50),
    "hundred": Fraction(100),
    "thousand": Fraction(1000),
    "million": Fraction(10**6),
    "half": Fraction(1, 2),
    "quarter": Fraction(1, 4),
}

_MORE = "more|greater|higher|larger|longer|wider|thicker|heavier|faster"
_LESS = "less|lower|smaller|fewer|shorter|finer|thinner|narrower"
BY_SHARE = r"by\s(?:the\s)?(?:weight|mass|volume)"
_TRUE_END = r"(?![\w-])"
_HINT = rf"(?:\s?\((?:or\s)?(?P<hint>better|worse|{_MORE}|{_LESS})\))?"
COMPARATOR_PARTS = (
    rf"(?:(?P<no>no|not)\s)?(?:(?:equal|equivalent)\sto,?\sor\s(?P<eq>))?(?P<adjective>{_MORE}|{_LESS}|better){_HINT}\sthan"
    rf"(?:,?\sor\sequal\sto(?P<eq2>))?",
    r"(?:(?P<neg>not|not\sto|does\snot|do\snot|no)\s)?(?:(?:equal\sto|meets?)\sor\s(?P<eq3>))?(?P<exceed>exceed(?:ing|s)?|in\sexcess\sof)",
    r"(?P<at_or>at\sor\s(?:above|below))",
    r"(?P<above>above|beyond)",
    r"(?P<below>below)",
    r"(?P<least>(?:of\s)?at\sleast|(?:a\s)?minimum\sof|not\sunder)",
    r"(?P<most>at\smost|(?:a\s)?maximum\sof|up\sto(?:\sand\sincluding)?|down\sto)",
    rf"(?:or|and)\s(?P<post>{_MORE}|above|over|{_LESS}|below|under|better){_HINT}(?!\sthan|\s\d)"
    rf"(?:\s{BY_SHARE})?",
    r"(?P<equal>equal\sto)",
    r"(?P<symbol>[≥⩾≤⩽<>=])",
)


def _anonymous(parts: tuple[str, ...]) -> str:
    """One alternation of ``parts`` without their group names, for use inside a larger expression."""
    return "|".join(re.sub(r"\(\?P<\w+>", "(?:", part) for part in parts)


_WORDED, _SYMBOL = COMPARATOR_PARTS[:-1], COMPARATOR_PARTS[-1]
COMPARATOR = rf"(?i:(?<![\w-])(?:{_anonymous(_WORDED)}){_TRUE_END})|[≥⩾≤⩽<>=]"
_PARTS = tuple(re.compile(part, re.IGNORECASE) for part in COMPARATOR_PARTS)
_UPWARD = frozenset(f"{_MORE}|above|over|worse".split("|"))


def _from_adjective(groups: dict[str, str | None]) -> str:
    adjective, hint = str(groups["adjective"]).lower(), (groups["hint"] or "").lower()
    if adjective == "better":
        adjective = hint
    if not adjective:
        return "B"
    upward, equal = adjective in _UPWARD, groups["eq"] is not None or groups["eq2"] is not None
    if groups["no"]:
        upward, equal = not upward, not equal
    return ("G" if equal else ">") if upward else ("L" if equal else "<")


@lru_cache(maxsize=512)
def comparator_kind(text: str) -> str:
    """The kind of the comparator that ``text`` writes, as its character in a shape.

    >>> comparator_kind("equal to or less (better) than"), comparator_kind("or more"), comparator_kind("not exceeding")
    ('L', 'P', 'L')
    """
    groups: dict[str, str | None] = {}
    for part in _PARTS:
        match = part.fullmatch(text)
        if match:
            groups = match.groupdict()
            break
    if "adjective" in groups:
        return _from_adjective(groups)
    if "exceed" in groups:
        return "L" if groups["neg"] else ("G" if groups["eq3"] is not None else ">")
    if "post" in groups:
        word = str(groups["post"]).lower()
        word = (groups["hint"] or "").lower() if word == "better" else word
        return "b" if not word else ("P" if word in _UPWARD else "p")
    if "symbol" in groups:
        return {"≥": "G", "⩾": "G", "≤": "L", "⩽": "L", "<": "<", ">": ">", "=": "="}[text]
    if "at_or" in groups:
        return "G" if text.lower().endswith("above") else "L"
    return {"above": ">", "below": "<", "least": "G", "most": "L", "equal": "="}[next(iter(groups))]


_PATH = r"(?:\.[a-z]{1,2}\b|\.\d{1,2}\b)"
_CODES = "|".join(
    (
        rf"\d[A-E]\d{{3}}(?!\d)(?:[a-z]\d*\b)?{_PATH}*\.?",
        rf"\d\.[A-E]\.\d{{1,2}}{_PATH}*\.?",
        rf"ML\d{{1,2}}(?!\w){_PATH}*\.?",
        r"\d[A-E](?=[\s.,;)]|$)",
        r"\.[a-z](?:\.\d{1,2})*\.(?=[\s,;)]|$)",
        r"(?:(?<=,\s)|(?<=and\s)|(?<=or\s))\.\d{1,2}(?!\w)",
        r"[a-z](?:\.\d{1,2})+\.(?=[\s,;)]|$)",
        r"[A-Z]{1,2}\.[A-E]\.[IVX]+\.\d{3}",
    )
)
_DIVISIONS = (
    r"Categor(?:y|ies)|CATEGORY|Parts?|Annex(?:es)?|Articles?|Table|[Cc]olumns?|Chapters?|[Pp]aragraphs?|Schedules?"
    r"|(?:General\s|Technical\s)?Notes?(?:\sto)?|N\.\s?B\.|[Pp]oints?|[Ff]ootnotes?"
)
_MORE_DIVISIONS = r"(?:(?:,\s(?:and\s|or\s)?|\sto\s|\sand\s|\sor\s)\d+(?![\w%]|\s?%))*(?![\w%])"
_ACTS = r"Regulation|Directive|Decision|Joint\sAction|Common\sPosition"
REFERENCE = (
    rf"(?<![\w.])(?:{_CODES})"
    rf"|(?<!\w)(?:{_DIVISIONS})\s?\(?\d+(?!\s?%)\)?(?:\.\d+)*{_MORE_DIVISIONS}"
    rf"|(?<!\w)(?:Council\s)?(?:{_ACTS})\s(?:\([A-Z, ]+\)\s)?(?:No\s)?\d+/\d+(?:/[A-Z]+)?"
    r"|(?<!\w)\d{2,4}/\d+/E[CEU]C?(?!\w)"
)
_BODIES = (
    "ISO|IEC|ASTM|AISI|ANSI|AGMA|MIL|STANAG|NIJ|EN|DIN|BS|JIS|IEEE|ITU|ETSI|RTCA|SAE|GOST|AMS|API|ABEC|RBEC|TIA|VDI|FIPS"
    "|RFC|UN|IPC|EIA|NACA|CIE|CCITT|IAEA|INFCIRC|FAR|CAR|NATO"
)
STANDARD = (
    rf"(?<!\w)(?:{_BODIES})(?![a-z])"
    r"(?:[/ -]+(?:[A-Z]{2,5}|[Ss]td|STD|[Ss]tandards?|[Tt]est|[Cc]lass|[Nn]o\.?|[Tt]olerance|level|grade"
    r"|[A-Z](?=[-\s]?\d)))*"
    r"[\s-]*[A-Z]{0,4}[-–]?\d(?:[\w/:–]|-(?=\w)|\.(?=\w)|\s(?=\d{3}(?!\w)))*(?:\s\(?(?:19|20)\d\d\)?)?"
    r"(?:\s(?:[Tt]olerance\s)?[Cc]lass\s(?:[A-Z]+-?)?\d+(?:\sor\s[Cc]lass\s\d+)*(?!\w))?"
)
_GLUE = r"[\w/′’‘'+^]|[-–](?=[\w(\[])|[.:](?=\w)|,(?=[\dNOSP′’'])"
_LETTERS = r"[^\W\d_]{1,25}"
NAME = (
    rf"[A-Z][a-z]?[+]\d(?![\d,])|{_LETTERS}(?:[-–]{_LETTERS}){{0,3}}[-–]?\d"
    rf"(?:{_GLUE}|[(\[](?=[\w,′’'-]{{1,40}}[)\]]\w)|[)\]](?=[\w-]))*(?<![(.,:])"
    rf"|\d+(?:,\d+)*[′’‘']?(?:,\d+[′’‘']?)*[-–]\s?[(\[]?[^\W\d_](?:{_GLUE}|[()\[\]](?=[\w-]))*"
    r"|\[\d+(?:[,.]\d+)+\]|[(]\d{1,2}[)](?=\s?[\w(])"
)
BEFORE_YEAR = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|\b[Ii]n|[Ss]ince|[Oo]f"
    r"|before|after|until|edition|[A-Z][a-z]+,|\()\s?$"
)
DIMENSIONAL = r"(?:one|two|three)[\s-](?:dimensional|axis|phase|stage)"
COMPOUND = r"over\spressure|turn\son(?=\stime)"
NUMBER_PREFIX = r"Mach|DN|NPS|level|class|Type|type|Class|Level|grade|Grade|stage|Stage|phase|Phase"

OPENERS = frozenset(
    f"{_MORE}|{_LESS}".split("|")
    + """no not equal equivalent meet meets exceed exceeds exceeding do does in above over beyond below under at of a
    minimum maximum up down or and better plus turn column columns chapter paragraph paragraphs point points footnote
    footnotes class type level grade stage phase part parts""".split()
    + list(NUMBER_WORDS)
)
"""The words in small letters with which anything longer than a word can begin."""

SMALL_WORDS = {
    "between": "w",
    "from": "f",
    "to": "t",
    "and": "a",
    "or": "r",
    "but": "u",
    "of": "o",
    "a": "d",
    "an": "d",
    "the": "d",
    "any": "d",
    "its": "d",
    "their": "d",
    "each": "d",
    "all": "d",
    "every": "d",
    "x": "×",
    "by": "v",
}
CONDITIONS = frozenset(
    """at when measured over under during for after within per through while throughout tested referenced against
    using""".split()
)
CONDITIONS_BEFORE = {
    "relative": re.compile(r"\sto\b"),
    "determined": re.compile(r"\s(?:at|by|from|in|over|under|using|with)\b"),
}
BOUNDARIES = frozenset(
    """having has have had with without by employing incorporating containing contains contain comprising
    including providing provide producing produce permitting permit permits allows allowing which that who where
    if than as in on into onto is are be been being was were can could may capable able designed modified
    intended rated specified limited made manufactured achieving achieve maintaining maintain possessing
    exhibiting meeting developed usable supporting support generate generating withstand withstanding function
    perform performing controlled resulting described both other some such this these those not no only either
    neither whose exhibit requiring consisting enabling delivering imparting giving covering reaching attaining
    operates handling anywhere along across despite because therefore optimised optimized tested composed stable
    fitted formulated exhibits rotating accommodate accommodating up remain remains remaining""".split()
)
