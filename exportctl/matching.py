"""Goods to candidates: which entries a description may fall under, best first, with the reason for each.

A candidate's score is a probability: of all candidates scored 0.9, nine in ten are right (the reliability table stands
in ``docs/accuracy.md``). It comes from the features below, each a small function that gives a number and a sentence.
Ranking is not deciding: a score never becomes a verdict.
"""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import attrs
import numpy as np

from exportctl.goods_index import FalseFriend, IndexTerm, false_friends
from exportctl.index import Floats
from exportctl.model import ControlList, Entry
from exportctl.search import Engine, Word, search_words
from exportctl.vocabulary import stems

__all__ = ["FEATURES", "Candidate", "Feature", "FeatureKind", "match"]

_POOL = 40
_TERMS_LOOKED_AT = 60
_GROUP_CUES = {
    "D": "software source code firmware programma programmatuur broncode logiciel algorithme programme",
    "E": "technology technical data drawings know how technologie technische gegevens tekeningen kennis unterlagen "
    "documentation plans technische assistentie bijstand assistance technique training",
    "B": "test testing production inspection manufacturing testapparatuur productieapparatuur testen fabricage "
    "herstellung prufung essai fabrication",
}
_MILITARY_CUES = "military militair militaire militar militarisch army navy combat weapon weapons wapen waffen armes ml"


@attrs.frozen
class Feature:
    """One reason for or against a candidate: ``name``, ``weight``, ``score`` (0 to 1), a sentence of ``detail``."""

    name: str
    weight: float
    score: float
    detail: str


@attrs.frozen(kw_only=True)
class Candidate:
    """An entry that the goods may fall under.

    ``entry`` is the provision whose words fit best, one for each entry of ``list``; ``score`` (0 to 1) is calibrated;
    ``features`` are the reasons, weightiest first. Where evaluation was asked, ``finding`` is what it says of the provision
    that matters most, and ``whole`` of the whole entry.
    """

    entry: Entry
    score: float
    features: tuple[Feature, ...]
    list: ControlList = attrs.field(repr=False)
    finding: object | None = None
    whole: object | None = None

    def as_dict(self) -> dict[str, Any]:
        """The candidate as plain values, without its finding."""
        return {
            "code": str(self.entry.code),
            "list": self.list.id,
            "text": self.entry.text,
            "score": self.score,
            "features": [attrs.asdict(feature) for feature in self.features],
        }


@attrs.frozen(eq=False)
class _Query:
    """A description prepared for scoring: its known words and, for every provision and entry, what they add up to."""

    text: str
    words: tuple[Word, ...]
    unknown: tuple[str, ...]
    provisions: Floats
    terms: Floats
    size: float
    best_terms: dict[int, tuple[float, float, int]]
    false_friend: FalseFriend | None
    cues: frozenset[str]


@attrs.frozen(eq=False)
class _Entry:
    """What is scored: entry number ``number`` (its place among the provisions) and its best provision."""

    code: str
    number: int
    best: int
    words: float


Scorer = Callable[[Engine, _Query, _Entry], tuple[float, str]]


@attrs.frozen
class FeatureKind:
    """A row of the model: a name, its weight, and the function that scores it."""

    name: str
    weight: float
    scorer: Scorer


def _index_term(engine: Engine, query: _Query, entry: _Entry) -> tuple[float, str]:
    found = query.best_terms.get(entry.number)
    if found is None:
        return 0.0, ""
    likeness, _, term = found
    name = engine.index[term].term
    return likeness, f"the trade term “{name}” stands for {' and '.join(engine.index[term].codes)}"


def _term_covered(engine: Engine, query: _Query, entry: _Entry) -> tuple[float, str]:
    found = query.best_terms.get(entry.number)
    return (found[1], "how much of the description that term explains") if found else (0.0, "")


def _words(engine: Engine, query: _Query, entry: _Entry) -> tuple[float, str]:
    return entry.words, f"words shared with {engine.codes[entry.best][1]}"


