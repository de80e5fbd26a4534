"""Which word was translated from which, read off the attention of the network (Bahdanau et al. 2015)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy

from chatapp.engine.protocol import Alignment
from models import layout
from models.pieces import WORD_START, Pieces
from models.stepper import Floats, LineToLine

_WORD = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*|\w+(?:[-_]\w+)*['’]?|[^\w\s]")


def words(text: str) -> list[tuple[int, int]]:
    """Where the words and signs of a text begin and end; an apostrophe belongs to the word before it."""
    return [match.span() for match in _WORD.finditer(text)]


def align(network: LineToLine[Any], pieces: Pieces, sentence: str, translation: str, target: str) -> Alignment | None:
    """Say how much each word of a translation looked at each word of its sentence; None if the network cannot tell.

    The translation is forced on the network. A word looks as much as its pieces do on average; what the pieces looked
    at besides words (the task, the end) is left out.

    Args:
        network: what translates.
        pieces: its pieces.
        sentence: on one line, with single spaces.
        translation: on one line, with single spaces.
        target: the language of the translation.
    """
    line, written = pieces.encode(sentence), pieces.encode(translation)
    looked = _attention(network, pieces, layout.task_source(pieces, f"<to:{target}>", line), written)
    if looked is None:
        return None
    source_words, target_words = words(sentence), words(translation)
    looked = looked[:, 1 : 1 + len(line)]  # (target, source) without the task and the end
    source = _belongs(_spans(pieces, sentence, line), source_words)  # (source pieces, source words)
    produced = _belongs(_spans(pieces, translation, written), target_words)  # (target pieces, target words)
    produced /= numpy.maximum(produced.sum(axis=0, keepdims=True), 1.0)
    weights = produced.T @ looked @ source  # (target words, source words)
    return Alignment(
        [list(each) for each in source_words],
        [list(each) for each in target_words],
        [[round(float(weight), 4) for weight in row] for row in weights],
    )


def _attention(network: LineToLine[Any], pieces: Pieces, source: Sequence[int], target: Sequence[int]) -> Floats | None:
    """``(target, source)``: what was looked at when each piece of the target was written."""
    state = network.start([source])
    rows = []
    for last in [pieces.begin, *target][: len(target)]:
        _, state = network.step(numpy.array([last]), state)
        attention = getattr(state, "attention", None)
        if attention is None:
            return None
        rows.append(numpy.asarray(attention, dtype=numpy.float32)[0])
    return numpy.stack(rows) if rows else numpy.zeros((0, len(source)), dtype=numpy.float32)


def _spans(pieces: Pieces, text: str, line: Sequence[int]) -> list[tuple[int, int]]:
    """Where each piece of a line begins and ends in its text, in letters (sentencepiece itself does not tell)."""
    lengths = [1 if pieces.is_byte(each) else len(pieces.text(each).replace(WORD_START, " ").encode()) for each in line]
    letters = [number for number, letter in enumerate(text) for _ in letter.encode()]
    # A space may have been put before the first word.
    end = len(letters) - sum(lengths)
    spans = []
    for length in lengths:
        begin, end = end, end + length
        inside = letters[max(begin, 0) : max(end, 0)]
        spans.append((inside[0], inside[-1] + 1) if inside else (0, 0))
    return spans


def _belongs(spans: Sequence[tuple[int, int]], words: Sequence[tuple[int, int]]) -> Floats:
    """``(pieces, words)``: 1 where a piece has a letter of the word."""
    belongs = numpy.zeros((len(spans), len(words)), dtype=numpy.float32)
    for piece, (begin, end) in enumerate(spans):
        for number, (first, last) in enumerate(words):
            belongs[piece, number] = begin < last and end > first
    return belongs
