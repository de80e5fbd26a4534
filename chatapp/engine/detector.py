"""Which language a text is in."""

from __future__ import annotations

from typing import NamedTuple

import numpy

from chatapp.engine.clean_line import clean_line
from chatapp.engine.networks import Labeller
from models import layout
from models.pieces import Pieces

_LONGEST = 128
_BATCH = 16
_MOST_PARTS = 64


class Detection(NamedTuple):
    """A language code and how sure the network is of it."""

    language: str
    probability: float


class Detector:
    """Asks a many-to-one network; long texts are judged by the mean over their parts."""

    def __init__(self, labeller: Labeller, pieces: Pieces, labels: tuple[str, ...]) -> None:
        self.labeller = labeller
        self.pieces = pieces
        self.labels = labels

    def detect(self, text: str) -> Detection | None:
        """Judge a text; None where it holds no letter to judge by."""
        line = clean_line(text)
        if not any(letter.isalpha() for letter in line):
            return None
        line_pieces = self.pieces.encode(line)
        parts = [line_pieces[start : start + _LONGEST] for start in range(0, len(line_pieces), _LONGEST)][:_MOST_PARTS]
        lines = [layout.label_source(part) for part in parts]
        judged = [self.labeller.probabilities(lines[start : start + _BATCH]) for start in range(0, len(lines), _BATCH)]
        weights = numpy.array([len(part) for part in parts], dtype=numpy.float64)
        mean = numpy.average(numpy.concatenate(judged), axis=0, weights=weights)  # (labels,)
        best = int(mean.argmax())
        return Detection(self.labels[best], float(mean[best]))
