"""The year in which goods were made, held against notes on what is old: "manufactured earlier than 1938".

It settles a fact of the note's words, so that a note stands aside while nobody tells the year.

>>> dated("manufactured earlier than 1938", Goods("rifle", {"year built": 1935}))
<Truth.TRUE: 'met'>
>>> dated("manufactured earlier than 1938", Goods("rifle, made in 1951"))
<Truth.FALSE: 'not met'>
"""

import re
from fractions import Fraction

from exportctl.conditions import Comparison
from exportctl.goods import Goods
from exportctl.truth import FALSE, UNKNOWN, Truth
from exportctl.units import NUMBER, Interval, Quantity

__all__ = ["dated", "is_dated"]

_OLD = re.compile(
    r"(?:that )?(?:were |was )?(?:for [\w ]+, )?(?:first )?(?:manufactured?|made|built)"
    r" (?:earlier than|before|prior to) (?P<year>1[89]\d\d|20\d\d)(?P<others>, and (?:their )?reproductions.*)?",
    re.IGNORECASE,
)
_NAMES = (
    r"(?:year(?: of)? (?:first )?(?:manufacture|manufactured|construction|production|produced|making|made|build|built)"
    r"|(?:year )?(?:first )?(?:manufactured|built)|(?:manufacturing|manufacture|production|construction|build) year"
    r"|Baujahr|Herstellungsjahr|bouwjaar|productiejaar|année de (?:fabrication|construction|production))"
)
_NAME = re.compile(_NAMES, re.IGNORECASE)
_YEAR = r"(?:1[5-9]\d\d|20\d\d)\b(?! ?(?:[cmk]?m|[kmM]?[gWN]|t|lb|in|[kMG]?Hz|rpm)\b)"
_IN_WORDS = re.compile(
    rf"\b(?:manufactured|made|built|produced)(?: in)? ({_YEAR})(?!\s*[^\W\d_])"
    rf"|\b{_NAMES}\s?(?:[:=]|of\b)?\s?({_YEAR})|\b({_YEAR}) {_NAMES}\b",
    re.IGNORECASE,
)
_FIRST, _LAST = 1500, 2100


def is_dated(text: str) -> bool:
    """Whether ``text`` says that goods were made before a year."""
    return _OLD.fullmatch(text) is not None


def dated(text: str, goods: Goods) -> Truth:
    """Whether ``goods`` were made before the year that ``text`` says; open where it says more, or they tell no year."""
    old = _OLD.fullmatch(text)
    year = _year_of(goods) if old else None
    if old is None or year is None:
        return UNKNOWN
    truth = year.stands(Comparison.LESS, Quantity(Fraction(old["year"])).base)
    return UNKNOWN if truth is FALSE and old["others"] else truth


def _year_of(goods: Goods) -> Interval | None:
    """The year in which the goods were made, as their parameters or else their description tell it."""
    given = [value for name, value in goods.stated.items() if _NAME.fullmatch(name.strip()) and _is_year(value)]
    words = (next(filter(None, one.groups())) for one in _IN_WORDS.finditer(goods.description))
    found = given or [Interval.point(Quantity(Fraction(year))) for year in words]
    return found[0] if len(set(found)) == 1 else None


def _is_year(value: Interval) -> bool:
    ends = [end.base for end in (value.low, value.high) if end is not None]
    return value.unit == NUMBER and bool(ends) and all(_FIRST <= end <= _LAST for end in ends)
