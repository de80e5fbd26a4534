"""A 5-gram over words with modified Kneser-Ney smoothing (Chen & Goodman 1999): what suggestions are compared with.

KenLM's Python package only reads such models; to estimate one takes its C++ tools.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy

from training.kneser_ney import Reals, smooth

ORDER = 5
_TOKEN = re.compile(r" ?\w+(?:['’\-]\w+)*| ?[^\w\s]")
_BEGIN, _END, _RARE = "<begin>", "<end>", "<rare>"


def tokens_of(line: str) -> list[str]:
    """Part a line into words and marks; what stands after a space, or at the beginning, begins with one.

    >>> tokens_of("Well, don't")
    [' Well', ',', " don't"]
    """
    return _TOKEN.findall(" " + " ".join(line.split())) if line.strip() else []


class FiveGram:
    """Words and how probable each is next."""

    def __init__(self, lines: Iterable[str], least: int = 2) -> None:
        """Count the lines; words seen less than ``least`` times are one word, which is never suggested."""
        texts = [tokens_of(line) for line in lines]
        counts = Counter(chain.from_iterable(texts))
        kept = sorted(word for word, count in counts.items() if count >= least)
        self.words = [_BEGIN, _END, _RARE, *kept]
        self._numbers = {word: number for number, word in enumerate(self.words)}
        rows = [[0, *(self._numbers.get(word, 2) for word in text), 1] for text in texts]
        total = sum(counts.values())
        self.frequencies = numpy.array([counts[word] / total for word in self.words])
        text = numpy.fromiter(chain.from_iterable(rows), numpy.int64)
        self._orders = smooth(text, len(self.words), ORDER, beginnings=[0])

    def probabilities(self, before: Sequence[str]) -> Reals:
        """Return ``(words,)``: how probable each of ``words`` is after the words of a line so far."""
        size = len(self.words)
        history = [0, *(self._numbers.get(word, 2) for word in before)]
        answer: Reals = numpy.full(size, 1.0 / size)
        for order in range(1, min(ORDER, len(history) + 1) + 1):
            number = self._place(history[len(history) - order + 1 :])
            if number is None:
                break
            grams = self._orders[order - 1]
            first, last = numpy.searchsorted(grams.keys, [number * size, (number + 1) * size])
            if first == last:
                break
            answer = answer * grams.left[number]
            answer[grams.keys[first:last] - number * size] += grams.shares[first:last]
        return answer

    def _place(self, history: Sequence[int]) -> int | None:
        """Return where an n-gram stands among those of its order; None if it was never seen."""
        place = 0
        for word, grams in zip(history, self._orders, strict=False):
            key = place * len(self.words) + word
            place = int(numpy.searchsorted(grams.keys, key))
            if place == len(grams.keys) or grams.keys[place] != key:
                return None
        return place
