"""What the trade calls a figure of certain goods, and where that holds."""

from functools import cache

import pytest

from exportctl.catalog import load
from exportctl.conditions import Threshold, leaves
from exportctl.evaluation import evaluate
from exportctl.extraction import extract
from exportctl.goods import Goods
from exportctl.model import ControlList
from exportctl.names import normal
from exportctl.qualifiers import quantity
from exportctl.usages import Usages, usages, usages_at


def test_a_usage_holds_at_its_codes_and_below() -> None:
    """The scope of a line is a provision with its sub-items; elsewhere the name means nothing."""
    assert usages_at("2B225.a", "length").hold("wall thickness")
    assert usages_at("2B225.a", "length").hold("Wall thicknesses")
    assert not usages_at("2B22", "length").hold("wall thickness")
    assert not usages_at("2B225.a", "width").hold("wall thickness")


def test_remarks_and_conditions_do_not_count() -> None:
    """What stands in brackets or behind "at" as a condition is no part of a name; what changes the figure is."""
    strength = Usages(names=frozenset({quantity("UTS")}))
    assert all(
        strength.hold(name) for name in ("UTS", "UTS (RT)", "UTS @ 25 °C", "UTS at 20 °C", "UTS (aged)", "max. UTS")
    )
    assert all(
        strength.hold(name) for name in ("UTS bei 20 °C", "UTS, 20 °C", "UTS (ASTM)", "UTS (typ)", "UTS (measured)")
    )
    assert not any(strength.hold(name) for name in ("UTS (shear)", "UTS loss", "UTS, 2nd direction", "UTS (pump)", ""))


def test_a_remark_that_belongs_to_a_name_counts() -> None:
    """Where the name with its brackets is one of them it is that one."""
    thrust = Usages(names=frozenset({quantity("static thrust")}))
    assert thrust.hold("thrust (static)")
    assert not thrust.hold("thrust (vacuum)")


def test_a_symbol_behind_a_name_repeats_it() -> None:
    """A letter that begins the last word of a name of several says nothing new; that of a junction does."""
    ambient = Usages(names=frozenset({quantity("ambient temperature")}))
    assert all(ambient.hold(f"ambient temperature{symbol}") for symbol in (", TA", " (TA)", ", T_A", " (t)"))
    assert not any(ambient.hold(f"ambient temperature{symbol}") for symbol in (", TJ", " (OD)", ", V_A"))


def test_where_something_goes_to_is_no_part_of_its_name() -> None:
    """A rate to a disk is that rate; a name whose own noun is another is none."""
    rate = Usages(names=frozenset({quantity("recording rate")}))
    assert rate.hold("sustained recording rate to SSD")
    assert not rate.hold("recording rate margin to SSD")


def test_one_letter_is_a_symbol() -> None:
    """F is another than f."""
    assert Usages(symbols=frozenset("F")).hold("F")
    assert not Usages(symbols=frozenset("F")).hold("f")


def test_the_table_is_read_whole() -> None:
    """Every paragraph has codes, parameters and names, each in one of four languages, and no name stands twice."""
    for usage in usages():
        assert usage.codes, usage
        assert usage.names, usage
        assert all(usage.parameters), usage
        assert {language for _, language in usage.names} <= {"en", "nl", "de", "fr"}, usage
        assert len(set(usage.names)) == len(usage.names), usage
    figures = [(usage.codes, usage.parameters) for usage in usages()]
    assert len(set(figures)) == len(figures)


@cache
def _figures(control_list: ControlList) -> dict[str, set[tuple[str, str]]]:
    """The parameters with their kinds that each provision limits in its own words and notes."""
    found: dict[str, set[tuple[str, str]]] = {}
    for entry in control_list.walk():
        for leaf in leaves(extract(control_list, entry.code)):
            if isinstance(leaf, Threshold):
                found.setdefault(leaf.place.code, set()).add((leaf.parameter, leaf.limit.unit.kind))
    return found


@pytest.mark.official
def test_every_paragraph_names_a_figure_of_the_law(official_annex: ControlList, official_military: ControlList) -> None:
    """At or below each code of a paragraph the official text or our digest limits one of its parameters."""
    digests = [load(official.id, wording="digest") for official in (official_annex, official_military)]
    figures: dict[str, set[str]] = {}
    for control_list in (official_annex, official_military, *digests):
        for at, found in _figures(control_list).items():
            figures.setdefault(at, set()).update(name for name, _ in found)
    for usage in usages():
        for code in usage.codes:
            below = {name for at, names in figures.items() if f"{at}.".startswith(f"{code}.") for name in names}
            assert not below.isdisjoint(usage.parameters), usage


@pytest.mark.official
def test_no_name_means_two_figures_of_one_kind(official_annex: ControlList, official_military: ControlList) -> None:
    """At no provision is a name another parameter of the same kind, by another paragraph or as the law's name."""
    for control_list in (official_annex, official_military):
        for code, figures in _figures(control_list).items():
            meant: dict[tuple[object, str], str] = {}
            for parameter, kind in sorted(figures):
                used = usages_at(code, parameter)
                for name in (*used.names, *used.symbols):
                    assert meant.setdefault((name, kind), parameter) == parameter, (code, name)
                    others = [other for other, same in figures if same == kind and other != parameter]
                    assert all(quantity(other) != name for other in others), (code, name)


@pytest.mark.official
def test_a_usage_binds_and_no_remark_hides_it(official_annex: ControlList) -> None:
    """The thickness of the wall is the length that a manipulator's provision asks for; and only there."""
    found = evaluate(official_annex, "2B225.a", Goods("manipulator", {"Wall thickness": "0.7 m"}))
    assert str(found.limits) == "met"
    assert normal("wall thickness") != normal("length")
