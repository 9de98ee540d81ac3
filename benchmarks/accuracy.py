"""The table of accuracy: every system on the same goods, against the same lists."""

import math
from collections.abc import Callable, Iterable, Sequence

import attrs

from benchmarks import runs
from benchmarks.cases import TIERS, Case, cases
from benchmarks.measures import area_under_curve, graded, interval, rank_of
from benchmarks.systems import Ranking, System, systems
from benchmarks.texts import both_lists
from benchmarks.unindexed import Placed, places_without
from exportctl.matching.features import FIRST_WEIGHT

__all__ = ["Answer", "answers", "report"]

_HOPELESS = 0.12
_CONFIDENT = 0.5


@attrs.frozen
class Answer:
    """What a system said of a case: the place of the right entry (0: not among ten), the first code and its score."""

    case: Case
    place: int
    first: str | None
    score: float
    ranking: Ranking


def answers(system: System, wanted: Sequence[Case]) -> list[Answer]:
    """The answers of ``system``; a missing answer has place 0 and score 0."""
    found = []
    for case in wanted:
        ranking = system.rank(case.text)
        entries = [code for code, _ in runs.entries_of(ranking)]
        first, score = ranking[0] if ranking else (None, 0.0)
        found.append(Answer(case, rank_of(case.entries, entries), first, score, ranking))
    return found


def report(*, half: str = "all", freeze: bool = False, extra: Iterable[Case] = ()) -> str:
    """The whole report as text; ``half`` is "dev", "test" or "all"; ``extra`` cases are measured apart."""
    lists = both_lists()
    wanted = [case for case in cases() if half in ("all", case.half)]
    by_system = {s.name: answers(s, wanted) for s in systems(lists, with_index=True)}
    judgements = runs.write_judgements(wanted)
    lines = [f"{len(wanted)} goods ({half}), {lists[0].name} and {lists[1].name}, both lists at once", ""]
    lines += [_row("system", "R@1", "95 %", "R@5", "95 %", "nDCG@10", "AUC", "graded")]
    for name, found in by_system.items():
        run = runs.write_run(name, {a.case.id: a.ranking for a in found})
        lines.append(_system_row(name, found, runs.measured(judgements, run)["nDCG@10"]))
    ours = by_system["exportctl"]
    lines += ["", *_parts("tier", ours, lambda a: a.case.tier, TIERS)]
    lines += ["", *_parts("language", ours, lambda a: a.case.language, ("en", "nl", "de", "fr"))]
    lines += ["", *_parts("category", ours, lambda a: a.case.category, (*"0123456789", "ML"))]
    lines += ["", *_sheets(ours), "", *_control(ours), "", *_reliability(ours)]
    lines += ["", *_new_entries(places_without(lists, wanted))]
    for case_file in [list(extra)] if extra else []:
        lines += [
            "",
            *_parts("other goods", answers(systems(lists, with_index=False)[0], case_file), lambda a: a.case.tier),
        ]
    places = {a.case.id: a.place for a in ours if a.case.entries}
    won, lost = runs.flipped(places)
    lines += ["", *_flips(won, lost, {case.id: case for case in wanted})]
    if freeze:
        runs.freeze(places)
    return "\n".join(lines)


def _row(name: str, *cells: str) -> str:
    return f"{name:26s}" + "".join(f"{cell:>14s}" for cell in cells)


def _listed(found: Iterable[Answer]) -> list[Answer]:
    return [a for a in found if a.case.entries]


def _share(hits: Sequence[bool]) -> tuple[str, str]:
    low, high = interval([float(hit) for hit in hits])
    return f"{sum(hits) / max(len(hits), 1):.3f}", f"{low:.2f} to {high:.2f}"


def _curve(found: Sequence[Answer]) -> float:
    listed = [a.score for a in found if a.case.entries and a.case.outcome != "not met"]
    return area_under_curve(listed, [a.score for a in found if not a.case.entries])


def _graded(found: Sequence[Answer]) -> float:
    listed = _listed(found)
    return sum(graded(a.case.entries, a.case.sub_item, a.first) for a in listed) / max(len(listed), 1)


