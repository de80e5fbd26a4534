"""An inverted index: for each word, the texts that have it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import numpy
from numpy.typing import NDArray

Rows = NDArray[numpy.int32]
Scores = NDArray[numpy.float32]


class Postings:
    """Texts as numbers of words, found by word and by text.

    Attributes:
        count: how many texts there are.
        words: ``(words in all texts,)`` the words of one text after the other.
        ends: ``(texts,)`` where the words of each end.
        sizes: ``(words,)`` how many texts have each word.
    """

    def __init__(self, texts: Iterable[Sequence[int]]) -> None:
        words = array("i")
        ends = array("q")
        for text in texts:
            words.extend(text)
            ends.append(len(words))
        self.count = len(ends)
        self.words = numpy.array(words, numpy.int32)
        self.ends = numpy.array(ends, numpy.int64)
        rows = numpy.repeat(numpy.arange(self.count, dtype=numpy.int32), numpy.diff(self.ends, prepend=0))
        self._rows = rows[numpy.argsort(self.words, kind="stable")]
        self.sizes = numpy.bincount(self.words)
        self._ends = numpy.cumsum(self.sizes)

    def size(self, word: int) -> int:
        """Return how many texts have a word."""
        return int(self.sizes[word]) if word < len(self.sizes) else 0

    def rows(self, word: int) -> Rows:
        """Return the texts that have a word, each once."""
        size = self.size(word)
        end = int(self._ends[word]) if size else 0
        return self._rows[end - size : end]

    def spans(self, rows: NDArray[numpy.int64]) -> tuple[NDArray[numpy.int32], NDArray[numpy.int64]]:
        """Return the words of some texts, one text after the other, and where each text begins among them."""
        ends = self.ends[rows]
        begins = numpy.where(rows > 0, self.ends[rows - 1], 0)
        lengths = ends - begins
        starts = numpy.cumsum(lengths) - lengths
        places = numpy.arange(int(lengths.sum())) - numpy.repeat(starts - begins, lengths)
        return self.words[places], starts
