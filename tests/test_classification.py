"""One answer from one description: outcomes, codes, the sentence, and the plain document."""

import json

import pytest

import exportctl as ec
from exportctl.classification import Outcome, classify, classify_many, default_lists
from exportctl.errors import BadGoods


def test_goods_whose_figures_are_met_are_listed_if_confirmed() -> None:
    """An ADC above both limits comes out at its sub-item."""
    found = classify("14-bit 3 GSPS ADC")
    assert found.outcome is Outcome.LISTED
    assert "3A001.a.5.a.4" in found.codes


def test_nothing_found_is_never_not_controlled() -> None:
    """Goods that no entry's words fit come out as NO ENTRY FOUND, with what was looked at."""
    found = classify("qqzzxx")
    assert found.outcome is Outcome.NO_ENTRY
    assert "not controlled" in found.reason


def test_document_has_the_same_bytes_each_time() -> None:
    """The same goods on the same lists give the same document."""
    documents = {json.dumps(classify("14-bit 3 GSPS ADC").as_dict(), sort_keys=True) for _ in range(3)}
    assert len(documents) == 1


def test_many_are_answered_in_order() -> None:
    """`classify_many` gives one answer for each of the goods, in their order."""
    texts = ["krytron", "14-bit 3 GSPS ADC", "qqzzxx"]
    assert [c.goods.description for c in classify_many(texts)] == texts


def test_no_list_is_an_error() -> None:
    """An empty sequence of lists is refused, not answered with nothing found."""
    with pytest.raises(BadGoods):
        classify("krytron", [])


def test_default_lists_are_the_two_eu_lists() -> None:
    """Without a list named, goods are held against the dual-use list and the military list."""
    assert [control_list.id for control_list in default_lists()] == ["eu-dual-use", "eu-military"]


def test_door_has_every_name_of_the_contract() -> None:
    """Every public name loads."""
    for name in ec.__all__:
        assert getattr(ec, name) is not None
    with pytest.raises(AttributeError):
        _ = ec.no_such_name
