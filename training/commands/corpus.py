"""``corpus``: read the files of a recipe into the examples of a run."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.corpus import prepare
from training.recipe import read_recipe
from training.run_folder import RunFolder

HELP = "read, clean, de-duplicate and split the corpora of a recipe"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("recipe", type=Path, help="a recipe (TOML)")
    parser.add_argument("run", type=Path, help="the folder of the run; made if missing")
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder that the recipe's paths are below")


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""
    run = RunFolder.create(arguments.run, read_recipe(arguments.recipe))
    counts = prepare(run.recipe(), arguments.data, run)
    width = max(len(count.path) for count in counts)
    print(f"{'corpus':{width}}  {'examples':>10}  {'duplicates':>10}  {'too long':>10}")
    for count in counts:
        print(f"{count.path:{width}}  {count.examples:>10,}  {count.duplicates:>10,}  {count.too_long:>10,}")
    return 0
