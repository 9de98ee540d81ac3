"""Notes that tell how to look at the goods, and neither take any out nor put any in: the forms of their words.

>>> guides("A mill that turns as well must be evaluated against each of the two."), guides("Mills of wood are special.")
(True, False)
"""

import re

__all__ = ["explains", "guides"]

_FORMS = {
    "to be looked at under": r"\b(?:must|shall|should|(?:are|is) to) be (?:evaluated|assessed|classified|considered)\b",
    "what does not decide": r"\bdo(?:es)? not determine the (?:status of control|control status)\b",
    "what does not matter": r"\b(?:controlled|specified|appl(?:y|ies))\b[^.;]{0,80}"
    r"\b(?:whether or not|regardless of|irrespective of)\b",
    "which figure counts": r"\bthe (?:great|larg|high|low|small)est \w+(?: \w+){0,3} is (?:to be )?used\b",
    "met anywhere": r"\b(?:in|by|of) (?:ML\d|\d[A-E]\d{3})\S* (?:is|are) controlled if"
    r" (?:it|they) (?:meets?|exceeds?)\b",
    "what may be besides": r"\bmay not necessarily\b|\bmay (?:also )?be (?:known|referred to) as\b",
    "what is usual": r"^(?:\d+: )?An? (?:common|typical|usual) (?:form|kind|type|example)\b",
    "where a table stands": r"\bappears? (?:after|before|above|below) (?:the )?entr(?:y|ies)\b",
    "what is said elsewhere, in short": r"\b(?:is|are) summari[sz]ed as follows\b",
    "what an authority may ask": r"\bprovided to the authority\b|\brights of the competent authorit(?:y|ies)\b",
    "what a term does not mean": r"\bthe term [‘“][^’”]+[’”] does not refer to\b",
    "on the definitions": r"\b[Dd]efinitions apply throughout\b|\btake the defined meaning\b",
}
_GUIDES = re.compile("|".join(f"(?:{form})" for form in _FORMS.values()))


def guides(words: str) -> bool:
    """Whether the ``words`` of a note only tell how goods are looked at: what is controlled stays the same."""
    return _GUIDES.search(words) is not None


_IS = re.compile(r"(?P<term>[^.;:,]{3,60}?) (?:is|are) (?:an? )?(?P<kind>[^\W\d_]{4,})")
_NO_KIND = frozenset("controlled specified only limited excluded subject released defined used meant".split())


def explains(words: str, provision: str) -> bool:
    """Whether the ``words`` of a note say what something is that the words of the ``provision`` name.

    >>> explains("Slow mills are mills that turn once a day.", "Slow mills specially designed for corn")
    True
    """
    found = _IS.match(words)
    return found is not None and found["kind"] not in _NO_KIND and found["term"].casefold() in provision.casefold()
