"""Which pieces followed which in the lines that were remembered, and how far that is to be trusted.

An n-gram cache in the manner of Grave et al. 2017 and of the personal n-grams of Smart Compose (Chen et al. 2019): the
longest remembered context decides, and each length of context has a weight of its own, fitted by expectation
maximisation on every new line before it is remembered, so that it is measured on text that was not seen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy

from models.stepper import Floats, Integers

LONGEST = 4
"""Pieces of context at most."""

_PRIOR_WEIGHT = (0.05, 0.15, 0.3, 0.4)
_PRIOR_COUNT = 30.0

Context = tuple[int, ...]


class Recollection(NamedTuple):
    """What followed a context: ``pieces`` ``(kept,)``, their log-probabilities, and the length of the context."""

    pieces: Integers
    log_probabilities: Floats
    length: int


class PieceMemory:
    """Counts of what followed the last one to ``LONGEST`` pieces."""

    def __init__(self) -> None:
        self._after: defaultdict[Context, Counter[int]] = defaultdict(Counter)
        self._known: dict[Context, Recollection] = {}
        self._trust = numpy.array(_PRIOR_WEIGHT) * _PRIOR_COUNT
        self._judged = numpy.full(LONGEST, _PRIOR_COUNT)

    def weight(self, length: int) -> float:
        """Say how much what follows a context of ``length`` pieces counts beside the network, between 0 and 1."""
        return float(self._trust[length - 1] / self._judged[length - 1])

    def remember(self, line: Sequence[int], times: int = 1) -> None:
        """Count a line; its first piece is only context (the beginning of a line, or its language)."""
        for position in range(1, len(line)):
            for length in range(1, min(LONGEST, position) + 1):
                context = tuple(line[position - length : position])
                self._after[context][line[position]] += times
                self._known.pop(context, None)

    def recall(self, before: Sequence[int]) -> Recollection | None:
        """Return what followed the longest remembered end of ``before``; None if nothing did."""
        for length in range(min(LONGEST, len(before)), 0, -1):
            context = tuple(before[len(before) - length :])
            if context in self._known:
                return self._known[context]
            counts = self._after.get(context)
            if counts:
                shares = numpy.array(list(counts.values()), dtype=numpy.float32)
                found = Recollection(numpy.array(list(counts)), numpy.log(shares / shares.sum()), length)
                self._known[context] = found
                return found
        return None

    def judge(self, line: Sequence[int], expected: Sequence[float]) -> None:
        """Fit the weights on a line that is about to be remembered.

        Args:
            line: as for ``remember``.
            expected: the log-probability that the network alone gave to each piece of the line after the first.
        """
        for position, alone in zip(range(1, len(line)), expected, strict=True):
            recollection = self.recall(line[max(0, position - LONGEST) : position])
            if recollection is None:
                continue
            at = numpy.flatnonzero(recollection.pieces == line[position])
            remembered = float(numpy.exp(recollection.log_probabilities[at[0]])) if at.size else 0.0
            weight = self.weight(recollection.length)
            both = weight * remembered + (1 - weight) * float(numpy.exp(alone))
            self._trust[recollection.length - 1] += weight * remembered / both if both > 0 else 0.0
            self._judged[recollection.length - 1] += 1
