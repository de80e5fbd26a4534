"""Perplexity per piece and per character, with nothing sampled and nothing smoothed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy
import torch
from torch import nn

from models.manifest import Score
from models.pieces import Pieces
from training.batches import TokenBatches
from training.encoding import EncodedExamples
from training.objective import loss_of


@torch.inference_mode()
def score_perplexity(model: nn.Module, pieces: Pieces, test: str, examples: EncodedExamples) -> list[Score]:
    """Return the perplexity per piece, and bits per character so that other vocabularies can be compared with."""
    model.eval()
    batches = _batches(pieces, examples)
    total, count = 0.0, 0
    for indices in batches.plan(0):
        loss, decisions = loss_of(model, batches.batch(indices), 0.0, 0)
        total += float(loss)
        count += decisions
    characters = sum(len(pieces.decode(examples.target(index).tolist())) + 1 for index in range(len(examples)))
    return [
        Score(test, "perplexity", round(math.exp(total / count), 2), f"per piece, {len(pieces)} pieces"),
        Score(test, "bits per character", round(total / math.log(2) / characters, 3), "line end counted"),
    ]


@torch.inference_mode()
def line_losses(model: nn.Module, pieces: Pieces, examples: EncodedExamples, lines: Sequence[int]) -> list[float]:
    """Return the mean loss of a piece, in nats, of some lines, each by itself."""
    model.eval()
    batches = _batches(pieces, examples)
    losses = []
    for line in lines:
        loss, decisions = loss_of(model, batches.batch(numpy.array([line])), 0.0, 0)
        losses.append(float(loss) / max(1, decisions))
    return losses


def _batches(pieces: Pieces, examples: EncodedExamples) -> TokenBatches:
    return TokenBatches(examples, [1.0] * (int(examples.corpus.max()) + 1), 4096, pieces.pad, 0)
