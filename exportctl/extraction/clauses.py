"""A clause of the law as a condition: what is joined by "and", by "or", what is excepted, what stays a fact in words.

>>> tree = clause_of("Pumps having a flow exceeding 5 m^3/h and a lift of 2 m or more;", Place("2B999"))
>>> [type(part).__name__ for part in tree.parts]
['Characteristic', 'Threshold', 'Threshold']

Where the words can be read two ways, the tree is such that it is decided only where both readings agree
(`either_reading`); where they cannot be read at all, they are `Opaque`.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import attrs

from exportctl.conditions import AllOf, AnyOf, Condition, Not, Qualifier, Threshold, leaves
from exportctl.extraction.announcements import announcement_in
from exportctl.extraction.brackets import of_others, says_again
from exportctl.extraction.facts import Wording
from exportctl.extraction.junctions import conjoin, disjoin, either_reading
from exportctl.extraction.limits import Reading, Stated, read
from exportctl.extraction.measuring import kind_of, measured_until, qualified
from exportctl.extraction.members import last_member, more_members, of_all, opens_alternative, opens_member
from exportctl.extraction.openings import NOTHING, Opening
from exportctl.model import CrossReference, Place
from exportctl.text import Span

__all__ = ["clause_of"]

_EXCEPTION = re.compile(
    r"\b(?:except(?:ing)?|other than|excluding|unless|not (?:specified|having|including|for)|without"
    r"|does not|do not)\b",
    re.IGNORECASE,
)
_OTHER_THAN = re.compile(r"other than|except|excluding|without", re.IGNORECASE)
_ANY_BUT = re.compile(r"\bany [^\W\d_]+\s?$")
_POINTER = re.compile(r"\s*see\s", re.IGNORECASE)
_POINTED = re.compile(r"\sfor\s", re.IGNORECASE)
_QUOTED = re.compile(r"“[^“”]*”|‘[^‘’]*’")
_RELATIVE = re.compile(r"[\s,]*\b(?:that|which)\s*$")
_NEGATION = re.compile(
    r"\b(?:do(?:es)? not|not|no|never|neither|nor|unless|without|except|excluding|other than)\b", re.IGNORECASE
)
_CLOSED = re.compile(
    r"\)|,\s*at\b|"
    r",\s*(?:(?:and|or)\s+)?(?:having|with|specially|usable|designed|‘?capable|which|that|as|for|made|fabricated|used|in)\b|[;:]"
    r"|,\s*or\b|\b(?:and|or)\s+(?:having|with|specially|usable|designed|capable|rated|providing|fabricated)\b"
)

_OR = re.compile(
    r"^(?:\s*\([^()]*\))?[\s,;]*or\b(?!\s*(?:more\b|less\b|its\b|their\b|equivalent|national|comparable))",
    re.IGNORECASE,
)
_MORE_GOODS = re.compile(
    r"^(?:\s*\([^()]*\))?\s*[,;]\s*and\s+(?:specially\s+|specifically\s+)?(?:designed\s+(?:or\s+modified\s+)?)?"
    r"(?:[\w“”’'-]+[\s,]+){0,12}therefor\b"
    r"|^\s*;\s*(?:and|or)\b"
    r"|^\s+and\s+(?:specially\s+)?(?:designed\s+)?(?:[\w“”’'-]+[\s,]+){0,10}therefor\b"
    r"|^\s*,?\s*and\s+[^,;:]*\b(?:containing|incorporating)\s+(?:those|such)\b",
    re.IGNORECASE,
)
_FOR_SUCH = re.compile(r";\s*(?:and|or)\b[^;:]*?\b(?:therefor|for such [^,;:]+)")
_OF_ALL = re.compile(r",\s*(?=(?:where|in which|with)\s+all\b)")
_MIXED = re.compile(r"[\s,]*or\s+(?:mixtures?|combinations?|blends?)\s+(?:thereof|of\b)", re.IGNORECASE)


def clause_of(
    text: str,
    place: Place,
    *,
    span: Span | None = None,
    opening: Opening = NOTHING,
    references: Sequence[CrossReference] = (),
    reading: Reading | None = None,
) -> Condition:
    """The condition that the words of ``text`` under ``span`` (all of them, without it) ask for. Never raises.

    ``references`` are those of the text at ``place``; ``opening`` says what the head above leaves open; ``reading`` is
    what was read out of these words already.
    """
    span = span or Span(0, len(text))
    words = text[span.slice]
    reading = reading or read(words, place, opening, span.start)
    named = tuple(reference for reference in references if reference.span in span)
    return _Clause(words, span.start, place, named, reading).build()


@attrs.define
class _Group:
    """Limits that share a parameter, with the words that stand before them since the group before."""

    condition: Condition
    span: Span
    before: Span
    separator: str = "and"


@attrs.define
class _Clause(Wording):
    """The words of a clause with the limits read out of them."""

    reading: Reading

    def fact(self, span: Span, *, subject: bool = False) -> Condition:
        """The words under ``span`` as a fact; not understood where a figure in them is not."""
        here = span.shift(self.base)
        if any(unread.overlaps(here) for unread in self.reading.unread):
            return self.opaque(span, "a figure that is not understood")
        return Wording.fact(self, span, subject=subject)

    def build(self) -> Condition:
        if _POINTER.match(self.words) and any(r.list_id or r.targets for r in self.references):
            return self._pointer()
        end, rest = self._body()
        groups = self._groups(end)
        tail = Span(groups[-1].span.end if groups else 0, end)
        main = self._compose(groups, tail)
        extra = self.strip(rest)
        if not extra or _MIXED.match(self.words, rest.start):
            return main
        further = self._further(extra)
        if re.search(r"\btherefor\b|^\W*(?:and|or)\b", self.words[rest.slice]):
            return disjoin([main, further], self.place)
        return conjoin([main, further], self.place)

    def _pointer(self) -> Condition:
        """ "See the other list for such goods": whether they are anything here is left open."""
        doubt = self.whole("words that only point to another provision or list")
        named = _POINTED.search(self.words)
        goods = self.strip(Span(named.end(), len(self.words))) if named else Span(0, 0)
        return conjoin([self.fact(goods, subject=True), doubt], self.place) if goods else doubt

    def _further(self, span: Span) -> Condition:
        """The words behind the announcement of a list: a clause of their own where they state limits, else a fact."""
        inside = tuple(one for one in self.reading.stated if one.threshold.span in span.shift(self.base))
        if not inside:
            return self.fact(span)
        named, reading = self.references_in(span.start, span.end), attrs.evolve(self.reading, stated=inside)
        return _Clause(self.words[span.slice], self.base + span.start, self.place, named, reading).build()

    def _body(self) -> tuple[int, Span]:
        """Where the clause's own words end, before the announcement of its sub-items; and the words behind that."""
        found = announcement_in(self.words, [one.threshold.span.shift(-self.base) for one in self.reading.stated])
        end = len(self.words)
        return (end, Span(end, end)) if found is None else (found.start, Span(found.end, end))

    def _groups(self, end: int) -> list[_Group]:
        """The limits before character ``end``, those of one parameter together."""
        groups: list[_Group] = []
        members: list[Stated] = []
        for stated in self.reading.stated:
            if stated.threshold.span.end - self.base > end:
                break
            if members and (not stated.joined or stated.scope != members[-1].scope):
                self._close(groups, members)
                members = []
            members.append(stated)
        if members:
            self._close(groups, members)
        return groups

    def _close(self, groups: list[_Group], members: list[Stated]) -> None:
        span = Span(members[0].threshold.span.start - self.base, members[-1].threshold.span.end - self.base)
        start = groups[-1].span.end if groups else 0
        before = Span(start, max(start, span.start))
        gap = self.words[before.slice]
        restated = bool(groups) and self._restated(gap, span, groups[-1], members)
        separator = "or" if groups and (restated or _OR.search(gap)) else "and"
        parts = [member.threshold for member in members]
        joined_by_or = any(member.joined == "or" for member in members)
        condition = disjoin(parts, self.place) if joined_by_or else conjoin(parts, self.place)
        if joined_by_or and any(member.joined != "or" for member in members[1:]):
            condition = self.opaque(span, "several limits joined by and beside or")
        groups.append(_Group(condition, span, before, separator))

    def _restated(self, gap: str, span: Span, before: _Group, members: list[Stated]) -> bool:
        """Whether a bracket says the limits before it again in another quantity, or states those of other goods."""
        said = [leaf.limit.unit.kind for leaf in leaves(before.condition) if isinstance(leaf, Threshold)]
        again = [member.threshold.limit.unit.kind for member in members]
        inside = members[0].threshold.span.start - self.base < before.span.end
        return (inside and says_again(said, again)) or of_others(gap, self.words[span.end :], said, again)

    def _compose(self, groups: list[_Group], tail: Span) -> Condition:
        if not groups:
            facts = self.facts(tail, subject=True)
            if not facts and tail.end < len(self.words):
                return AllOf(parts=(), place=self.place)
            return conjoin(facts or [self.whole("no words of its own")], self.place)
        negated = self._negated(groups, tail)
        if negated is not None:
            return negated
        divided, apart = self._divided(groups, tail), self._apart(groups)
        self._qualify_lead(groups[0])
        self._qualify(groups, tail)
        joint = self._joint(groups, tail)
        if divided is None:
            return joint
        if apart:
            return self._shared(groups, apart, tail)
        return either_reading(
            joint, divided, self.whole("a list of goods; whether a limit concerns one or all is open")
        )

    def _divided(self, groups: list[_Group], tail: Span) -> Condition | None:
        """The clause read as a list of goods, each with its own limits; ``None`` where it is no list of several."""
        lead = groups[0].before
        at = last_member(self.words[lead.slice])
        members: list[Condition] = self._joined_facts(Span(lead.start, lead.start + at)) if at >= 0 else []
        current: list[Condition] = self.facts(Span(lead.start + max(at, 0), lead.end), subject=at < 0)
        for number, group in enumerate(groups):
            if number and opens_member(self.words[group.before.slice]):
                members.append(conjoin(current, self.place))
                current = []
            current += [*(self.facts(group.before) if number else []), group.condition]
        members.append(conjoin(current, self.place))
        rest = self.words[tail.slice]
        alternatives = all(opens_alternative(self.words[group.before.slice]) for group in groups[1:])
        if alternatives and at < 0 and (_OR.search(rest) or not more_members(rest)):
            return None
        if more_members(rest) and not _MORE_GOODS.search(rest):
            members += self._joined_facts(tail)
        return AnyOf(parts=tuple(members), place=self.place) if len(members) > 1 else None

    def _before(self, group: _Group) -> str:
        return self.words[group.before.slice]

    def _apart(self, groups: list[_Group]) -> int:
        """How many limits, from the first, are each of one member of a list of goods, where those behind are of all;
        0 where the words do not tell, or where members are parted by a limit on the same figure.
        """
        of_those = [of_all(self._before(group)) for group in groups]
        first = of_those.index(True) if True in of_those else len(groups)
        said = {leaf for group in groups[:first] for leaf in leaves(group.condition) if isinstance(leaf, Threshold)}
        alike = {(leaf.parameter, str(leaf)) for leaf in said}
        behind = (self._before(group).strip() for group in groups[first + 1 :])
        of_those[first + 1 :] = [one or word == "and" for one, word in zip(of_those[first + 1 :], behind, strict=True)]
        return first if all(of_those[first:]) and len(alike) == len({name for name, _ in alike}) else 0

    def _shared(self, groups: list[_Group], apart: int, tail: Span) -> Condition:
        """A list of goods with their own limits, the first ``apart``, and what holds of all of them."""
        last = groups[apart - 1].span.end
        ends = tail if apart == len(groups) else Span(last, last)
        members = self._divided(groups[:apart], ends) or conjoin(self._members(groups[:apart], skip=False), self.place)
        behind = [part for group in groups[apart:] for part in (*self.facts(group.before), group.condition)]
        named = [one for one in self.references_in(last, tail.end) if one.negated]
        excepted = [Not(part=found, place=self.place) for found in self._references(named, "is")]
        return conjoin([members, *behind, *excepted], self.place)

    def _joint(self, groups: list[_Group], tail: Span) -> Condition:
        """The clause read as one description: all its limits hold of the same goods, but for those behind "or"."""
        lead = self.facts(groups[0].before, subject=True)
        alternatives: list[list[_Group]] = [[groups[0]]]
        for group in groups[1:]:
            if group.separator == "or":
                alternatives.append([])
            alternatives[-1].append(group)
        body = self._alternatives(alternatives, lead)
        return self._with_tail(body, tail)

    def _alternatives(self, alternatives: list[list[_Group]], lead: list[Condition]) -> Condition:
        """The limits under their connectives, and the words before them, which hold for all or for the first only."""
        first = [*self._members(alternatives[0], skip=True)]
        if len(alternatives) == 1:
            return conjoin([*lead, *first], self.place)
        others = [self._members(groups, skip=False) for groups in alternatives[1:]]
        own_words = any(self.has_words(groups[0].before) for groups in alternatives[1:])
        split = disjoin(
            [conjoin([*(lead if own_words else []), *first], self.place), *(conjoin(o, self.place) for o in others)],
            self.place,
        )
        if all(len(groups) == 1 for groups in alternatives):
            return split if own_words else conjoin([*lead, split], self.place)
        flat = [first, *others]
        middle = [disjoin([a[-1], b[0]], self.place) for a, b in pairwise(flat)]
        inner = [part for a in flat[1:-1] for part in a[1:-1]]
        joint = conjoin([*lead, *flat[0][:-1], *middle, *inner, *flat[-1][1:]], self.place)
        if not own_words and len(flat) == 2 and len(others[0]) == 1 and of_all(self._before(alternatives[0][-1])):
            return joint  # "A and with B or C": what "with" leads to is one of the two
        whole = split if own_words else conjoin([*lead, split], self.place)
        return either_reading(whole, joint, self.whole("and beside or, without a sign which binds first"))

    def _members(self, groups: list[_Group], *, skip: bool) -> list[Condition]:
        parts: list[Condition] = []
        for number, group in enumerate(groups):
            if number or not skip:
                parts += self.facts(group.before)
            parts.append(group.condition)
        return parts

    def _negated(self, groups: list[_Group], tail: Span) -> Condition | None:
        """The clause where an exception covers limits: a `Not` if it is the last thing said, else not understood."""
        for number, group in enumerate(groups):
            gap = self.words[group.before.slice]
            denials = list(_NEGATION.finditer(_QUOTED.sub(lambda term: "“" * len(term[0]), gap)))
            denial = denials[-1] if denials else None
            if denial is None or _CLOSED.search(gap, denial.end()) or self._excludes(group.before, denial.end()):
                continue
            if denial[0].lower() == "no" and "," in gap[denial.end() :]:
                continue
            return self._denied(groups, number, denial, tail)
        return None

    def _denied(self, groups: list[_Group], number: int, denial: re.Match[str], tail: Span) -> Condition:
        """The clause whose limit of that ``number`` stands under a ``denial`` in the words before it."""
        group = groups[number]
        gap = self.words[group.before.slice]
        start, inside = group.before.start + denial.start(), Span(group.before.start + denial.end(), group.before.end)
        self._qualify(groups, tail)
        denied = [*self.facts(inside), group.condition, *self._members(groups[number + 1 :], skip=False)]
        if len(groups) == 1 and not self.words[:start].strip():
            return Not(part=conjoin([*denied, *self._tail_facts(groups, tail)], self.place), place=self.place)
        exception = _EXCEPTION.search(gap, denial.start())
        plain = all(one.separator == "and" for one in groups[number + 1 :])
        if exception is None or exception.start() != denial.start() or not plain or not self.has_words(inside):
            return self.whole("a limit under a negation")
        before = _RELATIVE.sub("", self.words[:start])
        named, reading = self.references_in(0, start), self._reading_before(len(before))
        held = _Clause(before, self.base, self.place, named, reading).build()
        said = self._tail_facts(groups, tail)
        apart = self.words[tail.slice].lstrip().startswith(",")
        exclusion = conjoin(denied if apart else [*denied, *said], self.place)
        out = conjoin([held, Not(part=exclusion, place=self.place), *(said if apart else [])], self.place)
        if number == len(groups) - 1 and (number or not _OTHER_THAN.match(denial[0])):
            return out
        together = conjoin([*self._members(groups, skip=False), *said], self.place)
        doubt = self.whole("a limit behind what is excepted, or of it")
        return together if _ANY_BUT.search(before) else either_reading(out, together, doubt)

    def _tail_facts(self, groups: list[_Group], tail: Span) -> list[Condition]:
        """The words behind the last limit, those on how it is measured left out."""
        return self.facts(Span(max(tail.start, groups[-1].span.end), tail.end))

    def _excludes(self, gap: Span, after: int) -> bool:
        """Whether what the words of ``gap`` deny behind their character ``after`` is a provision, and no limit."""
        return any(reference.negated for reference in self.references_in(gap.start + after, gap.end))

    def _reading_before(self, end: int) -> Reading:
        stated = tuple(one for one in self.reading.stated if one.threshold.span.end - self.base <= end)
        return attrs.evolve(self.reading, stated=stated)

    def _qualify_lead(self, group: _Group) -> None:
        """Hang "when …" between the name of a quantity and its limit on that limit; the name itself is no fact."""
        words = self.words[group.before.slice]
        name, when, _ = words.partition(" when ")
        named = {leaf.parameter.casefold() for leaf in leaves(group.condition) if isinstance(leaf, Threshold)}
        if not when or name.strip().casefold() not in named or re.search(r"[,;]", words):
            return
        span = self.strip(Span(group.before.start + len(name), group.before.end))
        quoted = self.words[span.slice]
        group.condition = qualified(
            group.condition, Qualifier(kind_of(quoted), quoted, self.place, span.shift(self.base))
        )
        group.before = Span(group.before.end, group.before.end)

    def _qualify(self, groups: list[_Group], tail: Span) -> None:
        """Hang the words on how a quantity is measured on the limits before them, and take them out of the gaps."""
        gaps = [*(group.before for group in groups[1:]), tail]
        for number, (group, gap) in enumerate(zip(groups, gaps, strict=True)):
            words = self.words[gap.slice]
            end = gap.start + measured_until(words)
            span = self.strip(Span(gap.start, end))
            if not span or not self.has_words(span):
                continue
            quoted = self.words[span.slice]
            qualifier = Qualifier(kind_of(quoted), quoted, self.place, span.shift(self.base))
            group.condition = qualified(group.condition, qualifier)
            if number + 1 < len(groups):
                behind = groups[number + 1]
                behind.before = Span(end, behind.before.end)
                behind.separator = "or" if _OR.search(self.words[behind.before.slice]) else behind.separator
            else:
                group.span = Span(group.span.start, end)

    def _with_tail(self, body: Condition, tail: Span) -> Condition:
        start = tail.start
        if isinstance(body, AllOf | AnyOf | Threshold):
            start = max(start, self._qualified_until(body, start))
        rest = Span(start, tail.end)
        words = self.words[rest.slice]
        if not self.has_words(rest):
            return body
        such = _FOR_SUCH.search(words)
        shared = _OF_ALL.search(words, such.start()) if such else None
        if such and (such.start() or shared):
            goods = Span(rest.start + such.start(), rest.start + shared.start() if shared else rest.end)
            either = disjoin([self._with_tail(body, Span(start, goods.start)), *self._joined_facts(goods)], self.place)
            return conjoin([either, *self.facts(Span(goods.end, rest.end))], self.place)
        if _OR.search(words) or _MORE_GOODS.search(words):
            return disjoin([body, *self._joined_facts(rest)], self.place)
        return conjoin([*(body.parts if isinstance(body, AllOf) else [body]), *self.facts(rest)], self.place)

    def _qualified_until(self, body: Condition, start: int) -> int:
        """Where the last qualifier of the limits ends."""
        limits = (leaf for leaf in leaves(body) if isinstance(leaf, Threshold))
        return max([start, *(q.span.end - self.base for limit in limits for q in limit.qualifiers)])

    def _joined_facts(self, span: Span) -> list[Condition]:
        return [conjoin(facts, self.place)] if (facts := self.facts(span)) else []
