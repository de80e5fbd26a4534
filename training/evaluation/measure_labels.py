"""Measures a many-to-one model on one test file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from models.manifest import Score
from models.many_to_one import ManyToOne
from models.pieces import Pieces
from training.evaluation.labels import (
    LabelledLine,
    accuracy,
    f1_scores,
    grouped,
    in_groups,
    judge,
    label_scores,
    truths,
)
from training.evaluation.tables import confusion_table, label_table
from training.evaluation.thresholds import decide
from training.recipe import Recipe


def measure_labels(
    model: ManyToOne,
    pieces: Pieces,
    test: str,
    lines: Sequence[LabelledLine],
    recipe: Recipe,
    show: Callable[[str], None],
) -> Iterator[Score]:
    """Score labels: by accuracy where exactly one is right, by F1 where several may be.

    Args:
        model: what labels; its architecture holds the thresholds.
        pieces: its pieces.
        test: what to call the test.
        lines: what to label.
        recipe: whose groupings are scored, too.
        show: called with each line of the tables.
    """
    labels, thresholds = model.architecture.labels, model.architecture.thresholds
    signature = f"{len(lines)} lines, {len(labels)} labels"
    right = truths(lines, labels)
    given = judge(model, pieces, [line.text for line in lines])
    if model.architecture.output == "softmax":
        yield Score(test, "accuracy", accuracy(given, right), f"{len(lines)} lines")
        if any(entry.kind == "language" for entry in recipe.corpus):
            beginnings = judge(model, pieces, [" ".join(line.text.split()[:3]) for line in lines])
            yield Score(f"{test}, first three words", "accuracy", accuracy(beginnings, right), f"{len(lines)} lines")
        chosen = given == given.max(axis=1, keepdims=True)
    else:
        chosen = decide(given, labels, thresholds)
        yield from f1_scores(test, chosen, right, labels, signature)
        for grouping, groups in recipe.groupings.items():
            names = [f"{grouping}.{group}" for group in groups]
            chosen_groups = decide(grouped(given, labels, groups), names, thresholds)
            right_groups = truths(in_groups(lines, groups), list(groups))
            signature = f"{len(lines)} lines, {len(groups)} groups"
            yield from f1_scores(f"{test}, {grouping}", chosen_groups, right_groups, list(groups), signature)
    for line in (*label_table(label_scores(chosen, right, labels)), "", *confusion_table(given, right, labels)):
        show(line)
