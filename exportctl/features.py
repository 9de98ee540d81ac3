"""The model on one screen: what speaks for an entry and against it, how much each counts, and the sentence it gives.

A feature is a function of the engine, the query and the pool of entries looked at; it gives one number an entry, 0
where it has nothing to say. The weights are those of a logistic regression (``python -m benchmarks fit``) over the dev
half of ``benchmarks/cases``; they are constants with that origin and no other.
"""

from collections.abc import Callable, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.cues import asked_groups, groups_of, military_cue
from exportctl.descriptions import Description, read
from exportctl.figures import figures_in
from exportctl.fitting import Fitting, fit
from exportctl.index import Floats
from exportctl.model import ControlList
from exportctl.search import Engine, Word
from exportctl.vocabulary import stem

__all__ = ["FEATURES", "INTERCEPT", "FeatureKind", "Pool", "Query", "evidence"]

_ROWS_LOOKED_AT = 150
_ENTRIES_LOOKED_AT = 25
_PROVISIONS_LOOKED_AT = 60
_LATER_CODE = 0.93
_HEAD_BONUS = 0.25
_NAME = 0.95
_NAME_ONLY = 0.9
_KNOWN = {"": 1.0, "spelling": 0.8, "parts": 0.5, "elsewhere": 0.0, "nowhere": 0.0}

Values = NDArray[np.floating]


@attrs.frozen(eq=False, kw_only=True)
class Query:
    """A description prepared for scoring. ``size`` is the weight of all its words, ``known`` that of the known ones.

    ``name_size`` is the weight of the words of the first phrase, which names the goods. ``explained`` is, for every
    entry, the weight of the words that the entry knows.
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
    explains, ``names`` how much of its first phrase, ``covered`` how much of the row the description names, ``heads`` whether their head nouns agree.
    """

    entries: NDArray[np.int64]
    provisions: NDArray[np.int64]
    rows: NDArray[np.int64]
    likeness: Values
    covers: Values
    names: Values
    covered: Values
    heads: Values
    codes: tuple[str, ...]
    fittings: tuple[Fitting | None, ...]


Scorer = Callable[[Engine, Query, Pool], Values]
Sentence = Callable[[Engine, Query, Pool, int], str]


@attrs.frozen
class FeatureKind:
    """A row of the model: a name, its weight, the function that scores it, and the one that says why."""

    name: str
    weight: float
    scorer: Scorer
    sentence: Sentence


