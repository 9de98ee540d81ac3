"""``python -m benchmarks accuracy|speed|stages|fit``."""

import argparse
from pathlib import Path


def main() -> None:
    """Run one benchmark and print its report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    accuracy = commands.add_parser("accuracy", help="every system on the labelled goods")
    accuracy.add_argument("--half", choices=("dev", "test", "all"), default="all")
    accuracy.add_argument("--freeze", action="store_true", help="keep these results to compare later ones with")
    accuracy.add_argument("--goods", type=Path, help="another file of labelled goods, measured apart")
    speed = commands.add_parser("speed", help="ours beside the search engines, in one run, as ratios")
    speed.add_argument("--queries", type=int, default=1000)
    commands.add_parser("stages", help="how long deciding takes, stage by stage, and a table's rate")
    fit = commands.add_parser("fit", help="the weights of the features, from the dev half")
    fit.add_argument("--goods", type=Path, nargs="*", default=[], help="files of labelled goods for development")
    fit.add_argument("--also", type=Path, nargs="*", default=[], help="files of labelled goods that only help to rank")
    given = parser.parse_args()
    if given.command == "accuracy":
        from benchmarks.accuracy import report
        from benchmarks.cases import read

        print(report(half=given.half, freeze=given.freeze, extra=read(given.goods) if given.goods else ()))
    elif given.command == "speed":
        from benchmarks.speed import report as speeds

        print(speeds(queries=given.queries))
    elif given.command == "stages":
        from benchmarks.stages import report as stages

        print(stages())
    else:
        from benchmarks.fit import report as weights

        print(weights(given.goods, given.also))


if __name__ == "__main__":
    main()
