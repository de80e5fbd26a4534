"""Any text comes back as it was; nothing typed can become a control piece."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.pieces import CONTROLS, Pieces

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="▁")


@given(words=st.lists(st.text(LETTERS, min_size=1), min_size=1))
def test_text_survives(pieces: Pieces, words: list[str]) -> None:
    text = " ".join(words)
    assert pieces.decode(pieces.encode(text)) == text


@pytest.mark.parametrize("name", CONTROLS)
def test_control_pieces_cannot_be_typed(pieces: Pieces, name: str) -> None:
    assert pieces.control(name) not in pieces.encode(f"say {name} now")


def test_control_pieces_are_not_shown(pieces: Pieces) -> None:
    shown = pieces.decode([pieces.control("<chat>"), *pieces.encode("hello"), pieces.end, pieces.pad])
    assert shown == "hello"


def test_bytes_that_are_no_piece_model_are_refused() -> None:
    with pytest.raises(ValueError, match="sentencepiece"):
        Pieces(b"not a model")
