"""How likely given lines are: the pieces are forced on the stepper, lines side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

from models.stepper import Integers, LineReader, StateType, Stepper

POSITIONS = 128
"""Positions that are read at once by who reads whole lines."""


def score(
    stepper: Stepper[StateType], state: StateType, first: Integers, lines: Sequence[Sequence[int]], end: int
) -> NDArray[numpy.float64]:
    """Return the log-probability of each line, its end included.

    Args:
        stepper: the network.
        state: a row for each line, before anything of the line was read.
        first: ``(lines,)`` the piece that begins each line.
        lines: pieces, without beginning and end; lengths may differ.
        end: the piece that ends a line.

    Returns:
        ``(lines,)`` natural-log probabilities.
    """
    totals = numpy.zeros(len(lines))
    if not lines:
        return totals
    # The longest first, so that the rows that are still read are always the first ones.
    order = numpy.array(sorted(range(len(lines)), key=lambda row: -len(lines[row])), dtype=numpy.int64)
    lengths = numpy.array([len(lines[row]) + 1 for row in order], dtype=numpy.int64)
    wanted = numpy.full((len(order), int(lengths[0])), end, dtype=numpy.int64)  # (lines, target)
    for place, row in enumerate(order):
        wanted[place, : len(lines[row])] = lines[row]
    whole = stepper if isinstance(stepper, LineReader) and stepper.reads_whole() else None
    together = max(1, POSITIONS // wanted.shape[1]) if whole else len(order)
    for begin in range(0, len(order), together):
        rows, its = order[begin : begin + together], lengths[begin : begin + together]
        given = wanted[begin : begin + together, : its[0]]
        if whole:
            totals[rows] = _whole(whole, state.select(rows), first[rows], given, its)
        else:
            totals[rows] = _by_steps(stepper, state.select(rows), first[rows], given, its)
    return totals


def _whole(
    reader: LineReader[StateType], state: StateType, first: Integers, wanted: Integers, lengths: Integers
) -> NDArray[numpy.float64]:
    """Return the log-probability of each row of ``wanted`` ``(rows, target)`` as far as its length."""
    before = numpy.concatenate([first[:, None], wanted[:, :-1]], axis=1)
    real = numpy.arange(wanted.shape[1]) < lengths[:, None]
    likelihoods = reader.likelihoods(before, wanted, state)
    totals: NDArray[numpy.float64] = numpy.where(real, likelihoods, 0.0).sum(axis=1, dtype=numpy.float64)
    return totals


def _by_steps(
    stepper: Stepper[StateType], state: StateType, first: Integers, wanted: Integers, lengths: Integers
) -> NDArray[numpy.float64]:
    """Return the same, of one position after the other."""
    totals = numpy.zeros(len(wanted))
    last = first
    for position in range(wanted.shape[1]):
        still = int((lengths > position).sum())
        if still < len(last):
            state, last = state.select(numpy.arange(still)), last[:still]
        log_probabilities, state = stepper.step(last, state)
        last = wanted[:still, position]
        totals[:still] += log_probabilities[numpy.arange(still), last]
    return totals
