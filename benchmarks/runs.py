"""Runs kept as files: TREC runs and judgements for other people's tools, and frozen results with what flipped since.

``runs/<system>.run`` and ``runs/cases.qrels`` are in TREC's own form, so that ``ir_measures runs/cases.qrels
runs/exportctl.run Success@1 Success@5 nDCG@10`` gives the same figures. ``frozen.tsv`` holds, case by case, the place
of the right entry in our own ranking.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.cases import Case
from benchmarks.systems import Ranking

__all__ = ["FROZEN", "flipped", "freeze", "measured", "write_judgements", "write_run"]

DIRECTORY = Path(__file__).parent / "runs"
FROZEN = Path(__file__).parent / "frozen.tsv"


def entries_of(ranking: Ranking) -> list[tuple[str, float]]:
    """The ranking by entries: each once, at its best place."""
    best: dict[str, float] = {}
    for code, score in ranking:
        best.setdefault(code.partition(".")[0], score)
    return list(best.items())


def write_run(system: str, rankings: Mapping[str, Ranking]) -> Path:
    """The run of one system over all cases; returns its file."""
    DIRECTORY.mkdir(exist_ok=True)
    path = DIRECTORY / f"{system.replace(' ', '_').replace('+', 'with')}.run"
    with path.open("w", encoding="utf-8") as lines:
        for case, ranking in rankings.items():
            for place, (code, score) in enumerate(entries_of(ranking), 1):
                lines.write(f"{case} Q0 {code} {place} {score:.6f} {system.replace(' ', '_')}\n")
    return path


def write_judgements(cases: Sequence[Case]) -> Path:
    """The right entries of all listed cases; returns the file."""
    DIRECTORY.mkdir(exist_ok=True)
    path = DIRECTORY / "cases.qrels"
    with path.open("w", encoding="utf-8") as lines:
        for case in cases:
            for entry in case.entries:
                lines.write(f"{case.id} 0 {entry} 1\n")
    return path


def measured(judgements: Path, run: Path) -> dict[str, float]:
    """Success@1, Success@5 and nDCG@10 of a run file, by ir-measures."""
    import ir_measures

    wanted = [ir_measures.Success @ 1, ir_measures.Success @ 5, ir_measures.nDCG @ 10]
    found = ir_measures.calc_aggregate(
        wanted, ir_measures.read_trec_qrels(str(judgements)), ir_measures.read_trec_run(str(run))
    )
    return {str(measure): float(value) for measure, value in found.items()}


def freeze(places: Mapping[str, int]) -> None:
    """Keep the place of the right entry of every case, 0 where it was not among the first ten."""
    with FROZEN.open("w", encoding="utf-8") as lines:
        lines.write("# case\tplace of the right entry (0: not among the first ten)\n")
        for case in sorted(places):
            lines.write(f"{case}\t{places[case]}\n")


def flipped(places: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """The cases that came right at the first place since the results were frozen, and those that were lost there."""
    if not FROZEN.is_file():
        return [], []
    with FROZEN.open(encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    before = {case: int(place) for case, place in rows}
    won = sorted(c for c, place in places.items() if place == 1 and before.get(c, 1) != 1)
    lost = sorted(c for c, place in places.items() if place != 1 and before.get(c, 0) == 1)
    return won, lost
