"""The words for bounds, ranges and estimates, in English, Dutch, German and French, as patterns.

Words that also mean something else are left out: "van 5 kHz" is a figure's "of", and starts a range only where "tot"
follows; "um" and "bij" tell no bound.

>>> [found.lastgroup for found in map(BEFORE.match, ("at least 5", "bis zu 5", "meer dan 5", "moins de 5"))]
['ge', 'le', 'gt', 'lt']
"""

import re

__all__ = ["ABOUT", "BEFORE", "BEHIND", "BEHIND_IN_TEXT", "BETWEEN", "BOUND", "REACHED", "TO", "joins"]

_AT_LEAST = (
    r"at least|not less than|no less than|minimum(?: of)?|min\.?|from"
    r"|minstens|ten ?minste|minimaal|niet minder dan|vanaf"
    r"|mindestens|mind\.|minimal|nicht weniger als|wenigstens|ab"
    r"|au moins|au minimum|minimum de|pas moins de|à partir de|dès"
)
_ABOVE = (
    r"more than|greater than|higher than|over|above|exceeding|exceeds"
    r"|meer dan|groter dan|hoger dan|boven|mehr als|größer als|höher als|über|oberhalb(?: von)?"
    r"|plus de|plus grande? que|supérieure?s? à|au-dessus de"
)
_REACHED = (
    r"up to and including|up to|maximum(?: of)?|max\.?"
    r"|tot en met|tot max(?:imaal|\.)?|tot|t/m|maximaal|bis (?:zu|einschließlich|max(?:imal|\.)?)|bis|maximal"
    r"|jusqu['’](?:à|au)|maximum de|au maximum"
)
_AT_MOST = (
    rf"at most|not more than|no more than|not exceeding|{_REACHED}"
    r"|hoogstens|ten hoogste|niet meer dan|höchstens|nicht mehr als|au plus|pas plus de"
)
_BELOW = (
    r"less than|lower than|smaller than|fewer than|under|below"
    r"|minder dan|kleiner dan|lager dan|onder|weniger als|kleiner als|niedriger als|unter|unterhalb(?: von)?"
    r"|moins de|plus petite? que|inférieure?s? à|au-dessous de"
)
_BETWEEN = r"between|tussen|zwischen|entre"

BEFORE = re.compile(
    rf"(?P<ge>≥|>=|=>|(?:{_AT_LEAST})(?!\w))|(?P<le>≤|<=|=<|(?:{_AT_MOST})(?!\w))"
    rf"|(?P<gt>>|(?:{_ABOVE})(?!\w))|(?P<lt><|(?:{_BELOW})(?!\w))",
    re.I,
)
"""A bound in front of its figure; the group says which: ge, le, gt, lt (at least, at most, more, less)."""

BOUND = rf"≥|≤|>=|<=|>|<|±|\+/-|(?:{_AT_LEAST}|{_ABOVE}|{_AT_MOST}|{_BELOW}|{_BETWEEN}|mach)\s"
"""What may stand in front of a figure and belongs to it."""

_OR_MORE = (
    r"or (?:more|higher|greater|above|over)|and (?:above|more|higher|up|over)|of (?:meer|hoger|groter)"
    r"|en (?:meer|hoger)|oder (?:mehr|höher|größer)|und (?:mehr|höher)|ou (?:plus|davantage|supérieure?s?)|et plus"
)
_OR_LESS = (
    r"or (?:less|lower|smaller|fewer|below|under)|and (?:below|less|lower)|of (?:minder|lager|kleiner)|en minder"
    r"|oder (?:weniger|niedriger|kleiner)|und weniger|ou (?:moins|inférieure?s?)|et moins"
)
_MIN, _MAX = r"min(?:imum|imal|imaal|\.)?", r"max(?:imum|imal|imaal|\.)?"

BEHIND = re.compile(rf"(?P<ge>,? ?(?:{_OR_MORE}|\(?{_MIN}\)?|\+))$|(?P<le>,? ?(?:{_OR_LESS}|\(?{_MAX}\)?))$", re.I)
"""A bound at the end of a value, by the groups of `BEFORE`."""

BEHIND_IN_TEXT = re.compile(
    rf",? ?(?:(?:{_OR_MORE}|{_OR_LESS})(?!\w)|\((?:{_MAX}|{_MIN})\))|(?: ?(?:{_MAX}|{_MIN})(?=\s*(?:$|[,;)/])))", re.I
)
"""The same in a running text, where a lone "max." has to end an item."""

BETWEEN = re.compile(rf"(?:{_BETWEEN}|from|van|von|vom|de|du) ", re.I)
"""What a range begins with."""

TO = re.compile(
    r"[\s\u00a0]*(?:–|—|−|-|…|\.\.\.?|~|÷|/(?=[\s\u00a0]*\+)"
    r"|\b(?:to|and|up to|through|tot(?: en met)?|t/m|en|bis(?: zu)?|und|à|jusqu['’]à|et)(?!\w))[\s\u00a0]*",
    re.I,
)
"""What stands between the two ends of a range."""

ABOUT = (
    r"about|approximately|approx\.?|ca\.?|circa|around|nominally|nominal|typically|typical|typ\.?"
    r"|ongeveer|omstreeks|ungefähr|etwa|rund|environ|env\.|à peu près"
)
"""What makes a figure an estimate."""

REACHED = re.compile(_REACHED, re.I)
"""A bound that the goods go up to, and so reach."""

_AND = re.compile(r"\s(?:and|en|und|et)\b", re.I)


def joins(separator: str) -> bool:
    """Whether what stands between two figures only joins them, unless a word before says that they are a range."""
    return _AND.search(separator) is not None
