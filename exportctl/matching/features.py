"""The model on one screen: what speaks for an entry and against it, how much each counts, and the sentence it gives.

A feature is a function of the engine, the query and the pool of entries looked at; it gives one number an entry, or one
for all of them, 0 where it has nothing to say. The weights are those of a logistic regression (``python -m benchmarks
fit``) over the dev half of ``benchmarks/cases`` and other goods for development; they are constants with that origin
and no other.
"""

from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from exportctl.matching.cues import GROUPS
from exportctl.matching.fitting import Fitting
from exportctl.matching.pool import Pool, Query
from exportctl.matching.search import Engine
from exportctl.matching.wording import Sentence, Told, always, of_words

__all__ = [
    "EVERYDAY",
    "FEATURES",
    "FIGURES_NOT_MET",
    "FIRST",
    "FIRST_WEIGHT",
    "INTERCEPT",
    "RULED_OUT",
    "UNINDEXED",
    "FeatureKind",
    "likeliest",
    "scored",
]

EVERYDAY = "everyday goods"
FIGURES_NOT_MET = "figures not met"
FIRST = "stands first"
RULED_OUT = "ruled out"
UNINDEXED = "own words only"

_NEARLY = 0.85
Values = NDArray[Any]
Scorer = Callable[[Engine, Query, Pool], Values | float]


@attrs.frozen
class FeatureKind:
    """A row of the model: a name, its weight, the function that scores it, and the one that says why.

    ``telling`` marks a feature whose sentence names the evidence itself, and that is read first for it.
    """

    name: str
    weight: float
    scorer: Scorer
    sentence: Sentence
    telling: bool = False


def _likeness(engine: Engine, query: Query, pool: Pool) -> Values:
    return pool.likeness


def _later_code(engine: Engine, query: Query, pool: Pool) -> Values:
    """1 where the trade term stands for another provision more usually than for this one."""
    later = engine.laid.row_ranks[pool.rows] > 0 if len(engine.laid.row_ranks) else np.zeros(len(pool.rows), bool)
    return np.where((pool.rows >= 0) & later, pool.likeness, 0.0)


def _covers(engine: Engine, query: Query, pool: Pool) -> Values:
    return pool.covers


def _names(engine: Engine, query: Query, pool: Pool) -> Values:
    return pool.names


def _explained(engine: Engine, query: Query, pool: Pool) -> Values:
    share: Values = np.minimum(query.explained[pool.entries] / query.size, 1.0)
    return share


def _covered(engine: Engine, query: Query, pool: Pool) -> Values:
    return pool.covered


def _heads(engine: Engine, query: Query, pool: Pool) -> Values:
    return pool.heads


def _exact(engine: Engine, query: Query, pool: Pool) -> Values:
    return (pool.covers > 0.95) & (pool.covered > 0.95)


def _name_exact(engine: Engine, query: Query, pool: Pool) -> Values:
    return (pool.names > 0.95) & (pool.named > 0.95)


def _term_standing(engine: Engine, query: Query, pool: Pool) -> Values:
    return pool.term_standing


def _whole_entry(engine: Engine, query: Query, pool: Pool) -> Values:
    most = sum(word.highest[1] * weight for word, weight in query.words) or 1.0
    share: Values = np.minimum(query.entries[pool.entries] / most, 1.0) * query.of_known
    return share


def _whole_standing(engine: Engine, query: Query, pool: Pool) -> Values:
    return pool.entry_standing


def _own_words(engine: Engine, query: Query, pool: Pool) -> Values:
    most = sum(word.highest[0] * weight for word, weight in query.words) or 1.0
    share: Values = np.minimum(query.provisions[pool.provisions] / most, 1.0) * query.of_known
    return share


def _own_standing(engine: Engine, query: Query, pool: Pool) -> Values:
    return query.provisions[pool.provisions] / (float(query.provisions.max()) or 1.0) * query.of_known


def _head_share(engine: Engine, query: Query, pool: Pool) -> Values:
    """The share of an entry in all trade terms whose head noun is the description's."""
    return query.called[pool.entries] / (float(query.called[:-1].sum()) + 1.0)


def _head_elsewhere(engine: Engine, query: Query, pool: Pool) -> float:
    """The share of goods that no list names in all names with the description's head noun."""
    return float(query.called[-1] / (query.called.sum() + 1.0))


