"""Words that state no figure, as facts: the goods themselves, what else is said of them, the provisions they name.

>>> wording = Wording("Pumps, specially designed for wells", 0, Place("2B999"), ())
>>> [fact.text for fact in wording.facts(Span(0, 35), subject=True)]
['Pumps', 'specially designed for wells']
"""

import re
from collections.abc import Sequence

import attrs

from exportctl.conditions import Characteristic, Condition, Not, Opaque, Reference
from exportctl.model import CrossReference, Place
from exportctl.text import Span

__all__ = ["Wording"]

_FUNCTION_WORDS = frozenset(
    """a an the and or but with having has have of at any in to for is are which that each its their by on as both
    either also thereof anywhere within being from operating all such these this those be inclusive
    respectively capable specified rated operation operate operates""".split()
)
_WORDS = re.compile(r"[^\W\d_][\w’'-]*|\d[\w,.]*")
_OTHER = re.compile(r"\bother (\S+) than\s*$", re.IGNORECASE)
_LEADING = re.compile(r"[\s,;:.]*(?:\b(?:and|or|but|specif(?:y|ies))\b)?[\s,;:.]*")
_TRAILING = re.compile(r"[\s,;:.]*(?:\b(?:and|or)\b)?[\s,;:.]*$")
_SAID = (
    r"having|with|designed|specially|capable|rated|usable|used|made|containing|incorporating|consisting|specified"
    r"|for|using|which|that|manufactured|operating|other than|not"
)
_GOODS_END = re.compile(
    rf"“[^“”]*”|‘[^‘’]*’|\([^()]*\)|,?\s(?:and|or)\s[^,;:]{{0,80}}\btherefor\b|(?P<end>\b(?:{_SAID})\b|,(?=\s*(?:and\s+)?(?:{_SAID}|except|excluding|including|without|as|of|in)\b))"
)
_LED = re.compile(r"\b(?:in|of|for|to|with|on|by) $")
_EXCEPTED = re.compile(r"(?:other than|except(?:ing)?(?: for)?|excluding)\s+(?!by\b|during\b)", re.IGNORECASE)
_EXCEPTION_END = re.compile(rf",\s*(?=(?:and\s+|or\s+)?(?:{_SAID})\b)")
_NO_GOODS = re.compile(
    rf"(?:{_SAID}|wholly|being|employing|providing|able|determined|limited|intended|suitable)\b", re.IGNORECASE
)
_SPECIFIED = re.compile(r"\bspecified (?:in|by) (?:the )?(?:EU )?$")
_FOR = re.compile(r"\b(?:for|of|in|with|therefor|to)\b", re.IGNORECASE)
_CONTAINS = re.compile(r"\b(?:contain|incorporat|consist|using|includ|employ|having)\w*\b", re.IGNORECASE)
_HARMLESS_OR = re.compile(
    r"\b(?:designed or modified|modified or designed|development|production|use)\b|”,? or “", re.IGNORECASE
)


