"""The one-to-many network on arrays: from the line so far, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy

from models.architectures import OneToManyArchitecture
from models.arrays.layers import Affine, Norm, Weights, log_softmax
from models.arrays.recurrent import CellArrays, RecurrentLayer
from models.stepper import Floats, Integers


class OneToManyArrays(NamedTuple):
    """What the layers remember of the line so far."""

    layers: tuple[CellArrays, ...]

    def select(self, rows: Integers) -> OneToManyArrays:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        return OneToManyArrays(tuple(each.select(rows) for each in self.layers))

    def beside(self, others: Sequence[OneToManyArrays]) -> OneToManyArrays:
        """Return these rows and then those of the others."""
        above = zip(*(each.layers for each in others), strict=True)
        return OneToManyArrays(tuple(mine.beside(theirs) for mine, theirs in zip(self.layers, above, strict=True)))


class OneToManyArrayStepper:
    """Emits what ``models.one_to_many.OneToManyStepper`` emits."""

    def __init__(self, architecture: OneToManyArchitecture, weights: Weights) -> None:
        self.architecture = architecture
        self.embedding = weights["embedding.weight"]  # (pieces, hidden)
        # The output layer is the embedding, laid out for the product that is the largest of a step.
        self.output_weight = numpy.ascontiguousarray(self.embedding.T)  # (hidden, pieces)
        self.output_bias = weights["output_bias"]
        self.norms = [Norm(weights, f"norms.{depth}") for depth in range(architecture.layers)]
        self.layers = [
            RecurrentLayer(architecture.cell, weights, f"layers.{depth}") for depth in range(architecture.layers)
        ]
        self.readout = Affine(weights, "readout")
        self.final_norm = Norm(weights, "final_norm")

    @property
    def pieces(self) -> int:
        """How many pieces the network knows."""
        return self.architecture.pieces

    def start(self, rows: int = 1) -> OneToManyArrays:
        """Return the state of ``rows`` lines of which nothing has been read."""
        return OneToManyArrays(tuple(layer.initial(rows) for layer in self.layers))

    def step(self, last: Integers, state: OneToManyArrays) -> tuple[Floats, OneToManyArrays]:
        """Read one piece a row (see ``models.stepper.Stepper``)."""
        values = self.embedding[last]
        after = []
        for depth, (norm, layer, before) in enumerate(zip(self.norms, self.layers, state.layers, strict=True)):
            remembered = layer.step(norm(values), before)
            values = remembered.hidden if depth == 0 else values + remembered.hidden
            after.append(remembered)
        read = numpy.tanh(self.readout(self.final_norm(values)))
        scores = read @ self.output_weight
        scores += self.output_bias
        return log_softmax(scores), OneToManyArrays(tuple(after))
