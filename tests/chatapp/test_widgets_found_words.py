"""Words found in a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.history.records import MARK_BEGIN
from chatapp.history.store import History
from chatapp.widgets.found_words import found_words


@pytest.mark.parametrize(
    ("text", "search", "found"),
    [
        ("Apples, pineapples and apple pie", "apple", ["Apples", "apple"]),
        ("Le café du Caféier", "CAFE", ["café", "Caféier"]),
        ("one two three", "th on", ["one", "three"]),
        ("a-b", "…", []),
        ("anything", "", []),
    ],
)
def test_words_that_begin_so(text: str, search: str, found: list[str], tmp_path: Path) -> None:
    assert [text[begin:end] for begin, end in found_words(text, search)] == found
    history = History(tmp_path / "history.db")  # which marks as many of them
    history.add_message(history.start_conversation("talk"), "person", text)
    assert sum(each.excerpt.count(MARK_BEGIN) for each in history.find(search)) == len(found)
    history.close()


@given(text=st.text(max_size=40), search=st.text(max_size=5))
def test_nothing_breaks_it(text: str, search: str) -> None:
    assert all(0 <= begin < end <= len(text) for begin, end in found_words(text, search))
