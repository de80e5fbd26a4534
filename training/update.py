"""One update of the weights from one or several batches, whatever the memory and the numbers do."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from models.allocator import return_freed_memory
from training import objective
from training.average import Average
from training.batches import Batch
from training.closeness import Closeness
from training.precision import autocast
from training.processes import Processes
from training.recipe import FitRecipe
from training.shortage import is_shortage


class Outcome(NamedTuple):
    """What an update came to: summed loss and norm of the gradient (on the device), and how often a batch was split."""

    loss: Tensor
    norm: Tensor
    split: int


class Updater:
    """Holds the optimiser and all that follows an optimiser's step."""

    def __init__(
        self, model: nn.Module, settings: FitRecipe, device: torch.device, processes: Processes, bfloat16: bool = False
    ) -> None:
        self.model = model
        self.settings = settings
        self.device = device
        self.processes = processes
        self.optimiser = torch.optim.AdamW(
            model.parameters(), lr=settings.rate, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.0, fused=True
        )
        self.average = Average(model, settings.average)
        self.closeness = Closeness(model, settings.closeness)
        self.bfloat16 = bfloat16

    def update(self, batches: Sequence[Batch], decisions: int, rate: float, step: int) -> Outcome:
        """Learn from batches; one whose numbers are not finite changes nothing.

        Args:
            batches: what this process learns from, on the host.
            decisions: of all batches of all processes, over which the gradient is a mean.
            rate: the learning rate.
            step: of this update, from 0.
        """
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.model.train()
        loss, split = self._gradients(batches, decisions)
        self.processes.sum_gradients(self.model.parameters())
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), self.settings.clip)
        self._step(norm)
        self.closeness.pull(rate)
        self.average.update(step + 1)
        return Outcome(loss, norm, split)

    def _gradients(self, batches: Sequence[Batch], decisions: int) -> tuple[Tensor, int]:
        """Compute gradients; where memory runs out, once more with every batch cut in two, down to single rows."""
        split = 0
        while True:
            try:
                return self._all_gradients(batches, decisions), split
            except (RuntimeError, MemoryError) as error:
                if not is_shortage(error) or max(len(batch.corpus) for batch in batches) < 2:
                    raise
            # Outside of `except`: the error holds on to the tensors that there was no room for.
            self.optimiser.zero_grad(set_to_none=True)
            gc.collect()
            return_freed_memory()
            if self.device.type == "cuda":
                torch.cuda.empty_cache()
            split += 1
            batches = [part for batch in batches for part in (batch.halves() if len(batch.corpus) > 1 else (batch,))]

    def _all_gradients(self, batches: Sequence[Batch], decisions: int) -> Tensor:
        self.optimiser.zero_grad(set_to_none=True)
        total: Tensor | None = None
        for batch in batches:
            moved = batch.to(self.device)
            with autocast(self.device, self.bfloat16):
                loss, _ = objective.loss_of(self.model, moved, self.settings.smoothing, self.settings.sampled_softmax)
            (loss / decisions).backward()  # type: ignore[no-untyped-call]
            total = loss.detach() if total is None else total + loss.detach()
        assert total is not None
        return total

    def _step(self, norm: Tensor) -> None:
        if self.device.type == "cuda":
            # What torch's own GradScaler does: the kernel itself leaves everything as it is, and nobody waits for it.
            self.optimiser.found_inf = (~torch.isfinite(norm)).float()  # type: ignore[attr-defined]
            self.optimiser.step()
        elif bool(torch.isfinite(norm)):
            self.optimiser.step()
