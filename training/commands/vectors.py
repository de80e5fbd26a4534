"""``vectors``: train word vectors over the pieces of a run, or over its words."""

from __future__ import annotations

import argparse
from dataclasses import replace

from models.pieces import Pieces
from training.recipe import Recipe
from training.run_folder import RunFolder, add_run_argument
from training.vectors.of_pieces import train_vectors
from training.vectors.of_words import train_word_vectors

HELP = "train word vectors over the pieces, or the words, of a run (gensim)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add_run_argument(parser)
    parser.add_argument("--words", action="store_true", help="over whole words, to be explored (see `explore`)")
    parser.add_argument("--algorithm", choices=("word2vec", "fasttext"), help="as in the recipe if left out")
    parser.add_argument("--size", type=int, default=100, help="size of the vectors over words (default: 100)")


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""
    run = RunFolder(arguments.run)
    recipe = run.recipe()
    algorithm = getattr(arguments, "algorithm", None)
    if algorithm:
        recipe = replace(recipe, vectors=replace(recipe.vectors, algorithm=algorithm))
    if getattr(arguments, "words", False):
        return _words(run, recipe, arguments.size)
    if not recipe.vectors.epochs:
        print("this recipe starts its embeddings at random (vectors.epochs = 0)")
        return 0
    pieces = Pieces.read(run.need(run.pieces, "pieces"))
    examples = run.need(run.train_examples, "corpus")
    trained = train_vectors(examples, pieces, recipe.model.hidden, recipe.vectors, recipe.seed, run.vectors)
    print(f"{run.vectors}: {trained:,} of {len(pieces):,} pieces have a trained vector")
    return 0


def _words(run: RunFolder, recipe: Recipe, size: int) -> int:
    examples = run.need(run.train_examples, "corpus")
    vectors = train_word_vectors(examples, max(1, size), recipe.vectors, recipe.seed, run.words)
    print(f"{run.words}: {len(vectors.words):,} words, vectors of {vectors.vectors.shape[1]}")
    return 0
