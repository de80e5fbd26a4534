"""Who asks for a translation in a conversation gets it, by what translates."""

from __future__ import annotations

from chatapp.engine.candidates import Considered, Reply
from chatapp.engine.translated_replies import SOURCE, translated
from chatapp.engine.translation_request import ONLY

ASKED: list[tuple[str, str, str | None]] = []


def translate(text: str, target: str, source: str | None) -> str:
    ASKED.append((text, target, source))
    return f"{text} in {target}"


def test_what_is_asked_for_is_translated() -> None:
    found = translated(["Translate 'good night' from English to German"], translate)
    assert found is not None
    assert found.reply == Reply("good night in de", SOURCE)
    assert [each.reply for each in found.candidates] == [found.reply]
    assert ASKED[-1] == ("good night", "de", "en")


def test_a_language_that_nobody_knows_is_admitted() -> None:
    found = translated(["how do you say thank you in Japanese?"], translate)
    assert found is not None
    assert found.reply.text == ONLY


def test_what_is_no_request_is_left_to_others() -> None:
    assert translated(["I want to learn German"], translate) is None


def test_a_translation_that_was_stopped_is_empty() -> None:
    assert translated(["say hello in French"], lambda *_: "") == Considered(Reply(""))
