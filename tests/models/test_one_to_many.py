"""Reading a line at once equals reading it piece by piece."""

from __future__ import annotations

import numpy
import torch

from models.one_to_many import OneToManyStepper
from tests.models.conftest import one_to_many


def test_unrolled_equals_stepped(cell: str) -> None:
    model = one_to_many(cell)
    lines = torch.tensor([[2, 4, 5, 6], [2, 9, 8, 7]])
    with torch.inference_mode():
        unrolled = model.logits(model(lines)).log_softmax(dim=2).numpy()
    stepper = OneToManyStepper(model)
    state = stepper.start(2)
    for position in range(lines.shape[1]):
        stepped, state = stepper.step(lines[:, position].numpy(), state)
        numpy.testing.assert_allclose(stepped, unrolled[:, position], rtol=1e-4, atol=1e-5)


def test_stepping_never_changes_the_state_before(cell: str) -> None:
    stepper = OneToManyStepper(one_to_many(cell))
    _, before = stepper.step(numpy.array([4]), stepper.start())
    first, _ = stepper.step(numpy.array([5]), before)
    stepper.step(numpy.array([6]), before)
    again, _ = stepper.step(numpy.array([5]), before)
    numpy.testing.assert_array_equal(first, again)
