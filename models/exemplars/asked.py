"""Which questions of a corpus a person may have asked, in other words; as fast for a million as for a hundred.

A question is compared by the spelling and by the meaning of its words: by the threes and fours of letters in each
("deliver" is like "delivery"), and by the weighted mean of the vectors of its words (Arora et al. 2017). The letters
are looked up in an inverted index, and only the questions that share the most of them are compared by meaning.
"""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

from models.exemplars.nearest import Found
from models.exemplars.store import Exemplars
from models.exemplars.words import words_of

SPELLING = 0.5
"""How much of the likeness is that of the letters; the rest is that of the vectors."""

_SHORTLIST = 200
_MOST_POSTINGS = 200_000
"""Of the letters of a question, the rarest are looked up until so many questions were touched."""

_BUCKETS = 1 << 20


class Asked:
    """Finds the exemplars whose prompts are like a question."""

    def __init__(self, exemplars: Exemplars) -> None:
        self.exemplars = exemplars
        self._numbers = {word: number for number, word in enumerate(exemplars.words)}
        self._cached: dict[str, tuple[NDArray[numpy.int64], float]] = {}
        texts = [self._letters(each.prompt) for each in exemplars.exchanges]
        counts = numpy.array([len(numbers) for numbers, _ in texts], numpy.int64)
        numbers = numpy.concatenate([numbers for numbers, _ in texts] or [numpy.zeros(0, numpy.int64)])
        weights = numpy.concatenate([weights for _, weights in texts] or [numpy.zeros(0)])
        rows = numpy.repeat(numpy.arange(len(texts), dtype=numpy.int32), counts)
        order = numpy.argsort(numbers, kind="stable")
        # Rows and weights of the questions that have a letter group, one group after the other.
        self._rows = rows[order]
        self._weights = weights[order].astype(numpy.float32)
        self._ends = numpy.cumsum(numpy.bincount(numbers, minlength=_BUCKETS))

    def find(self, question: str, count: int = 10) -> list[Found]:
        """Return at most ``count`` exemplars, the most alike first, no reply twice."""
        numbers, weights = self._letters(question)
        if not len(numbers) or not self.exemplars.exchanges:
            return []
        rows, spelling = self._alike(numbers, weights)
        chosen = numpy.argsort(-spelling, kind="stable")[:_SHORTLIST]
        rows, spelling = rows[chosen], spelling[chosen]
        meaning = self._meaning(question)
        meanings = numpy.array([self._meaning(self.exemplars.exchanges[row].prompt) for row in rows])
        likeness = SPELLING * spelling + (1 - SPELLING) * (meanings @ meaning).clip(0.0) if len(rows) else spelling
        found: dict[str, Found] = {}
        for place in numpy.argsort(-likeness, kind="stable"):
            exemplar = self.exemplars.exchanges[rows[place]]
            found.setdefault(exemplar.reply, Found(exemplar, float(likeness[place])))
            if len(found) == count:
                break
        return list(found.values())

    def _alike(
        self, numbers: NDArray[numpy.int64], weights: NDArray[numpy.float64]
    ) -> tuple[NDArray[numpy.int64], NDArray[numpy.float64]]:
        """Return rows that share letters, and the cosine of their letters with those asked for."""
        starts = numpy.where(numbers > 0, self._ends[numbers - 1], 0)
        spans = self._ends[numbers] - starts
        rarest = numpy.argsort(spans, kind="stable")
        within = numpy.cumsum(spans[rarest]) <= _MOST_POSTINGS
        within[:1] = True
        taken = rarest[within]
        places = [numpy.arange(starts[each], starts[each] + min(spans[each], _MOST_POSTINGS)) for each in taken]
        all_places = numpy.concatenate(places)
        asked = numpy.repeat(weights[taken], [len(each) for each in places])
        rows, where = numpy.unique(self._rows[all_places], return_inverse=True)
        sums = numpy.bincount(where, self._weights[all_places] * asked, minlength=len(rows))
        return rows.astype(numpy.int64), sums.astype(numpy.float64)

    def _letters(self, text: str) -> tuple[NDArray[numpy.int64], NDArray[numpy.float64]]:
        """Return the numbers of the letter groups of a text, each once, and their weights; the vector has length 1."""
        parts = [self._letters_of(word) for word in dict.fromkeys(words_of(text))]
        if not parts:
            return numpy.zeros(0, numpy.int64), numpy.zeros(0)
        numbers = numpy.concatenate([groups for groups, _ in parts])
        weights = numpy.repeat([weight for _, weight in parts], [len(groups) for groups, _ in parts])
        order = numpy.lexsort((-weights, numbers))
        numbers, weights = numbers[order], weights[order]
        first = numpy.concatenate([[True], numbers[1:] != numbers[:-1]])
        numbers, weights = numbers[first], weights[first]
        return numbers, weights / max(1e-9, float(numpy.linalg.norm(weights)))

    def _letters_of(self, word: str) -> tuple[NDArray[numpy.int64], float]:
        if word not in self._cached:
            spelled = f"^{word}$"
            groups = {_hash(spelled[at : at + size]) for size in (3, 4) for at in range(len(spelled) - size + 1)}
            numbers = numpy.array(sorted(groups), numpy.int64)
            self._cached[word] = numbers, self._weight(word) / max(1, len(numbers)) ** 0.5
        return self._cached[word]

    def _weight(self, word: str) -> float:
        number = self._numbers.get(word)
        return 1.0 if number is None else float(self.exemplars.weights[number])

    def _meaning(self, text: str) -> NDArray[numpy.float64]:
        """Return the weighted mean of the vectors of the words of a text: ``(size,)``, of length 1."""
        known = [self._numbers[word] for word in words_of(text) if word in self._numbers]
        if not known:
            return numpy.zeros(self.exemplars.vectors.shape[1])
        mean = self.exemplars.weights[known].astype(numpy.float64) @ self.exemplars.vectors[known]
        answer: NDArray[numpy.float64] = mean / max(1e-9, float(numpy.linalg.norm(mean)))
        return answer


def _hash(letters: str) -> int:
    """Number a group of letters, the same in every process (FNV-1a, folded to the buckets)."""
    number = 0x811C9DC5
    for byte in letters.encode():
        number = (number ^ byte) * 0x01000193 & 0xFFFFFFFF
    return (number ^ (number >> 20)) % _BUCKETS
