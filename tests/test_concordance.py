"""Texts as numbers: the same words, stems and head nouns as are told text by text, only faster."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from exportctl.matching.concordance import Sequences, concordance, first_met, spoken
from exportctl.matching.descriptions import heads_of
from exportctl.matching.goods_index import everyday_goods, false_friends, index_terms
from exportctl.matching.goods_words import GoodsWords, goods_words
from exportctl.matching.vocabulary import LANGUAGES, STOP_WORDS, fold, split_compound, stem, tokens

WORDS = "pump pumps Pumpe for für parts of with Größe 5 d 7440-44-0 Onderdelen caméra thermique – µm\n Σίγμας".split(
    " "
)
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join) | st.text(max_size=8), max_size=7)
PIECES = st.lists(st.lists(st.integers(0, 5), max_size=5), max_size=6)


def slow_head(words: list[str], language: str) -> str:
    """The head noun looked for word by word: in French the first name, else the last before a preposition."""
    from exportctl.matching.descriptions import _JOINTS, _PARTS, _is_content

    content: list[str] = []
    for word in words:
        if word in _JOINTS and content and not all(c in _PARTS for c in content):
            break
        if _is_content(word):
            content.append(word)
    names = [word for word in content if word not in _PARTS] or content or words or [""]
    return names[0] if language == "fr" else names[-1]


def pieces_of(sequences: Sequences) -> list[list[int]]:
    """Each sequence as a list."""
    return [found.tolist() for found in np.split(sequences.values, sequences.starts[1:-1])][: len(sequences.starts) - 1]


@given(st.text(max_size=20) | st.text("ab1ß_-é ", max_size=12))
def test_words_are_letters_and_figures_on_end(text: str) -> None:
    """A word is all the letters and figures that stand together, or a CAS number."""
    assert tokens(text) == re.findall(r"\d{2,7}-\d\d-\d(?!\d)|[^\W_]+", fold(text))


@given(TEXTS)
def test_a_concordance_has_the_words_of_each_text(texts: list[str]) -> None:
    """All texts in one go give what each gives by itself, line ends within a text included."""
    said = concordance(texts)
    assert [[said.words[number] for number in text] for text in pieces_of(said.texts)] == [tokens(t) for t in texts]


@given(TEXTS, st.randoms(use_true_random=False))
def test_words_are_stemmed_in_their_text_s_language(texts: list[str], chance: object) -> None:
    """The stem of each word is that of the language its text is in."""
    languages = np.asarray([chance.randrange(4) for _ in texts], dtype=np.int64)  # type: ignore[attr-defined]
    said = concordance(texts)
    found = spoken(said, languages)
    stems = [found.stems[number] for number in found.said]
    owners = said.texts.owners
    words = [said.words[number] for number in said.texts.values]
    assert stems == [stem(w, LANGUAGES[languages[at]]) for w, at in zip(words, owners, strict=True)]


@given(TEXTS, st.booleans())
def test_heads_are_those_looked_for_word_by_word(texts: list[str], french: bool) -> None:
    """The head nouns of all texts in one go are those that reading word by word finds."""
    said = concordance(texts)
    heads = heads_of(said, np.full(len(texts), french))
    found = ["" if at < 0 else said.words[said.texts.values[at]] for at in heads]
    assert found == [slow_head(tokens(text), "fr" if french else "en") for text in texts]


@given(PIECES, st.data())
def test_sequences_are_lists_end_to_end(pieces: list[list[int]], data: st.DataObject) -> None:
    """What sequences can do is what lists do."""
    sequences = Sequences.of(pieces)
    assert pieces_of(sequences) == pieces
    assert pieces_of(sequences.distinct()) == [list(dict.fromkeys(piece)) for piece in pieces]
    assert pieces_of(sequences.kept(sequences.values > 2)) == [[v for v in piece if v > 2] for piece in pieces]
    assert pieces_of(sequences.followed_by(sequences)) == pieces + pieces
    numbers = data.draw(st.lists(st.integers(0, len(pieces) - 1), max_size=6) if pieces else st.just([]))
    groups = data.draw(st.lists(st.integers(0, 2), min_size=len(numbers), max_size=len(numbers)))
    found = sequences.gathered(np.asarray(numbers, dtype=np.int64), np.asarray(groups, dtype=np.int64), 3)
    gathered: list[list[int]] = [[], [], []]
    for number, group in zip(numbers, groups, strict=True):
        gathered[group] += pieces[number]
    assert pieces_of(found) == gathered


@given(st.lists(st.integers(0, 9)))
def test_first_met_is_the_order_of_first_standing(values: list[int]) -> None:
    """Distinct numbers come in the order in which they first stand there."""
    assert first_met(np.asarray(values, dtype=np.int64), 10).tolist() == list(dict.fromkeys(values))


def slow_terms(goods: GoodsWords) -> list[tuple[list[str], str, list[tuple[str, str]]]]:
    """Every fiftieth term of the index taken apart by itself: its stems, its head's stem, its compounds' parts."""
    friends = [(friend.term, friend.language, False) for friend in (*false_friends(), *everyday_goods())]
    found = []
    for term, language, listed in [*((t.term, t.language, True) for t in index_terms()), *friends][::50]:
        names = tokens(term)
        words = [w for w in dict.fromkeys(names) if w not in STOP_WORDS and (listed or not w.isdecimal())] or names
        pairs = [
            (stem(pair[0], language), pair[1])
            for word in words
            if language in ("nl", "de") and word.isalpha() and len(word) > 7
            if (pair := split_compound(word, goods.firsts, goods.lasts_known))
        ]
        found.append(
            ([*dict.fromkeys(stem(w, language) for w in words)], stem(slow_head(names, language), language), pairs)
        )
    return found


def test_terms_are_taken_apart_as_one_by_one() -> None:
    """The index taken apart in one go is what its terms are by themselves."""
    goods = goods_words()
    stems, parts = pieces_of(goods.stems)[::50], pieces_of(goods.parts)[::50]
    words = goods.words
    found = [
        (
            [words[n] for n in own],
            words[head],
            [(words[a], words[b]) for a, b in zip(some[::2], some[1::2], strict=True)],
        )
        for own, head, some in zip(stems, goods.heads[::50], parts, strict=True)
    ]
    assert found == slow_terms(goods)
