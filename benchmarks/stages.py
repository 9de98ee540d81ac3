"""How long deciding takes, and which stage takes what share: reading the goods, finding entries, deciding, telling.

Goods are the labelled ones of ``benchmarks/cases`` against both lists, everything that can be looked up once already
looked up; a table's rate is that of one process over the same goods as rows, all stages and files included.
"""

import csv
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.cases import Case, cases
from benchmarks.texts import both_lists
from benchmarks.timing import seconds
from exportctl.batch import classify_table
from exportctl.classification import Classification, classify
from exportctl.evaluation import evaluate
from exportctl.goods import Goods
from exportctl.matching import match
from exportctl.model import ControlList
from exportctl.questions import questions

__all__ = ["report"]

_SHORT = 60


def report(*, goods: int | None = None) -> str:
    """The report as text: medians, the shares of the stages in all the time, and rows a second, of the first ``goods``
    (all when left out).
    """
    lists = both_lists()
    looked = list(cases())[:goods]
    texts = [case.text for case in looked]
    found = [classify(text, lists) for text in texts]
    answer = seconds(lambda text: classify(text, lists), texts)
    stages = _stages(lists, texts, found, answer)
    whole = sum(map(sum, stages.values()))
    entry = seconds(lambda one: evaluate(*one), _entries(found))
    lines = [
        f"one entry with all below it: median {_micro(entry):.0f} µs, slowest of twenty {_micro(entry, 0.95):.0f} µs",
        f"classify, both lists: median {_micro(answer):.0f} µs, slowest of twenty {_micro(answer, 0.95):.0f} µs",
        "",
        f"shares of an answer's time, {len(texts)} goods:",
        *(
            f"  {name:44s}{sum(times) / whole:6.1%}{sum(times) / len(times) * 1e6:9.0f} µs"
            for name, times in stages.items()
        ),
        "",
        *(
            f"table, one process, reasons {'on' if reasons else 'off'}, {name}: {rate:.0f} rows/s"
            for reasons in (False, True)
            for name, some in _tables(looked)
            for rate in [_rate(lists, some, reasons)]
        ),
    ]
    return "\n".join(lines)


def _stages(
    lists: Sequence[ControlList], texts: Sequence[str], found: Sequence[Classification], answer: Sequence[float]
) -> dict[str, list[float]]:
    """The seconds that each stage takes for each of ``texts``; deciding is what an ``answer`` takes beyond finding."""
    read = seconds(lambda text: Goods(text).figures, texts)
    ranked = seconds(lambda text: match(lists, text, limit=5), texts)
    return {
        "reading the description's figures": read,
        "finding the entries": [max(one - two, 0.0) for one, two in zip(ranked, read, strict=True)],
        "deciding the entries": [max(one - two, 0.0) for one, two in zip(answer, ranked, strict=True)],
        "questions, in their order": seconds(questions, found),
        "the whole answer as JSON, reasons and trace": seconds(lambda one: one.as_dict(), found),
    }


def _entries(found: Sequence[Classification]) -> list[tuple[ControlList, str, Goods]]:
    return [(c.list, str(c.entry.code.entry), one.goods) for one in found for c in one.candidates[:1]]


def _micro(times: Sequence[float], share: float = 0.5) -> float:
    return statistics.quantiles(times, n=100)[round(share * 100) - 1] * 1e6


def _tables(goods: Sequence[Case]) -> list[tuple[str, list[str]]]:
    """Short names, and all goods with their data sheets; no description twice."""
    short = [case.text for case in goods if len(case.text) < _SHORT and not any(c.isdigit() for c in case.text)]
    return [("short names", list(dict.fromkeys(short))), ("all", list(dict.fromkeys(case.text for case in goods)))]


def _rate(lists: Sequence[ControlList], texts: Sequence[str], reasons: bool) -> float:
    """Rows a second in one process."""
    with tempfile.TemporaryDirectory() as directory:
        source = Path(directory) / "goods.csv"
        with source.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["Part number", "Description"])
            writer.writerows(enumerate(texts))
        start = time.perf_counter()
        classify_table(source, Path(directory) / "out.csv", lists=lists, reasons=reasons, workers=1)
        return len(texts) / (time.perf_counter() - start)
