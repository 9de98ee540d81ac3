"""Coverage-guided fuzzing of everything that comes from outside: ``python benchmarks/fuzz.py --runs 12000 --seed 1``.

Each target of ``tests/hostile_targets.py`` runs in a process of its own under atheris (``pip install atheris``), which
keeps what reaches new code and mutates that on. A finding is an exception that is not ours, or more than twenty seconds
for one input: it is written to ``--findings``, one file for each place in the code, and belongs into ``tests/hostile``.
The last line of a target says how many inputs it was given, how many findings there were, and how long the slowest of
them took (the code is instrumented, which makes it some times slower than it is).
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LONGEST = 4096
_SECONDS = 20
_MEGABYTES = 2048


def main() -> None:
    """Fuzz all targets, or the one that is named."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("targets", nargs="*")
    options.add_argument("--runs", type=int, default=12_000, help="inputs for each target")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--findings", type=Path, default=Path("findings"))
    options.add_argument("--inside", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    if chosen.inside:
        _fuzz(chosen.inside, chosen.runs, chosen.seed, chosen.findings)
        return
    from hostile_targets import TARGETS

    for name in chosen.targets or TARGETS:
        arguments = ["--inside", name, "--runs", str(chosen.runs), "--seed", str(chosen.seed)]
        subprocess.run([sys.executable, __file__, *arguments, "--findings", str(chosen.findings)], check=False)


def _fuzz(name: str, runs: int, seed: int, findings: Path) -> None:
    import atheris

    with atheris.instrument_imports(include=["exportctl"]):
        import hostile_targets
    from exportctl.errors import ExportctlError

    target = hostile_targets.TARGETS[name]
    found: set[str] = set()
    given, slowest = 0, 0.0

    def one(data: bytes) -> None:
        nonlocal given, slowest
        given += 1
        began = time.process_time()
        answer(data)
        slowest = max(slowest, time.process_time() - began)
        if given % 1000 == 0 or given == runs:
            print(f"{name}: {given} inputs, {len(found)} findings, slowest {slowest:.2f} s", flush=True)

    def answer(data: bytes) -> None:
        try:
            target(data)
        except ExportctlError as error:
            str(error)
        except Exception as error:  # a finding, whatever it is
            place = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{type(error).__name__} {Path(place.filename).name} {place.lineno}"
            if key not in found:
                found.add(key)
                folder = findings / name
                folder.mkdir(parents=True, exist_ok=True)
                (folder / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
                print(f"{name}: {key}: {error!s:.200}", flush=True)

    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(hostile_targets.seeds()[name]):
            Path(corpus, str(number)).write_bytes(data)
        findings.mkdir(parents=True, exist_ok=True)
        limits = [f"-max_len={_LONGEST}", f"-timeout={_SECONDS}", f"-rss_limit_mb={_MEGABYTES}", "-len_control=0"]
        prefix = f"-artifact_prefix={findings / name}-"
        atheris.Setup([sys.argv[0], corpus, f"-runs={runs}", f"-seed={seed}", prefix, *limits], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
