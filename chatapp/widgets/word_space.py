"""The space after a word that was taken, which nobody has to type."""

from __future__ import annotations

_ENDS = ".,;:!?…»)"


def word_space(taken: str, typed: str) -> str:
    """Return what goes between a suggestion and what is typed right after it was taken: a space, or nothing.

    A suggestion ends where a word does, so a letter or digit begins a new one. The space comes with the letter rather
    than with the suggestion, so that none is taken back for a mark, and what could follow is offered with it.

    >>> "how are" + word_space("how are", "y") + "y"
    'how are y'
    >>> "how are" + word_space("how are", "?") + "?"
    'how are?'
    """
    return " " if typed.isalnum() and taken and (taken[-1].isalnum() or taken[-1] in _ENDS) else ""
