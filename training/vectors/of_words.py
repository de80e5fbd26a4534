"""Vectors over the words of a run's text, in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from training.example import read_evenly, texts_of
from training.recipe import VectorsRecipe
from training.vectors.learn import MOST_EXAMPLES, learn
from training.vectors.words import WordVectors

LEAST = 5
"""How often a word occurs that gets a vector."""

EPOCHS = 3
"""Where the recipe asks for no vectors over pieces."""

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def words_of(text: str) -> list[str]:
    """Part a text into its words, in lower case; marks are left out, apostrophes and hyphens within words stay.

    >>> words_of("Don't go, Anne-Marie!")
    ["don't", 'go', 'anne-marie']
    """
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def train_word_vectors(examples: Path, size: int, recipe: VectorsRecipe, seed: int, output: Path) -> WordVectors:
    """Train vectors over the words of the run's text and write them.

    Args:
        examples: the run's text.
        size: of a vector.
        recipe: algorithm, window and epochs.
        seed: decides the result, together with the text.
        output: the file to write.

    Raises:
        ConfigurationError: the text is too short.
    """
    epochs = recipe.epochs or EPOCHS
    words, learnt = learn(_Sentences(examples), recipe.algorithm, size, recipe.window, epochs, LEAST, seed)
    vectors = WordVectors.of(words, learnt)
    vectors.write(output)
    return vectors


class _Sentences:
    """The corpus as gensim reads it: many times over, a list of words a line."""

    def __init__(self, examples: Path) -> None:
        self.examples = examples

    def __iter__(self) -> Iterator[list[str]]:
        for example in read_evenly(self.examples, MOST_EXAMPLES):
            for text in texts_of(example):
                if text:
                    yield words_of(text)
