"""Counts which word translates which in the parallel files of a recipe, for every two of its languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy

from models.configuration import ConfigurationError
from training.dictionary.alignment import Counts, Numbers, align
from training.dictionary.words import Spellings, words_of
from training.readers.tsv import read_pairs
from training.recipe import CorpusRecipe

PIVOTED = 2
"""Translations of one sentence into a language that are paired with those into another."""


@dataclass
class Vocabulary:
    """The words of a language, in lower case, by number, and how they are written."""

    numbers: dict[str, int] = field(default_factory=dict)
    spellings: Spellings = field(default_factory=Spellings)

    def read(self, sentence: str, language: str) -> Numbers:
        """Return the words of a sentence as numbers; new ones are added."""
        words = [word.replace("’", "'") for word in words_of(sentence, language)]
        self.spellings.add(words)
        return numpy.array([self.numbers.setdefault(word.casefold(), len(self.numbers)) for word in words], numpy.int32)


@dataclass(frozen=True)
class Counted:
    """How often words translate each other: ``(pairs,)`` words of two languages, and the expected counts."""

    first: Numbers
    second: Numbers
    counts: Counts


Sentences = dict[tuple[str, str], list[tuple[Numbers, Numbers]]]


def count(
    corpus: Sequence[CorpusRecipe], languages: Sequence[str], data: Path, rounds: int
) -> tuple[Mapping[str, Vocabulary], Mapping[tuple[str, str], Counted]]:
    """Read the files and align them.

    Two languages are aligned on the files that hold both, and on their translations of the same sentence of the first
    of ``languages``.

    Returns:
        the vocabulary of each language, and the counts of every two languages, in the order of ``languages``.

    Raises:
        ConfigurationError: a file is missing, or of a language that is not among ``languages``.
        RecordError: a file cannot be read.
    """
    vocabularies = {language: Vocabulary() for language in languages}
    sentences: Sentences = {pair: [] for pair in combinations(languages, 2)}
    pivots: dict[str, dict[str, list[Numbers]]] = {}
    for entry in corpus:
        _read(entry, data, vocabularies, sentences, pivots)
    for translations in pivots.values():
        for first, second in combinations([each for each in languages if each in translations], 2):
            sentences[first, second] += zip(translations[first], translations[second], strict=False)
    counted = {pair: Counted(*align(lines, rounds)) for pair, lines in sentences.items() if lines}
    return vocabularies, counted


def _read(
    entry: CorpusRecipe,
    data: Path,
    vocabularies: Mapping[str, Vocabulary],
    sentences: Sentences,
    pivots: dict[str, dict[str, list[Numbers]]],
) -> None:
    path = data / entry.path
    if not path.exists():
        raise ConfigurationError(f"{path}: no such file; say with --data where the corpora are.")
    languages = list(vocabularies)
    for language in entry.languages:
        if language not in languages:
            raise ConfigurationError(f"{path}: the language '{language}' is not among the languages of the recipe.")
    first, second = entry.languages[0], entry.languages[-1]
    for pair in read_pairs(path):
        source = vocabularies[first].read(pair.source, first)
        target = vocabularies[second].read(pair.targets[0], second)
        if languages.index(first) < languages.index(second):
            sentences[first, second].append((source, target))
        else:
            sentences[second, first].append((target, source))
        if first == languages[0]:
            kept = pivots.setdefault(pair.source, {}).setdefault(second, [])
            if len(kept) < PIVOTED:
                kept.append(target)
