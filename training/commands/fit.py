"""``fit``: train the model of a run, from its beginning or from where it was left."""

from __future__ import annotations

import argparse

from training.fit import fit
from training.run_folder import RunFolder, add_run_argument

HELP = "train, or go on training, the model; Ctrl-C stops and keeps"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add_run_argument(parser)
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:N or mps")
    parser.add_argument("--threads", type=int, default=0, help="threads on a CPU; 1 is best on a busy machine")


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""
    result = fit(RunFolder(arguments.run), arguments.device, arguments.threads)
    position = result.position
    print(f"{'finished' if result.finished else 'stopped'} after {position.step:,} updates, {position.tokens:,} tokens")
    return 0