def evidence(engine: Engine, lists: Sequence[ControlList], goods: object) -> tuple[Query, Pool]:
    """What the engine knows of ``goods``, and the entries worth a closer look."""
    text = str(getattr(goods, "description", goods))
    said = read(text)
    laid = engine.laid
    words = tuple((engine.word(word.text), word.weight) for word in said.words)
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
    for said_word in said.all_words:
        out = laid.decontrols.posting(stem(said_word, "en"))
        if out is not None:
            decontrols[out[0]] += out[1]
    size = sum(word.weight * weight for word, weight in words) or 1.0
    friend, friend_likeness = _friend(engine, rows, size)
    query = Query(
        text=text,
        read=said,
        words=words,
        head=engine.word(said.head) if said.head else None,
        first=engine.word(said.first) if said.first else None,
        size=size,
        known=sum(word.weight * weight * _KNOWN[word.how] for word, weight in words),
        name_size=sum(word.weight * weight for word, weight in words if weight >= _NAME) or size,
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


def _friend(engine: Engine, rows: Floats, size: float) -> tuple[int, float]:
    """The false friend most like the description, and how like; (-1, 0) where none shares a word."""
    start = engine.laid.friends_from
    shared = rows[start:]
    if not shared.any():
        return -1, 0.0
    likeness = 2 * shared / (engine.laid.row_sizes[start:] + np.float32(size))
    best = int(np.argmax(likeness))
    return best, min(float(likeness[best]), 1.0)


def _pool(engine: Engine, lists: Sequence[ControlList], query: Query, rows: Floats, named: Floats) -> Pool:
    """The entries of the best rows, of the best words overall, and of the best provisions."""
    laid = engine.laid
    end = laid.friends_from
    touched = np.flatnonzero(rows[:end] > 0)
    shared = rows[touched]
    of_all = 2 * shared / (laid.row_sizes[touched] + np.float32(query.size))
    of_name = 2 * named[touched] / (laid.row_sizes[touched] + np.float32(query.name_size))
    likeness = np.maximum(of_all, np.float32(_NAME_ONLY) * of_name)
    if len(touched) > _ROWS_LOOKED_AT:
        kept = np.argpartition(-likeness, _ROWS_LOOKED_AT)[:_ROWS_LOOKED_AT]
        touched, shared, likeness = touched[kept], shared[kept], likeness[kept]
    heads = _head_agreement(engine, query, touched)
    rank = np.minimum(likeness, 1.0) * (1 + _HEAD_BONUS * heads) * _LATER_CODE ** laid.row_ranks[touched]
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

    figures = figures_in(query.text) if any(c.isdigit() for c in query.text) else ()
    return Pool(
        entries=np.asarray(numbers, dtype=np.int64),
        provisions=np.asarray(provisions, dtype=np.int64),
        rows=np.asarray(row, dtype=np.int64),
        likeness=of(np.minimum(likeness * _LATER_CODE ** laid.row_ranks[touched], 1.0)),
        covers=of(np.minimum(shared / np.float32(query.size), 1.0)),
        names=of(np.minimum(named[touched] / np.float32(query.name_size), 1.0)),
        covered=of(np.minimum(shared / laid.row_sizes[touched], 1.0)),
        heads=of(heads),
        codes=tuple(engine.heads[n] for n in numbers),
        fittings=tuple(fit(lists, laid.codes[int(laid.entries_at[n])], figures) for n in numbers) if figures else (),
    )


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


def _likeness(engine: Engine, query: Query, pool: Pool) -> Values:
    return pool.likeness


def _term_sentence(engine: Engine, query: Query, pool: Pool, at: int) -> str:
    term = int(engine.laid.row_terms[pool.rows[at]])
    codes = " and ".join(engine.laid.term_codes[term].split())
    return f"the trade term “{engine.laid.texts[term]}” stands for {codes}"


def _later_code(engine: Engine, query: Query, pool: Pool) -> Values:
    """1 where the trade term stands for another provision more usually than for this one."""
    later = engine.laid.row_ranks[pool.rows] > 0 if len(engine.laid.row_ranks) else np.zeros(len(pool.rows), bool)
    return np.where((pool.rows >= 0) & later, pool.likeness, 0.0)


def _covers(engine: Engine, query: Query, pool: Pool) -> Values:
    return pool.covers


def _names(engine: Engine, query: Query, pool: Pool) -> Values:
    return pool.names


def _explained(engine: Engine, query: Query, pool: Pool) -> Values:
    return np.minimum(query.explained[pool.entries] / query.size, 1.0)


def _covered(engine: Engine, query: Query, pool: Pool) -> Values:
    return pool.covered


def _heads(engine: Engine, query: Query, pool: Pool) -> Values:
    return pool.heads


def _head_sentence(engine: Engine, query: Query, pool: Pool, at: int) -> str:
    return f"“{query.read.head}” names the goods"


def _exact(engine: Engine, query: Query, pool: Pool) -> Values:
    return ((pool.covers > 0.95) & (pool.covered > 0.95)).astype(np.float64)


def _term_standing(engine: Engine, query: Query, pool: Pool) -> Values:
    rank = pool.likeness * (1 + _HEAD_BONUS * pool.heads)
    return rank / (float(rank.max()) or 1.0) * _of_known(query)


def _of_known(query: Query) -> float:
    """Standing among entries says little where the description has words that none of them knows."""
    return min(query.known / query.size, 1.0)


def _whole_entry(engine: Engine, query: Query, pool: Pool) -> Values:
    return np.minimum(query.entries[pool.entries] / _norm(query), 1.0) * _of_known(query)


def _whole_standing(engine: Engine, query: Query, pool: Pool) -> Values:
    return query.entries[pool.entries] / (float(query.entries.max()) or 1.0) * _of_known(query)


def _own_words(engine: Engine, query: Query, pool: Pool) -> Values:
    most = sum(float(w.provisions[1].max()) * weight for w, weight in query.words if len(w.provisions[1])) or 1.0
    return np.minimum(query.provisions[pool.provisions] / most, 1.0) * _of_known(query)


def _own_standing(engine: Engine, query: Query, pool: Pool) -> Values:
    return query.provisions[pool.provisions] / (float(query.provisions.max()) or 1.0) * _of_known(query)


def _norm(query: Query) -> float:
    return sum(float(w.entries[1].max()) * weight for w, weight in query.words if len(w.entries[1])) or 1.0


def _head_share(engine: Engine, query: Query, pool: Pool) -> Values:
    """The share of an entry in all trade terms whose head noun is the description's."""
    nouns = {w.text: w for w in (query.head, query.first) if w is not None}.values()
    counts = np.zeros(len(engine.laid.entries_at))
    for noun in nouns:
        counts += engine.named(noun)
    return counts[pool.entries] / (float(counts.sum()) + 1.0)


def _unknown(engine: Engine, query: Query, pool: Pool) -> Values:
    return np.full(len(pool.entries), 1 - query.known / query.size)


def _unexplained(engine: Engine, query: Query, pool: Pool) -> Values:
    """1 where the description's head noun is no word of the index or the law at all."""
    strange = query.head is not None and query.head.how == "nowhere"
    return np.full(len(pool.entries), float(strange))


def _group_asked(engine: Engine, query: Query, pool: Pool) -> Values:
    if not query.groups:
        return np.zeros(len(pool.entries))
    return np.asarray([float(bool(query.groups & groups_of(code))) for code in pool.codes])


def _group_missed(engine: Engine, query: Query, pool: Pool) -> Values:
    return np.full(len(pool.entries), float(bool(query.groups))) - _group_asked(engine, query, pool)


def _group_unasked(engine: Engine, query: Query, pool: Pool) -> Values:
    if query.groups:
        return np.zeros(len(pool.entries))
    return np.asarray([float(bool(groups_of(code))) for code in pool.codes])


def _is_military(pool: Pool) -> NDArray[np.bool_]:
    return np.asarray([code.startswith("ML") for code in pool.codes], dtype=bool)


def _military(engine: Engine, query: Query, pool: Pool) -> Values:
    military = _is_military(pool)
    return np.where(military, 1.0, -0.5) if query.military else np.zeros(len(military))


def _on_military_list(engine: Engine, query: Query, pool: Pool) -> Values:
    return _is_military(pool).astype(np.float64)


def _false_friend(engine: Engine, query: Query, pool: Pool) -> Values:
    """How much more the description is like goods that no list names than like any trade term."""
    return np.full(len(pool.entries), max(query.friend_likeness - float(pool.likeness.max()), 0.0))


def _everyday(engine: Engine, query: Query, pool: Pool) -> Values:
    """1 where the description is the very name of goods that no list names, and of no trade term."""
    named = query.friend_likeness > 0.9 and float(pool.likeness.max()) < query.friend_likeness
    return np.full(len(pool.entries), float(named))


def _mistaken(engine: Engine, query: Query, pool: Pool) -> Values:
    if query.friend < 0:
        return np.zeros(len(pool.entries))
    heads = {code.partition(".")[0] for code in engine.friends[query.friend].mistaken_for.split()}
    return np.asarray([code in heads for code in pool.codes], dtype=np.float64) * query.friend_likeness


def _friend_sentence(engine: Engine, query: Query, pool: Pool, at: int) -> str:
    friend = engine.friends[query.friend]
    return f"“{friend.term}”: {friend.why}"


def _decontrol(engine: Engine, query: Query, pool: Pool) -> Values:
    return np.minimum(query.decontrols[pool.entries] / 20.0, 1.0)


def _figures_met(engine: Engine, query: Query, pool: Pool) -> Values:
    return np.asarray([max(f.score, 0.0) if f else 0.0 for f in pool.fittings] or [0.0] * len(pool.entries))


def _figures_failed(engine: Engine, query: Query, pool: Pool) -> Values:
    """1 for all entries where the likeliest one speaks of such figures and they fall short.

    Goods that miss a limit of the entry they belong to are no likelier to belong to its neighbours, so that the order
    of the entries stays as it is, and only the score falls.
    """
    if not pool.fittings:
        return np.zeros(len(pool.entries))
    likeliest = pool.fittings[int(np.argmax(_term_standing(engine, query, pool) + _whole_standing(engine, query, pool)))]
    return np.full(len(pool.entries), float(likeliest is not None and likeliest.score < 0))


def _figures_sentence(engine: Engine, query: Query, pool: Pool, at: int) -> str:
    found = pool.fittings[at]
    return found.sentence if found else ""


def _for_missiles(engine: Engine, query: Query, pool: Pool) -> Values:
    return np.asarray([float(code[0].isdigit() and code[2:3] == "1") for code in pool.codes])


def _for_nuclear(engine: Engine, query: Query, pool: Pool) -> Values:
    return np.asarray([float(code[0] == "0" or (code[0].isdigit() and code[2:3] == "2")) for code in pool.codes])


def _said(words: str) -> Sentence:
    return lambda engine, query, pool, at: words


FEATURES = (
    FeatureKind("index term", 0.56, _likeness, _term_sentence),
    FeatureKind("less usual", -1.26, _later_code, _said("the term stands for another provision more usually")),
    FeatureKind("description covered", 0.19, _covers, _said("how much of the description that term explains")),
    FeatureKind("term covered", 1.05, _covered, _said("how much of that term the description names")),
    FeatureKind("term standing", 1.53, _term_standing, _said("compared with the best term of any entry")),
    FeatureKind("name covered", -1.32, _names, _said("how much of the goods' name that term explains")),
    FeatureKind("explained", 1.68, _explained, _said("how much of the description any words of the entry explain")),
    FeatureKind("exact", 0.85, _exact, _said("the description is that term")),
    FeatureKind("head noun", -0.08, _heads, _head_sentence),
    FeatureKind("head share", 1.48, _head_share, _said("of all trade terms for such goods, how many stand here")),
    FeatureKind("entry words", 1.48, _whole_entry, _said("words shared with the whole entry")),
    FeatureKind("entry standing", 2.51, _whole_standing, _said("compared with the entry that shares most words")),
    FeatureKind("own words", 0.54, _own_words, _said("words shared with the provision itself")),
    FeatureKind("own standing", 0.78, _own_standing, _said("compared with the provision that shares most words")),
    FeatureKind("unknown words", 3.38, _unknown, _said("words that no entry and no trade term has")),
    FeatureKind("strange head", 0.09, _unexplained, _said("what the goods are called is no word of any entry")),
    FeatureKind("group", 0.54, _group_asked, _said("software, technology, test or production is asked for")),
    FeatureKind("other group", -2.01, _group_missed, _said("the description asks for another kind of goods")),
    FeatureKind("group unasked", -0.38, _group_unasked, _said("the entry is for software, technology or production")),
    FeatureKind("military use", 0.64, _military, _said("the description speaks of military use")),
    FeatureKind("military list", 0.31, _on_military_list, _said("the entry is on the military list")),
    FeatureKind("for missiles", -0.12, _for_missiles, _said("the entry is for goods usable in missiles")),
    FeatureKind("for nuclear use", 0.02, _for_nuclear, _said("the entry is for goods of nuclear use")),
    FeatureKind("like a false friend", -0.80, _false_friend, _friend_sentence),
    FeatureKind("everyday goods", -0.61, _everyday, _friend_sentence),
    FeatureKind("false friend", 0.68, _mistaken, _friend_sentence),
    FeatureKind("decontrol words", -0.39, _decontrol, _said("words of the entry's decontrol notes")),
    FeatureKind("figures met", 0.48, _figures_met, _figures_sentence),
    FeatureKind("figures not met", -1.38, _figures_failed, _figures_sentence),
)
INTERCEPT = -7.75
