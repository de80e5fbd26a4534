"""``evaluate``: score the best weights of a run on the tests of its recipe."""

from __future__ import annotations

import argparse
from pathlib import Path

from models.manifest import Score
from training.evaluation.measure import measure_run
from training.run_folder import RunFolder, add_run_argument

HELP = "score the best weights: BLEU, chrF, perplexity, accuracy, F1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add_run_argument(parser)
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder that the recipe's paths are below")
    parser.add_argument("--most", type=int, default=0, help="rows of each test; all if left out")


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""

    def report(score: Score) -> None:
        print(f"{score.test:44} {score.metric:20} {score.value:8.2f}  {score.signature}", flush=True)

    measure_run(RunFolder(arguments.run), arguments.data, arguments.most, report, print)
    return 0
