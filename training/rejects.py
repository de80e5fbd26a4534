"""The account of what a corpus could not give: how much of it, why, and where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple, TextIO

from training.records import RecordError

SYSTEM_MESSAGE = "system message"
MEDIA = "media left out"
NOT_TEXT = "not a text file"
ORDINARY = frozenset({SYSTEM_MESSAGE, MEDIA, NOT_TEXT, "deleted message", "empty message", "sound description"})
"""Reasons that every good export has; they do not stop a strict reading."""

SHOWN = 5
"""How many places of each reason are kept to be shown."""


class Place(NamedTuple):
    """Where a reject stands; line 0 for a file as a whole."""

    name: str
    line: int
    detail: str = ""

    def __str__(self) -> str:
        where = f"{self.name}:{self.line}" if self.line else self.name
        return f"{where}{f' ({self.detail})' if self.detail else ''}"


@dataclass
class Rejects:
    """Counts by reason, and the first places of each.

    Args:
        strict: raise at the first reject that is not ``ORDINARY``.
        every: where every reject is written, a line each: file, line, reason and detail, with tabs between them.
    """

    strict: bool = False
    every: TextIO | None = None
    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[Place]] = field(default_factory=dict)

    @property
    def first(self) -> dict[str, str]:
        """The first place of each reason, in words."""
        return {reason: str(places[0]) for reason, places in self.places.items()}

    def add(self, name: str, line: int, reason: str, detail: str = "") -> None:
        """Count one reject.

        Raises:
            RecordError: in a strict reading.
        """
        if self.strict and reason not in ORDINARY:
            where = f"{name}, line {line}" if line else name
            raise RecordError(f"{where}: {reason}{f' ({detail})' if detail else ''}; correct or remove it.")
        self.counts[reason] += 1
        if self.every:
            # What a file says may hold tabs and line ends of its own.
            self.every.write("\t".join(" ".join(str(each).split()) for each in (name, line, reason, detail)) + "\n")
        self._keep(reason, [Place(name, line, detail)])

    def join(self, other: Rejects) -> None:
        """Add the counts of another account, which is the later one; nothing is written to ``every``."""
        self.counts.update(other.counts)
        for reason, places in other.places.items():
            self._keep(reason, places)

    def others(self, reason: str) -> str:
        """Say, in words, where else a reason came than in the first place; an empty text where nowhere."""
        first, *rest = self.places[reason]
        told = [
            f"line {place.line:,}" if place.name == first.name and place.line else str(place._replace(detail=""))
            for place in rest
        ]
        more = self.counts[reason] - 1 - len(rest)
        if more > 0:
            told.append(f"{more:,} more")
        return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)

    def _keep(self, reason: str, places: list[Place]) -> None:
        kept = self.places.setdefault(reason, [])
        kept.extend(places[: SHOWN - len(kept)])
