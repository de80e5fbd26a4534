"""Many to many: a line in, a line out. Chat replies and translation, by one model (Johnson et al. 2017).

A deep recurrent encoder-decoder in the manner of GNMT (Wu et al. 2016) and RNMT+ (Chen et al. 2018): a bidirectional
encoder, a residual stack of decoder layers, attention asked by the *bottom* decoder layer and given to every layer
above. Because no layer waits for attention from the step before, each layer runs over the whole target in one call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy
import torch
from torch import Tensor, nn

from models.architectures import ManyToManyArchitecture
from models.attention import Attention, Memory
from models.recurrent import BidirectionalLayer, CellState, RecurrentLayer, SequenceDropout
from models.stepper import Floats, Integers


class DecoderState(NamedTuple):
    """What the decoder remembers between two pieces: one cell state a layer, and the source."""

    layers: tuple[CellState, ...]
    memory: Memory

    def select(self, rows: Tensor) -> DecoderState:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        return DecoderState(tuple(layer.select(rows) for layer in self.layers), self.memory.select(rows))


class Encoder(nn.Module):
    """Reads the source in both directions; each layer after the first adds to the one below (residual)."""

    def __init__(self, architecture: ManyToManyArchitecture) -> None:
        super().__init__()
        hidden = architecture.hidden
        layers = range(architecture.encoder_layers)
        self.norms = nn.ModuleList(nn.LayerNorm(hidden) for _ in layers)
        self.layers = nn.ModuleList(BidirectionalLayer(architecture.cell, hidden, hidden) for _ in layers)
        self.final_norm = nn.LayerNorm(hidden)
        self.dropout = SequenceDropout(architecture.dropout)

    def forward(self, embedded: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Encode ``embedded`` ``(batch, source, hidden)`` of ``lengths`` ``(batch,)``.

        Returns:
            ``(batch, source, hidden)`` and ``(batch, hidden)``: what each direction of the top layer ended with.
        """
        values = embedded
        final = embedded[:, 0]
        for depth, (norm, layer) in enumerate(zip(self.norms, self.layers, strict=True)):
            outputs, final = layer(self.dropout(norm(values)), lengths)
            values = outputs if depth == 0 else values + outputs
        return self.final_norm(values), final


class Decoder(nn.Module):
    """Writes the target; ``forward`` over a whole target equals one position at a time."""

    def __init__(self, architecture: ManyToManyArchitecture) -> None:
        super().__init__()
        hidden, depth = architecture.hidden, architecture.decoder_layers
        self.cell = architecture.cell
        self.bridge = nn.Linear(hidden, hidden * depth * (2 if self.cell == "lstm" else 1))
        self.norms = nn.ModuleList(nn.LayerNorm(hidden) for _ in range(depth))
        self.layers = nn.ModuleList(
            RecurrentLayer(self.cell, hidden if level == 0 else 2 * hidden, hidden) for level in range(depth)
        )
        self.attention = Attention(hidden, architecture.heads)
        self.final_norm = nn.LayerNorm(hidden)
        self.readout = nn.Linear(2 * hidden, hidden)
        self.dropout = SequenceDropout(architecture.dropout)

    def start(self, encoded: Tensor, final: Tensor, mask: Tensor) -> DecoderState:
        """Make the state before the first piece, of the encoder's ``encoded``, ``final`` and ``mask``."""
        bridged = torch.tanh(self.bridge(final))
        if self.cell == "lstm":
            halves = bridged.chunk(2 * len(self.layers), dim=1)
            states = tuple(CellState(*halves[2 * level : 2 * level + 2]) for level in range(len(self.layers)))
        else:
            states = tuple(CellState(part, None) for part in bridged.chunk(len(self.layers), dim=1))
        return DecoderState(states, self.attention.remember(encoded, mask))

    def forward(self, embedded: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState, Tensor]:
        """Read target pieces.

        Args:
            embedded: ``(batch, target, hidden)`` the pieces before each position.
            state: the state before the first of them.

        Returns:
            ``(batch, target, hidden)`` from which the output layer predicts, the state after the last position, and
            the attention weights ``(batch, heads, target, source)``.
        """
        values, first = self.layers[0](self.dropout(self.norms[0](embedded)), state.layers[0])
        context, weights = self.attention(values, state.memory)
        after = [first]
        for norm, layer, before in zip(self.norms[1:], self.layers[1:], state.layers[1:], strict=True):
            outputs, remembered = layer(torch.cat([self.dropout(norm(values)), context], dim=2), before)
            values = values + outputs
            after.append(remembered)
        read = torch.tanh(self.readout(torch.cat([self.final_norm(values), context], dim=2)))
        return self.dropout(read), DecoderState(tuple(after), state.memory), weights


