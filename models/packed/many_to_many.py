"""The decoder of the many-to-many network as one graph a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

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
        self._session = _session(architecture, stored, threads)
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
        memory = state.memory
        given = {
            "embedded": self._embed(last),
            "layers": state.layers,
            "keys": memory.keys,
            "values": memory.values,
            "mask": memory.mask[:, :, None],
        }
        log_probabilities, layers, attention = self._session.run(None, given)
        return log_probabilities, PackedManyToManyState(layers, memory, attention)

    def reads_whole(self) -> bool:
        """Say so from the second time on (see ``WholeLines``)."""
        return self._whole_lines.ready()

    def likelihoods(self, before: Integers, wanted: Integers, state: PackedManyToManyState) -> Floats:
        """Read whole lines (see ``models.stepper.LineReader``)."""
        return self._whole_lines.likelihoods(before, wanted, state.layers, state.memory)


_INPUTS: Mapping[str, str] = dict.fromkeys(("embedded", "layers", "keys", "values", "mask"), "float32")


def _session(architecture: ManyToManyArchitecture, stored: Stored, threads: int) -> Any:
    """``embedded`` ``(rows, hidden)``, ``layers`` and a ``MemoryArrays`` to log-probabilities, layers and attention."""
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
    return graph.session(_INPUTS, [graph.add("LogSoftmax", scores), stack.states(), attention], threads)


def _look(graph: Graph, architecture: ManyToManyArchitecture, values: str) -> tuple[str, str]:
    """Look up what the source says (see ``models.arrays.attention``): contexts and mean weights."""
    hidden, heads = architecture.hidden, architecture.heads
    query = graph.product("decoder.attention.query.weight", values)
    asked = graph.add("Reshape", query, graph.numbers(0, heads, 1, hidden // heads))
    weights = graph.add("Softmax", graph.sum(graph.add("MatMul", asked, "keys"), "mask"))  # (rows, heads, 1, source)
    found = graph.add("MatMul", weights, "values")  # (rows, heads, 1, hidden / heads)
    context = graph.add("Reshape", found, graph.numbers(0, hidden))
    return context, graph.add("ReduceMean", weights, graph.numbers(1, 2), keepdims=0)
