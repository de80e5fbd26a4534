"""The recurrent core that all four shapes share: one layer by the name of its cell, alone or in both directions.

Tensor dimensions are named once for the whole package: ``batch`` lines (``rows`` while decoding), ``source`` and
``target`` positions (``time`` where it may be either), ``hidden`` units, ``heads`` of attention, ``pieces`` of the
vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor, nn

from models.recurrent_cell import Cell


class CellState(NamedTuple):
    """What one layer remembers: ``hidden`` and, for an LSTM, ``cell``, each ``(batch, hidden)``."""

    hidden: Tensor
    cell: Tensor | None

    def select(self, rows: Tensor) -> CellState:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        cell = None if self.cell is None else self.cell.index_select(0, rows)
        return CellState(self.hidden.index_select(0, rows), cell)


class RecurrentLayer(nn.Module):
    """One layer from left to right.

    ``lstm`` is Hochreiter & Schmidhuber 1997 with a forget gate (Gers et al. 2000) whose bias begins at 1
    (Jozefowicz et al. 2015); ``gru`` is Cho et al. 2014; ``rnn`` is Elman 1990 with tanh.
    """

    def __init__(self, cell: Cell, inputs: int, hidden: int) -> None:
        super().__init__()
        kinds: dict[str, Callable[..., nn.RNNBase]] = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}
        self.cell = cell
        self.hidden = hidden
        self.core = kinds[cell](inputs, hidden, batch_first=True)
        for name, weight in self.core.named_parameters():
            if name.startswith("weight_ih"):
                nn.init.xavier_uniform_(weight)
            elif name.startswith("weight_hh"):
                for start in range(0, weight.shape[0], hidden):
                    nn.init.orthogonal_(weight.data[start : start + hidden])
            else:
                nn.init.zeros_(weight)
        if cell == "lstm":
            nn.init.ones_(self.core.get_parameter("bias_ih_l0").data[hidden : 2 * hidden])

    def initial(self, batch: int) -> CellState:
        """Return the state of ``batch`` lines of which nothing has been read."""
        zeros = self.core.get_parameter("weight_hh_l0").new_zeros(batch, self.hidden)
        return CellState(zeros, zeros if self.cell == "lstm" else None)

    def forward(self, inputs: Tensor, state: CellState | None = None) -> tuple[Tensor, CellState]:
        """Read a sequence.

        Args:
            inputs: ``(batch, time, inputs)``.
            state: the state before the first position; nothing read yet if None.

        Returns:
            ``(batch, time, hidden)`` outputs and the state after the last position.
        """
        before = state or self.initial(inputs.shape[0])
        if self.cell == "lstm":
            assert before.cell is not None
            outputs, (hidden, cell) = self.core(inputs, (before.hidden[None], before.cell[None]))
            return outputs, CellState(hidden[0], cell[0])
        outputs, hidden = self.core(inputs, before.hidden[None])
        return outputs, CellState(hidden[0], None)


class BidirectionalLayer(nn.Module):
    """One layer in each direction, half of ``hidden`` each (Schuster & Paliwal 1997).

    The backward half reads each line reversed within its own length, so padding always comes last in either
    direction and no line's outputs depend on how much padding its batch happens to need.
    """

    def __init__(self, cell: Cell, inputs: int, hidden: int) -> None:
        super().__init__()
        self.ahead = RecurrentLayer(cell, inputs, hidden // 2)
        self.back = RecurrentLayer(cell, inputs, hidden // 2)

    def forward(self, inputs: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Read padded lines.

        Args:
            inputs: ``(batch, source, inputs)``.
            lengths: ``(batch,)`` how many positions of each line are real.

        Returns:
            ``(batch, source, hidden)`` outputs, and ``(batch, hidden)`` the last output of each direction.
        """
        order = reversal(lengths, inputs.shape[1])  # (batch, source)
        ahead, _ = self.ahead(inputs)
        back, _ = self.back(take(inputs, order))
        last = (lengths - 1)[:, None]
        final = torch.cat([take(ahead, last), take(back, last)], dim=-1)[:, 0]
        return torch.cat([ahead, take(back, order)], dim=-1), final


def reversal(lengths: Tensor, source: int) -> Tensor:
    """Return ``(batch, source)`` positions that reverse each line within its length and leave its padding in place."""
    positions = torch.arange(source, device=lengths.device)[None]
    mirrored = lengths[:, None] - 1 - positions
    return torch.where(mirrored >= 0, mirrored, positions)


def take(values: Tensor, positions: Tensor) -> Tensor:
    """Return ``values`` ``(batch, time, width)`` at ``positions`` ``(batch, taken)``: ``(batch, taken, width)``."""
    return values.gather(1, positions[:, :, None].expand(-1, -1, values.shape[2]))


class SequenceDropout(nn.Module):
    """Dropout with one mask a line, the same at every position (Gal & Ghahramani 2016)."""

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.probability = probability

    def forward(self, values: Tensor) -> Tensor:
        """Drop from ``values`` ``(batch, time, width)`` in training; return them as they are otherwise."""
        if not self.training or self.probability == 0.0:
            return values
        kept = 1.0 - self.probability
        mask = values.new_empty(values.shape[0], 1, values.shape[2]).bernoulli_(kept).div_(kept)
        return values * mask
