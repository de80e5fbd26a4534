"""The multiplications that a benchmark counts are those of the layers as they are written down."""

from __future__ import annotations

from benchmarks.arithmetic import many_to_many


def test_each_matrix_is_counted_once_for_the_piece_that_it_multiplies() -> None:
    hidden, layers, pieces = 64, 3, 1000
    counted, weights = many_to_many(hidden, layers, pieces)
    half = hidden // 2
    recurrent = layers * 2 * 4 * half * (hidden + half)
    assert counted.source == recurrent + 2 * hidden * hidden  # and the attention's keys and values
    bottom, above = 4 * hidden * 2 * hidden, 4 * hidden * 3 * hidden
    readout = hidden * hidden + 2 * hidden * hidden  # with the attention's query
    assert counted.target == bottom + (layers - 1) * above + readout + hidden * pieces
    assert weights > counted.source + counted.target
    assert counted.operations(0.5) == 6 * (counted.target + counted.source / 2)
