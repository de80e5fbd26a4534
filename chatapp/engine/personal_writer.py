"""A one-to-many network that takes after the person who writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

import numpy

from chatapp.engine.clean_line import clean_line
from chatapp.engine.networks import LineWriter
from models import layout
from models.personal import PieceMemory, RememberingStepper
from models.personal.remembering_stepper import BEGINNING, RememberingState
from models.pieces import LANGUAGES, Pieces
from models.stepper import Floats, Integers, JoinableType

_LONGEST = 96
"""Pieces of a line that are learnt."""


class PersonalWriter(Generic[JoinableType]):
    """Steps as its network does, with what was learnt mixed in; learns a line at a time, at once."""

    def __init__(self, network: LineWriter[JoinableType], pieces: Pieces) -> None:
        self.network = network
        self.line_pieces = pieces
        self.memory = PieceMemory()
        names = [*(f"<{language}>" for language in LANGUAGES), layout.TURN]
        self._stepper = RememberingStepper(
            network, self.memory, [pieces.control(name) for name in names if pieces.has_control(name)]
        )

    @property
    def pieces(self) -> int:
        """How many pieces there are."""
        return self.network.pieces

    def start(self, rows: int = 1) -> RememberingState[JoinableType]:
        """Return the state of ``rows`` lines of which nothing has been read."""
        return self._stepper.begin(self.network.start(rows), rows)

    def step(
        self, last: Integers, state: RememberingState[JoinableType]
    ) -> tuple[Floats, RememberingState[JoinableType]]:
        """Read one piece a row (see ``models.stepper.Stepper``)."""
        return self._stepper.step(last, state)

    def learn(self, text: str, language: str, *, judged: bool = True) -> None:
        """Remember a text, line by line.

        Where ``judged``, the network reads it first, so that what is remembered is trusted as far as it would have
        helped; many lines are learnt faster without.
        """
        for line in text.split("\n"):
            pieces = self.line_pieces.encode(clean_line(line))[:_LONGEST]
            if not pieces:
                continue
            remembered = [BEGINNING, *pieces, self.line_pieces.end]
            if judged:
                self.memory.judge(remembered, self._expected(remembered[1:], language))
            self.memory.remember(remembered)

    def _expected(self, line: Sequence[int], language: str) -> list[float]:
        [*prefix, last] = layout.line_prefix(self.line_pieces, f"<{language}>", [])
        state = self.network.start(1)
        for piece in prefix:
            _, state = self.network.step(numpy.array([piece]), state)
        expected = []
        for piece in line:
            log_probabilities, state = self.network.step(numpy.array([last]), state)
            expected.append(float(log_probabilities[0, piece]))
            last = piece
        return expected
