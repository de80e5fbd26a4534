"""Accuracy of a many-to-one model, whole and by label."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from models import layout
from models.manifest import Score
from models.many_to_one import ManyToOne, ManyToOneClassifier
from models.pieces import Pieces

ROWS = 256


def score_labels(
    model: ManyToOne, pieces: Pieces, test: str, lines: Sequence[tuple[str, str]]
) -> tuple[list[Score], list[tuple[str, str, str]]]:
    """Label lines and compare.

    Args:
        model: what labels.
        pieces: its pieces.
        test: what to call the test.
        lines: ``(text, right label)``.

    Returns:
        the accuracy in per cent on whole lines and on their first three words, and the whole lines that were labelled
        wrongly as ``(text, given, right)``.
    """
    classifier = ManyToOneClassifier(model)
    labels = model.architecture.labels
    scores: list[Score] = []
    wrong: list[tuple[str, str, str]] = []
    for name, words in ((test, None), (f"{test}, first three words", 3)):
        right = 0
        for start in range(0, len(lines), ROWS):
            part = lines[start : start + ROWS]
            texts = [" ".join(text.split()[:words]) if words else text for text, _ in part]
            sources = [layout.label_source(pieces.encode(text)) for text in texts]
            given = numpy.argmax(classifier.probabilities(sources), axis=1)
            for (text, label), index in zip(part, given, strict=True):
                right += labels[index] == label
                if labels[index] != label and words is None:
                    wrong.append((text, labels[index], label))
        scores.append(Score(name, "accuracy", round(100 * right / len(lines), 2), f"{len(lines)} lines"))
    return scores, wrong
