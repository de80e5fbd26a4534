"""The best few of many candidates, exactly, with ties broken the same way in every batch."""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

from models.stepper import Floats, Integers

_BLOCK = 64

Doubles = NDArray[numpy.float64]


def top(log_probabilities: Floats, totals: Doubles, count: int) -> tuple[Doubles, Integers]:
    """Find in each row the ``count`` best ways to extend any of its beams by one piece.

    Sorting all candidates would cost more than the network that scored them. The best ``count`` candidates lie in the
    ``count`` blocks with the highest maxima, so only those blocks are sorted.

    Args:
        log_probabilities: ``(rows, beams, pieces)`` of the next piece.
        totals: ``(rows, beams)`` log-probability of each beam so far.
        count: how many to find.

    Returns:
        ``(rows, count)`` totals with the new piece, best first, and ``(rows, count)`` ``beam * pieces + piece``. Of
        equals, the lower index comes first. Where there are fewer candidates, the rest is minus infinity at index 0.
    """
    rows, _, pieces = log_probabilities.shape
    starts = numpy.arange(0, pieces, _BLOCK)
    maxima = numpy.maximum.reduceat(log_probabilities, starts, axis=2) + totals[:, :, None]  # (rows, beams, blocks)
    chosen = numpy.argsort(-maxima.reshape(rows, -1), axis=1, kind="stable")[:, :count]  # (rows, chosen)
    chosen.sort(axis=1)  # ascending, so that a stable sort prefers the lower index among equals
    beam, block = numpy.divmod(chosen[:, :, None], len(starts))  # (rows, chosen, 1)
    piece = block * _BLOCK + numpy.arange(_BLOCK)  # (rows, chosen, block)
    row = numpy.arange(rows)[:, None]
    index = (beam * pieces + piece).reshape(rows, -1)
    found = log_probabilities.reshape(rows, -1).take(row * log_probabilities[0].size + index, mode="clip")
    scores = (found.reshape(piece.shape) + totals[row[:, :, None], beam]).reshape(rows, -1)
    if pieces % _BLOCK:
        scores[(piece >= pieces).reshape(rows, -1)] = -numpy.inf
    order = numpy.argsort(-scores, axis=1, kind="stable")[:, :count]  # (rows, at most count)
    best = scores[row, order]
    where = numpy.where(numpy.isneginf(best), 0, index[row, order])
    if order.shape[1] == count:
        return best, where
    missing = ((0, 0), (0, count - order.shape[1]))
    return numpy.pad(best, missing, constant_values=-numpy.inf), numpy.pad(where, missing)
