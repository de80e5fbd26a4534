"""Checkpoints: all that a run needs to go on as if it had never stopped, in one safetensors file.

Weights, optimiser moments and the random state are tensors; counters are JSON in the header. Written to a temporary
name and renamed, so that a kill at any instant leaves the file before or the file after.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
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


def save_checkpoint(
    path: Path,
    model: nn.Module,
    optimiser: torch.optim.Optimizer,
    position: Position,
    average: dict[str, Tensor] | None = None,
    random_states: Sequence[Tensor] = (),
) -> None:
    """Write everything.

    Args:
        path: the file.
        model, optimiser, position: what is kept.
        average: the running average of the weights, by name, if there is one.
        random_states: of the host, for each process in turn; that of this one if left out.

    Raises:
        OSError: it could not be written; what was there before still is.
    """
    tensors = {f"model.{name}": value for name, value in model.state_dict().items()}
    for index, state in optimiser.state_dict()["state"].items():
        tensors.update({f"optimiser.{index}.{name}": value for name, value in state.items()})
    tensors.update({f"average.{name}": value for name, value in (average or {}).items()})
    first, *others = random_states or [torch.get_rng_state()]
    tensors["random.cpu"] = first
    tensors.update({f"random.cpu.{rank}": value for rank, value in enumerate(others, 1)})
    if torch.cuda.is_available():
        tensors["random.cuda"] = torch.cuda.get_rng_state()
    write_tensors(path, tensors, {_COUNTERS: json.dumps(asdict(position))})


def load_checkpoint(
    path: Path, model: nn.Module, optimiser: torch.optim.Optimizer, rank: int = 0
) -> tuple[Position, dict[str, Tensor]]:
    """Read everything back into ``model``, ``optimiser`` and the random state.

    Returns:
        where the run stands, and the running average of the weights by name, empty if there was none.

    Raises:
        ConfigurationError: the file is damaged, or of a model of other sizes.
    """
    try:
        with safe_open(str(path), framework="pt") as file:
            counters = json.loads(file.metadata()[_COUNTERS])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
        model.load_state_dict(_below("model.", tensors))
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise ConfigurationError(
            f"{path}: cannot be resumed from ({str(error).splitlines()[0]}); delete it to begin again."
        ) from error
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in _below("optimiser.", tensors).items():
        index, key = name.split(".", 1)
        state.setdefault(int(index), {})[key] = value
    whole: dict[str, Any] = optimiser.state_dict()
    optimiser.load_state_dict({"state": state, "param_groups": whole["param_groups"]})
    _set_random_state(tensors, rank, int(counters["step"]))
    return Position(**counters), _below("average.", tensors)


def _below(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def _set_random_state(tensors: dict[str, Tensor], rank: int, step: int) -> None:
    kept = "random.cpu" if rank == 0 else f"random.cpu.{rank}"
    if kept in tensors:
        torch.set_rng_state(tensors[kept])
    else:  # a process more than last time
        torch.manual_seed(hash((rank, step)))
    if torch.cuda.is_available() and "random.cuda" in tensors:
        if rank == 0:
            torch.cuda.set_rng_state(tensors["random.cuda"])
        else:
            torch.cuda.manual_seed(hash((rank, step)))


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
    """Write tensors under a temporary name, flush them to the disk, and rename.

    Raises:
        OSError: it could not be written; the file that was there before still is.
    """
    partial = path.with_suffix(".partial")
    try:
        save_file({name: value.detach().contiguous().cpu() for name, value in tensors.items()}, str(partial), metadata)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    except (OSError, SafetensorError) as error:
        partial.unlink(missing_ok=True)
        raise OSError(f"{path}: {str(error).splitlines()[0]}") from error
