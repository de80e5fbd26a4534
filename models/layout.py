"""How a task is written in pieces. Training and the app must agree to the piece, so both call these.

Torch-free. A text comes in as the pieces of ``Pieces.encode``; what comes out is what a model reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.pieces import Pieces

CHAT = "<chat>"
TURN = "<turn>"

LONGEST_CONTEXT = 60
"""Pieces of conversation that a reply is conditioned on."""

MOST_TURNS = 3
"""Turns of conversation that a reply is conditioned on, the newest included."""


def task_source(pieces: Pieces, task: str, line: Sequence[int]) -> list[int]:
    """Write a line to be translated: the task piece first (Johnson et al. 2017), then the line and its end."""
    return [pieces.control(task), *line, pieces.end]


def chat_source(pieces: Pieces, turns: Sequence[Sequence[int]]) -> list[int]:
    """Write the turns of a conversation, oldest first; the last is the message to answer.

    Older turns are left out when there are more than ``MOST_TURNS`` or when they do not fit; a message that does not
    fit by itself loses its beginning.
    """
    kept = list(turns[-1])[-LONGEST_CONTEXT:]
    for turn in reversed(turns[max(0, len(turns) - MOST_TURNS) : -1]):
        if len(kept) + 1 + len(turn) > LONGEST_CONTEXT:
            break
        kept = [*turn, pieces.control(TURN), *kept]
    return [pieces.control(CHAT), *kept, pieces.end]


def line_prefix(pieces: Pieces, language: str, turns: Sequence[Sequence[int]]) -> list[int]:
    """Write what stands before a line for a one-to-many model: its language piece, and the turns before it."""
    prefix = [pieces.control(language)]
    for turn in turns:
        prefix += [*turn, pieces.control(TURN)]
    return prefix


def label_source(line: Sequence[int]) -> list[int]:
    """Write a line to be labelled: as it is."""
    return list(line)


def word_source(pieces: Pieces, language: str, word: Sequence[int]) -> list[int]:
    """Write a word to be looked up: the piece of its language first."""
    return [pieces.control(f"<{language}>"), *word]
