"""``blend``: mix the weights of a run with those it began with, as far as the held-out lines are the better for it."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.blend import blend
from training.run_folder import RunFolder, add_run_argument

HELP = "mix the weights of a run with those of another, as far as it helps"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add_run_argument(parser)
    parser.add_argument("other", type=Path, help="the run that it began with")


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""
    trials = []
    for trial in blend(RunFolder(arguments.run), RunFolder(arguments.other)):
        trials.append(trial)
        print(f"{trial.share:>5.0%}  loss {trial.loss:.4f}", flush=True)
    print(f"kept: {min(trials, key=lambda each: each.loss).share:.0%} of {arguments.other.name}")
    return 0
