"""Checkpoints: all that a run needs to go on as if it had never stopped, in one safetensors file.

Weights, optimiser moments and the random state are tensors; counters are JSON in the header. Written to a temporary
name and renamed, so that a kill at any instant leaves the file before or the file after.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from models.configuration import ConfigurationError

_COUNTERS = "counters"


@dataclass(frozen=True)
class Position:
    """Where a run stands: updates done, the epoch, the batch in it, tokens and seconds so far, and the best look."""

    step: int = 0
    epoch: int = 0
    batch: int = 0
    tokens: int = 0
    seconds: float = 0.0
    best: float = float("inf")
    looks_since_best: int = 0


def save_checkpoint(path: Path, model: nn.Module, optimiser: torch.optim.Optimizer, position: Position) -> None:
    """Write everything."""
    tensors = {f"model.{name}": value for name, value in model.state_dict().items()}
    for index, state in optimiser.state_dict()["state"].items():
        tensors.update({f"optimiser.{index}.{name}": value for name, value in state.items()})
    tensors["random.cpu"] = torch.get_rng_state()
    if torch.cuda.is_available():
        tensors["random.cuda"] = torch.cuda.get_rng_state()
    write_tensors(path, tensors, {_COUNTERS: json.dumps(asdict(position))})


def load_checkpoint(path: Path, model: nn.Module, optimiser: torch.optim.Optimizer) -> Position:
    """Read everything back into ``model``, ``optimiser`` and the random state.

    Raises:
        ConfigurationError: the file is damaged, or of a model of other sizes.
    """
    try:
        with safe_open(str(path), framework="pt") as file:
            counters = json.loads(file.metadata()[_COUNTERS])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
        model.load_state_dict({name[6:]: value for name, value in tensors.items() if name.startswith("model.")})
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise ConfigurationError(
            f"{path}: cannot be resumed from ({str(error).splitlines()[0]}); delete it to begin again."
        ) from error
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in tensors.items():
        if name.startswith("optimiser."):
            _, index, key = name.split(".", 2)
            state.setdefault(int(index), {})[key] = value
    whole: dict[str, Any] = optimiser.state_dict()
    optimiser.load_state_dict({"state": state, "param_groups": whole["param_groups"]})
    torch.set_rng_state(tensors["random.cpu"])
    if torch.cuda.is_available() and "random.cuda" in tensors:
        torch.cuda.set_rng_state(tensors["random.cuda"])
    return Position(**counters)


def read_position(path: Path) -> Position:
    """Read only how far a run has come.

    Raises:
        ConfigurationError: the file is damaged.
    """
    try:
        with safe_open(str(path), framework="pt") as file:
            return Position(**json.loads(file.metadata()[_COUNTERS]))
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise ConfigurationError(f"{path}: not a checkpoint ({str(error).splitlines()[0]}).") from error


def write_tensors(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str]) -> None:
    """Write tensors under a temporary name, flush them to the disk, and rename."""
    partial = path.with_suffix(".partial")
    save_file({name: value.detach().contiguous().cpu() for name, value in tensors.items()}, str(partial), metadata)
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(path)
