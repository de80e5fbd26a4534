"""Tables of how labels were given: each label by itself, and which was taken for which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy

from models.stepper import Floats
from training.evaluation.labels import LabelScore, Truths


def label_table(scores: Sequence[LabelScore]) -> Iterator[str]:
    """Yield a line a label: precision, recall, F1 and how many lines have it."""
    width = max(len("label"), *(len(score.label) for score in scores))
    yield f"{'label':{width}}  precision  recall     F1   lines"
    for each in scores:
        yield f"{each.label:{width}}  {each.precision:9.2f}  {each.recall:6.2f}  {each.f1:5.2f}  {each.lines:6,}"


def confusion_table(given: Floats, right: Truths, labels: Sequence[str]) -> Iterator[str]:
    """Yield a line a right label, with a column for each label that was the most probable.

    Args:
        given: ``(lines, labels)`` probabilities.
        right: ``(lines, labels)``; only lines with one right label are counted.
        labels: in the order of the columns.
    """
    single = right.sum(axis=1) == 1
    counts = numpy.zeros((len(labels), len(labels)), dtype=int)
    numpy.add.at(counts, (right[single].argmax(axis=1), given[single].argmax(axis=1)), 1)
    names = [f"{index + 1} {label}" for index, label in enumerate(labels)]
    width = max(len("right, given"), *map(len, names))
    cell = max(3, len(str(counts.max())))
    yield f"{'right, given':{width}}" + "".join(f" {index + 1:{cell}}" for index in range(len(labels)))
    for name, row in zip(names, counts, strict=True):
        yield f"{name:{width}}" + "".join(f" {count or '.':>{cell}}" for count in row)
