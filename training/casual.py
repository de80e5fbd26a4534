"""Casual writing: how people type in a hurry, so that "hows it going" is understood as well as "How's it going?"."""

from __future__ import annotations


def casual(text: str) -> str:
    """Write ``text`` in lower case, without apostrophes and without its last mark."""
    return text.lower().replace("'", "").rstrip(" .!?")
