"""Lines of different lengths side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from models.stepper import Integers


def padded(lines: Sequence[Sequence[int]], pad: int) -> Integers:
    """Return the pieces of each line and, after them, ``pad``: ``(lines, longest)``, at least one wide."""
    width = max((len(each) for each in lines), default=0) or 1
    rows = numpy.full((len(lines), width), pad)
    for row, line in zip(rows, lines, strict=True):
        row[: len(line)] = line
    return rows
