"""A 5-gram over words with modified Kneser-Ney smoothing (Chen & Goodman 1999): what suggestions are compared with.

KenLM's Python package only reads such models; to estimate one takes its C++ tools. This one is small, in arrays: the
n-grams of each order are sorted numbers, ``history * words + word``, where a history is the place of its own n-gram.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy
from numpy.typing import NDArray

Integers = NDArray[numpy.int64]
Reals = NDArray[numpy.float64]

ORDER = 5
_TOKEN = re.compile(r" ?\w+(?:['’\-]\w+)*| ?[^\w\s]")
_BEGIN, _END, _RARE = "<begin>", "<end>", "<rare>"


def tokens_of(line: str) -> list[str]:
    """Part a line into words and marks; what stands after a space, or at the beginning, begins with one.

    >>> tokens_of("Well, don't")
    [' Well', ',', " don't"]
    """
    return _TOKEN.findall(" " + " ".join(line.split())) if line.strip() else []


@dataclass(frozen=True)
class _Order:
    """The n-grams of one order.

    Attributes:
        keys: ``(n-grams,)`` sorted.
        shares: ``(n-grams,)`` discounted count over the total of the history.
        left: ``(histories,)`` what is left to the lower order.
    """

    keys: Integers
    shares: Reals
    left: Reals


class FiveGram:
    """Words and how probable each is next."""

    def __init__(self, lines: Iterable[str], least: int = 2) -> None:
        """Count the lines; words seen less than ``least`` times are one word, which is never suggested."""
        texts = [tokens_of(line) for line in lines]
        counts = Counter(chain.from_iterable(texts))
        kept = sorted(word for word, count in counts.items() if count >= least)
        self.words = [_BEGIN, _END, _RARE, *kept]
        self._numbers = {word: number for number, word in enumerate(self.words)}
        rows = [[0] * (ORDER - 1) + [self._numbers.get(word, 2) for word in text] + [1] for text in texts]
        total = sum(counts.values())
        self.frequencies = numpy.array([counts[word] / total for word in self.words])
        self._orders = self._count(numpy.array([*chain.from_iterable(rows)] + [0] * ORDER, numpy.int64))

    def probabilities(self, before: Sequence[str]) -> Reals:
        """Return ``(words,)``: how probable each of ``words`` is after the words of a line so far."""
        size = len(self.words)
        history = [0] * (ORDER - 1) + [self._numbers.get(word, 2) for word in before]
        answer: Reals = numpy.full(size, 1.0 / size)
        for order in range(1, ORDER + 1):
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

    def _count(self, text: Integers) -> list[_Order]:
        size, length = len(self.words), len(text) - ORDER
        keys: list[Integers] = []
        places: list[Integers] = []  # of each order, which n-gram begins at each position
        firsts: list[Integers] = []
        seen: list[Integers] = []
        history: Integers = numpy.zeros(length, numpy.int64)
        for order in range(1, ORDER + 1):
            found = numpy.unique(
                history * size + text[order - 1 : order - 1 + length],
                return_index=True,
                return_inverse=True,
                return_counts=True,
            )
            keys.append(found[0])
            firsts.append(found[1])
            history = found[2].reshape(-1)
            places.append(history)
            seen.append(found[3])
        orders = []
        for order in range(1, ORDER + 1):
            counts = seen[order - 1]
            if order < ORDER:  # how many different words stand before it, for all but the highest order
                follow = firsts[order] + 1
                inside = follow < length
                counts = numpy.bincount(places[order - 1][follow[inside]], minlength=len(keys[order - 1]))
            counts = numpy.where(keys[order - 1] % size == 0, 0, counts)  # nothing is followed by a beginning
            histories = len(keys[order - 2]) if order > 1 else 1
            orders.append(_smoothed(keys[order - 1], counts.astype(numpy.float64), keys[order - 1] // size, histories))
        return orders


def _smoothed(keys: Integers, counts: Reals, histories: Integers, most: int) -> _Order:
    once, twice, thrice, often = (max(1.0, float((counts == number).sum())) for number in (1, 2, 3, 4))
    share = once / (once + 2 * twice)
    least = [1 - 2 * share * twice / once, 2 - 3 * share * thrice / twice, 3 - 4 * share * often / thrice]
    discounts = numpy.array([0.0, *(min(max(each, 0.1), 0.9 * number) for number, each in enumerate(least, 1))])
    off = discounts[numpy.minimum(counts, 3).astype(int)]
    totals = numpy.bincount(histories, counts, most)
    left = numpy.divide(numpy.bincount(histories, off, most), totals, out=numpy.ones(most), where=totals > 0)
    totals = numpy.where(totals > 0, totals, 1.0)
    return _Order(keys, (counts - off) / totals[histories], left)
