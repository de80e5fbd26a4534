"""The third stage: word vectors over the pieces (Mikolov et al. 2013, by gensim), which start the embeddings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy
from safetensors.numpy import save_file

from models.pieces import Pieces
from training.example import read_examples, texts_of
from training.recipe import VectorsRecipe


def train_vectors(examples: Path, pieces: Pieces, size: int, recipe: VectorsRecipe, seed: int, output: Path) -> int:
    """Train skip-gram vectors over the pieces of the run's text and write ``vectors`` ``(pieces, size)``.

    Pieces that the text does not hold get a small random vector. All are scaled to the spread the embeddings of the
    models begin with, so that the two can be exchanged.

    Returns:
        how many pieces got a trained vector.
    """
    from gensim.models import Word2Vec

    model = Word2Vec(
        sentences=_Sentences(examples, pieces),
        vector_size=size,
        window=recipe.window,
        epochs=recipe.epochs,
        min_count=3,
        sg=1,
        negative=5,
        sample=1e-4,
        workers=1,
        seed=seed,
    )
    generator = numpy.random.default_rng(seed)
    vectors = generator.normal(size=(len(pieces), size)).astype(numpy.float32)
    trained = [int(key) for key in model.wv.index_to_key]
    vectors[trained] = model.wv.vectors / model.wv.vectors.std()
    vectors *= size**-0.5
    vectors[pieces.pad] = 0.0
    partial = output.with_suffix(".partial")
    save_file({"vectors": vectors}, str(partial))
    partial.replace(output)
    return len(trained)


class _Sentences:
    """The corpus as gensim reads it: many times over, one list of piece numbers (as texts) a line."""

    def __init__(self, examples: Path, pieces: Pieces) -> None:
        self.examples = examples
        self.pieces = pieces

    def __iter__(self) -> Iterator[list[str]]:
        for example in read_examples(self.examples):
            for text in texts_of(example):
                if text:
                    yield [str(identifier) for identifier in self.pieces.encode(text)]