def _unknown(engine: Engine, query: Query, pool: Pool) -> float:
    return 1 - query.known / query.size


def _unexplained(engine: Engine, query: Query, pool: Pool) -> float:
    """1 where the description's head noun is no word of the index or the law at all."""
    strange = query.head is not None and query.head.how in ("elsewhere", "nowhere")
    return float(strange)


def _group_asked(engine: Engine, query: Query, pool: Pool) -> Values | float:
    if not query.groups:
        return 0.0
    return engine.of_groups(query.groups)[pool.entries]


def _group_missed(engine: Engine, query: Query, pool: Pool) -> Values | float:
    return 1.0 - _group_asked(engine, query, pool) if query.groups else 0.0


def _group_unasked(engine: Engine, query: Query, pool: Pool) -> Values | float:
    if query.groups:
        return 0.0
    return engine.of_groups(GROUPS)[pool.entries]


def _military(engine: Engine, query: Query, pool: Pool) -> Values | float:
    return np.where(engine.military[pool.entries], 1.0, -0.5) if query.military else 0.0


def _on_military_list(engine: Engine, query: Query, pool: Pool) -> Values:
    return engine.military[pool.entries]


def _unindexed(engine: Engine, query: Query, pool: Pool) -> Values:
    """1 for an entry of a new edition or another country's list, which only its own words can find."""
    return engine.laid.unindexed[pool.entries]


def _false_friend(engine: Engine, query: Query, pool: Pool) -> float:
    """How much more the description is like goods that no list names than like any trade term."""
    return max(query.friend_likeness - float(pool.likeness.max()), 0.0)


def _everyday(engine: Engine, query: Query, pool: Pool) -> float:
    """1 where the description is the very name of goods that no list names, and of no trade term."""
    named = query.friend_likeness > 0.85 and float(pool.likeness.max()) < query.friend_likeness
    return float(named)


def _mistaken(engine: Engine, query: Query, pool: Pool) -> Values | float:
    if query.friend < 0:
        return 0.0
    mistaken = np.zeros(len(engine.heads))
    for code in engine.friends[query.friend].mistaken_for.split():
        mistaken[engine.by_head.get(code.partition(".")[0], [])] = query.friend_likeness
    return mistaken[pool.entries]


def _decontrol(engine: Engine, query: Query, pool: Pool) -> Values:
    share: Values = np.minimum(query.decontrols[pool.entries], 1.0)
    return share


def _taken_out(engine: Engine, query: Query, pool: Pool) -> float:
    """The same of the likeliest entry, for all entries: what its note takes out is of no other entry either."""
    taken_out = _decontrol(engine, query, pool)
    return float(taken_out[int((pool.term_standing + pool.entry_standing + taken_out).argmax())])


def _figures_met(engine: Engine, query: Query, pool: Pool) -> Values:
    met = np.zeros(len(pool.entries))
    for place, found in pool.fittings.items():
        met[place] = found.met
    return met


def likeliest(engine: Engine, query: Query, pool: Pool) -> tuple[Fitting, ...]:
    """How the figures meet the entry whose words fit best, and those that fit nearly as well."""
    if not pool.fittings:
        return ()
    standing = pool.term_standing + pool.entry_standing
    least = _NEARLY * float(standing.max())
    return tuple(found for place, found in pool.fittings.items() if standing[place] >= least)


def _figures_missed(engine: Engine, query: Query, pool: Pool) -> float:
    """How surely limits of the likeliest entries are missed, for all entries.

    Goods that miss a limit of the entry they belong to are no likelier to belong to its neighbours, so that the order
    of the entries stays as it is, and only the score falls.
    """
    return min((found.failed for found in likeliest(engine, query, pool)), default=0.0)


def _ruled_out(engine: Engine, query: Query, pool: Pool) -> float:
    """How many of the alternatives of the likeliest entries the figures rule out, for all entries."""
    return min((found.share for found in likeliest(engine, query, pool)), default=0.0)


def _for_missiles(engine: Engine, query: Query, pool: Pool) -> Values:
    return engine.for_missiles[pool.entries]


def _for_nuclear(engine: Engine, query: Query, pool: Pool) -> Values:
    return engine.for_nuclear_use[pool.entries]


