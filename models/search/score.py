"""How likely given lines are: the pieces are forced on the stepper, all lines side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

from models.stepper import Integers, StateType, Stepper


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
    # The longest first, so that the rows that are still read are always the first ones.
    order = numpy.array(sorted(range(len(lines)), key=lambda row: -len(lines[row])), dtype=numpy.int64)
    lengths = numpy.array([len(lines[row]) + 1 for row in order], dtype=numpy.int64)
    if not len(order):
        return totals
    targets = numpy.full((len(order), int(lengths[0])), end, dtype=numpy.int64)  # (lines, target)
    for place, row in enumerate(order):
        targets[place, : len(lines[row])] = lines[row]
    state = state.select(order)
    last = first[order]
    reading = len(order)
    for position in range(targets.shape[1]):
        still = int((lengths > position).sum())
        if still < reading:
            state, last, reading = state.select(numpy.arange(still)), last[:still], still
        log_probabilities, state = stepper.step(last, state)
        last = targets[:still, position]
        totals[order[:still]] += log_probabilities[numpy.arange(still), last]
    return totals
