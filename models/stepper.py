"""The one protocol that decoding knows: something that, given the last pieces, emits what may come next.

A stepper speaks numpy, not torch, so that search is written once for every engine (torch today; int8 or an
engine that never imports torch tomorrow). Rows are independent of each other: what a stepper returns for one row
never depends on which other rows are in the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self, TypeVar, runtime_checkable

import numpy
from numpy.typing import NDArray

Integers = NDArray[numpy.int64]
Floats = NDArray[numpy.float32]


class State(Protocol):
    """All that a stepper remembers of each row. A value: stepping returns a new one and never changes the old."""

    def select(self, rows: Integers) -> Self:
        """Return the state of the given rows, in that order; a row may be taken several times.

        Args:
            rows: ``(selected,)`` indices into the present rows.
        """
        ...


StateType = TypeVar("StateType", bound=State)


class JoinableState(State, Protocol):
    """A state whose rows can be put together with those of others."""

    def beside(self, others: Sequence[Self]) -> Self:
        """Return the rows of this state and then those of the others."""
        ...


JoinableType = TypeVar("JoinableType", bound=JoinableState)


class Stepper(Protocol[StateType]):
    """Emits the log-probabilities of the next piece, for a batch of rows at once."""

    @property
    def pieces(self) -> int:
        """How many pieces there are, that is the width of what ``step`` returns."""
        ...

    def step(self, last: Integers, state: StateType) -> tuple[Floats, StateType]:
        """Read one more piece in each row.

        Args:
            last: ``(rows,)`` the piece emitted last (or the one that begins a line).
            state: the state before that piece.

        Returns:
            ``(rows, pieces)`` natural-log probabilities of the next piece, and the state after ``last``.
        """
        ...


class LineToLine(Stepper[StateType], Protocol[StateType]):
    """A many-to-many network: reads whole sources, then steps."""

    def start(self, sources: Sequence[Sequence[int]]) -> StateType:
        """Read the sources, one row each."""
        ...


@runtime_checkable
class LineReader(Stepper[StateType], Protocol[StateType]):
    """A stepper that reads given lines faster as a whole than piece by piece."""

    def reads_whole(self) -> bool:
        """Say whether to read whole lines now, asked once for all that are to be read; if not, steps are faster."""
        ...

    def likelihoods(self, before: Integers, wanted: Integers, state: StateType) -> Floats:
        """Read whole lines.

        Args:
            before: ``(rows, target)`` the piece before each one that is wanted.
            wanted: ``(rows, target)``.
            state: of the rows, before the first piece.

        Returns:
            ``(rows, target)`` natural-log probabilities of what is wanted, as so many steps would give them.
        """
        ...


@runtime_checkable
class PicksLikeliest(Stepper[StateType], Protocol[StateType]):
    """A stepper that finds the likeliest pieces itself, faster than they are found among all it could emit."""

    def likeliest(self, last: Integers, state: StateType, count: int) -> tuple[Floats, Integers, StateType]:
        """Read one more piece in each row, as ``step`` does.

        Args:
            last: ``(rows,)``.
            state: the state before that piece.
            count: how many pieces to find, at most all there are.

        Returns:
            ``(rows, count)`` natural-log probabilities, the highest first, the pieces ``(rows, count)`` that have
            them, of equals the lower number first, and the state after ``last``.
        """
        ...
