"""What the engine knows of a description, and the pool of entries that are worth a closer look.

One pass over the postings of the description's words gives scores of provisions, entries and rows of the goods index;
the pool are the entries of the best of each, with the row that is most like the description.
"""

from collections.abc import Callable, Sequence
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.goods import Goods
from exportctl.matching.cues import asked_groups, military_cue
from exportctl.matching.descriptions import Description, read
from exportctl.matching.fitting import Fitting, fit
from exportctl.matching.index import Floats
from exportctl.matching.search import Engine, Word
from exportctl.matching.vocabulary import stem
from exportctl.model import ControlList

__all__ = ["HEAD_BONUS", "Pool", "Query", "evidence"]

_ROWS_LOOKED_AT = 150
_ENTRIES_LOOKED_AT = 25
_PROVISIONS_LOOKED_AT = 60
_LATER_CODE = 0.93
_FITTED = 4
HEAD_BONUS = 0.25
_NAME = 0.95
_NAME_ONLY = 0.9
_MODEL_NUMBER = 0.3
_KNOWN = {"": 1.0, "spelling": 0.8, "parts": 0.5, "elsewhere": 0.0, "nowhere": 0.0}

Values = NDArray[Any]
Numbers = NDArray[np.int64]


@attrs.frozen(eq=False, kw_only=True)
class Query:
    """A description prepared for scoring. ``size`` is the weight of all its words, ``known`` that of the known ones.

    ``name_size`` is the weight of the words of the first phrase, which names the goods. ``explained`` is, for every
    entry, the weight of the words that the entry knows, and ``decontrols`` the share of the words that notes have which
    take goods out of it.
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
    provisions: Floats
    entries: Floats
    explained: Floats
    decontrols: Floats
    friend: int
    friend_likeness: float
    groups: frozenset[str]
    military: str


@attrs.frozen(eq=False, kw_only=True)
class Pool:
    """The entries looked at: their numbers, the best provision and the best row of the goods index (-1: none) of each.

    ``likeness`` is how much that row and the description are the same, ``covers`` how much of the description the row
    explains and ``names`` how much of its first phrase; ``covered`` is how much of the row the description names and
    ``named`` how much its first phrase alone; ``heads`` whether their head nouns agree. ``fittings``
    are how figures meet the limits of the likeliest entries, by their place.
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
    fittings: dict[int, Fitting]


def evidence(engine: Engine, lists: Sequence[ControlList], goods: object) -> tuple[Query, Pool]:
    """What the engine knows of ``goods``, and the entries worth a closer look."""
    goods = goods if isinstance(goods, Goods) else Goods(str(goods))
    text = goods.description
    said = read(text)
    laid = engine.laid
    words = tuple(
        (word, _weight_of(word, said_word.weight)) for said_word in said.words for word in [engine.word(said_word.text)]
    )
    provisions, entries, rows = (np.zeros(n, dtype=np.float32) for n in _sizes(engine))
    named, explained, decontrols = (np.zeros(n, dtype=np.float32) for n in (len(rows), len(entries), len(entries)))
    for word, weight in words:
        for total, (at, impacts) in ((provisions, word.provisions), (entries, word.entries), (rows, word.rows)):
            total[at] += impacts * np.float32(weight)
        if weight >= _NAME:
            named[word.rows[0]] += word.rows[1] * np.float32(weight)
        if len(word.entries[0]):
            share = word.weight * weight * _KNOWN[word.how] / float(word.entries[1].max())
            explained[word.entries[0]] += word.entries[1] * np.float32(share)
    for said_word in said.words:
        out = laid.decontrols.posting(stem(said_word.text, "en"))
        if out is not None:
            decontrols[out[0]] += out[1] * np.float32(said_word.weight)
    decontrols /= np.float32(laid.rarest * sum(said_word.weight for said_word in said.words) or 1.0)
    size = sum(word.weight * weight for word, weight in words) or 1.0
    name_size = sum(word.weight * weight for word, weight in words if weight >= _NAME) or size
    friend, friend_likeness = _friend(
        engine, _likeness_to(engine, rows, size, named, name_size, slice(laid.friends_from, None))
    )
    query = Query(
        goods=goods,
        text=text,
        read=said,
        words=words,
        head=engine.word(said.head) if said.head else None,
        first=engine.word(said.first) if said.first else None,
        size=size,
        known=sum(word.weight * weight * _KNOWN[word.how] for word, weight in words),
        name_size=name_size,
        provisions=provisions,
        entries=entries,
        explained=explained,
        decontrols=decontrols,
        friend=friend,
        friend_likeness=friend_likeness,
        groups=asked_groups(said),
        military=military_cue(said),
    )
    return query, _pool(engine, lists, query, rows, named)


def _sizes(engine: Engine) -> tuple[int, int, int]:
    laid = engine.laid
    return len(laid.codes), len(laid.entries_at), len(laid.row_terms)


def _weight_of(word: Word, weight: float) -> float:
    """A word with figures that nothing knows is most likely a model or order number, and says little."""
    return weight * _MODEL_NUMBER if word.how == "nowhere" and not word.text.isalpha() else weight


def _likeness_to(
    engine: Engine, rows: Floats, size: float, named: Floats, name_size: float, where: Numbers | slice
) -> Floats:
    """How much the description, or its first phrase alone, and each row ``where`` of the index are the same."""
    sizes = engine.laid.row_sizes[where]
    of_all = 2 * rows[where] / (sizes + np.float32(size))
    of_name = 2 * named[where] / (sizes + np.float32(name_size))
    likeness: Floats = np.minimum(np.maximum(of_all, np.float32(_NAME_ONLY) * of_name), np.float32(1.0))
    return likeness


