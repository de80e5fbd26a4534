"""The networks on arrays give what the torch ones give, within rounding, and decode the same lines."""

from __future__ import annotations

import numpy
import pytest
from torch import nn

from models.arrays.many_to_many import ManyToManyArrayStepper
from models.arrays.many_to_one import ManyToOneArrayClassifier
from models.arrays.one_to_many import OneToManyArrayStepper
from models.many_to_many import ManyToManyStepper
from models.many_to_one import ManyToOneClassifier
from models.one_to_many import OneToManyStepper
from models.quantisation import Restored, quantise
from models.search import beam
from models.stepper import Floats
from tests.models.conftest import many_to_many, many_to_one, one_to_many

SOURCES = [[5, 6, 7, 3], [8, 3], [9, 10, 11, 12, 13, 14, 15, 16, 3], [17, 18, 3], [19, 20, 21, 22, 23, 3]]
NEXT = [[2, 2, 2, 2, 2], [4, 5, 6, 7, 8], [30, 31, 32, 33, 34], [9, 9, 9, 9, 9]]


def arrays(model: nn.Module) -> dict[str, Floats]:
    return {name: value.numpy() for name, value in model.state_dict().items()}


def close(ours: Floats, theirs: Floats) -> None:
    assert ours.dtype == numpy.float32
    numpy.testing.assert_allclose(ours, theirs, atol=2e-5, rtol=1e-4)


def test_many_to_many(cell: str) -> None:
    model = many_to_many(cell)
    torch_stepper, stepper = ManyToManyStepper(model), ManyToManyArrayStepper(model.architecture, arrays(model))
    theirs, ours = torch_stepper.start(SOURCES), stepper.start(SOURCES)
    for last in NEXT:
        their_scores, theirs = torch_stepper.step(numpy.array(last), theirs)
        our_scores, ours = stepper.step(numpy.array(last), ours)
        close(our_scores, their_scores)
        assert theirs.attention is not None
        assert ours.attention is not None
        close(ours.attention, theirs.attention.numpy())
        moved = numpy.array([4, 0, 0, 2, 1])
        theirs, ours = theirs.select(moved), ours.select(moved)


def test_many_to_many_decodes_the_same_lines_in_a_batch_and_alone(cell: str) -> None:
    for seed in range(3):
        model = many_to_many(cell, seed)
        torch_stepper, stepper = ManyToManyStepper(model), ManyToManyArrayStepper(model.architecture, arrays(model))
        first, limits = numpy.full(len(SOURCES), 2), numpy.full(len(SOURCES), 12)
        theirs = beam(torch_stepper, torch_stepper.start(SOURCES), first, limits, 3)
        ours = beam(stepper, stepper.start(SOURCES), first, limits, 3)
        alone = [beam(stepper, stepper.start([source]), first[:1], limits[:1], 3)[0] for source in SOURCES]
        assert [each[0].pieces for each in ours] == [each[0].pieces for each in theirs]
        assert [each[0].pieces for each in ours] == [each[0].pieces for each in alone]


def test_one_to_many(cell: str) -> None:
    model = one_to_many(cell)
    torch_stepper, stepper = OneToManyStepper(model), OneToManyArrayStepper(model.architecture, arrays(model))
    theirs, ours = torch_stepper.start(5), stepper.start(5)
    for last in NEXT:
        their_scores, theirs = torch_stepper.step(numpy.array(last), theirs)
        our_scores, ours = stepper.step(numpy.array(last), ours)
        close(our_scores, their_scores)
        moved = numpy.array([1, 1, 3, 2, 0])
        theirs, ours = theirs.select(moved), ours.select(moved)


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
def test_many_to_one(cell: str, output: str) -> None:
    model = many_to_one(cell, output)
    classifier = ManyToOneArrayClassifier(model.architecture, arrays(model))
    for lines in ([*SOURCES, []], [[]], [[7]]):
        close(classifier.probabilities(lines), ManyToOneClassifier(model).probabilities(lines))


def test_a_stored_classifier_answers_as_its_restored_weights(cell: str) -> None:
    model = many_to_one(cell)
    restored = Restored(quantise(arrays(model)))
    stored, whole = (ManyToOneArrayClassifier(model.architecture, each) for each in (restored, dict(restored)))
    assert (stored.probabilities(SOURCES) == whole.probabilities(SOURCES)).all()


def test_a_step_leaves_the_state_before_it_as_it_was(cell: str) -> None:
    model = many_to_many(cell)
    stepper = ManyToManyArrayStepper(model.architecture, arrays(model))
    state = stepper.start(SOURCES)
    once, _ = stepper.step(numpy.array(NEXT[1]), state)
    stepper.step(numpy.array(NEXT[2]), state)
    again, _ = stepper.step(numpy.array(NEXT[1]), state)
    assert (once == again).all()
