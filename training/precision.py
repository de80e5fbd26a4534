"""In which numbers products are computed; weights and sums stay float32 (Micikevicius et al. 2018)."""

from __future__ import annotations

import contextlib
from contextlib import AbstractContextManager

import torch

from training.recipe import Precision

SMALLEST = 128
"""Hidden units below which converting costs a CPU more than the shorter numbers save."""

_FIRST_WITH_BFLOAT16 = 8
"""Of NVIDIA's GPUs: Ampere. Those before have no such products, and their recurrent kernels refuse the numbers."""


def in_bfloat16(wanted: Precision, device: torch.device, hidden: int) -> bool:
    """Say whether to compute in bfloat16.

    Without being told: on a GPU that has such numbers, and on a CPU that multiplies them by itself (AVX-512 BF16 or
    AMX), where it trains a third faster or more (docs/models.md); a CPU that has to pretend is slower with them by far.
    """
    if wanted != "auto":
        return wanted == "bfloat16"
    if device.type == "cpu":
        return hidden >= SMALLEST and _cpu_multiplies_bfloat16()
    return device.type == "cuda" and torch.cuda.get_device_capability(device)[0] >= _FIRST_WITH_BFLOAT16


def autocast(device: torch.device, bfloat16: bool) -> AbstractContextManager[object]:
    """Return the context in which a model's products are computed."""
    return torch.autocast(device.type, torch.bfloat16) if bfloat16 else contextlib.nullcontext()


def _cpu_multiplies_bfloat16() -> bool:
    capabilities: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
