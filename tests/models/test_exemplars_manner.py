"""What tells texts of like words apart."""

from __future__ import annotations

import numpy
import pytest

from models.exemplars.manner import (
    DENIED,
    NO_QUESTION,
    OTHER_NUMBER,
    OTHER_QUESTION,
    Manner,
    Manners,
    beyond_greeting,
    last_sentence,
)
from models.exemplars.words import words_of


@pytest.mark.parametrize(
    ("one", "other", "left"),
    [
        ("i got the promotion", "i didn't get the promotion", DENIED),
        ("i want to write a novel", "what is a novel", NO_QUESTION),
        ("do aliens exist", "why do you exist", OTHER_QUESTION),
        ("do aliens exist?", "are there aliens", 1.0),
        ("can you recommend a book?", "please recommend a book", 1.0),
        ("gift for my sister?", "what is a good gift", 1.0),
        ("warum ist das meer salzig", "wie ist das meer", OTHER_QUESTION),
        ("¿por qué lloras?", "porqué lloras", 1.0),
        ("i found 50 euros", "i found 20 euros", OTHER_NUMBER),
        ("i found 50 euros", "i found euros", 1.0),
    ],
)
def test_what_is_left_of_their_likeness(one: str, other: str, left: float) -> None:
    assert Manners([words_of(other)]).likeness(one) == pytest.approx([left])


def test_the_same_text_is_in_the_same_manner() -> None:
    texts = ["Why not?", "", "no 7", "¿?", "never mind the 3 dogs"]
    for place, text in enumerate(texts):
        assert Manners(map(words_of, texts)).likeness(text)[place] == 1.0
    assert Manner.of("in 2 of 3") == Manner.of("in 3 of 2")
    assert not len(Manners([]).likeness("anything"))
    assert Manners(map(words_of, texts)).likeness("x").dtype == numpy.float64


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Hello, how are you?", "how are you?"),
        ("hi there how are you", "how are you"),
        ("Good morning! I slept badly.", "I slept badly."),
        ("¡Hola! ¿Qué tal estás?", "¿Qué tal estás?"),
        ("hello you", "hello you"),
        ("Hello there!", "Hello there!"),
        ("history is fun", "history is fun"),
        ("hello?", "hello?"),
    ],
)
def test_a_greeting_is_not_what_is_asked(text: str, rest: str) -> None:
    assert beyond_greeting(text) == rest


def test_the_last_sentence_is_what_is_answered() -> None:
    assert last_sentence("How nice. What's the subject?") == "What's the subject?"
    assert last_sentence("no end") == "no end"
    assert last_sentence("Hm… ?") == "Hm…"
    assert last_sentence("") == ""
