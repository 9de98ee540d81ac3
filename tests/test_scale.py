"""The recipe of ``docs/scale.md``, run as it is printed there on an engine in local mode."""

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from exportctl.batch import COLUMNS, classify_records
from exportctl.errors import BadTable

RECIPE = Path(__file__).resolve().parent.parent / "docs" / "scale.md"
GOODS = [
    {"part": 1, "description": "krytron", "gain (dB)": 3.0},
    {"part": 2, "description": "", "gain (dB)": None},
    {"part": 3, "description": "qqzzxx", "gain (dB)": None},
    {"part": 4, "description": "14-bit 3 GSPS ADC", "gain (dB)": None},
]


def recipe() -> dict[str, Any]:
    """The names that the PySpark block of the document defines."""
    block = re.search(r"```python\n(from collections.*?)```", RECIPE.read_text("utf-8"), re.DOTALL)
    assert block is not None
    names: dict[str, Any] = {}
    exec(block[1], names)
    return names


def test_records_come_back_with_their_answers() -> None:
    """As many come out as went in, in their order, unchanged, each with every column that a batch adds."""
    found = list(classify_records(iter(GOODS)))
    assert [{name: row[name] for name in GOODS[0]} for row in found] == GOODS
    assert all(row[name] for row in found for name in COLUMNS)
    assert [row["outcome"] for row in found][1:3] == ["ROW NOT READ", "NO ENTRY FOUND"]
    assert list(classify_records([])) == []


def test_records_without_a_description_are_told() -> None:
    """Where no column says what the goods are, nothing is guessed."""
    with pytest.raises(BadTable, match="no column describes"):
        next(classify_records([{"price": 3}]))


def test_the_recipe_runs_on_pandas_pieces() -> None:
    """The function of a partition alone, on pieces of a frame: the same as all at once."""
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    classify_partition = recipe()["classify_partition"]
    frame = pandas.DataFrame(GOODS)
    pieces = pandas.concat(classify_partition(iter([frame.iloc[:1], frame.iloc[1:]])))
    assert list(pieces["outcome"]) == [row["outcome"] for row in classify_records(GOODS)]


def test_the_recipe_runs_on_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two partitions on a local Spark: every row comes back once, with the answer it has without Spark."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed (pip install exportctl[scale])")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    spark = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    try:
        articles = spark.createDataFrame(
            [tuple(row.values()) for row in GOODS], "part int, description string, `gain (dB)` double"
        ).repartition(2)
        found = {row["part"]: row["outcome"] for row in recipe()["classify_articles"](articles).collect()}
    finally:
        spark.stop()
    assert found == {row["part"]: row["outcome"] for row in classify_records(GOODS)}
