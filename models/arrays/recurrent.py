"""Recurrent layers on arrays, the cells of ``models.recurrent``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy

from models.arrays.layers import Weights, sigmoid
from models.recurrent_cell import Cell
from models.stepper import Floats, Integers

_GATES: dict[Cell, int] = {"lstm": 4, "gru": 3, "rnn": 1}
_HALF = numpy.float32(0.5)


class CellArrays(NamedTuple):
    """What one layer remembers: ``hidden`` and, for an LSTM, ``cell``, each ``(batch, hidden)``."""

    hidden: Floats
    cell: Floats | None

    def select(self, rows: Integers) -> CellArrays:
        """Return the given rows; ``rows`` is ``(selected,)``."""
        return CellArrays(self.hidden[rows], None if self.cell is None else self.cell[rows])

    def beside(self, others: Sequence[CellArrays]) -> CellArrays:
        """Return these rows and then those of the others."""
        hidden = numpy.concatenate([self.hidden, *(each.hidden for each in others)])
        cells = [each.cell for each in (self, *others) if each.cell is not None]
        return CellArrays(hidden, numpy.concatenate(cells) if cells else None)


class RecurrentLayer:
    """One layer from left to right."""

    def __init__(self, cell: Cell, weights: Weights, name: str) -> None:
        self.cell = cell
        recurrent = weights[f"{name}.core.weight_hh_l0"]  # (gates * hidden, hidden)
        self.hidden = recurrent.shape[1]
        from_inputs, from_hidden = weights[f"{name}.core.weight_ih_l0"], recurrent
        input_bias, hidden_bias = weights[f"{name}.core.bias_ih_l0"], weights[f"{name}.core.bias_hh_l0"]
        if cell != "gru":  # a GRU resets what comes from the hidden state, its bias included
            input_bias, hidden_bias = input_bias + hidden_bias, numpy.zeros_like(hidden_bias)
        if cell == "lstm":
            # A sigmoid is a hyperbolic tangent of half the value: with the halves in the weights, one call bends all.
            halves = numpy.full((4, 1), _HALF, dtype=numpy.float32)
            halves[2] = 1.0
            scale = halves.repeat(self.hidden, axis=0)  # (gates * hidden, 1)
            from_inputs, from_hidden, input_bias = from_inputs * scale, from_hidden * scale, input_bias * scale[:, 0]
        self.from_inputs = numpy.ascontiguousarray(from_inputs.T)  # (inputs, gates * hidden)
        self.from_hidden = numpy.ascontiguousarray(from_hidden.T)  # (hidden, gates * hidden)
        self.input_bias = input_bias
        self.hidden_bias = hidden_bias

    def initial(self, batch: int) -> CellArrays:
        """Return the state of ``batch`` lines of which nothing has been read."""
        zeros = numpy.zeros((batch, self.hidden), dtype=numpy.float32)
        return CellArrays(zeros, zeros if self.cell == "lstm" else None)

    def step(self, inputs: Floats, state: CellArrays) -> CellArrays:
        """Read one position, ``(batch, inputs)``."""
        return self._advance(self._project(inputs), state)

    def read(self, inputs: Floats) -> Floats:
        """Read lines from their beginning: ``(batch, time, inputs)`` to ``(batch, time, hidden)``."""
        batch, time, width = inputs.shape
        projected = self._project(inputs.reshape(batch * time, width)).reshape(batch, time, -1)
        outputs = numpy.empty((batch, time, self.hidden), dtype=numpy.float32)
        state = self.initial(batch)
        for position in range(time):
            state = self._advance(projected[:, position], state)
            outputs[:, position] = state.hidden
        return outputs

    def _project(self, inputs: Floats) -> Floats:
        projected: Floats = inputs @ self.from_inputs
        projected += self.input_bias
        return projected

    def _advance(self, projected: Floats, state: CellArrays) -> CellArrays:
        """Go on by one position, of which ``projected`` ``(batch, gates * hidden)`` is what the inputs say."""
        remembered: Floats = state.hidden @ self.from_hidden
        if self.cell == "lstm":
            assert state.cell is not None
            remembered += projected
            bent = numpy.tanh(remembered, out=remembered)
            new = bent[:, 2 * self.hidden : 3 * self.hidden]
            gates = bent * _HALF + _HALF
            let_in, kept = gates[:, : self.hidden], gates[:, self.hidden : 2 * self.hidden]
            cell = kept * state.cell + let_in * new
            return CellArrays(gates[:, 3 * self.hidden :] * numpy.tanh(cell), cell)
        if self.cell == "gru":
            remembered += self.hidden_bias
            both = sigmoid(projected[:, : 2 * self.hidden] + remembered[:, : 2 * self.hidden])
            reset, kept = both[:, : self.hidden], both[:, self.hidden :]
            new = numpy.tanh(projected[:, 2 * self.hidden :] + reset * remembered[:, 2 * self.hidden :])
            return CellArrays(new + kept * (state.hidden - new), None)
        return CellArrays(numpy.tanh(projected + remembered), None)


class BidirectionalLayer:
    """One layer in each direction; the backward one reads each line reversed within its own length."""

    def __init__(self, cell: Cell, weights: Weights, name: str) -> None:
        self.ahead = RecurrentLayer(cell, weights, f"{name}.ahead")
        self.back = RecurrentLayer(cell, weights, f"{name}.back")

    def read(self, inputs: Floats, lengths: Integers) -> tuple[Floats, Floats]:
        """Read padded lines.

        Args:
            inputs: ``(batch, source, inputs)``.
            lengths: ``(batch,)`` how many positions of each line are real.

        Returns:
            ``(batch, source, hidden)`` outputs, and ``(batch, hidden)`` the last output of each direction.
        """
        batch, source, _ = inputs.shape
        lines = numpy.arange(batch)
        positions = numpy.arange(source)[None]
        mirrored = lengths[:, None] - 1 - positions
        order = numpy.where(mirrored >= 0, mirrored, positions)  # (batch, source)
        ahead = self.ahead.read(inputs)
        back = self.back.read(inputs[lines[:, None], order])
        last = lengths - 1
        final = numpy.concatenate([ahead[lines, last], back[lines, last]], axis=1)
        return numpy.concatenate([ahead, back[lines[:, None], order]], axis=2), final
