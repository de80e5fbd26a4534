"""How varied replies are: what is counted as the same, and what share it has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.chat import variety


def test_the_commonest_reply_is_found_whatever_its_case_and_marks() -> None:
    found = variety(["I see.", "i see", "I see!", "Where is it?"])
    assert found.different == 2
    assert found.commonest_share == 0.75
    assert found.ten_commonest_share == 1.0
    assert found.commonest == (("I see.", 3), ("Where is it?", 1))
    assert found.words_a_reply == pytest.approx(9 / 4)
    assert found.distinct_1 == pytest.approx(5 / 9)


@given(st.lists(st.text()))
def test_shares_are_shares(replies: list[str]) -> None:
    found = variety(replies)
    assert found.replies == len(replies)
    assert 0 <= found.commonest_share <= found.ten_commonest_share <= 1
    assert 0 <= found.distinct_1 <= 1
    assert len(found.commonest) == min(10, found.different)
