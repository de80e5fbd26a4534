"""The decoder of the many-to-many network as one graph a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy

from models.architectures import ManyToManyArchitecture
from models.arrays.attention import MemoryArrays
from models.packed.cells import Stack
from models.packed.encoder import PackedEncoder
from models.packed.graph import Graph, Stored
from models.packed.whole_lines import WholeLines
from models.quantisation import RestoredRows
from models.stepper import Floats, Integers


class PackedManyToManyState(NamedTuple):
    """What is remembered between two pieces.

    ``layers`` is ``(rows, states)``, what the decoder's layers remember, side by side; ``attention`` is
    ``(rows, source)``, the mean over the heads of what was paid last; None before the first step.
    """

    layers: Floats
    memory: MemoryArrays
    attention: Floats | None

    def select(self, rows: Integers) -> PackedManyToManyState:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        attention = None if self.attention is None else self.attention[rows]
        return PackedManyToManyState(self.layers[rows], self.memory.select(rows), attention)


class PackedManyToManyStepper:
    """Emits what ``models.arrays.many_to_many.ManyToManyArrayStepper`` emits, within quantisation."""

    def __init__(self, architecture: ManyToManyArchitecture, stored: Stored, threads: int = 1) -> None:
        self.architecture = architecture
        self._embed = RestoredRows(stored, "embedding.weight")  # (pieces, hidden)
        self._encoder = PackedEncoder(architecture, stored, self._embed, threads)
        self._session, self._names = _session(architecture, stored, threads)
        self._whole_lines = WholeLines(architecture, stored, self._embed, threads)

    @property
    def pieces(self) -> int:
        """How many pieces the network knows."""
        return self.architecture.pieces

    def start(self, sources: Sequence[Sequence[int]]) -> PackedManyToManyState:
        """Read ``sources``, one row each; the first piece to step with is ``begin``."""
        return PackedManyToManyState(*self._encoder.read(sources), None)

    def step(self, last: Integers, state: PackedManyToManyState) -> tuple[Floats, PackedManyToManyState]:
        """Read one piece a row (see ``models.stepper.Stepper``)."""
        names = self._names
        found = self._session.run([names.all, names.layers, names.attention], self._given(last, state, 1))
        log_probabilities, layers, attention = found
        return log_probabilities, PackedManyToManyState(layers, state.memory, attention)

    def likeliest(
        self, last: Integers, state: PackedManyToManyState, count: int
    ) -> tuple[Floats, Integers, PackedManyToManyState]:
        """Find the likeliest pieces (see ``models.stepper.PicksLikeliest``)."""
        names = self._names
        wanted = [names.likeliest, names.pieces, names.layers, names.attention]
        log_probabilities, pieces, layers, attention = self._session.run(wanted, self._given(last, state, count))
        return log_probabilities, pieces, PackedManyToManyState(layers, state.memory, attention)

    def _given(self, last: Integers, state: PackedManyToManyState, count: int) -> dict[str, object]:
        memory = state.memory
        return {
            "embedded": self._embed(last),
            "layers": state.layers,
            "keys": memory.keys,
            "values": memory.values,
            "mask": memory.mask[:, :, None],
            "count": numpy.array([count]),
        }

    def reads_whole(self) -> bool:
        """Say so from the second time on (see ``WholeLines``)."""
        return self._whole_lines.ready()

    def likelihoods(self, before: Integers, wanted: Integers, state: PackedManyToManyState) -> Floats:
        """Read whole lines (see ``models.stepper.LineReader``)."""
        return self._whole_lines.likelihoods(before, wanted, state.layers, state.memory)


_INPUTS: Mapping[str, str] = {
    **dict.fromkeys(("embedded", "layers", "keys", "values", "mask"), "float32"),
    "count": "int64",
}


class _Names(NamedTuple):
    """What the results are called: log-probabilities of all pieces and of the likeliest, these, layers, attention."""

    all: str
    likeliest: str
    pieces: str
    layers: str
    attention: str


def _session(architecture: ManyToManyArchitecture, stored: Stored, threads: int) -> tuple[Any, _Names]:
    """``embedded`` ``(rows, hidden)``, ``layers``, a ``MemoryArrays`` and how many pieces to find, to what is named."""
    graph = Graph(stored)
    stack = Stack(graph, architecture.cell, "layers", architecture.decoder_layers, architecture.hidden)
    embedded = graph.norm("decoder.norms.0", "embedded")
    values = stack.step("decoder.layers.0.core", embedded)
    context, attention = _look(graph, architecture, values)
    for depth in range(1, architecture.decoder_layers):
        outputs = stack.step(f"decoder.layers.{depth}.core", graph.norm(f"decoder.norms.{depth}", values), context)
        values = graph.sum(values, outputs)
    read = graph.add("Tanh", graph.affine("decoder.readout", graph.norm("decoder.final_norm", values), context))
    scores = graph.sum(graph.product("embedding.weight", read), graph.vector("output_bias"))
    log_probabilities = graph.add("LogSoftmax", scores)
    likeliest, pieces = graph.add("TopK", log_probabilities, "count", outputs=2)
    names = _Names(log_probabilities, likeliest, pieces, stack.states(), attention)
    types = {**dict.fromkeys(names, "float32"), pieces: "int64"}
    return graph.session(_INPUTS, types, threads), names


def _look(graph: Graph, architecture: ManyToManyArchitecture, values: str) -> tuple[str, str]:
    """Look up what the source says (see ``models.arrays.attention``): contexts and mean weights."""
    hidden, heads = architecture.hidden, architecture.heads
    query = graph.product("decoder.attention.query.weight", values)
    asked = graph.add("Reshape", query, graph.numbers(0, heads, 1, hidden // heads))
    weights = graph.add("Softmax", graph.sum(graph.add("MatMul", asked, "keys"), "mask"))  # (rows, heads, 1, source)
    found = graph.add("MatMul", weights, "values")  # (rows, heads, 1, hidden / heads)
    context = graph.add("Reshape", found, graph.numbers(0, hidden))
    return context, graph.add("ReduceMean", weights, graph.numbers(1, 2), keepdims=0)
