"""A stepper that mixes what a person wrote before into what a network expects."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Generic, NamedTuple

import numpy

from models.personal.piece_memory import LONGEST, Context, PieceMemory
from models.stepper import Floats, Integers, JoinableType, Stepper


class RememberingState(NamedTuple, Generic[JoinableType]):
    """The state of the network, and the last pieces of each row since its line began."""

    network: JoinableType
    contexts: tuple[Context, ...]

    def select(self, rows: Integers) -> RememberingState[JoinableType]:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        return RememberingState(self.network.select(rows), tuple(self.contexts[row] for row in rows.tolist()))

    def beside(self, others: Sequence[RememberingState[JoinableType]]) -> RememberingState[JoinableType]:
        """Return these rows and then those of the others."""
        contexts = tuple(row for each in (self, *others) for row in each.contexts)
        return RememberingState(self.network.beside([each.network for each in others]), contexts)


class RememberingStepper(Generic[JoinableType]):
    """Steps as its network does, each row's next piece a mixture of the network's and the memory's."""

    def __init__(self, network: Stepper[JoinableType], memory: PieceMemory, line_begins: Collection[int]) -> None:
        """Take a network and a memory.

        Args:
            network: what is asked first.
            memory: looked up at every step; it may learn in between.
            line_begins: pieces after which a line begins: what stands before them is no context, and the first of
                them is the context of a line's first piece, whichever of them it was.
        """
        self.network = network
        self.memory = memory
        self.line_begins = frozenset(line_begins)

    @property
    def pieces(self) -> int:
        """How many pieces there are."""
        return self.network.pieces

    def begin(self, state: JoinableType, rows: int = 1) -> RememberingState[JoinableType]:
        """Wrap a state of the network in which nothing of a line was read."""
        return RememberingState(state, ((),) * rows)

    def step(
        self, last: Integers, state: RememberingState[JoinableType]
    ) -> tuple[Floats, RememberingState[JoinableType]]:
        """Read one piece a row (see ``models.stepper.Stepper``)."""
        log_probabilities, after = self.network.step(last, state.network)
        contexts = tuple(
            (BEGINNING,) if piece in self.line_begins else (*context, piece)[-LONGEST:]
            for context, piece in zip(state.contexts, last.tolist(), strict=True)
        )
        mixed = log_probabilities
        for row, context in enumerate(contexts):
            recollection = self.memory.recall(context)
            if recollection is None:
                continue
            if mixed is log_probabilities:
                mixed = log_probabilities.copy()
            weight = self.memory.weight(recollection.length)
            mixed[row] += numpy.float32(math.log1p(-weight))
            mixed[row, recollection.pieces] = numpy.logaddexp(
                mixed[row, recollection.pieces], recollection.log_probabilities + numpy.float32(math.log(weight))
            )
        return mixed, RememberingState(after, contexts)


BEGINNING = -1
"""Stands in contexts for the beginning of a line."""
