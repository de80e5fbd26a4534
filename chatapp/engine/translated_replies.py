"""What to answer to who asks for a translation in the middle of a conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chatapp.engine.candidates import Candidate, Considered, Reply
from chatapp.engine.translation_request import ONLY, translation_request

SOURCE = "a translation"
"""Who is said to have spoken."""


def translated(turns: Sequence[str], translate: Callable[[str, str, str | None], str]) -> Considered | None:
    """Answer the last of ``turns`` if it asks for a translation; None if it does not.

    Args:
        turns: the conversation, oldest first.
        translate: is given a text, the language to write and the one to read, None where that is to be found.
    """
    asked = translation_request(turns)
    if asked is None:
        return None
    text = ONLY if asked.target is None else translate(asked.text, asked.target, asked.source)
    if not text:
        return Considered(Reply(""))
    reply = Reply(text, SOURCE)
    return Considered(reply, (Candidate(reply, 0.0, None),))
