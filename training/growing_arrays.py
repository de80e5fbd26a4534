"""One safetensors file of one-dimensional arrays that are too long for memory: written bit by bit, read by mapping."""

from __future__ import annotations

import json
import shutil
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy

KEPT = 65536
"""Numbers of an array that are kept in memory before they are written."""

_NAMES = {"<i4": "I32", "<i8": "I64"}
_KINDS: dict[str, numpy.dtype[Any]] = {name: numpy.dtype(kind) for kind, name in _NAMES.items()}


class GrowingArrays:
    """Arrays that grow in files of their own, and become one file with its name when all is well.

    Args:
        path: the file to be.
        kinds: what numbers each array holds, in the order of the file.
    """

    def __init__(self, path: Path, kinds: Mapping[str, numpy.dtype[Any]]) -> None:
        self.path = path
        self.kinds = kinds
        self._kept = {name: array("q") for name in kinds}
        self._sizes = dict.fromkeys(kinds, 0)
        self._partials = {name: path.with_suffix(f".{name}.partial") for name in kinds}
        self._files: dict[str, BinaryIO] = {}

    def __enter__(self) -> Self:
        self._files = {name: path.open("wb") for name, path in self._partials.items()}
        return self

    def add(self, name: str, numbers: Sequence[int]) -> None:
        """Put numbers at the end of an array."""
        kept = self._kept[name]
        kept.extend(numbers)
        if len(kept) >= KEPT:
            self._flush(name)

    def _flush(self, name: str) -> None:
        numbers = numpy.frombuffer(self._kept[name], numpy.int64).astype(self.kinds[name])
        self._files[name].write(numbers.tobytes())
        self._sizes[name] += numbers.nbytes
        del numbers
        self._kept[name] = array("q")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                for name in self.kinds:
                    self._flush(name)
            for file in self._files.values():
                file.close()
            if kind is None:
                self._join()
        finally:
            for partial in self._partials.values():
                partial.unlink(missing_ok=True)

    def _join(self) -> None:
        header: dict[str, Any] = {}
        start = 0
        # Eights before fours: every array then begins where a processor reads it without detours.
        order = sorted(self.kinds, key=lambda name: -self.kinds[name].itemsize)
        for name in order:
            end = start + self._sizes[name]
            kind = self.kinds[name]
            header[name] = {
                "dtype": _NAMES[kind.str],
                "shape": [self._sizes[name] // kind.itemsize],
                "data_offsets": [start, end],
            }
            start = end
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        partial = self.path.with_suffix(".partial")
        with partial.open("wb") as whole:
            whole.write(len(text).to_bytes(8, "little") + text)
            for name in order:
                with self._partials[name].open("rb") as part:
                    shutil.copyfileobj(part, whole, 1 << 20)
                self._partials[name].unlink()
        partial.replace(self.path)


def map_arrays(path: Path) -> dict[str, Any]:
    """Map the arrays of a safetensors file of whole numbers into memory, to be read only.

    Raises:
        OSError, ValueError, KeyError: the file is missing or damaged.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > path.stat().st_size:
            raise ValueError("no safetensors file")
        header = json.loads(file.read(length))
    arrays: dict[str, Any] = {}
    for name, about in header.items():
        if name != "__metadata__":
            kind, shape, (start, end) = _KINDS[about["dtype"]], tuple(about["shape"]), about["data_offsets"]
            if start == end:
                arrays[name] = numpy.empty(shape, kind)
            else:
                arrays[name] = numpy.memmap(path, kind, "r", 8 + length + start, shape)
    return arrays
