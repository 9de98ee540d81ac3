"""Control lists made searchable: the words of every provision and of the goods index, laid out for the matching core.

Two indexes serve one search. Over the *provisions*, fields are kept apart and weighted: own words, those of the
provisions above, notes, terms of the goods index for it and for what stands above. Over the *terms* of the goods
index, rarity alone counts, so that a description can be compared with each term as a whole.
"""

from collections.abc import Callable, Iterable, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.goods_index import IndexTerm, index_terms
from exportctl.index import Floats, Ints, Postings, build
from exportctl.model import ControlList, Entry, NoteEffect
from exportctl.vocabulary import STOP_WORDS, split_compound, stem, stems, tokens

__all__ = ["Engine", "Word", "search_words"]

_FIELDS = {"own": 1.0, "above": 0.55, "notes": 0.35, "terms": 1.4, "terms_above": 0.5}
_PART_WEIGHT = 0.75
_LONGEST_SIMPLE = 7
_TYPO_SIMILARITY = 86.0
_SHORTEST_TYPO = 6


@attrs.frozen(eq=False)
class Word:
    """One word of a description, looked up: where it stands among the provisions and among the index terms.

    ``weight`` is its rarity among the index terms, and 0 for a word that is nowhere. ``exact`` is false for a word that
    was found by its parts or by its likeness to another.
    """

    text: str
    provisions: tuple[Ints, Floats]
    terms: tuple[Ints, Floats]
    weight: float
    exact: bool


_NOWHERE: tuple[Ints, Floats] = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))


def search_words(text: str) -> list[str]:
    """The words of a description that a search uses, each once: no stop words, no bare figures, no single letters."""
    return [w for w in dict.fromkeys(tokens(text)) if len(w) > 1 and not w.isdecimal() and w not in STOP_WORDS]


@attrs.define(eq=False)
class Engine:
    """The searchable form of one or several lists. Build it once with `prepare`, search it often.

    ``entries`` (int32, one a provision) numbers the entry that each provision belongs to; ``term_provisions`` gives for
    each index term the numbers of the provisions it stands for; ``term_sizes`` its words' summed rarity.
    """

    provisions: Postings
    terms: Postings
    codes: tuple[tuple[int, str], ...]
    entries: NDArray[np.int32]
    index: tuple[IndexTerm, ...]
    term_provisions: tuple[tuple[int, ...], ...]
    term_sizes: Floats
    compounds: frozenset[str]
    _words: dict[str, Word] = attrs.field(factory=dict, repr=False)

    @staticmethod
    def prepare(lists: Sequence[ControlList]) -> "Engine":
        """Index ``lists`` together with the goods index."""
        codes: list[tuple[int, str]] = []
        entries: list[int] = []
        number: dict[str, int] = {}
        flat: list[tuple[Entry, str]] = []
        for which, control_list in enumerate(lists):
            for entry in control_list.walk():
                code = str(entry.code)
                number.setdefault(code, len(codes))
                entries.append(number[entry.code.head])
                codes.append((which, code))
                flat.append((entry, control_list.source.language))
        wanted = [(t, tuple(number[c] for c in t.codes if c in number)) for t in index_terms()]
        index = tuple((t, at) for t, at in wanted if at)
        known = frozenset(w for t, _ in index if t.language in ("nl", "de") for w in tokens(t.term) if len(w) > 3)
        words_of = [_term_words(t) for t, _ in index]
        terms = _whole_terms(words_of, index, known)
        return Engine(
            provisions=build(_documents(flat, codes, words_of, index), _FIELDS),
            terms=terms,
            codes=tuple(codes),
            entries=np.asarray(entries, dtype=np.int32),
            index=tuple(t for t, _ in index),
            term_provisions=tuple(at for _, at in index),
            term_sizes=np.asarray(
                [sum(float(terms.rarity[terms.terms[w]]) for w in words) for words in words_of], dtype=np.float32
            ),
            compounds=known,
        )

    def word(self, text: str) -> Word:
        """One folded word, looked up once and remembered."""
        found = self._words.get(text)
        if found is None:
            found = self._words[text] = self._look_up(text)
        return found

    def _look_up(self, text: str) -> Word:
        forms = stems(text)
        provisions = _widest(self.provisions.posting(form) for form in forms)
        terms = _widest(self.terms.posting(form) for form in forms)
        exact = bool(len(provisions[0]) or len(terms[0]))
        if len(text) > _LONGEST_SIMPLE:
            parts = split_compound(text, self.compounds)
            if parts:
                provisions = self._with_parts(provisions, parts, self.provisions.posting)
                terms = self._with_parts(terms, parts, self.terms.posting)
        if not len(provisions[0]) and not len(terms[0]) and len(text) >= _SHORTEST_TYPO:
            likely = self._likeness(text)
            if likely:
                near = self.word(likely)
                return attrs.evolve(near, text=text, exact=False)
        rarities = [float(self.terms.rarity[n]) for form in forms if (n := self.terms.terms.get(form)) is not None]
        if not rarities and len(terms[1]):
            rarities = [float(terms[1].max()) / _PART_WEIGHT]
        if not rarities and len(provisions[0]):
            rarities = [float(np.log1p(self.terms.size + 1))]
        return Word(text, provisions, terms, max(rarities, default=0.0), exact)

    def _with_parts(
        self, whole: tuple[Ints, Floats], parts: Iterable[str], posting: Callable[[str], tuple[Ints, Floats] | None]
    ) -> tuple[Ints, Floats]:
        """What a compound finds: itself, or its parts together at a little less."""
        found = [_widest(posting(form) for form in stems(part)) for part in parts]
        documents = np.concatenate([d for d, _ in found])
        impacts = np.concatenate([i for _, i in found]) * np.float32(_PART_WEIGHT / max(len(found), 1) ** 0.5)
        unique, inverse = np.unique(documents, return_inverse=True)
        summed = np.bincount(inverse, weights=impacts, minlength=len(unique)).astype(np.float32)
        return _widest([whole, (unique.astype(np.int32), summed)])

    def _likeness(self, text: str) -> str | None:
        """The known word that ``text`` most likely misspells, if there is one close enough."""
        from rapidfuzz import fuzz, process

        near = [w for w in self.compounds | self.terms.terms.keys() if abs(len(w) - len(text)) <= 2 and w.isalpha()]
        best = process.extractOne(text, near, scorer=fuzz.ratio, score_cutoff=_TYPO_SIMILARITY)
        return str(best[0]) if best else None


