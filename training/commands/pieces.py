"""``pieces``: train the piece model of a run, or take that of another."""

from __future__ import annotations

import argparse

from models.pieces import Pieces
from training.pieces import share_pieces, train_pieces
from training.run_folder import RunFolder, add_run_argument
from training.start import find_start, start_pieces

HELP = "train the piece model (sentencepiece)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add_run_argument(parser)


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""
    run = RunFolder(arguments.run)
    recipe = run.recipe()
    if recipe.fit.start:
        share_pieces(start_pieces(find_start(run, recipe.fit.start)), run.pieces)
    elif recipe.pieces.share:
        share_pieces(run.path.parent / recipe.pieces.share / run.pieces.name, run.pieces)
    else:
        train_pieces(run.need(run.train_examples, "corpus"), recipe.pieces.size, run.pieces, recipe.pieces.casefold)
    print(f"{run.pieces}: {len(Pieces.read(run.pieces)):,} pieces")
    return 0
