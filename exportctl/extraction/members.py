"""Lists of goods inside one sentence: where one member ends and the next begins, so that a limit may concern one only.

>>> opens_member(", other arms with a "), opens_member(", and having a "), opens_member(", measured at 5 V with ")
(True, False, False)
>>> of_all(" by weight, with a "), of_all(" and having a "), of_all(", steels containing ")
(True, True, False)
>>> last_member("Tin metal, alloys containing "), last_member("Metal parts, having pores containing ")
(11, -1)

A comma before a noun goes on with the list; one before a participle or a preposition says more of the goods before it.
"""

import re

__all__ = ["last_member", "more_members", "of_all", "opens_alternative", "opens_member"]

_SAID = (
    r"having|has|with|specially|specifically|usable|capable|which|that|as|for|made|used|in|of|at|on|over|under|from|to|by"
    r"|within|without|per|when|where|whose|whether|not|other\s+than|except|excluding|including|e\.g|i\.e|rms|and|or|an?"
    r"|the|any|all|each|even|also|so|such|resistant|\w+ed|\w+ing|\w+ly"
)
_NOUN = rf"(?!(?:{_SAID})\b)[“‘]?[^\W\d_]{{2,}}"
_OR_MEMBER = re.compile(r"^\s*[,;]\s*or\b", re.IGNORECASE)
_MEMBER = re.compile(
    rf"^\s*[,;]\s*(?:and\s+|or\s+)?{_NOUN}[^,;:]*\s(?:with|having|containing|of|in which)\b", re.IGNORECASE
)
_LAST = re.compile(
    rf"(?<!i\.e\.)(?<!e\.g\.)[,;]\s*(?:and\s+|or\s+)?(?={_NOUN}[^,;:]*\b(?:containing|in which)\b[^,;:]*$)",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"(?:^[^;:]*,\s*(?:and\s+)?|^\s*and\s+)(?:with|having)\b[^,;:]*$", re.IGNORECASE)
_MORE = re.compile(rf"^\s*,\s*{_NOUN}[^;:]*,?\s(?:and|or)\s|^\s*,\s*(?:and|or)\s+{_NOUN}", re.IGNORECASE)


def opens_member(gap: str) -> bool:
    """Whether the words between two limits begin with another member of a list of goods."""
    return _MEMBER.search(gap) is not None


def opens_alternative(gap: str) -> bool:
    """Whether the words between two limits begin with "or", so that they are alternatives however they are read."""
    return _OR_MEMBER.search(gap) is not None


def of_all(gap: str) -> bool:
    """Whether the words before a limit set it apart from the last member of a list, so that it is of all of them."""
    return _OF_ALL.search(gap) is not None


def last_member(lead: str) -> int:
    """Where the last member of a list of goods begins in the words before a limit; -1 where they are no such list."""
    found = _LAST.search(lead)
    return found.end() if found else -1


def more_members(tail: str) -> bool:
    """Whether the words behind the last limit go on with a list of goods."""
    return _MORE.search(tail) is not None
