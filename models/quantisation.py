"""Weights as eight-bit whole numbers: one scale a row, symmetric (Jacob et al. 2018). A quarter of the size on disk."""

from __future__ import annotations

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


def restore(stored: dict[str, NDArray[numpy.generic]]) -> dict[str, NDArray[numpy.float32]]:
    """Undo ``quantise``: every weight within half a scale of what it was.

    Raises:
        KeyError: an int8 matrix has no scales.
    """
    tensors: dict[str, NDArray[numpy.float32]] = {}
    for name, tensor in stored.items():
        if name.endswith(SCALE):
            continue
        if tensor.dtype == numpy.int8:
            scale = stored[name + SCALE].astype(numpy.float32)
            tensors[name] = tensor.astype(numpy.float32) * scale[:, None]
        else:
            tensors[name] = tensor.astype(numpy.float32)
    return tensors
