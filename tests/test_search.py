"""Words and descriptions: forms, compounds, phrases, what is no part of the goods; and ranking by words alone."""

import attrs
import numpy as np
import pytest

from exportctl.matching.concordance import concordance
from exportctl.matching.cues import asked_groups, groups_of, military_cue
from exportctl.matching.descriptions import heads_of, read
from exportctl.matching.destinations import blinded
from exportctl.matching.goods_words import goods_words
from exportctl.matching.laying import lay_out
from exportctl.matching.pool import evidence
from exportctl.matching.search import Engine, best_of
from exportctl.matching.vocabulary import cognate, split_compound, stem, stem_all, stems, tokens
from exportctl.model import ControlList


def test_accents_and_ligatures_are_folded() -> None:
    """Letters of four languages come to one plain form."""
    assert tokens("Größe, œil, naïve, Ångström µm") == ["grosse", "oeil", "naive", "angstrom", "um"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("buizen", "buis"), ("versterkers", "versterker"), ("detectors", "detector"), ("chiffreurs", "chiffreur")],
)
def test_plural_and_singular_share_a_stem(one: str, other: str) -> None:
    """A plural is found under its singular."""
    assert set(stems(one)) & set(stems(other))


def test_many_stems_are_those_of_each() -> None:
    """Stemming in one go gives what stemming one by one gives."""
    words = ["buizen", "schijven", "lasers", "3d", "uf6", "op"]
    assert stem_all(words, "nl") == [stem(word, "nl") for word in words]


@pytest.mark.parametrize(
    ("one", "other"),
    [("fotokathode", "photocathode"), ("detektor", "detector"), ("fibre", "fiber"), ("vapour", "vapor")],
)
def test_cognates_meet(one: str, other: str) -> None:
    """What four languages write differently meets in one spelling."""
    assert cognate(one) == cognate(other)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("beeldversterkerbuizen", ("beeldversterker", "buis")),
        ("detectiebuisjes", ("detectie", "buis")),
        ("berylliumschijf", ("beryllium", "schijf")),
        ("pump", None),
    ],
)
def test_compounds_are_split_at_their_head(word: str, parts: tuple[str, str] | None) -> None:
    """The head noun comes last, plural or diminutive; without one, a long known beginning is told apart."""
    assert split_compound(word, {"beeldversterker", "detectie", "beryllium"}, {"buis"}) == parts


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("(Delen voor) beeldversterkerbuizen", "beeldversterkerbuizen"),
        ("Spare parts for main battle tanks", "tanks"),
        ("Test set for radar", "set"),
        ("Pumps with PTFE lining", "pumps"),
    ],
)
def test_the_head_names_the_goods(text: str, head: str) -> None:
    """Mere parts are of what they are parts for; anything else is what it says it is."""
    assert read(text).head == head


def test_what_hangs_on_the_name_weighs_less() -> None:
    """The words of the first phrase count whole, those behind a preposition less."""
    weights = {word.text: word.weight for word in read("pump for chemical reactors").words}
    assert weights["pump"] == 1.0
    assert weights["reactors"] < 1.0


def test_two_nouns_are_one_name_in_french() -> None:
    """What French joins with "à" names the goods whole, and the first noun is their head."""
    found = read("moulin à café pour hôtels")
    assert found.head == "moulin"
    assert {word.text: word.weight for word in found.words} == {"moulin": 1.0, "cafe": 1.0, "hotels": 0.55}


def test_the_head_of_a_french_term_comes_first() -> None:
    """French puts the noun first, the other three put it last."""
    said = concordance(["caméra thermique", "thermal camera", "parts for thermal cameras", "?"])
    heads = heads_of(said, np.asarray([True, False, False, False]))
    assert heads.tolist()[3] == -1
    assert [said.words[said.texts.values[at]] for at in heads[:3]] == ["camera", "camera", "cameras"]


