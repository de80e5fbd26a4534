"""The encoder of the many-to-many network as one graph: whole lines at once, by ONNX Runtime's recurrent operators.

It runs once a line, so its weights are restored to float32: nothing is lost, and no time to speak of.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy

from models.architectures import ManyToManyArchitecture
from models.arrays.attention import MemoryArrays
from models.arrays.padding import padded
from models.packed.graph import Graph, Stored
from models.quantisation import Restored, RestoredRows
from models.recurrent_cell import Cell
from models.stepper import Floats

_OPERATORS: Mapping[Cell, str] = {"lstm": "LSTM", "gru": "GRU", "rnn": "RNN"}

_GATES: Mapping[Cell, Sequence[int]] = {"lstm": (0, 3, 1, 2), "gru": (1, 0, 2), "rnn": (0,)}
"""Where the gates that ONNX wants one after the other are among those of ``models.recurrent``."""

_INPUTS: Mapping[str, str] = {"embedded": "float32", "lengths": "int64"}
_INT32 = 6


class PackedEncoder:
    """Reads sources and gets ready to write, as ``models.arrays.many_to_many.SourceReader`` does."""

    def __init__(self, architecture: ManyToManyArchitecture, stored: Stored, embed: RestoredRows, threads: int) -> None:
        self._pad = architecture.pad
        self._embed = embed  # (pieces, hidden)
        self._session = _session(architecture, stored, threads)

    def read(self, sources: Sequence[Sequence[int]]) -> tuple[Floats, MemoryArrays]:
        """Read ``sources``, one row each.

        Returns:
            ``(batch, states)`` what the decoder's layers begin with, side by side, and the encoded source.
        """
        lengths = numpy.array([len(each) for each in sources])
        rows = padded(sources, self._pad)
        # Recurrent operators of ONNX want the positions before the batch.
        given = {"embedded": self._embed(rows.T), "lengths": lengths}
        states, keys, values = self._session.run(None, given)
        mask = numpy.where(rows != self._pad, numpy.float32(0), numpy.float32(-numpy.inf))[:, None]
        return states, MemoryArrays(keys, values, mask)


def _session(architecture: ManyToManyArchitecture, stored: Stored, threads: int) -> Any:
    """``embedded`` ``(source, batch, hidden)`` and ``lengths`` ``(batch,)`` to states, keys and values."""
    graph, weights = Graph(stored), Restored(stored)
    hidden, heads = architecture.hidden, architecture.heads
    lengths = graph.add("Cast", "lengths", to=_INT32)
    encoded = final = ""
    for depth in range(architecture.encoder_layers):
        below = graph.norm(f"encoder.norms.{depth}", encoded or "embedded")
        outputs, final = _both_ways(graph, architecture, weights, f"encoder.layers.{depth}", below, lengths)
        encoded = graph.sum(encoded, outputs) if depth else outputs  # (source, batch, hidden)
    encoded = graph.norm("encoder.final_norm", encoded)
    states = graph.add("Tanh", _affine(graph, weights, "decoder.bridge", final))
    apart = graph.numbers(0, 0, heads, hidden // heads)
    keys, values = (
        graph.add("Reshape", _affine(graph, weights, f"decoder.attention.{name}", encoded), apart)
        for name in ("key", "value")
    )  # (source, batch, heads, hidden / heads)
    keys = graph.add("Mul", keys, graph.number(1 / math.sqrt(hidden // heads)))
    keys = graph.add("Transpose", keys, perm=(1, 2, 3, 0))
    values = graph.add("Transpose", values, perm=(1, 2, 0, 3))
    return graph.session(_INPUTS, [states, keys, values], threads)


def _both_ways(
    graph: Graph, architecture: ManyToManyArchitecture, weights: Restored, name: str, inputs: str, lengths: str
) -> tuple[str, str]:
    """Add a bidirectional layer: its outputs ``(source, batch, hidden)``, and the last of each direction."""
    gates = _GATES[architecture.cell]

    def both(what: str) -> Floats:
        """Put the gates in order, of both directions: ``(2, gates * hidden / 2, …)``."""
        ways = [numpy.split(weights[f"{name}.{way}.core.{what}_l0"], len(gates)) for way in ("ahead", "back")]
        return numpy.stack([numpy.concatenate([way[gate] for gate in gates]) for way in ways])

    biases = numpy.concatenate([both("bias_ih"), both("bias_hh")], axis=1)
    matrices = {"inputs": both("weight_ih"), "hidden": both("weight_hh"), "biases": biases}
    constants = [graph.constant(f"{name} {what}", array) for what, array in matrices.items()]
    settings: dict[str, Any] = {"hidden_size": matrices["hidden"].shape[2], "direction": "bidirectional"}
    if architecture.cell == "gru":
        settings["linear_before_reset"] = 1
    outputs, final = graph.add(_OPERATORS[architecture.cell], inputs, *constants, lengths, outputs=2, **settings)
    return _side_by_side(graph, outputs, 1, 3), _side_by_side(graph, final, 0, 2)


def _side_by_side(graph: Graph, values: str, axis: int, width: int) -> str:
    """Put the two directions, which are apart along an axis, into the last one."""
    halves = graph.add("Split", values, outputs=2, axis=axis, num_outputs=2)
    together = [graph.add("Squeeze", half, graph.numbers(axis)) for half in halves]
    return str(graph.add("Concat", *together, axis=width - 1))


def _affine(graph: Graph, weights: Restored, name: str, values: str) -> str:
    product = graph.add("MatMul", values, graph.constant(f"{name} restored", weights[f"{name}.weight"].T))
    bias = weights.get(f"{name}.bias")
    return str(product) if bias is None else graph.sum(product, graph.constant(f"{name} bias", bias))
