"""A network and an n-gram answer together, row by row, in the language of each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.interpolated import InterpolatedStepper
from models.ngram import NGram
from models.stepper import Floats, Integers
from training.ngram import estimate

PIECES, END, TURN = 10, 2, 3
LANGUAGES = (0, 1)
WEIGHTS = [0.0, 0.2, 0.4, 0.6, 0.8]
DOUBTS = (0.3, -0.4)


@dataclass(frozen=True)
class Rows:
    count: int

    def select(self, rows: Integers) -> Self:
        return type(self)(len(rows))


class Even:
    """Expects every piece equally."""

    pieces = PIECES

    def start(self, rows: int = 1) -> Rows:
        return Rows(rows)

    def step(self, last: Integers, state: Rows) -> tuple[Floats, Rows]:
        return numpy.full((len(last), PIECES), -numpy.log(PIECES), numpy.float32), state


def ngram() -> NGram:
    counted = estimate([[0, 4, 5, 6, END]] * 6 + [[1, 4, 7, 8, END]] * 6, PIECES, LANGUAGES, 100)
    return NGram(counted.single, counted.levels, WEIGHTS, DOUBTS)


@given(st.lists(st.integers(TURN, PIECES - 1), max_size=8), st.sampled_from(LANGUAGES))
def test_each_row_is_a_mixture_of_its_own(line: list[int], language: int) -> None:
    counts = ngram()
    stepper = InterpolatedStepper(Even(), counts, LANGUAGES, [TURN])
    both, alone = stepper.start(2), stepper.start()
    for piece in [language, *line]:
        pair, both = stepper.step(numpy.array([1 - language if piece == language else 9, piece]), both)
        one, alone = stepper.step(numpy.array([piece]), alone)
        numpy.testing.assert_allclose(numpy.exp(pair).sum(axis=1), 1, rtol=1e-3)
        numpy.testing.assert_array_equal(pair[1], one[0])
    since = [language, *line]
    if TURN in line:
        since = [language, *line[len(line) - line[::-1].index(TURN) :]]
    expected = counts.expect(since)
    [weight] = counts.weigh([expected], numpy.log(numpy.array([PIECES], numpy.float32)))
    mixed = weight * expected.probabilities + (1 - weight) / PIECES
    numpy.testing.assert_allclose(numpy.exp(one[0]), mixed, rtol=1e-3, atol=1e-6)
    moved = both.select(numpy.array([1, 0]))
    assert moved.contexts == both.contexts[::-1]
    assert moved.languages == both.languages[::-1]


def test_the_language_decides_what_follows() -> None:
    stepper = InterpolatedStepper(Even(), ngram(), LANGUAGES, [TURN])
    state = stepper.start(2)
    for last in ([0, 1], [4, 4]):
        log_probabilities, state = stepper.step(numpy.array(last), state)
    assert log_probabilities.argmax(axis=1).tolist() == [5, 7]
    assert numpy.exp(log_probabilities[0, 5]) > 0.3
    assert stepper.pieces == pytest.approx(PIECES)
