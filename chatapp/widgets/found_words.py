"""Where the words that a search looked for stand in a text."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")


def found_words(text: str, search: str) -> list[tuple[int, int]]:
    """Where the words begin and end that begin with a word of ``search``; accents and capitals are all one.

    These are the words that the history finds (FTS5, ``unicode61``).
    """
    sought = tuple(_folded(word) for word in _WORD.findall(search))
    if not sought:
        return []
    return [word.span() for word in _WORD.finditer(text) if _folded(word.group()).startswith(sought)]


def _folded(word: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter)
    ).lower()
