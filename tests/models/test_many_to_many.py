"""Unrolled equals stepped; a batch equals its lines one by one."""

from __future__ import annotations

import numpy
import torch

from models.many_to_many import ManyToManyStepper
from models.search import beam, greedy
from tests.models.conftest import PIECES, many_to_many

SOURCES = [[5, 6, 7, 3], [8, 3], [9, 10, 11, 12, 13, 14, 15, 16, 3], [17, 18, 3], [19, 20, 21, 22, 23, 3]]
LIMIT = 12


def test_unrolled_equals_stepped(cell: str) -> None:
    model = many_to_many(cell)
    sources = torch.tensor([[5, 6, 7, 3], [8, 9, 3, 0]])
    targets = torch.tensor([[2, 4, 5, 6, 7], [2, 9, 8, 7, 6]])
    with torch.inference_mode():
        unrolled = model.logits(model(sources, targets)).log_softmax(dim=2)
        state = model.start(sources)
        for position in range(targets.shape[1]):
            stepped, state, attention = model.step(targets[:, position], state)
            torch.testing.assert_close(stepped, unrolled[:, position], atol=1e-5, rtol=1e-4)
            torch.testing.assert_close(attention.sum(dim=2), torch.ones(2, 2))


def test_padding_changes_nothing(cell: str) -> None:
    model = many_to_many(cell)
    targets = torch.tensor([[2, 4, 5]])
    with torch.inference_mode():
        plain = model(torch.tensor([[5, 6, 3]]), targets)
        padded = model(torch.tensor([[5, 6, 3, 0, 0, 0, 0]]), targets)
    torch.testing.assert_close(plain, padded)


def test_attention_never_looks_at_padding(cell: str) -> None:
    model = many_to_many(cell)
    with torch.inference_mode():
        _, _, attention = model.step(torch.tensor([2]), model.start(torch.tensor([[5, 3, 0, 0]])))
    assert attention[:, :, 2:].abs().max() == 0


def test_greedy_and_beam_over_a_batch_equal_single_lines(cell: str) -> None:
    for seed in range(4):
        stepper = ManyToManyStepper(many_to_many(cell, seed))

        def decode(sources: list[list[int]], width: int, stepper: ManyToManyStepper = stepper) -> list[tuple[int, ...]]:
            first = numpy.full(len(sources), 2)
            limits = numpy.full(len(sources), LIMIT)
            state = stepper.start(sources)
            if width == 1:
                return [each.pieces for each in greedy(stepper, state, first, limits, 3)]
            return [each[0].pieces for each in beam(stepper, state, first, limits, 3, width=width)]

        for width in (1, 4):
            assert decode(SOURCES, width) == [decode([source], width)[0] for source in SOURCES]


def test_rows_can_be_selected_and_repeated(cell: str) -> None:
    stepper = ManyToManyStepper(many_to_many(cell))
    state = stepper.start(SOURCES[:3])
    chosen = numpy.array([2, 0, 2])
    after, _ = stepper.step(numpy.array([2, 2, 2]), state.select(chosen))
    every, _ = stepper.step(numpy.array([2, 2, 2]), state)
    numpy.testing.assert_allclose(after, every[chosen], rtol=1e-4, atol=1e-5)
    assert after.shape == (3, PIECES)
