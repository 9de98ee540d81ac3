"""Notes that take goods out of a provision: what they ask for beyond naming the goods that the provision names.

"Hydrides containing 20 % or more of hydrogen" are taken out of the hydrides: that they are hydrides is no question.
"""

import re

import attrs

from exportctl.conditions import AllOf, AnyOf, Characteristic, Condition, Not, Threshold
from exportctl.model import ControlList
from exportctl.names import normal

__all__ = ["what_it_asks"]

_ANY_GOODS = normal("forms items goods equipment products product devices systems materials articles those")
_FRAME = re.compile(
    r"(?:(?:containing|having|with|which|that|in|are|is|using|an?|the|of|for|and|made|or|any|all|following)\b\s*)+",
    re.IGNORECASE,
)
_EITHER = re.compile(r"([^\W\d_]+) or ([^\W\d_]+)")
_OF = re.compile(r"of\b", re.IGNORECASE)


def what_it_asks(note: Condition, control_list: ControlList) -> Condition:
    """The condition of a ``note`` that takes goods out, without words that only say again what goods it speaks of.

    Left as facts they would be open wherever nobody told them, and the note's figures could never take anything out.
    Only beside a figure: where a note has none, its words are all that it asks for.
    """
    if isinstance(note, AnyOf):
        return attrs.evolve(note, parts=tuple(what_it_asks(part, control_list) for part in note.parts))
    if not isinstance(note, AllOf) or not _has_figure(note):
        return note
    above = _text_above(note.place.code, control_list)
    parts = tuple(what_it_asks(part, control_list) for part in note.parts if not _says_again(part, above))
    return attrs.evolve(note, parts=parts)


def _has_figure(condition: Condition) -> bool:
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return any(map(_has_figure, parts))
        case Not(part=part):
            return _has_figure(part)
    return isinstance(condition, Threshold)


def _text_above(code: str, control_list: ControlList) -> str:
    """The words of the provision and of all above it."""
    entry = control_list[code]
    return " ".join(above.text for above in (*control_list.ancestors(entry.code), entry))


def _says_again(condition: Condition, above: str) -> bool:
    """Whether ``condition`` is a mere frame, or says which goods are meant in words of the provision itself.

    "Aramid fibres" are not all of its "carbon or aramid fibres".
    """
    if not isinstance(condition, Characteristic):
        return False
    if _FRAME.fullmatch(condition.text):
        return True
    of_goods = condition.subject or _OF.match(condition.text)
    words = normal(condition.text)
    if not of_goods or not words <= normal(above) | _ANY_GOODS:
        return False
    pairs = (tuple(map(normal, found.groups())) for found in _EITHER.finditer(above))
    return not any((one <= words) != (other <= words) for one, other in pairs)
