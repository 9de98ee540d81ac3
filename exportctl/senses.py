"""What a name of the user's says of a figure that the law asks for: the same, a bound of it, or nothing.

>>> asked = Asked(parameter="average output power", kind="power", siblings=("average output power",))
>>> asked.way("mean power output"), asked.way("peak power"), asked.way("pump power")
(0, -1, None)
"""

import re

import attrs

from exportctl.names import head, kinds_of, normal
from exportctl.qualifiers import (
    AXES,
    BARE,
    BOUNDS,
    CAPACITY,
    CAVITIES,
    CONTINUOUS,
    COUNTED,
    ELEMENTS,
    ELEMENTS_OF_ARRAYS,
    ERRORS,
    FLOWING,
    FLOWS,
    FRACTIONS,
    IN_USE,
    INSIDE,
    MASS,
    NEUTRAL,
    OF_PARTS,
    ONE_OF_A_KIND,
    OTHER,
    OUTSIDE,
    PIXELS,
    POSITIONING,
    POWERS,
    PURE,
    RANGED,
    SAID_BY_KIND,
    SAID_PER,
    SHARES,
    SPANNED,
    SPANS,
    SPECIFIC,
    SPREAD,
    STATES,
    SUMMED,
    SYMBOLS,
    TAKEN_IN,
    USED_AT,
    USED_AT_OR_GIVING,
    WORKED,
    quantity,
    rank,
    ranking,
)
from exportctl.usages import NONE, Usages, without_remarks

__all__ = ["Asked", "stands_alone"]

_AMOUNT = normal("quantity")
_ONE_THING = frozenset({"temperature", "pressure", "mass", "angle"})
_PLAIN_NOUNS = {
    "temperature": normal("temperature"),
    "pressure": normal("pressure vacuum"),
    "mass": normal("mass"),
    "angle": normal("angle"),
    "power": normal("power"),
    "current": normal("current"),
    "rate": normal("rate frequency"),
    "acceleration": normal("acceleration vibration"),
    "length": normal("length size dimension"),
}
_BY_AXIS = normal("repeatability")
_AXIS = re.compile(r"(?<![\w-])(?:[XYZUVWABC](?:[- ]?axis)?|axis [XYZUVWABC])(?![\w-])")
_TOTAL, _GIVEN_OFF, _KEPT = normal("total"), normal("output"), normal("storage")
_ELECTRIC, _FED = normal("current voltage"), normal("supply")
_TAIL = re.compile(r" \((?P<inside>[^()]+)\)$")
_AROUND = normal("environment atmosphere")
_GIVEN = frozenset({"power", "current", "voltage", "frequency"})
_ASSAYED = normal("purity concentration assay")
_SCALE, _FORCE = normal("scale"), normal("force")
_VAGUE = normal("output azimuth vacuum dimension vibration environment")