def _rank(engine: Engine, query: _Query, entry: _Entry) -> tuple[float, str]:
    top = float(query.provisions.max()) or 1.0
    return entry.words * _norm(query) / top, "compared with the provision that shares most words"


def _head_noun(engine: Engine, query: _Query, entry: _Entry) -> tuple[float, str]:
    for word in query.words[-1:] + query.words[:1]:
        found = query.best_terms.get(entry.number)
        if found and word.weight > 0 and set(stems(word.text)) & set(_last_stems(engine.index[found[2]])):
            return 1.0, f"“{word.text}” names the goods"
    return 0.0, ""


@lru_cache(maxsize=100_000)
def _last_stems(term: IndexTerm) -> tuple[str, ...]:
    words = search_words(term.term)
    return stems(words[-1]) if words else ()


def _group(engine: Engine, query: _Query, entry: _Entry) -> tuple[float, str]:
    group = (
        entry.code[1:2] if entry.code[:1].isdigit() else {"ML21": "D", "ML22": "E", "ML18": "B"}.get(entry.code, "A")
    )
    asked = {g for g, cues in _GROUP_CUES.items() if query.cues & set(cues.split())}
    if group in "DEB" and group in asked:
        return 1.0, "the description speaks of " + {"D": "software", "E": "technology", "B": "test or production"}[
            group
        ]
    if group in "DE" and group not in asked:
        return -1.0, "the entry is for software or technology, the description is not"
    return 0.0, ""


def _military(engine: Engine, query: _Query, entry: _Entry) -> tuple[float, str]:
    cue = query.cues & set(_MILITARY_CUES.split())
    if not cue:
        return 0.0, ""
    return (
        (1.0, f"“{sorted(cue)[0]}”")
        if entry.code.startswith("ML")
        else (-0.5, "the description speaks of military use")
    )


def _mistaken(engine: Engine, query: _Query, entry: _Entry) -> tuple[float, str]:
    friend = query.false_friend
    if friend is None or not any(code.partition(".")[0] == entry.code for code in friend.mistaken_for.split()):
        return 0.0, ""
    return 1.0, f"“{friend.term}”: {friend.why}"


FEATURES = (
    FeatureKind("index term", 5.0, _index_term),
    FeatureKind("description covered", 2.0, _term_covered),
    FeatureKind("shared words", 2.5, _words),
    FeatureKind("standing", 2.0, _rank),
    FeatureKind("head noun", 0.6, _head_noun),
    FeatureKind("group", 0.8, _group),
    FeatureKind("military use", 1.0, _military),
    FeatureKind("false friend", -3.0, _mistaken),
)
_INTERCEPT = -6.0


def match(lists: ControlList | Sequence[ControlList], goods: object, *, limit: int = 10) -> tuple[Candidate, ...]:
    """The entries that ``goods`` (a description or `Goods`) may fall under in one list or several, best first.

    At most ``limit`` candidates, one for each entry; none where no word of the description is known.
    """
    several = (lists,) if isinstance(lists, ControlList) else tuple(lists)
    engine = _engine(several)
    query = _prepare(engine, str(getattr(goods, "description", goods)))
    scored = []
    for entry in _pool(engine, query):
        features = tuple(
            Feature(kind.name, kind.weight, value, detail)
            for kind in FEATURES
            for value, detail in [kind.scorer(engine, query, entry)]
            if value
        )
        total = sum(f.weight * f.score for f in features)
        scored.append((total, entry, features))
    scored.sort(key=lambda row: (-row[0], row[1].number))
    return tuple(_candidate(several, engine, row) for row in scored[:limit])


def _candidate(
    lists: Sequence[ControlList], engine: Engine, row: tuple[float, _Entry, tuple[Feature, ...]]
) -> Candidate:
    total, entry, features = row
    which, code = engine.codes[entry.best]
    ordered = tuple(sorted(features, key=lambda f: -abs(f.weight * f.score)))
    return Candidate(entry=lists[which][code], score=_probability(total), features=ordered, list=lists[which])


