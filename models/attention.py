"""Attention of the decoder over the encoded source: scaled dot products in several heads.

Vaswani et al. 2017 for the product, Chen et al. 2018 (RNMT+) for several heads over recurrent layers.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn


class Memory(NamedTuple):
    """The encoded source as attention wants it, computed once a line.

    ``keys`` and ``values`` are ``(batch, heads, source, hidden / heads)``; ``mask`` is ``(batch, source)``, true where
    there is a real piece.
    """

    keys: Tensor
    values: Tensor
    mask: Tensor

    def select(self, rows: Tensor) -> Memory:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        return Memory(*(each.index_select(0, rows) for each in self))


class Attention(nn.Module):
    """Asks the source, once for each target position."""

    def __init__(self, hidden: int, heads: int) -> None:
        super().__init__()
        if hidden % heads:
            raise ValueError(f"hidden ({hidden}) must be a multiple of heads ({heads})")
        self.heads = heads
        self.query = nn.Linear(hidden, hidden, bias=False)
        self.key = nn.Linear(hidden, hidden, bias=False)
        self.value = nn.Linear(hidden, hidden, bias=False)

    def remember(self, encoded: Tensor, mask: Tensor) -> Memory:
        """Prepare ``encoded`` ``(batch, source, hidden)`` with ``mask`` ``(batch, source)``."""
        return Memory(self._split(self.key(encoded)), self._split(self.value(encoded)), mask)

    def forward(self, queries: Tensor, memory: Memory) -> tuple[Tensor, Tensor]:
        """Look up what the source says to each query.

        Args:
            queries: ``(batch, target, hidden)``.
            memory: of the same batch.

        Returns:
            contexts ``(batch, target, hidden)`` and weights ``(batch, heads, target, source)`` that sum to one over
            the source.
        """
        asked = self._split(self.query(queries))  # (batch, heads, target, hidden / heads)
        scores = asked @ memory.keys.transpose(2, 3) / math.sqrt(asked.shape[3])  # (batch, heads, target, source)
        weights = scores.masked_fill(~memory.mask[:, None, None], -torch.inf).softmax(dim=3)
        found = (weights @ memory.values).transpose(1, 2)  # (batch, target, heads, hidden / heads)
        return found.flatten(2), weights

    def _split(self, projected: Tensor) -> Tensor:
        """``(batch, time, hidden)`` to ``(batch, heads, time, hidden / heads)``."""
        batch, time, hidden = projected.shape
        return projected.view(batch, time, self.heads, hidden // self.heads).transpose(1, 2)
