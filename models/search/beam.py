"""The best few lines at once, side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic

import numpy
from numpy.typing import NDArray

from models.search.extensions import Extensions
from models.search.hypothesis import LENGTH_PENALTY, Hypothesis, length_normaliser
from models.search.restriction import NOTHING
from models.search.top import Doubles
from models.search.walk import never
from models.stepper import Integers, StateType, Stepper


def beam(
    stepper: Stepper[StateType],
    state: StateType,
    first: Integers,
    limits: Integers,
    end: int,
    *,
    width: int = 5,
    length_penalty: float = LENGTH_PENALTY,
    n_best: int = 1,
    forbidden: Integers = NOTHING,
    no_repeat: int = 0,
    should_stop: Callable[[], bool] = never,
) -> list[list[Hypothesis]]:
    """Decode ``(rows,)`` lines, keeping in each the ``width`` likeliest beginnings at every step.

    A beginning that ends among the ``width`` best is set aside, and another takes its place. A row is done when no
    beginning can still beat the ``n_best`` lines set aside; when ``width`` lines were set aside and no beginning beats
    the ``n_best`` of them at its present length; or at its limit. (Stopping at ``width`` lines alone would take poor
    short lines for a good long one, where the network is sure of itself.) A width of one is greedy decoding. The search
    is that of Sutskever et al. 2014, scored as in Wu et al. 2016.

    Arguments as for ``greedy``, and:

    Args:
        width: how many beginnings are kept in each row.
        length_penalty: the exponent of ``length_normaliser``, at least 0.
        n_best: how many hypotheses to return for each row, at most ``width``.

    Returns:
        for each row at most ``n_best`` hypotheses, best score first; those that ended come before those that were cut
        at the limit (or by ``should_stop``), which only fill up what is missing. Never empty.

    Raises:
        ValueError: ``n_best`` or ``length_penalty`` is out of range.
    """
    if not 1 <= n_best <= width:
        raise ValueError(f"n_best is {n_best}: give at least 1 and at most the width of the beam, {width}")
    if length_penalty < 0:
        raise ValueError(f"length_penalty is {length_penalty}: give 0 or more")
    search = _Search(
        stepper,
        state,
        first,
        limits,
        end,
        width=width,
        length_penalty=length_penalty,
        n_best=n_best,
        forbidden=forbidden,
        no_repeat=no_repeat,
    )
    while len(search.alive) and not should_stop():
        search.advance()
    return search.results()


Flags = NDArray[numpy.bool_]


class _Search(Generic[StateType]):
    """The rows of one beam search: those still alive as arrays, those done as hypotheses."""

    def __init__(
        self,
        stepper: Stepper[StateType],
        state: StateType,
        first: Integers,
        limits: Integers,
        end: int,
        *,
        width: int,
        length_penalty: float,
        n_best: int,
        forbidden: Integers,
        no_repeat: int,
    ) -> None:
        self.stepper = stepper
        self.limits = limits
        self.end = end
        self.width = width
        self.length_penalty = length_penalty
        self.n_best = n_best
        # A beam ends in at most one way, so among twice the width there are always width that go on.
        self.extensions = Extensions(stepper, forbidden, no_repeat, 2 * width)
        self.ended: list[list[Hypothesis]] = [[] for _ in first]
        self.cut: list[list[Hypothesis]] = [[] for _ in first]
        self.alive = numpy.arange(len(first))  # (alive,) numbers of the rows that go on
        self.state = state  # of alive * beams rows; there is one beam before the first step, then there are width
        self.last = first  # (alive * beams,)
        self.totals: Doubles = numpy.zeros((len(first), 1))  # (alive, beams)
        self.history = numpy.empty((len(first), 1, 0), dtype=numpy.int64)  # (alive, beams, emitted)
        staying = self._retire(limits <= 0)
        if len(staying) < len(first):
            self.last, self.state = first[staying], state.select(staying)

    @property
    def _emitted(self) -> int:
        return int(self.history.shape[2])

    def advance(self) -> None:
        """Extend every beam of every living row by one piece."""
        rows, beams = self.totals.shape
        scores, index, self.state = self.extensions.find(self.last, self.state, self.totals, self.history)
        parent, piece = numpy.divmod(index, self.stepper.pieces)
        ends = (piece == self.end) & ~numpy.isneginf(scores)
        self._set_aside(ends, scores, parent)
        self._keep_stuck(numpy.isneginf(scores[:, 0]))

        order = numpy.argsort(ends, axis=1, kind="stable")[:, : self.width]  # (rows, width) the best that go on
        row = numpy.arange(rows)[:, None]
        self.totals = numpy.where(ends, -numpy.inf, scores)[row, order]
        parent, piece = parent[row, order], piece[row, order]
        self.history = numpy.concatenate([self.history[row, parent], piece[:, :, None]], axis=2)
        staying = self._retire(self._done())
        self.last = self.history[:, :, -1].reshape(-1)
        origin = (staying[:, None] * beams + parent[staying]).reshape(-1)  # (alive * width,)
        if len(origin) and not numpy.array_equal(origin, numpy.arange(rows * beams)):
            self.state = self.state.select(origin)

    def results(self) -> list[list[Hypothesis]]:
        """Return the hypotheses of all rows; those of rows still alive as far as they are."""
        self._retire(numpy.ones(len(self.alive), dtype=bool))
        return [(_ranked(ended) + _ranked(cut))[: self.n_best] for ended, cut in zip(self.ended, self.cut, strict=True)]

    def _hypothesis(self, pieces: Integers, total: float, emitted: int) -> Hypothesis:
        score = total / length_normaliser(emitted, self.length_penalty)
        return Hypothesis(tuple(pieces.tolist()), total, score)

    def _set_aside(self, ends: Flags, scores: Doubles, parent: Integers) -> None:
        for row, candidate in numpy.argwhere(ends[:, : self.width]).tolist():
            pieces = self.history[row, parent[row, candidate]]
            found = self._hypothesis(pieces, float(scores[row, candidate]), self._emitted + 1)
            self.ended[self.alive[row]].append(found)

    def _keep_stuck(self, stuck: Flags) -> None:
        """Where every piece is forbidden, what there was before this step is all there will be."""
        for row in numpy.flatnonzero(stuck).tolist():
            self._cut(row)

    def _cut(self, row: int) -> None:
        for pieces, total in zip(self.history[row], self.totals[row], strict=True):
            if not numpy.isneginf(total):
                self.cut[self.alive[row]].append(self._hypothesis(pieces, float(total), self._emitted))

    def _done(self) -> Flags:
        """Find the living rows that need not go on: ``(alive,)``."""
        best = self.totals.max(axis=1)
        done: Flags = numpy.isneginf(best) | (self._emitted >= self.limits[self.alive])
        for position, row in enumerate(self.alive.tolist()):
            ended = self.ended[row]
            if len(ended) < self.n_best:
                continue
            # Log-probabilities only fall, and the longest line is divided by the most.
            reachable = float(best[position]) / length_normaliser(int(self.limits[row]), self.length_penalty)
            present = float(best[position]) / length_normaliser(self._emitted, self.length_penalty)
            to_beat = present if len(ended) >= self.width else reachable
            done[position] |= _ranked(ended)[self.n_best - 1].score >= to_beat
        return done

    def _retire(self, done: Flags) -> Integers:
        """Take rows out of the batch, keeping what they hold; returns the positions of those that stay."""
        for row in numpy.flatnonzero(done).tolist():
            self._cut(row)
        staying = numpy.flatnonzero(~done)
        self.alive, self.totals, self.history = self.alive[staying], self.totals[staying], self.history[staying]
        return staying


def _ranked(hypotheses: list[Hypothesis]) -> list[Hypothesis]:
    return sorted(hypotheses, key=lambda hypothesis: -hypothesis.score)
