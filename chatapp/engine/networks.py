"""What the services need of a network, whatever computes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from models.stepper import Floats, StateType, Stepper


class LineWriter(Stepper[StateType], Protocol[StateType]):
    """A one-to-many network: steps from nothing."""

    def start(self, rows: int = 1) -> StateType:
        """Return the state of so many rows before anything was read."""
        ...


class Labeller(Protocol):
    """A many-to-one network."""

    def probabilities(self, lines: Sequence[Sequence[int]]) -> Floats:
        """Return ``(lines, labels)``."""
        ...


class WordToWord(Protocol):
    """A one-to-one network."""

    def probabilities(self, words: Sequence[Sequence[int]], language: str) -> Floats:
        """Return ``(words, answers)`` for the words of a language."""
        ...
