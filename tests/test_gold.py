"""Limits read by hand from three official lists, against what `limits` reads: comparison, exact value, unit, parameter.

The gold set (``tests/cases/limits.jsonl``) was read twice, by two readers who saw neither the other's reading nor the
program's; a limit on which they differed, or that can be argued either way, is marked optional and counts neither way.
Each parameter has the names that the two readers gave it. A name is right when its content words contain a reader's or
are contained in them, or when at least half of all words are shared: names are phrases; "mass" for "rotor mass" asks
for the same fact. The last lines are the constructs of the law's language that the random draw left out, read once.
"""

import json
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import exportctl as ec
from exportctl.conditions import Threshold
from exportctl.units import parse_quantity

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases" / "limits.jsonl").open(encoding="utf-8")]
FILLERS = set("a an the of in on at for to and or any all per with its by number".split())


def words(name: str) -> set[str]:
    """The content words of a parameter's name, without plurals."""
    return {word.removesuffix("s") for word in re.findall(r"[a-z0-9]+", name.lower())} - FILLERS


def same_name(one: str, other: str) -> bool:
    """Whether two names ask for the same fact."""
    a, b = words(one), words(other)
    return bool(a and b) and (a <= b or b <= a or 2 * len(a & b) >= len(a | b))


def same_value(limit: Threshold, value: str, unit: str) -> bool:
    """Whether a limit is exactly ``value`` in ``unit``; a formula is no single number."""
    if value == "formula" or limit.formula is not None:
        return value == "formula" and limit.formula is not None
    if str(limit.limit.unit) == unit:
        return limit.limit.magnitude == Fraction(value)
    wanted = parse_quantity(f"{value} {unit}" if unit != "1" else value, law=True)
    return wanted.unit.kind == limit.limit.unit.kind and wanted.base == limit.limit.base


def differences(limits: Iterable[Threshold], gold: list[dict[str, Any]]) -> Iterator[str]:
    """Every limit that is read but not meant (+), or meant but not read (-)."""
    left = list(gold)
    for limit in limits:
        found = next(
            (
                wanted
                for wanted in left
                if str(limit.comparison) == wanted["comparison"]
                and same_value(limit, wanted["value"], wanted["unit"])
                and (wanted.get("optional") or any(same_name(limit.parameter, name) for name in wanted["parameter"]))
            ),
            None,
        )
        if found is None:
            yield f"+ {limit}"
        else:
            left.remove(found)
    for wanted in left:
        if not wanted.get("optional"):
            yield f"- {' or '.join(wanted['parameter'])} {wanted['comparison']} {wanted['value']} {wanted['unit']}"


def score(control_list: ec.ControlList, name: str) -> tuple[Fraction, list[str]]:
    """The F1 over all gold provisions of a list, and what was missed, by code."""
    cases = [case for case in CASES if case["list"] == name]
    wanted = sum(not limit.get("optional") for case in cases for limit in case["limits"])
    missed = [
        f"{case['code']} {difference}"
        for case in cases
        for difference in differences(ec.limits(control_list, case["code"]), case["limits"])
    ]
    false, lost = (sum(f" {sign} " in line for line in missed) for sign in "+-")
    right = wanted - lost
    return Fraction(2 * right, 2 * right + false + lost), missed


@pytest.mark.official
@pytest.mark.parametrize(
    ("fixture", "name", "least"),
    [
        ("official_annex", "eu-dual-use/2025-11-15", Fraction(98, 100)),
        ("official_2021", "eu-dual-use/2021-05-20", Fraction(95, 100)),
        ("official_military", "eu-military/2020-02-17", Fraction(95, 100)),
    ],
)
def test_limits_are_those_that_readers_find(
    fixture: str, name: str, least: Fraction, request: pytest.FixtureRequest
) -> None:
    """Field-level F1 of the limits against the gold set; what was missed is listed by code."""
    reached, missed = score(request.getfixturevalue(fixture), name)
    assert reached >= least, "\n".join([f"{float(reached):.3f}", *missed])
