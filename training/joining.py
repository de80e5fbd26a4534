"""Sentences joined into short paragraphs, so that a model that learns from sentences does not break at two of them."""

from __future__ import annotations

from collections import deque

from training.example import Example
from training.splitting import fingerprint, share_of

MOST = 3
"""Sentences in a paragraph."""

LONGEST = 240
"""Characters of a paragraph."""


class Joining:
    """Joins examples with those that came before them in the same task.

    Args:
        share: of the examples that are given a second time, so joined.
    """

    def __init__(self, share: float) -> None:
        self.share = share
        self._before: dict[str, deque[Example]] = {}

    def add(self, example: Example) -> Example | None:
        """Take the next example; return it joined with one or two before it, if chance has it."""
        before = self._before.setdefault(example.task, deque(maxlen=MOST - 1))
        joined = None
        chance = share_of(fingerprint("joined", example.source, example.target))
        if chance < self.share and before:
            count = 1 + int(chance / self.share * len(before))
            parts = [*list(before)[-count:], example]
            source, target = (" ".join(texts) for texts in zip(*((e.source, e.target) for e in parts), strict=True))
            if max(len(source), len(target)) <= LONGEST:
                joined = example._replace(source=source, target=target)
        before.append(example)
        return joined