def _system_row(name: str, found: Sequence[Answer], gain: float) -> str:
    listed = _listed(found)
    at_one, at_five = _share([a.place == 1 for a in listed]), _share([1 <= a.place <= 5 for a in listed])
    return _row(name, *at_one, *at_five, f"{gain:.3f}", f"{_curve(found):.3f}", f"{_graded(found):.3f}")


def _parts(
    name: str, found: Sequence[Answer], part_of: Callable[[Answer], str], order: Sequence[str] = ()
) -> list[str]:
    lines = [_row(name, "goods", "R@1", "R@5")]
    for part in order or sorted({part_of(a) for a in found}):
        some = _listed(a for a in found if part_of(a) == part)
        if some:
            one, five = (sum(1 <= a.place <= n for a in some) / len(some) for n in (1, 5))
            lines.append(_row(part, str(len(some)), f"{one:.3f}", f"{five:.3f}"))
    return lines


def _sheets(found: Sequence[Answer]) -> list[str]:
    """How well scores tell long data sheets of listed goods from those of near misses, and limits met from missed."""
    sheets = [a for a in found if a.case.tier == "data sheet"]
    near = [a for a in found if a.case.tier == "near limit"]
    sides = ([a.score for a in near if a.case.outcome == outcome] for outcome in ("listed", "not met"))
    return [
        f"AUC of data sheets, listed against near misses: {_curve(sheets):.3f}",
        f"AUC of goods near a limit, met against missed: {area_under_curve(*sides):.3f}",
    ]


def _new_entries(found: Sequence[Placed]) -> list[str]:
    lines = [_row("new entries, no terms", "goods", "R@1", "R@5", f"below {_HOPELESS}")]
    for language in ("en", "nl", "de", "fr"):
        some = [placed for placed in found if placed.case.language == language]
        one, five = (sum(1 <= placed.place <= n for placed in some) / max(len(some), 1) for n in (1, 5))
        scores = [float(placed.totals[0]) + FIRST_WEIGHT if placed.codes else -math.inf for placed in some]
        low = sum(score < math.log(_HOPELESS / (1 - _HOPELESS)) for score in scores) / max(len(some), 1)
        lines.append(_row(language, str(len(some)), f"{one:.3f}", f"{five:.3f}", f"{low:.3f}"))
    return lines


def _control(found: Sequence[Answer]) -> list[str]:
    """Over- and under-control of the ranking alone: nothing is decided here."""
    unlisted = [a for a in found if not a.case.entries]
    listed = [a for a in found if a.case.entries and a.case.outcome != "not met"]
    over = sum(a.score >= _CONFIDENT for a in unlisted)
    under = sum(a.score < _HOPELESS or not a.place for a in listed)
    return [
        f"over-control: {over} of {len(unlisted)} unlisted goods have an entry scored {_CONFIDENT} or more",
        f"under-control: {under} of {len(listed)} listed goods score below {_HOPELESS} or lack their entry among ten",
    ]


def _reliability(found: Sequence[Answer]) -> list[str]:
    """Of the first candidates scored so, how many are right; goods that are not listed have no right candidate."""
    lines = [_row("score of the first", "goods", "mean score", "right")]
    for tenth in range(10):
        some = [a for a in found if a.case.outcome != "not met" and min(int(a.score * 10), 9) == tenth]
        if some:
            mean = sum(a.score for a in some) / len(some)
            right = sum(a.place == 1 for a in some) / len(some)
            lines.append(
                _row(f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}", str(len(some)), f"{mean:.2f}", f"{right:.2f}")
            )
    return lines


def _flips(won: Sequence[str], lost: Sequence[str], known: dict[str, Case]) -> list[str]:
    """What flipped since the results were frozen; of the test half only how many."""
    lines = []
    for what, flips in (("won", won), ("lost", lost)):
        dev = [case for case in flips if known[case].half == "dev"]
        lines.append(f"{what} since frozen: {len(flips)}, of them {len(flips) - len(dev)} in the test half")
        lines += [f"  {case}  {known[case].text}" for case in dev]
    return lines
