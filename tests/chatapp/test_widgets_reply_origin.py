"""What is said of where a reply came from."""

from __future__ import annotations

from chatapp.history.records import Candidate
from chatapp.widgets.reply_origin import how_it_came


def test_a_sentence_of_a_text_is_called_one() -> None:
    sentence = Candidate("It is white.", 0.6, "the text", likeness=0.6, prompt="It is white.")
    assert how_it_came("It is white.", [sentence]) == "A sentence of the text, 60% like what you asked."
    answer = Candidate("White.", 0.6, "shop", likeness=0.6, prompt="Which colour?")
    assert how_it_came("White.", [answer]) == (
        "An answer from shop to “Which colour?”, which is 60% like what you said."
    )
