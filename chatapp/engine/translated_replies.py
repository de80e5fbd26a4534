"""What to answer to who asks for a translation in the middle of a conversation."""

from __future__ import annotations

from collections.abc import Callable

from chatapp.engine.candidates import Candidate, Considered, Reply
from chatapp.engine.translation_request import ONLY, TranslationRequest

SOURCE = "a translation"
"""Who is said to have spoken."""


_KNOWN = 0.8
"""How like a request a prompt must be for its reply to be taken where the language is one that cannot be translated."""


def translated(
    asked: TranslationRequest, translate: Callable[[str, str, str | None], str], otherwise: Callable[[], Considered]
) -> Considered:
    """Answer who asks for a translation.

    Args:
        asked: what was asked for.
        translate: is given a text, the language to write and the one to read, None where that is to be found.
        otherwise: answers as to any other turn; it may know by heart how to say hello in Japanese.
    """
    if asked.target is None:
        known = otherwise()
        if any(each.reply == known.reply and (each.likeness or 0.0) >= _KNOWN for each in known.candidates):
            return known
    text = ONLY if asked.target is None else translate(asked.text, asked.target, asked.source)
    if not text:
        return Considered(Reply(""))
    reply = Reply(text, SOURCE)
    return Considered(reply, (Candidate(reply, 0.0, None),))
