"""The stage that counts an n-gram of the corpus, to lie beside a one-to-many network, as small as is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy
from safetensors.torch import load_file

from models import layout
from models.configuration import ConfigurationError
from models.ngram import Level, NGram, write_shares
from models.ngram_groups import Groups
from models.one_to_many import OneToMany
from models.pieces import LANGUAGES, Pieces
from training.building import build
from training.example import read_evenly, read_examples, texts_of
from training.kneser_ney import Integers, Order, Reals, smooth
from training.ngram_weights import Perplexities, fit_weights
from training.run_folder import RunFolder

LONGEST = 5
"""Pieces of an n-gram, at most."""

_UNSEEN = 1e-3
"""The share of the pieces that were never seen."""

_MOST_EXAMPLES = 2_500_000
"""Counting is done in memory, some hundred bytes a piece, and keeps a fixed number of n-grams in the end."""

_JUDGED = 1200
"""Held-out lines that the weights are fitted on, at most."""

_LONGEST_BEFORE = 80
"""Pieces of the turns before such a line."""


def estimate(
    lines: Iterable[Sequence[int]], pieces: int, beginnings: Collection[int], most: int, longest: int = LONGEST
) -> NGram:
    """Count lines and keep the ``most`` n-grams that say most; the weights are yet to be fitted.

    Args:
        lines: of pieces; each begins with one of ``beginnings``.
        pieces: how many there are.
        beginnings: pieces that stand nowhere but before a line.
        most: n-grams of two pieces and more.
        longest: pieces of an n-gram, at most.
    """
    orders = smooth(numpy.fromiter(chain.from_iterable(lines), numpy.int64), pieces, longest, beginnings)
    single = numpy.full(pieces, _UNSEEN / pieces)
    single[orders[0].keys] += (1 - _UNSEEN) * orders[0].shares / max(float(orders[0].shares.sum()), 1e-12)
    places = orders[0].keys  # where the n-grams of the order below are among those kept
    size = pieces
    levels: list[Level] = []
    for order, chosen in zip(orders[1:], _choose(orders, pieces, most), strict=True):
        levels.append(
            Level(
                (order.keys[chosen] % pieces).astype(numpy.uint16),
                write_shares(order.shares[chosen]),
                Groups.of(numpy.bincount(places[order.keys[chosen] // pieces], minlength=size)),
            )
        )
        size = len(chosen)
        places = numpy.full(len(order.keys), -1, numpy.int64)
        places[chosen] = numpy.arange(size)
    return NGram(single.astype(numpy.float32), levels)


def _choose(orders: Sequence[Order], pieces: int, most: int) -> list[Integers]:
    """Choose the n-grams to keep, of every order but the first, with all that they begin with.

    What one is worth is how much likelier it makes the text than what is expected without it (the weighted difference
    of Seymore & Rosenfeld 1996).
    """
    worth: list[Reals] = []
    lower: Reals = orders[0].shares
    for order in orders[1:]:
        without = order.left[order.keys // pieces] * lower[order.suffixes]
        lower = order.shares + without
        said = order.shares > 0
        worth.append(numpy.full(len(order.keys), -numpy.inf))
        worth[-1][said] = order.counts[said] * numpy.log(lower[said] / numpy.maximum(without[said], 1e-12))
    for above in range(len(worth) - 1, 0, -1):
        numpy.maximum.at(worth[above - 1], orders[above + 1].keys // pieces, worth[above])
    every = numpy.sort(numpy.concatenate(worth))
    least = numpy.inf if most == 0 else float(every[-min(most, len(every))])
    # An n-gram beyond the beginning of a line has no share, and none of those that begin with it have.
    return [numpy.flatnonzero((each >= least) & numpy.isfinite(each)) for each in worth]


def keep_ngram(run: RunFolder, most: int) -> tuple[NGram, Perplexities]:
    """Write the run's n-gram, its weights fitted to the run's best network, and say what both are worth.

    Raises:
        ConfigurationError: the run's network is not one-to-many, has too many pieces, or an earlier stage has not run.
    """
    recipe = run.recipe()
    if recipe.shape != "one-to-many":
        raise ConfigurationError(f"recipe '{recipe.name}': its shape is {recipe.shape}, and n-grams help one-to-many.")
    pieces = Pieces.read(run.need(run.pieces, "pieces"))
    if len(pieces) > 2**16:
        raise ConfigurationError(f"recipe '{recipe.name}': {len(pieces):,} pieces; an n-gram knows {2**16:,} at most.")
    examples = run.need(run.train_examples, "corpus")
    best = run.need(run.best, "fit")
    beginnings = [pieces.control(f"<{each}>") for each in LANGUAGES if pieces.has_control(f"<{each}>")]
    ngram = estimate(_lines(examples, pieces), len(pieces), beginnings, most)
    model = build(recipe, pieces)
    assert isinstance(model, OneToMany)
    model.load_state_dict(load_file(str(best)))
    lines = list(_held_out_lines(run, pieces))
    every = -(-len(lines) // _JUDGED) or 1  # so that they come from all over the held-out text
    ngram, perplexities = fit_weights(ngram, model.eval(), lines[::every])
    partial = run.ngram.with_suffix(".partial")
    partial.write_bytes(ngram.to_bytes())
    partial.replace(run.ngram)
    return ngram, perplexities


def _lines(examples: Path, pieces: Pieces) -> Iterator[Sequence[int]]:
    for example in read_evenly(examples, _MOST_EXAMPLES):
        language = pieces.control(example.task)
        for text in texts_of(example):
            yield [language, *pieces.encode(text), pieces.end]


def _held_out_lines(run: RunFolder, pieces: Pieces) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    for example in read_examples(run.need(run.held_out_examples, "corpus")):
        before = layout.line_prefix(pieces, example.task, [pieces.encode(turn) for turn in example.context])
        yield before[:1] + before[1:][-_LONGEST_BEFORE:], [*pieces.encode(example.target), pieces.end]
