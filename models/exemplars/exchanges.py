"""The exchanges of a bundle as they lie in memory: one text, and where each begins; taken apart when looked at.

A Python object for every prompt and reply takes three times the room of their letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

import numpy
from numpy.typing import NDArray

from models.stepper import Integers


class Exemplar(NamedTuple):
    """A prompt and what was replied, after what (``previous``, empty where it began a conversation), and from where."""

    previous: str
    prompt: str
    reply: str
    source: str


class Exchanges(Sequence[Exemplar]):
    """Lines of ``previous``, prompt and reply, with tabs between, and the numbers of their sources."""

    def __init__(self, text: bytes, sources: Sequence[str], source: NDArray[numpy.uint16]) -> None:
        """Take lines in UTF-8, the names of the sources, and of each line the number of its source.

        Raises:
            ValueError: there are more lines or fewer than sources of theirs, or a line has not three parts.
        """
        letters = numpy.frombuffer(text, numpy.uint8)
        breaks = numpy.flatnonzero(letters == ord("\n"))
        begins = numpy.concatenate([[0], breaks + 1]) if text else numpy.zeros(0, numpy.int64)
        ends = numpy.append(breaks, len(text)) if text else begins
        if len(begins) != len(source):
            raise ValueError(f"{len(begins)} exchanges, {len(source)} sources of theirs")
        tabs = numpy.concatenate([[0], numpy.cumsum(letters == ord("\t"))])
        if (tabs[ends] - tabs[begins] != _TABS).any():
            raise ValueError("an exchange has not three parts")
        self._text = text
        self._sources = sources
        self._source = source
        self._begins, self._ends = begins.astype(numpy.uint32), ends.astype(numpy.uint32)

    def __len__(self) -> int:
        return len(self._source)

    @overload
    def __getitem__(self, place: int) -> Exemplar: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Exemplar, ...]: ...

    def __getitem__(self, place: int | slice) -> Exemplar | tuple[Exemplar, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        line = self._text[self._begins[place] : self._ends[place]].decode()
        previous, prompt, reply = line.split("\t")
        return Exemplar(previous, prompt, reply, self._sources[self._source[place]])

    def __iter__(self) -> Iterator[Exemplar]:
        for begin, end, source in zip(self._begins.tolist(), self._ends.tolist(), self._source.tolist(), strict=True):
            previous, prompt, reply = self._text[begin:end].decode().split("\t")
            yield Exemplar(previous, prompt, reply, self._sources[source])

    def take(self, rows: Integers) -> Exchanges:
        """Return those of the given rows, of the same text."""
        taken = object.__new__(Exchanges)
        taken._text, taken._sources, taken._source = self._text, self._sources, self._source[rows]
        taken._begins, taken._ends = self._begins[rows], self._ends[rows]
        return taken


_TABS = 2
