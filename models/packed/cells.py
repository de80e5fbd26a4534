"""One position of a stack of recurrent layers, the cells of ``models.recurrent``, in a graph."""

from __future__ import annotations

from collections.abc import Sequence

from models.packed.graph import Graph
from models.recurrent_cell import Cell

STATES: dict[Cell, int] = {"lstm": 2, "gru": 1, "rnn": 1}
"""How many vectors a layer remembers: an LSTM its hidden state and, after it, its cell."""


def from_inputs(graph: Graph, name: str, *inputs: str) -> str:
    """Add what a layer makes of its inputs, ``(…, gates * hidden)``: it is the same whatever the layer remembers."""
    return graph.sum(graph.product(f"{name}.weight_ih_l0", *inputs), graph.vector(f"{name}.bias_ih_l0"))


def remember(graph: Graph, cell: Cell, name: str, given: str, before: Sequence[str]) -> list[str]:
    """Add the states of a layer after one position, of what it made of its inputs and its states before."""
    return {"lstm": _lstm, "gru": _gru, "rnn": _rnn}[cell](graph, given, _from_hidden(graph, name, before[0]), before)


def _from_hidden(graph: Graph, name: str, hidden: str) -> str:
    return graph.sum(graph.product(f"{name}.weight_hh_l0", hidden), graph.vector(f"{name}.bias_hh_l0"))


def _lstm(graph: Graph, given: str, remembered: str, before: Sequence[str]) -> list[str]:
    let_in, kept, new, out = graph.add("Split", graph.sum(given, remembered), outputs=4, axis=1, num_outputs=4)
    old = graph.add("Mul", graph.add("Sigmoid", kept), before[1])
    cell = graph.add("Add", old, graph.add("Mul", graph.add("Sigmoid", let_in), graph.add("Tanh", new)))
    return [graph.add("Mul", graph.add("Sigmoid", out), graph.add("Tanh", cell)), cell]


def _gru(graph: Graph, given: str, remembered: str, before: Sequence[str]) -> list[str]:
    read, old = (graph.add("Split", each, outputs=3, axis=1, num_outputs=3) for each in (given, remembered))
    reset = graph.add("Sigmoid", graph.sum(read[0], old[0]))
    kept = graph.add("Sigmoid", graph.sum(read[1], old[1]))
    new = graph.add("Tanh", graph.sum(read[2], graph.add("Mul", reset, old[2])))
    return [graph.sum(new, graph.add("Mul", kept, graph.add("Sub", before[0], new)))]


def _rnn(graph: Graph, given: str, remembered: str, _before: Sequence[str]) -> list[str]:
    return [graph.add("Tanh", graph.sum(given, remembered))]


class Stack:
    """The states of all layers side by side, ``(rows, layers * states * hidden)``, taken apart and put together."""

    def __init__(self, graph: Graph, cell: Cell, states: str, layers: int, hidden: int) -> None:
        self.graph = graph
        self.cell = cell
        count = layers * STATES[cell]
        self._before = [states]
        if count > 1:
            self._before = graph.add("Split", states, graph.numbers(*[hidden] * count), outputs=count, axis=1)
        self._after: list[str] = []

    def step(self, name: str, *inputs: str) -> str:
        """Let the next layer read one position; returns what it puts out, ``(rows, hidden)``."""
        before = self._before[len(self._after) : len(self._after) + STATES[self.cell]]
        after = remember(self.graph, self.cell, name, from_inputs(self.graph, name, *inputs), before)
        self._after.extend(after)
        return after[0]

    def states(self) -> str:
        """Return the states after the position."""
        return self._after[0] if len(self._after) == 1 else str(self.graph.add("Concat", *self._after, axis=1))
