"""The decoder of the many-to-many network over whole lines that are given.

A step waits for its weights, and of a given line nothing waits for the step before but what a layer remembers: all the
rest, the output layer above all, is computed for all positions at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock
from typing import Any

import numpy

from models.allocator import return_freed_memory
from models.architectures import ManyToManyArchitecture
from models.arrays.attention import MemoryArrays
from models.packed.cells import STATES, from_inputs, remember
from models.packed.graph import Graph, Stored
from models.quantisation import RestoredRows
from models.stepper import Floats, Integers


class WholeLines:
    """Reads given lines, with graphs that are made when they are first read.

    Making them takes as long as reading four lines by steps: a command that writes one line ends before it is worth it,
    so that the first time lines are to be read the graphs are not ``ready``.
    """

    def __init__(self, architecture: ManyToManyArchitecture, stored: Stored, embed: RestoredRows, threads: int) -> None:
        used = {name: each for name, each in stored.items() if not name.startswith("encoder.")}
        self._make: Callable[[], tuple[Any, Any]] = partial(_sessions, architecture, used, threads)
        self._sessions: tuple[Any, Any] | None = None
        self._asked = False
        self._making = Lock()
        self._embed = embed

    def likelihoods(self, before: Integers, wanted: Integers, layers: Floats, memory: MemoryArrays) -> Floats:
        """Read lines as ``models.stepper.LineReader`` does."""
        reading, answering = self._made()
        given = {
            "embedded": self._embed(before.T),
            "layers": layers,
            "keys": memory.keys,
            "values": memory.values,
            "mask": memory.mask[:, None],
        }
        read = reading.run(None, given)[0].reshape(wanted.size, -1)  # (positions, hidden)
        asked = wanted.T.reshape(-1, 1)
        parts = (slice(begin, begin + TOGETHER) for begin in range(0, len(read), TOGETHER))
        found = [answering.run(None, {"read": read[part], "wanted": asked[part]})[0] for part in parts]
        together: Floats = numpy.concatenate(found).reshape(wanted.T.shape)
        return together.T

    def ready(self) -> bool:
        """Return whether lines were to be read before."""
        asked, self._asked = self._asked, True
        return asked

    def _made(self) -> tuple[Any, Any]:
        with self._making:
            if self._sessions is None:
                self._sessions = self._make()
                return_freed_memory()  # packing leaves holes of the size of the weights
            return self._sessions


_INPUTS: Mapping[str, str] = dict.fromkeys(("embedded", "layers", "keys", "values", "mask"), "float32")
TOGETHER = 32
"""Positions whose probabilities of all pieces are in memory at once."""


def _sessions(architecture: ManyToManyArchitecture, stored: Stored, threads: int) -> tuple[Any, Any]:
    return _reading(architecture, stored, threads), _answering(stored, threads)


def _answering(stored: Stored, threads: int) -> Any:
    """Make of ``read`` ``(positions, hidden)`` the log-probabilities of what is ``wanted`` ``(positions, 1)``."""
    graph = Graph(stored)
    scores = graph.sum(graph.product("embedding.weight", "read"), graph.vector("output_bias"))
    wanted = graph.add("GatherElements", graph.add("LogSoftmax", scores), "wanted", axis=1)
    return graph.session({"read": "float32", "wanted": "int64"}, [wanted], threads, keep=False)


def _reading(architecture: ManyToManyArchitecture, stored: Stored, threads: int) -> Any:
    """``embedded`` ``(target, rows, hidden)``, the pieces before each that is wanted, to what they are told by.

    ``layers`` and a ``MemoryArrays`` as for a step. Puts out ``(target, rows, hidden)``.
    """
    graph = Graph(stored)
    count = STATES[architecture.cell]
    layers = architecture.decoder_layers
    sizes = graph.numbers(*[architecture.hidden] * (count * layers))
    states = graph.add("Split", "layers", sizes, outputs=count * layers, axis=1) if count * layers > 1 else ["layers"]

    def read(depth: int, *inputs: str) -> str:
        name = f"decoder.layers.{depth}.core"
        before = states[depth * count : (depth + 1) * count]
        given = from_inputs(graph, name, *inputs)
        return graph.scan(lambda each, *old: remember(graph, architecture.cell, name, each, old), before, given)

    values = read(0, graph.norm("decoder.norms.0", "embedded"))
    context = _look(graph, architecture, values)
    for depth in range(1, layers):
        values = graph.sum(values, read(depth, graph.norm(f"decoder.norms.{depth}", values), context))
    found = graph.add("Tanh", graph.affine("decoder.readout", graph.norm("decoder.final_norm", values), context))
    return graph.session(_INPUTS, [found], threads, keep=False)


def _look(graph: Graph, architecture: ManyToManyArchitecture, values: str) -> str:
    """Look up what the source says to each position: contexts ``(target, rows, hidden)``."""
    hidden, heads = architecture.hidden, architecture.heads
    query = graph.product("decoder.attention.query.weight", values)
    apart = graph.add("Reshape", query, graph.numbers(0, 0, heads, hidden // heads))
    asked = graph.add("Transpose", apart, perm=(1, 2, 0, 3))  # (rows, heads, target, hidden / heads)
    weights = graph.add("Softmax", graph.sum(graph.add("MatMul", asked, "keys"), "mask"))
    looked = graph.add("Transpose", graph.add("MatMul", weights, "values"), perm=(2, 0, 1, 3))
    return str(graph.add("Reshape", looked, graph.numbers(0, 0, hidden)))
