"""Every epoch takes what the weights say, within the budget, in an order that can be taken up anywhere."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.pieces import Pieces
from training.batches import TokenBatches
from training.encoding import EncodedExamples, encode
from training.example import Example, write_examples
from training.growing_arrays import GrowingArrays, map_arrays
from training.piece_dropout import PieceDropout


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


def test_less_than_a_twentieth_of_the_cells_is_padding() -> None:
    generator = numpy.random.default_rng(3)
    targets = generator.lognormal(3.0, 0.35, 29_000).astype(int) + 2  # as many and as uneven as the lines of Multi30k
    sources = numpy.maximum(2, 0.8 * targets + generator.normal(0.0, 3.0, len(targets))).astype(int)
    made = examples([(int(source), int(target), 0) for source, target in zip(sources, targets, strict=True)])
    cells = sum(
        len(batch) * (made.source_lengths[batch].max() + made.target_lengths[batch].max())
        for batch in TokenBatches(made, [1.0], 4096, 0, 7).plan(0)
    )
    assert (sources.sum() + targets.sum()) / cells > 0.95


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces.read(Path(__file__).parents[2] / "chatapp/bundles/conversation/pieces.model")


@pytest.fixture(scope="module")
def dropout(pieces: Pieces) -> PieceDropout:
    return PieceDropout(pieces, 0.3)


@given(text=st.text(max_size=60), seed=st.integers(0, 1000))
def test_pieces_dropped_spell_the_same_text(text: str, seed: int, pieces: Pieces, dropout: PieceDropout) -> None:
    row = numpy.array(pieces.encode(text), numpy.int32)
    respelled = dropout(row, seed, 1)
    assert pieces.decode(respelled.tolist()) == pieces.decode(row.tolist())
    assert len(respelled) >= len(row)
    assert (respelled == dropout(row, seed, 1)).all()


def test_an_example_is_spelled_anew_in_each_epoch_and_batches_cut_in_two_hold_it_once(
    pieces: Pieces, dropout: PieceDropout, tmp_path: Path
) -> None:
    text = "Understanding international translations"
    write_examples(tmp_path / "some.jsonl", [Example(0, "<to:fr>", (), text, text)] * 5)
    encode(tmp_path / "some.jsonl", "many-to-many", pieces, (), 50, tmp_path / "some.safetensors")
    read = EncodedExamples.read(tmp_path / "some.safetensors")
    batches = TokenBatches(read, [1.0], 500, pieces.pad, 7, dropout=dropout)
    first, second = (batches.batch(numpy.arange(5), epoch) for epoch in (0, 1))
    assert first.targets.tolist() != second.targets.tolist()
    assert first.targets.tolist() == batches.batch(numpy.arange(5), 0).targets.tolist()
    upper, lower = first.halves()
    assert [*upper.targets.tolist(), *lower.targets.tolist()] == first.targets.tolist()
    assert upper.real + lower.real == first.real


@given(rows=st.lists(st.lists(st.integers(0, 2**31 - 1), max_size=5), max_size=20))
def test_arrays_that_grow_are_read_as_they_were_written(
    rows: list[list[int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("arrays") / "some.safetensors"
    with GrowingArrays(path, {"some": numpy.dtype("<i4"), "ends": numpy.dtype("<i8")}) as grown:
        for row in rows:
            grown.add("some", row)
            grown.add("ends", [len(row)])
    read = map_arrays(path)
    assert read["some"].tolist() == [each for row in rows for each in row]
    assert read["ends"].tolist() == [len(row) for row in rows]
    assert [file.name for file in path.parent.iterdir()] == [path.name]
