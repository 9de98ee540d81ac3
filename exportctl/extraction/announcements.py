"""Where a clause leads over to its sub-items: "…, having any of the following characteristics:".

>>> words = "Pumps having any of the following:"
>>> words[announcement_in(words, ()).slice]
' having any of the following'
"""

import re
from collections.abc import Sequence

from exportctl.text import Span

__all__ = ["announcement_in"]

_TRAIT = r"(?:characteristic|feature|propertie|function|element|material|form|composition|parameter|condition|criteri)"
_TRAITS = rf"(?:{_TRAIT}(?:s|a)|requirements|specifications)"
_ANNOUNCEMENT = re.compile(
    r",?\s*\b(?:and\s+)?"
    r"(?:(?:having|with|meeting|of|by|in|for|that are|which are|are|as specified by|as|to|consisting of|containing"
    r"|incorporating|performing|from)\s+)?"
    r"(?:(?:[Aa]ny|[Aa]ll|[Ee]ither|[Bb]oth|each|one or more|two or more)(?: one)?(?: or more)?(?: of)?(?: the)?"
    r"(?: following)|(?:[Aa]ny|[Aa]ll|[Ee]ither|[Bb]oth|each)(?: of)?(?=\s*:)|the following|as follows)"
    rf"(?:\s+(?:material\s+)?{_TRAITS}(?:\s+or\s+{_TRAITS})?)?"
)


def announcement_in(words: str, stated: Sequence[Span]) -> Span | None:
    """The last announcement in ``words`` that lies in none of the limits ``stated``, behind which nothing or a list
    follows; None where there is none.
    """
    last = None
    for match in _ANNOUNCEMENT.finditer(words):
        span = Span(*match.span())
        if not any(one.overlaps(span) for one in stated) and (
            ":" in words[span.end :] or not words[span.end :].strip(" :;.,")
        ):
            last = span
    return last
