"""What the trade calls a figure of certain goods: names that mean a parameter only at certain provisions.

"Payload" is what a manipulator lifts, "condenser capacity" how much ice a freeze dryer makes in a day. `parameters.tsv`
has the names that mean the same everywhere; `usages.txt` those that do so for the goods of a provision, and of all
below it.

>>> usages_at("2B225.a", "length").hold("wall thickness"), usages_at("2A101.a", "width").hold("wall thickness")
(True, False)
"""

import re
from functools import cache, lru_cache

import attrs

from exportctl.codes import is_within
from exportctl.files import packaged
from exportctl.names import QUANTITIES, normal
from exportctl.qualifiers import INSIDE, NEUTRAL, ORDERING, OTHER, OUTSIDE, STATES, TAKEN_IN, quantity

__all__ = ["NONE", "Usage", "Usages", "usages", "usages_at", "without_remarks"]

_TAIL = re.compile(
    r"\s*(?:\((?P<inside>[^()]*)\)|(?:@|(?:\b(?:at|bei|bij|à)|,)\s+(?=[-+−±<>≤≥]?\d(?!\d*(?:st|nd|rd|th)\b)))"
    r"\s*(?P<condition>\S.*)|\s\d[\d.,]*\s?(?:-|–|to|…)\s?\d[\d.,]*\s?[^\W\d]+)$"
)
_DIGIT = re.compile(r"\d")
_LASTING = re.compile(
    r"(?:\d|one)\s*(?:s|min|h|hrs?|hours?|days?|d|months?|years?|yr|Jahre?|jaar|ans?|uur)\b", re.IGNORECASE
)
_REMARKS = frozenset[str]().union(
    *map(
        normal,
        """RT room temperature aged annealed hardened nominal rated standard new no wind calm still air start starting
        take off takeoff flight hover cold warm full RF to and open circuit closed loop preamp preamplifier ISO ISA SLS
        DIN EN IEC ASTM MIL STD SAE VDE VDI JIS ASME API NATO STANAG CIPA STP NTP sea level static day CEP CEP50 unaided
        free inertial pure guaranteed measured calculated certified specified according acc typical typ manufacturer
        data sheet catalogue sine sinus three phase phases continuous duty operating flug und throughout over life
        lifetime end of""".split(),
    )
)
_BESIDE_WORK = normal(
    "storage standby idle shipping transport supply test proof burst design safety limit ripple auxiliary"
)
_RELATION = re.compile(r"\b(?:of|for|in|from|per|on|von|der|des|für|van|voor|du|de|pour)\b", re.IGNORECASE)


_SYMBOL = re.compile(r"(?:, | ?\()(?P<symbol>[A-Za-z](?:_\w{1,4}|[A-Z])?)\)?$")
_OTHER_SYMBOLS = frozenset("TJ TC TS TM PP ID OD".split())
_TOWARDS = re.compile(r"\s(?:to|into|onto|auf|naar)\s", re.IGNORECASE)


@attrs.frozen
class Usage:
    """A paragraph of the table: at ``codes`` and below, ``names`` are what the law calls one of ``parameters`` (the
    official text and our digest may word it differently). Each name with its language.
    """

    codes: tuple[str, ...]
    parameters: tuple[str, ...]
    names: tuple[tuple[str, str], ...]


@attrs.frozen
class Usages:
    """The names that ``parameter`` has at a provision of ``entry``: ``symbols`` of one letter as written, ``names`` as
    stems.
    """

    entry: str = ""
    parameter: str = ""
    symbols: frozenset[str] = frozenset()
    names: frozenset[frozenset[str]] = frozenset()

    def hold(self, name: str, called: frozenset[str] = frozenset()) -> bool:
        """Whether ``name`` is one of them; remarks, conditions and what the goods are ``called`` do not count.

        It may say more than one of them ("Sustained recording rate"), in words that tell of no other quantity, where no
        name of another figure of the entry says as much.
        """
        if quantity(name) in self.names:
            return True
        plain = without_remarks(name)
        if len(plain) == 1:
            return plain in self.symbols
        said = quantity(plain) if plain else frozenset()
        if said in self.names:
            return True
        if len(said) < 2:
            return False
        named = _TOWARDS.split(plain, maxsplit=1)[0].split()
        last = normal(named[-1]) if named else said  # "pressure drop" is no pressure
        within = [
            usual
            for usual in self.names
            if last <= usual < said
            and _adds_nothing(said - usual - called, usual, related=bool(_RELATION.search(plain)))
        ]
        if not within:
            return False
        closest = max(map(len, within))
        return not any(len(other) >= closest and other <= said for other in _others(self.entry, self.parameter))


