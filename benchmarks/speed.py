"""How fast: ours and the search engines on the same provisions and descriptions, in one run, as ratios.

The floor is bare numpy over ready postings: add up the arrays of eight words, take the ten best. "ranking" is the same
from the text of a description; "match" adds the trade terms, all features and their sentences.
"""

import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from benchmarks.texts import LISTS, both_lists
from benchmarks.timing import seconds
from exportctl.catalog import parse
from exportctl.matching import match
from exportctl.matching.goods_words import goods_words
from exportctl.matching.search import Engine, engine_of, forget
from exportctl.matching.vocabulary import stems, tokens
from exportctl.model import ControlList

__all__ = ["descriptions", "report"]

_WORDS, _TOP, _BLOCK = 8, 10, 64


def descriptions(lists: Sequence[ControlList], count: int) -> list[str]:
    """``count`` descriptions of eight words each, drawn from the lists' own text (seed 0)."""
    chance = random.Random(0)
    vocabulary = [word for c in lists for entry in c.walk() for word in tokens(entry.text) if len(word) > 3]
    return [" ".join(chance.choice(vocabulary) for _ in range(_WORDS)) for _ in range(count)]


def report(*, queries: int = 1000) -> str:
    """The report as text: medians in microseconds, and ratios to the floor."""
    lists = both_lists()
    texts = descriptions(lists, queries)
    lines = [
        f"{queries} descriptions of {_WORDS} words, {sum(map(len, lists))} provisions, median of each, one run",
        "",
    ]
    floor, floor_batch = _floor(engine_of(lists), texts)
    rows = [("bare numpy postings (floor)", floor), ("the same in a batch", floor_batch), *_ours(lists, texts)]
    rows += _peers(lists, texts)
    lines += [f"{name:34s}{micro:12.1f} µs{micro / floor:9.2f} x floor" for name, micro in rows]
    lines += ["", *_starts(lists), "", *_growth(texts[: max(queries // 5, 20)])]
    return "\n".join(lines)


def _median(run: Callable[[str], object], texts: Sequence[str]) -> float:
    return statistics.median(seconds(run, texts)) * 1e6


def _floor(engine: Engine, texts: Sequence[str]) -> tuple[float, float]:
    """Ready postings added up, single and in blocks."""
    ready = {text: [engine.word(word).provisions for word in tokens(text)] for text in texts}
    size = engine.laid.provisions.size

    def single(text: str) -> object:
        total = np.zeros(size, dtype=np.float32)
        for documents, impacts in ready[text]:
            total[documents] += impacts
        best = np.argpartition(-total, _TOP)[:_TOP]
        return best[np.argsort(-total[best], kind="stable")]

    def block(some: Sequence[str]) -> object:
        total = np.zeros((len(some), size), dtype=np.float32)
        for row, text in zip(total, some, strict=True):
            for documents, impacts in ready[text]:
                row[documents] += impacts
        return np.argpartition(-total, _TOP, axis=1)[:, :_TOP]

    return _median(single, texts), _batch(block, texts)


def _batch(run: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    blocks = [texts[start : start + _BLOCK] for start in range(0, len(texts), _BLOCK)]
    return statistics.median(time / len(some) for some, time in zip(blocks, seconds(run, blocks), strict=True)) * 1e6


def _ours(lists: Sequence[ControlList], texts: Sequence[str]) -> list[tuple[str, float]]:
    engine = engine_of(tuple(lists))
    return [
        ("exportctl ranking", _median(lambda text: engine.rank(text, _TOP), texts)),
        ("exportctl ranking in a batch", _batch(lambda some: engine.rank_many(some, _TOP), texts)),
        ("exportctl match, no reasons told", _median(lambda text: match(lists, text, limit=_TOP), texts)),
        ("exportctl match, all reasons", _median(lambda text: _told(lists, text), texts)),
    ]


def _told(lists: Sequence[ControlList], text: str) -> object:
    return [candidate.features for candidate in match(lists, text, limit=_TOP)]


def _peers(lists: Sequence[ControlList], texts: Sequence[str]) -> list[tuple[str, float]]:
    documents = [
        f"{' '.join(e.text for e in c.ancestors(entry.code))} {entry.text}" for c in lists for entry in c.walk()
    ]
    few = texts[: max(len(texts) // 10, 10)]
    return [
        ("bm25s", _median(_bm25s(documents), texts)),
        ("tantivy", _median(_tantivy(documents), texts)),
        ("SQLite FTS5", _median(_sqlite(documents), texts)),
        ("rapidfuzz", _median(_rapidfuzz(documents), few)),
    ]


def _stemmed(text: str) -> list[str]:
    return [stems(word)[0] for word in tokens(text)]


def _bm25s(documents: Sequence[str]) -> Callable[[str], object]:
    import bm25s

    engine = bm25s.BM25()
    engine.index([_stemmed(text) for text in documents], show_progress=False)

    def run(text: str) -> object:
        words = [word for word in _stemmed(text) if word in engine.vocab_dict]
        scores = engine.get_scores(words)
        best = np.argpartition(-scores, _TOP)[:_TOP]
        return best[np.argsort(-scores[best])]

    return run


def _tantivy(documents: Sequence[str]) -> Callable[[str], object]:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for text in documents:
        writer.add_document(tantivy.Document(text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    return lambda text: searcher.search(index.parse_query(text, ["text"]), _TOP).hits


def _sqlite(documents: Sequence[str]) -> Callable[[str], object]:
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table provisions using fts5(text, tokenize='porter unicode61')")
    base.executemany("insert into provisions values (?)", [(text,) for text in documents])
    query = f"select rowid from provisions where provisions match ? order by bm25(provisions) limit {_TOP}"
    return lambda text: base.execute(query, (" OR ".join(f'"{word}"' for word in tokens(text)),)).fetchall()


def _rapidfuzz(documents: Sequence[str]) -> Callable[[str], object]:
    from rapidfuzz import fuzz, process

    return lambda text: process.extract(text, documents, scorer=fuzz.token_set_ratio, limit=_TOP)


def _starts(lists: Sequence[ControlList]) -> list[str]:
    """How long the first use takes: the import, the index built, and the index read back from the cache."""
    imports = [_seconds([sys.executable, "-c", "import exportctl"]) for _ in range(5)]
    nothing = [_seconds([sys.executable, "-c", "pass"]) for _ in range(5)]
    return [
        f"import exportctl: {(min(imports) - min(nothing)) * 1000:.0f} ms over a bare start",
        f"index built: {_built(lists):.2f} s, the goods index taken apart and the result laid in the cache included",
        f"index from the cache: {_from_cache(lists):.3f} s",
    ]


def _built(lists: Sequence[ControlList]) -> float:
    """The shortest of three first uses, with nothing yet in this process or in the cache, in seconds."""
    times = []
    for _ in range(3):
        goods_words.cache_clear()
        forget()
        with tempfile.TemporaryDirectory() as directory, _cache_in(directory):
            start = time.perf_counter()
            engine_of(tuple(lists))
            times.append(time.perf_counter() - start)
    return min(times)


@contextmanager
def _cache_in(directory: str) -> Iterator[None]:
    before = os.environ.get("EXPORTCTL_CACHE")
    os.environ["EXPORTCTL_CACHE"] = directory
    try:
        yield
    finally:
        os.environ.pop("EXPORTCTL_CACHE")
        if before is not None:
            os.environ["EXPORTCTL_CACHE"] = before


def _seconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def _from_cache(lists: Sequence[ControlList]) -> float:
    times = []
    with tempfile.TemporaryDirectory() as directory, _cache_in(directory):
        for _ in range(4):
            forget()
            start = time.perf_counter()
            engine_of(tuple(lists))
            times.append(time.perf_counter() - start)
    return min(times[1:])


def _growth(texts: Sequence[str]) -> list[str]:
    """The answer time at 1, 2, 4 and 8 times the provisions, over all lists at hand."""
    lists = [found for path in sorted(LISTS.rglob("*.xml")) if (found := _parsed(path)) is not None]
    lists.sort(key=lambda control_list: control_list.name)
    every = sum(map(len, lists))
    lines = ["growth, over all lists at hand:"]
    base = 0.0
    for times in (1, 2, 4, 8):
        some: list[ControlList] = []
        while sum(map(len, some)) < every * times / 8 and len(some) < len(lists):
            some.append(lists[len(some)])
        engine = Engine.prepare(some)
        micro = _median(lambda text, engine=engine: engine.rank(text, _TOP), texts)  # type: ignore[misc]
        base = base or micro
        lines.append(
            f"  {sum(map(len, some)):6d} provisions in {len(some):2d} lists: {micro:7.1f} µs, {micro / base:.2f} x"
        )
    return lines


def _parsed(path: Path) -> ControlList | None:
    try:
        return parse(path)
    except Exception:  # a file in the directory that is no list at all, such as a schema
        return None
