"""How exemplars are taken apart into words."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*|[?]")
_DROPPED = str.maketrans("", "", "'’-")


def words_of(text: str) -> list[str]:
    """Part a text into words, in lower case and without what is left out when typing in a hurry.

    A question mark is a word: "you like tea" is answered in another way than "you like tea?".

    >>> words_of("What's up, Anne-Marie?")
    ['whats', 'up', 'annemarie', '?']
    """
    return [word.translate(_DROPPED) for word in _WORD.findall(text.casefold())]