FEATURES = (
    FeatureKind("index term", 1.05, _likeness, Told.term, telling=True),
    FeatureKind("less usual", -1.56, _later_code, always("the term stands for another provision more usually")),
    FeatureKind(
        "description covered", 1.00, _covers, of_words("that term explains of the description", Told.term_words)
    ),
    FeatureKind("term covered", 1.56, _covered, of_words("the description names of that term", Told.term_words)),
    FeatureKind(
        "term standing", 1.72, _term_standing, always("how near the term comes to the one most like the description")
    ),
    FeatureKind("name covered", -2.13, _names, of_words("the goods' name shares with that term", Told.term_words)),
    FeatureKind("explained", 2.93, _explained, of_words("the entry or its trade terms explain", Told.entry_words)),
    FeatureKind("exact", -0.22, _exact, always("the description is that term")),
    FeatureKind("exact name", 0.64, _name_exact, always("the goods' name is that term")),
    FeatureKind("head noun", 0.22, _heads, Told.head),
    FeatureKind("head share", 0.58, _head_share, always("how many of all trade terms for goods so called stand here")),
    FeatureKind("head elsewhere", -1.17, _head_elsewhere, always("goods that no list names are called so, too")),
    FeatureKind("entry words", 2.62, _whole_entry, of_words("shared with the entry", Told.entry_words), telling=True),
    FeatureKind(
        "entry standing", 2.87, _whole_standing, always("how near the entry comes to the one that shares most words")
    ),
    FeatureKind("own words", 1.00, _own_words, of_words("shared with the provision", Told.own_words), telling=True),
    FeatureKind(
        "own standing", 0.91, _own_standing, always("how near the provision comes to the one that shares most words")
    ),
    FeatureKind("unknown words", 3.45, _unknown, Told.unknown),
    FeatureKind("strange head", 0.16, _unexplained, Told.head),
    FeatureKind("group", 1.55, _group_asked, Told.group, telling=True),
    FeatureKind("other group", -1.99, _group_missed, Told.group, telling=True),
    FeatureKind(
        "group unasked",
        -0.57,
        _group_unasked,
        always("the entry is for software, technology or production, and nothing asks for it"),
    ),
    FeatureKind("military use", 0.93, _military, Told.military, telling=True),
    FeatureKind("military list", 0.29, _on_military_list, always("the entry is on the military list")),
    FeatureKind("for missiles", -0.40, _for_missiles, always("the entry is for goods usable in missiles")),
    FeatureKind("for nuclear use", 0.13, _for_nuclear, always("the entry is for goods of nuclear use")),
    FeatureKind("like a false friend", -1.30, _false_friend, Told.friend, telling=True),
    # Halfway between what the dev half says, which hardly uses such names, and what the names of the index say
    # (-2.83, fitted alone): a listed thing that is called like an everyday one must not sink out of sight.
    FeatureKind(EVERYDAY, -2.00, _everyday, Told.friend, telling=True),
    FeatureKind("false friend", 0.84, _mistaken, Told.friend, telling=True),
    FeatureKind("decontrol words", 0.09, _decontrol, Told.decontrols, telling=True),
    FeatureKind(
        "taken out", -1.81, _taken_out, always("how much the notes of the likeliest entry speak of such goods")
    ),
    FeatureKind(
        UNINDEXED,
        2.89,
        _unindexed,
        always("no trade term is known for this entry: its own words have to find it"),
    ),
    FeatureKind("figures met", 1.86, _figures_met, Told.figures, telling=True),
    FeatureKind(FIGURES_NOT_MET, -2.63, _figures_missed, Told.figures, telling=True),
    FeatureKind(RULED_OUT, -2.47, _ruled_out, always("how many alternatives of the entry the figures rule out")),
)
INTERCEPT = -11.35


def scored(engine: Engine, query: Query, pool: Pool) -> Values:
    """What every feature says: a row for each of `FEATURES`, a column for each entry of ``pool``."""
    values = np.empty((len(FEATURES), len(pool.entries)))
    for row, kind in zip(values, FEATURES, strict=True):
        row[:] = kind.scorer(engine, query, pool)
    return values


# The weights hold for any candidate, wherever it stands. That nothing fits better speaks for the first one: its
# log-odds of being right are higher by this much, whatever its score.
FIRST_WEIGHT = 1.24
