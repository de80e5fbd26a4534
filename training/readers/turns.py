"""Collects turns into dialogues, and passes a long dialogue on in parts, so that none is held as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from training.cleaning import whole_characters
from training.records import Dialogue

LONGEST_PART = 2000
"""In turns. The next part begins with the last run of the one before, so that no reply loses its prompt."""


class Turns:
    """The dialogue that is being read.

    Args:
        gap: seconds of silence after which another one begins; 0 for never.
    """

    def __init__(self, gap: float = 0.0) -> None:
        self._gap = gap
        self._latest: float | None = None
        self._turns: list[str] = []
        self._speakers: list[str] = []
        self._carried = 0

    def add(self, text: str, speaker: str = "", moment: float | None = None) -> Iterator[Dialogue]:
        """Add a turn; yield the part that is full, or what a long silence has ended.

        Args:
            text: what was said.
            speaker: by whom.
            moment: when, in seconds; None where that is not known.
        """
        if self._gap and moment is not None:
            if self._latest is not None and moment - self._latest > self._gap:
                yield from self.end()
            self._latest = moment
        if len(self._turns) >= LONGEST_PART and (not speaker or speaker != self._speakers[-1]):
            yield self._dialogue()
            first = len(self._turns) - 1
            while first and speaker and self._speakers[first - 1] == self._speakers[-1]:
                first -= 1
            del self._turns[:first], self._speakers[:first]
            self._carried = len(self._turns)
        self._turns.append(one_line(text))
        self._speakers.append(speaker)

    def end(self) -> Iterator[Dialogue]:
        """End the dialogue; yield what is left of it."""
        if len(self._turns) > self._carried:
            yield self._dialogue()
        self._turns.clear()
        self._speakers.clear()
        self._carried = 0
        self._latest = None

    def _dialogue(self) -> Dialogue:
        speakers = tuple(self._speakers) if all(self._speakers) else ()
        return Dialogue(tuple(self._turns), {}, speakers, self._carried)


def one_line(text: str) -> str:
    """Return a message that was written on several lines as one."""
    return whole_characters(" ".join(line.strip() for line in text.splitlines() if line.strip()))
