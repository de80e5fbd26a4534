"""What glibc's allocator does with freed memory. Where there is another one, nothing here does anything."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3


def keep_freed_memory() -> None:
    """Keep what is freed instead of returning it to the kernel.

    Each step of a training frees and takes the same large tensors again; giving them back costs millions of page faults
    and about a tenth of the time of a training on CPU.
    """
    if tune := _glibc("mallopt"):
        tune(_M_MMAP_THRESHOLD, 2**30)
        tune(_M_TRIM_THRESHOLD, 2**31 - 1)


def return_freed_memory() -> None:
    """Give back once what was kept: what was freed between what is still used stays resident otherwise."""
    if trim := _glibc("malloc_trim"):
        trim(ctypes.c_size_t(0))


def _glibc(name: str) -> Any:
    if not sys.platform.startswith("linux"):
        return None
    try:
        return getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError):
        return None
