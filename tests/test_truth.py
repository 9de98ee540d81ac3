"""Three-valued truth is Kleene's strong logic."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportctl.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of

TRUTHS = (TRUE, FALSE, UNKNOWN)
PAIRS = list(itertools.product(TRUTHS, repeat=2))


def completions(truth: Truth) -> list[bool]:
    """The two-valued truths that ``truth`` may turn out to be."""
    return {TRUE: [True], FALSE: [False], UNKNOWN: [True, False]}[truth]


def settled(values: set[bool]) -> Truth:
    """The truth that all of ``values`` agree on."""
    return UNKNOWN if len(values) == 2 else TRUE if True in values else FALSE


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_and_or_agree_with_every_completion(left: Truth, right: Truth) -> None:
    """An operation is decided exactly when all completions of the unknown agree."""
    both = list(itertools.product(completions(left), completions(right)))
    assert left & right is settled({a and b for a, b in both})
    assert left | right is settled({a or b for a, b in both})


@pytest.mark.parametrize("truth", TRUTHS)
def test_not_is_an_involution(truth: Truth) -> None:
    """Denying twice gives the same, and not is decided where its operand is."""
    assert ~~truth is truth
    assert ~truth is settled({not value for value in completions(truth)})


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_de_morgan(left: Truth, right: Truth) -> None:
    """De Morgan's laws hold in three values too."""
    assert ~(left & right) is ~left | ~right
    assert ~(left | right) is ~left & ~right


@given(st.lists(st.sampled_from(TRUTHS)))
def test_all_and_any_are_folds(truths: list[Truth]) -> None:
    """`all_of` and `any_of` fold the operators, from TRUE and from FALSE; order is of no account."""
    conjunction, disjunction = TRUE, FALSE
    for truth in truths:
        conjunction, disjunction = conjunction & truth, disjunction | truth
    assert all_of(truths) is all_of(reversed(truths)) is conjunction
    assert any_of(truths) is any_of(reversed(truths)) is disjunction


@pytest.mark.parametrize("truth", TRUTHS)
def test_truth_is_no_bool(truth: Truth) -> None:
    """``if truth:`` would have to lie about the unknown, so it raises."""
    with pytest.raises(TypeError, match="undetermined"):
        bool(truth)


def test_truths_read_as_words() -> None:
    """``str()`` gives the words of a report."""
    assert [str(truth) for truth in TRUTHS] == ["met", "not met", "undetermined"]
