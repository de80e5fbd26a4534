"""Text that goes on from a beginning, as long as it is let."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic

import numpy

from chatapp.engine.clean_line import clean_line, clean_text
from chatapp.engine.networks import LineWriter
from models import layout, search
from models.pieces import Pieces
from models.stepper import StateType

_LONGEST_LINE = 60
_LONGEST_BEFORE = 40
_NO_REPEAT = 4
_TOP_P = 0.9
_WITH_CONTEXT = ("en",)
"""Languages in which the shipped network has read lines that follow each other; in others it loses its way."""
_CUT_CHARACTER = "\N{REPLACEMENT CHARACTER}"


class FreeText(Generic[StateType]):
    """Asks a one-to-many network, which writes one sentence or turn at a time: each is read before the next."""

    def __init__(self, network: LineWriter[StateType], pieces: Pieces) -> None:
        self.network = network
        self.pieces = pieces
        self.forbidden = numpy.array(sorted((pieces.controls | {pieces.unknown}) - {pieces.end}), dtype=numpy.int64)

    def write(
        self,
        beginning: str,
        language: str,
        *,
        words: int,
        temperature: float,
        seed: int,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[str]:
        """Yield what follows ``beginning``, part by part, until it holds about so many words and a sentence ends.

        The same seed writes the same text. The first part begins with a space where a new word begins.
        """
        last_line = clean_line(beginning.rpartition("\n")[2])
        line = self.pieces.encode(last_line)
        before: list[int] = []
        written, begun = 0, len(last_line.split())
        open_word = bool(line) and not clean_text(beginning)[-1:].isspace()
        while written < words and not should_stop():
            for piece, part in self._sentence(before, line, language, temperature, seed, should_stop):
                line.append(piece)
                text = part if open_word else part.lstrip()
                open_word = open_word or bool(text)
                yield text
            written += max(1, len(self.pieces.decode(line).split()) - begun)
            begun = 0
            seed += 1
            before, line = line[-_LONGEST_BEFORE:] if language in _WITH_CONTEXT else [], []
            if written < words:
                open_word = False
                yield " "

    def _sentence(
        self,
        before: list[int],
        line: list[int],
        language: str,
        temperature: float,
        seed: int,
        should_stop: Callable[[], bool],
    ) -> Iterator[tuple[int, str]]:
        prefix = layout.line_prefix(self.pieces, f"<{language}>", [before] if before else [])
        state = self.network.start(1)
        for piece in [*prefix, *line][:-1]:
            _, state = self.network.step(numpy.array([piece]), state)
        pieces = list(line)
        said = self.pieces.decode(pieces)
        for piece in search.stream(
            self.network,
            state,
            numpy.array([[*prefix, *line][-1]]),
            numpy.array([_LONGEST_LINE]),
            self.pieces.end,
            choose=search.sampled(seed, temperature=temperature, top_p=_TOP_P),
            forbidden=self.forbidden,
            no_repeat=_NO_REPEAT,
            should_stop=should_stop,
        ):
            pieces.append(piece)
            text = self.pieces.decode(pieces)
            # A character of several pieces is shown when its last piece is there.
            if text.endswith(_CUT_CHARACTER):
                yield piece, ""
            else:
                yield piece, text[len(said) :]
                said = text
