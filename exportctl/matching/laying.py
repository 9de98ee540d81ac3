"""Control lists and the goods index laid out in arrays, ready for the matching core and for the cache.

A *row* is one term of the goods index at one provision; the rows of the false friends follow them. A row's words weigh
what they are rare; a Dutch or German compound also stands under its two parts, each with its share.
"""

import gc
import re
from collections.abc import Container, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.matching.goods_words import GoodsWords, goods_words
from exportctl.matching.index import Floats, Ints, Postings, build
from exportctl.matching.own_names import own_names
from exportctl.matching.vocabulary import STOP_WORDS, stem, tokens
from exportctl.model import ControlList, Entry, NoteEffect

__all__ = ["Laid", "as_indexed", "lay_out"]

_PROVISION_FIELDS = {"own": 1.0, "above": 0.55, "notes": 0.35, "terms": 1.4, "terms_above": 0.5}
_ENTRY_FIELDS = {"head": 1.0, "below": 0.5, "notes": 0.25, "terms": 1.4, "parts": 0.8}
_DECONTROL_FIELDS = {"notes": 1.0}

_WASSENAAR = re.compile(r"(\d)\.([A-E])\.(\d{1,3})(?![^.])")
_GERMAN_MUNITIONS = re.compile(r"00(\d\d)(?![^.])")

_Flat = Sequence[tuple[int, str, Entry, str]]
_Document = dict[str, list[str]]
_Places = dict[tuple[int, str], int]


@attrs.frozen(eq=False, kw_only=True)
class Laid:
    """The arrays. ``codes`` numbers the provisions; ``entries_at`` numbers the entries by their place among them.

    Of each row: ``row_terms`` its term's number in ``texts``, ``row_entries`` and ``row_provisions`` where it stands
    (-1 for a false friend), ``row_ranks`` its place among the term's codes, ``row_sizes`` its words' summed rarity,
    ``row_heads`` and ``row_lasts`` the number of its head noun and of that noun's last part (-1 where there is none).
    ``friends_from`` is the first row of a false friend; ``own_from`` the first of ``texts`` that the law itself says.
    ``unindexed`` tells the entries that the goods index has no term for.
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
    own_from: int
    unindexed: NDArray[np.bool_]


def lay_out(lists: Sequence[ControlList], goods: GoodsWords | None = None) -> Laid:
    """``lists`` and the terms of the goods index (or of ``goods``) that stand at their provisions, laid out."""
    # Hundreds of thousands of short lists come to life at once: the collector would walk them over and over.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _lay_out(lists, goods or goods_words())
    finally:
        if collecting:
            gc.enable()


def _lay_out(lists: Sequence[ControlList], goods: GoodsWords) -> Laid:
    flat = [(which, str(e.code), e, c.source.language) for which, c in enumerate(lists) for e in c.walk()]
    place: _Places = {}
    for number, (which, code, _, _) in enumerate(flat):
        place.setdefault((which, code), number)  # a damaged list may have a code twice
    for number, (which, code, _, _) in enumerate(flat):
        place.setdefault((which, as_indexed(code)), number)
    own_from = len(goods.texts)
    indexed = {code.partition(".")[0] for codes in goods.codes for code in codes.split()}
    goods = goods.with_names(_own_names(flat, indexed))
    entry_at = [place[which, entry.code.head] for which, _, entry, _ in flat]
    entries_at, entry_of = np.unique(np.asarray(entry_at, dtype=np.int32), return_inverse=True)
    rows = [
        (number, provision, rank)
        for number, codes in enumerate(goods.codes)
        for rank, code in enumerate(codes.split())
        for which in range(len(lists))
        if (provision := place.get((which, code))) is not None
    ]
    terms_at = np.asarray(rows, dtype=np.int64).reshape(-1, 3).T
    friends = np.asarray([number for number, codes in enumerate(goods.codes) if not codes], dtype=np.int64)
    owners = np.concatenate([terms_at[0], friends])
    outside = np.full(len(friends), -1)
    provisions, entries, decontrols = _documents(flat, place, entry_of, len(entries_at), terms_at, goods)
    terms, sizes = _rows_of(owners, goods)
    return Laid(
        provisions=build(provisions, _PROVISION_FIELDS),
        entries=build(entries, _ENTRY_FIELDS),
        decontrols=build(decontrols, _DECONTROL_FIELDS),
        terms=terms,
        codes=tuple((which, code) for which, code, _, _ in flat),
        entry_of=entry_of.astype(np.int32),
        entries_at=entries_at,
        texts=goods.texts,
        term_codes=goods.codes,
        row_terms=owners.astype(np.int32),
        row_entries=np.concatenate([entry_of[terms_at[1]], outside]).astype(np.int32),
        row_provisions=np.concatenate([terms_at[1], outside]).astype(np.int32),
        row_ranks=np.concatenate([terms_at[2], outside * 0]).astype(np.int32),
        row_sizes=sizes,
        row_heads=goods.heads[owners],
        row_lasts=goods.lasts[owners],
        firsts=goods.firsts,
        lasts=goods.lasts_known,
        spellings=goods.spellings,
        rarest=float(np.log1p(len(owners) + 1)),
        friends_from=len(rows),
        own_from=own_from,
        unindexed=np.asarray(
            [
                as_indexed(code) not in indexed and not entry.not_used
                for _, code, entry, _ in map(flat.__getitem__, entries_at)
            ],
            dtype=bool,
        ),
    )


def as_indexed(code: str) -> str:
    """``code`` as the goods index writes it: 3.A.1 of Wassenaar is 3A001, 0006 of the German list is ML6."""
    if found := _WASSENAAR.match(code):
        return f"{found[1]}{found[2]}{int(found[3]):03d}{code[found.end() :]}"
    found = _GERMAN_MUNITIONS.match(code)
    return f"ML{int(found[1])}{code[found.end() :]}" if found else code


def _own_names(flat: _Flat, indexed: Container[str]) -> list[tuple[str, str, str]]:
    """The law's own names for the goods of each entry that the goods index has no term for: code, language, name."""
    names = (
        (code, language, name)
        for _, code, entry, language in flat
        if as_indexed(entry.code.head) not in indexed
        for name in own_names(entry.text)
    )
    return list(dict.fromkeys(names))


