"""What a control provision asks for: its limits, and the whole of it as a tree of conditions."""

from exportctl.codes import EntryCode
from exportctl.conditions import Threshold
from exportctl.extraction.limits import limits_in
from exportctl.extraction.subjects import head_subject
from exportctl.model import ControlList, Place

__all__ = ["limits"]


def limits(controls: ControlList, code: str | EntryCode) -> tuple[Threshold, ...]:
    """The limits in the own words of provision ``code``, in their order; not its parents' nor its notes'.

    Where the words give only a figure, the parameter is the one that the head above leaves open. Raises `UnknownCode`.
    """
    entry = controls[code]
    inherited = ""
    for above in reversed(controls.ancestors(code)):
        inherited = head_subject(above.text)
        if inherited:
            break
    return limits_in(entry.text, Place(str(entry.code)), inherited)
