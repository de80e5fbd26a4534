"""Attention over the encoded source on arrays, that of ``models.attention``."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy

from models.arrays.layers import Affine, Weights, softmax
from models.stepper import Floats, Integers


class MemoryArrays(NamedTuple):
    """The encoded source as attention wants it.

    One source serves any number of rows: ``batch`` is 1, or as many as there are rows. ``keys``
    ``(batch, heads, hidden / heads, source)``, divided by the root of their width, ``values``
    ``(batch, heads, source, hidden / heads)``; ``mask`` ``(batch, 1, source)`` is 0 where there is a real piece and
    minus infinity where there is none.
    """

    keys: Floats
    values: Floats
    mask: Floats

    def select(self, rows: Integers) -> MemoryArrays:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        if len(self.keys) == 1:
            return self
        return MemoryArrays(self.keys[rows], self.values[rows], self.mask[rows])


class Attention:
    """Asks the source, one position at a time."""

    def __init__(self, weights: Weights, name: str, heads: int) -> None:
        self.heads = heads
        self.query = Affine(weights, f"{name}.query")
        self.key = Affine(weights, f"{name}.key")
        self.value = Affine(weights, f"{name}.value")

    def remember(self, encoded: Floats, mask: numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.bool_]]) -> MemoryArrays:
        """Prepare ``encoded`` ``(batch, source, hidden)`` with ``mask`` ``(batch, source)``, true for real pieces."""
        batch, source, hidden = encoded.shape
        apart = (batch, source, self.heads, hidden // self.heads)
        keys = self.key(encoded).reshape(apart).transpose(0, 2, 3, 1) / numpy.float32(math.sqrt(apart[3]))
        values = self.value(encoded).reshape(apart).transpose(0, 2, 1, 3)
        hiding = numpy.where(mask, numpy.float32(0), numpy.float32(-numpy.inf))[:, None]
        return MemoryArrays(numpy.ascontiguousarray(keys), numpy.ascontiguousarray(values), hiding)

    def look(self, queries: Floats, memory: MemoryArrays) -> tuple[Floats, Floats]:
        """Look up what the source says to ``queries`` ``(batch, hidden)``.

        Returns:
            contexts ``(batch, hidden)`` and weights ``(batch, heads, source)``.
        """
        asked = self.query(queries).reshape(len(queries), self.heads, 1, -1)
        scores = (asked @ memory.keys)[:, :, 0] + memory.mask  # (batch, heads, source)
        weights = softmax(scores)
        contexts = weights[:, :, None] @ memory.values  # (batch, heads, 1, hidden / heads)
        return contexts.reshape(queries.shape), weights
