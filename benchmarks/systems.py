"""The systems on the table: ours, and search engines over the same texts.

Every peer searches the provisions' own words with those above them, and gives each entry the score of its best
provision. "with index" adds our goods index to the entry's documents, one document a term, so that a peer can be
compared on the same knowledge.
"""

from collections.abc import Callable, Sequence
from typing import Any

import attrs
import numpy as np

from benchmarks import minilm
from exportctl.matching import match
from exportctl.matching.goods_index import index_terms
from exportctl.matching.vocabulary import stems, tokens
from exportctl.model import ControlList

__all__ = ["Ranking", "System", "systems"]

Ranking = list[tuple[str, float]]
_DEPTH = 10
_FUSED = ("bm25s", "char 3-5 TF-IDF", "MiniLM")
_RANK_CONSTANT = 60


@attrs.frozen
class System:
    """A name and what ranks entries for a description: codes best first, each with its score."""

    name: str
    rank: Callable[[str], Ranking]


def systems(lists: Sequence[ControlList], *, with_index: bool) -> list[System]:
    """Ours and the peers that are installed."""
    plain = _documents(lists)
    found = [System("exportctl", lambda text: _ours(lists, text))]
    rows = [("", plain)] + ([(" + index", plain + _terms(lists))] if with_index else [])
    for suffix, documents in rows:
        heads = [head for head, _ in documents]
        texts = [text for _, text in documents]
        for name, build in (("bm25s", _bm25s), ("char 3-5 TF-IDF", _characters), ("rapidfuzz", _rapidfuzz)):
            found.append(System(name + suffix, _best_of(heads, build(texts))))
        if not suffix and minilm.is_installed():
            found.append(System("MiniLM", _best_of(heads, _meanings(texts))))
            together = _fused([system.rank for system in found if system.name in _FUSED])
            found.append(System("these three together", together))
    return found


def _fused(rankings: Sequence[Callable[[str], Ranking]]) -> Callable[[str], Ranking]:
    """Several rankings as one, by reciprocal ranks (Cormack, Clarke and Büttcher, 2009)."""

    def rank(text: str) -> Ranking:
        total: dict[str, float] = {}
        for one in rankings:
            for place, (code, _) in enumerate(one(text), 1):
                total[code] = total.get(code, 0.0) + 1 / (_RANK_CONSTANT + place)
        return sorted(total.items(), key=lambda pair: -pair[1])[:_DEPTH]

    return rank


def _ours(lists: Sequence[ControlList], text: str) -> Ranking:
    return [(str(candidate.entry.code), candidate.score) for candidate in match(lists, text, limit=_DEPTH)]


def _documents(lists: Sequence[ControlList]) -> list[tuple[str, str]]:
    documents = []
    for control_list in lists:
        for entry in control_list.walk():
            above = " ".join(e.text for e in control_list.ancestors(entry.code))
            documents.append((entry.code.head, f"{above} {entry.text}"))
    return documents


def _terms(lists: Sequence[ControlList]) -> list[tuple[str, str]]:
    heads = {str(entry.code) for control_list in lists for entry in control_list.entries}
    pairs = ((code.partition(".")[0], term.term) for term in index_terms() for code in term.codes)
    return [(head, term) for head, term in pairs if head in heads]


def _best_of(heads: Sequence[str], score: Callable[[str], Any]) -> Callable[[str], Ranking]:
    names = list(dict.fromkeys(heads))
    place = {name: number for number, name in enumerate(names)}
    owner = np.asarray([place[head] for head in heads])

    def rank(text: str) -> Ranking:
        best = np.zeros(len(names))
        np.maximum.at(best, owner, np.asarray(score(text), dtype=np.float64))
        order = np.argsort(-best, kind="stable")[:_DEPTH]
        return [(names[i], float(best[i])) for i in order if best[i] > 0]

    return rank


def _words(text: str) -> list[str]:
    return [stems(word)[0] for word in tokens(text)]


def _bm25s(texts: Sequence[str]) -> Callable[[str], Any]:
    import bm25s

    engine = bm25s.BM25()
    engine.index([_words(text) for text in texts], show_progress=False)

    def score(text: str) -> Any:
        words = [word for word in _words(text) if word in engine.vocab_dict]
        return engine.get_scores(words) if words else np.zeros(len(texts))

    return score


def _characters(texts: Sequence[str]) -> Callable[[str], Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=1)
    matrix = vectorizer.fit_transform(texts)
    return lambda text: (matrix @ vectorizer.transform([text]).T).toarray()[:, 0]


def _rapidfuzz(texts: Sequence[str]) -> Callable[[str], Any]:
    from rapidfuzz import fuzz, process

    lowered = [text.casefold() for text in texts]
    return lambda text: process.cdist([text.casefold()], lowered, scorer=fuzz.token_set_ratio)[0] / 100


def _meanings(texts: Sequence[str]) -> Callable[[str], Any]:
    encoder = minilm.Encoder()
    rows = encoder.encode(texts)
    return lambda text: rows @ encoder.encode([text])[0]
