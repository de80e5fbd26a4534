"""What is a request to translate, and of what into what."""

from __future__ import annotations

import pytest

from chatapp.engine.translation_request import translation_request


@pytest.mark.parametrize(
    ("said", "text", "target"),
    [
        ("how do you say thank you in german", "thank you", "de"),
        ('How do you say "where is the train station" in Spanish?', "where is the train station", "es"),
        (
            "Translate to French: I would like a coffee with milk, please.",
            "I would like a coffee with milk, please.",
            "fr",
        ),
        ('Translate "Ich habe keine Zeit" into English', "Ich habe keine Zeit", "en"),
        ("can you translate good night to spanish please", "good night", "es"),
        ("what's the French word for bread?", "bread", "fr"),
        ("what is 'see you tomorrow' in German", "see you tomorrow", "de"),
        ("Comment dit-on « bonne nuit » en allemand ?", "bonne nuit", "de"),
        ("Wie sagt man guten Morgen auf Spanisch?", "guten Morgen", "es"),
        ("¿Cómo se dice te quiero en inglés?", "te quiero", "en"),
    ],
)
def test_requests_are_read(said: str, text: str, target: str) -> None:
    found = translation_request([said])
    assert found is not None
    assert (found.text, found.target) == (text, target)


@pytest.mark.parametrize(
    "said",
    [
        "I love Spanish",
        "do you speak french?",
        "say something in german",
        "translate it to French",
        "hello",
        "in German?",
    ],
)
def test_other_sentences_are_none(said: str) -> None:
    assert translation_request([said]) is None


def test_a_language_that_nobody_knows_has_no_code() -> None:
    found = translation_request(["how do you say thank you in japanese?"])
    assert found is not None
    assert found.target is None


def test_another_language_is_asked_for_by_its_name() -> None:
    found = translation_request(["how do you say thank you in german", "Danke.", "and in Spanish?"])
    assert found is not None
    assert (found.text, found.target) == ("thank you", "es")
