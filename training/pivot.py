"""Pairs of two languages joined through a third: whatever translates the same sentence translates each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, product

from training.records import Pair

MOST = 4
"""Pairs made of one shared sentence at most: a common one has many translations, and they differ in nuances."""


def joined_through(first: Iterable[Pair], second: Iterable[Pair]) -> Iterator[Pair]:
    """Join two parallel corpora whose sources are of the same language.

    Args:
        first: shared sentence and one language; held in memory.
        second: shared sentence and the other.

    Yields:
        pairs of the one language and the other, in the order of ``second``; at most ``MOST`` of a shared sentence.
    """
    translations: defaultdict[str, list[str]] = defaultdict(list)
    for pair in first:
        translations[pair.source].extend(pair.targets)
    others: defaultdict[str, list[str]] = defaultdict(list)
    for pair in second:
        if pair.source in translations:
            others[pair.source].extend(pair.targets)
    for shared, targets in others.items():
        one, other = (list(dict.fromkeys(texts)) for texts in (translations[shared], targets))
        for source, target in islice(product(one, other), MOST):
            yield Pair(source, (target,))
