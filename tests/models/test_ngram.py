"""An n-gram that is read back says what it said, and what it says adds up to one."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors import SafetensorError

from models.deflated import load_deflated, save_deflated
from models.ngram import SHARES, NGram, write_shares
from training.ngram import estimate

PIECES, END = 9, 2
BEGINNINGS = (0, 1)

lines = st.lists(
    st.tuples(st.sampled_from(BEGINNINGS), st.lists(st.integers(3, PIECES - 1), max_size=7)).map(
        lambda line: [line[0], *line[1], END]
    ),
    min_size=1,
    max_size=12,
)
befores = st.tuples(st.sampled_from(BEGINNINGS), st.lists(st.integers(3, PIECES - 1), max_size=7)).map(
    lambda line: [line[0], *line[1]]
)


@given(lines, befores, st.integers(0, 60))
def test_probabilities_add_up_to_one_after_anything_however_many_are_kept(text, before, most) -> None:
    ngram = estimate(text, PIECES, BEGINNINGS, most)
    expected = ngram.expect(before)
    assert sum(len(level.pieces) for level in ngram.levels) >= min(most, 1)
    assert expected.probabilities.min() >= 0
    assert expected.probabilities.sum() == pytest.approx(1.0, abs=1e-4)
    assert 0 <= expected.length <= min(len(before), ngram.longest)


@given(lines, befores)
def test_what_is_written_is_read_back(tmp_path_factory, text, before) -> None:
    ngram = estimate(text, PIECES, BEGINNINGS, 30)
    ngram = NGram(ngram.single, ngram.levels, [0.1, 0.2, 0.3, 0.4, 0.5], (0.5, -0.25))
    path: Path = tmp_path_factory.mktemp("ngram") / "ngram.safetensors"
    path.write_bytes(ngram.to_bytes())
    again = NGram.read(path)
    numpy.testing.assert_array_equal(again.expect(before).probabilities, ngram.expect(before).probabilities)
    assert again.weights == pytest.approx(ngram.weights)
    assert again.doubts == ngram.doubts


@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=20))
def test_a_share_is_written_no_larger_than_it_is_and_not_much_smaller(shares) -> None:
    there = numpy.array(shares)
    back = SHARES[write_shares(there)]
    assert (back <= there * (1 + 1e-5)).all()
    assert (back >= there * 0.94).all()


def test_what_was_seen_in_a_longer_context_decides() -> None:
    ngram = estimate([[0, 3, 4, 5, END]] * 5 + [[0, 6, 4, 7, END]] * 5, PIECES, BEGINNINGS, 100)
    assert int(ngram.expect([0, 3, 4]).probabilities.argmax()) == 5
    assert int(ngram.expect([0, 6, 4]).probabilities.argmax()) == 7
    assert ngram.expect([0, 3, 4]).length == 3
    assert ngram.expect([0, 8]).length == 0


def test_who_is_in_doubt_counts_less() -> None:
    counted = estimate([[0, 3, 4, 5, END]] * 9, PIECES, BEGINNINGS, 100)
    ngram = NGram(counted.single, counted.levels, [0.0, 0.2, 0.4, 0.6, 1.0], (1.0, -1.0))
    sure, unsure = ngram.expect([0, 3]), ngram.expect([0, 7, 8])._replace(length=2)
    assert 0 < sure.entropy < unsure.entropy < numpy.log(PIECES) + 1e-3
    entropies = numpy.array([0.0, 0.0, 2.0], numpy.float32)
    one, other, beside_doubt = ngram.weigh([sure, unsure, unsure], entropies)
    assert one > other < beside_doubt
    always = NGram(counted.single, counted.levels, ngram.weights)
    assert always.weigh([unsure, unsure], entropies[1:]) == pytest.approx([0.4, 0.4])
    assert ngram.weigh([sure._replace(length=0), sure._replace(length=4)], entropies[:2]).tolist() == [0.0, 1.0]


def test_a_file_without_doubts_is_read(tmp_path: Path) -> None:
    ngram = estimate([[0, 3, 4, END]] * 3, PIECES, BEGINNINGS, 100)
    arrays = load_deflated(_written(ngram, tmp_path / "new.safetensors"))
    (tmp_path / "old.safetensors").write_bytes(
        save_deflated({name: array for name, array in arrays.items() if name != "doubts"})
    )
    assert NGram.read(tmp_path / "old.safetensors").doubts == (0.0, 0.0)


def _written(ngram: NGram, path: Path) -> Path:
    path.write_bytes(ngram.to_bytes())
    return path


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    ngram = estimate([[0, 3, 4, END]] * 3, PIECES, BEGINNINGS, 100)
    path = tmp_path / "ngram.safetensors"
    path.write_bytes(ngram.to_bytes()[:-9])
    with pytest.raises(SafetensorError):
        NGram.read(path)
    first = ngram.levels[0]
    shorter = NGram(ngram.single, [first])
    shorter.levels = (first._replace(shares=first.shares[:1]),)
    path.write_bytes(shorter.to_bytes())
    with pytest.raises(ValueError, match="were expected"):
        NGram.read(path)
    with pytest.raises(ValueError, match="3 weights for 1 levels"):
        NGram(ngram.single, [first], [0.1, 0.2, 0.3])
