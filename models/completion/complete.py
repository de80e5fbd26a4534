"""A best-first search whose lines all begin with what was typed, and that notes every whole word it passes."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from typing import Generic, NamedTuple

import numpy
from numpy.typing import NDArray

from models.completion.spellings import Spellings
from models.completion.tree import Node, Tree
from models.search.walk import never
from models.stepper import Integers, JoinableType

_SMALLEST = 5e-324

_LEFT_OUT = -math.log(0.01)
"""The cost of taking it that capitals or accents of a word were left out ("ecole" for "école", "paris" for "Paris").

Who writes them in full gets what is meant in full, since that is by far likelier then.
"""


class Completion(NamedTuple):
    """One way to go on: ``text`` comes right after what was typed and ends where a word ends.

    ``probability`` is that of the line going on so, given all that was typed; ``words`` how many words ``text`` holds,
    the rest of a half-typed one counted as a word.
    """

    text: str
    probability: float
    words: int


class _Beginning(NamedTuple, Generic[JoinableType]):
    """A hypothesis: a piece after a line that was read; it is read when its turn comes.

    ``cost`` is its negative log-probability, ``text`` what it adds to what was typed, ``untyped`` what of the typed
    letters it has yet to spell, and ``length`` how many pieces it has. ``loose`` are those that take it that capitals
    or accents were left out in what was typed.
    """

    cost: float
    number: int
    before: Node[JoinableType]
    piece: int
    text: bytes
    untyped: bytes
    length: int
    loose: bool = False

    @property
    def words(self) -> int:
        return sum(any(letter.isalnum() for letter in word) for word in self.text.decode("utf-8", "ignore").split())


def complete(
    tree: Tree[JoinableType],
    spellings: Spellings,
    node: Node[JoinableType],
    typed: str,
    *,
    words: int = 4,
    most: int = 64,
    together: int = 12,
    steps: int = 10,
    least: float = 0.0,
    should_stop: Callable[[], bool] = never,
) -> list[Completion]:
    """Find how a line goes on: its next words, and phrases of several words.

    The pieces of a half-typed word are seldom those of the whole word ("hel" + "lo" is "hello"), so the letters after
    the last certain piece are not read as pieces: every line that begins with them is searched, however it is cut
    into pieces. Where a piece may end a word, the word counts with the probability that a new one begins there. The
    same text reached by several pieces adds up. The most probable lines are read first, several together. That capitals
    or accents were left out in what was typed is thought of, too, as something improbable.

    Args:
        tree: what was read before, and what reads the rest.
        spellings: how its pieces are spelled.
        node: of the tree, after the last certain piece.
        typed: the letters after the last certain piece, a space first where they begin a word; may be empty.
        words: how many words a completion may hold at most.
        most: how many lines are read at most.
        together: how many of them at once.
        steps: how many pieces a completion may hold at most.
        least: lines of a lower probability, given what was typed, are not read, which ends the search early.
        should_stop: asked before every reading; when it answers yes, what was found so far is returned.

    Returns:
        completions of at least one word, all different, the most probable first.
    """
    search = _Completing(tree, spellings, node, typed, words, steps, least)
    while most > 0 and not should_stop():
        read = search.advance(min(most, together))
        if not read:
            break
        most -= read
    return search.results()


class _Completing(Generic[JoinableType]):
    """What one search has yet to read, and what it has found."""

    def __init__(
        self,
        tree: Tree[JoinableType],
        spellings: Spellings,
        node: Node[JoinableType],
        typed: str,
        words: int,
        steps: int,
        least: float,
    ) -> None:
        self.tree = tree
        self.spellings = spellings
        self.words = words
        self.steps = steps
        self.least = least
        self.open: list[_Beginning[JoinableType]] = []
        self.found: dict[str, tuple[float, int]] = {}
        self.typed_probability = 0.0 if typed else 1.0
        self._number = 0
        self._extend(_Beginning(0.0, 0, node, -1, b"", typed.encode("utf-8", "replace"), 0), node)

    def advance(self, together: int) -> int:
        """Read the most probable lines, note which of them are whole words and say how many were read."""
        chosen: list[_Beginning[JoinableType]] = []
        while self.open and len(chosen) < together:
            beginning = heapq.heappop(self.open)
            if beginning.cost >= self._highest_cost():
                self.open.clear()
            else:
                chosen.append(beginning)
        nodes = self.tree.step([each.before for each in chosen], [each.piece for each in chosen])
        for beginning, node in zip(chosen, nodes, strict=True):
            self._note_word(beginning, node)
            if beginning.length < self.steps:
                self._extend(beginning, node)
        return len(chosen)

    def results(self) -> list[Completion]:
        """Return what was found, the most probable first."""
        found = [
            Completion(text, min(1.0, probability / self.typed_probability), words)
            for text, (probability, words) in self.found.items()
        ]
        return sorted(found, key=lambda each: (-each.probability, each.text))

    def _highest_cost(self) -> float:
        return -math.log(max(self.least * self.typed_probability, _SMALLEST))

    def _extend(self, beginning: _Beginning[JoinableType], node: Node[JoinableType]) -> None:
        """Note which lines go on from one that was read."""
        untyped = beginning.untyped
        if not untyped:
            probable = numpy.flatnonzero(node.log_probabilities > beginning.cost - self._highest_cost())
            for piece in self._allowed(probable, beginning.words).tolist():
                self._push(beginning, node, piece, 0, b"")
            return
        reaching, within = self.spellings.fitting(untyped)
        self._count_typed(reaching, node, beginning.cost)
        pieces = numpy.concatenate([reaching, within])
        for piece in pieces[self._is_probable(pieces, node, beginning.cost)].tolist():
            self._push(beginning, node, piece, len(untyped), untyped[len(self.spellings.spelling[piece]) :])
        loosely = self.spellings.fitting_loosely(untyped)
        looser = beginning._replace(cost=beginning.cost + (0.0 if beginning.loose else _LEFT_OUT), loose=True)
        self._count_typed(loosely.reaching[:, 0], node, looser.cost)
        for piece, used in loosely.reaching[self._is_probable(loosely.reaching[:, 0], node, looser.cost)].tolist():
            self._push(looser, node, piece, used, b"")
        for piece, used in loosely.within[self._is_probable(loosely.within[:, 0], node, looser.cost)].tolist():
            self._push(looser, node, piece, len(self.spellings.spelling[piece]), untyped[used:])

    def _count_typed(self, reaching: Integers, node: Node[JoinableType], cost: float) -> None:
        shares = numpy.exp(node.log_probabilities[reaching].astype(numpy.float64))
        self.typed_probability += math.exp(-cost) * float(shares.sum())

    def _is_probable(self, pieces: Integers, node: Node[JoinableType], cost: float) -> NDArray[numpy.bool_]:
        probable: NDArray[numpy.bool_] = node.log_probabilities[pieces] > cost - self._highest_cost()
        return probable

    def _push(
        self, beginning: _Beginning[JoinableType], node: Node[JoinableType], piece: int, used: int, untyped: bytes
    ) -> None:
        """Add a piece to a line; ``used`` bytes of it spell what was typed."""
        self._number += 1
        heapq.heappush(
            self.open,
            _Beginning(
                beginning.cost - float(node.log_probabilities[piece]),
                self._number,
                node,
                piece,
                beginning.text + self.spellings.spelling[piece][used:],
                untyped,
                beginning.length + 1,
                beginning.loose,
            ),
        )

    def _allowed(self, pieces: Integers, words: int) -> Integers:
        allowed = self.spellings.spelled[pieces]
        if words >= self.words:
            allowed = allowed & ~self.spellings.spaced[pieces]
        kept: Integers = pieces[allowed]
        return kept

    def _note_word(self, beginning: _Beginning[JoinableType], node: Node[JoinableType]) -> None:
        text = _whole(beginning.text)
        if beginning.untyped or text is None or text.endswith(" "):
            return
        words = beginning.words
        if not words:
            return
        ends = float(numpy.exp(node.log_probabilities[self.spellings.openings].astype(numpy.float64)).sum())
        before = self.found.get(text, (0.0, words))[0]
        self.found[text] = (before + math.exp(-beginning.cost) * ends, words)


def _whole(text: bytes) -> str | None:
    """Decode, or None where the text breaks off within a character."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return None
