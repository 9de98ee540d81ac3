"""What the engine knows of a description, and the pool of entries that are worth a closer look.

One pass over the postings of the description's words gives scores of provisions, entries and rows of the goods index;
the pool are the entries of the best of each, with the row that is most like the description.
"""

import re
from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.goods import Goods
from exportctl.matching.cues import asked_groups, military_cue
from exportctl.matching.descriptions import Description, read
from exportctl.matching.fitting import Fitting, fit
from exportctl.matching.index import Floats, Ints
from exportctl.matching.search import Engine
from exportctl.matching.words import Word
from exportctl.model import ControlList

__all__ = ["HEAD_BONUS", "Pool", "Query", "evidence"]

_ROWS_LOOKED_AT = 150
_ENTRIES_LOOKED_AT = 25
_PROVISIONS_LOOKED_AT = 60
_FITTED = 4
HEAD_BONUS = 0.25
_NAME = 0.95
_NAME_ONLY = 0.9
_DIGIT = re.compile(r"\d")

Values = NDArray[Any]
Numbers = NDArray[np.int64]


@attrs.frozen(eq=False, kw_only=True)
class Query:
    """A description prepared for scoring. ``size`` is the weight of all its words, ``known`` that of the known ones.

    ``name_size`` is the weight of the words of the first phrase, which names the goods. ``explained`` is, for every
    entry, the weight of the words that the entry knows, and ``decontrols`` the share of the words that notes have which
    take goods out of it. ``called`` is how many terms of every entry, and last of goods that no list names, have the
    description's head noun.
    """

    goods: Goods
    text: str
    read: Description
    words: tuple[tuple[Word, float], ...]
    head: Word | None
    first: Word | None
    size: float
    known: float
    name_size: float
    provisions: Values
    entries: Values
    explained: Values
    decontrols: Values
    called: Values
    friend: int
    friend_likeness: float
    groups: frozenset[str]
    military: str

    @property
    def of_known(self) -> float:
        """The share of the known words: standing among entries says little where none of them knows some words."""
        return min(self.known / self.size, 1.0)


@attrs.frozen(eq=False, kw_only=True)
class Pool:
    """The entries looked at: their numbers, the best provision and the best row of the goods index (-1: none) of each.

    ``likeness`` is how much that row and the description are the same, ``covers`` how much of the description the row
    explains and ``names`` how much of its first phrase; ``covered`` is how much of the row the description names and
    ``named`` how much its first phrase alone; ``heads`` whether their head nouns agree. ``term_standing`` is
    how near the row comes to the one most like the description, ``entry_standing`` how near the entry comes to the one
    that shares most words; both say little where the description has words that no entry knows. ``fittings`` are how
    figures meet the limits of the likeliest entries, by their place.
    """

    entries: Numbers
    provisions: Numbers
    rows: Numbers
    likeness: Values
    covers: Values
    names: Values
    named: Values
    covered: Values
    heads: Values
    term_standing: Values
    entry_standing: Values
    fittings: dict[int, Fitting]


def evidence(engine: Engine, lists: Sequence[ControlList], goods: object) -> tuple[Query, Pool]:
    """What the engine knows of ``goods``, and the entries worth a closer look."""
    goods = goods if isinstance(goods, Goods) else Goods(str(goods))
    said = read(goods.description)
    words = tuple((word, one.weight * word.share) for one in said.words for word in [engine.word(one.text)])
    provisions, entries, explained, decontrols = engine.add_up(words)
    decontrols /= engine.laid.rarest * sum(one.weight for one in said.words) or 1.0
    size = sum(word.weight * weight for word, weight in words) or 1.0
    name_size = sum(word.weight * weight for word, weight in words if weight >= _NAME) or size
    rows = _rows(engine, words, size, name_size)
    first_friend = int(rows.numbers.searchsorted(engine.laid.friends_from))
    friend, friend_likeness = _friend(engine, rows.part(slice(first_friend, None)))
    head, first = (engine.word(noun) if noun else None for noun in (said.head, said.first))
    called = np.zeros(len(entries) + 1)
    for noun in {word.text: word for word in (head, first) if word is not None}.values():
        called += engine.named(noun)
    query = Query(
        goods=goods,
        text=goods.description,
        read=said,
        words=words,
        head=head,
        first=first,
        size=size,
        known=sum(word.known * weight for word, weight in words),
        name_size=name_size,
        provisions=provisions,
        entries=entries,
        explained=explained,
        decontrols=decontrols,
        called=called,
        friend=friend,
        friend_likeness=friend_likeness,
        groups=asked_groups(said),
        military=military_cue(said),
    )
    return query, _pool(engine, lists, query, rows.part(slice(first_friend)))


