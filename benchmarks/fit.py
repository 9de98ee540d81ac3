"""The weights of the features, by logistic regression over the dev half of the cases.

Two things are asked of them at once: that the right entry has the largest total of its description (a softmax over the
entries looked at), and that the total is the log-odds of being right (a logistic loss over all entries looked at, those
of unlisted goods too). Weights are held small by a penalty, since there are some hundred descriptions only.
"""

from collections.abc import Sequence
from pathlib import Path

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.cases import Case, cases, read
from benchmarks.texts import both_lists
from benchmarks.unindexed import boost
from exportctl.matching.features import EVERYDAY, FEATURES, FIRST_WEIGHT, INTERCEPT, UNINDEXED, scored
from exportctl.matching.goods_index import everyday_goods, false_friends
from exportctl.matching.pool import evidence
from exportctl.matching.search import engine_of
from exportctl.model import ControlList

__all__ = ["Looked", "calibrated", "everyday_weight", "first_weight", "fitted", "looked_at", "report"]

_PENALTY = 0.005
_RANKING = 1.0
_UNLISTED = 5.0


@attrs.frozen(eq=False)
class Looked:
    """The entries looked at for one case: ``values`` (entry, feature), and which of them are ``right``.

    ``meant`` are those that the goods are of, also where a limit or a note takes them out: they should stand first.
    """

    case: Case
    values: NDArray[np.float64]
    right: NDArray[np.bool_]
    meant: NDArray[np.bool_]


def looked_at(lists: Sequence[ControlList], cases: Sequence[Case]) -> list[Looked]:
    """What the features say of the entries looked at, case by case."""
    several = tuple(lists)
    engine = engine_of(several)
    found = []
    for case in cases:
        query, pool = evidence(engine, several, case.text)
        if not len(pool.entries):
            continue
        values = scored(engine, query, pool).T
        codes = [engine.laid.codes[int(engine.laid.entries_at[n])][1] for n in pool.entries]
        listed = case.outcome not in ("not met", "not listed")
        meant = np.asarray([code in case.entries for code in codes])
        found.append(Looked(case, values.astype(np.float64), meant & listed, meant))
    return found


