"""``compare``: the scores of several runs side by side."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from training.report.comparison import Compared, compare
from training.run_folder import RunFolder

HELP = "put the scores of runs side by side"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("run", type=Path, help="the run that the others are compared with")
    parser.add_argument("others", type=Path, nargs="+", metavar="RUN")
    parser.add_argument("--quick", action="store_true", help="do not ask whether differences of BLEU could be chance")


def call(arguments: argparse.Namespace) -> int:
    """Print the table; the difference from the first run stands in brackets, a ``*`` where chance is below 5 %."""
    logging.getLogger("sacrebleu").setLevel(logging.ERROR)
    paths = [arguments.run, *arguments.others]
    rows = compare([RunFolder(path) for path in paths], not arguments.quick)
    test_width = max((len(row.test) for row in rows), default=0)
    metric_width = max((len(row.metric) for row in rows), default=0)
    names = [path.resolve().name for path in paths]
    widths = [max(len(name), 8 if index == 0 else 19) for index, name in enumerate(names)]
    heads = "  ".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True))
    print(f"{'test':{test_width}}  {'metric':{metric_width}}  {heads}")
    for row in rows:
        cells = "  ".join(f"{cell:>{width}}" for cell, width in zip(_cells(row), widths, strict=True))
        print(f"{row.test:{test_width}}  {row.metric:{metric_width}}  {cells}  {row.signature}")
    if any(chance is not None for row in rows for chance in row.chance):
        print("* less than 5 % likely to be chance (paired bootstrap)")
    return 0


def _cells(row: Compared) -> list[str]:
    base = row.values[0]
    cells = ["-" if base is None else f"{base:.2f}"]
    for value, chance in zip(row.values[1:], row.chance, strict=True):
        if value is None:
            cells.append("-")
            continue
        difference = "" if base is None else f" ({value - base:+.2f})"
        mark = "*" if chance is not None and chance < 0.05 else " "
        cells.append(f"{value:.2f}{difference}{mark}")
    return cells
