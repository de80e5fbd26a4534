"""The loop under greedy and sampled decoding: each row follows a single path."""

from __future__ import annotations

from collections.abc import Callable

import numpy
from numpy.typing import NDArray

from models.search.hypothesis import Hypothesis, length_normaliser
from models.search.restriction import restrict
from models.stepper import Floats, Integers, StateType, Stepper

ChooseEach = Callable[[Floats, Integers], Integers]
"""From ``(alive, pieces)`` log-probabilities and the ``(alive,)`` numbers of those rows to ``(alive,)`` pieces."""


def never() -> bool:
    """Never stop before the rows end by themselves."""
    return False


def walk(
    stepper: Stepper[StateType],
    state: StateType,
    first: Integers,
    limits: Integers,
    end: int,
    *,
    choose: ChooseEach,
    length_penalty: float,
    forbidden: Integers,
    no_repeat: int,
    should_stop: Callable[[], bool],
) -> list[Hypothesis]:
    """Emit in each row the piece that ``choose`` takes, until the row ends, meets its limit or has nothing left.

    Rows leave the batch as they finish. When ``should_stop`` answers yes, before a step, the rows are returned as far
    as they are.

    Returns:
        one hypothesis for each row.
    """
    hypotheses = [Hypothesis((), 0.0, 0.0)] * len(first)
    alive = numpy.flatnonzero(limits > 0)  # (alive,) numbers of the rows that go on
    if len(alive) < len(first):
        state = state.select(alive)
    last = first[alive]
    history = numpy.empty((len(alive), 0), dtype=numpy.int64)  # (alive, emitted)
    totals: NDArray[numpy.float64] = numpy.zeros(len(alive))

    def record(which: Integers, ended: NDArray[numpy.bool_], stuck: NDArray[numpy.bool_]) -> None:
        emitted = history.shape[1]
        for position in which:
            pieces = history[position, : emitted - int(ended[position])]
            total = float(totals[position])
            score = total / length_normaliser(emitted - int(stuck[position]), length_penalty)
            hypotheses[alive[position]] = Hypothesis(tuple(pieces.tolist()), total, score)

    while len(alive):
        if should_stop():
            nowhere = numpy.zeros(len(alive), dtype=bool)
            record(numpy.arange(len(alive)), ended=nowhere, stuck=nowhere)
            break
        log_probabilities, state = stepper.step(last, state)
        allowed = restrict(log_probabilities, history, forbidden, no_repeat)
        last = choose(allowed, alive)
        gained = allowed[numpy.arange(len(alive)), last].astype(numpy.float64)
        stuck = numpy.isneginf(gained)  # every piece is forbidden: the row cannot go on
        totals = totals + numpy.where(stuck, 0.0, gained)
        history = numpy.concatenate([history, last[:, None]], axis=1)
        ended = (last == end) | stuck
        leaving = ended | (history.shape[1] >= limits[alive])
        if leaving.any():
            record(numpy.flatnonzero(leaving), ended, stuck)
            staying = numpy.flatnonzero(~leaving)
            alive, last, history, totals = alive[staying], last[staying], history[staying], totals[staying]
            if len(staying):
                state = state.select(staying)
    return hypotheses
