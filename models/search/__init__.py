"""Decoding, written once for every stepper: greedy, beam, sampled and streamed.

All of it takes the same first arguments: a ``stepper``; its ``state`` before the first piece; ``first``, ``(rows,)``,
the piece that begins each row; ``limits``, ``(rows,)``, how many pieces each row may emit at most, the one that ends
it included; and ``end``, the piece that ends a row. Rows never depend on what else is in the batch.
"""

from models.search.beam import beam
from models.search.greedy import greedy
from models.search.hypothesis import LENGTH_PENALTY, Hypothesis, length_normaliser
from models.search.sample import sample
from models.search.score import score
from models.search.stream import Choose, sampled, stream

__all__ = [
    "LENGTH_PENALTY",
    "Choose",
    "Hypothesis",
    "beam",
    "greedy",
    "length_normaliser",
    "sample",
    "sampled",
    "score",
    "stream",
]
