"""The words beside a figure of a description: those of the item that it stands in, before it and behind it.

>>> text = "scope with 10 GHz bandwidth, noise (at 25 °C) 2 dB after 1 h"
>>> [(item.before, item.behind, item.aside) for item in items_of(text, [Span(11, 17), Span(39, 44), Span(46, 50)])]
[('', 'bandwidth', False), ('at', '', True), ('noise', 'after 1 h', False)]
"""

import re
from collections.abc import Iterator, Sequence

import attrs

from exportctl.text import Span, quote

__all__ = ["REACH", "SHORT", "Item", "items_of"]

REACH = 80

SHORT = r"(?<!\bmax)(?<!\bmin)(?<!\btemp)(?<!\bfreq)(?<!\bdia)(?<!\b[A-Z])"
_ENDS = (
    r",(?!(?:max|min|typ|peak)\b)|[;\n()\[\]|]|(?<!\S)(?:with|having|featuring|offering|providing|giving|delivering|mit|met|avec)(?=\s)"
    rf"|(?<=\s)[-/–—](?=\s)|{SHORT}\.(?=\s+(?-i:[^a-zß\W\d]))"
)
_LEFT = re.compile(rf".*(?:{_ENDS}|:(?![^\W\d_])(?=.*\S))", re.I | re.S)  # "Nd:YAG" is one name
_RIGHT = re.compile(rf"{_ENDS}|:(?![^\W\d_])", re.I)
_AND_LEFT = re.compile(r".*(?<!\S)(?:and|und|en|et|&|\+|plus)(?=\s)", re.I | re.S)
_AND_RIGHT = re.compile(r"(?<!\S)(?:and|und|en|et|&|\+|plus)\s", re.I)
_TIE = re.compile(
    r"(?:\s*(?P<sign>[:=])|(?:^|\s)(?P<word>(?:is|are|of|van|von|de|down to)|(?:(?:is|are) )?(?P<rated>rated"
    r"(?: (?:to|for|at|over|from))?|(?:tested|qualified|certified|specified|guaranteed|usable|good) (?:to|for|over)))"
    r")?\s*$",
    re.I,
)
_AT = re.compile(
    r"(?:(?<!\S)(?:at|bei|bij|à|when|over|during|within|into|per|pro|par)|@|\bmeasured at)\s*(?:an?\s)?$", re.I
)
_REMARK = re.compile(r"\((?:@ ?|at )?[-+−±]?\d[^(),;]{0,24}\)", re.I)
_CLOSED = re.compile(r"\)\s*(?:[:=]|is|of|van|von|de)?\s*$")
_AROUND = " \t:=-–—"


@attrs.frozen
class Item:
    """The words of the item of a figure: ``before`` it, tied to it by a ``sign`` or word, and ``behind`` it.

    ``kept`` says that the item is set off from the name of the goods, and that its words belong to no other figure;
    ``rated`` that the figure is what something is rated for; ``condition`` that it is said with "at", and ``aside``
    that it stands in brackets behind a name or another figure. ``remark`` is at what the figure was measured, where
    that stands behind its name: "(24 h)", "@ 13.8 MPa".
    """

    before: str = ""
    sign: str = ""
    behind: str = ""
    kept: bool = False
    rated: bool = False
    condition: bool = False
    aside: bool = False
    remark: str = ""


@attrs.frozen
class _Window:
    """The words on both sides as far as the item goes: ``apart`` where it begins behind the name of the goods.

    ``shared`` says that the words before follow another figure, which could claim them; ``open`` the same of those
    behind and the next figure. ``bracket`` is where a bracket opens that closes right before the figure (-1: none);
    ``follows`` says that one opens between the figure before and this. ``remark`` is a bracket behind the words behind.
    """

    before: str
    behind: str
    apart: bool
    shared: bool
    open: bool
    bracket: int = -1
    follows: bool = False
    remark: str = ""


def items_of(text: str, spans: Sequence[Span]) -> list[Item]:
    """The items of the figures at ``spans`` of ``text``, in their order."""
    windows = [_window(text, spans, number) for number in range(len(spans))]
    owners = [*_owners(windows), None]
    aside = set(_asides(spans, windows))
    items: list[Item] = []
    for number, window in enumerate(windows):
        before = window.before if owners[number] is not False or not window.shared else ""
        apart = window.apart or owners[number] is True
        remark = ""
        if window.bracket >= 0:
            before, remark, apart = _outside(text, spans, number)
        elif at := _condition_before(windows, number):
            before = at.string[: at.start()] + window.before
            remark, apart = f"@ {quote(text, spans[number - 1])}", windows[number - 1].apart
        clear = (not window.shared or owners[number] is not None) and (
            not window.open or owners[number + 1] is not None
        )
        behind = window.behind if owners[number + 1] is not True else ""
        if owners[number + 1] is False and (at := _AT.search(behind)):
            behind, remark = behind[: at.start()], f"@ {quote(text, spans[number + 1])}"
        items.append(_item(before, behind, remark or window.remark, kept=apart and clear, aside=number in aside))
    return items


