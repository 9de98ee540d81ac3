"""Control lists and the goods index laid out in arrays, ready for the matching core and for the cache.

A *row* is one term of the goods index at one provision; the rows of the false friends follow them. A row's words weigh
what they are rare; a Dutch or German compound also stands under its two parts, each with its share.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.descriptions import head_of
from exportctl.goods_index import IndexTerm, everyday_goods, false_friends, index_terms
from exportctl.index import Floats, Ints, Postings, build
from exportctl.model import ControlList, Entry, NoteEffect
from exportctl.vocabulary import LANGUAGES, STOP_WORDS, fold, split_compound, stem, stem_all, tokens

__all__ = ["Laid", "lay_out"]

_PROVISION_FIELDS = {"own": 1.0, "above": 0.55, "notes": 0.35, "terms": 1.4, "terms_above": 0.5}
_ENTRY_FIELDS = {"head": 1.0, "below": 0.5, "notes": 0.25, "terms": 1.4, "parts": 0.8}
_DECONTROL_FIELDS = {"notes": 1.0}
_SHARES = (0.36, 0.44)
_LONGEST_SIMPLE = 7
_COMPOUNDING = ("nl", "de")


@attrs.frozen(eq=False, kw_only=True)
class Laid:
    """The arrays. ``codes`` numbers the provisions; ``entries_at`` numbers the entries by their place among them.

    Of each row: ``row_terms`` its term's number in ``texts``, ``row_entries`` and ``row_provisions`` where it
    stands (-1 for a false friend), ``row_ranks`` its place among the term's codes, ``row_sizes`` its words' summed
    rarity, ``row_heads`` and ``row_lasts`` the number of its head noun and of that noun's last part (-1 where there is none). ``friends_from`` is the first row
    of a false friend.
    """

    provisions: Postings
    entries: Postings
    decontrols: Postings
    terms: Postings
    codes: tuple[tuple[int, str], ...]
    entry_of: Ints
    entries_at: Ints
    texts: tuple[str, ...]
    term_codes: tuple[str, ...]
    row_terms: Ints
    row_entries: Ints
    row_provisions: Ints
    row_ranks: Ints
    row_sizes: Floats
    row_heads: Ints
    row_lasts: Ints
    firsts: frozenset[str]
    lasts: frozenset[str]
    spellings: tuple[str, ...]
    rarest: float
    friends_from: int


def lay_out(lists: Sequence[ControlList]) -> Laid:
    """``lists`` and the terms of the goods index that stand at their provisions, laid out."""
    flat = [(which, str(e.code), e, c.source.language) for which, c in enumerate(lists) for e in c.walk()]
    place: dict[str, int] = {}
    for number, (_, code, _, _) in enumerate(flat):
        place.setdefault(code, number)
    entry_at = [place[entry.code.head] for _, _, entry, _ in flat]
    entries_at, entry_of = np.unique(np.asarray(entry_at, dtype=np.int32), return_inverse=True)
    index = [(term, at) for term in index_terms() if (at := tuple(place[c] for c in term.codes if c in place))]
    friends = [IndexTerm((), f.language, f.term, "false friend") for f in (*false_friends(), *everyday_goods())]
    terms_at = [*(term for term, _ in index), *friends]
    # All terms are folded in one go: a hundred thousand small calls would take longer than all the rest.
    folded = [tokens(line) for line in fold("\n".join(term.term for term in terms_at)).split("\n")]
    known = _words_known(terms_at, folded)
    words = [_words_of(term.language, names, known) for term, names in zip(terms_at, folded, strict=True)]
    rows = [(number, provision, rank) for number, (_, at) in enumerate(index) for rank, provision in enumerate(at)]
    provisions, entries, decontrols = _documents(flat, place, entry_of, len(entries_at), rows, words)
    owners = [number for number, _, _ in rows] + list(range(len(index), len(index) + len(friends)))
    terms, sizes, heads, last_heads = _rows_of(owners, words)
    outside = [-1] * len(friends)
    return Laid(
        provisions=build(provisions, _PROVISION_FIELDS),
        entries=build(entries, _ENTRY_FIELDS),
        decontrols=build(decontrols, _DECONTROL_FIELDS),
        terms=terms,
        codes=tuple((which, code) for which, code, _, _ in flat),
        entry_of=entry_of.astype(np.int32),
        entries_at=entries_at,
        texts=tuple(term.term for term, _ in index) + tuple(term.term for term in friends),
        term_codes=tuple(" ".join(term.codes) for term, _ in index),
        row_terms=np.asarray(owners, dtype=np.int32),
        row_entries=np.asarray([entry_of[p] for _, p, _ in rows] + outside, dtype=np.int32),
        row_provisions=np.asarray([p for _, p, _ in rows] + outside, dtype=np.int32),
        row_ranks=np.asarray([rank for _, _, rank in rows] + [0] * len(friends), dtype=np.int32),
        row_sizes=sizes,
        row_heads=heads,
        row_lasts=last_heads,
        firsts=known.firsts,
        lasts=known.lasts,
        spellings=known.spellings,
        rarest=float(np.log1p(len(owners) + 1)),
        friends_from=len(rows),
    )


class _Words(NamedTuple):
    """A term's stems, the shares of its compounds' parts, its head noun, and that noun's last part."""

    stems: list[str]
    parts: list[tuple[str, str, float]]
    head: str
    last: str


