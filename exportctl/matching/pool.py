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


@attrs.frozen(eq=False, kw_only=True)
class Query:
    """A description prepared for scoring. ``size`` is the weight of all its words, ``known`` that of the known ones.

    ``name_size`` is the weight of the words of the first phrase, which names the goods. ``explained`` is, for every
    entry, the weight of the words that the entry knows, and ``decontrols`` the share of the words that notes have which
    take goods out of it.
    """

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
    ``named`` how much its first phrase alone; ``heads`` whether their head nouns agree. ``codes`` are the entries'
    codes, ``fittings`` how figures meet the limits of the likeliest of them, by their place.
    """

    entries: NDArray[np.int64]
    provisions: NDArray[np.int64]
    rows: NDArray[np.int64]
    likeness: Values
    covers: Values
    names: Values
    named: Values
    covered: Values
    heads: Values
    codes: tuple[str, ...]
    fittings: dict[int, Fitting]


def evidence(engine: Engine, lists: Sequence[ControlList], goods: object) -> tuple[Query, Pool]:
    """What the engine knows of ``goods``, and the entries worth a closer look."""
    text = str(getattr(goods, "description", goods))
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
    engine: Engine, rows: Floats, size: float, named: Floats, name_size: float, where: NDArray[np.int64] | slice
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
    best_row = dict(zip(of_rows.tolist(), order[first].tolist(), strict=True))
    best_provision: dict[int, int] = {}
    for provision in _best(query.provisions, _PROVISIONS_LOOKED_AT):
        best_provision.setdefault(int(laid.entry_of[provision]), int(provision))
    numbers = sorted({*best_row, *best_provision, *map(int, _best(query.entries, _ENTRIES_LOOKED_AT))})
    at = [best_row.get(number, -1) for number in numbers]
    row = [int(touched[i]) if i >= 0 else -1 for i in at]
    provisions = [_provision(engine, query, n, r, best_provision.get(n, -1)) for n, r in zip(numbers, row, strict=True)]
    picked = np.asarray(at, dtype=np.int64)
    none = picked < 0

    def of(values: NDArray[np.float32] | Values) -> Values:
        return np.where(none, 0.0, values[picked]) if len(values) else np.zeros(len(picked))

    def around(place: int) -> str:
        code = laid.codes[provisions[place]][1]
        return code.rpartition(".")[0] or code

    fittings = _fittings(engine, lists, query, numbers, of(likeness), around)
    for place, found in fittings.items():
        which, code = laid.codes[provisions[place]]
        if found.met and found.provision.startswith(code.rpartition(".")[0] or code):
            provisions[place] = engine.numbers[which, found.provision]  # of neighbours, the one that the figures meet
    return Pool(
        entries=np.asarray(numbers, dtype=np.int64),
        provisions=np.asarray(provisions, dtype=np.int64),
        rows=np.asarray(row, dtype=np.int64),
        likeness=of(np.minimum(likeness * _LATER_CODE ** laid.row_ranks[touched], 1.0)),
        covers=of(np.minimum(shared / np.float32(query.size), 1.0)),
        names=of(np.minimum(named[touched] / np.float32(query.name_size), 1.0)),
        named=of(np.minimum(named[touched] / laid.row_sizes[touched], 1.0)),
        covered=of(np.minimum(shared / laid.row_sizes[touched], 1.0)),
        heads=of(heads),
        codes=tuple(engine.heads[n] for n in numbers),
        fittings=fittings,
    )


def _fittings(
    engine: Engine,
    lists: Sequence[ControlList],
    query: Query,
    numbers: Sequence[int],
    likeness: Values,
    around: Callable[[int], str],
) -> dict[int, Fitting]:
    """How the figures of the description meet the limits of the entries whose words fit best, by their place."""
    if not numbers or not any(c.isdigit() for c in query.text):
        return {}
    goods = Goods(query.text)
    if not goods.figures:
        return {}
    words = query.entries[numbers]
    standing = likeness / (float(likeness.max()) or 1.0) + words / (float(words.max()) or 1.0)
    laid = engine.laid
    found = {}
    for place in np.argsort(-standing, kind="stable")[:_FITTED].tolist():
        which, code = laid.codes[int(laid.entries_at[numbers[place]])]
        fitted = fit(lists[which], code, goods, engine.scores_in(which, query.provisions, around(place)))
        if fitted is not None:
            found[place] = fitted
    return found


def _best(scores: Floats, limit: int) -> NDArray[np.int64]:
    """The places of the ``limit`` largest scores above 0, largest first."""
    some = np.flatnonzero(scores > 0)
    if len(some) > limit:
        some = some[np.argpartition(-scores[some], limit)[:limit]]
    return some[np.lexsort((some, -scores[some]))]


def _provision(engine: Engine, query: Query, entry: int, row: int, best: int) -> int:
    """The provision to show: the one that the trade term stands for, unless other words of the entry fit better."""
    laid = engine.laid
    if row < 0:
        return best if best >= 0 else int(laid.entries_at[entry])
    own = int(laid.row_provisions[row])
    below = best >= 0 and laid.codes[best][1].startswith(laid.codes[own][1])
    return best if below and query.provisions[best] > query.provisions[own] else own


def _head_agreement(engine: Engine, query: Query, rows: NDArray[np.int64]) -> Values:
    """For each of ``rows``, whether its head noun is the description's: 1, by a compound's last part 0.7, else 0."""
    laid = engine.laid
    agreement = np.zeros(len(rows))
    heads, lasts = laid.row_heads[rows], laid.row_lasts[rows]
    for word in (query.head, query.first):
        if word is None or word.how == "nowhere":
            continue
        numbers = np.fromiter(word.heads, dtype=np.int64, count=len(word.heads))
        agreement = np.maximum(agreement, 0.7 * np.isin(lasts, numbers))
        agreement = np.maximum(agreement, 1.0 * np.isin(heads, numbers))
    return agreement