@attrs.define
class Wording:
    """The ``words`` of a clause, which begin at character ``base`` of the text at ``place``, and what they refer to."""

    words: str
    base: int
    place: Place
    references: tuple[CrossReference, ...]

    def references_in(self, start: int, end: int) -> tuple[CrossReference, ...]:
        """The references between two characters of the words; the stop behind the last one does not count."""
        return tuple(
            r
            for r in self.references
            if start <= r.span.start - self.base
            and r.span.end - self.base - (self.words[r.span.end - self.base - 1 : r.span.end - self.base] == ".") <= end
        )

    def facts(self, span: Span, *, subject: bool = False) -> list[Condition]:
        """The words under ``span`` as facts: the goods, what else is said of them, and the provisions they name."""
        stripped = self.strip(span)
        if not stripped or not self.has_words(stripped):
            return []
        facts: list[Condition] = []
        references = self.references_in(stripped.start, stripped.end)
        excluded = [r for r in references if r.negated]
        named = [r for r in references if not r.negated]
        for number, piece in enumerate(self._pieces(stripped, excluded, subject)):
            facts += self._said(piece, subject=subject and not number)
        named = [r for r in named if r.targets or r.unresolved]
        if named and self._plain_reference(stripped, named):
            facts += self._references(named, self._relation(stripped, named[0]))
        facts += [Not(part=found, place=self.place) for found in self._references(excluded, "is")]
        return facts

    def _said(self, piece: Span, *, subject: bool) -> list[Condition]:
        """The words of ``piece`` as a fact; those that begin with "other than" as one that must not be."""
        excepted = _EXCEPTED.match(self.words, piece.start, piece.end)
        if excepted is None:
            return [self.fact(piece, subject=subject and not _NO_GOODS.match(self.words, piece.start))]
        end = _EXCEPTION_END.search(self.words, excepted.end(), piece.end)
        goods = self.strip(Span(excepted.end(), end.start() if end else piece.end))
        rest = self.strip(Span(end.end(), piece.end)) if end else goods
        facts: list[Condition] = [Not(part=self.fact(goods), place=self.place)]
        return [*facts, self.fact(rest)] if end and self.has_words(rest) else facts

    def _pieces(self, span: Span, excluded: list[CrossReference], subject: bool) -> list[Span]:
        """``span`` without its exclusions, and divided behind the noun that names the goods."""
        pieces = [span]
        for reference in excluded:
            last = pieces.pop()
            words = self.words[last.start : reference.span.start - self.base]
            exceptions = list(re.finditer(r",?\s*\b(?:not|other than|except(?:ing)?|excluding)\b", words))
            other = _OTHER.search(words)
            if exceptions:
                pieces.append(Span(last.start, last.start + exceptions[-1].start()))
            elif other:
                pieces.append(Span(last.start + other.start(1), last.start + other.end(1)))
            pieces.append(Span(reference.span.end - self.base, last.end))
        pieces = [piece for piece in map(self.strip, pieces) if piece and self.has_words(piece)]
        if subject and pieces:
            end = self._goods_end(pieces[0])
            if end > pieces[0].start + 2 and not _NO_GOODS.match(self.words, pieces[0].start):
                goods, rest = Span(pieces[0].start, end), Span(end, pieces[0].end)
                split = [piece for piece in (self.strip(goods), self.strip(rest)) if piece and self.has_words(piece)]
                pieces[:1] = split
        return pieces

    def _goods_end(self, span: Span) -> int:
        """Where the noun that names the goods ends, or the list of such nouns; quoted terms are not divided."""
        found = _GOODS_END.finditer(self.words, span.start, span.end)
        end = next((match.start() for match in found if match["end"]), -1)
        led = _LED.search(self.words, span.start, end) if self.words.startswith("which", max(end, 0)) else None
        return led.start() if led else end

    def _plain_reference(self, span: Span, named: list[CrossReference]) -> bool:
        """Whether the provisions named are asked for without alternative."""
        before = _HARMLESS_OR.sub("", self.words[span.start : named[0].span.start - self.base])
        after = self.words[named[-1].span.end - self.base : span.end]
        return (
            not re.search(r"\b(?:or|e\.g|see|unless|not)\b|;", before)
            and not re.search(r"\bor\b", after)
            and any(r.targets or r.list_id for r in named)
        )

    def _relation(self, span: Span, reference: CrossReference) -> str:
        before = self.words[span.start : reference.span.start - self.base]
        lead = re.sub(r"\b(?:specified|described|controlled|listed|identified)\s+(?:in|by|under)\b.*$", "", before)
        if _CONTAINS.search(lead):
            return "contains"
        return "for" if _FOR.search(lead) else "is"

    def _references(self, references: Sequence[CrossReference], relation: str) -> list[Condition]:
        """One reference for each list that ``references`` name provisions of; one that names a list has no targets."""
        found: list[Condition] = []
        for list_id in dict.fromkeys(r.list_id for r in references):
            ours = [r for r in references if r.list_id == list_id]
            span = Span(ours[0].span.start, ours[-1].span.end)
            targets = dict.fromkeys(
                [*(str(t) for r in ours for t in r.targets), *(u for r in ours for u in r.unresolved)]
            )
            if not targets:
                before = _SPECIFIED.search(self.words[: span.start - self.base])
                span = Span(before.start() + self.base, span.end) if before else span
            found.append(
                Reference(
                    targets=tuple(targets),
                    text=self.words[span.start - self.base : span.end - self.base],
                    place=self.place,
                    span=span,
                    relation=relation,
                    list_id=list_id,
                )
            )
        return found

    def fact(self, span: Span, *, subject: bool = False) -> Condition:
        """The words under ``span`` as one yes/no fact."""
        return Characteristic(
            text=self.words[span.slice], place=self.place, span=span.shift(self.base), subject=subject
        )

    def opaque(self, span: Span, reason: str) -> Opaque:
        """The words under ``span`` as not understood."""
        return Opaque(text=self.words[span.slice], reason=reason, place=self.place, span=span.shift(self.base))

    def whole(self, reason: str) -> Opaque:
        """All the words as not understood."""
        return self.opaque(Span(0, len(self.words)), reason)

    def strip(self, span: Span) -> Span:
        """``span`` without white space, punctuation and connectives at its ends; empty where nothing else is in it."""
        words = self.words[span.slice]
        lead = _LEADING.match(words)
        start = lead.end() if lead else 0
        end = len(words)
        while (trail := _TRAILING.search(words[max(start, end - 12) : end])) and trail[0]:
            end -= len(trail[0])
        return Span(span.start + start, span.start + max(start, end))

    def has_words(self, span: Span) -> bool:
        """Whether the words under ``span`` say more than articles, prepositions and connectives do."""
        found = _WORDS.findall(self.words[span.slice])
        return any(word.lower() not in _FUNCTION_WORDS and (len(word) > 1 or word.isdigit()) for word in found)
