"""From which probability on a label is given: the threshold that has the best F1 on held-out lines, label by label.

A rare label stays improbable even where it is right, and one half is not the best threshold (Lipton et al. 2014).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy
from numpy.typing import NDArray

from models.stepper import Floats
from training.evaluation.labels import Groupings, LabelledLine, Truths, grouped, in_groups, truths

EVEN = 0.5
"""What stands where nothing was held out to find a better one."""

LINES_OF_DOUBT = 2.0
"""Lines wrongly given that are added to every count, so that a few lucky lines do not decide on a rare label."""


def find_thresholds(
    given: Floats, lines: Sequence[LabelledLine], labels: Sequence[str], groupings: Groupings
) -> dict[str, float]:
    """Return the threshold of each label, and of each group as ``grouping.group``.

    Args:
        given: ``(lines, labels)`` probabilities.
        lines: held-out lines.
        labels: in the order of the columns.
        groupings: ways to put labels together.
    """
    found = dict(zip(labels, _best(given, truths(lines, labels)), strict=True))
    for grouping, groups in groupings.items():
        best = _best(grouped(given, labels, groups), truths(in_groups(lines, groups), list(groups)))
        found.update({f"{grouping}.{group}": threshold for group, threshold in zip(groups, best, strict=True)})
    return found


def decide(given: Floats, names: Sequence[str], thresholds: Mapping[str, float]) -> Truths:
    """Return ``(lines, labels)``: those above their thresholds, or else the nearest to its own: a line has a label."""
    ratios = given / numpy.array([thresholds.get(name, EVEN) for name in names])
    decided: Truths = ratios >= numpy.minimum(1.0, ratios.max(axis=1, keepdims=True))
    return decided


def _best(given: Floats, right: Truths) -> list[float]:
    return [round(_best_of_label(given[:, index], right[:, index]), 4) for index in range(right.shape[1])]


def _best_of_label(given: Floats, right: NDArray[numpy.bool_]) -> float:
    """Find the threshold between two neighbouring probabilities; ``given`` and ``right`` are ``(lines,)``."""
    if not right.any():
        return EVEN
    order = numpy.argsort(-given)
    falling = given[order]
    hits = right[order].cumsum()
    f1 = 2 * hits / (numpy.arange(1, len(order) + 1) + right.sum() + LINES_OF_DOUBT)
    last = int(f1.argmax())
    below = falling[last + 1] if last + 1 < len(falling) else 0.0
    return float((falling[last] + below) / 2)
