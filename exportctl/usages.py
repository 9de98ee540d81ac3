"""What the trade calls a figure of certain goods: names that mean a parameter only at certain provisions.

"Payload" is what a manipulator lifts, "condenser capacity" how much ice a freeze dryer makes in a day. `parameters.tsv`
has the names that mean the same everywhere; `usages.tsv` those that do so for the goods of a provision, and of all
below it.

>>> usages_at("2B225.a", "length").hold("wall thickness"), usages_at("2A101.a", "width").hold("wall thickness")
(True, False)
"""

import re
from functools import cache, lru_cache
from importlib import resources

import attrs

from exportctl.names import normal
from exportctl.qualifiers import NEUTRAL, OTHER, quantity

__all__ = ["NONE", "Usage", "Usages", "usages", "usages_at"]

_TAIL = re.compile(r"\s*(?:\((?P<inside>[^()]*)\)|(?:@|\bat\b)\s*(?P<condition>\S.*))$")
_REMARKS = frozenset[str]().union(
    *map(normal, "RT room temperature aged annealed hardened nominal rated standard new net".split())
)


@attrs.frozen
class Usage:
    """A line of the table: at ``codes`` and below, ``name`` in ``language`` is what the law calls one of
    ``parameters`` (the official text and our digest may word it differently).
    """

    codes: tuple[str, ...]
    parameters: tuple[str, ...]
    name: str
    language: str


@attrs.frozen
class Usages:
    """The names that a parameter has at a provision: ``symbols`` of one letter as written, ``names`` as stems."""

    symbols: frozenset[str] = frozenset()
    names: frozenset[frozenset[str]] = frozenset()

    def hold(self, name: str, called: frozenset[str] = frozenset()) -> bool:
        """Whether ``name`` is one of them; remarks, conditions and what the goods are ``called`` do not count."""
        while tail := _TAIL.search(name):
            inside = tail["inside"]
            if inside and not any(map(str.isdigit, inside)) and not normal(inside) <= _REMARKS:
                break
            name = name[: tail.start()]
        plain = name.strip()
        if len(plain) == 1:
            return plain in self.symbols
        said = quantity(plain) if plain else frozenset()
        if said in self.names:
            return True
        light = (NEUTRAL | called) - OTHER
        return any(usual < said and said - usual <= light for usual in self.names)


NONE = Usages()


@cache
def usages() -> tuple[Usage, ...]:
    """The lines of `usages.tsv`."""
    text = resources.files("exportctl").joinpath("usages.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return tuple(
        Usage(tuple(codes.split()), tuple(parameters.split("; ")), name, language)
        for codes, parameters, name, language in lines[1:]
    )


@cache
def _by_entry() -> dict[str, tuple[tuple[str, Usage], ...]]:
    """The lines with each of their codes, by the entry of the code."""
    found: dict[str, list[tuple[str, Usage]]] = {}
    for usage in usages():
        for code in usage.codes:
            found.setdefault(code.partition(".")[0], []).append((code, usage))
    return {entry: tuple(lines) for entry, lines in found.items()}


@lru_cache(maxsize=16384)
def usages_at(code: str, parameter: str) -> Usages:
    """The names that ``parameter`` has at the provision ``code`` beyond those that it has everywhere."""
    names = [
        usage.name
        for at, usage in _by_entry().get(code.partition(".")[0], ())
        if parameter in usage.parameters and (code == at or code.startswith(f"{at}."))
    ]
    if not names:
        return NONE
    symbols, others = (frozenset(n for n in names if (len(n) == 1) is one) for one in (True, False))
    return Usages(symbols, frozenset(map(quantity, others)))
