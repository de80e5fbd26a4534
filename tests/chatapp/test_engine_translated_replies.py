"""Who asks for a translation in a conversation gets it, by what translates."""

from __future__ import annotations

from chatapp.engine.candidates import Candidate, Considered, Reply
from chatapp.engine.translated_replies import SOURCE, translated
from chatapp.engine.translation_request import ONLY, TranslationRequest

ASKED: list[tuple[str, str, str | None]] = []


def translate(text: str, target: str, source: str | None) -> str:
    ASKED.append((text, target, source))
    return f"{text} in {target}"


def known(likeness: float) -> Considered:
    reply = Reply("Arigato.", "our book")
    return Considered(reply, (Candidate(reply, 1.0, None, likeness),))


def test_what_is_asked_for_is_translated() -> None:
    found = translated(TranslationRequest("good night", "de", "en"), translate, lambda: known(1.0))
    assert found.reply == Reply("good night in de", SOURCE)
    assert [each.reply for each in found.candidates] == [found.reply]
    assert ASKED[-1] == ("good night", "de", "en")


def test_a_language_that_nobody_knows_is_admitted_but_what_is_known_by_heart_is_said() -> None:
    asked = TranslationRequest("thank you", None)
    assert translated(asked, translate, lambda: known(0.7)).reply.text == ONLY
    assert translated(asked, translate, lambda: known(0.95)) == known(0.95)


def test_a_translation_that_was_stopped_is_empty() -> None:
    asked = TranslationRequest("hello", "fr")
    assert translated(asked, lambda *_: "", lambda: known(1.0)) == Considered(Reply(""))
