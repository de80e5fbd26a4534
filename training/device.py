"""Chooses where to compute, and readies it."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

import torch

from models.configuration import ConfigurationError

_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3


def choose_device(wanted: str) -> torch.device:
    """Return the device called ``wanted`` (``auto``, ``cpu``, ``cuda``, ``cuda:1``, ``mps``).

    Raises:
        ConfigurationError: there is no such device here.
    """
    if wanted == "auto" and not torch.cuda.is_available():
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    if wanted in ("auto", "cuda") and torch.cuda.is_available():
        # Of the processes that torchrun starts on a machine, each has a GPU of its own.
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
        torch.cuda.set_device(device)
        return device
    try:
        device = torch.device(wanted)
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise ConfigurationError(
            f"--device {wanted}: not to be had here; leave it out to let the app choose."
        ) from error
    return device


def keep_freed_memory() -> None:
    """Tell glibc to keep what is freed instead of returning it to the kernel.

    Each step frees and takes the same large tensors again; giving them back costs millions of page faults and about a
    tenth of the time of a training on CPU. Does nothing where the allocator is not glibc's.
    """
    if tune := _glibc("mallopt"):
        tune(_M_MMAP_THRESHOLD, 2**30)
        tune(_M_TRIM_THRESHOLD, 2**31 - 1)


def return_freed_memory() -> None:
    """Give back once what was kept: batches of every shape leave holes, which otherwise grow to gigabytes in hours."""
    if trim := _glibc("malloc_trim"):
        trim(ctypes.c_size_t(0))


def _glibc(name: str) -> Any:
    """Return a function of the allocator, or nothing where it is another one."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError):
        return None
