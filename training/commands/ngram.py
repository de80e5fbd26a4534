"""``ngram``: count an n-gram of the corpus, which the suggestions mix into what the network expects."""

from __future__ import annotations

import argparse

from training.run_folder import RunFolder, add_run_argument

HELP = "count an n-gram to lie beside a one-to-many network"

MOST = 4_000_000
"""N-grams that are kept where nothing is said: about 9 MB."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    add_run_argument(parser)
    parser.add_argument("--most", type=int, default=MOST, help=f"n-grams to keep, 2.3 bytes each ({MOST:,})")


def call(arguments: argparse.Namespace) -> int:
    """Run the stage."""
    from training.ngram import keep_ngram

    run = RunFolder(arguments.run)
    ngram, perplexities = keep_ngram(run, max(0, arguments.most))
    kept = sum(len(level.pieces) for level in ngram.levels)
    weights = ", ".join(f"{weight:.2f}" for weight in ngram.weights)
    doubts = " and ".join(f"{doubt:+.2f}" for doubt in ngram.doubts)
    print(f"{kept:,} n-grams, {run.ngram.stat().st_size / 1e6:.1f} MB; weights by length {weights}; by doubt {doubts}")
    print(
        f"perplexity a piece on held-out lines: n-gram alone {perplexities.ngram:.1f}, "
        f"network alone {perplexities.network:.1f}, both {perplexities.both:.1f}"
    )
    return 0
