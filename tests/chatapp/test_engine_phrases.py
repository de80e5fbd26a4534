"""What everybody says is translated by hand."""

from __future__ import annotations

import pytest

from chatapp.engine.phrases import PHRASES, phrase


@pytest.mark.parametrize(
    ("sentence", "target", "said"),
    [
        ("Good morning.", "fr", "Bonjour."),
        ("good morning", "fr", "Bonjour"),
        ("Where are you from?", "de", "Woher kommst du?"),
        ("where are you from", "es", "De dónde eres"),
        ("¿De dónde eres?", "en", "Where are you from?"),
        ("I don’t know!", "de", "Ich weiß nicht!"),
        ("Good morning!", "fr", "Bonjour !"),
        ("Good night!", "es", "¡Buenas noches!"),
        ("Happy birthday.", "es", "Feliz cumpleaños."),
        ("What time is it?!", "fr", "Quelle heure est-il ?"),
        ("Guten Appetit", "fr", "Bon appétit"),
        ("Guten Appetit!", "de", None),
        ("Hola.", "es", None),
        ("Good morning, Tom.", "fr", None),
        ("", "fr", None),
        ("Good morning.", "it", None),
    ],
)
def test_a_phrase_is_known_but_for_case_and_marks(sentence: str, target: str, said: str | None) -> None:
    assert phrase(sentence, target) == said


def test_every_phrase_stands_in_all_languages() -> None:
    head, *lines = PHRASES.read_text("utf-8").splitlines()
    assert head == "en\tfr\tde\tes"
    assert all(len([text for text in line.split("\t") if text.strip()]) == 4 for line in lines)
    english = [line.split("\t")[0] for line in lines]
    assert len(set(english)) == len(english)
