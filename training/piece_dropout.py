"""Undoes merges of pieces at random, so that words are learnt in several spellings.

BPE-dropout (Provilkov et al. 2020) leaves out merges while a text is split; here they are undone afterwards, from the
numbers alone, so that the text need not be kept and each example can be spelled anew in every epoch. What seed, epoch
and example decide is the same on every machine and after every interruption.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy
from numpy.typing import NDArray

from models.pieces import Pieces

Integers = NDArray[numpy.int32]


class PieceDropout:
    """Knows for each piece the two that it was merged from; ``share`` of the merges are undone, and of theirs again."""

    def __init__(self, pieces: Pieces, share: float) -> None:
        self.share = share
        self.halves = _halves(pieces)  # (pieces, 2)

    def __call__(self, row: Integers, *seed: int) -> Integers:
        """Return another spelling of a row of pieces; ``seed`` decides which."""
        generator = numpy.random.default_rng(seed)
        unseen = numpy.ones(len(row), bool)
        while True:
            undone = unseen & (self.halves[row, 0] >= 0) & (generator.random(len(row)) < self.share)
            if not undone.any():
                return row
            longer = numpy.repeat(row, 1 + undone)
            unseen = numpy.repeat(undone, 1 + undone)
            longer[unseen] = self.halves[row[undone]].ravel()
            row = longer


def _halves(pieces: Pieces) -> Integers:
    """Find the last merge of each piece: how byte-pair encoding would spell it if that piece did not exist."""
    spelled = {pieces.text(number): number for number in range(len(pieces)) if _has_spelling(pieces, number)}
    halves = numpy.full((len(pieces), 2), -1, numpy.int32)
    for text, number in spelled.items():
        parts = list(text)
        while len(parts) > 2:
            ranks = [_rank(spelled, one + other, text) for one, other in pairwise(parts)]
            least = min(ranks)
            if least == math.inf:
                break
            place = ranks.index(least)
            parts[place : place + 2] = [parts[place] + parts[place + 1]]
        if len(parts) == 2 and all(part in spelled for part in parts):
            halves[number] = [spelled[part] for part in parts]
    return halves


def _rank(spelled: dict[str, int], merged: str, whole: str) -> float:
    """Say how early a merge is made; a piece's number grows with that."""
    return math.inf if merged == whole else spelled.get(merged, math.inf)


def _has_spelling(pieces: Pieces, number: int) -> bool:
    return number not in pieces.controls and not pieces.is_byte(number)
