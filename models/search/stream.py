"""One line, piece by piece, as it is decoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy

from models.search.restriction import NOTHING, restrict
from models.search.sample import check, draw
from models.search.walk import never
from models.stepper import Floats, Integers, StateType, Stepper

Choose = Callable[[Floats], int]
"""From ``(pieces,)`` log-probabilities to the piece to emit."""


def stream(
    stepper: Stepper[StateType],
    state: StateType,
    first: Integers,
    limits: Integers,
    end: int,
    *,
    choose: Choose | None = None,
    forbidden: Integers = NOTHING,
    no_repeat: int = 0,
    should_stop: Callable[[], bool] = never,
) -> Iterator[int]:
    """Yield the pieces of one line as they are emitted, without the end; closing the iterator stops it.

    Arguments as for ``greedy``, with one row, and:

    Args:
        choose: takes the next piece; without one the likeliest is taken. ``sampled`` makes one that draws.

    Raises:
        ValueError: there is not exactly one row.
    """
    if len(first) != 1:
        raise ValueError(f"a stream is one row, not {len(first)}")
    return _stream(
        stepper,
        state,
        first,
        int(limits[0]),
        end,
        choose=choose,
        forbidden=forbidden,
        no_repeat=no_repeat,
        should_stop=should_stop,
    )


def _stream(
    stepper: Stepper[StateType],
    state: StateType,
    last: Integers,
    limit: int,
    end: int,
    *,
    choose: Choose | None,
    forbidden: Integers,
    no_repeat: int,
    should_stop: Callable[[], bool],
) -> Iterator[int]:
    history = numpy.empty((1, 0), dtype=numpy.int64)
    while history.shape[1] < limit and not should_stop():
        log_probabilities, state = stepper.step(last, state)
        allowed = restrict(log_probabilities, history, forbidden, no_repeat)[0]  # (pieces,)
        piece = int(allowed.argmax()) if choose is None else choose(allowed)
        if piece == end or numpy.isneginf(allowed[piece]):
            return
        yield piece
        last = numpy.array([piece])
        history = numpy.concatenate([history, last[None]], axis=1)


def sampled(seed: int, *, temperature: float = 1.0, top_k: int = 0, top_p: float = 1.0) -> Choose:
    """Make a ``choose`` that draws the same line as ``sample`` with the same seed and settings.

    Raises:
        ValueError: a setting is out of range.
    """
    check(temperature, top_k, top_p)
    generator = numpy.random.default_rng(seed)

    def choose(log_probabilities: Floats) -> int:
        uniform = numpy.array([generator.random()])
        return int(draw(log_probabilities[None], uniform, temperature, top_k, top_p)[0])

    return choose
