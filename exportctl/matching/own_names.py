"""The names that the law itself gives to goods: what stands in for trade terms where the goods index has none.

A new edition or another country's list has entries that the index does not know. Their own words name the goods too,
before they say what these must have.

>>> own_names("Mass spectrometers and ion sources therefor, capable of measuring ions, as follows:")
('Mass spectrometers', 'ion sources')
>>> own_names("Having a speed of 4 m/s or more")
()
"""

import re

__all__ = ["own_names"]

_CONDITION = re.compile(
    r"\b(?:having|with|without|capable|which|that|where|when|whose|exceeding|specified|as follows|other than|except"
    r"|excluding|usable|employing|incorporating|containing|meeting|according|measured|rated|operating|not|for the"
    r"|in which|any of|all of|therefor|thereof|including|manufactured|intended|e\.g|i\.e|see|greater|less|equal"
    r"|better|between|consisting|such as|made of|providing|protected)\b.*",
    re.I | re.S,
)
_PURPOSE = re.compile(r"(?:for|of|in|to|by|on|from|using|at|an?)\b", re.I)
_QUOTES = re.compile(r"[“”‘’'\"]")
_PROPERTY = re.compile(r"\d\s?(?:[^\W\d]|%|°|$)")
_BETWEEN = re.compile(r"\s*(?:[,;:()/\[\]]|\b(?:and|or|and/or)\b|\.(?=\s|$))\s*", re.I)
_DESIGNED = re.compile(r"\b(?:specially |specifically )?(?:designed|prepared|modified|developed|formulated)\b", re.I)
_GENERAL = frozenset(
    """a an the any all other following related specially designed equipment system systems component components
    apparatus device devices material materials goods items accessories assemblies parts software technology production
    development use test inspection commodities articles their its thereof associated subsystems subassemblies units
    sets such as both one two more general ancillary not used characteristics to of for in by or and""".split()
)
_WORD = re.compile(r"[^\W_][\w-]*")
_LONGEST = 8


def own_names(text: str) -> tuple[str, ...]:
    """What ``text``, the own words of a provision, calls the goods; none where it only says what they must have."""
    lead = _CONDITION.sub("", _DESIGNED.sub("", _QUOTES.sub("", text))).strip()
    names = (piece.strip(" .-–—") for piece in _BETWEEN.split(lead))
    return tuple(dict.fromkeys(name for name in names if _is_name(name)))


def _is_name(piece: str) -> bool:
    words = _WORD.findall(piece.lower())
    telling = [word for word in words if word not in _GENERAL and not word.isdecimal() and len(word) > 1]
    if not telling or len(words) > _LONGEST or _PURPOSE.match(piece):
        return False
    return piece.startswith("CAS ") or not _PROPERTY.search(piece)
