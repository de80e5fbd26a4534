"""The account of what a corpus could not give: how much of it, why, and where it first happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from training.records import RecordError

SYSTEM_MESSAGE = "system message"
MEDIA = "media left out"
NOT_TEXT = "not a text file"
ORDINARY = frozenset({SYSTEM_MESSAGE, MEDIA, NOT_TEXT, "deleted message", "empty message", "sound description"})
"""Reasons that every good export has; they do not stop a strict reading."""


@dataclass
class Rejects:
    """Counts by reason, and the first place of each.

    Args:
        strict: raise at the first reject that is not ``ORDINARY``.
    """

    strict: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, line: int, reason: str, detail: str = "") -> None:
        """Count one reject.

        Raises:
            RecordError: in a strict reading.
        """
        place = f"{name}:{line}" if line else name
        if self.strict and reason not in ORDINARY:
            where = f"{name}, line {line}" if line else name
            raise RecordError(f"{where}: {reason}{f' ({detail})' if detail else ''}; correct or remove it.")
        self.counts[reason] += 1
        self.first.setdefault(reason, f"{place}{f' ({detail})' if detail else ''}")

    def join(self, other: Rejects) -> None:
        """Add the counts of another account, which is the later one."""
        self.counts.update(other.counts)
        for reason, place in other.first.items():
            self.first.setdefault(reason, place)
