"""Every epoch takes what the weights say, within the budget, in an order that can be taken up anywhere."""

from __future__ import annotations

import numpy
from hypothesis import given
from hypothesis import strategies as st

from training.batches import TokenBatches
from training.encoding import EncodedExamples


def examples(lengths: list[tuple[int, int, int]]) -> EncodedExamples:
    def offsets(column: int) -> numpy.ndarray:
        return numpy.cumsum([0, *(each[column] for each in lengths)]).astype(numpy.int32)

    arrays = {
        "sources": numpy.ones(sum(each[0] for each in lengths), numpy.int32),
        "targets": numpy.ones(sum(each[1] for each in lengths), numpy.int32),
        "source_offsets": offsets(0),
        "target_offsets": offsets(1),
        "corpus": numpy.array([each[2] for each in lengths], numpy.int32),
    }
    return EncodedExamples(arrays)


LENGTHS = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30), st.integers(0, 1)), min_size=1, max_size=200)


@given(lengths=LENGTHS, tokens=st.integers(30, 300), epoch=st.integers(0, 5))
def test_an_epoch_holds_each_example_once_within_the_budget(
    lengths: list[tuple[int, int, int]], tokens: int, epoch: int
) -> None:
    batches = TokenBatches(examples(lengths), [1.0, 1.0], tokens, 0, 7)
    plan = batches.plan(epoch)
    assert sorted(int(index) for indices in plan for index in indices) == list(range(len(lengths)))
    for indices in plan:
        batch = batches.batch(indices)
        assert max(batch.sources.numel(), batch.targets.numel()) <= max(tokens, 30)
    again = TokenBatches(examples(lengths), [1.0, 1.0], tokens, 0, 7).plan(epoch)
    assert all((one == other).all() for one, other in zip(plan, again, strict=True))


def test_a_quarter_an_epoch_takes_all_in_four_and_three_takes_each_thrice() -> None:
    made = examples([(3, 3, 0)] * 40 + [(3, 3, 1)] * 5)
    batches = TokenBatches(made, [0.25, 3.0], 100, 0, 7)
    taken = [numpy.concatenate(batches.plan(epoch)) for epoch in range(4)]
    assert [len(each) for each in taken] == [10 + 15] * 4
    assert sorted(int(index) for each in taken for index in each if index < 40) == list(range(40))
    assert all(numpy.bincount(each, minlength=45)[40:].tolist() == [3] * 5 for each in taken)
