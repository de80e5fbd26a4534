"""Counting n-grams and smoothing them (modified Kneser-Ney, Chen & Goodman 1999), in arrays.

The n-grams of each order are sorted numbers, ``history * words + word``, where a history is the place of its own
n-gram among those of the order below.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

Integers = NDArray[numpy.int64]
Reals = NDArray[numpy.float64]


@dataclass(frozen=True)
class Order:
    """The n-grams of one order.

    Attributes:
        keys: ``(n-grams,)`` sorted.
        counts: ``(n-grams,)`` how often each is in the text.
        shares: ``(n-grams,)`` discounted count over the total of the history.
        left: ``(histories,)`` what is left to the lower order.
        suffixes: ``(n-grams,)`` the place of each without its first word among those of the order below.
    """

    keys: Integers
    counts: Integers
    shares: Reals
    left: Reals
    suffixes: Integers


def smooth(text: Integers, words: int, longest: int, beginnings: Collection[int]) -> list[Order]:
    """Count the n-grams of 1 to ``longest`` words and smooth them.

    Args:
        text: ``(length,)`` numbers below ``words``, lines end to end, each with one of ``beginnings`` before it.
        words: how many there are.
        longest: the highest order.
        beginnings: words that stand before a line and nowhere else; what goes on beyond one is no n-gram, and has no
            share. As in other programs, n-grams that begin with one are counted as they are in the text at every
            order, since nothing can stand before them.
    """
    length = len(text)
    text = numpy.concatenate([text, numpy.full(longest, next(iter(beginnings)), numpy.int64)])
    begins = numpy.zeros(words, bool)
    begins[list(beginnings)] = True
    keys: list[Integers] = []
    places: list[Integers] = []  # of each order, which n-gram begins at each position
    firsts: list[Integers] = []
    seen: list[Integers] = []
    beyond: list[NDArray[numpy.bool_]] = []
    history: Integers = numpy.zeros(length, numpy.int64)
    for order in range(1, longest + 1):
        found = numpy.unique(
            history * words + text[order - 1 : order - 1 + length],
            return_index=True,
            return_inverse=True,
            return_counts=True,
        )
        keys.append(found[0])
        firsts.append(found[1])
        history = found[2].reshape(-1)
        places.append(history)
        seen.append(found[3])
        before = beyond[-1][found[0] // words] if order > 2 else False
        beyond.append(begins[found[0] % words] | before)
    orders = []
    for order in range(1, longest + 1):
        counts = seen[order - 1]
        if order < longest:  # how many different words stand before it, for all but the highest order
            follow = firsts[order] + 1
            different = numpy.bincount(places[order - 1][follow[follow < length]], minlength=len(counts))
            counts = numpy.where(begins[text[firsts[order - 1]]], counts, different)
        counts = numpy.where(beyond[order - 1], 0, counts)
        histories = len(keys[order - 2]) if order > 1 else 1
        shares, left = _discounted(counts.astype(numpy.float64), keys[order - 1] // words, histories)
        follow = numpy.minimum(firsts[order - 1] + 1, length - 1)
        suffixes = places[order - 2][follow] if order > 1 else numpy.zeros(len(keys[0]), numpy.int64)
        orders.append(Order(keys[order - 1], seen[order - 1], shares, left, suffixes))
    return orders


def _discounted(counts: Reals, histories: Integers, most: int) -> tuple[Reals, Reals]:
    once, twice, thrice, often = (max(1.0, float((counts == number).sum())) for number in (1, 2, 3, 4))
    share = once / (once + 2 * twice)
    least = [1 - 2 * share * twice / once, 2 - 3 * share * thrice / twice, 3 - 4 * share * often / thrice]
    discounts = numpy.array([0.0, *(min(max(each, 0.1), 0.9 * number) for number, each in enumerate(least, 1))])
    off = discounts[numpy.minimum(counts, 3).astype(int)]
    totals = numpy.bincount(histories, counts, most)
    left = numpy.divide(numpy.bincount(histories, off, most), totals, out=numpy.ones(most), where=totals > 0)
    totals = numpy.where(totals > 0, totals, 1.0)
    return (counts - off) / totals[histories], left
