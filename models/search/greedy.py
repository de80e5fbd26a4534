"""The likeliest piece at every step."""

from __future__ import annotations

from collections.abc import Callable

from models.search.hypothesis import LENGTH_PENALTY, Hypothesis
from models.search.restriction import NOTHING
from models.search.walk import never, walk
from models.stepper import Floats, Integers, StateType, Stepper


def greedy(
    stepper: Stepper[StateType],
    state: StateType,
    first: Integers,
    limits: Integers,
    end: int,
    *,
    length_penalty: float = LENGTH_PENALTY,
    forbidden: Integers = NOTHING,
    no_repeat: int = 0,
    should_stop: Callable[[], bool] = never,
) -> list[Hypothesis]:
    """Decode ``(rows,)`` lines, each by its likeliest next piece; of equals, the lower one.

    Args:
        stepper: what emits the next piece.
        state: its state before ``first``.
        first: ``(rows,)`` the piece that begins each line.
        limits: ``(rows,)`` how many pieces each may emit at most, the end included.
        end: the piece that ends a line.
        length_penalty: see ``length_normaliser``; it only changes the scores.
        forbidden: ``(any,)`` pieces never emitted.
        no_repeat: an n-gram of this length is never emitted twice in a row; 0 allows all.
        should_stop: asked before every step; when it answers yes, the lines are returned as far as they are.
    """
    return walk(
        stepper,
        state,
        first,
        limits,
        end,
        choose=_likeliest,
        length_penalty=length_penalty,
        forbidden=forbidden,
        no_repeat=no_repeat,
        should_stop=should_stop,
    )


def _likeliest(log_probabilities: Floats, _alive: Integers) -> Integers:
    pieces: Integers = log_probabilities.argmax(axis=1)
    return pieces