@attrs.frozen(kw_only=True)
class Asked:
    """What the law asks for: a parameter of a kind, in certain ``words``, among others, of goods ``called`` something.

    ``alone`` says that it is the only figure of its kind, so that a bare noun can mean nothing else; ``only`` that
    it is the only one with its noun; ``continuous`` that nothing which is told of the goods speaks of pulses; and
    ``usages`` are the trade's names for it.
    """

    parameter: str
    kind: str
    siblings: tuple[str, ...]
    called: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    alone: bool = False
    only: bool = False
    continuous: bool = False
    usages: Usages = NONE

    @property
    def best_axis(self) -> bool:
        """Whether the law asks for the best of several axes."""
        return self.kind == "length" and head(self.parameter) in _BY_AXIS and bool(POSITIONING & normal(self.parameter))

    def is_used(self, name: str) -> bool:
        """Whether ``name`` is what the trade calls the parameter in goods of this provision."""
        return self.usages is not NONE and self.usages.hold(name, self.called)

    def is_named(self, name: str) -> bool:
        """Whether ``name`` is the parameter's own name, bounds aside; it may leave out the noun that its unit says."""
        wanted = quantity(self.parameter)
        if len(self.parameter) > 1 and quantity(name) == wanted:  # "accuracy (static)" is the static one
            return True
        name = without_remarks(name) or name
        said = quantity(name)
        if len(self.parameter) == 1 and len(name.strip()) == 1:  # symbols: F is another than f
            return name.strip() == self.parameter
        return bool(said) and (said == wanted or (said == wanted - {head(self.parameter)} and not kinds_of(name)))

    def way(self, name: str) -> int | None:
        """0 where ``name`` means the parameter, 1 (-1) where the parameter is at least (at most) that; else None.

        It may say less than the parameter's name, or more, without making it another quantity; or one that is never
        larger or never smaller: "peak power" for an average.
        """
        name = self._spelt(without_remarks(name) or name)
        if self.best_axis and (axis := _AXIS.search(name)):  # the best of all axes is at most that of one
            without = f"{name[: axis.start()]} {name[axis.end() :]}".strip()
            return -1 if self.way(without) == 0 else None
        if len(self.parameter) == 1:
            return 0 if name.strip() == self.parameter else None
        said, wanted = quantity(name), quantity(self.parameter)
        if self.alone and said == PIXELS and wanted == ELEMENTS_OF_ARRAYS:
            return 0
        if said == wanted or self._means(name, said, wanted):
            return 0
        order, noun = rank(self.parameter) - rank(name), head(name)
        if not order or noun != head(self.parameter) or noun not in said:
            return None
        said, wanted = said - ranking(noun), wanted - ranking(noun)
        plain = attrs.evolve(self, alone=False, only=False) if self.only and rank(name) else self
        if said != wanted and not plain._means(name, said, wanted):
            return None
        if self.continuous and not rank(name) and normal(self.parameter) >= CONTINUOUS and "CW" in self.parameter:
            return 0
        return 1 if order > 0 else -1

    def _spelt(self, name: str) -> str:
        """``name``, or what it is a symbol for, where its kind says so."""
        if (tail := _TAIL.search(name)) and normal(tail["inside"]) == normal(self.parameter):
            name = tail["inside"]
        symbol = name.strip().removesuffix(" content")
        if self.kind in FRACTIONS:
            return " ".join(ELEMENTS.get(word.casefold(), word) for word in symbol.split())
        noun = head(name)
        if self.only and self.kind in _GIVEN and quantity(name) == _GIVEN_OFF:
            return f"{name} {self.kind}"
        if self.only and self.kind != "number" and noun in ERRORS and (other := head(self.parameter)) in ERRORS:
            return " ".join((*(quantity(name) - {noun}), other))
        meant = SYMBOLS.get((symbol, self.kind), name)
        return meant if self.alone or (self.only and self._begins_alone(symbol)) else name

    def _begins_alone(self, symbol: str) -> bool:
        """Whether no other figure asked for has a noun that begins with ``symbol``: D is a depth or a diameter."""
        nouns = {head(other) for other in self.siblings} - {head(self.parameter)}
        return not any(noun.startswith(symbol.casefold()) for noun in nouns)

    def rivals(self, name: str) -> list[str]:
        """The other figures asked for that ``name`` could be meant for as well; not those that it bounds too."""
        noun = head(self.parameter)
        bounding = ranking(noun) if self.way(name) else frozenset()
        said, own = quantity(name) - bounding, quantity(self.parameter) - bounding
        neutral = self._neutral(noun, RANGED)
        described = own - said <= self.called
        return [
            sibling
            for sibling in self.siblings
            if not _same_but_for(other := quantity(sibling) - bounding, own, neutral)
            and (not kinds_of(sibling) or self.kind in kinds_of(sibling))
            and ((said <= other and (other - said <= self.called or not described)) or own < other <= said)
        ]

    def falls_short(self, name: str) -> bool:
        """Whether ``name`` speaks of the parameter, but not closely enough to say that it is this one."""
        return head(self.parameter) in quantity(name) and quantity(name) < quantity(self.parameter)

    def is_plain(self, name: str) -> bool:
        """Whether ``name`` adds nothing to a noun that the kind is measured under but what the goods are called."""
        if self.kind not in kinds_of(name):
            return False
        rest = quantity(name) - {head(name)} - WORKED
        return rest <= (NEUTRAL | self.called) - OTHER

    def _is_flow(self, name: str) -> bool:
        """The same where the kind has several nouns, as flows and volumes have."""
        rest = {stem for stem in quantity(name) - {head(name)} - WORKED if self.kind not in kinds_of(stem)}
        light = (NEUTRAL | self.called | IN_USE | FLOWING) - OTHER
        return self.kind in kinds_of(name) and rest <= light - ranking(head(name))

    def _means(self, name: str, said: frozenset[str], wanted: frozenset[str]) -> bool:
        return (
            self._less(name, said, wanted)
            or self._more(name, said, wanted)
            or self._bare(name)
            or self._plain(name, wanted)
            or self._pure(said, wanted)
            or self._spanned(said)
        )

    def _less(self, name: str, said: frozenset[str], wanted: frozenset[str]) -> bool:
        """Whether what ``name`` leaves out goes without saying."""
        noun, missing = head(self.parameter), wanted - said
        if not said < wanted or (noun in MASS and missing & CAPACITY):
            return False
        if noun not in said:  # what a unit says need not be said
            if noun in COUNTED:
                return bool(said) and (len(said) > 1 or self.alone) and not missing & (OTHER | AXES)
            enough = len(said) > 1 or (self.alone and self.kind in kinds_of(self.parameter))
            return bool(said) and not kinds_of(name) and enough and not missing & OTHER
        return missing <= self._neutral(noun, USED_AT_OR_GIVING) or self._understood(noun, said, missing)

    def _understood(self, noun: str, said: frozenset[str], missing: frozenset[str]) -> bool:
        """Whether the ``missing`` words go without saying: most of the name is there, or goods have one such figure."""
        telling = OTHER - SAID_PER.get(noun, frozenset())
        if self.only or noun not in SUMMED:
            telling -= SHARES if noun not in POWERS else _TOTAL
        ordering = ranking(noun) - OUTSIDE - SHARES
        if noun in COUNTED or missing & (telling | ordering) or (missing & POSITIONING and self.kind == "length"):
            return False
        if noun in ERRORS and missing & STATES:
            return False
        if noun in ONE_OF_A_KIND or self.kind == "mass fraction" or len(said - NEUTRAL | {noun}) > 1:
            return True
        return self.only and noun in BARE and not missing & STATES

    def _more(self, name: str, said: frozenset[str], wanted: frozenset[str]) -> bool:
        """Whether what ``name`` says besides makes no difference: what the goods are called, or the law's own words."""
        noun = head(name)
        if said & CAVITIES and wanted & INSIDE:
            said = said | INSIDE
            if said == wanted:
                return True
        extra, missing = said - wanted, wanted - said
        parts = OF_PARTS.get(noun, frozenset())
        other_side = (missing & TAKEN_IN and extra & (_GIVEN_OFF | parts)) or (missing & _GIVEN_OFF and extra & _KEPT)
        if not extra or noun != head(self.parameter) or noun not in said or other_side:
            return False
        neutral = self._neutral(noun, USED_AT | normal("power")) | parts
        alone = self._neutral(noun, RANGED)
        if self.only and missing <= _TOTAL | parts and extra <= alone | neutral:
            return True
        if self.only and extra <= alone and self._understood(noun, said & wanted, missing):
            return True  # other words instead have to be neutral: stored energy is no output energy
        beside = self.words - (OTHER - SAID_PER.get(noun, frozenset()))
        return extra <= neutral | beside and missing <= self._neutral(noun, USED_AT_OR_GIVING)

    def _bare(self, name: str) -> bool:
        """Whether ``name`` is the bare noun of the kind, which the parameter's name leaves out: "temperature" of a
        controlled thermal environment, "mass" of a quantity.
        """
        said = quantity(name)
        if self.alone:
            light = self._neutral(head(name), RANGED) | self.words | quantity(self.parameter) | IN_USE
            said -= (light | OF_PARTS.get(head(name), frozenset())) - OTHER - {head(name)}
        return len(said) == 1 and said <= _PLAIN_NOUNS.get(self.kind, frozenset()) and self._has_no_noun

    def _plain(self, name: str, wanted: frozenset[str]) -> bool:
        """Whether ``name`` is any plain noun of a kind whose nouns all say the same, and nothing else is meant."""
        specific = self.alone and self.kind != "data" and self.kind in SPECIFIC | FLOWS
        if self.kind == "force" and head(name) not in wanted | _FORCE:  # a load is no roller force
            return False
        return specific and self._is_flow(name) and not wanted & ((OTHER | STATES) - _TOTAL)

    def _pure(self, said: frozenset[str], wanted: frozenset[str]) -> bool:
        """Whether ``said`` is how much there is of a substance: by its name, or of what the goods are called."""
        substance = wanted - PURE
        if self.alone and self.kind in FRACTIONS and said | wanted <= _ASSAYED:
            return True
        if self.kind in FRACTIONS and not substance and said & PURE and said - PURE and said - PURE <= self.words:
            return True
        if self.kind not in FRACTIONS or not substance or not (said | wanted) & PURE:
            return False
        return said - PURE == substance or (self.alone and said <= PURE and substance <= self.called)

    def _spanned(self, said: frozenset[str]) -> bool:
        """Whether ``said`` is the range of an instrument, whose kind of quantity says what it is a range of."""
        spans = self.only and head(self.parameter) in SPANNED and not self.kind.startswith("level")
        return spans and bool(said & (SPREAD | _SCALE)) and said <= SPANS | self.called

    @property
    def _has_no_noun(self) -> bool:
        wanted = quantity(self.parameter)
        nameless = self.kind in _ONE_THING and self.kind not in kinds_of(self.parameter)
        vague = wanted <= _VAGUE or head(self.parameter) in _AROUND
        return nameless or wanted == _AMOUNT or (self.alone and vague)

    def _neutral(self, noun: str, in_use: frozenset[str]) -> frozenset[str]:
        """The words that do not make another quantity of ``noun``: some for all goods, and what these are called."""
        used = IN_USE if noun in in_use else frozenset()
        loads = CAPACITY if noun in MASS else frozenset()  # what a machine takes is not what it weighs
        if noun in _ELECTRIC:  # what it is fed with is not what it gives
            loads = _FED
        return (NEUTRAL | self.called | used | SAID_BY_KIND.get(self.kind, frozenset())) - OTHER - loads


def stands_alone(parameter: str, siblings: tuple[str, ...]) -> bool:
    """Whether none of ``siblings``, all of the parameter's kind, is another figure than one that bounds it.

    >>> stands_alone("output power", ("peak power", "maximum power")), stands_alone("power", ("pump power",))
    (True, False)
    """
    noun = head(parameter)
    light = ranking(noun) | NEUTRAL | (IN_USE if noun in RANGED else frozenset()) | BOUNDS
    own = quantity(parameter) - light
    return all(quantity(sibling) - light == own for sibling in siblings)


def _same_but_for(one: frozenset[str], two: frozenset[str], words: frozenset[str]) -> bool:
    """Whether one of two names says what the other says and at most ``words`` besides."""
    return (one <= two or two <= one) and one ^ two <= words
