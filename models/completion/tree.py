"""What a network said after each beginning of a line, kept in a tree, so that nothing is read twice.

Whoever types goes one letter further each time: the lines that were searched at the key before begin with most of
those that are searched at this one, and backspace goes back to what was known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol

import numpy

from models.stepper import Floats, JoinableType, Stepper


class Starting(Stepper[JoinableType], Protocol[JoinableType]):
    """A one-to-many network: steps from nothing."""

    def start(self, rows: int = 1) -> JoinableType:
        """Return the state of so many rows before anything was read."""
        ...


class Node(Generic[JoinableType]):
    """A beginning that was read: the state after it is a row of ``state``.

    Attributes:
        log_probabilities: ``(pieces,)`` of the next piece; ``empty`` where nothing was read.
        after: the beginnings of one piece more that were read.
    """

    __slots__ = ("after", "log_probabilities", "row", "state")

    def __init__(self, state: JoinableType, row: int, log_probabilities: Floats) -> None:
        self.state = state
        self.row = row
        self.log_probabilities = log_probabilities
        self.after: dict[int, Node[JoinableType]] = {}


class Tree(Generic[JoinableType]):
    """Reads with a network, and remembers.

    Args:
        network: what reads.
        most: beginnings that are remembered; beyond, all but the one in use are forgotten.
    """

    def __init__(self, network: Starting[JoinableType], most: int = 1000) -> None:
        self.network = network
        self.most = most
        self.steps = 0
        """How many rows the network has read."""
        self.clear()

    def clear(self) -> None:
        """Forget everything, as when the network has learnt."""
        self.root = Node(self.network.start(1), 0, numpy.empty(0, numpy.float32))
        self._known = 0

    def step(self, nodes: Sequence[Node[JoinableType]], pieces: Sequence[int]) -> list[Node[JoinableType]]:
        """Read one piece more after each of some beginnings, those that are not known yet in one batch."""
        wanted: dict[tuple[int, int], tuple[Node[JoinableType], int]] = {}
        for node, piece in zip(nodes, pieces, strict=True):
            if piece not in node.after:
                wanted[id(node), piece] = node, piece
        if wanted:
            self._read([node for node, _ in wanted.values()], [piece for _, piece in wanted.values()])
        return [node.after[piece] for node, piece in zip(nodes, pieces, strict=True)]

    def _read(self, nodes: Sequence[Node[JoinableType]], pieces: Sequence[int]) -> None:
        groups: dict[int, tuple[JoinableType, list[int]]] = {}
        for place, node in enumerate(nodes):
            groups.setdefault(id(node.state), (node.state, []))[1].append(place)
        order = [place for _, places in groups.values() for place in places]
        parts = [state.select(numpy.array([nodes[place].row for place in places])) for state, places in groups.values()]
        state = parts[0].beside(parts[1:]) if len(parts) > 1 else parts[0]
        log_probabilities, after = self.network.step(numpy.array([pieces[place] for place in order]), state)
        for row, place in enumerate(order):
            nodes[place].after[pieces[place]] = Node(after, row, log_probabilities[row])
        self.steps += len(order)
        self._known += len(order)

    def forget_all_but(self, pieces: Sequence[int]) -> None:
        """Where too much is remembered, keep only the beginning that consists of these pieces."""
        if self._known <= self.most:
            return
        node, path = self.root, []
        for piece in pieces:
            if piece not in node.after:
                break
            node = node.after[piece]
            path.append((piece, node))
        self.root = Node(self.root.state, self.root.row, self.root.log_probabilities)
        self._known = len(path)
        parent = self.root
        for piece, node in path:
            kept = Node(node.state.select(numpy.array([node.row])), 0, node.log_probabilities.copy())
            parent.after[piece] = kept
            parent = kept
