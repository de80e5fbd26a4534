"""Labels do not depend on padding; softmax sums to one and sigmoid need not."""

from __future__ import annotations

import numpy
import pytest

from models.many_to_one import ManyToOneClassifier
from tests.models.conftest import many_to_one


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
def test_a_batch_equals_single_lines(cell: str, output: str) -> None:
    classifier = ManyToOneClassifier(many_to_one(cell, output))
    lines = [[5, 6, 7], [8], [9, 10, 11, 12, 13]]
    together = classifier.probabilities(lines)
    for line, row in zip(lines, together, strict=True):
        numpy.testing.assert_allclose(classifier.probabilities([line])[0], row, rtol=1e-4, atol=1e-6)
    if output == "softmax":
        numpy.testing.assert_allclose(together.sum(axis=1), 1.0, rtol=1e-5)


def test_an_empty_line_gets_an_answer(cell: str) -> None:
    assert numpy.isfinite(ManyToOneClassifier(many_to_one(cell)).probabilities([[], [5]])).all()