def _condition_before(windows: Sequence[_Window], number: int) -> re.Match[str] | None:
    """The "at" of the condition that stands right before the figure, behind its name: "CTE at 25 °C 0.05 ppm/K"."""
    if not number or windows[number].apart or windows[number].before.strip(_AROUND):
        return None
    return _AT.search(windows[number - 1].before)


def _item(before: str, behind: str, remark: str, *, kept: bool, aside: bool) -> Item:
    tie = _TIE.search(before)
    rated = bool(tie and tie["rated"])
    condition = not rated and _AT.search(before) is not None
    words = before[: tie.start()] if tie else before
    return Item(
        before=words.strip(_AROUND),
        sign=(tie["sign"] or tie["word"] or "") if tie else "",
        behind=behind.strip(_AROUND),
        kept=kept,
        rated=rated,
        condition=condition,
        aside=aside,
        remark=remark,
    )


def _window(text: str, spans: Sequence[Span], number: int) -> _Window:
    start, end = spans[number].start, spans[number].end
    floor = spans[number - 1].end if number else 0
    ceiling = spans[number + 1].start if number + 1 < len(spans) else len(text)
    before, behind = text[max(floor, start - REACH) : start], text[end : min(ceiling, end + REACH)]
    left = _LEFT.match(before)
    shared = number > 0 and left is None and start - floor <= REACH
    if shared:
        left = _AND_LEFT.match(before)
    right = _RIGHT.search(behind)
    near = right is None and ceiling < len(text) and ceiling - end <= REACH
    if near:
        right = _AND_RIGHT.search(behind)
    return _Window(
        before=before[left.end() :] if left else before,
        behind=behind[: right.start()] if right else behind,
        apart=left is not None,
        shared=shared and left is None and bool(before.strip(_AROUND)),
        open=near and right is None and bool(behind.strip(_AROUND)),
        bracket=_opening(text, start) if _CLOSED.search(before) else -1,
        follows=number > 0 and before.strip() == "(",
        remark=bracket[0] if right and (bracket := _REMARK.match(text, end + right.start())) else "",
    )


def _owners(windows: Sequence[_Window]) -> list[bool | None]:
    """For each figure whether the words that it shares with the one before are its own (True), or not (False).

    Where names stand before their figures they do so throughout an item, and where they stand behind, likewise.
    """
    owners: list[bool | None] = []
    named = False
    for window in windows:
        owner: bool | None = None
        if window.shared and window.before.strip(_AROUND):
            others = _AT.search(window.before) or (window.behind.strip(_AROUND) and not window.open)
            owner = True if named else False if others else None
        owners.append(owner)
        named = owner is True or (window.apart and bool(window.before.strip(_AROUND)))
    return owners


def _opening(text: str, start: int) -> int:
    """Where the bracket opens that closes right before ``start``; -1 where it is too far away."""
    depth = 0
    for at in range(start - 1, max(-1, start - REACH), -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if text[at] == "(" and not depth:
            return at
    return -1


def _outside(text: str, spans: Sequence[Span], number: int) -> tuple[str, str, bool]:
    """The words before the bracket that closes right before the figure, the bracket, and whether the words are apart
    from the name of the goods.
    """
    start, at = spans[number].start, _opening(text, spans[number].start)
    floor = next((spans[n].end for n in range(number - 1, -1, -1) if spans[n].start < at), 0)
    before, closed = text[max(floor, at - REACH) : at], text.rindex(")", at, start) + 1
    left = _LEFT.match(before)
    return before[left.end() if left else 0 :] + text[closed:start], text[at:closed], left is not None


def _asides(spans: Sequence[Span], windows: Sequence[_Window]) -> Iterator[int]:
    """The figures in brackets that belong to a name before its figure, or stand alone behind a figure."""
    for number, window in enumerate(windows):
        inner = number - 1
        while window.bracket >= 0 and inner >= 0 and spans[inner].start > window.bracket:
            yield inner
            inner -= 1
        if window.follows and not window.behind.strip(_AROUND):
            yield number
