"""The words of a sentence, for counting which translates which."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CLITIC = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\w)", re.IGNORECASE)


def words_of(sentence: str, language: str) -> list[str]:
    """Split a sentence into its words as they are written, without numbers and marks; French ``l'eau`` is two."""
    words = _WORD.findall(sentence)
    if language == "fr":
        words = [part for word in words for part in _parts(word)]
    return words


def _parts(word: str) -> list[str]:
    clitic = _CLITIC.match(word)
    return [clitic.group(), word[clitic.end() :]] if clitic else [word]


class Spellings:
    """How each word is written within sentences, where a capital letter says something of the word."""

    def __init__(self) -> None:
        self._within: dict[str, Counter[str]] = {}

    def add(self, words: list[str]) -> None:
        """Count the words of a sentence but for the first."""
        for word in words[1:]:
            self._within.setdefault(word.casefold(), Counter())[word] += 1

    def of(self, word: str) -> str:
        """Return the most frequent spelling of a word in lower case, or the word itself where there is none."""
        found = self._within.get(word)
        return found.most_common(1)[0][0] if found else word