@attrs.frozen(eq=False)
class _Rows:
    """Rows of the goods index, in order: the weight of the words that each shares with the description, of those that
    it shares with its first phrase, and how much it and the description, or that phrase alone, are the same.
    """

    numbers: Ints
    shared: Floats
    named: Floats
    likeness: Floats

    def part(self, which: slice | Numbers) -> "_Rows":
        return _Rows(self.numbers[which], self.shared[which], self.named[which], self.likeness[which])


def _rows(engine: Engine, words: Sequence[tuple[Word, float]], size: float, name_size: float) -> _Rows:
    """All rows that share a word with the description."""
    numbers, shared, named = engine.rows_of(words, _NAME)
    sizes = engine.laid.row_sizes[numbers]
    of_all = 2 * shared / (sizes + np.float32(size))
    of_name = 2 * named / (sizes + np.float32(name_size))
    likeness = np.minimum(np.maximum(of_all, np.float32(_NAME_ONLY) * of_name), np.float32(1.0))
    return _Rows(numbers, shared, named, likeness)


def _friend(engine: Engine, rows: _Rows) -> tuple[int, float]:
    """The false friend most like the description, and how like; (-1, 0) where none shares a word."""
    if not len(rows.numbers):
        return -1, 0.0
    best = int(rows.likeness.argmax())
    return int(rows.numbers[best]) - engine.laid.friends_from, float(rows.likeness[best])


def _pool(engine: Engine, lists: Sequence[ControlList], query: Query, rows: _Rows) -> Pool:
    """The entries of the best rows, of the best words overall, and of the best provisions."""
    laid = engine.laid
    if len(rows.numbers) > _ROWS_LOOKED_AT:
        best = (-rows.likeness).argpartition(_ROWS_LOOKED_AT)[:_ROWS_LOOKED_AT]
        best.sort()
        rows = rows.part(best)
    heads = _head_agreement(engine, query, rows.numbers)
    usual = engine.row_usual[rows.numbers]
    order = (-rows.likeness * (1 + HEAD_BONUS * heads) * usual).argsort(kind="stable")[::-1]
    likeliest = np.full(len(laid.entries_at), -1)
    likeliest[laid.row_entries[rows.numbers[order]]] = order  # the last written is the likeliest
    looked = likeliest >= 0
    provisions = _best(query.provisions, _PROVISIONS_LOOKED_AT)
    looked[laid.entry_of[provisions]] = True
    looked[_best(query.entries, _ENTRIES_LOOKED_AT)] = True
    entries = looked.nonzero()[0]
    picked = likeliest[entries]
    row = np.where(picked < 0, -1, rows.numbers[picked]) if len(rows.numbers) else picked
    shown = _provisions(engine, query, provisions, entries, row)

    sizes = laid.row_sizes[rows.numbers]
    of_rows = np.zeros(
        (7, len(rows.numbers) + 1)
    )  # the last column is that of an entry without a row, whose place is -1
    of_rows[0, :-1] = rows.likeness
    of_rows[1, :-1] = rows.likeness * usual
    of_rows[2, :-1] = heads
    of_rows[3:, :-1] = np.minimum(
        (rows.shared / query.size, rows.named / query.name_size, rows.named / sizes, rows.shared / sizes), 1.0
    )
    plain, likeness, agreed, covers, names, named, covered = of_rows[:, picked]
    known = query.of_known
    rank = likeness * (1 + HEAD_BONUS * agreed)
    term_standing = rank * (known / (float(rank.max(initial=0.0)) or 1.0))
    entry_standing = query.entries[entries] * (known / (float(query.entries.max()) or 1.0))
    fittings = _fittings(engine, lists, query, entries, plain, shown)
    for place, found in fittings.items():
        which, around = _around(engine, int(shown[place]))
        if found.met and found.provision.startswith(around):
            shown[place] = engine.numbers[which, found.provision]  # of neighbours, the one that the figures meet
    return Pool(
        entries=entries,
        provisions=shown,
        rows=row,
        likeness=likeness,
        covers=covers,
        names=names,
        named=named,
        covered=covered,
        heads=agreed,
        term_standing=term_standing,
        entry_standing=entry_standing,
        fittings=fittings,
    )


