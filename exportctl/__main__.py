"""``python -m exportctl`` is the command line."""

from exportctl.cli import main

main(prog_name="exportctl")
