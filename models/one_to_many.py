"""One to many: from the state after the last typed word, as many words as wanted. Suggestions and free text.

A residual stack of recurrent layers over tied embeddings: the language model of Press & Wolf 2017 and Merity et al.
2018, without their weight dropping (it would forbid the fused kernel).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy
import torch
from torch import Tensor, nn

from models.architectures import OneToManyArchitecture
from models.recurrent import CellState, RecurrentLayer, SequenceDropout
from models.stepper import Floats, Integers


class LineState(NamedTuple):
    """What the layers remember of the line so far, one cell state a layer."""

    layers: tuple[CellState, ...]

    def select(self, rows: Tensor) -> LineState:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        return LineState(tuple(layer.select(rows) for layer in self.layers))


class OneToMany(nn.Module):
    """A recurrent language model over pieces."""

    def __init__(self, architecture: OneToManyArchitecture) -> None:
        super().__init__()
        self.architecture = architecture
        hidden, depth = architecture.hidden, architecture.layers
        self.embedding = nn.Embedding(architecture.pieces, hidden, padding_idx=architecture.pad)
        nn.init.normal_(self.embedding.weight, std=hidden**-0.5)
        self.norms = nn.ModuleList(nn.LayerNorm(hidden) for _ in range(depth))
        self.layers = nn.ModuleList(RecurrentLayer(architecture.cell, hidden, hidden) for _ in range(depth))
        self.readout = nn.Linear(hidden, hidden)
        self.final_norm = nn.LayerNorm(hidden)
        self.output_bias = nn.Parameter(torch.zeros(architecture.pieces))
        self.dropout = SequenceDropout(architecture.dropout)

    @property
    def output_weight(self) -> Tensor:
        """``(pieces, hidden)``: the output layer, which is the embedding."""
        return self.embedding.weight

    def start(self, batch: int) -> LineState:
        """Return the state of ``batch`` lines of which nothing has been read."""
        zeros = self.output_bias.new_zeros(batch, self.architecture.hidden)
        cell = zeros if self.architecture.cell == "lstm" else None
        return LineState(tuple(CellState(zeros, cell) for _ in self.layers))

    def read(self, inputs: Tensor, state: LineState) -> tuple[Tensor, LineState]:
        """Read ``inputs`` ``(batch, time)``; return ``(batch, time, hidden)`` and the state after them."""
        values = self.embedding(inputs)
        after = []
        for depth, (norm, layer, before) in enumerate(zip(self.norms, self.layers, state.layers, strict=True)):
            outputs, remembered = layer(self.dropout(norm(values)), before)
            values = outputs if depth == 0 else values + outputs
            after.append(remembered)
        read = torch.tanh(self.readout(self.final_norm(values)))
        return self.dropout(read), LineState(tuple(after))

    def forward(self, inputs: Tensor) -> Tensor:
        """Read lines ``(batch, time)`` from their beginning; return ``(batch, time, hidden)``."""
        return self.read(inputs, self.start(inputs.shape[0]))[0]

    def logits(self, read: Tensor) -> Tensor:
        """``(…, hidden)`` to ``(…, pieces)``."""
        return nn.functional.linear(read, self.output_weight, self.output_bias)


class OneToManyState(NamedTuple):
    """A ``LineState`` as search sees it."""

    line: LineState

    def select(self, rows: Integers) -> OneToManyState:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        index = torch.from_numpy(numpy.ascontiguousarray(rows)).to(self.line.layers[0].hidden.device)
        return OneToManyState(self.line.select(index))

    def beside(self, others: Sequence[OneToManyState]) -> OneToManyState:
        """Return these rows and then those of the others."""
        layers = []
        for each in zip(*(state.line.layers for state in (self, *others)), strict=True):
            cells = [layer.cell for layer in each if layer.cell is not None]
            layers.append(CellState(torch.cat([layer.hidden for layer in each]), torch.cat(cells) if cells else None))
        return OneToManyState(LineState(tuple(layers)))


class OneToManyStepper:
    """The reference stepper: the torch model as it is."""

    def __init__(self, model: OneToMany) -> None:
        self.model = model.eval()

    @property
    def pieces(self) -> int:
        """How many pieces the model knows."""
        return self.model.architecture.pieces

    @torch.inference_mode()
    def start(self, rows: int = 1) -> OneToManyState:
        """Return the state of ``rows`` lines of which nothing has been read."""
        return OneToManyState(self.model.start(rows))

    @torch.inference_mode()
    def step(self, last: Integers, state: OneToManyState) -> tuple[Floats, OneToManyState]:
        """Read one piece a row (see ``models.stepper.Stepper``)."""
        pieces = torch.from_numpy(numpy.ascontiguousarray(last)).to(self.model.output_bias.device)
        read, after = self.model.read(pieces[:, None], state.line)
        scores = self.model.logits(read[:, 0]).log_softmax(dim=1)
        return scores.float().cpu().numpy(), OneToManyState(after)
