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

from exportctl.matching.concordance import Numbering, Numbers, Sequences, concordance, numbering, numbers_in, spoken
from exportctl.matching.goods_words import GoodsWords, goods_words
from exportctl.matching.index import Floats, Ints, Postings, build
from exportctl.matching.own_names import own_names
from exportctl.matching.vocabulary import LANGUAGES, STOP_WORDS
from exportctl.model import ControlList, Entry, NoteEffect

__all__ = ["Laid", "as_indexed", "lay_out"]

_PROVISION_FIELDS = {"own": 1.0, "above": 0.55, "notes": 0.35, "terms": 1.4, "terms_above": 0.5}
_ENTRY_FIELDS = {"head": 1.0, "below": 0.5, "notes": 0.25, "terms": 1.4, "parts": 0.8}
_DECONTROL_FIELDS = {"notes": 1.0}

_WASSENAAR = re.compile(r"(\d)\.([A-E])\.(\d{1,3})(?![^.])")
_GERMAN_MUNITIONS = re.compile(r"00(\d\d)(?![^.])")

_Flat = Sequence[tuple[int, str, Entry, str]]
_Fields = dict[str, Sequences]
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
    indexed = {code.partition(".")[0] for codes in set(goods.codes) for code in codes.split()}
    goods = goods.with_names(_own_names(flat, indexed))
    entry_at = [place[which, entry.code.head] for which, _, entry, _ in flat]
    entries_at, entry_of = np.unique(np.asarray(entry_at, dtype=np.int32), return_inverse=True)
    numbers, at, ranks = _stands(goods, place, len(lists))
    friends = np.flatnonzero(np.fromiter(map(len, goods.codes), dtype=np.int64) == 0)
    owners = np.concatenate([numbers, friends])
    outside = np.full(len(friends), -1)
    table = numbering(goods.words)
    terms, sizes = _rows_of(owners, goods, dict(table))
    provisions, entries, decontrols = _fields(flat, place, entry_of, numbers, at, goods, table)
    words = list(table)
    return Laid(
        provisions=build(words, provisions, _PROVISION_FIELDS),
        entries=build(words, entries, _ENTRY_FIELDS),
        decontrols=build(words, decontrols, _DECONTROL_FIELDS),
        terms=terms,
        codes=tuple((which, code) for which, code, _, _ in flat),
        entry_of=entry_of.astype(np.int32),
        entries_at=entries_at,
        texts=goods.texts,
        term_codes=goods.codes,
        row_terms=owners.astype(np.int32),
        row_entries=np.concatenate([entry_of[at], outside]).astype(np.int32),
        row_provisions=np.concatenate([at, outside]).astype(np.int32),
        row_ranks=np.concatenate([ranks, outside * 0]).astype(np.int32),
        row_sizes=sizes,
        row_heads=goods.heads[owners],
        row_lasts=goods.lasts[owners],
        firsts=goods.firsts,
        lasts=goods.lasts_known,
        spellings=goods.spellings,
        rarest=float(np.log1p(len(owners) + 1)),
        friends_from=len(numbers),
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


def _stands(goods: GoodsWords, place: _Places, lists: int) -> tuple[Numbers, Numbers, Numbers]:
    """Where the terms of the index stand: a term's number, a provision's, and its place among the term's codes."""
    known = numbering()
    codes = numbers_in(known, goods.codes)
    stands = [
        [
            (provision, rank)
            for rank, code in enumerate(row.split())
            for which in range(lists)
            if (provision := place.get((which, code))) is not None
        ]
        for row in known
    ]
    provisions = Sequences.of([[provision for provision, _ in found] for found in stands]).at(codes)
    ranks = Sequences.of([[rank for _, rank in found] for found in stands]).at(codes)
    return provisions.owners, provisions.values, ranks.values


def _rows_of(owners: Numbers, goods: GoodsWords, known: dict[str, int]) -> tuple[Postings, Floats]:
    """The postings over rows, and what the words of each row weigh together."""
    size = len(owners)
    stems = goods.stems.at(owners)
    counts = np.bincount(stems.values, minlength=len(goods.words))
    rarity = np.log1p((size - counts + 0.5) / (counts + 0.5))
    sizes = np.bincount(stems.owners, weights=rarity[stems.values], minlength=size).astype(np.float32)
    parts = Sequences(np.arange(len(goods.parts.values)), goods.parts.starts).at(owners)
    postings = _strongest(
        np.concatenate([stems.values, goods.parts.values[parts.values]]),
        np.concatenate([stems.owners, parts.owners]),
        np.concatenate(
            [rarity[stems.values], goods.part_shares[parts.values] * rarity[goods.part_wholes[parts.values]]]
        ),
        known,
        size,
    )
    return postings, sizes


def _strongest(
    words: Numbers, rows: Numbers, impacts: NDArray[np.float64], terms: dict[str, int], size: int
) -> Postings:
    """Postings in which a word that stands at a row in several ways counts once, with its largest impact."""
    places = words * max(size, 1) + rows
    order = np.argsort(places)
    places = places[order]
    first = np.flatnonzero(np.concatenate(([True], places[1:] != places[:-1])))
    words, rows = np.divmod(places[first], max(size, 1))
    impacts = np.maximum.reduceat(impacts[order], first)
    counts = np.bincount(words, minlength=len(terms))
    return Postings(
        terms=terms,
        pointers=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        documents=rows.astype(np.int32),
        impacts=impacts.astype(np.float32),
        rarity=np.log1p((size - counts + 0.5) / (counts + 0.5)).astype(np.float32),
        size=size,
    )


def _fields(
    flat: _Flat,
    place: _Places,
    entry_of: Numbers,
    numbers: Numbers,
    at: Numbers,
    goods: GoodsWords,
    table: Numbering,
) -> tuple[_Fields, _Fields, _Fields]:
    """The fields of every provision, of every entry, and of every entry's decontrol notes; ``table`` numbers the words.

    The term ``numbers`` stand ``at`` provisions. Decontrol notes stand apart: they name what a provision is not about.
    """
    entries = int(entry_of.max(initial=-1)) + 1
    own, kept, out = _stemmed(flat, table)
    terms = goods.stems.gathered(numbers, at, len(flat))
    over, below = _descent(flat, place)
    heads = np.asarray([not entry.code.path for _, _, entry, _ in flat], dtype=bool)
    every = np.arange(len(flat))
    provision_fields = {
        "own": own,
        "above": own.gathered(over, below, len(flat)),
        "notes": kept,
        "terms": terms,
        "terms_above": terms.gathered(over, below, len(flat)),
    }
    entry_fields = {
        "head": own.gathered(every[heads], entry_of[heads], entries),
        "below": own.gathered(every[~heads], entry_of[~heads], entries),
        "notes": kept.gathered(every, entry_of, entries),
        "terms": goods.stems.gathered(numbers, entry_of[at], entries),
        "parts": goods.parts.gathered(numbers, entry_of[at], entries),
    }
    return provision_fields, entry_fields, {"notes": out.gathered(every, entry_of, entries)}


def _descent(flat: _Flat, place: _Places) -> tuple[Numbers, Numbers]:
    """Each provision above another, from the entry downwards, and beside it the one that it stands above."""
    above: list[list[int]] = []
    for number, (which, code, entry, _) in enumerate(flat):
        over = place.get((which, code.rpartition(".")[0]), number) if entry.code.path else number
        above.append([*above[over], over] if over < number else [])
    chains = Sequences.of(above)
    return chains.values, chains.owners


def _stemmed(flat: _Flat, table: Numbering) -> tuple[Sequences, Sequences, Sequences]:
    """The stems of every provision's own words, of its notes, and of those notes that take goods out."""
    texts = [entry.text for _, _, entry, _ in flat]
    for decontrols in (False, True):
        texts += [
            " ".join(note.text for note in entry.notes if (NoteEffect.DECONTROL in note.effects) is decontrols)
            for _, _, entry, _ in flat
        ]
    numbers = {language: number for number, language in enumerate(LANGUAGES)}
    languages = np.asarray([numbers[language] for *_, language in flat] * 3, dtype=np.int64)
    said = concordance(texts)
    words = spoken(said, languages)
    telling = said.flags(lambda word: len(word) > 1 and word not in STOP_WORDS and not word.isdecimal())
    stems = Sequences(numbers_in(table, words.stems)[words.said], said.texts.starts)
    stems = stems.kept(telling[said.texts.values])
    own, kept, out = np.arange(len(texts)).reshape(3, -1)
    return stems.at(own), stems.at(kept), stems.at(out)
