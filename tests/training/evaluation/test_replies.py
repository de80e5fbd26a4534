"""Distinct-1 and distinct-2 count different runs of words within replies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.evaluation.replies import distinct


def test_all_alike_and_all_different() -> None:
    assert distinct(["I see", "I see"], 1) == pytest.approx(0.5)
    assert distinct(["I see", "I see"], 2) == pytest.approx(0.5)
    assert distinct(["one two", "three four"], 2) == 1.0
    assert distinct([], 1) == 0.0


@given(st.lists(st.text()), st.integers(1, 3))
def test_a_share(replies: list[str], length: int) -> None:
    assert 0.0 <= distinct(replies, length) <= 1.0
