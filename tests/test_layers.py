"""The house keeps its shape: imports point down the table of rooms, and no module grows past what one can read."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "exportctl"
ROOMS = [  # from the ground up; a module imports only from rooms before its own, or beside it in the same wing
    "errors truth text cache files progress",
    "numerals spellings symbols quantities bounds units decibels",
    "codes",
    "model",
    "formulas lines",
    "conditions",
    "formats notes connectives definitions references outline catalog publisher",
    "compounds",
    "names qualifiers usages senses occurrences phrases figures notations values readings goods parameters derivations",
    "extraction",
    "matching | evaluation questions",
    "classification comparison",
    "tables",
    "records impact precedents verification",
    "batch",
    "report",
    "cli",
]


def imports_of(path: Path) -> set[str]:
    """The rooms of the package that the module at ``path`` imports from."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "exportctl":
            rest = node.module.split(".")[1:]
            names.update(rest[:1] or [alias.name for alias in node.names])
    return names


def test_no_module_exceeds_four_hundred_lines() -> None:
    """Every module fits in one reading."""
    long = {p.name: n for p in PACKAGE.rglob("*.py") if (n := len(p.read_text(encoding="utf-8").splitlines())) >= 400}
    assert not long


def test_imports_point_down() -> None:
    """No room imports from a room above it, and matching and evaluation do not know each other."""
    level = {name: i for i, row in enumerate(ROOMS) for name in row.replace("|", " ").split()}
    wing = {
        name: (i, k) for i, row in enumerate(ROOMS) for k, half in enumerate(row.split("|")) for name in half.split()
    }
    faults = []
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room in {"__init__", "__main__"}:
            continue
        assert room in level, f"{room} has no place in the table of rooms"
        faults += [
            f"{path.name} imports {other}"
            for other in imports_of(path) - {room}
            if level[other] > level[room] or (level[other] == level[room] and wing[other] != wing[room])
        ]
    assert not faults
