"""What all toolkits are asked to do."""

from __future__ import annotations

from typing import NamedTuple

PIECES_WRITTEN = 15
"""A network that was hardly trained ends its lines anywhere: every toolkit is made to write lines of this length."""


class Sizes(NamedTuple):
    """Of the model, of the training and of what is translated afterwards."""

    hidden: int
    pieces: int
    tokens: int
    updates: int
    sentences: int
    threads: int
