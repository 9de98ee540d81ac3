"""The year in which goods were made, and notes on what is old."""

import pytest

from exportctl.evaluation import evaluate
from exportctl.evaluation.years import dated, is_dated
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth


@pytest.mark.parametrize(
    ("text", "goods", "expected"),
    [
        ("manufactured earlier than 1938", Goods("rifle", {"year built": 1937}), TRUE),
        ("manufactured earlier than 1938", Goods("rifle", {"year built": 1938}), FALSE),
        ("that were first manufactured before 1946", Goods("engine", {"First manufactured": "1945"}), TRUE),
        ("made before 1890, and reproductions of these", Goods("gun", {"Baujahr": "1880"}), TRUE),
        ("manufactured earlier than 1890, and their reproductions", Goods("gun", {"Baujahr": "1990"}), UNKNOWN),
        ("manufactured earlier than 1938", Goods("rifle, built in 1935"), TRUE),
        ("manufactured earlier than 1938", Goods("rifle, built 1935, made in 1940"), UNKNOWN),
        ("manufactured earlier than 1938", Goods("Gewehr (Baujahr: 1935)"), TRUE),
        ("manufactured earlier than 1938", Goods("rifle with 1935 year of manufacture"), TRUE),
        ("manufactured earlier than 1938", Goods("rifle, pattern of 1935"), UNKNOWN),
        ("manufactured earlier than 1938", Goods("rifle, built 1935 mm long"), UNKNOWN),
        ("manufactured earlier than 1938", Goods("rifle", {"year built": "1935 to 1940"}), UNKNOWN),
        ("manufactured earlier than 1938", Goods("rifle", {"model": "1898"}), UNKNOWN),
        ("manufactured earlier than 1938", Goods("rifle", {"year built": "12 mm"}), UNKNOWN),
        ("of which were manufactured earlier than 1890", Goods("gun", {"year built": 1880}), UNKNOWN),
    ],
)
def test_a_year_settles_words_on_the_year_of_making(text: str, goods: Goods, expected: Truth) -> None:
    """Before the year is met, in it or later is not; what is copied from, and what is both, stay open."""
    assert dated(text, goods) is expected


def test_words_on_other_years_are_none() -> None:
    """Parts made after a year say nothing of when the goods were made."""
    assert not is_dated("Do not have items manufactured after 1945")
    assert not is_dated("measured in accordance with the edition of 1988")


@pytest.mark.official
@pytest.mark.parametrize(
    ("code", "goods", "outcome"),
    [
        ("ML1.a", Goods("bolt action rifle", {"calibre": "7.92 mm", "year built": "1935"}), "not met"),
        ("ML1.a", Goods("bolt action rifle", {"calibre": "7.92 mm", "year built": "1938"}), "met"),
        ("ML1.a", Goods("bolt action rifle", {"calibre": "7.92 mm"}), "met"),
        ("ML1.a", Goods("Repetierbüchse", {"calibre": "7.92 mm", "Baujahr": "1935"}), "undetermined"),
        ("ML10.d", Goods("turbofan engine", {"first manufactured": "1991"}), "met"),
    ],
)
def test_notes_on_old_weapons(official_military: ControlList, code: str, goods: Goods, outcome: str) -> None:
    """An old rifle is out, a new one is in; where the year fits and the kind of gun is not told, it is open."""
    assert str(evaluate(official_military, code, goods).limits) == outcome
