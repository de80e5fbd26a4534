"""Suggestions by word n-grams."""

from __future__ import annotations

from benchmarks.five_gram import FiveGram
from benchmarks.word_suggestions import WordSuggestions

MODEL = FiveGram(["How are you today?", "How are they?", "How are you?", "you are here, you"] * 4)


def test_a_half_typed_word_is_ended_by_words_that_follow() -> None:
    suggestions = WordSuggestions(MODEL)
    assert suggestions.suggest("How a")[0].text.startswith("re")
    assert any(each.text.startswith(" you") for each in suggestions.suggest("How are")[:1])
    assert suggestions.suggest("How xyz") == []


def test_the_most_frequent_words_come_whatever_stands_before() -> None:
    by_frequency = WordSuggestions(MODEL, frequent=True)
    assert by_frequency.suggest("How are ")[0].text == by_frequency.suggest("today? ")[0].text == "are"
