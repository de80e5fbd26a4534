"""``python -m benchmarks.vectors --data DIR``: whether word vectors help the start of the embeddings.

Trains the same small model several times, each with the same seed and as many updates, its embeddings begun at random
or with vectors of one algorithm, and prints the perplexity on held-out lines on the way and BLEU at the end. ``DIR``
holds the corpora; what was trained stays below ``--folder``, and a run that is there is gone on with.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

from benchmarks.small_training import add_arguments, outcome, prepared, print_row, small_recipe, trained
from training.recipe import VectorsRecipe

STARTS = {
    "random": VectorsRecipe(epochs=0),
    "word2vec": VectorsRecipe(epochs=2, algorithm="word2vec"),
    "fasttext": VectorsRecipe(epochs=2, algorithm="fasttext"),
}


def main() -> None:
    """Train, score and print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.vectors", description=__doc__)
    add_arguments(parser, "runs/vectors")
    parser.add_argument("--seeds", type=int, nargs="+", default=[13])
    parser.add_argument("--starts", nargs="+", choices=list(STARTS), default=["random", "word2vec"])
    arguments = parser.parse_args()
    base = prepared(arguments)
    headed = False
    for seed in arguments.seeds:
        for start in arguments.starts:
            recipe = replace(small_recipe(arguments), seed=seed, vectors=STARTS[start])
            found = outcome(trained(base, recipe, arguments.folder / f"{start}-{seed}"), arguments)
            if not headed:
                looks = [f"perplexity at {step:,}" for step in found.perplexities]
                heads = ["embeddings begin", "seed", *looks, "BLEU en->fr", "BLEU fr->en"]
                print_row(heads)
                print("|---" * len(heads) + "|")
                headed = True
            print_row(
                [
                    start,
                    str(seed),
                    *(f"{each:.2f}" for each in found.perplexities.values()),
                    *(f"{each:.1f}" for each in found.bleu),
                ]
            )


if __name__ == "__main__":
    main()