def _probability(total: float) -> float:
    return round(1 / (1 + math.exp(-(total + _INTERCEPT))), 4)


def _norm(query: _Query) -> float:
    return sum(float(w.provisions[1].max()) for w in query.words if len(w.provisions[1])) or 1.0


@lru_cache(maxsize=8)
def _engine_of(names: tuple[str, ...], key: tuple[int, ...]) -> Engine:
    raise KeyError(names)


_engines: dict[tuple[int, ...], tuple[tuple[ControlList, ...], Engine]] = {}


def _engine(lists: tuple[ControlList, ...]) -> Engine:
    """The searchable form of ``lists``, built once for as long as the lists live in this process."""
    key = tuple(id(control_list) for control_list in lists)
    found = _engines.get(key)
    if found is None:
        found = _engines[key] = (lists, Engine.prepare(lists))
    return found[1]


def _prepare(engine: Engine, text: str) -> _Query:
    looked_up = [engine.word(word) for word in search_words(text)]
    known = tuple(w for w in looked_up if w.weight > 0)
    provisions = np.zeros(len(engine.codes), dtype=np.float32)
    terms = np.zeros(len(engine.index), dtype=np.float32)
    for word in known:
        provisions[word.provisions[0]] += word.provisions[1]
        terms[word.terms[0]] += word.terms[1]
    size = sum(word.weight for word in known)
    return _Query(
        text=text,
        words=known,
        unknown=tuple(w.text for w in looked_up if w.weight == 0),
        provisions=provisions,
        terms=terms,
        size=size,
        best_terms=_best_terms(engine, terms, size),
        false_friend=_false_friend(text),
        cues=frozenset(search_words(text)),
    )


def _best_terms(engine: Engine, terms: Floats, size: float) -> dict[int, tuple[float, float, int]]:
    """For each entry, the index term most like the description: likeness, share of the description, term number."""
    touched = np.flatnonzero(terms)
    if not len(touched):
        return {}
    shared = terms[touched]
    likeness = 2 * shared / (engine.term_sizes[touched] + np.float32(size))
    order = np.argsort(-likeness, kind="stable")[:_TERMS_LOOKED_AT]
    best: dict[int, tuple[float, float, int]] = {}
    for i in order:
        term = int(touched[i])
        for rank, provision in enumerate(engine.term_provisions[term]):
            entry = int(engine.entries[provision])
            value = min(float(likeness[i]), 1.0) * 0.95**rank
            if entry not in best or value > best[entry][0]:
                best[entry] = (value, min(float(shared[i]) / size, 1.0), term)
    return best


def _pool(engine: Engine, query: _Query) -> list[_Entry]:
    """The entries worth a closer look: those of the best provisions and those of the best index terms."""
    norm = _norm(query)
    top = np.argsort(-query.provisions, kind="stable")[: _POOL * 4]
    best: dict[int, int] = {}
    for provision in top:
        if query.provisions[provision] <= 0 or len(best) >= _POOL:
            break
        best.setdefault(int(engine.entries[provision]), int(provision))
    for entry, (_, _, term) in query.best_terms.items():
        at = [p for p in engine.term_provisions[term] if int(engine.entries[p]) == entry]
        best[entry] = max([best.get(entry, at[0]), *at], key=lambda p: (float(query.provisions[p]), p in at))
    return [
        _Entry(engine.codes[number][1], number, provision, min(float(query.provisions[provision]) / norm, 1.0))
        for number, provision in best.items()
    ]


@lru_cache(maxsize=1)
def _false_friends() -> dict[tuple[str, ...], FalseFriend]:
    return {tuple(sorted(_key(friend.term))): friend for friend in false_friends()}


def _key(text: str) -> tuple[str, ...]:
    return tuple(stems(word)[0] for word in search_words(text))


def _false_friend(text: str) -> FalseFriend | None:
    """The false friend that the whole description, or a part of up to four words of it, names."""
    known = _false_friends()
    words = _key(text)
    for length in range(min(4, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            found = known.get(tuple(sorted(words[start : start + length])))
            if found:
                return found
    return None
