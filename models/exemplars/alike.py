"""How like words are to each other: by their vectors, by the threes and fours of their letters, by a thesaurus.

"deliver" is like "delivery" by its letters, like "bring" by its vector, and like "ship" since somebody wrote so; the
largest of these counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy
from numpy.typing import NDArray

from models.exemplars.postings import Scores
from models.exemplars.thesaurus import Thesaurus

_UNLIKE, _POWER = 0.2, 2.0
"""The cosine of two vectors below which it says nothing, and the power of what is above: words that occur in like
places need not mean the like. These and the next were chosen as those of ``models.exemplars.asked`` were.
"""

SAME, RELATED = 0.95, 0.7
"""How alike two words are that stand for one another in a thesaurus, and two of which one is related to the other."""


class Alike:
    """Compares any words with those of a vocabulary."""

    def __init__(self, words: Sequence[str], vectors: NDArray[numpy.float32], thesaurus: Thesaurus) -> None:
        """Take the vocabulary, ``(words, size)`` vectors, zero for words without one, and what is known besides."""
        self._thesaurus = thesaurus
        self._same = _members(words, thesaurus.same)
        self._related = _members(words, thesaurus.related)
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
        cosines = (vectors / lengths).astype(numpy.float32) @ self._directions.T
        beyond = numpy.float32(1 / (1 - _UNLIKE)) * (cosines - numpy.float32(_UNLIKE))
        likeness: Scores = beyond.clip(0.0, 1.0) ** numpy.float32(_POWER)
        for row, word in enumerate(words):
            letters = [self._groups[group] for group in _letters(word) if group in self._groups]
            if letters:
                shared = numpy.bincount(numpy.concatenate(letters), minlength=len(self._sizes))
                shared = shared / (self._sizes * max(1, len(_letters(word))) ** 0.5)
                numpy.maximum(likeness[row], shared, out=likeness[row])
            self._look_up(word, likeness[row])
            if word in self._places:
                likeness[row, self._places[word]] = 1.0
        return likeness

    def _look_up(self, word: str, likeness: Scores) -> None:
        """Raise the likeness of those words that the thesaurus has beside ``word``."""
        same, related = self._thesaurus.same(word), self._thesaurus.related(word)
        ways = ((same, self._same, SAME), (same, self._related, RELATED), (related, self._same, RELATED))
        for groups, members, worth in ways:
            for group in groups:
                if group in members:
                    likeness[members[group]] = numpy.maximum(likeness[members[group]], worth)


def _members(words: Sequence[str], groups_of: Callable[[str], Sequence[int]]) -> dict[int, list[int]]:
    members: dict[int, list[int]] = {}
    for place, word in enumerate(words):
        for group in groups_of(word):
            members.setdefault(group, []).append(place)
    return members


def _letters(word: str) -> set[str]:
    spelled = f"^{word}$"
    return {spelled[at : at + size] for size in (3, 4) for at in range(len(spelled) - size + 1)}
