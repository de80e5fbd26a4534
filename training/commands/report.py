"""``report``: a page about a run that a person can open."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.report.page import write_report
from training.run_folder import RunFolder, add_run_argument

HELP = "write a page about a run: plots, scores, samples, worst lines, corpora"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add_run_argument(parser)
    parser.add_argument("--output", type=Path, help="where the page goes; RUN/report.html if left out")


def call(arguments: argparse.Namespace) -> int:
    """Write the page."""
    run = RunFolder(arguments.run)
    output = arguments.output or run.report
    write_report(run, output)
    print(output)
    return 0
