"""Control lists made searchable: the words of every provision and of the goods index, laid out for the matching core.

Three indexes serve one search. Over the *provisions* and over the *entries*, fields are kept apart and weighted: own
words, those of the provisions above or below, notes, terms of the goods index. Over the *terms* of the goods index,
rarity alone counts, so that a description can be compared with each term as a whole.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.cache import remembered
from exportctl.matching.cues import groups_of
from exportctl.matching.goods_index import FalseFriend, everyday_goods, false_friends
from exportctl.matching.goods_words import index_state
from exportctl.matching.index import Floats, Ints
from exportctl.matching.laying import Laid, as_indexed, lay_out
from exportctl.matching.vocabulary import cognate, split_compound, stem, stems, tokens
from exportctl.matching.words import NOWHERE, Found, Word, added, weighted, widest
from exportctl.model import ControlList

__all__ = ["Engine", "engine_of", "forget"]

_PARTS_TOGETHER = 0.8
_HEAD_SHARE = 0.55
_LONGEST_SIMPLE = 7
_TYPO_SIMILARITY = 85.0
_SHORTEST_TYPO = 6
_NEAR = 0.9
_AROUND = 1.5
_LATER_CODE = 0.93

Flags = NDArray[np.bool_]
Values = NDArray[np.float64]


@attrs.define(eq=False, slots=False)
class Engine:
    """The searchable form of one or several lists. Build it once with `prepare`, search it often."""

    laid: Laid
    _words: dict[str, Word] = attrs.field(factory=dict, repr=False)
    _named: dict[str, Floats] = attrs.field(factory=dict, repr=False)
    _groups: dict[frozenset[str], Flags] = attrs.field(factory=dict, repr=False)
    _places: dict[tuple[int, tuple[str, ...]], NDArray[np.int64]] = attrs.field(factory=dict, repr=False)

    @staticmethod
    def prepare(lists: Sequence[ControlList]) -> "Engine":
        """Index ``lists`` together with the goods index."""
        return Engine(lay_out(lists))

    @cached_property
    def friends(self) -> tuple[FalseFriend, ...]:
        """The false friends and everyday goods, in the order in which they follow the rows of the goods index."""
        return (*false_friends(), *everyday_goods())

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The codes of the entries, by their numbers, as the goods index writes them."""
        return tuple(as_indexed(self.laid.codes[int(number)][1]) for number in self.laid.entries_at)

    @cached_property
    def by_head(self) -> dict[str, list[int]]:
        """The numbers of the entries by their codes, as the goods index writes them."""
        found: dict[str, list[int]] = {}
        for number, code in enumerate(self.heads):
            found.setdefault(code, []).append(number)
        return found

    @cached_property
    def ends(self) -> Ints:
        """For each provision the number of the first one behind it that does not stand below it."""
        codes = [code for _, code in self.laid.codes]
        ends = np.full(len(codes), len(codes), dtype=np.int32)
        above: list[int] = []
        for number, code in enumerate(codes):
            while above and not code.startswith(codes[above[-1]]):
                ends[above.pop()] = number
            above.append(number)
        return ends

    @cached_property
    def military(self) -> Flags:
        """Which entries stand on a military list."""
        return np.asarray([code.startswith("ML") for code in self.heads], dtype=bool)

    @cached_property
    def for_missiles(self) -> Flags:
        """Which entries are for goods usable in missiles, by their number."""
        return np.asarray([code[0].isdigit() and code[2:3] == "1" for code in self.heads], dtype=bool)

    @cached_property
    def for_nuclear_use(self) -> Flags:
        """Which entries are for goods of nuclear use, by their number."""
        return np.asarray([code[0] == "0" or (code[0].isdigit() and code[2:3] == "2") for code in self.heads], bool)

    def of_groups(self, groups: frozenset[str]) -> Flags:
        """Which entries are of one of ``groups`` (software, technology, …; see `exportctl.matching.cues`)."""
        found = self._groups.get(groups)
        if found is None:
            found = self._groups[groups] = np.asarray([bool(groups & groups_of(code)) for code in self.heads], bool)
        return found

    @cached_property
    def row_usual(self) -> Values:
        """For each row of the goods index how usual its code is for its term: less than 1 for a later one."""
        return np.power(_LATER_CODE, self.laid.row_ranks, dtype=np.float64)

    @cached_property
    def numbers(self) -> dict[tuple[int, str], int]:
        """The number of each provision by its list and code."""
        return {at: number for number, at in enumerate(self.laid.codes)}

    def scores_in(self, which: int, scores: Values, around: str) -> Callable[[tuple[str, ...]], list[float]]:
        """The scores of provisions of list number ``which`` by their codes; more for those at and below ``around``."""

        def of(codes: tuple[str, ...]) -> list[float]:
            places = self._places.get((which, codes))
            if places is None:
                places = self._places[which, codes] = np.asarray([self.numbers[which, code] for code in codes])
            found: list[float] = scores[places].tolist()
            return [s * _AROUND if code.startswith(around) else s for code, s in zip(codes, found, strict=True)]

        return of

    @cached_property
    def _cognates(self) -> dict[str, str]:
        """The known words by the one spelling that four languages share."""
        return {cognate(word): word for word in self.laid.spellings if len(word) >= _SHORTEST_TYPO}

    def word(self, text: str) -> Word:
        """One folded word, looked up once and remembered."""
        found = self._words.get(text)
        if found is None:
            found = self._look_up(text)
            own, whole = (float(impacts.max(initial=0.0)) for _, impacts in (found.provisions, found.entries))
            found = attrs.evolve(found, together=self._together(found, whole), highest=(own, whole))
            self._words[text] = found
        return found

    def _together(self, word: Word, highest: float) -> Found:
        laid = self.laid
        (provisions, own), (entries, impacts) = word.provisions, word.entries
        explained = impacts * np.float32(word.known / highest) if highest else impacts
        notes, out = laid.decontrols.posting(stem(word.text, "en")) or NOWHERE
        first, size = laid.provisions.size, len(laid.entries_at)
        documents = (provisions, entries + first, entries + (first + size), notes + (first + 2 * size))
        return (
            np.concatenate(documents, dtype=np.int32),
            np.concatenate((own, impacts, explained, out / np.float32(word.share)), dtype=np.float32),
        )

    def add_up(self, words: Sequence[tuple[Word, float]]) -> tuple[Values, Values, Values, Values]:
        """What weighted ``words`` come to together (`Word.together`): for provisions, entries, what these know of the
        words, and what their notes have of them.
        """
        first, size = self.laid.provisions.size, len(self.laid.entries_at)
        total = np.bincount(
            np.concatenate([NOWHERE[0], *(word.together[0] for word, _ in words)]),
            weights=np.concatenate([NOWHERE[1], *(weighted(word.together[1], weight) for word, weight in words)]),
            minlength=first + 3 * size,
        ).astype(np.float64, copy=False)  # of no word at all it makes integers
        whole = total[first:]
        return total[:first], whole[:size], whole[size : 2 * size], whole[2 * size :]

    def rows_of(self, words: Sequence[tuple[Word, float]], least: float) -> tuple[Ints, Floats, Floats]:
        """The rows of the goods index that share one of ``words``, in order; the weight of the words they share, and of
        those among them that weigh ``least`` or more.
        """
        found = [(word.rows[0], weighted(word.rows[1], weight), weight) for word, weight in words]
        rows = np.concatenate([NOWHERE[0], *(places for places, _, _ in found)])
        if not len(rows):
            return *NOWHERE, NOWHERE[1]
        order = rows.argsort(kind="stable")
        rows = rows[order]
        starts = np.concatenate(([0], (rows[1:] != rows[:-1]).nonzero()[0] + 1))
        impacts = np.concatenate([impacts for _, impacts, _ in found])[order]
        heavy = np.concatenate([i if weight >= least else np.zeros_like(i) for _, i, weight in found])[order]
        return rows[starts], np.add.reduceat(impacts, starts), np.add.reduceat(heavy, starts)

    def rank(self, text: str, limit: int = 10) -> list[tuple[int, float]]:
        """The numbers of the ``limit`` provisions that share most words with ``text``, best first, with their scores.

        Words alone: no trade term, no feature, no calibration.
        """
        return self.rank_many((text,), limit)[0]

    def rank_many(self, texts: Sequence[str], limit: int = 10) -> list[list[tuple[int, float]]]:
        """The same for many texts at once."""
        known, size = self._words, self.laid.provisions.size
        ranked: list[list[tuple[int, float]]] = []
        for text in texts:
            found = [(known.get(word) or self.word(word)).provisions for word in tokens(text)]
            if not found:
                ranked.append([])
                continue
            # Counting is one pass over all postings; adding them up word by word would copy each piece twice.
            documents, impacts = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
            total = np.bincount(documents, weights=impacts, minlength=size)
            ranked.append(best_of(total, limit, min((d for d, _ in found if len(d) >= limit), key=len, default=None)))
        return ranked

    def named(self, word: Word) -> Floats:
        """How many trade terms of every entry have ``word`` for their head noun; last, how many false friends."""
        found = self._named.get(word.text)
        if found is None:
            laid = self.laid
            rows = word.rows[0]
            numbers = np.fromiter(word.heads, dtype=np.int64, count=len(word.heads))
            named = laid.row_entries[rows[np.isin(laid.row_heads[rows], numbers)]]
            named = np.where(named < 0, len(laid.entries_at), named)
            found = np.bincount(named, minlength=len(laid.entries_at) + 1).astype(np.float32)
            self._named[word.text] = found
        return found

    def _look_up(self, text: str) -> Word:
        found = self._by_form(text, stems(text), "")
        if len(text) > _LONGEST_SIMPLE and text.isalpha():
            found = self._with_parts(text, found)
        if found.how == "nowhere" and not len(found.rows[0]):
            found = self._by_likeness(text) or found
        return found

    def _by_form(self, text: str, forms: Sequence[str], how: str) -> Word:
        laid = self.laid
        provisions, entries, rows = (
            widest(postings.posting(form) for form in forms) for postings in (laid.provisions, laid.entries, laid.terms)
        )
        numbers = [n for form in forms if (n := laid.terms.terms.get(form)) is not None]
        if numbers:
            weight = max(float(laid.terms.rarity[n]) for n in numbers)
        elif len(entries[0]):
            weight = laid.rarest
        else:
            return Word(text, NOWHERE, NOWHERE, NOWHERE, laid.rarest, frozenset(), "nowhere")
        return Word(
            text, provisions, entries, rows, weight, frozenset(numbers), how if len(entries[0]) else "elsewhere"
        )

    def _with_parts(self, text: str, whole: Word) -> Word:
        """A compound as what it finds itself, or what its parts find together at a little less."""
        parts = split_compound(text, self.laid.firsts, self.laid.lasts)
        if parts is None:
            return whole
        first, last = parts
        before = self.word(first) if len(first) < len(text) else whole
        head = self._by_form(last, (last, *stems(last)), "")
        some = [(w, s) for w, s in ((before, 1 - _HEAD_SHARE), (head, _HEAD_SHARE)) if w.how != "nowhere" and w.weight]
        scaled = [(w, _PARTS_TOGETHER * share * whole.weight / w.weight) for w, share in some]
        provisions = widest([whole.provisions, added([(w.provisions, scale) for w, scale in scaled])])
        entries = widest([whole.entries, added([(w.entries, scale) for w, scale in scaled])])
        rows = widest([whole.rows, added([(w.rows, scale) for w, scale in scaled])])
        known_parts = len(before.entries[0]) or len(head.entries[0])
        how = "parts" if whole.how in ("nowhere", "elsewhere") and known_parts else whole.how
        # Any "…software" has a head that entries know: it tells as little as that head is rare.
        only_head = how == "parts" and not len(before.entries[0])
        part = min(1.0, head.weight / (_HEAD_SHARE * whole.weight)) if only_head else 1.0
        return Word(text, provisions, entries, rows, whole.weight, whole.heads | head.heads, how, part)

    def _by_likeness(self, text: str) -> Word | None:
        """The known word that ``text`` writes in another way, or most likely misspells."""
        if len(text) < _SHORTEST_TYPO or not text.isalpha():
            return None
        near = self._cognates.get(cognate(text)) or self._misspelt(text)
        if near is None:
            return None
        word = self._by_form(near, stems(near), "spelling")
        if word.how == "nowhere":
            word = self._by_form(near, (near,), "spelling")
        if word.how == "nowhere":
            return None
        provisions, entries, rows = (
            (documents, impacts * np.float32(_NEAR))
            for documents, impacts in (word.provisions, word.entries, word.rows)
        )
        return Word(text, provisions, entries, rows, word.weight, word.heads, word.how)

    @cached_property
    def _by_size(self) -> dict[tuple[str, int], list[str]]:
        """The known words by their first letter and their length."""
        found: dict[tuple[str, int], list[str]] = {}
        for word in self.laid.spellings:
            found.setdefault((word[:1], len(word)), []).append(word)
        return found

    def _misspelt(self, text: str) -> str | None:
        """The known word nearest to ``text`` that begins like it and is about as long; of equals the first."""
        from rapidfuzz import fuzz, process

        likely = [self._by_size.get((text[0], size), []) for size in range(len(text) - 2, len(text) + 3)]
        found = [process.extractOne(text, words, scorer=fuzz.ratio, score_cutoff=_TYPO_SIMILARITY) for words in likely]
        near = [(-likeness, word) for word, likeness, _ in filter(None, found)]
        return min(near)[1] if near else None


