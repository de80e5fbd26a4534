"""The one-to-one network on arrays: a word in, the probabilities of the words of another language out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from models.architectures import OneToOneArchitecture
from models.arrays.layers import Affine, Norm, Weights, rows, softmax
from models.arrays.padding import padded
from models.arrays.recurrent import BidirectionalLayer
from models.stepper import Floats


class OneToOneArrayDictionary:
    """Answers what ``models.one_to_one.OneToOneDictionary`` answers."""

    def __init__(self, architecture: OneToOneArchitecture, weights: Weights) -> None:
        self.architecture = architecture
        self.embed = rows(weights, "embedding.weight")
        self.norms = [Norm(weights, f"norms.{depth}") for depth in range(architecture.layers)]
        self.layers = [
            BidirectionalLayer(architecture.cell, weights, f"layers.{depth}") for depth in range(architecture.layers)
        ]
        self.meaning = Affine(weights, "meaning")
        self.answers = rows(weights, "answer.weight")  # (answers, vector)
        self.answer_bias = weights["answer.bias"]

    def probabilities(self, words: Sequence[Sequence[int]], language: str) -> Floats:
        """Return ``(words, answers)`` probabilities of the words of a language.

        Raises:
            ValueError: the language is not known.
        """
        span = self.architecture.span(language)
        given = padded(words, self.architecture.pad)
        lengths = numpy.maximum((given != self.architecture.pad).sum(axis=1), 1)
        values = self.embed(given)
        for depth, (norm, layer) in enumerate(zip(self.norms, self.layers, strict=True)):
            outputs, final = layer.read(norm(values), lengths)
            values = outputs if depth == 0 else values + outputs
        return softmax(self.meaning(final) @ self.answers(span).T + self.answer_bias[span])