NONE = Usages()


@lru_cache(maxsize=65536)
def without_remarks(name: str) -> str:
    """``name`` without conditions of measurement and remarks behind it that change no figure.

    >>> without_remarks("UTS (RT)"), without_remarks("phase noise @ 1 kHz"), without_remarks("power (peak)")
    ('UTS', 'phase noise', 'power (peak)')
    """
    if (symbol := _SYMBOL.search(name)) and _stands_for(symbol["symbol"], name[: symbol.start()]):
        name = name[: symbol.start()]
    while tail := _TAIL.search(name):
        inside = tail["inside"]
        if inside and (_LASTING.search(inside) or not (_DIGIT.search(inside) or normal(inside) <= _REMARKS)):
            break
        name = name[: tail.start()]
    return name.strip()


def _stands_for(symbol: str, name: str) -> bool:
    """Whether ``symbol`` only repeats a ``name`` of several words: "ambient temperature, TA"."""
    words = name.split()
    return len(words) > 1 and words[-1][0].lower() == symbol[0].lower() and symbol.upper() not in _OTHER_SYMBOLS


def _adds_nothing(more: frozenset[str], usual: frozenset[str], *, related: bool) -> bool:
    """Whether ``more`` words leave a usual name what it is: any that do not tell beside a name of several words, but
    only such as never tell beside a bare noun ("dark current"), or where they are ``related`` to it by "of" or "for".
    """
    if related or len(usual) == 1:
        return more <= NEUTRAL - OTHER - _BESIDE_WORK
    return not more & _telling()


@cache
def _telling() -> frozenset[str]:
    """The words that make another quantity of a name."""
    return OTHER | STATES | INSIDE | OUTSIDE | TAKEN_IN | ORDERING | QUANTITIES | _BESIDE_WORK


def usages() -> tuple[Usage, ...]:
    """The paragraphs of `usages.txt`, in its order."""
    return tuple(map(_read, _paragraphs()))


def _paragraphs() -> list[str]:
    return packaged("usages.txt").rstrip("\n").split("\n\n")[1:]


def _codes(paragraph: str) -> list[str]:
    return [line[3:] for line in paragraph.partition("\nis ")[0].split("\n")]


def _read(paragraph: str) -> Usage:
    parameters, *names = paragraph.partition("\nis ")[2].split("\n")
    return Usage(
        codes=tuple(_codes(paragraph)),
        parameters=tuple(parameters.split("; ")),
        names=tuple((name, line[:2]) for line in names for name in line[3:].split("; ")),
    )


@cache
def _by_entry() -> dict[str, list[str]]:
    """The paragraphs by the entries of their codes; they are taken apart only when an entry is asked for."""
    found: dict[str, list[str]] = {}
    for paragraph in _paragraphs():
        for entry in {code.partition(".")[0] for code in _codes(paragraph)}:
            found.setdefault(entry, []).append(paragraph)
    return found


@lru_cache(maxsize=1024)
def _of_entry(entry: str) -> tuple[Usage, ...]:
    return tuple(map(_read, _by_entry().get(entry, ())))


@lru_cache(maxsize=4096)
def _others(entry: str, parameter: str) -> frozenset[frozenset[str]]:
    """The names of all figures of the entry but ``parameter``, as the trade and the law call them."""
    others = [usage for usage in _of_entry(entry) if parameter not in usage.parameters]
    names = [name for usage in others for name in (*usage.parameters, *(name for name, _ in usage.names))]
    return frozenset(quantity(name) for name in names if len(name) > 1)


@lru_cache(maxsize=16384)
def usages_at(code: str, parameter: str) -> Usages:
    """The names that ``parameter`` has at the provision ``code`` beyond those that it has everywhere."""
    entry = code.partition(".")[0]
    names = [
        name
        for usage in _of_entry(entry)
        if parameter in usage.parameters and any(is_within(code, at) for at in usage.codes)
        for name, _ in usage.names
    ]
    if not names:
        return NONE
    symbols, others = (frozenset(n for n in names if (len(n) == 1) is one) for one in (True, False))
    return Usages(entry, parameter, symbols, frozenset(map(quantity, others)))
