"""Words looked up, in the lexicon and by the network; moods above their thresholds."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_bundles import toy_pieces

from chatapp.engine.cannot_answer import CannotAnswer
from chatapp.engine.dictionary import Dictionary, single_word
from chatapp.engine.moods import Moods
from models.direction import Direction
from models.lexicon import Entry, Lexicon
from models.stepper import Floats

LEXICON = Lexicon(
    [["cat", "chat"], ["chat", "discussion"]],
    [[Entry(2, 0.9)], [Entry(3, 0.8), Entry(2, 0.1)], [Entry(0, 1.0)], [Entry(1, 1.0)]],
)


class Network:
    def probabilities(self, lines: object, language: str = "") -> Floats:
        return numpy.array([[0.3, 0.7]], numpy.float32)


def define(word: str, target: str, source: str | None = None, guess: str | None = None) -> list[tuple[str, bool]]:
    dictionary = Dictionary(Network(), toy_pieces(), LEXICON, ("en", "fr"))
    return [(each.word, each.listed) for each in dictionary.define(word, target, source, lambda _: guess)]


def test_listed_words_come_from_parallel_text_and_others_from_the_network() -> None:
    assert define("Cat!", "fr", "en") == [("chat", True)]
    assert define("chat", "fr", "en") == [("discussion", True), ("chat", True)]
    assert define("dog", "fr", "en") == [("discussion", False), ("chat", False)]
    assert define("chat", "en") == [("cat", True)]
    assert define("two words", "fr", "en") == define("", "fr") == define("cat", "en", "en") == []
    with pytest.raises(CannotAnswer, match="'xx' is not known: choose one of en, fr"):
        define("cat", "xx")


def test_a_bare_word_is_translated_as_it_would_be_written() -> None:
    lexicon = Lexicon(
        [["house", "hear"], ["Haus", "Hause"]],
        [[Entry(2, 0.9), Entry(3, 0.06), Entry(3, 0.04)], [Entry(2, 0.1)], [Entry(0, 1.0)], [Entry(0, 1.0)]],
    )
    dictionary = Dictionary(Network(), toy_pieces(), lexicon, ("en", "de"))

    def translations(text: str, target: str) -> list[str]:
        return dictionary.translations(text, Direction(None, target), lambda _: None)

    assert translations("house", "de") == translations("House", "de") == ["Haus", "Hause"]
    assert translations("Haus", "en") == ["house"]
    assert translations("house!", "de") == translations("hear", "de") == translations("the house", "de") == []
    assert translations("dog", "de") == translations("house", "en") == []


def test_a_bare_word_is_in_the_language_that_is_said_if_it_has_the_word() -> None:
    languages = ("en", "fr", "de")
    lexicon = Lexicon(
        [["pain", "bread"], ["pain", "mal"], ["Brot", "Schmerz"]],
        [[Entry(5, 0.9)], [Entry(4, 0.9)], [Entry(4, 0.9)], [Entry(5, 0.9)], [Entry(1, 0.9)], [Entry(0, 0.9)]],
    )
    dictionary = Dictionary(Network(), toy_pieces(), lexicon, languages)

    def from_language(source: str | None, guess: str | None = None) -> list[str]:
        return dictionary.translations("pain", Direction(source, "de"), lambda _: guess)

    assert from_language("en") == ["Schmerz"]
    assert from_language("fr") == ["Brot"]
    assert from_language(None, guess="fr") == ["Brot"]
    assert dictionary.translations("mal", Direction("en", "de"), lambda _: None) == ["Schmerz"]


def test_near_words_are_those_that_the_same_words_translate() -> None:
    lexicon = Lexicon(
        [["house", "home", "cat"], ["maison", "chat"]],
        [[Entry(3, 0.9)], [Entry(3, 0.6)], [Entry(4, 1.0)], [Entry(0, 0.7), Entry(1, 0.3)], [Entry(2, 1.0)]],
    )
    dictionary = Dictionary(Network(), toy_pieces(), lexicon, ("en", "fr"))
    assert dictionary.nearest("House!", "fr", "en", lambda _: None) == ["home"]
    assert dictionary.nearest("home", "fr", "en", lambda _: None) == ["house"]
    assert dictionary.nearest("cat", "fr", "en", lambda _: None) == []
    assert dictionary.nearest("two words", "fr", "en", lambda _: None) == []


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    word = single_word(text)
    assert word is None or (word and len(word.split()) == 1)
    define(text, "fr")


def test_moods_above_their_thresholds_the_clearest_first() -> None:
    def judged(joy: float, anger: float) -> list[str]:
        moods = Moods(Network(), toy_pieces(), ("joy", "anger"), {"joy": joy, "anger": anger})
        return [mood.label for mood in moods.judge("Good morning!")]

    assert judged(0.1, 0.6) == ["joy", "anger"]
    assert judged(0.4, 0.6) == ["anger"]
    assert judged(0.5, 0.9) == ["anger"]
    assert Moods(Network(), toy_pieces(), ("joy", "anger"), {}).judge(" \x00 ") == []
