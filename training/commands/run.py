"""``run``: every stage from one recipe; a stage whose result is already there is not done again."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from training.commands import batches, corpus, evaluate, exemplars, fit, ngram, pack, pieces, vectors
from training.recipe import Recipe
from training.run_folder import RunFolder

HELP = "do every stage of a recipe: corpus, pieces, vectors, batches, fit, exemplars, ngram, evaluate, pack"

TRIAL_UPDATES = 20
TRIAL_ROWS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    corpus.add_stage_arguments(parser)
    parser.add_argument("--bundle", type=Path, help="where the bundle goes; RUN/bundle if left out")
    parser.add_argument(
        "--trial",
        action="store_true",
        help=f"{TRIAL_UPDATES} updates and {TRIAL_ROWS} rows of each test: to see that every stage works",
    )
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:N or mps")
    parser.add_argument("--threads", type=int, default=0, help="threads on a CPU; 1 is best on a busy machine")


def call(arguments: argparse.Namespace) -> int:
    """Run the stages."""
    run = prepare(arguments)
    arguments.bundle = arguments.bundle or run.path / "bundle"
    if arguments.trial:
        RunFolder.create(run.path, _on_trial(run.recipe()))
    if not fit.train(run, arguments.device, arguments.threads):
        return 0  # stopped by a person: the same command goes on
    if any(entry.exemplars for entry in run.recipe().corpus) and not run.exemplars.exists():
        exemplars.call(argparse.Namespace(run=arguments.run, data=arguments.data, recipe=None))
    if run.recipe().shape == "one-to-many":
        ngram.call(argparse.Namespace(run=arguments.run, most=ngram.MOST))
    evaluate.call(argparse.Namespace(run=arguments.run, data=arguments.data, most=TRIAL_ROWS if arguments.trial else 0))
    return pack.call(arguments)


def prepare(arguments: argparse.Namespace) -> RunFolder:
    """Do the stages before ``fit`` whose results are not there; ``arguments`` are those of ``corpus``."""
    run = RunFolder(arguments.run)
    for stage, result in (
        (corpus.stage, run.held_out_examples),
        (pieces.call, run.pieces),
        (vectors.call, run.vectors),
        (batches.call, run.held_out_batches),
    ):
        if not result.exists():
            stage(arguments)
    return run


def _on_trial(recipe: Recipe) -> Recipe:
    fit = recipe.fit
    return replace(recipe, fit=replace(fit, steps=TRIAL_UPDATES, warm_up=min(fit.warm_up, TRIAL_UPDATES // 2)))
