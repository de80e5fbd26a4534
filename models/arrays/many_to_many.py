"""The many-to-many network on arrays: a line in, a line out, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy

from models.architectures import ManyToManyArchitecture
from models.arrays.attention import Attention, MemoryArrays
from models.arrays.layers import Affine, Norm, Weights, log_softmax
from models.arrays.padding import padded
from models.arrays.recurrent import BidirectionalLayer, CellArrays, RecurrentLayer
from models.stepper import Floats, Integers


class ManyToManyArrays(NamedTuple):
    """What is remembered between two pieces: one cell state a layer, the source, and the attention paid last.

    ``attention`` is ``(rows, source)``, the mean over the heads; None before the first step.
    """

    layers: tuple[CellArrays, ...]
    memory: MemoryArrays
    attention: Floats | None

    def select(self, rows: Integers) -> ManyToManyArrays:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        attention = None if self.attention is None else self.attention[rows]
        return ManyToManyArrays(tuple(each.select(rows) for each in self.layers), self.memory.select(rows), attention)


class SourceReader:
    """Reads sources and gets ready to write: the encoder, the bridge, and what attention keeps."""

    def __init__(self, architecture: ManyToManyArchitecture, weights: Weights) -> None:
        self.pad = architecture.pad
        depths = range(architecture.encoder_layers)
        self.norms = [Norm(weights, f"encoder.norms.{depth}") for depth in depths]
        self.layers = [BidirectionalLayer(architecture.cell, weights, f"encoder.layers.{depth}") for depth in depths]
        self.final_norm = Norm(weights, "encoder.final_norm")
        self.bridge = Affine(weights, "decoder.bridge")
        self.attention = Attention(weights, "decoder.attention", architecture.heads)

    def read(
        self, sources: Sequence[Sequence[int]], embed: Callable[[Integers], Floats]
    ) -> tuple[Floats, MemoryArrays]:
        """Read ``sources``, one row each, of pieces that ``embed`` turns into ``(…, hidden)``.

        Returns:
            ``(batch, states)`` what the decoder's layers begin with, side by side, and the encoded source.
        """
        lengths = numpy.array([len(each) for each in sources])
        rows = padded(sources, self.pad)
        values = embed(rows)
        final = values[:, 0]
        for depth, (norm, layer) in enumerate(zip(self.norms, self.layers, strict=True)):
            outputs, final = layer.read(norm(values), lengths)
            values = outputs if depth == 0 else values + outputs
        return numpy.tanh(self.bridge(final)), self.attention.remember(self.final_norm(values), rows != self.pad)


class ManyToManyArrayStepper:
    """Emits what ``models.many_to_many.ManyToManyStepper`` emits."""

    def __init__(self, architecture: ManyToManyArchitecture, weights: Weights) -> None:
        self.architecture = architecture
        cell = architecture.cell
        self.embedding = weights["embedding.weight"]  # (pieces, hidden)
        # The output layer is the embedding, laid out for the product that is the largest of a step.
        self.output_weight = numpy.ascontiguousarray(self.embedding.T)  # (hidden, pieces)
        self.output_bias = weights["output_bias"]
        decoder = range(architecture.decoder_layers)
        self.reader = SourceReader(architecture, weights)
        self.norms = [Norm(weights, f"decoder.norms.{depth}") for depth in decoder]
        self.layers = [RecurrentLayer(cell, weights, f"decoder.layers.{depth}") for depth in decoder]
        self.final_norm = Norm(weights, "decoder.final_norm")
        self.readout = Affine(weights, "decoder.readout")

    @property
    def pieces(self) -> int:
        """How many pieces the network knows."""
        return self.architecture.pieces

    def start(self, sources: Sequence[Sequence[int]]) -> ManyToManyArrays:
        """Encode ``sources``, one row each; the first piece to step with is ``begin``."""
        bridged, memory = self.reader.read(sources, self.embedding.__getitem__)
        depth = len(self.layers)
        if self.architecture.cell == "lstm":
            halves = numpy.split(bridged, 2 * depth, axis=1)
            layers = tuple(CellArrays(*halves[2 * level : 2 * level + 2]) for level in range(depth))
        else:
            layers = tuple(CellArrays(part, None) for part in numpy.split(bridged, depth, axis=1))
        return ManyToManyArrays(layers, memory, None)

    def step(self, last: Integers, state: ManyToManyArrays) -> tuple[Floats, ManyToManyArrays]:
        """Read one piece a row (see ``models.stepper.Stepper``)."""
        first = self.layers[0].step(self.norms[0](self.embedding[last]), state.layers[0])
        values = first.hidden
        context, weights = self.reader.attention.look(values, state.memory)
        after = [first]
        for norm, layer, before in zip(self.norms[1:], self.layers[1:], state.layers[1:], strict=True):
            remembered = layer.step(numpy.concatenate([norm(values), context], axis=1), before)
            values = values + remembered.hidden
            after.append(remembered)
        read = numpy.tanh(self.readout(numpy.concatenate([self.final_norm(values), context], axis=1)))
        scores = read @ self.output_weight
        scores += self.output_bias
        return log_softmax(scores), ManyToManyArrays(tuple(after), state.memory, weights.mean(axis=1))
