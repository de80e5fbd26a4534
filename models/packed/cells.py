"""One position of a stack of recurrent layers, the cells of ``models.recurrent``, in a graph."""

from __future__ import annotations

from models.packed.graph import Graph
from models.recurrent_cell import Cell

STATES: dict[Cell, int] = {"lstm": 2, "gru": 1, "rnn": 1}
"""How many vectors a layer remembers: an LSTM its hidden state and, after it, its cell."""


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
        after = {"lstm": self._lstm, "gru": self._gru, "rnn": self._rnn}[self.cell](name, inputs, before)
        self._after.extend(after)
        return after[0]

    def states(self) -> str:
        """Return the states after the position."""
        return self._after[0] if len(self._after) == 1 else str(self.graph.add("Concat", *self._after, axis=1))

    def _both(self, name: str, inputs: tuple[str, ...], hidden: str) -> tuple[str, str]:
        graph = self.graph
        from_inputs = graph.sum(graph.product(f"{name}.weight_ih_l0", *inputs), graph.vector(f"{name}.bias_ih_l0"))
        from_hidden = graph.sum(graph.product(f"{name}.weight_hh_l0", hidden), graph.vector(f"{name}.bias_hh_l0"))
        return from_inputs, from_hidden

    def _lstm(self, name: str, inputs: tuple[str, ...], before: list[str]) -> list[str]:
        graph = self.graph
        gates = graph.sum(*self._both(name, inputs, before[0]))
        let_in, kept, new, out = graph.add("Split", gates, outputs=4, axis=1, num_outputs=4)
        old = graph.add("Mul", graph.add("Sigmoid", kept), before[1])
        cell = graph.add("Add", old, graph.add("Mul", graph.add("Sigmoid", let_in), graph.add("Tanh", new)))
        return [graph.add("Mul", graph.add("Sigmoid", out), graph.add("Tanh", cell)), cell]

    def _gru(self, name: str, inputs: tuple[str, ...], before: list[str]) -> list[str]:
        graph = self.graph
        read, remembered = (
            graph.add("Split", each, outputs=3, axis=1, num_outputs=3) for each in self._both(name, inputs, before[0])
        )
        reset = graph.add("Sigmoid", graph.sum(read[0], remembered[0]))
        kept = graph.add("Sigmoid", graph.sum(read[1], remembered[1]))
        new = graph.add("Tanh", graph.sum(read[2], graph.add("Mul", reset, remembered[2])))
        return [graph.sum(new, graph.add("Mul", kept, graph.add("Sub", before[0], new)))]

    def _rnn(self, name: str, inputs: tuple[str, ...], before: list[str]) -> list[str]:
        return [self.graph.add("Tanh", self.graph.sum(*self._both(name, inputs, before[0])))]