def _around(engine: Engine, provision: int) -> tuple[int, str]:
    """The list that ``provision`` stands in, and the code of the one above it, or its own where it has none above."""
    which, code = engine.laid.codes[provision]
    return which, code.rpartition(".")[0] or code


def _fittings(
    engine: Engine,
    lists: Sequence[ControlList],
    query: Query,
    entries: Numbers,
    likeness: Values,
    shown: Numbers,
) -> dict[int, Fitting]:
    """How the figures of the description meet the limits of the entries whose words fit best, by their place."""
    goods = query.goods
    if not len(entries) or not (goods.stated or _DIGIT.search(query.text)) or not goods.kinds:
        return {}
    words = query.entries[entries]
    standing = likeness / (float(likeness.max()) or 1.0) + words / (float(words.max()) or 1.0)
    laid = engine.laid
    found = {}
    for place in np.argsort(-standing, kind="stable")[:_FITTED].tolist():
        which, code = laid.codes[int(laid.entries_at[entries[place]])]
        around = _around(engine, int(shown[place]))[1]
        fitted = fit(lists[which], code, goods, engine.scores_in(which, query.provisions, around))
        if fitted is not None:
            found[place] = fitted
    return found


def _best(scores: Values, limit: int) -> Numbers:
    """The places of the ``limit`` largest scores above 0, largest first."""
    some = (scores > 0).nonzero()[0]
    lost = -scores[some]
    if len(some) > limit:
        best = lost.argpartition(limit)[:limit]
        best.sort()
        some, lost = some[best], lost[best]
    return some[lost.argsort(kind="stable")]


def _provisions(engine: Engine, query: Query, likely: Numbers, entries: Numbers, rows: Numbers) -> Numbers:
    """The provision of each entry to show: the one that its trade term in ``rows`` stands for, unless other words of
    the entry fit one below it better; without a term the one that words fit best, the first of the ``likely``.
    """
    laid = engine.laid
    best = np.full(len(laid.entries_at), -1)
    some = likely[::-1]
    best[laid.entry_of[some]] = some
    best = best[entries]
    own = laid.row_provisions[rows] if len(laid.row_provisions) else best
    below = (best >= own) & (best < engine.ends[own]) & (query.provisions[best] > query.provisions[own])
    return np.where(rows < 0, np.where(best < 0, laid.entries_at[entries], best), np.where(below, best, own))


def _head_agreement(engine: Engine, query: Query, rows: Ints) -> Values:
    """For each of ``rows``, whether its head noun is the description's: 1, by a compound's last part 0.7, else 0."""
    laid = engine.laid
    words = (query.head, query.first)
    numbers = frozenset[int]().union(*(word.heads for word in words if word is not None and word.how != "nowhere"))
    agreement = np.zeros(len(rows))
    if numbers:
        heads, lasts = laid.row_heads[rows], laid.row_lasts[rows]
        for number in numbers:
            agreement[lasts == number] = 0.7
        for number in numbers:
            agreement[heads == number] = 1.0
    return agreement
