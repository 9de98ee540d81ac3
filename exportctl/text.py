"""Spans of the law's text, and what reading it needs: white space, quotation marks, superscripts.

The law's words are never changed after reading. Whatever is derived from them holds a `Span`, and
``text[span.slice]`` is the quote.

>>> quote("A resolution of 8 bit or more", Span(16, 21))
'8 bit'
"""

import re
import unicodedata

import attrs

__all__ = ["Span", "quote", "squeeze", "unaccented"]

_SPACES = re.compile(r"\s+")


@attrs.frozen(order=True)
class Span:
    """A run of characters of one text, from ``start`` up to and not including ``end``, counted from 0.

    >>> Span(2, 5).slice
    slice(2, 5, None)
    """

    start: int
    end: int

    @property
    def slice(self) -> slice:
        """The span as a ``slice``, to cut it out of its text."""
        return slice(self.start, self.end)

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> "Span":
        """The span moved ``by`` characters to the right."""
        return Span(self.start + by, self.end + by)


def quote(text: str, span: Span) -> str:
    """The characters of ``text`` that ``span`` covers.

    >>> quote("40 MHz", Span(0, 2))
    '40'
    """
    return text[span.start : span.end]


def squeeze(text: str) -> str:
    """``text`` with every run of white space (thin and no-break spaces too) made one space, and none at the ends.

    >>> squeeze(" 1\\u202f000\\n  kg ")
    '1 000 kg'
    """
    return _SPACES.sub(" ", text).strip()


def unaccented(text: str) -> str:
    """``text`` in the form that compatibility gives it, without accents.

    >>> unaccented("bandbreedte à 3 dB, größer, naïef")
    'bandbreedte a 3 dB, großer, naief'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
