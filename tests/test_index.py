"""The matching core: postings say what a slow count says, and the best come first."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.matching.concordance import Sequences, numbering
from exportctl.matching.index import Postings, build

WORDS = st.sampled_from("gas pump valve laser mirror tube".split())
DOCUMENTS = st.lists(
    st.fixed_dictionaries({"own": st.lists(WORDS, max_size=6), "notes": st.lists(WORDS, max_size=4)}),
    min_size=1,
    max_size=8,
)
WEIGHTS = {"own": 1.0, "notes": 0.35}


def index_of(documents: list[dict[str, list[str]]]) -> Postings:
    """The index of ``documents``, whose words are numbered first."""
    table = numbering()
    fields = {field: Sequences.of([[table[word] for word in d[field]] for d in documents]) for field in documents[0]}
    return build(list(table), fields, WEIGHTS)


def slow_scores(documents: list[dict[str, list[str]]], query: list[str]) -> list[float]:
    """BM25F written out word by word, document by document."""
    averages = {}
    for field in WEIGHTS:
        lengths = [len(d[field]) for d in documents if d[field]]
        averages[field] = sum(lengths) / len(lengths) if lengths else 1.0
    totals = []
    for document in documents:
        total = 0.0
        for word in query:
            owners = sum(any(word in d[field] for field in WEIGHTS) for d in documents)
            if not owners:
                continue
            rarity = math.log1p((len(documents) - owners + 0.5) / (owners + 0.5))
            frequency = sum(
                weight * Counter(document[field])[word] / (0.4 + 0.6 * len(document[field]) / averages[field])
                for field, weight in WEIGHTS.items()
            )
            total += rarity * frequency * 2.2 / (frequency + 1.2)
        totals.append(total)
    return totals


@given(DOCUMENTS, st.lists(WORDS, max_size=4))
def test_postings_agree_with_the_formula_written_out(documents: list[dict[str, list[str]]], query: list[str]) -> None:
    """The arrays give BM25F, whatever the documents are."""
    index = index_of(documents)
    found = index.scores([(word, 1.0) for word in query])
    assert np.allclose(found, slow_scores(documents, query), atol=1e-4)


@given(DOCUMENTS, st.lists(WORDS, min_size=1, max_size=4), st.integers(1, 8))
def test_top_is_the_sorted_beginning(documents: list[dict[str, list[str]]], query: list[str], limit: int) -> None:
    """The best documents are those that sorting all of them gives, equal ones in their order."""
    index = index_of(documents)
    scores = index.scores([(word, 1.0) for word in query])
    every = sorted(((float(s), -n) for n, s in enumerate(scores) if s > 0), reverse=True)
    assert [(n, s) for n, s in index.top(scores, limit)] == [(-n, s) for s, n in every[:limit]]


def test_a_field_without_a_weight_is_refused() -> None:
    """A field that nobody weighed is an error, not silence."""
    with pytest.raises(KeyError, match="title"):
        index_of([{"title": ["pump"]}])


def test_an_unknown_word_finds_nothing() -> None:
    """A word that no document has costs nothing and finds nothing."""
    index = index_of([{"own": ["pump"], "notes": []}])
    assert index.posting("krytron") is None
    assert not index.scores([("krytron", 1.0)]).any()
