"""Pieces drawn at random, as likely as the network finds them, from the better part of the vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy

from models.search.hypothesis import LENGTH_PENALTY, Hypothesis
from models.search.restriction import NOTHING
from models.search.top import Doubles, top
from models.search.walk import never, walk
from models.stepper import Floats, Integers, StateType, Stepper


def sample(
    stepper: Stepper[StateType],
    state: StateType,
    first: Integers,
    limits: Integers,
    end: int,
    *,
    seeds: Sequence[int],
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    length_penalty: float = LENGTH_PENALTY,
    forbidden: Integers = NOTHING,
    no_repeat: int = 0,
    should_stop: Callable[[], bool] = never,
) -> list[Hypothesis]:
    """Decode ``(rows,)`` lines by drawing each piece; a seed always draws the same line, in any batch.

    Arguments as for ``greedy``, and:

    Args:
        seeds: one for each row, at least 0.
        temperature: below 1 the likely becomes likelier, above 1 less so.
        top_k: draw from this many of the likeliest pieces only (Fan et al. 2018); 0 from all.
        top_p: draw from the fewest pieces that together have this probability (Holtzman et al. 2020); 1 from all.

    Returns:
        one hypothesis for each row, with the probability the network gives it (that is, before temperature and cuts).

    Raises:
        ValueError: ``temperature``, ``top_k`` or ``top_p`` is out of range, or there is not one seed for each row.
    """
    check(temperature, top_k, top_p)
    if len(seeds) != len(first):
        raise ValueError(f"{len(seeds)} seeds for {len(first)} rows: give one seed for each row")
    generators = [numpy.random.default_rng(seed) for seed in seeds]

    def choose(log_probabilities: Floats, alive: Integers) -> Integers:
        uniform = numpy.array([generators[row].random() for row in alive])
        return draw(log_probabilities, uniform, temperature, top_k, top_p)

    return walk(
        stepper,
        state,
        first,
        limits,
        end,
        choose=choose,
        length_penalty=length_penalty,
        forbidden=forbidden,
        no_repeat=no_repeat,
        should_stop=should_stop,
    )


def check(temperature: float, top_k: int, top_p: float) -> None:
    """Raise ValueError where a setting of ``draw`` is out of range."""
    if not temperature > 0:
        raise ValueError(f"a temperature of {temperature} draws nothing: give one above 0")
    if top_k < 0:
        raise ValueError(f"top_k is {top_k}: give 1 or more, or 0 to draw from all pieces")
    if not 0 < top_p <= 1:
        raise ValueError(f"top_p is {top_p}: give a probability above 0, at most 1")


def draw(log_probabilities: Floats, uniform: Doubles, temperature: float, top_k: int, top_p: float) -> Integers:
    """Draw one piece in each row.

    Args:
        log_probabilities: ``(rows, pieces)``.
        uniform: ``(rows,)`` random numbers, 0 <= u < 1, that decide the draw.
        temperature: see ``sample``.
        top_k: see ``sample``.
        top_p: see ``sample``.

    Returns:
        ``(rows,)`` pieces; the likeliest (of an impossible row: any) where rounding leaves none to draw.
    """
    rows, pieces = log_probabilities.shape
    count = min(top_k or pieces, pieces)
    ranked, index = top(log_probabilities[:, None, :], numpy.zeros((rows, 1)), count)  # (rows, count), best first
    best = numpy.maximum(ranked[:, :1], numpy.finfo(numpy.float64).min)
    weights = numpy.exp((ranked - best) / temperature)  # (rows, count)
    before = numpy.cumsum(weights, axis=1) - weights
    weights[before >= top_p * weights.sum(axis=1, keepdims=True)] = 0.0
    cumulative = numpy.cumsum(weights, axis=1)
    position = (cumulative <= uniform[:, None] * cumulative[:, -1:]).sum(axis=1)
    drawn: Integers = index[numpy.arange(rows), numpy.minimum(position, (weights > 0).sum(axis=1) - 1)]
    return drawn
