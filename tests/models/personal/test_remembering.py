"""What was written before becomes likelier, all else stays in proportion; nothing changes where nothing is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy
from hypothesis import given
from hypothesis import strategies as st

from models.personal import PieceMemory, RememberingStepper
from models.personal.remembering_stepper import BEGINNING
from models.stepper import Floats, Integers

PIECES = 12
BEGIN, END = 2, 3


@dataclass(frozen=True)
class Rows:
    count: int

    def select(self, rows: Integers) -> Self:
        return type(self)(len(rows))


class Even:
    """Expects every piece equally."""

    pieces = PIECES

    def step(self, last: Integers, state: Rows) -> tuple[Floats, Rows]:
        return numpy.full((len(last), PIECES), -numpy.log(PIECES), numpy.float32), state


lines = st.lists(st.lists(st.integers(4, PIECES - 1), max_size=8).map(lambda line: [BEGINNING, *line, END]), max_size=8)


@given(lines, st.lists(st.integers(4, PIECES - 1), max_size=8))
def test_mixed_probabilities_sum_to_one_and_rows_do_not_mix(remembered: list[list[int]], line: list[int]) -> None:
    memory = PieceMemory()
    for each in remembered:
        memory.judge(each, [-2.5] * (len(each) - 1))
        memory.remember(each)
    stepper = RememberingStepper(Even(), memory, [BEGIN])
    state, alone = stepper.begin(Rows(2), 2), stepper.begin(Rows(1))
    for piece in [BEGIN, *line]:
        both, state = stepper.step(numpy.array([BEGIN, piece]), state)
        one, alone = stepper.step(numpy.array([piece]), alone)
        numpy.testing.assert_allclose(numpy.exp(both).sum(axis=1), 1, rtol=1e-5)
        numpy.testing.assert_array_equal(both[1], one[0])
    moved = state.select(numpy.array([1, 0]))
    assert moved.contexts == state.contexts[::-1]


def test_a_remembered_line_is_the_likeliest_from_its_beginning_on() -> None:
    memory = PieceMemory()
    memory.remember([BEGINNING, 7, 8, 9, END])
    stepper = RememberingStepper(Even(), memory, [BEGIN])
    state = stepper.begin(Rows(1))
    last, written = BEGIN, []
    while last != END:
        log_probabilities, state = stepper.step(numpy.array([last]), state)
        last = int(log_probabilities[0].argmax())
        written.append(last)
    assert written == [7, 8, 9, END]


def test_without_memories_the_network_stays_as_it_is() -> None:
    stepper = RememberingStepper(Even(), PieceMemory(), [BEGIN])
    log_probabilities, _ = stepper.step(numpy.array([5]), stepper.begin(Rows(1)))
    assert (log_probabilities == Even().step(numpy.array([5]), Rows(1))[0]).all()


def test_a_memory_that_proves_right_is_trusted_more_and_one_that_proves_wrong_less() -> None:
    right, wrong = PieceMemory(), PieceMemory()
    right.remember([BEGINNING, 7, 8, 9, END])
    wrong.remember([BEGINNING, 7, 8, 9, END])
    before = right.weight(1)
    for _ in range(20):
        right.judge([BEGINNING, 7, 8, 9, END], [-3.0] * 4)
        wrong.judge([BEGINNING, 8, 7, 7, 4], [-3.0] * 4)
    assert wrong.weight(1) < before < right.weight(1)
