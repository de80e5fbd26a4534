"""Tells when memory has run out, whatever the device calls it."""

from __future__ import annotations

import torch

_SAYINGS = (
    *("out of memory", "can't allocate memory", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED"),
    *("could not create a primitive", "could not create a memory object"),  # oneDNN's
)


def is_shortage(error: BaseException) -> bool:
    """Whether an error says that there was too little memory."""
    return isinstance(error, torch.OutOfMemoryError | MemoryError) or any(saying in str(error) for saying in _SAYINGS)
