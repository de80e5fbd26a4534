"""``batches``: write the examples of a run as numbers."""

from __future__ import annotations

import argparse

from models.pieces import Pieces
from training.encoding import encode
from training.run_folder import RunFolder, add_run_argument

HELP = "write the examples as numbers"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add_run_argument(parser)


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""
    run = RunFolder(arguments.run)
    recipe = run.recipe()
    pieces = Pieces.read(run.need(run.pieces, "pieces"))
    for examples, output in (
        (run.train_examples, run.train_batches),
        (run.held_out_examples, run.held_out_batches),
    ):
        source = run.need(examples, "corpus")
        written, left_out = encode(source, recipe.shape, pieces, recipe.labels, recipe.fit.longest, output)
        print(f"{output}: {written:,} examples, {left_out:,} left out for their length")
    return 0
