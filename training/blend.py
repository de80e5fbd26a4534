"""Weights between those of a run and those it began with, which often do better than either.

After "Robust fine-tuning of zero-shot models" (Wortsman et al. 2022): what a training on narrower text forgot comes
back, and what it learnt stays, as long as both lie in one valley, as the weights of a training and of its start do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file

from models.configuration import ConfigurationError
from training.checkpoint import write_tensors
from training.device import choose_device
from training.fit import prepare
from training.held_out import held_out_losses
from training.processes import Processes
from training.run_folder import RunFolder

SHARES = (0.0, 0.25, 0.5, 0.75)
"""Of the other's weights, that are tried."""


@dataclass(frozen=True)
class Trial:
    """The held-out loss a piece with so large a ``share`` of the other's weights."""

    share: float
    loss: float


def blend(run: RunFolder, other: RunFolder) -> Iterator[Trial]:
    """Try blends, yield each, and leave the best by the held-out lines as the best weights of ``run``.

    What was the best alone is kept beside it, and begun from again if the run is blended again.

    Raises:
        ConfigurationError: a run was not trained, or the two are of other sizes, or nothing is held out.
    """
    own_file = run.unblended if "blended" in _about(run.need(run.best, "fit")) else run.best
    own, theirs = load_file(str(own_file)), load_file(str(other.need(other.best, "fit")))
    if {name: each.shape for name, each in own.items()} != {name: each.shape for name, each in theirs.items()}:
        raise ConfigurationError(f"{other.path}: of other sizes than {run.path}; give the run that it began with.")
    step = _about(own_file)["step"]
    device = choose_device("cpu")
    loop = prepare(run, device, Processes())
    trials = []
    for share in SHARES:
        loop.model.load_state_dict({name: torch.lerp(each, theirs[name], share) for name, each in own.items()})
        sums = held_out_losses(loop.model, loop.held_out, len(loop.held_out_names), device, loop.processes)
        pieces = sum(count for _, count in sums)
        if not pieces:
            raise ConfigurationError(f"{run.path}: nothing is held out to judge by; give the recipe a [[held_out]].")
        trials.append(Trial(share, sum(loss for loss, _ in sums) / pieces))
        yield trials[-1]
    share = min(trials, key=lambda each: each.loss).share
    blended = {name: torch.lerp(each, theirs[name], share) for name, each in own.items()}
    write_tensors(run.unblended, own, {"step": step})
    write_tensors(run.best, blended, {"step": step, "blended": f"{share:g} of {other.path.name}"})


def _about(weights: Path) -> dict[str, str]:
    with safe_open(str(weights), framework="pt") as file:
        return dict(file.metadata())
