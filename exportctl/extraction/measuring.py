"""Words behind a limit that say how its quantity is measured: at, over and between what, by which method, without what.

>>> words = " when measured at 5 V, and having a lid"
>>> words[: measured_until(words)], kind_of("according to ISO 9999")
(' when measured at 5 V', 'method')
"""

import re

import attrs

from exportctl.conditions import AllOf, AnyOf, Condition, Qualifier, Threshold

__all__ = ["kind_of", "measured_until", "qualified"]

_MEASURED = re.compile(
    r"^[\s,]*(?:(?:as\s+)?measured|determined|tested|referenced|relative to|with respect to|according to"
    r"|in accordance with"
    r"|when(?! (?:contained|installed|using)\b)|at|over|under|during|on|per|throughout|within|along|across|anywhere"
    r"|(?:below|above)(?= \d)"
    r"|using|rms|TIR|RMS|peak"
    r"|for (?:any|each|all|the|a|every|optical|wavelengths))\b"
    r"|^\s*(?:between|from)\s+\d"
    r"|^\s(?:other than|excluding)\s|^\s*of\s[^,;:]*\bother than\s"
    r"|^[\s,]*or\s+(?:its|their)\s+equivalents?\b"
)
_END = re.compile(
    r",(?!\d)|;|\bwhile\b|\b(?:and|or)\s+(?:having|with|a|an|the|usable|capable)\b|\b(?:and|or)\s*$|\bhaving\b"
    r"|\bwith an?\b"
)
_LEFT_OUT = re.compile(r"other than|excluding", re.IGNORECASE)
_LEFT_OUT_END = re.compile(r";|,\s*(?:having|with|which|that|specially|capable|at)\b|\band\s+(?:having|with)\b")
_EQUIVALENT = re.compile(r"[\s,]*\bor\s+(?:(?:its|their|national|comparable)\s+)?equivalents?\b[^,;:]*")
_METHOD = re.compile(r"accord(?:ing|ance)|standard|\bISO\b|\bASTM\b", re.IGNORECASE)


def measured_until(words: str) -> int:
    """Where in the ``words`` behind a limit those end that say how it is measured; 0 where they say no such thing."""
    if not _MEASURED.search(words):
        return 0
    stop = (_LEFT_OUT_END if _LEFT_OUT.search(words) else _END).search(words, 1)
    equivalent = _EQUIVALENT.match(words, stop.start() if stop else 0)
    return equivalent.end() if equivalent else stop.start() if stop else len(words)


def kind_of(words: str) -> str:
    """The kind of `Qualifier` that such ``words`` make: a method, or what the quantity is measured at."""
    return "method" if _METHOD.search(words) else "measurement"


def qualified(condition: Condition, qualifier: Qualifier) -> Condition:
    """``condition`` with ``qualifier`` on each of its limits."""
    if isinstance(condition, Threshold):
        return attrs.evolve(condition, qualifiers=(*condition.qualifiers, qualifier))
    if isinstance(condition, AllOf | AnyOf):
        return attrs.evolve(condition, parts=tuple(qualified(part, qualifier) for part in condition.parts))
    return condition