def _rows_of(owners: NDArray[np.int64], goods: GoodsWords) -> tuple[Postings, Floats]:
    """The postings over rows, and what the words of each row weigh together."""
    size = len(owners)
    words_at, rows_at = _spread(owners, goods.stems, goods.starts)
    counts = np.bincount(words_at, minlength=len(goods.words))
    rarity = np.log1p((size - counts + 0.5) / (counts + 0.5))
    sizes = np.bincount(rows_at, weights=rarity[words_at], minlength=size).astype(np.float32)
    parts_from = np.searchsorted(goods.part_terms, np.arange(len(goods.codes) + 1))
    parts_at, part_rows = _spread(owners, np.arange(len(goods.part_terms)), parts_from)
    postings = _strongest(
        np.concatenate([words_at, goods.part_words[parts_at]]),
        np.concatenate([rows_at, part_rows]),
        np.concatenate([rarity[words_at], goods.part_shares[parts_at] * rarity[goods.part_wholes[parts_at]]]),
        {word: number for number, word in enumerate(goods.words)},
        size,
    )
    return postings, sizes


def _spread(
    owners: NDArray[np.int64], values: NDArray[np.int64], starts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The values of each owner, one owner after the other, and beside each value the place of its owner."""
    lengths = starts[owners + 1] - starts[owners]
    ends = np.cumsum(lengths)
    within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    return values[np.repeat(starts[owners], lengths) + within], np.repeat(np.arange(len(owners)), lengths)


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


def _documents(
    flat: _Flat,
    place: _Places,
    entry_of: NDArray[np.int64],
    entries: int,
    terms_at: NDArray[np.int64],
    goods: GoodsWords,
) -> tuple[list[_Document], list[_Document], list[_Document]]:
    """The fields of every provision, of every entry, and of every entry's decontrol notes.

    Decontrol notes stand apart: they name what a provision is not about.
    """
    terms: list[list[str]] = [[] for _ in flat]
    at_entry: list[_Document] = [
        {"head": [], "below": [], "notes": [], "terms": [], "parts": []} for _ in range(entries)
    ]
    decontrols: list[_Document] = [{"notes": []} for _ in range(entries)]
    stems = goods.stems_of()
    parts: list[list[str]] = [[] for _ in goods.codes]
    for number, word in zip(goods.part_terms.tolist(), goods.part_words.tolist(), strict=True):
        parts[number].append(goods.words[word])
    for number, provision in zip(terms_at[0].tolist(), terms_at[1].tolist(), strict=True):
        terms[provision] += stems[number]
        whole = at_entry[entry_of[provision]]
        whole["terms"] += stems[number]
        whole["parts"] += parts[number]
    documents: list[_Document] = []
    for number, (which, _, entry, language) in enumerate(flat):
        parent = entry.code.parent
        over = place.get((which, str(parent)), number)
        above = documents[over] if over < number else {}
        kept = " ".join(note.text for note in entry.notes if NoteEffect.DECONTROL not in note.effects)
        own, notes = _stemmed(entry.text, language), _stemmed(kept, language)
        documents.append(
            {
                "own": own,
                "above": [*above.get("above", ()), *above.get("own", ())],
                "notes": notes,
                "terms": terms[number],
                "terms_above": [*above.get("terms_above", ()), *above.get("terms", ())],
            }
        )
        whole = at_entry[entry_of[number]]
        whole["head" if parent is None else "below"] += own
        whole["notes"] += notes
        out = " ".join(note.text for note in entry.notes if NoteEffect.DECONTROL in note.effects)
        decontrols[entry_of[number]]["notes"] += _stemmed(out, language)
    return documents, at_entry, decontrols


def _stemmed(text: str, language: str) -> list[str]:
    return [stem(w, language) for w in tokens(text) if w not in STOP_WORDS and not w.isdecimal() and len(w) > 1]
