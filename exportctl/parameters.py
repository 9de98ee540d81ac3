"""Which figure of the goods is the one that a limit speaks of. A wrong one could take goods off a list: in doubt, none.

>>> from exportctl.goods import Goods
>>> binding = bind(Goods("ADC", {"sampling rate": "3 GSPS"}), "sample rate", "sample rate", ("sample rate", "resolution"))
>>> str(binding.value), binding.source, binding.name
('3 GSPS', 'given', 'sampling rate')
"""

import attrs

from exportctl.goods import Goods
from exportctl.names import kinds_of, normal
from exportctl.text import Span
from exportctl.units import Interval, gravity

__all__ = ["Binding", "bind"]

_SPECIFIC = frozenset({"sample rate", "data", "data rate", "weighted floating point rate"})
_STATISTICS = normal("peak average mean rms CW total residual minimum effective saturated differential relative")


@attrs.frozen(kw_only=True)
class Binding:
    """The figure of the goods that was bound: ``value`` and where it comes from, or None and the ``reason``.

    ``source`` is "given" for a parameter of the user's, called ``name``; "text" for a figure of the description, at
    ``span``; empty where nothing was bound. ``confidence`` (0 to 1) is below 1 only for figures from text.
    """

    value: Interval | None = None
    source: str = ""
    name: str = ""
    span: Span | None = None
    confidence: float = 1.0
    reason: str = ""


def bind(goods: Goods, parameter: str, kind: str, siblings: tuple[str, ...]) -> Binding:
    """What ``goods`` state of the law's ``parameter``, which is of ``kind``.

    ``siblings`` are the names of all figures that the law asks for here: what else a name could mean. A parameter that
    the user gave overrides a figure of the description.
    """
    given = _given(goods, parameter, kind, siblings)
    return given if given.value is not None or given.reason else _from_text(goods, parameter, kind, siblings)


def _given(goods: Goods, parameter: str, kind: str, siblings: tuple[str, ...]) -> Binding:
    wanted = normal(parameter)
    figures = {name: value for name, value in goods.parameters.items() if isinstance(value, Interval)}
    exact = [name for name in figures if normal(name) == wanted]
    meant = exact or [name for name in figures if _contained(normal(name), wanted)]
    fitting = [(name, value) for name in meant if (value := _of_kind(figures[name], kind)) is not None]
    if not fitting:
        reason = (
            f"{meant[0]} is {figures[meant[0]]}, which is {figures[meant[0]].unit.kind}, not {kind}" if meant else ""
        )
        return Binding(reason=reason, name=meant[0] if meant else "")
    if len(fitting) > 1 and not exact:
        return Binding(reason=f"{' and '.join(repr(name) for name, _ in fitting)} could both be its {parameter}")
    name, value = fitting[0]
    for _, other in fitting[1:]:
        met = value.meet(other)
        if met is None:
            return Binding(reason=f"{' and '.join(repr(name) for name, _ in fitting)} disagree")
        value = met
    if not exact:
        others = [s for s in siblings if normal(s) != wanted and _could_mean(normal(name), s, kind)]
        if others:
            return Binding(name=name, reason=f"{name!r} could be {parameter!r} or {others[0]!r}; say which")
    return Binding(value=value, source="given", name=name)


def _contained(part: frozenset[str], whole: frozenset[str]) -> bool:
    """Whether a name says less than another, and the rest does not make it another quantity."""
    return bool(part) and part < whole and not (whole - part) & _STATISTICS


def _could_mean(name: frozenset[str], sibling: str, kind: str) -> bool:
    return name <= normal(sibling) and (not kinds_of(sibling) or kind in kinds_of(sibling))


def _of_kind(value: Interval, kind: str) -> Interval | None:
    """``value`` where it is of ``kind``, or can be read so: "10 g" as an acceleration."""
    if value.unit.kind == kind:
        return value
    read = value.in_unit(gravity(value.unit))
    return read if read.unit.kind == kind else None


def _from_text(goods: Goods, parameter: str, kind: str, siblings: tuple[str, ...]) -> Binding:
    wanted = normal(parameter)
    figures = [(f, value) for f in goods.figures if (value := _of_kind(f.value, kind)) is not None]
    exact = [(f, v) for f, v in figures if f.hint and normal(f.hint) == wanted]
    near = [(f, v) for f, v in figures if f.hint and _contained(normal(f.hint), wanted)]
    bare = [(f, v) for f, v in figures if not f.hint]
    others = [s for s in siblings if normal(s) != wanted and (not kinds_of(s) or kind in kinds_of(s))]
    if exact:
        fitting = exact
    elif near:
        fitting = [
            (f, v)
            for f, v in near
            if not any(_could_mean(normal(f.hint), s, kind) for s in siblings if normal(s) != wanted)
        ]
    else:
        fitting = bare if kind in _SPECIFIC and kind in kinds_of(parameter) and not others and len(figures) == 1 else []
    if len(fitting) + (len(bare) if exact or near else 0) > 1:
        shown = " and ".join(str(v) for _, v in [*fitting, *bare][:2])
        return Binding(reason=f"{shown} could both be its {parameter}; give it by name")
    if not fitting:
        return Binding()
    figure, value = fitting[0]
    return Binding(
        value=value,
        source="text",
        name=figure.hint,
        span=figure.span,
        confidence=figure.confidence,
    )
