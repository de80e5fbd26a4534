"""Batches by a budget of pieces, lines of like length together, in an order that seed and epoch alone decide.

The order can be taken up at any batch, which is what makes a resumed run the same as one never stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.encoding import EncodedExamples
from training.piece_dropout import PieceDropout

POOL = 200
"""Batches' worth of examples that are sorted by length together: enough for little padding, few enough to mix."""


@dataclass(frozen=True)
class Batch:
    """Padded sources ``(batch, source)`` and targets ``(batch, target)``; ``corpus`` ``(batch,)`` is their origin."""

    sources: Tensor
    targets: Tensor
    corpus: Tensor

    def to(self, device: torch.device) -> Batch:
        """Return the batch on a device; a pinned batch goes to a GPU without being waited for."""
        if device.type == "cpu":
            return self
        return Batch(*(each.to(device, non_blocking=device.type == "cuda") for each in self.tensors()))

    def pinned(self) -> Batch:
        """Return the batch in memory that a GPU can read by itself."""
        return Batch(*(each.pin_memory() for each in self.tensors()))

    def halves(self) -> tuple[Batch, Batch]:
        """Return two batches, each of half the rows."""
        middle = len(self.corpus) // 2
        return Batch(*(each[:middle] for each in self.tensors())), Batch(*(each[middle:] for each in self.tensors()))

    @property
    def real(self) -> int:
        """How many cells are no padding."""
        return sum(int((each > 0).sum()) for each in (self.sources, self.targets))

    def tensors(self) -> tuple[Tensor, Tensor, Tensor]:
        """Return the three tensors."""
        return self.sources, self.targets, self.corpus


class TokenBatches:
    """Draws epochs of batches from encoded examples.

    Args:
        examples: what to draw from.
        weights: for each corpus entry, how many times an epoch takes each of its examples.
        tokens: padded pieces of the longer side that a batch may hold.
        pad: the padding piece of sources.
        target_pad: what fills up targets; labels are filled up with -1, since 0 is one of them.
        seed: decides the order, together with the epoch.
        dropout: spells examples anew in every epoch; labels and numbers of words are not spelled.
    """

    def __init__(
        self,
        examples: EncodedExamples,
        weights: Sequence[float],
        tokens: int,
        pad: int,
        seed: int,
        target_pad: int | None = None,
        dropout: PieceDropout | None = None,
    ) -> None:
        self.examples = examples
        self.tokens = tokens
        self.pad = pad
        self.target_pad = pad if target_pad is None else target_pad
        self.seed = seed
        self.dropout = dropout
        self.weights = list(weights)
        self.members = [numpy.flatnonzero(examples.corpus == index) for index in range(len(weights))]

    def plan(self, epoch: int) -> list[NDArray[numpy.int64]]:
        """Return the batches of one epoch, each as indices of examples."""
        generator = numpy.random.default_rng((self.seed, epoch))
        drawn = numpy.concatenate([self._draw(index, epoch) for index in range(len(self.weights))])
        generator.shuffle(drawn)
        longer = numpy.maximum(self.examples.source_lengths, self.examples.target_lengths)
        mean = max(1.0, float(longer[drawn].mean()))
        pool = max(1, int(POOL * self.tokens / mean))
        batches: list[NDArray[numpy.int64]] = []
        for start in range(0, len(drawn), pool):
            lines = drawn[start : start + pool]
            sources, targets = self.examples.source_lengths[lines], self.examples.target_lengths[lines]
            # There and back: where one length of target ends and the next begins, sources are of like length, too.
            order = numpy.lexsort((numpy.where(targets % 2, -sources, sources), targets))
            batches += self._cut(lines[order], longer)
        return [batches[index] for index in generator.permutation(len(batches))]

    def batch(self, indices: NDArray[numpy.int64], epoch: int = 0) -> Batch:
        """Make the tensors of one batch; the epoch matters only if pieces are dropped."""
        sources = [self.examples.source(int(index)) for index in indices]
        targets = [self.examples.target(int(index)) for index in indices]
        if self.dropout:
            sources = self._respelled(self.dropout, sources, indices, epoch, 0)
            if self.target_pad == self.pad:
                targets = self._respelled(self.dropout, targets, indices, epoch, 1)
        return Batch(
            _padded(sources, self.pad),
            _padded(targets, self.target_pad),
            torch.from_numpy(self.examples.corpus[indices].astype(numpy.int64)),
        )

    def _respelled(
        self,
        dropout: PieceDropout,
        rows: list[NDArray[numpy.int32]],
        indices: NDArray[numpy.int64],
        epoch: int,
        side: int,
    ) -> list[NDArray[numpy.int32]]:
        return [
            dropout(row, self.seed, epoch, int(index), side) for row, index in zip(rows, indices.tolist(), strict=True)
        ]

    def _draw(self, index: int, epoch: int) -> NDArray[numpy.int64]:
        """Take this epoch's share of one corpus: the next stretch of an endless row of shuffles of it."""
        members = self.members[index]
        count = round(len(members) * self.weights[index])
        start = count * epoch
        taken: list[NDArray[numpy.int64]] = []
        while count > 0:
            lap, offset = divmod(start, len(members))
            order = numpy.random.default_rng((self.seed, index, lap)).permutation(len(members))
            part = members[order[offset : offset + count]]
            taken.append(part)
            start += len(part)
            count -= len(part)
        return numpy.concatenate(taken) if taken else numpy.empty(0, numpy.int64)

    def _cut(self, lines: NDArray[numpy.int64], longer: NDArray[numpy.int32]) -> list[NDArray[numpy.int64]]:
        batches: list[NDArray[numpy.int64]] = []
        start, widest = 0, 0
        for position, length in enumerate(longer[lines].tolist()):
            widest = max(widest, length)
            if position > start and widest * (position - start + 1) > self.tokens:
                batches.append(lines[start:position])
                start, widest = position, length
        if start < len(lines):
            batches.append(lines[start:])
        return batches


def _padded(rows: Sequence[NDArray[numpy.int32]], fill: int) -> Tensor:
    width = max((len(row) for row in rows), default=0)
    padded = numpy.full((len(rows), width), fill, numpy.int64)
    for index, row in enumerate(rows):
        padded[index, : len(row)] = row
    return torch.from_numpy(padded)
