"""Decoding as every evaluation does it: the most probable line a beam of five finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy

from models.many_to_many import ManyToMany, ManyToManyStepper
from models.pieces import Pieces
from models.search import beam

ROWS = 64
WIDTH = 5


def decode(model: ManyToMany, pieces: Pieces, sources: Sequence[Sequence[int]]) -> Iterator[str]:
    """Write the line that answers each source, in their order."""
    stepper = ManyToManyStepper(model)
    forbidden = numpy.array(sorted(pieces.controls - {pieces.end}))
    for start in range(0, len(sources), ROWS):
        part = [list(source) for source in sources[start : start + ROWS]]
        first = numpy.full(len(part), pieces.begin)
        limits = numpy.array([2 * len(source) + 10 for source in part])
        found = beam(stepper, stepper.start(part), first, limits, pieces.end, width=WIDTH, forbidden=forbidden)
        yield from (pieces.decode(each[0].pieces) for each in found)
