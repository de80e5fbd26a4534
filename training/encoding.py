"""The fourth stage: examples as numbers, each a source and a target of pieces, packed end to end.

How a task is written in pieces is decided in ``models.layout``, which the app shares.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from models import layout
from models.pieces import Pieces
from training.example import LABEL, Example, read_examples

Integers = NDArray[numpy.int32]


class EncodedExamples:
    """Sources and targets of many examples in four arrays, and the corpus entry each came from."""

    def __init__(self, arrays: dict[str, Integers]) -> None:
        self.arrays = arrays
        self.corpus = arrays["corpus"]
        self.source_lengths: Integers = numpy.diff(arrays["source_offsets"])
        self.target_lengths: Integers = numpy.diff(arrays["target_offsets"])

    def __len__(self) -> int:
        return len(self.corpus)

    def source(self, index: int) -> Integers:
        """Return the source pieces of one example."""
        offsets = self.arrays["source_offsets"]
        return self.arrays["sources"][offsets[index] : offsets[index + 1]]

    def target(self, index: int) -> Integers:
        """Return the target pieces of one example."""
        offsets = self.arrays["target_offsets"]
        return self.arrays["targets"][offsets[index] : offsets[index + 1]]

    @classmethod
    def read(cls, path: Path) -> EncodedExamples:
        """Read what ``encode`` wrote."""
        return cls(load_file(str(path)))


def encode(
    examples: Path, shape: str, pieces: Pieces, labels: tuple[str, ...], longest: int, output: Path
) -> tuple[int, int]:
    """Write the examples of a file as numbers.

    Returns:
        how many were written, and how many left out because a side has more than ``longest`` pieces.
    """
    sources: list[list[int]] = []
    targets: list[list[int]] = []
    corpus: list[int] = []
    left_out = 0
    spelling = _Spelling(pieces)
    for example in read_examples(examples):
        if shape == "many-to-one" and example.task != LABEL:
            continue
        source, target = _encode(example, shape, spelling, labels)
        if max(len(source), len(target)) > longest:
            left_out += 1
            continue
        sources.append(source)
        targets.append(target)
        corpus.append(example.corpus)
    arrays = {
        "sources": _flat(sources),
        "source_offsets": _offsets(sources),
        "targets": _flat(targets),
        "target_offsets": _offsets(targets),
        "corpus": numpy.array(corpus, numpy.int32),
    }
    partial = output.with_suffix(".partial")
    save_file(arrays, str(partial))
    partial.replace(output)
    return len(corpus), left_out


class _Spelling:
    """Pieces with a memory: the turns of a dialogue come back as context, several times each."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = pieces
        self._kept: dict[str, list[int]] = {}

    def __call__(self, text: str) -> list[int]:
        found = self._kept.get(text)
        if found is None:
            if len(self._kept) > 100_000:
                self._kept.clear()
            found = self._kept[text] = self.pieces.encode(text)
        return found


def _encode(example: Example, shape: str, spelling: _Spelling, labels: tuple[str, ...]) -> tuple[list[int], list[int]]:
    pieces = spelling.pieces
    if shape == "many-to-one":
        marked = [labels.index(label) for label in example.target.split(",")]
        return layout.label_source(spelling(example.source)), marked
    if shape == "one-to-one":
        word = layout.word_source(pieces, example.context[0], spelling(example.source))
        return word, [int(number) for number in example.target.split()]
    target = spelling(example.target)
    context = [spelling(turn) for turn in example.context]
    if shape == "one-to-many":
        return [], [*layout.line_prefix(pieces, example.task, context), *target, pieces.end]
    if example.task == layout.CHAT:
        return layout.chat_source(pieces, [*context, spelling(example.source)]), [*target, pieces.end]
    return layout.task_source(pieces, example.task, spelling(example.source)), [*target, pieces.end]


def _flat(rows: Iterable[list[int]]) -> Integers:
    return numpy.fromiter((each for row in rows for each in row), numpy.int32)


def _offsets(rows: list[list[int]]) -> Integers:
    lengths = numpy.fromiter((len(row) for row in rows), numpy.int64, len(rows))
    return numpy.concatenate([[0], numpy.cumsum(lengths)]).astype(numpy.int32)
