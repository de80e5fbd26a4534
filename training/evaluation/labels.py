"""How well a many-to-one model labels: accuracy where one label is right, F1 where several may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from models import layout
from models.manifest import Score
from models.many_to_one import ManyToOne, ManyToOneClassifier
from models.pieces import Pieces
from models.stepper import Floats

ROWS = 256

Truths = NDArray[numpy.bool_]
Groupings = Mapping[str, Mapping[str, Sequence[str]]]
"""Ways to put labels together: ``{grouping: {group: labels}}``."""


class LabelledLine(NamedTuple):
    """A line and the labels that are right for it."""

    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class LabelScore:
    """Precision, recall and F1 of one label, each from 0 to 1, and how many lines have it."""

    label: str
    precision: float
    recall: float
    f1: float
    lines: int


def judge(model: ManyToOne, pieces: Pieces, texts: Sequence[str]) -> Floats:
    """Return ``(lines, labels)`` probabilities."""
    classifier = ManyToOneClassifier(model)
    parts = []
    for start in range(0, len(texts), ROWS):
        sources = [layout.label_source(pieces.encode(text)) for text in texts[start : start + ROWS]]
        parts.append(classifier.probabilities(sources))
    return numpy.concatenate(parts)


def truths(lines: Sequence[LabelledLine], labels: Sequence[str]) -> Truths:
    """Return ``(lines, labels)``: which labels are right."""
    return numpy.array([[label in line.labels for label in labels] for line in lines])


def accuracy(given: Floats, right: Truths) -> float:
    """Return the share of lines whose most probable label is right, in per cent.

    Args:
        given: ``(lines, labels)`` probabilities.
        right: ``(lines, labels)``.
    """
    return round(100 * float(right[numpy.arange(len(given)), given.argmax(axis=1)].mean()), 2)


def label_scores(given: Truths, right: Truths, labels: Sequence[str]) -> list[LabelScore]:
    """Compare the labels that were given with the right ones, both ``(lines, labels)``; 0 where there are none."""
    both = (given & right).sum(axis=0)  # (labels,)
    precision = both / given.sum(axis=0).clip(min=1)
    recall = both / right.sum(axis=0).clip(min=1)
    f1 = 2 * both / (given.sum(axis=0) + right.sum(axis=0)).clip(min=1)
    return [
        LabelScore(label, float(precision[index]), float(recall[index]), float(f1[index]), int(right[:, index].sum()))
        for index, label in enumerate(labels)
    ]


def f1_scores(test: str, given: Truths, right: Truths, labels: Sequence[str], signature: str) -> list[Score]:
    """Return macro-F1 (the mean over labels) and micro-F1 (over all decisions), from 0 to 1."""
    macro = sum(each.f1 for each in label_scores(given, right, labels)) / len(labels)
    micro = 2 * int((given & right).sum()) / max(1, int(given.sum() + right.sum()))
    return [Score(test, "macro-F1", round(macro, 3), signature), Score(test, "micro-F1", round(micro, 3), signature)]


def grouped(given: Floats, labels: Sequence[str], groups: Mapping[str, Sequence[str]]) -> Floats:
    """Return ``(lines, groups)``: the probability of any label of each group, as if labels came independently."""
    columns = [[labels.index(label) for label in members] for members in groups.values()]
    return numpy.stack([1.0 - numpy.prod(1.0 - given[:, members], axis=1) for members in columns], axis=1)


def in_groups(lines: Sequence[LabelledLine], groups: Mapping[str, Sequence[str]]) -> list[LabelledLine]:
    """Replace the labels of lines by their groups."""
    return [
        LabelledLine(
            line.text, tuple(name for name, members in groups.items() if any(each in members for each in line.labels))
        )
        for line in lines
    ]
