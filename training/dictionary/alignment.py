"""Which word translates which: IBM model 1 (Brown et al. 1993) in both directions, which have to agree.

Positions near the diagonal are likelier from the start (Dyer et al. 2013), and a count is the product of what both
directions make of it (in the manner of Liang et al. 2006). All links of all sentences are held in arrays: a round of
expectation and maximisation is a few passes over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

TENSION = 4.0
"""How steeply the likelihood of a link falls with its distance from the diagonal."""

NOTHING = 0.08
"""Likelihood that a word translates nothing."""

LONGEST = 40
"""Words of a sentence; pairs with a longer side are left out."""

Numbers = NDArray[numpy.int32]
Counts = NDArray[numpy.float64]


@dataclass(frozen=True)
class Links:
    """Every pair of a source and a target position of every sentence pair.

    Attributes:
        pair: ``(links,)`` which pair of words, as a number into ``sources`` and ``targets``.
        source_slot, target_slot: ``(links,)`` which position of the whole corpus.
        prior: ``(links,)`` by the distance from the diagonal.
        sources, targets: ``(pairs,)`` the words of each pair of words.
    """

    pair: NDArray[numpy.int64]
    source_slot: Numbers
    target_slot: Numbers
    prior: NDArray[numpy.float32]
    sources: Numbers
    targets: Numbers


def align(sentences: Sequence[tuple[Numbers, Numbers]], rounds: int) -> tuple[Numbers, Numbers, Counts]:
    """Count how often each source word is translated by each target word.

    Args:
        sentences: the words of both sides of each pair, as numbers.
        rounds: of expectation and maximisation.

    Returns:
        source words, target words and expected counts, each ``(pairs,)``.
    """
    links = _links(sentences)
    ahead = _posterior(links.pair, links.target_slot, links.prior, links.targets, links.sources, rounds)
    back = _posterior(links.pair, links.source_slot, links.prior, links.sources, links.targets, rounds)
    counts: Counts = numpy.bincount(links.pair, ahead * back, len(links.sources)).astype(numpy.float64)
    return links.sources, links.targets, counts


def _links(sentences: Sequence[tuple[Numbers, Numbers]]) -> Links:
    kept = [each for each in sentences if 0 < len(each[0]) <= LONGEST and 0 < len(each[1]) <= LONGEST]
    words, slots, priors = [], [], []
    source_start, target_start = 0, 0
    for source, target in kept:
        width, height = len(source), len(target)
        words.append((numpy.repeat(source, height), numpy.tile(target, width)))
        columns, rows = numpy.repeat(numpy.arange(width), height), numpy.tile(numpy.arange(height), width)
        slots.append((columns + source_start, rows + target_start))
        priors.append(numpy.exp(-TENSION * abs((columns + 0.5) / width - (rows + 0.5) / height)).astype(numpy.float32))
        source_start += width
        target_start += height
    sources = numpy.concatenate([each[0] for each in words]).astype(numpy.int64)
    targets = numpy.concatenate([each[1] for each in words]).astype(numpy.int64)
    most = int(targets.max()) + 1
    keys, pair = numpy.unique(sources * most + targets, return_inverse=True)
    return Links(
        pair=pair,
        source_slot=numpy.concatenate([each[0] for each in slots]).astype(numpy.int32),
        target_slot=numpy.concatenate([each[1] for each in slots]).astype(numpy.int32),
        prior=numpy.concatenate(priors),
        sources=(keys // most).astype(numpy.int32),
        targets=(keys % most).astype(numpy.int32),
    )


def _posterior(
    pair: NDArray[numpy.int64],
    slot: Numbers,
    prior: NDArray[numpy.float32],
    told: Numbers,
    telling: Numbers,
    rounds: int,
) -> Counts:
    """Return ``(links,)``: how likely each link is the one that explains the word at its ``slot``.

    Args:
        pair: ``(links,)`` which pair of words.
        slot: ``(links,)`` the position that is explained.
        prior: ``(links,)``.
        told: ``(pairs,)`` the word that is explained.
        telling: ``(pairs,)`` the word that explains it.
        rounds: of expectation and maximisation.
    """
    share: NDArray[numpy.float64] = prior * (1.0 - NOTHING) / numpy.bincount(slot, prior)[slot]
    word_at = numpy.empty(int(slot.max()) + 1, numpy.int32)
    word_at[slot] = told[pair]
    frequency = numpy.bincount(word_at) / len(word_at)
    nothing = NOTHING * frequency[word_at]  # (slots,)
    likelihood = frequency[told]  # (pairs,)
    posterior: Counts = numpy.empty(0)
    for _ in range(rounds):
        posterior = share * likelihood[pair]
        posterior /= (numpy.bincount(slot, posterior) + nothing)[slot]
        counts = numpy.bincount(pair, posterior, len(told))
        likelihood = counts / numpy.bincount(telling, counts)[telling].clip(min=1e-12)
    return posterior
