"""``python -m benchmarks.ablation --data DIR``: what each part of the model and of its training is worth.

Trains one small translation model, and then others that differ from it in one thing, each with the same seed, the same
batches and as many updates, and prints held-out perplexity, BLEU and speed. ``DIR`` holds the corpora; what was trained
stays below ``--folder``, and a run that is there is gone on with.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.small_training import add_arguments, outcome, prepared, print_row, small_recipe, trained
from training.recipe import Recipe, VectorsRecipe


def _fit(**changed: Any) -> Callable[[Recipe], Recipe]:
    return lambda recipe: replace(recipe, fit=replace(recipe.fit, **changed))


def _model(**changed: Any) -> Callable[[Recipe], Recipe]:
    return lambda recipe: replace(recipe, model=replace(recipe.model, **changed))


VARIANTS: dict[str, Callable[[Recipe], Recipe]] = {
    "as it is": lambda recipe: recipe,
    "float32": _fit(precision="float32"),
    "whole softmax": _fit(sampled_softmax=0),
    "embeddings begun at random": lambda recipe: replace(recipe, vectors=VectorsRecipe(epochs=0)),
    "no label smoothing": _fit(smoothing=0.0),
    "no dropout": _model(dropout=0.0),
    "dropout 0.3": _model(dropout=0.3),
    "pieces dropped, 0.1": _fit(piece_dropout=0.1),
    "weights averaged, 0.99": _fit(average=0.99),
    "one head": _model(heads=1),
    "two layers": _model(layers=2),
    "gru": _model(cell="gru"),
    "rnn": _model(cell="rnn"),
}


def main() -> None:
    """Train, score and print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description=__doc__)
    add_arguments(parser, "runs/ablation")
    parser.add_argument("--variants", nargs="+", choices=list(VARIANTS), default=list(VARIANTS))
    arguments = parser.parse_args()
    base = prepared(arguments)
    heads = ["what differs", "perplexity", "BLEU en->fr", "BLEU fr->en", "tokens/s"]
    print_row(heads)
    print("|---" * len(heads) + "|")
    for name in arguments.variants:
        recipe = VARIANTS[name](small_recipe(arguments))
        found = outcome(trained(base, recipe, arguments.folder / name.replace(" ", "-")), arguments)
        perplexity = min(found.perplexities.values())
        bleu = [f"{each:.1f}" for each in found.bleu]
        print_row([name, f"{perplexity:.2f}", *bleu, f"{found.tokens_per_second:,.0f}"])


if __name__ == "__main__":
    main()
