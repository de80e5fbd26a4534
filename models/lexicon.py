"""A lexicon: the words of several languages, and for each the words that translate it, as counted in parallel text.

One safetensors file, a byte for a probability. A word is known by its number, which goes on from language to language;
that is also its number in the one-to-one network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

LEXICON = "lexicon.safetensors"
"""What the file is called in a bundle."""

_LARGEST = 255


class Entry(NamedTuple):
    """A word that translates another, by its number, and how often it is the one."""

    word: int
    probability: float


class Lexicon:
    """Words by number, numbers by word and language, entries by number.

    Args:
        words: the words of each language, as they are to be shown.
        entries: of each word, in the order of the numbers; at most 255 each.
    """

    def __init__(self, words: Sequence[Sequence[str]], entries: Iterable[Sequence[Entry]]) -> None:
        self.words = tuple(word for each in words for word in each)
        self.sizes = tuple(len(each) for each in words)
        starts = [0, *accumulate(self.sizes)]
        self._numbers = [
            {word.casefold(): start + place for place, word in reversed(list(enumerate(each)))}
            for start, each in zip(starts, words, strict=False)
        ]
        rows = [list(each) for each in entries]
        self._counts = numpy.array([len(row) for row in rows], numpy.uint8)
        self._offsets = numpy.concatenate([[0], numpy.cumsum(self._counts, dtype=numpy.int64)])
        self._targets = numpy.array([entry.word for row in rows for entry in row], numpy.uint32)
        self._probabilities = numpy.array([round(e.probability * _LARGEST) for row in rows for e in row], numpy.uint8)

    def find(self, word: str, language: int) -> int | None:
        """Return the number of a word, whatever its case, in a language given by its place; None if it is not there."""
        return self._numbers[language].get(word.casefold())

    def entries(self, number: int) -> Iterator[Entry]:
        """Yield what translates a word into any of the languages, the most frequent first within each."""
        for place in range(self._offsets[number], self._offsets[number + 1]):
            yield Entry(int(self._targets[place]), float(self._probabilities[place]) / _LARGEST)

    def to_bytes(self) -> bytes:
        """Write the lexicon as a safetensors file."""
        text = "\n".join(self.words).encode()
        small = self._targets.astype(numpy.uint16) if len(self.words) <= 2**16 else self._targets
        arrays: dict[str, NDArray[numpy.generic]] = {
            "words": numpy.frombuffer(text, numpy.uint8),
            "sizes": numpy.array(self.sizes, numpy.int32),
            "counts": self._counts,
            "targets": small,
            "probabilities": self._probabilities,
        }
        return bytes(save(arrays))

    @classmethod
    def read(cls, path: Path) -> Lexicon:
        """Read a lexicon.

        Raises:
            OSError, ValueError, KeyError, SafetensorError: the file is missing or is none.
        """
        arrays = load_file(str(path))
        words = arrays["words"].tobytes().decode().split("\n")
        sizes = [int(size) for size in arrays["sizes"]]
        starts = [0, *accumulate(sizes)]
        if starts[-1] != len(words) or len(arrays["counts"]) != len(words):
            raise ValueError(f"{path.name}: {len(words)} words where {starts[-1]} were expected")
        lexicon = cls([words[start : start + size] for start, size in zip(starts, sizes, strict=False)], [])
        lexicon._counts = arrays["counts"]
        lexicon._offsets = numpy.concatenate([[0], numpy.cumsum(arrays["counts"], dtype=numpy.int64)])
        lexicon._targets = arrays["targets"]
        lexicon._probabilities = arrays["probabilities"]
        return lexicon
