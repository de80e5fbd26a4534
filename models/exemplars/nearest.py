"""Which exemplars are nearest to what a person says.

Two texts are compared by meaning and by letter: by the weighted mean of their words' vectors without its commonest
direction (smooth inverse frequency, Arora et al. 2017), and by the words and pairs of neighbouring words they share.
Alone, the first takes "I lost my job" for "I found my job", the second knows no synonyms. Neither tells a question from
an answer or yes from no (``models.exemplars.manner``), or what a few words mean after what was said before: the fewer
they are, the more that counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy
from numpy.typing import NDArray

from models.exemplars.manner import Manners, beyond_greeting, last_sentence
from models.exemplars.store import Exemplar, Exemplars
from models.exemplars.words import words_of
from models.stepper import Integers

MEANING = 0.5
"""How much of the likeness is that of the vectors; the rest is that of the letters."""

PREVIOUS = 0.45
"""How much of the likeness is, at most, that of what was said before, for exemplars that go on from something."""

BEGINNING = 0.5
"""How much less likely an exemplar that goes on from nothing is meant, in the middle of a conversation, at most."""

_PAIR = 0.7
"""What a pair of neighbouring words weighs, beside the mean of the two words."""


_AT_ONCE = 4096

_ENOUGH = 100
"""From how many exemplars on their meanings have a commonest direction worth the name."""


@dataclass(frozen=True)
class Found:
    """An exemplar and how like it is to what was said: 1 is the same, 0 nothing alike."""

    exemplar: Exemplar
    likeness: float


class Nearest:
    """Finds exemplars. Takes a pass over the words of all of them for each question: 10 ms for 20,000."""

    def __init__(self, exemplars: Exemplars) -> None:
        self.exemplars = exemplars
        self._numbers = {word: number for number, word in enumerate(exemplars.words)}
        self._weights = exemplars.weights
        self._vectors = exemplars.vectors
        said, before, follows = [], [], []
        for each in exemplars.exchanges:
            said.append(words_of(beyond_greeting(each.prompt)))
            follows.append(bool(each.previous))
            if each.previous:
                before.append(words_of(last_sentence(each.previous)))
        self._follows = numpy.array(follows, bool)
        self._manners = Manners(said)
        prompts = self._apart(said)
        # Of those that go on from something only, which are few.
        previous = self._apart(before)
        del said, before
        # The commonest direction is the first right singular vector, here by a matrix as small as a word vector.
        _, directions = numpy.linalg.eigh(prompts.meanings.T @ prompts.meanings)
        self._commonest = directions[:, -1:] if len(exemplars.exchanges) >= _ENOUGH else directions[:, :0]
        self._prompts = self._without_commonest(prompts)
        self._previous = self._without_commonest(previous)

    def find(self, prompt: str, previous: str = "", count: int = 10) -> list[Found]:
        """Return at most ``count`` exemplars, the nearest first, no reply twice.

        Args:
            prompt: what was said.
            previous: what the app had said before; empty at the beginning of a conversation.
            count: how many.
        """
        if not self.exemplars.exchanges:
            return []
        prompt = beyond_greeting(prompt)
        likeness = self._likeness(prompt, self._prompts) * self._manners.likeness(prompt)  # (exemplars,)
        unsaid = 3.0 / (3.0 + len(words_of(prompt)))  # how much of what is meant is not in the words themselves
        if previous:
            before = numpy.zeros(len(likeness))
            before[self._follows] = self._likeness(last_sentence(previous), self._previous)
            counts = min(PREVIOUS, unsaid)
            going_on = (1 - counts) * likeness + counts * before
            likeness = numpy.where(self._follows, going_on, (1 - BEGINNING * unsaid) * likeness)
        else:
            likeness = numpy.where(self._follows, (1 - PREVIOUS) * likeness, likeness)
        found: dict[str, Found] = {}
        for number in numpy.argsort(-likeness, kind="stable"):
            exemplar = self.exemplars.exchanges[number]
            found.setdefault(exemplar.reply, Found(exemplar, float(likeness[number])))
            if len(found) == count:
                break
        return list(found.values())

    def _likeness(self, text: str, texts: _Texts) -> NDArray[numpy.float64]:
        asked = self._without_commonest(self._apart([words_of(text)]))
        meaning = _products(texts.meanings, asked.meanings[0])
        shared = numpy.where(numpy.isin(texts.features, asked.features), texts.weights, numpy.float32(0.0))
        lengths = texts.lengths * asked.lengths[0]
        letters = numpy.divide(
            _sums(shared**2, texts.counts), lengths, out=numpy.zeros_like(lengths), where=lengths > 0
        )
        answer: NDArray[numpy.float64] = MEANING * meaning.clip(0.0) + (1 - MEANING) * letters
        return answer

    def _apart(self, texts: Sequence[Sequence[str]]) -> _Texts:
        """Take texts apart, each given as its words; one no exemplar has is like nothing, but makes a text unlike."""
        size = len(self.exemplars.words)
        get = self._numbers.get
        numbers = numpy.array([get(word, -1) for words in texts for word in words], numpy.int64)
        lengths = numpy.array([len(words) for words in texts], numpy.int64)
        rows = numpy.arange(len(texts)).repeat(lengths)
        known = numbers >= 0
        says = numpy.where(known, self._weights[numbers] if size else 1.0, 1.0).astype(numpy.float32)
        features = numpy.where(known, numbers, -1 - numpy.arange(len(numbers)))  # unknown words are not even each other
        # A pair is numbered from after the last word on.
        pairs = numpy.flatnonzero(known[:-1] & known[1:] & (rows[:-1] == rows[1:]))
        pair_features = (numbers[pairs] + 1) * size + numbers[pairs + 1]
        pair_weights = _PAIR * (says[pairs] + says[pairs + 1]) / 2
        features, of = numpy.concatenate([features, pair_features]), numpy.concatenate([rows, rows[pairs]])
        order = numpy.lexsort((features, of))
        features, of = features[order], of[order]
        first = numpy.ones(len(features), bool)  # each once in a text
        first[1:] = (features[1:] != features[:-1]) | (of[1:] != of[:-1])
        weighed = numpy.concatenate([says, pair_weights])[order][first]
        counted = numpy.bincount(of[first], minlength=len(texts))
        meanings = self._meanings(numbers[known], says[known], rows[known], len(texts))
        return _Texts(features[first], weighed, counted, numpy.sqrt(_sums(weighed**2, counted)), meanings)

    def _meanings(
        self, numbers: Integers, weights: NDArray[numpy.float32], rows: Integers, texts: int
    ) -> NDArray[numpy.float32]:
        """Add up the weighed vectors of the words of each text, some texts at a time: ``(texts, size)``."""
        meanings = numpy.zeros((texts, self._vectors.shape[1]), numpy.float32)
        for begin in range(0, texts, _AT_ONCE):
            start, end = numpy.searchsorted(rows, (begin, begin + _AT_ONCE))
            if start < end:
                found, starts = numpy.unique(rows[start:end], return_index=True)
                vectors = weights[start:end, None] * self._vectors[numbers[start:end]]
                meanings[found] = numpy.add.reduceat(vectors, starts, axis=0)
        return meanings

    def _without_commonest(self, texts: _Texts) -> _Texts:
        meanings = texts.meanings - (texts.meanings @ self._commonest) @ self._commonest.T
        lengths = numpy.linalg.norm(meanings, axis=1, keepdims=True)
        return replace(texts, meanings=(meanings / numpy.maximum(lengths, 1e-9)).astype(numpy.float16))


@dataclass(frozen=True)
class _Texts:
    """Texts taken apart.

    Attributes:
        features: ``(features,)`` numbers of the words and pairs of words of one text after the other, each once.
        weights: ``(features,)`` how much each says.
        counts: ``(texts,)`` how many features each text has.
        lengths: ``(texts,)`` of the vectors of features.
        meanings: ``(texts, size)`` the weighted means of the vectors of words, float16 once they are of one length.
    """

    features: Integers
    weights: NDArray[numpy.float32]
    counts: Integers
    lengths: NDArray[numpy.float64]
    meanings: NDArray[numpy.floating[Any]]


def _products(meanings: NDArray[numpy.floating[Any]], vector: NDArray[numpy.floating[Any]]) -> NDArray[numpy.float32]:
    """Multiply ``(texts, size)`` by ``(size,)``, some at a time, as float32 takes twice the room: ``(texts,)``."""
    wide = vector.astype(numpy.float32)
    products = numpy.empty(len(meanings), numpy.float32)
    for begin in range(0, len(meanings), _AT_ONCE):
        products[begin : begin + _AT_ONCE] = meanings[begin : begin + _AT_ONCE].astype(numpy.float32) @ wide
    return products


def _sums(values: NDArray[numpy.float32], counts: Integers) -> NDArray[numpy.float64]:
    """Add up the first ``counts[0]`` values, then the next ``counts[1]``, and so on: ``(counts,)``."""
    running = numpy.concatenate([[0.0], numpy.cumsum(values, dtype=numpy.float64)])
    ends = numpy.cumsum(counts)
    sums: NDArray[numpy.float64] = running[ends] - running[ends - counts]
    return sums
