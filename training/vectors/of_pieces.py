"""The third stage: vectors over the pieces, which start the embeddings of a model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy
from safetensors.numpy import save_file

from models.pieces import Pieces
from training.example import read_evenly, texts_of
from training.recipe import VectorsRecipe
from training.vectors.learn import MOST_EXAMPLES, learn

LEAST = 3
"""How often a piece occurs that gets a trained vector."""


def train_vectors(examples: Path, pieces: Pieces, size: int, recipe: VectorsRecipe, seed: int, output: Path) -> int:
    """Train vectors over the pieces of the run's text and write ``vectors`` ``(pieces, size)``.

    Pieces that the text does not hold get a small random vector. All are scaled to the spread the embeddings of the
    models begin with, so that the two can be exchanged.

    Returns:
        how many pieces got a trained vector.

    Raises:
        ConfigurationError: the text is too short.
    """
    sentences = _Sentences(examples, pieces, spelled=recipe.algorithm == "fasttext")
    tokens, learnt = learn(sentences, recipe.algorithm, size, recipe.window, recipe.epochs, LEAST, seed)
    generator = numpy.random.default_rng(seed)
    vectors = generator.normal(size=(len(pieces), size)).astype(numpy.float32)
    vectors[[sentences.numbers[token] for token in tokens]] = learnt / learnt.std()
    vectors *= size**-0.5
    vectors[pieces.pad] = 0.0
    partial = output.with_suffix(".partial")
    save_file({"vectors": vectors}, str(partial))
    partial.replace(output)
    return len(tokens)


class _Sentences:
    """The corpus as gensim reads it: many times over, a list of tokens a line.

    A token is the number of a piece, or its spelling where the letters matter.
    """

    def __init__(self, examples: Path, pieces: Pieces, spelled: bool) -> None:
        self.examples = examples
        self.pieces = pieces
        self.tokens = [pieces.text(number) if spelled else str(number) for number in range(len(pieces))]
        self.numbers = {token: number for number, token in enumerate(self.tokens)}

    def __iter__(self) -> Iterator[list[str]]:
        for example in read_evenly(self.examples, MOST_EXAMPLES):
            for text in texts_of(example):
                if text:
                    yield [self.tokens[number] for number in self.pieces.encode(text)]