class _Known(NamedTuple):
    """All words of the index as they are spelt, their stems by language, and what compounds begin and end with."""

    spellings: tuple[str, ...]
    stems: dict[str, dict[str, str]]
    firsts: frozenset[str]
    lasts: frozenset[str]
    parts: dict[str, tuple[str, str] | None]


def _words_of(language: str, folded: list[str], known: _Known) -> _Words:
    words = [w for w in dict.fromkeys(folded) if w not in STOP_WORDS] or folded
    noun = head_of(folded, language)
    stems = known.stems[language]
    parts: list[tuple[str, str, float]] = []
    last = ""
    if language in _COMPOUNDING:
        for word in words:
            if found := known.parts.get(word):
                whole = stems[word]
                parts += ((whole, stem(found[0], language), _SHARES[0]), (whole, found[1], _SHARES[1]))
                last = found[1] if word == noun else last
    return _Words([stems[w] for w in words], parts, stems.get(noun, noun), last)


def _words_known(terms: Sequence[IndexTerm], folded: Sequence[list[str]]) -> _Known:
    spelt: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for term, words in zip(terms, folded, strict=True):
        spelt[term.language].update(words)
    ordered = {language: sorted(words) for language, words in spelt.items()}
    stems = {language: dict(zip(words, stem_all(words, language), strict=True)) for language, words in ordered.items()}
    compounding = [(language, w) for language in _COMPOUNDING for w in ordered[language] if w.isalpha()]
    firsts = frozenset(w for _, w in compounding if len(w) > 2) - STOP_WORDS
    lasts = frozenset(s for language, w in compounding if len(s := stems[language][w]) > 3) - STOP_WORDS
    long = {w for _, w in compounding if len(w) > _LONGEST_SIMPLE}
    parts = {word: split_compound(word, firsts, lasts) for word in long}
    spellings = sorted({w for words in spelt.values() for w in words if len(w) > 2 and w.isalpha()})
    return _Known(tuple(spellings), stems, firsts, lasts, parts)


