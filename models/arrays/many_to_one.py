"""The many-to-one network on arrays: a line in, the probabilities of labels out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from models.architectures import ManyToOneArchitecture
from models.arrays.layers import Affine, Norm, Weights, rows, sigmoid, softmax
from models.arrays.padding import padded
from models.arrays.recurrent import BidirectionalLayer
from models.stepper import Floats


class ManyToOneArrayClassifier:
    """Answers what ``models.many_to_one.ManyToOneClassifier`` answers."""

    def __init__(self, architecture: ManyToOneArchitecture, weights: Weights) -> None:
        self.architecture = architecture
        self.embed = rows(weights, "embedding.weight")
        self.norms = [Norm(weights, f"norms.{depth}") for depth in range(architecture.layers)]
        self.layers = [
            BidirectionalLayer(architecture.cell, weights, f"layers.{depth}") for depth in range(architecture.layers)
        ]
        self.answer = Affine(weights, "answer")

    def probabilities(self, lines: Sequence[Sequence[int]]) -> Floats:
        """Return ``(lines, labels)`` probabilities; an empty line is judged by what the model knows without reading."""
        given = padded(lines, self.architecture.pad)
        mask = given != self.architecture.pad  # (batch, source)
        lengths = numpy.maximum(mask.sum(axis=1), 1)
        values = self.embed(given)
        for depth, (norm, layer) in enumerate(zip(self.norms, self.layers, strict=True)):
            outputs, _ = layer.read(norm(values), lengths)
            values = outputs if depth == 0 else values + outputs
        real = mask[:, :, None]
        mean = (values * real).sum(axis=1) / lengths[:, None].astype(numpy.float32)
        most = numpy.where(real, values, numpy.float32(-numpy.inf)).max(axis=1)
        most = numpy.where(mask.any(axis=1)[:, None], most, numpy.float32(0))
        scores = self.answer(numpy.concatenate([mean, most], axis=1))
        return softmax(scores) if self.architecture.output == "softmax" else sigmoid(scores)
