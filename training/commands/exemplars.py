"""``exemplars``: keep exchanges of the corpora, to be found again when a person says something of the kind."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from training.exemplars import keep_exemplars
from training.recipe import read_recipe
from training.run_folder import RunFolder, add_run_argument

HELP = "keep exchanges to be found again"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add_run_argument(parser)
    parser.add_argument("--recipe", type=Path, help="take the exchanges that this recipe names; the run's if left out")
    parser.add_argument("--data", type=Path, default=Path(), help="the folder that paths in the recipe are below")


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""
    run = RunFolder(arguments.run)
    recipe = read_recipe(arguments.recipe) if arguments.recipe else run.recipe()
    exemplars = keep_exemplars(recipe, arguments.data, run)
    for source, count in Counter(each.source for each in exemplars.exchanges).items():
        print(f"{count:7,}  {source}")
    size = run.exemplars.stat().st_size
    print(f"{len(exemplars.exchanges):7,}  exchanges, {len(exemplars.words):,} words, {size / 1e6:.1f} MB")
    return 0
