"""The stage that keeps exchanges to be found again: those of the corpora whose recipe asks for it."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy

from models.configuration import ConfigurationError
from models.exemplars.store import Exemplar, Exemplars
from models.exemplars.thesaurus import Thesaurus
from models.exemplars.words import words_of
from training.cleaning import LONGEST_TEXT, clean
from training.corpus_examples import examples_of
from training.example import read_examples, texts_of
from training.recipe import Recipe
from training.run_folder import RunFolder
from training.splitting import fingerprint, share_of
from training.vectors.of_words import train_word_vectors
from training.vectors.words import WordVectors

SIZE = 64
"""Of the vector of a word."""

LONGEST_PROMPT = 160
LONGEST_REPLY = 200
"""In characters. What is longer is seldom said again, and seldom a good thing to say."""

RARE = 1e-3
"""The frequency at which a word says half of what the rarest says (``a`` of Arora et al. 2017)."""

EVERYDAY = Path(__file__).parent / "vectors" / "everyday.safetensors"
"""Vectors and weights of 30,000 words of the four languages, from the text that the conversation bundle learnt from."""

THESAURUS = Path(__file__).parent / "thesaurus"
"""Of English words in questions; see the README there."""

LITTLE_TEXT = 20_000_000
"""In bytes; from less, vectors of words are not worth the name."""


def keep_exemplars(recipe: Recipe, data: Path, run: RunFolder) -> Exemplars:
    """Write the run's exemplars, compared by word vectors learnt from the run's own text.

    Raises:
        ConfigurationError: a corpus is missing, or none has anything to keep.
        RecordError: a corpus cannot be read.
    """
    exchanges = tuple(exemplar for index in range(len(recipe.corpus)) for exemplar in _chosen(recipe, index, data))
    if not exchanges:
        raise ConfigurationError(
            f"recipe '{recipe.name}': nothing to keep; give a [[corpus]] of chat exemplars = 5000."
        )
    examples = run.need(run.train_examples, "corpus")
    if not run.words.exists() and examples.stat().st_size < LITTLE_TEXT:
        everyday = Exemplars.read(EVERYDAY)
        return _write(run, _compared_by(everyday, exchanges, recipe))
    if run.words.exists():
        vectors = WordVectors.read(run.words)
    else:
        vectors = train_word_vectors(examples, SIZE, recipe.vectors, recipe.seed, run.words)
    counts = _frequencies(examples)
    words = _words_in(exchanges)
    places: dict[str, int] = {}
    for place, spelled in enumerate(vectors.words):  # the most frequent first: "cant" is "can't" before it is "cant"
        for word in words_of(spelled):
            places.setdefault(word, place)
    rows = numpy.zeros((len(words), vectors.vectors.shape[1]), numpy.float32)
    for row, word in enumerate(words):
        if word in places:
            rows[row] = vectors.vectors[places[word]]
    total = counts.total()
    weights = numpy.array([RARE / (RARE + counts[word] / total) for word in words], numpy.float32)
    return _write(run, Exemplars(exchanges, words, rows, weights, _licences(recipe)))


def _words_in(exchanges: tuple[Exemplar, ...]) -> tuple[str, ...]:
    return tuple(sorted({w for each in exchanges for text in (each.previous, each.prompt) for w in words_of(text)}))


def _licences(recipe: Recipe) -> dict[str, str]:
    return {entry.source or entry.path: entry.licence for entry in recipe.corpus if entry.exemplars}


def _compared_by(everyday: Exemplars, exchanges: tuple[Exemplar, ...], recipe: Recipe) -> Exemplars:
    """Compare exchanges by words learnt elsewhere; a word that is not among them says as much as a rare one."""
    places = {word: place for place, word in enumerate(everyday.words)}
    # All of them and not only those of the exchanges: a person asks in words of their own.
    words = tuple(sorted({*everyday.words, *_words_in(exchanges)}))
    rows = numpy.zeros((len(words), everyday.vectors.shape[1]), numpy.float32)
    weights = numpy.ones(len(words), numpy.float32)
    for row, word in enumerate(words):
        if word in places:
            rows[row] = everyday.vectors[places[word]]
            weights[row] = everyday.weights[places[word]]
    return Exemplars(exchanges, words, rows, weights, _licences(recipe), read_thesaurus())


def read_thesaurus() -> Thesaurus:
    """Read the groups of words that chatapp brings along."""
    files = sorted(THESAURUS.glob("*.txt"))
    return Thesaurus(dict.fromkeys(line for file in files for line in file.read_text("utf-8").splitlines()))


def _write(run: RunFolder, exemplars: Exemplars) -> Exemplars:
    partial = run.exemplars.with_suffix(".partial")
    partial.write_bytes(exemplars.to_bytes())
    partial.replace(run.exemplars)
    return exemplars


def _chosen(recipe: Recipe, index: int, data: Path) -> list[Exemplar]:
    """Take as many exchanges of one corpus as its entry asks for, by hash, in the order of the corpus."""
    entry = recipe.corpus[index]
    if not entry.exemplars or entry.kind != "chat":
        return []
    numbered = enumerate(_exchanges(recipe, index, data))
    least = heapq.nsmallest(entry.exemplars, numbered, key=lambda each: share_of(fingerprint(*each[1][:3])))
    return [exemplar for _, exemplar in sorted(least)]


def _exchanges(recipe: Recipe, index: int, data: Path) -> Iterator[Exemplar]:
    entry = recipe.corpus[index]
    # Of a subject to know about, whatever was learnt is to be found again.
    longest = (LONGEST_TEXT, LONGEST_TEXT) if recipe.answers_from else (LONGEST_PROMPT, LONGEST_REPLY)
    seen: set[int] = set()
    for example in examples_of(entry, index, data):
        mark = fingerprint(example.task, example.source, example.target)
        if share_of(mark) < recipe.held_out_share or mark in seen:
            continue
        seen.add(mark)
        prompt, reply = clean(example.source), clean(example.target)
        if not words_of(prompt) or not reply or len(prompt) > longest[0] or len(reply) > longest[1]:
            continue
        previous = clean(example.context[-1]) if example.context else ""
        yield Exemplar(previous[-LONGEST_REPLY:], prompt, reply, entry.source or entry.path)


def _frequencies(examples: Path) -> Counter[str]:
    """Count the words of what people said to each other; of everything, where there is no such text."""
    said: Counter[str] = Counter()
    written: Counter[str] = Counter()
    for example in read_examples(examples):
        counts = said if example.task == "<chat>" else written
        for text in texts_of(example):
            counts.update(words_of(text))
    return said or written
