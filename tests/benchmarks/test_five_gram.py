"""The 5-gram that suggestions are compared with."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.five_gram import FiveGram, tokens_of

lines = st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=8).map(" ".join), min_size=1, max_size=12)


@given(lines, st.lists(st.sampled_from([" a", " b", " e", " unknown"]), max_size=6))
def test_probabilities_add_up_to_one_after_anything(text: list[str], before: list[str]) -> None:
    probabilities = FiveGram(text, least=1).probabilities(before)
    assert probabilities.min() >= 0
    assert probabilities.sum() == pytest.approx(1.0)


def test_what_always_follows_is_expected() -> None:
    model = FiveGram(["the cat sat on the mat", "the dog sat on the mat", "a cat sat on the mat"] * 5)
    likeliest = [
        model.words[int(numpy.argmax(model.probabilities(tokens_of(line))))] for line in ("a cat", "sat on the")
    ]
    assert likeliest == [" sat", " mat"]


def test_a_word_that_follows_many_is_likelier_in_a_new_place_than_one_that_follows_only_one() -> None:
    """Kneser and Ney's example: "Francisco" is frequent, but only after "San"."""
    text = ["San Francisco"] * 20 + [f"{word} glasses" for word in "abcdefgh"]
    model = FiveGram(text, least=1)
    expected = dict(zip(model.words, model.probabilities([" nowhere"]), strict=True))
    assert expected[" glasses"] > expected[" Francisco"]
