"""How like words are to each other: by meaning, by the vectors; by spelling, by the threes and fours of their letters.

"deliver" is like "delivery" by its letters and like "bring" by its vector; the larger of the two counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

from models.exemplars.postings import Scores

_POWER = 2.0
"""Of the cosine of two vectors: words that occur in like places need not mean the like."""


class Alike:
    """Compares any words with those of a vocabulary."""

    def __init__(self, words: Sequence[str], vectors: NDArray[numpy.float32]) -> None:
        """Take the vocabulary, and ``(words, size)`` vectors; zero for words without one."""
        self._places = {word: place for place, word in enumerate(words)}
        lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
        self._directions = (vectors / numpy.maximum(lengths, 1e-9)).astype(numpy.float32)
        groups: dict[str, list[int]] = {}
        sizes = numpy.zeros(len(words), numpy.float32)
        for place, word in enumerate(words):
            letters = _letters(word)
            sizes[place] = len(letters)
            for group in letters:
                groups.setdefault(group, []).append(place)
        self._groups = {group: numpy.array(places, numpy.int32) for group, places in groups.items()}
        self._sizes = numpy.sqrt(numpy.maximum(1.0, sizes))

    def of(self, words: Sequence[str], vectors: NDArray[numpy.float32]) -> Scores:
        """Return ``(words, vocabulary)``: 1 for the same word, 0 for nothing alike; ``vectors`` as above."""
        lengths = numpy.maximum(numpy.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        likeness: Scores = ((vectors / lengths).astype(numpy.float32) @ self._directions.T).clip(0.0, 1.0) ** _POWER
        for row, word in enumerate(words):
            letters = [self._groups[group] for group in _letters(word) if group in self._groups]
            if letters:
                shared = numpy.bincount(numpy.concatenate(letters), minlength=len(self._sizes))
                shared = shared / (self._sizes * max(1, len(_letters(word))) ** 0.5)
                numpy.maximum(likeness[row], shared, out=likeness[row])
            if word in self._places:
                likeness[row, self._places[word]] = 1.0
        return likeness


def _letters(word: str) -> set[str]:
    spelled = f"^{word}$"
    return {spelled[at : at + size] for size in (3, 4) for at in range(len(spelled) - size + 1)}
