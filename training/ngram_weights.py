"""How much an n-gram counts beside the network it lies with, fitted on text that neither was learnt from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy
import torch

from models.ngram import NGram
from models.one_to_many import OneToMany
from training.kneser_ney import Integers, Reals

_PRIOR_WEIGHT = 0.3
_PRIOR_COUNT = 20.0
_ROUNDS = 40


def fit_weights(ngram: NGram, model: OneToMany, lines: Iterable[tuple[Sequence[int], Sequence[int]]]) -> NGram:
    """Return the n-gram with weights fitted by expectation maximisation, one for each length of what is known.

    Args:
        ngram: over the pieces of ``model``.
        model: in evaluation mode.
        lines: held out; of each what stands before it, its language first, and its own pieces with their end.
    """
    alone: list[float] = []
    counted: list[float] = []
    lengths: list[int] = []
    for before, line in lines:
        alone += _expected(model, before, line)
        context = [before[0]]
        for piece in line:
            expected = ngram.expect(context)
            counted.append(float(expected.probabilities[piece]))
            lengths.append(expected.length)
            context.append(piece)
    weights = _maximise(numpy.array(alone), numpy.array(counted), numpy.array(lengths, numpy.int64), ngram.longest + 1)
    return NGram(ngram.single, ngram.levels, weights.tolist())


def _expected(model: OneToMany, before: Sequence[int], line: Sequence[int]) -> list[float]:
    """Return the probability that the network gives to each piece of a line."""
    device = model.output_bias.device
    inputs = torch.tensor([[*before, *line[:-1]]], device=device)  # (1, time)
    with torch.inference_mode():
        read = model(inputs)[0, len(before) - 1 :]  # (line, hidden)
        probabilities = model.logits(read).float().softmax(dim=1)
        chosen = probabilities.gather(1, torch.tensor(line, device=device)[:, None])
    return [float(each) for each in chosen[:, 0]]


def _maximise(alone: Reals, counted: Reals, lengths: Integers, size: int) -> Reals:
    weights = numpy.full(size, _PRIOR_WEIGHT)
    judged = numpy.bincount(lengths, minlength=size) + _PRIOR_COUNT
    for _ in range(_ROUNDS):
        weight = weights[lengths]
        owed = weight * counted / numpy.maximum(weight * counted + (1 - weight) * alone, 1e-30)
        weights = (numpy.bincount(lengths, owed, size) + _PRIOR_WEIGHT * _PRIOR_COUNT) / judged
    return weights
