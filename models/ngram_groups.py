"""Which n-grams go on, and where what follows each of them stands; small, since few of them do."""

from __future__ import annotations

from typing import Any

import numpy
from numpy.typing import NDArray

_BLOCK = 256
"""N-grams between two places where it is kept how many of those before go on."""

_TOGETHER = 64
"""Groups whose beginnings are kept as distances from that of the first, which mostly takes two bytes each."""


class Groups:
    """The n-grams of one length, grouped by that of the length below that they go on from.

    A bit for each n-gram of the length below says whether it goes on, and a number for those that do says where; how
    many bits before one are set is counted from the last place where that is known (Jacobson 1989).
    """

    def __init__(self, going_on: NDArray[numpy.uint8], sizes: NDArray[numpy.integer[Any]], below: int) -> None:
        """Take the groups.

        Args:
            going_on: ``(below / 8, rounded up,)`` a bit for each n-gram of the length below (see ``numpy.packbits``).
            sizes: ``(groups,)`` how many go on from each of those that do.
            below: how many n-grams there are of the length below.

        Raises:
            ValueError: bits and sizes are not of so many groups.
        """
        bits = numpy.unpackbits(going_on, count=below)
        counts = numpy.add.reduceat(bits, numpy.arange(0, below, _BLOCK), dtype=numpy.int64) if below else bits[:0]
        if len(going_on) != -(-below // 8) or int(counts.sum()) != len(sizes):
            raise ValueError(f"{len(sizes)} groups where {int(counts.sum())} were expected")
        self._bits = going_on.tobytes()
        self._before = numpy.cumsum(counts, dtype=numpy.int64).astype(numpy.int32)
        starts = numpy.zeros(len(sizes) + 1, numpy.int32)
        numpy.cumsum(sizes, out=starts[1:])
        self.total = int(starts[-1])
        """How many there are in all groups."""
        self._first = starts[::_TOGETHER].copy()
        distances = starts - numpy.repeat(self._first, _TOGETHER)[: len(starts)]
        self._distances = distances.astype(numpy.min_scalar_type(int(distances.max())))

    @classmethod
    def of(cls, sizes: NDArray[numpy.integer[Any]]) -> Groups:
        """Take how many go on from each n-gram of the length below: ``(below,)``."""
        return cls(numpy.packbits(sizes > 0), sizes[sizes > 0], len(sizes))

    @property
    def going_on(self) -> NDArray[numpy.uint8]:
        """``(below / 8, rounded up,)`` a bit for each n-gram of the length below."""
        return numpy.frombuffer(self._bits, numpy.uint8)

    @property
    def sizes(self) -> NDArray[numpy.integer[Any]]:
        """``(groups,)`` how many go on from each n-gram that does."""
        starts = self._distances + numpy.repeat(self._first, _TOGETHER)[: len(self._distances)]
        sizes: NDArray[numpy.integer[Any]] = numpy.diff(starts)
        return sizes

    def span(self, place: int) -> tuple[int, int]:
        """Return where those that go on from the n-gram at ``place`` begin and end; alike where there are none."""
        byte, bit = divmod(place, 8)
        if not self._bits[byte] >> (7 - bit) & 1:
            return 0, 0
        block = place // _BLOCK
        before = int(self._before[block - 1]) if block else 0
        before += int.from_bytes(self._bits[block * _BLOCK // 8 : byte]).bit_count()
        before += (self._bits[byte] >> (8 - bit)).bit_count()
        return self._start(before), self._start(before + 1)

    def _start(self, group: int) -> int:
        return int(self._first[group // _TOGETHER]) + int(self._distances[group])
