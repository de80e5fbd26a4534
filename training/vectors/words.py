"""Word vectors on disk and in memory, and what can be asked of them.

The file is safetensors: ``vectors`` ``(words, size)``, with the list of words as JSON in its header, so that the two
can never be of different trainings.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from models.configuration import ConfigurationError, nearest
from training.vectors.learn import Vectors

Neighbours = list[tuple[str, float]]
"""Words and how near they are, by the cosine of the angle between the vectors: 1 is the same direction."""


@dataclass(frozen=True)
class WordVectors:
    """Words, the most frequent first, and their vectors ``(words, size)`` of length one."""

    words: tuple[str, ...]
    vectors: Vectors

    @classmethod
    def of(cls, words: Sequence[str], vectors: Vectors) -> WordVectors:
        """Take vectors of any length."""
        lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
        return cls(tuple(words), (vectors / lengths.clip(min=1e-12)).astype(numpy.float32))

    @classmethod
    def read(cls, path: Path) -> WordVectors:
        """Read what ``write`` wrote.

        Raises:
            ConfigurationError: the file is missing, or holds no word vectors.
        """
        if not path.is_file():
            raise ConfigurationError(f"{path}: no such file; make it with `python -m training vectors RUN --words`.")
        try:
            with safe_open(str(path), framework="np") as file:
                words = json.loads(file.metadata()["words"])
                vectors = file.get_tensor("vectors")
        except (SafetensorError, ValueError, KeyError, TypeError) as error:
            raise ConfigurationError(
                f"{path}: holds no word vectors; make them with `python -m training vectors RUN --words`."
            ) from error
        if vectors.ndim != 2 or len(words) != len(vectors):
            raise ConfigurationError(f"{path}: damaged ({len(words)} words, {len(vectors)} vectors); train them again.")
        return cls.of(words, vectors)

    def write(self, path: Path) -> None:
        """Write the vectors."""
        partial = path.with_suffix(".partial")
        save_file({"vectors": self.vectors}, str(partial), {"words": json.dumps(self.words, ensure_ascii=False)})
        partial.replace(path)

    def nearest(self, word: str, count: int = 10) -> Neighbours:
        """Return the words nearest to one.

        Raises:
            ConfigurationError: the word is not known.
        """
        return self._nearest_to(self._vector(word), {word.casefold()}, count)

    def analogy(self, a: str, b: str, c: str, count: int = 10) -> Neighbours:
        """Return the words that are to ``c`` what ``b`` is to ``a`` (Mikolov et al. 2013: ``b - a + c``).

        Raises:
            ConfigurationError: a word is not known.
        """
        wanted = self._vector(b) - self._vector(a) + self._vector(c)
        length = max(1e-12, float(numpy.linalg.norm(wanted)))
        return self._nearest_to(wanted / length, {word.casefold() for word in (a, b, c)}, count)

    def odd(self, words: Sequence[str]) -> Neighbours:
        """Order words by how near each is to the mean of the others; the one that does not belong comes first.

        Raises:
            ConfigurationError: a word is not known, or there are fewer than three.
        """
        if len(words) < 3:
            raise ConfigurationError("odd: give three words or more.")
        vectors = numpy.stack([self._vector(word) for word in words])
        others = vectors.sum(axis=0) - vectors
        others /= numpy.linalg.norm(others, axis=1, keepdims=True).clip(min=1e-12)
        near = (vectors * others).sum(axis=1)
        return [(words[index], float(near[index])) for index in numpy.argsort(near, kind="stable")]

    def rows(self, words: Sequence[str]) -> Vectors:
        """Return the vectors ``(words, size)`` of some words.

        Raises:
            ConfigurationError: a word is not known.
        """
        return numpy.stack([self._vector(word) for word in words])

    def _vector(self, word: str) -> Vectors:
        try:
            row: Vectors = self.vectors[self.words.index(word.casefold())]
        except ValueError:
            hint = nearest(word.casefold(), self.words) if self.words else ""
            # Naming every known word would fill the screen.
            hint = hint if hint.startswith("; did") else "; it is not in the corpus, or too seldom."
            raise ConfigurationError(f"unknown word '{word}'{hint}") from None
        return row

    def _nearest_to(self, vector: Vectors, but: set[str], count: int) -> Neighbours:
        near = self.vectors @ vector
        found: Neighbours = []
        for index in numpy.argsort(-near, kind="stable"):
            if len(found) >= count:
                break
            if self.words[index] not in but:
                found.append((self.words[index], float(near[index])))
        return found
