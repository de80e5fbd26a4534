"""A network and an n-gram that answer together, each piece's probability a mixture of theirs (Jelinek & Mercer 1980).

The mixture of a recurrent network with a back-off n-gram is better than either (Mikolov et al. 2010): the one knows
what kind of word comes next, the other has the corpus's set phrases by heart. Which of the two is sure says how much
each counts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Generic, NamedTuple, Protocol

import numpy

from models.ngram import NGram
from models.stepper import Floats, Integers, JoinableType, Stepper

Context = tuple[int, ...]


class Starting(Stepper[JoinableType], Protocol[JoinableType]):
    """A one-to-many network: steps from nothing."""

    def start(self, rows: int = 1) -> JoinableType:
        """Return the state of so many rows before anything was read."""
        ...


class InterpolatedState(NamedTuple, Generic[JoinableType]):
    """The state of the network; of each row the piece that its language has, and the last pieces since its line began.

    ``languages`` is empty in a row whose language was not read yet.
    """

    network: JoinableType
    languages: tuple[Context, ...]
    contexts: tuple[Context, ...]

    def select(self, rows: Integers) -> InterpolatedState[JoinableType]:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        places = rows.tolist()
        return InterpolatedState(
            self.network.select(rows),
            tuple(self.languages[row] for row in places),
            tuple(self.contexts[row] for row in places),
        )

    def beside(self, others: Sequence[InterpolatedState[JoinableType]]) -> InterpolatedState[JoinableType]:
        """Return these rows and then those of the others."""
        every = (self, *others)
        return InterpolatedState(
            self.network.beside([each.network for each in others]),
            tuple(row for each in every for row in each.languages),
            tuple(row for each in every for row in each.contexts),
        )


class InterpolatedStepper(Generic[JoinableType]):
    """Steps as its network does."""

    def __init__(
        self, network: Starting[JoinableType], ngram: NGram, languages: Collection[int], turns: Collection[int]
    ) -> None:
        """Take a network and an n-gram over the same pieces.

        Args:
            network: what is asked first.
            ngram: mixed in with its own weights.
            languages: pieces that stand for a language, with which every line of the n-gram's text begins.
            turns: pieces after which a new line in the same language begins.
        """
        self.network = network
        self.ngram = ngram
        self.languages = frozenset(languages)
        self.turns = frozenset(turns)

    @property
    def pieces(self) -> int:
        """How many pieces there are."""
        return self.network.pieces

    def start(self, rows: int = 1) -> InterpolatedState[JoinableType]:
        """Return the state of ``rows`` lines of which nothing has been read."""
        return InterpolatedState(self.network.start(rows), ((),) * rows, ((),) * rows)

    def step(
        self, last: Integers, state: InterpolatedState[JoinableType]
    ) -> tuple[Floats, InterpolatedState[JoinableType]]:
        """Read one piece a row (see ``models.stepper.Stepper``)."""
        log_probabilities, after = self.network.step(last, state.network)
        read = [
            self._read(piece, language, context)
            for piece, language, context in zip(last.tolist(), state.languages, state.contexts, strict=True)
        ]
        expected = [self.ngram.expect(context) for _, context in read]
        mixed = numpy.exp(log_probabilities)
        entropies = -numpy.einsum("ij,ij->i", mixed, log_probabilities)  # (rows,)
        weights = self.ngram.weigh(expected, entropies)[:, None]
        mixed *= 1 - weights
        mixed += weights * numpy.stack([each.probabilities for each in expected])
        numpy.maximum(mixed, numpy.float32(1e-30), out=mixed)
        numpy.log(mixed, out=mixed)
        languages, contexts = zip(*read, strict=True) if read else ((), ())
        return mixed, InterpolatedState(after, tuple(languages), tuple(contexts))

    def _read(self, piece: int, language: Context, context: Context) -> tuple[Context, Context]:
        if piece in self.languages:
            return (piece,), (piece,)
        if piece in self.turns:
            return language, language
        return language, (*context, piece)[-self.ngram.longest :]
