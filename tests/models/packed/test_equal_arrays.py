"""The packed steppers give what the exact ones give within quantisation, row by row, and write the same lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
import pytest
from torch import nn

import chatapp
from models import bundle, layout, search
from models.arrays.many_to_many import ManyToManyArrayStepper
from models.arrays.networks import array_network
from models.arrays.one_to_many import OneToManyArrayStepper
from models.packed import graph, whole_lines
from models.packed.graph import Stored
from models.packed.many_to_many import PackedManyToManyStepper
from models.packed.networks import packed_network
from models.packed.one_to_many import PackedOneToManyStepper
from models.quantisation import Restored, quantise
from models.stepper import Floats
from tests.models.conftest import many_to_many, one_to_many

SOURCES = [[5, 6, 7, 3], [8, 3], [9, 10, 11, 12, 13, 14, 15, 16, 3], [17, 18, 3], [19, 20, 21, 22, 23, 3]]
NEXT = [[2, 2, 2, 2, 2], [4, 5, 6, 7, 8], [30, 31, 32, 33, 34], [9, 9, 9, 9, 9]]
SENTENCES = [
    "Where is the station?",
    "She did not want to go home before it was dark.",
    "I would like to reserve a table for two people, please.",
    "Nobody knew what had happened to the man after the war.",
]
BUNDLE = Path(chatapp.__file__).parent / "bundles" / "conversation"


def stored(model: nn.Module) -> Stored:
    return quantise({name: value.numpy() for name, value in model.state_dict().items()})


def close(ours: Floats, theirs: Floats) -> None:
    assert ours.dtype == numpy.float32
    assert numpy.abs(numpy.exp(ours) - numpy.exp(theirs)).max() < 0.1


@pytest.mark.parametrize("exact", [True, False])
def test_many_to_many(cell: str, exact: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "adds_exactly", lambda: exact)
    model = many_to_many(cell)
    plain = ManyToManyArrayStepper(model.architecture, Restored(stored(model)))
    packed = PackedManyToManyStepper(model.architecture, stored(model))
    theirs, ours = plain.start(SOURCES), packed.start(SOURCES)
    for last in NEXT:
        their_scores, theirs = plain.step(numpy.array(last), theirs)
        our_scores, ours = packed.step(numpy.array(last), ours)
        close(our_scores, their_scores)
        assert ours.attention is not None
        assert theirs.attention is not None
        assert ours.attention.shape == theirs.attention.shape
        assert numpy.abs(ours.attention - theirs.attention).max() < 0.1
        moved = numpy.array([4, 0, 0, 2, 1])
        theirs, ours = theirs.select(moved), ours.select(moved)


def test_the_likeliest_are_those_of_all(cell: str) -> None:
    model = many_to_many(cell)
    packed = PackedManyToManyStepper(model.architecture, stored(model))
    state = packed.start(SOURCES)
    for last in NEXT:
        scores, after = packed.step(numpy.array(last), state)
        found, pieces, state = packed.likeliest(numpy.array(last), state, 7)
        order = numpy.argsort(-scores, axis=1, kind="stable")[:, :7]
        assert (pieces == order).all()
        assert (found == numpy.take_along_axis(scores, order, axis=1)).all()
        assert (state.layers == after.layers).all()


def test_one_to_many(cell: str) -> None:
    model = one_to_many(cell)
    plain = OneToManyArrayStepper(model.architecture, Restored(stored(model)))
    packed = PackedOneToManyStepper(model.architecture, stored(model))
    theirs, ours = plain.start(5), packed.start(5)
    for last in NEXT:
        their_scores, theirs = plain.step(numpy.array(last), theirs)
        our_scores, ours = packed.step(numpy.array(last), ours)
        close(our_scores, their_scores)
        moved = numpy.array([1, 1, 3, 2, 0])
        theirs, ours = theirs.select(moved), ours.select(moved)


def test_a_row_does_not_depend_on_the_others(cell: str) -> None:
    model = many_to_many(cell)
    packed = PackedManyToManyStepper(model.architecture, stored(model))
    together, _ = packed.step(numpy.array(NEXT[1]), packed.start(SOURCES))
    for row, source in enumerate(SOURCES):
        alone, _ = packed.step(numpy.array(NEXT[1][row : row + 1]), packed.start([source]))
        numpy.testing.assert_allclose(alone[0], together[row], atol=2e-5, rtol=1e-4)


WHOLE = [[4, 5, 6, 7, 3], [8, 3, 3, 3, 3], [9, 30, 31, 32, 3], [10, 11, 3, 3, 3], [9, 9, 9, 9, 3]]


@pytest.mark.parametrize("exact", [True, False])
def test_whole_lines_are_as_likely_as_step_by_step(cell: str, exact: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "adds_exactly", lambda: exact)
    monkeypatch.setattr(whole_lines, "TOGETHER", 7)
    model = many_to_many(cell)
    packed = PackedManyToManyStepper(model.architecture, stored(model))
    start, wanted = packed.start(SOURCES), numpy.array(WHOLE)
    before = numpy.concatenate([numpy.full((5, 1), 2), wanted[:, :-1]], axis=1)
    found = packed.likelihoods(before, wanted, start)
    state = start
    for position, last in enumerate(before.T):
        scores, state = packed.step(last, state)
        expected = scores[numpy.arange(5), wanted[:, position]]
        numpy.testing.assert_allclose(found[:, position], expected, atol=2e-5, rtol=1e-4)


def test_whole_lines_share_one_source() -> None:
    model = many_to_many("lstm")
    packed = PackedManyToManyStepper(model.architecture, stored(model))
    wanted = numpy.array(WHOLE)
    before = numpy.concatenate([numpy.full((5, 1), 2), wanted[:, :-1]], axis=1)
    one = packed.start(SOURCES[:1])
    shared = one._replace(layers=one.layers[numpy.zeros(5, int)])
    found, apart = (packed.likelihoods(before, wanted, each) for each in (shared, packed.start(SOURCES[:1] * 5)))
    numpy.testing.assert_allclose(found, apart, atol=2e-5, rtol=1e-4)


def test_whole_lines_pay_from_the_second_time_on() -> None:
    model = many_to_many("lstm")
    packed = PackedManyToManyStepper(model.architecture, stored(model))
    assert [packed.reads_whole() for _ in range(3)] == [False, True, True]


def test_a_step_leaves_the_state_before_it_as_it_was(cell: str) -> None:
    model = many_to_many(cell)
    packed = PackedManyToManyStepper(model.architecture, stored(model))
    state = packed.start(SOURCES)
    once, _ = packed.step(numpy.array(NEXT[1]), state)
    packed.step(numpy.array(NEXT[2]), state)
    again, _ = packed.step(numpy.array(NEXT[1]), state)
    assert (once == again).all()


def test_the_shipped_bundle_expects_the_same_pieces() -> None:
    loaded = bundle.load(BUNDLE)
    plain, packed, pieces = array_network(loaded), packed_network(loaded), loaded.pieces
    same = []
    for target in ("fr", "de", "es"):
        sources = [layout.task_source(pieces, f"<to:{target}>", pieces.encode(each)) for each in SENTENCES]
        for source in sources:
            [line] = _greedy(plain, [source], pieces.begin, pieces.end)
            theirs, ours = plain.start([source]), packed.start([source])
            for piece in (pieces.begin, *line.pieces):
                their_scores, theirs = plain.step(numpy.array([piece]), theirs)
                our_scores, ours = packed.step(numpy.array([piece]), ours)
                same.append(their_scores.argmax() == our_scores.argmax())
    assert numpy.mean(same) > 0.97


def _greedy(stepper: Any, sources: list[list[int]], begin: int, end: int) -> list[search.Hypothesis]:
    first, limits = numpy.full(len(sources), begin), numpy.full(len(sources), 40)
    return search.greedy(stepper, stepper.start(sources), first, limits, end)
