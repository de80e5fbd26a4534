"""Vectors of the tokens of a text, by gensim: skip-gram with negative samples, over whole tokens or over their parts.

``word2vec`` is Mikolov et al. 2013; ``fasttext`` is Bojanowski et al. 2017, which adds up vectors of the letter groups
of a token, so that rare forms of a word lie near the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy
from numpy.typing import NDArray

from models.configuration import ConfigurationError

Algorithm = Literal["word2vec", "fasttext"]
Vectors = NDArray[numpy.float32]

MOST_EXAMPLES = 2_500_000
"""Of a run's text; more change the vectors little, cost a quarter of an hour a million, and bring ever more words."""

BUCKETS = 100_000
"""How many vectors the letter groups of ``fasttext`` share."""


def learn(
    sentences: Iterable[list[str]], algorithm: Algorithm, size: int, window: int, epochs: int, least: int, seed: int
) -> tuple[list[str], Vectors]:
    """Learn vectors.

    Args:
        sentences: lists of tokens; read several times over.
        algorithm: ``word2vec`` or ``fasttext``.
        size: of a vector.
        window: how many tokens to either side count as near.
        epochs: how many times the sentences are read.
        least: tokens that occur less often are left out.
        seed: decides the result, together with the sentences.

    Returns:
        the tokens, the most frequent first, and their vectors ``(tokens, size)``.

    Raises:
        ConfigurationError: no token occurs often enough.
    """
    from gensim.models import FastText, Word2Vec

    settings = {
        "vector_size": size,
        "window": window,
        "epochs": epochs,
        "min_count": least,
        "sg": 1,
        "negative": 5,
        "sample": 1e-4,
        "workers": 1,  # more would make the result depend on which thread comes first
        "seed": seed,
    }
    try:
        if algorithm == "fasttext":
            vectors = FastText(sentences=sentences, bucket=BUCKETS, **settings).wv
        else:
            vectors = Word2Vec(sentences=sentences, **settings).wv
    except RuntimeError as error:  # gensim's word for an empty vocabulary
        raise ConfigurationError(
            f"word vectors: no token occurs {least} times or more; train on a larger corpus."
        ) from error
    return list(vectors.index_to_key), numpy.asarray(vectors.vectors, numpy.float32)
