"""What of a passage a question is about."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.passage import MOST, about, sentences_of

TEXT = 'Ada wrote programs. She lived in London (in 1840!). "Numbers," she said. It rained.\nNobody minded it'


def test_a_passage_is_cut_into_sentences() -> None:
    assert sentences_of(TEXT) == [
        "Ada wrote programs.",
        "She lived in London (in 1840!).",
        '"Numbers," she said.',
        "It rained.",
        "Nobody minded it",
    ]
    assert sentences_of(" \n ") == []
    assert sentences_of("Milk\nEggs and so on\n") == ["Milk", "Eggs and so on"]


def test_a_sentence_goes_on_after_the_end_of_a_long_line() -> None:
    wrapped = "The first tram of the day leaves the harbour at 5.40 in the\nmorning. The last\nin the evening.\n\nEnd"
    assert sentences_of(wrapped) == [
        "The first tram of the day leaves the harbour at 5.40 in the morning.",
        "The last",
        "in the evening.",
        "End",
    ]


def test_the_sentences_asked_about_are_kept_in_their_order() -> None:
    assert about(TEXT, "Who lived in London?", 40) == "She lived in London (in 1840!)."
    assert about(TEXT, "Did it rain, Ada?", 40) == "Ada wrote programs. It rained."
    assert about(TEXT, "Who minded the programs?", 500) == " ".join(TEXT.split())
    assert about("word " * 100, "word?", 12) == "word word wo"


@given(st.text(max_size=400), st.text(max_size=40), st.integers(1, 200))
def test_it_always_fits_and_says_nothing_new(passage: str, question: str, most: int) -> None:
    kept = about(passage, question, most)
    assert len(kept) <= most
    assert set(kept) <= set(passage) | {" "}
    assert about(passage, question) == about(passage, question, MOST)