def _rows_of(owners: Sequence[int], words: Sequence[_Words]) -> tuple[Postings, Floats, Ints, Ints]:
    """The postings over rows, the rows' sizes, and the numbers of their head nouns and of those nouns' last parts."""
    numbering: defaultdict[str, int] = defaultdict()
    numbering.default_factory = numbering.__len__
    stems = [np.asarray([numbering[s] for s in dict.fromkeys(w.stems)], dtype=np.int64) for w in words]
    lengths = np.asarray([len(stems[o]) for o in owners])
    tokens_at = np.concatenate([stems[o] for o in owners])
    rows_at = np.repeat(np.arange(len(owners)), lengths)
    counts = np.bincount(tokens_at)
    size = len(owners)
    rarity = np.log1p((size - counts + 0.5) / (counts + 0.5))
    sizes = np.bincount(rows_at, weights=rarity[tokens_at], minlength=size).astype(np.float32)
    part_tokens, part_rows, part_impacts = [], [], []
    for row, owner in enumerate(owners):
        for whole, part, share in words[owner].parts:
            part_tokens.append(numbering[part])
            part_rows.append(row)
            part_impacts.append(share * rarity[numbering[whole]])
    postings = _strongest(
        np.concatenate([tokens_at, np.asarray(part_tokens, dtype=np.int64)]),
        np.concatenate([rows_at, np.asarray(part_rows, dtype=np.int64)]),
        np.concatenate([rarity[tokens_at], np.asarray(part_impacts, dtype=np.float64)]),
        dict(numbering),
        size,
    )
    heads = np.asarray([numbering.get(words[o].head, -1) for o in owners], dtype=np.int32)
    lasts = np.asarray([numbering.get(words[o].last, -1) if words[o].last else -1 for o in owners], dtype=np.int32)
    return postings, sizes, heads, lasts


def _strongest(
    words: NDArray[np.int64], rows: NDArray[np.int64], impacts: NDArray[np.float64], terms: dict[str, int], size: int
) -> Postings:
    """Postings in which a word that stands at a row in several ways counts once, with its largest impact."""
    order = np.lexsort((-impacts, rows, words))
    words, rows, impacts = words[order], rows[order], impacts[order]
    first = np.concatenate(([True], (words[1:] != words[:-1]) | (rows[1:] != rows[:-1])))
    words, rows, impacts = words[first], rows[first], impacts[first]
    counts = np.bincount(words, minlength=len(terms))
    return Postings(
        terms=terms,
        pointers=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        documents=rows.astype(np.int32),
        impacts=impacts.astype(np.float32),
        rarity=np.log1p((size - counts + 0.5) / (counts + 0.5)).astype(np.float32),
        size=size,
    )


_Flat = Sequence[tuple[int, str, Entry, str]]
_Document = dict[str, list[str]]


def _documents(
    flat: _Flat,
    place: dict[str, int],
    entry_of: NDArray[np.int64],
    entries: int,
    rows: Sequence[tuple[int, int, int]],
    words: Sequence[_Words],
) -> tuple[list[_Document], list[_Document], list[_Document]]:
    """The fields of every provision, of every entry, and of every entry's decontrol notes.

    Decontrol notes stand apart: they name what a provision is not about.
    """
    terms_at: list[list[str]] = [[] for _ in flat]
    at_entry: list[_Document] = [
        {"head": [], "below": [], "notes": [], "terms": [], "parts": []} for _ in range(entries)
    ]
    decontrols: list[_Document] = [{"notes": []} for _ in range(entries)]
    for number, provision, _ in rows:
        terms_at[provision].extend(words[number].stems)
        whole = at_entry[entry_of[provision]]
        whole["terms"].extend(words[number].stems)
        whole["parts"].extend(part for _, part, _ in words[number].parts)
    documents: list[_Document] = []
    for number, (_, _, entry, language) in enumerate(flat):
        parent = entry.code.parent
        above = documents[place[str(parent)]] if parent is not None else {}
        kept = " ".join(note.text for note in entry.notes if NoteEffect.DECONTROL not in note.effects)
        own, notes = _stemmed(entry.text, language), _stemmed(kept, language)
        documents.append(
            {
                "own": own,
                "above": [*above.get("above", ()), *above.get("own", ())],
                "notes": notes,
                "terms": terms_at[number],
                "terms_above": [*above.get("terms_above", ()), *above.get("terms", ())],
            }
        )
        whole = at_entry[entry_of[number]]
        whole["head" if parent is None else "below"].extend(own)
        whole["notes"].extend(notes)
        out = " ".join(note.text for note in entry.notes if NoteEffect.DECONTROL in note.effects)
        decontrols[entry_of[number]]["notes"].extend(_stemmed(out, language))
    return documents, at_entry, decontrols


def _stemmed(text: str, language: str) -> list[str]:
    return [stem(w, language) for w in tokens(text) if w not in STOP_WORDS and not w.isdecimal() and len(w) > 1]
