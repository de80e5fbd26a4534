"""The best ways to extend the beams of each line by one piece."""

from __future__ import annotations

from typing import Generic

import numpy

from models.search.restriction import repeats, restrict
from models.search.top import Doubles, top
from models.stepper import Integers, PicksLikeliest, StateType, Stepper

SPARE = 5
"""Pieces asked for besides those that are needed, as some may be ones that a row may not emit."""


class Extensions(Generic[StateType]):
    """Finds them; a stepper that picks the likeliest pieces itself is asked for few, instead of bringing all."""

    def __init__(self, stepper: Stepper[StateType], forbidden: Integers, no_repeat: int, count: int) -> None:
        """Take the network, what restricts it (see ``restrict``) and how many ways to find for each line."""
        self.stepper = stepper
        self.forbidden = forbidden
        self.no_repeat = no_repeat
        self.count = count
        enough = count + SPARE < stepper.pieces
        self._picking = stepper if enough and isinstance(stepper, PicksLikeliest) else None
        self._banned = numpy.zeros(stepper.pieces, bool)
        self._banned[forbidden] = True

    def find(
        self, last: Integers, state: StateType, totals: Doubles, history: Integers
    ) -> tuple[Doubles, Integers, StateType]:
        """Read ``last`` and find ways on.

        Args:
            last: ``(lines * beams,)``.
            state: of those rows.
            totals: ``(lines, beams)`` log-probability of each beam so far.
            history: ``(lines, beams, emitted)``.

        Returns:
            as ``top``, and the state after ``last``.
        """
        lines, beams, _ = history.shape
        rows = history.reshape(lines * beams, -1)
        if self._picking is not None:
            found, pieces, after = self._picking.likeliest(last, state, self.count + SPARE)  # (rows, count + SPARE)
            banned = self._banned[pieces]
            if 0 < self.no_repeat <= rows.shape[1]:
                banned |= repeats(pieces, rows, self.no_repeat)
            if int(numpy.count_nonzero(banned, axis=1).max()) <= SPARE:
                allowed = numpy.where(banned, numpy.float32(-numpy.inf), found).reshape(lines, beams, -1)
                scores = (allowed + totals[:, :, None]).reshape(lines, -1)
                order = (-scores).argsort(axis=1, kind="stable")[:, : self.count]
                numbers = pieces + (numpy.arange(lines * beams) % beams * self.stepper.pieces)[:, None]
                line = numpy.arange(lines)[:, None]
                best = scores[line, order]
                index = numbers.reshape(lines, -1)[line, order]
                index[numpy.isneginf(best)] = 0
                return best, index, after
        log_probabilities, after = self.stepper.step(last, state)
        allowed = restrict(log_probabilities, rows, self.forbidden, self.no_repeat)
        return *top(allowed.reshape(lines, beams, -1), totals, self.count), after
