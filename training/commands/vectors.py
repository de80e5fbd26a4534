"""``vectors``: train word vectors over the pieces of a run."""

from __future__ import annotations

import argparse

from models.pieces import Pieces
from training.run_folder import RunFolder, add_run_argument
from training.vectors import train_vectors

HELP = "train word vectors over the pieces (gensim)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add_run_argument(parser)


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""
    run = RunFolder(arguments.run)
    recipe = run.recipe()
    if not recipe.vectors.epochs:
        print("this recipe starts its embeddings at random (vectors.epochs = 0)")
        return 0
    pieces = Pieces.read(run.need(run.pieces, "pieces"))
    examples = run.need(run.train_examples, "corpus")
    trained = train_vectors(examples, pieces, recipe.model.hidden, recipe.vectors, recipe.seed, run.vectors)
    print(f"{run.vectors}: {trained:,} of {len(pieces):,} pieces have a trained vector")
    return 0
