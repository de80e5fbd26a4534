"""The one-to-many network as one graph a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy

from models.architectures import OneToManyArchitecture
from models.packed.cells import STATES, Stack
from models.packed.graph import Graph, Stored
from models.stepper import Floats, Integers


class PackedOneToManyState(NamedTuple):
    """What the layers remember of the line so far, side by side: ``(rows, states)``."""

    layers: Floats

    def select(self, rows: Integers) -> PackedOneToManyState:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        return PackedOneToManyState(self.layers[rows])

    def beside(self, others: Sequence[PackedOneToManyState]) -> PackedOneToManyState:
        """Return these rows and then those of the others."""
        return PackedOneToManyState(numpy.concatenate([self.layers, *(each.layers for each in others)]))


class PackedOneToManyStepper:
    """Emits what ``models.arrays.one_to_many.OneToManyArrayStepper`` emits, within quantisation."""

    def __init__(self, architecture: OneToManyArchitecture, stored: Stored, threads: int = 1) -> None:
        self.architecture = architecture
        self._states = architecture.layers * STATES[architecture.cell] * architecture.hidden
        self._session = _session(architecture, stored, threads)

    @property
    def pieces(self) -> int:
        """How many pieces the network knows."""
        return self.architecture.pieces

    def start(self, rows: int = 1) -> PackedOneToManyState:
        """Return the state of ``rows`` lines of which nothing has been read."""
        return PackedOneToManyState(numpy.zeros((rows, self._states), dtype=numpy.float32))

    def step(self, last: Integers, state: PackedOneToManyState) -> tuple[Floats, PackedOneToManyState]:
        """Read one piece a row (see ``models.stepper.Stepper``)."""
        log_probabilities, layers = self._session.run(None, {"last": last, "layers": state.layers})
        return log_probabilities, PackedOneToManyState(layers)


def _session(architecture: OneToManyArchitecture, stored: Stored, threads: int) -> Any:
    """``last`` ``(rows,)`` and ``layers`` ``(rows, states)`` to log-probabilities and layers."""
    graph = Graph(stored)
    stack = Stack(graph, architecture.cell, "layers", architecture.layers, architecture.hidden)
    values = graph.rows("embedding.weight", "last")
    for depth in range(architecture.layers):
        outputs = stack.step(f"layers.{depth}.core", graph.norm(f"norms.{depth}", values))
        values = outputs if depth == 0 else graph.sum(values, outputs)
    read = graph.add("Tanh", graph.affine("readout", graph.norm("final_norm", values)))
    scores = graph.sum(graph.product("embedding.weight", read), graph.vector("output_bias"))
    return graph.session(
        {"last": "int64", "layers": "float32"}, [graph.add("LogSoftmax", scores), stack.states()], threads
    )