def fitted(looked: Sequence[Looked], prior: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """The weights, in the order of the features, and the intercept; ``prior`` is what the penalty draws them to."""
    values = np.concatenate([row.values for row in looked])
    right = np.concatenate([row.right for row in looked]).astype(np.float64)
    starts = np.concatenate(([0], np.cumsum([len(row.values) for row in looked])[:-1]))
    owner = np.repeat(np.arange(len(looked)), [len(row.values) for row in looked])
    meant = np.concatenate([row.meant for row in looked]).astype(np.float64)
    listed = np.asarray([row.right.any() for row in looked])
    ordered = np.asarray([row.meant.any() for row in looked])

    # Goods that no list names are few among the cases, and telling them apart is half of the work.
    counted = np.where(listed[owner], 1.0, _UNLISTED)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, intercept = parameters[:-1], parameters[-1]
        total = values @ weights + intercept
        chance = 1 / (1 + np.exp(-total))
        logistic = counted * (np.logaddexp(0, total) - right * total)
        slope = counted * (chance - right) / len(looked)
        highest = np.maximum.reduceat(total, starts)
        shares = np.exp(total - highest[owner])
        every = np.add.reduceat(shares, starts)
        ours = np.where(ordered, np.add.reduceat(shares * meant, starts), 1.0)
        ranking = np.where(ordered, np.log(every) - np.log(ours), 0.0)
        pull = np.where(ordered[owner], shares / every[owner] - shares * meant / ours[owner], 0.0)
        slope = slope + _RANKING * pull / len(looked)
        away = weights - prior
        value = logistic.sum() / len(looked) + _RANKING * ranking.mean() + _PENALTY * float(away @ away) / 2
        return value, np.concatenate((values.T @ slope + _PENALTY * away, [slope.sum()]))

    start = np.concatenate((prior, [-6.0]))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return best.x[:-1], float(best.x[-1])


def calibrated(
    looked: Sequence[Looked], weights: NDArray[np.float64], intercept: float
) -> tuple[NDArray[np.float64], float]:
    """The weights and intercept stretched so that the total is the log-odds of being right, over ``looked``."""
    totals = np.concatenate([row.values @ weights + intercept for row in looked])
    right = np.concatenate([row.right for row in looked]).astype(np.float64)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        stretched = parameters[0] * totals + parameters[1]
        chance = 1 / (1 + np.exp(-stretched))
        value = float(np.logaddexp(0, stretched).sum() - right @ stretched)
        return value, np.asarray([totals @ (chance - right), (chance - right).sum()])

    slope, shift = minimize(loss, np.asarray([1.0, 0.0]), jac=True, method="L-BFGS-B").x
    return weights * slope, float(intercept * slope + shift)


def report(goods: Sequence[Path] = (), also: Sequence[Path] = ()) -> str:
    """The weights to write into ``exportctl/features.py``, and how often they are right in five-fold validation.

    ``goods`` are fitted and calibrated on beside the dev half; ``also`` only help to rank.
    """
    lists = both_lists()
    ours = [case for case in cases() if case.half == "dev" and case.tier != "blind"]  # nothing is fitted on those
    wanted = ours + [case for path in goods for case in read(path)]
    looked = looked_at(lists, wanted)
    helping = looked_at(lists, [case for path in also for case in read(path)])
    none = np.zeros(len(FEATURES))
    order = np.random.default_rng(0).permutation(len(looked))
    hits: list[tuple[bool, bool]] = []
    for fold in range(5):
        held = set(order[fold::5].tolist())
        weights, _ = fitted([row for i, row in enumerate(looked) if i not in held] + helping, none)
        hits += [_places(looked[i], weights) for i in held if looked[i].case.outcome not in ("not met", "not listed")]
    weights, intercept = calibrated(looked, *fitted(looked + helping, none))
    lines = [f"{kind.name:24s}{weight:8.2f}" for kind, weight in zip(FEATURES, weights, strict=True)]
    first = first_weight(looked, weights, intercept)
    new = boost(lists, [case for case in wanted if case.half == "dev"])
    one, five = np.asarray(hits).mean(axis=0)
    lines += [f"{'intercept':24s}{intercept:8.2f}", f"{'first weight':24s}{first:8.2f}"]
    named = everyday_weight(lists, looked)
    lines += [
        f"{name:24s}{one:8.2f}  (by the weights as they stand)" for name, one in ((UNINDEXED, new), (EVERYDAY, named))
    ]
    return "\n".join([*lines, "", f"held out: R@1 {one:.3f}, R@5 {five:.3f}"])


def first_weight(looked: Sequence[Looked], weights: NDArray[np.float64], intercept: float) -> float:
    """What standing first adds to the log-odds of being right, over all goods but those that miss a limit."""
    rows = [row for row in looked if row.case.outcome != "not met"]
    totals = [row.values @ weights + intercept for row in rows]
    highest = np.asarray([total.max() for total in totals])
    right = np.asarray([float(row.right[total.argmax()]) for row, total in zip(rows, totals, strict=True)])

    def loss(parameter: NDArray[np.float64]) -> float:
        shifted = highest + parameter[0]
        return float((np.logaddexp(0, shifted) - right * shifted).mean())

    return float(minimize(loss, np.asarray([0.0]), method="L-BFGS-B").x[0])


def everyday_weight(lists: Sequence[ControlList], looked: Sequence[Looked]) -> float:
    """What being the very name of everyday goods adds to the log-odds, all other weights as they are.

    The cases hardly ever use such a name, so that those of the index stand beside them, a tenth of the whole.
    """
    weights = np.asarray([kind.weight for kind in FEATURES])
    at = [kind.name for kind in FEATURES].index(EVERYDAY)
    goods = (*everyday_goods(), *false_friends())
    named = [
        Case(
            id=f"everyday-{number}",
            tier="everyday",
            language=one.language,
            text=one.term,
            entries=(),
            outcome="not listed",
        )
        for number, one in enumerate(goods)
    ]
    both = [list(looked), looked_at(lists, named)]

    def loss(parameter: NDArray[np.float64]) -> float:
        value = 0.0
        for share, rows in zip((0.9, 0.1), both, strict=True):
            for row in rows:
                totals = row.values @ weights + INTERCEPT + (parameter[0] - weights[at]) * row.values[:, at]
                best = int(totals.argmax())
                total = totals[best] + FIRST_WEIGHT
                value += share * float(np.logaddexp(0, total) - row.right[best] * total) / len(rows)
        return value

    return float(minimize(loss, weights[[at]], method="L-BFGS-B").x[0])


def _places(row: Looked, weights: NDArray[np.float64]) -> tuple[bool, bool]:
    order = np.argsort(-(row.values @ weights), kind="stable")
    return bool(row.right[order[:1]].any()), bool(row.right[order[:5]].any())