def _widest(found: Iterable[tuple[Ints, Floats] | None]) -> tuple[Ints, Floats]:
    """Several postings as one: all their documents, each with its largest impact."""
    some = [f for f in found if f is not None and len(f[0])]
    if not some:
        return _NOWHERE
    if len(some) == 1:
        return some[0]
    documents = np.concatenate([d for d, _ in some])
    impacts = np.concatenate([i for _, i in some])
    order = np.lexsort((-impacts, documents))
    documents, impacts = documents[order], impacts[order]
    first = np.concatenate(([True], documents[1:] != documents[:-1]))
    return documents[first], impacts[first]


def _term_words(term: IndexTerm) -> list[str]:
    words = [w for w in dict.fromkeys(tokens(term.term)) if w not in STOP_WORDS] or tokens(term.term)
    return list(dict.fromkeys(stem(word, term.language) for word in words))


def _whole_terms(
    words_of: Sequence[list[str]], index: Sequence[tuple[IndexTerm, object]], known: frozenset[str]
) -> Postings:
    """An index over terms in which a word's impact is its rarity, and a compound's parts stand for a share of it."""
    whole = build([{"term": words} for words in words_of], {"term": 1.0})
    parts: dict[str, list[tuple[int, float]]] = {}
    split: dict[str, tuple[str, ...]] = {}
    for number, (term, _) in enumerate(index):
        if term.language not in ("nl", "de"):
            continue
        for word in tokens(term.term):
            if len(word) <= _LONGEST_SIMPLE:
                continue
            if word not in split:
                split[word] = split_compound(word, known)
            rarity = float(whole.rarity[whole.terms[stem(word, term.language)]]) if split[word] else 0.0
            for part in split[word]:
                share = rarity * _PART_WEIGHT * len(part) / len(word)
                parts.setdefault(stem(part, term.language), []).append((number, share))
    return _merged(whole, parts)


def _merged(whole: Postings, parts: dict[str, list[tuple[int, float]]]) -> Postings:
    terms = dict(whole.terms)
    for part in parts:
        terms.setdefault(part, len(terms))
    documents, impacts, counts = [], [], []
    rarity = np.zeros(len(terms), dtype=np.float32)
    rarity[: len(whole.rarity)] = whole.rarity
    for term, number in terms.items():
        own = whole.posting(term)
        base = (own[0], np.full(len(own[0]), rarity[number], dtype=np.float32)) if own else None
        more = parts.get(term)
        if more:
            extra = (np.asarray([n for n, _ in more], np.int32), np.asarray([s for _, s in more], np.float32))
            base = _widest([base, extra])
            if not own:
                rarity[number] = np.log1p((whole.size - len(base[0]) + 0.5) / (len(base[0]) + 0.5))
        assert base is not None
        documents.append(base[0])
        impacts.append(base[1])
        counts.append(len(base[0]))
    return Postings(
        terms=terms,
        pointers=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        documents=np.concatenate(documents) if documents else _NOWHERE[0],
        impacts=np.concatenate(impacts) if impacts else _NOWHERE[1],
        rarity=rarity,
        size=whole.size,
    )


def _documents(
    flat: Sequence[tuple[Entry, str]],
    codes: Sequence[tuple[int, str]],
    words_of: Sequence[list[str]],
    index: Sequence[tuple[IndexTerm, tuple[int, ...]]],
) -> list[dict[str, list[str]]]:
    """The fields of every provision. Decontrol notes are left out: they name what the provision is not about."""
    terms_at: list[list[str]] = [[] for _ in codes]
    for words, (_, at) in zip(words_of, index, strict=True):
        for number in at:
            terms_at[number].extend(words)
    place = {code: number for number, code in enumerate(codes)}
    documents: list[dict[str, list[str]]] = []
    for (entry, language), (which, _), terms in zip(flat, codes, terms_at, strict=True):
        parent = entry.code.parent
        above = documents[place[which, str(parent)]] if parent is not None else {}
        notes = " ".join(note.text for note in entry.notes if NoteEffect.DECONTROL not in note.effects)
        documents.append(
            {
                "own": _stemmed(entry.text, language),
                "above": [*above.get("above", ()), *above.get("own", ())],
                "notes": _stemmed(notes, language),
                "terms": terms,
                "terms_above": [*above.get("terms_above", ()), *above.get("terms", ())],
            }
        )
    return documents


def _stemmed(text: str, language: str) -> list[str]:
    return [stem(w, language) for w in tokens(text) if w not in STOP_WORDS and not w.isdecimal() and len(w) > 1]
