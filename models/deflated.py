"""Arrays in a safetensors file, deflated: whole numbers that repeat themselves take half the room or less."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

_MARK = ".deflated."
_LEVEL = 9
Arrays = Mapping[str, NDArray[numpy.generic]]


def save_deflated(arrays: Arrays) -> bytes:
    """Write a safetensors file. Of arrays of one dimension, all first bytes come first, then all second bytes."""
    stored: dict[str, NDArray[numpy.generic]] = {}
    for name, array in arrays.items():
        planes = numpy.ascontiguousarray(array).view(numpy.uint8).reshape(-1, array.itemsize).T
        deflated = zlib.compress(planes.tobytes(), _LEVEL)
        stored[f"{name}{_MARK}{array.dtype.str[1:]}"] = numpy.frombuffer(deflated, numpy.uint8)
    return bytes(save(stored))


def load_deflated(path: Path) -> dict[str, NDArray[numpy.generic]]:
    """Read a safetensors file, whether its arrays are deflated or not.

    Raises:
        OSError, ValueError, SafetensorError: the file is missing or damaged.
    """
    arrays: dict[str, NDArray[numpy.generic]] = {}
    for stored, array in load_file(str(path)).items():
        name, mark, kind = stored.partition(_MARK)
        arrays[name] = _inflate(array, numpy.dtype(f"<{kind}"), stored) if mark else array
    return arrays


def _inflate(deflated: NDArray[numpy.generic], kind: numpy.dtype[numpy.generic], name: str) -> NDArray[numpy.generic]:
    try:
        planes = numpy.frombuffer(zlib.decompress(deflated.tobytes()), numpy.uint8)
        return numpy.ascontiguousarray(planes.reshape(kind.itemsize, -1).T).reshape(-1).view(kind)
    except (zlib.error, TypeError) as error:
        raise ValueError(f"{name}: cannot be inflated ({error})") from error
