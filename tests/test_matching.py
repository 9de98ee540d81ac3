"""Goods to candidates: the right entry first, reasons for each, blind to what is no part of the goods."""

import itertools

import pytest

from exportctl.goods import Goods
from exportctl.matching import match
from exportctl.matching.features import FEATURES, FIRST
from exportctl.model import ControlList

pytestmark = pytest.mark.official


@pytest.fixture(scope="module")
def lists(official_annex: ControlList, official_military: ControlList) -> tuple[ControlList, ControlList]:
    """Both lists."""
    return official_annex, official_military


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("krytron", "3A228"),
        ("14-bit 3 GSPS ADC", "3A001"),
        ("beeldversterkerbuizen", "6A002"),
        ("Onderdelen voor houwitsers", "ML2"),
        ("software voor encryptie", "5D002"),
        ("Turbomolekularpumpe", "2B231"),
        ("chlorure de cyanogène", "1C450"),
        ("75-44-5", "1C450"),
        ("kritron", "3A228"),
    ],
)
def test_the_entry_is_found(lists: tuple[ControlList, ControlList], text: str, entry: str) -> None:
    """Trade names, abbreviations, CAS numbers, four languages, parts and misspellings find their entry."""
    assert match(lists, text)[0].entry.code.head == entry


@pytest.mark.parametrize("text", ["wooden garden chair", "tuinstoel", "Lippenstift", "vélo pour enfants"])
def test_everyday_goods_score_low(lists: tuple[ControlList, ControlList], text: str) -> None:
    """What no list names has no likely entry."""
    assert all(candidate.score < 0.3 for candidate in match(lists, text))


def test_a_military_word_prefers_the_military_list(lists: tuple[ControlList, ControlList]) -> None:
    """The same goods for the armed forces belong on the other list."""
    assert not match(lists, "thermal camera")[0].entry.code.head.startswith("ML")
    assert match(lists, "military thermal camera for army tanks")[0].entry.code.head.startswith("ML")


GOODS = (
    "krytron", "turbomolecular pump", "image intensifier tube", "ring laser gyro", "5-axis milling machine",
    "hydrogen cyanide", "carbon fibre prepreg", "gas centrifuge rotor", "frequency hopping radio", "howitzer barrels",
    "beeldversterkerbuizen", "versleutelingsapparatuur", "onderdelen voor gevechtsvliegtuigen", "warmtewisselaars",
    "Beschleunigungsmesser", "Frequenzumrichter 800 Hz", "Panzerplatten", "détonateurs", "caméra thermique",
    "spectromètre de masse",
)  # fmt: skip
ADDITIONS = (
    " for Iran", ", destination: North Korea", ", end user: Ministry of Agriculture", ", manufacturer: Siemens AG",
    ", EUR 12,500", ", price: 300 USD", ", made by Acme Ltd", ", shipped to Dubai", ", brand: Zeiss",
    ", customer: TU Delft",
)  # fmt: skip


@pytest.mark.parametrize(("text", "addition"), list(itertools.product(GOODS, ADDITIONS)))
def test_matching_is_blind(lists: tuple[ControlList, ControlList], text: str, addition: str) -> None:
    """Who buys, who made it and what it costs change neither order nor score (200 pairs)."""
    plain, dressed = match(lists, text), match(lists, text + addition)
    assert [(str(c.entry.code), c.score) for c in dressed] == [(str(c.entry.code), c.score) for c in plain]


def test_missed_limits_lower_the_score_and_not_the_order(lists: tuple[ControlList, ControlList]) -> None:
    """Goods below the entry's limits are likely not listed, but no other entry becomes likelier."""
    inside, outside = match(lists, "14-bit ADC, 420 MSPS")[0], match(lists, "14-bit ADC, 20 MSPS")[0]
    assert inside.entry.code.head == outside.entry.code.head == "3A001"
    assert outside.score < inside.score


def test_a_candidate_says_why(lists: tuple[ControlList, ControlList]) -> None:
    """Every feature of a candidate has a sentence; those that name their evidence come first, the surest leading."""
    telling = {kind.name: kind.telling for kind in FEATURES} | {FIRST: False}
    for text in ("krytron", "14-bit ADC, 20 MSPS", "tuinstoel", "software voor encryptie voor het leger"):
        for candidate in match(lists, text):
            assert all(feature.detail for feature in candidate.features)
            order = [
                (not telling[f.name], -f.score if telling[f.name] else -abs(f.weight * f.score))
                for f in candidate.features
            ]
            assert order == sorted(order)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("krytron", "krytron"),
        ("ADC, sample rate 20 MSPS", "20 MSPS misses sample rate > "),
        ("isolated photomultiplier tube", "photomultiplier"),
    ],
)
def test_the_first_reason_names_its_evidence(lists: tuple[ControlList, ControlList], text: str, evidence: str) -> None:
    """What an officer reads first is a term, a word of the description, or a figure and its limit."""
    assert evidence in match(lists, text)[0].features[0].detail


def test_one_candidate_an_entry(lists: tuple[ControlList, ControlList]) -> None:
    """An entry stands once among the candidates, best first, at most as many as asked for."""
    found = match(lists, "laser", limit=7)
    heads = [candidate.entry.code.head for candidate in found]
    assert len(heads) == len(set(heads)) <= 7
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_nothing_known_finds_nothing(lists: tuple[ControlList, ControlList]) -> None:
    """Without a known word there is no candidate."""
    assert match(lists, "qqqq zzzz") == ()


def test_goods_and_text_are_the_same(lists: tuple[ControlList, ControlList]) -> None:
    """Goods are matched by their description; a figure given beside it that meets a limit speaks for the entry too."""
    plain = [(str(c.entry.code), c.score) for c in match(lists, "krytron")]
    assert plain == [(str(c.entry.code), c.score) for c in match(lists, Goods("krytron"))]
    beside = match(lists, Goods("krytron", {"peak current": "1 kA"}))
    assert str(beside[0].entry.code).startswith("3A228.a")
    assert beside[0].score > plain[0][1]


def test_two_editions_keep_their_own_entries(official_annex: ControlList, official_2021: ControlList) -> None:
    """The same code of two editions gives two candidates, each of its own list."""
    found = match((official_annex, official_2021), "krytron", limit=4)
    assert {c.list.edition for c in found if c.entry.code.head == "3A228"} == {"2025-11-15", "2021-05-20"}


def test_standing_first_is_told_apart(lists: tuple[ControlList, ControlList]) -> None:
    """Only the first candidate's score says that nothing fits better, and `alone` leaves that out."""
    first, *others = match(lists, "turbomolecular pump")
    assert first.alone < first.score
    assert all(abs(candidate.alone - candidate.score) < 1e-3 for candidate in others)
    assert first.alone >= max(candidate.score for candidate in others)


def test_a_figure_speaks_at_its_own_noun(lists: tuple[ControlList, ControlList]) -> None:
    """What meets a limit scores above what misses it, at whichever alternative of the entry."""
    text = "aluminium alloy bar, diameter 100 mm, tensile strength 500 MPa"
    met, missed = match(lists, text)[0], match(lists, text.replace("500 MPa", "310 MPa"))[0]
    assert met.score > missed.score
    assert met.entry.code.head == missed.entry.code.head
