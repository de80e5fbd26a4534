"""The fourth stage: examples as numbers, each a source and a target of pieces, packed end to end.

Neither written nor read as a whole: arrays grow in files beside the output until all is known, and are mapped into
memory, so that a corpus may be larger than that.
How a task is written in pieces is decided in ``models.layout``, which the app shares.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from models import layout
from models.configuration import ConfigurationError
from models.pieces import Pieces
from training.example import LABEL, Example, read_examples
from training.growing_arrays import GrowingArrays, map_arrays

Integers = NDArray[numpy.int32]

_KINDS: dict[str, numpy.dtype[Any]] = {
    "sources": numpy.dtype("<i4"),
    "source_offsets": numpy.dtype("<i8"),
    "targets": numpy.dtype("<i4"),
    "target_offsets": numpy.dtype("<i8"),
    "corpus": numpy.dtype("<i4"),
}


class EncodedExamples:
    """Sources and targets of many examples in four arrays, and the corpus entry each came from."""

    def __init__(self, arrays: dict[str, Integers]) -> None:
        self.arrays = arrays
        self.corpus = arrays["corpus"]
        self.source_lengths: Integers = numpy.diff(arrays["source_offsets"]).astype(numpy.int32)
        self.target_lengths: Integers = numpy.diff(arrays["target_offsets"]).astype(numpy.int32)

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
        """Map what ``encode`` wrote; a row is read from the disk when it is asked for.

        Raises:
            ConfigurationError: the file is damaged.
        """
        try:
            return cls(map_arrays(path))
        except (OSError, ValueError, KeyError) as error:
            raise ConfigurationError(f"{path}: damaged ({error}); delete it and run `batches` again.") from error


def encode(
    examples: Path, shape: str, pieces: Pieces, labels: tuple[str, ...], longest: int, output: Path
) -> tuple[int, int]:
    """Write the examples of a file as numbers.

    Returns:
        how many were written, and how many left out because a side has more than ``longest`` pieces.
    """
    written, left_out = 0, 0
    spelling = _Spelling(pieces)
    with GrowingArrays(output, _KINDS) as grown:
        grown.add("source_offsets", [0])
        grown.add("target_offsets", [0])
        source_end, target_end = 0, 0
        for example in read_examples(examples):
            if shape == "many-to-one" and example.task != LABEL:
                continue
            source, target = _encode(example, shape, spelling, labels)
            if max(len(source), len(target)) > longest:
                left_out += 1
                continue
            source_end += len(source)
            target_end += len(target)
            grown.add("sources", source)
            grown.add("source_offsets", [source_end])
            grown.add("targets", target)
            grown.add("target_offsets", [target_end])
            grown.add("corpus", [example.corpus])
            written += 1
    return written, left_out


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