class ManyToMany(nn.Module):
    """The encoder-decoder with its shared embedding."""

    def __init__(self, architecture: ManyToManyArchitecture) -> None:
        super().__init__()
        self.architecture = architecture
        self.embedding = nn.Embedding(architecture.pieces, architecture.hidden, padding_idx=architecture.pad)
        nn.init.normal_(self.embedding.weight, std=architecture.hidden**-0.5)
        self.encoder = Encoder(architecture)
        self.decoder = Decoder(architecture)
        self.output_bias = nn.Parameter(torch.zeros(architecture.pieces))

    @property
    def output_weight(self) -> Tensor:
        """``(pieces, hidden)``: the output layer, which is the embedding."""
        return self.embedding.weight

    def start(self, sources: Tensor) -> DecoderState:
        """Encode ``sources`` ``(batch, source)``, padded at the end."""
        mask = sources != self.architecture.pad
        encoded, final = self.encoder(self.embedding(sources), mask.sum(dim=1))
        state: DecoderState = self.decoder.start(encoded, final, mask)
        return state

    def forward(self, sources: Tensor, targets: Tensor) -> Tensor:
        """Predict with teacher forcing.

        Args:
            sources: ``(batch, source)`` pieces, padded at the end.
            targets: ``(batch, target)`` the piece *before* each position to predict, padded at the end.

        Returns:
            ``(batch, target, hidden)``; ``logits`` turns it into scores.
        """
        read: Tensor = self.decoder(self.embedding(targets), self.start(sources))[0]
        return read

    def logits(self, read: Tensor) -> Tensor:
        """``(…, hidden)`` to ``(…, pieces)``."""
        return nn.functional.linear(read, self.output_weight, self.output_bias)

    def step(self, last: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState, Tensor]:
        """Read one piece a row.

        Args:
            last: ``(rows,)``.
            state: of those rows.

        Returns:
            log-probabilities ``(rows, pieces)``, the state after ``last``, attention ``(rows, heads, source)``.
        """
        read, after, weights = self.decoder(self.embedding(last[:, None]), state)
        return self.logits(read[:, 0]).log_softmax(dim=1), after, weights[:, :, 0]


class ManyToManyState(NamedTuple):
    """A ``DecoderState`` as search sees it, with the attention that the last step paid.

    ``attention`` is ``(rows, source)``, the mean over the heads; None before the first step.
    """

    decoder: DecoderState
    attention: Tensor | None

    def select(self, rows: Integers) -> ManyToManyState:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        index = torch.from_numpy(numpy.ascontiguousarray(rows)).to(self.decoder.memory.mask.device)
        attention = None if self.attention is None else self.attention.index_select(0, index)
        return ManyToManyState(self.decoder.select(index), attention)


class ManyToManyStepper:
    """The reference stepper: the torch model as it is."""

    def __init__(self, model: ManyToMany) -> None:
        self.model = model.eval()

    @property
    def pieces(self) -> int:
        """How many pieces the model knows."""
        return self.model.architecture.pieces

    @torch.inference_mode()
    def start(self, sources: Sequence[Sequence[int]]) -> ManyToManyState:
        """Encode ``sources``, one row each; the first piece to step with is ``begin``."""
        width = max(len(each) for each in sources)
        pad = self.model.architecture.pad
        rows = [[*each, *[pad] * (width - len(each))] for each in sources]
        device = self.model.output_bias.device
        return ManyToManyState(self.model.start(torch.tensor(rows, device=device)), None)

    @torch.inference_mode()
    def step(self, last: Integers, state: ManyToManyState) -> tuple[Floats, ManyToManyState]:
        """Read one piece a row (see ``models.stepper.Stepper``)."""
        pieces = torch.from_numpy(numpy.ascontiguousarray(last)).to(self.model.output_bias.device)
        scores, after, weights = self.model.step(pieces, state.decoder)
        return scores.float().cpu().numpy(), ManyToManyState(after, weights.mean(dim=1))
