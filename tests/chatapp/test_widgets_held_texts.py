"""Long texts behind their labels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chatapp.widgets.held_texts import HeldTexts, too_long


@given(texts=st.lists(st.text(max_size=30), max_size=4), between=st.text(max_size=10))
def test_labels_become_their_texts_again(texts: list[str], between: str) -> None:
    held = HeldTexts()
    labels = [held.label(text) for text in texts]
    assert held.whole(between.join(labels)) == between.join(texts)


def test_what_only_looks_like_a_label_stays() -> None:
    held = HeldTexts()
    held.label("abc")
    for text in ("[text 2: 3 characters]", "[text 1: 4 characters]", "[text 0: 3 characters]", "[text 1: 3 char"):
        assert held.whole(text) == text
        assert held.label_before(text) == ""
    assert held.label_before("so [text 1: 3 characters]") == "[text 1: 3 characters]"


def test_long_lines_are_too_long_sooner_than_long_texts() -> None:
    assert too_long("x" * 6_000) and too_long("x\n" * 11_000)
    assert not too_long("x\n" * 9_000)