def engine_of(lists: tuple[ControlList, ...]) -> Engine:
    """The searchable form of ``lists``: as long as they live in this process, else from the cache, else built."""
    key = tuple(id(control_list) for control_list in lists)
    found = _engines.get(key)
    if found is None:
        digests = [control_list.source.sha256 for control_list in lists]
        name = "engine-" + "-".join(digest[:16] for digest in digests) + f"-{index_state():x}"
        laid = remembered(name, Laid, lambda: lay_out(lists)) if all(digests) else lay_out(lists)
        found = _engines[key] = (lists, Engine(laid))
    return found[1]


def forget() -> None:
    """Let go of all searchable forms that this process holds."""
    _engines.clear()


def best_of(scores: NDArray[Any], limit: int, sample: Ints | None = None) -> list[tuple[int, float]]:
    """The places of the ``limit`` largest ``scores`` above 0, largest first, with the scores; equal ones in order.

    ``sample`` are some places, at least ``limit``: what is below the last of the best of them is looked at no further.
    """
    looked = scores if sample is None else scores[sample]
    least = np.partition(looked, -limit)[-limit] if limit < len(looked) else looked.min(initial=0)
    some = (scores >= least if least > 0 else scores > 0).nonzero()[0]
    found = scores[some]
    order = (-found).argsort(kind="stable")[:limit]
    return list(zip(some[order].tolist(), found[order].tolist(), strict=True))


_engines: dict[tuple[int, ...], tuple[tuple[ControlList, ...], Engine]] = {}
