"""``fit``: train the model of a run, from its beginning or from where it was left."""

from __future__ import annotations

import argparse
from dataclasses import replace

from models.configuration import ConfigurationError
from training.fit import find_rate, fit
from training.rate_finder import propose
from training.run_folder import RunFolder, add_run_argument

HELP = "train, or go on training, the model; Ctrl-C stops and keeps"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add_run_argument(parser)
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:N or mps")
    parser.add_argument("--threads", type=int, default=0, help="threads on a CPU; 1 is best on a busy machine")
    parser.add_argument("--start", default="", metavar="FOLDER", help="begin with the weights of this bundle or run")
    parser.add_argument("--find-rate", action="store_true", help="try learning rates, propose one, and train nothing")
    parser.add_argument("--tensorboard", action="store_true", help="write RUN/tensorboard, too")


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""
    run = RunFolder(arguments.run)
    if getattr(arguments, "start", ""):
        _start_from(run, arguments.start)
    if getattr(arguments, "find_rate", False):
        return _find_rate(run, arguments)
    train(run, arguments.device, arguments.threads, getattr(arguments, "tensorboard", False))
    return 0


def train(run: RunFolder, device: str, threads: int, tensorboard: bool = False) -> bool:
    """Train, say how it ended, and return whether it came to its end."""
    result = fit(run, device, threads, tensorboard)
    position = result.position
    if result.first:
        how = "finished" if result.finished else "stopped"
        print(f"{how} after {position.step:,} updates, {position.tokens:,} tokens")
    return result.finished


def _start_from(run: RunFolder, start: str) -> None:
    """Put it into the recipe of the run, which is what the other stages go by."""
    recipe = run.recipe()
    if recipe.fit.start == start:
        return
    if run.last.exists():
        raise ConfigurationError(f"{run.last}: has begun already; delete it to begin with other weights.")
    RunFolder.create(run.path, replace(recipe, fit=replace(recipe.fit, start=start)))


def _find_rate(run: RunFolder, arguments: argparse.Namespace) -> int:
    trials = find_rate(run, arguments.device, arguments.threads)
    print(f"{'rate':>10}  {'loss':>8}")
    for trial in trials[:: max(1, len(trials) // 20)]:
        print(f"{trial.rate:>10.2g}  {trial.loss:>8.3f}")
    print(f"proposed: [fit] rate = {propose(trials)}")
    return 0