def _friend(engine: Engine, likeness: Floats) -> tuple[int, float]:
    """The false friend most like the description, and how like; (-1, 0) where none shares a word."""
    best = int(np.argmax(likeness)) if len(likeness) else -1
    return (best, float(likeness[best])) if best >= 0 and likeness[best] > 0 else (-1, 0.0)


def _pool(engine: Engine, lists: Sequence[ControlList], query: Query, rows: Floats, named: Floats) -> Pool:
    """The entries of the best rows, of the best words overall, and of the best provisions."""
    laid = engine.laid
    end = laid.friends_from
    touched = np.flatnonzero(rows[:end] > 0)
    shared = rows[touched]
    likeness = _likeness_to(engine, rows, query.size, named, query.name_size, touched)
    if len(touched) > _ROWS_LOOKED_AT:
        kept = np.argpartition(-likeness, _ROWS_LOOKED_AT)[:_ROWS_LOOKED_AT]
        touched, shared, likeness = touched[kept], shared[kept], likeness[kept]
    heads = _head_agreement(engine, query, touched)
    rank = np.minimum(likeness, 1.0) * (1 + HEAD_BONUS * heads) * _LATER_CODE ** laid.row_ranks[touched]
    order = np.lexsort((touched, -rank))
    of_rows, first = np.unique(laid.row_entries[touched[order]], return_index=True)
    of_words = laid.entry_of[_best(query.provisions, _PROVISIONS_LOOKED_AT)]
    entries = np.unique(np.concatenate([of_rows, of_words, _best(query.entries, _ENTRIES_LOOKED_AT)]))
    picked = np.full(len(entries), -1)
    picked[np.searchsorted(entries, of_rows)] = order[first]
    none = picked < 0
    row = np.where(none, -1, touched[picked]) if len(touched) else picked
    provisions = _provisions(engine, query, entries, row)

    def of(values: NDArray[np.float32] | Values) -> Values:
        return np.where(none, 0.0, values[picked]) if len(values) else np.zeros(len(picked))

    def around(place: int) -> str:
        code = laid.codes[int(provisions[place])][1]
        return code.rpartition(".")[0] or code

    fittings = _fittings(engine, lists, query, entries, of(likeness), around)
    for place, found in fittings.items():
        which, code = laid.codes[int(provisions[place])]
        if found.met and found.provision.startswith(code.rpartition(".")[0] or code):
            provisions[place] = engine.numbers[which, found.provision]  # of neighbours, the one that the figures meet
    return Pool(
        entries=entries,
        provisions=provisions,
        rows=row,
        likeness=of(np.minimum(likeness * _LATER_CODE ** laid.row_ranks[touched], 1.0)),
        covers=of(np.minimum(shared / np.float32(query.size), 1.0)),
        names=of(np.minimum(named[touched] / np.float32(query.name_size), 1.0)),
        named=of(np.minimum(named[touched] / laid.row_sizes[touched], 1.0)),
        covered=of(np.minimum(shared / laid.row_sizes[touched], 1.0)),
        heads=of(heads),
        fittings=fittings,
    )


def _fittings(
    engine: Engine,
    lists: Sequence[ControlList],
    query: Query,
    entries: Numbers,
    likeness: Values,
    around: Callable[[int], str],
) -> dict[int, Fitting]:
    """How the figures of the description meet the limits of the entries whose words fit best, by their place."""
    goods = query.goods
    if not len(entries) or not (goods.stated or any(c.isdigit() for c in query.text)) or not goods.kinds:
        return {}
    words = query.entries[entries]
    standing = likeness / (float(likeness.max()) or 1.0) + words / (float(words.max()) or 1.0)
    laid = engine.laid
    found = {}
    for place in np.argsort(-standing, kind="stable")[:_FITTED].tolist():
        which, code = laid.codes[int(laid.entries_at[entries[place]])]
        fitted = fit(lists[which], code, goods, engine.scores_in(which, query.provisions, around(place)))
        if fitted is not None:
            found[place] = fitted
    return found


def _best(scores: Floats, limit: int) -> Numbers:
    """The places of the ``limit`` largest scores above 0, largest first."""
    some = np.flatnonzero(scores > 0)
    if len(some) > limit:
        some = some[np.argpartition(-scores[some], limit)[:limit]]
    return some[np.lexsort((some, -scores[some]))]


def _provisions(engine: Engine, query: Query, entries: Numbers, rows: Numbers) -> Numbers:
    """The provision of each entry to show: the one that its trade term in ``rows`` stands for, unless other words of
    the entry fit one below it better; without a term the one that words fit best.
    """
    laid = engine.laid
    best = np.full(len(laid.entries_at), -1)
    some = _best(query.provisions, _PROVISIONS_LOOKED_AT)[::-1]
    best[laid.entry_of[some]] = some
    best = best[entries]
    own = laid.row_provisions[rows] if len(laid.row_provisions) else best
    below = (best >= own) & (best < engine.ends[own]) & (query.provisions[best] > query.provisions[own])
    return np.where(rows < 0, np.where(best < 0, laid.entries_at[entries], best), np.where(below, best, own))


def _head_agreement(engine: Engine, query: Query, rows: Numbers) -> Values:
    """For each of ``rows``, whether its head noun is the description's: 1, by a compound's last part 0.7, else 0."""
    laid = engine.laid
    agreement = np.zeros(len(rows))
    heads, lasts = laid.row_heads[rows], laid.row_lasts[rows]
    for word in (query.head, query.first):
        for number in word.heads if word is not None and word.how != "nowhere" else ():
            agreement = np.maximum(agreement, np.where(heads == number, 1.0, 0.7 * (lasts == number)))
    return agreement
