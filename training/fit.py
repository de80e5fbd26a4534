"""The fifth stage: train the model of a run, on whatever devices and processes there are."""

from __future__ import annotations

import torch

from models.allocator import keep_freed_memory
from models.configuration import ConfigurationError
from models.pieces import Pieces
from training.building import build
from training.device import choose_device
from training.events import EventLog
from training.interruption import interruptible
from training.loop import FitResult, Loop
from training.processes import Processes
from training.rate_finder import Trial, try_rates
from training.run_folder import RunFolder
from training.shortage import is_shortage
from training.start import begin

__all__ = ["FitResult", "find_rate", "fit"]


def fit(run: RunFolder, device_name: str = "auto", threads: int = 0, tensorboard: bool = False) -> FitResult:
    """Train the run's model, going on from its last checkpoint if there is one.

    Started by ``torchrun``, it is one of several processes that learn together; the first of them writes the files.

    Raises:
        ConfigurationError: an earlier stage has not run, the checkpoint does not fit the recipe, the last checkpoint
            cannot be written, there is too little memory, or the numbers are not finite any more.
    """
    if threads:
        torch.set_num_threads(threads)
    keep_freed_memory()
    device = choose_device(device_name)
    processes = Processes.join()
    try:
        loop = prepare(run, device, processes)
        with EventLog(run.events, processes.first, tensorboard) as events, interruptible() as interrupted:
            result = loop.run(events, interrupted)
        processes.wait()
        return result
    except (RuntimeError, MemoryError) as error:
        if not is_shortage(error):
            raise
        raise ConfigurationError(
            f"{run.path}: there is too little memory; close other programs, or set fewer tokens in [fit] or a smaller "
            f"[model] in {run.recipe_file}, and fit again."
        ) from error
    finally:
        processes.leave()


def prepare(run: RunFolder, device: torch.device, processes: Processes) -> Loop:
    """Build the model of a run, with its first weights, and what it learns from.

    Raises:
        ConfigurationError: an earlier stage has not run.
    """
    recipe = run.recipe()
    torch.manual_seed(recipe.seed)
    pieces = Pieces.read(run.need(run.pieces, "pieces"))
    model = build(recipe, pieces)
    if recipe.fit.closeness or not run.last.exists():
        # Also for a run that goes on: the copy that its weights are drawn back to is made of the first ones.
        begin(model, run, recipe, pieces)
    model.to(device)
    processes.spread(model.state_dict().values())
    if processes.rank:
        torch.manual_seed(recipe.seed + processes.rank)
    return Loop(run, recipe, model, pieces, device, processes)


def find_rate(run: RunFolder, device_name: str = "auto", threads: int = 0) -> list[Trial]:
    """Try learning rates on the untrained model of a run; nothing is written.

    Raises:
        ConfigurationError: an earlier stage has not run.
    """
    if threads:
        torch.set_num_threads(threads)
    return try_rates(prepare(run, choose_device(device_name), Processes()))