@pytest.mark.parametrize(
    "addition",
    [" for Iran", ", destination: Syria", ", made by Acme Corp", ", EUR 4,500", ", price: USD 12 000", " naar Rusland"],
)
def test_trade_facts_are_left_out(addition: str) -> None:
    """Destination, maker and price leave nothing behind."""
    assert tokens(blinded("krytron" + addition)) == ["krytron"]


def test_words_that_look_like_labels_stay() -> None:
    """A word is a label only where something is labelled."""
    assert tokens(blinded("value engineering software")) == ["value", "engineering", "software"]


def test_kinds_of_goods_are_told_by_their_words() -> None:
    """Software, technology and production are asked for by name, and entries tell theirs by their letter."""
    assert asked_groups(read("programmatuur voor radar")) == {"D"}
    assert asked_groups(read("technical data for missiles")) >= {"E"}
    assert groups_of("3D001") == {"D"}
    assert groups_of("ML22") == {"E"}
    assert groups_of("3A001") == frozenset()
    assert military_cue(read("parts for military radar")) == "military"


@pytest.fixture(scope="module")
def engine(official_annex: ControlList, official_military: ControlList) -> Engine:
    """Both lists made searchable."""
    return Engine.prepare((official_annex, official_military))


@pytest.mark.official
def test_ranking_is_adding_up(engine: Engine) -> None:
    """The fast ranking gives what adding up all words' postings and sorting gives."""
    text = "vacuum pump with ptfe lined wetted surfaces"
    total = np.zeros(engine.laid.provisions.size, dtype=np.float32)
    for word in tokens(text):
        documents, impacts = engine.word(word).provisions
        total[documents] += impacts
    order = sorted(range(len(total)), key=lambda n: (-total[n], n))[:10]
    assert [number for number, _ in engine.rank(text, 10)] == order


@pytest.mark.official
def test_many_at_once_are_each_by_itself(engine: Engine) -> None:
    """A batch gives what single descriptions give."""
    texts = ["infrared camera", "heat exchanger of tantalum", "no such word qqqq"]
    assert engine.rank_many(texts, 7) == [engine.rank(text, 7) for text in texts]


@pytest.mark.official
def test_a_word_is_known_in_one_way(engine: Engine) -> None:
    """A word is known itself, by its parts, by another spelling, only among everyday goods, or not at all."""
    assert engine.word("krytron").how == ""
    assert engine.word("krytorn").how == "spelling"
    assert engine.word("qqqq").how == "nowhere"
    assert engine.word("lippenstift").how == "elsewhere"


@pytest.mark.official
def test_any_word_can_be_looked_up(engine: Engine) -> None:
    """Looking up never fails, whatever the word: near spellings of near spellings included."""
    for word in engine.laid.spellings[::97]:
        for strange in (word + "x", word[1:], word[::-1], word + word):
            assert engine.word(strange).text == strange


def test_the_best_are_largest_first() -> None:
    """Equal scores stand in their order, and nothing without a score is among them."""
    assert best_of(np.asarray([0.0, 2.0, 1.0, 2.0], dtype=np.float32), 3) == [(1, 2.0), (3, 2.0), (2, 1.0)]
    assert best_of(np.zeros(3, dtype=np.float32), 2) == []


@pytest.mark.official
def test_an_entry_without_trade_terms_is_found_by_its_own_names(official_annex: ControlList) -> None:
    """Where the goods index has no term for an entry, the names that its own words give the goods stand in for them."""
    goods = goods_words()
    codes = tuple(" ".join(c for c in row.split() if not c.startswith("6A202")) or (row and "X") for row in goods.codes)
    engine = Engine(lay_out((official_annex,), attrs.evolve(goods, codes=codes)))
    _, pool = evidence(engine, (official_annex,), "photomultiplier tube")
    at = [engine.heads[number] for number in pool.entries].index("6A202")
    assert engine.laid.unindexed[pool.entries[at]]
    assert engine.laid.unindexed.sum() == 1
    assert pool.likeness[at] == max(pool.likeness) > 0.8
