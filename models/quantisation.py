"""Weights as eight-bit whole numbers: one scale a row, symmetric (Jacob et al. 2018). A quarter of the size on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy
from numpy.typing import NDArray

SCALE = ".scale"
"""What is appended to a tensor's name for its scales."""

_LARGEST = 127


def quantise(tensors: dict[str, NDArray[numpy.float32]]) -> dict[str, NDArray[numpy.generic]]:
    """Turn every matrix into int8 with a float32 scale a row; vectors stay as they are."""
    stored: dict[str, NDArray[numpy.generic]] = {}
    for name, tensor in tensors.items():
        if tensor.ndim != 2:
            stored[name] = tensor
            continue
        scale = numpy.abs(tensor).max(axis=1, keepdims=True) / _LARGEST
        scale[scale == 0.0] = 1.0
        stored[name] = numpy.rint(tensor / scale).astype(numpy.int8)
        stored[name + SCALE] = scale[:, 0].astype(numpy.float32)
    return stored


class Restored(Mapping[str, NDArray[numpy.float32]]):
    """Undoes ``quantise``, a tensor whenever it is asked for: every weight within half a scale of what it was.

    An int8 matrix that has no scales is not there.
    """

    def __init__(self, stored: Mapping[str, NDArray[numpy.generic]]) -> None:
        self.stored = stored

    def __getitem__(self, name: str) -> NDArray[numpy.float32]:
        tensor = self.stored[name]
        if tensor.dtype != numpy.int8:
            return tensor.astype(numpy.float32)
        return tensor.astype(numpy.float32) * self.stored[name + SCALE].astype(numpy.float32)[:, None]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.stored if not name.endswith(SCALE))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def rows(self, name: str) -> RestoredRows:
        """Return what restores the rows of a matrix that are asked for, and no others."""
        return RestoredRows(self.stored, name)


class RestoredRows:
    """Undoes ``quantise`` for the rows of a matrix that are asked for: ``(…)`` to ``(…, width)``."""

    def __init__(self, stored: Mapping[str, NDArray[numpy.generic]], name: str) -> None:
        self._rows = stored[name]
        self._scales = stored[name + SCALE].astype(numpy.float32)

    def __call__(self, numbers: NDArray[numpy.int64] | slice) -> NDArray[numpy.float32]:
        """Restore the rows of these numbers."""
        return self._rows[numbers].astype(numpy.float32) * self._scales[numbers][..., None]
