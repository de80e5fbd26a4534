"""What happened since the last event. Losses and norms stay on the device until they are asked for."""

from __future__ import annotations

import time

import torch
from torch import Tensor

from training.batches import Batch


class Tally:
    """Adds up updates.

    To read a number from a GPU is to wait until it has done all that it was given; so the sums are read once an event.
    """

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.decisions = 0
        self.split = 0
        self.cells = 0
        self.real = 0
        self._loss: Tensor | float = 0.0
        self._norm: Tensor | float = 0.0
        self._skipped: Tensor | int = 0

    def add_batch(self, batch: Batch) -> None:
        """Count the padding of a batch, before it goes to the device."""
        self.cells += batch.sources.numel() + batch.targets.numel()
        self.real += batch.real

    def add(self, loss: Tensor, norm: Tensor, decisions: int, split: int) -> None:
        """Add an update: its summed loss, the norm of its gradient, its decisions, how often a batch was split."""
        finite = torch.isfinite(norm)
        self._loss = self._loss + torch.where(finite, loss, 0.0)
        self._skipped = self._skipped + (~finite).int()
        self._norm = norm
        self.decisions += decisions
        self.split += split

    def sums(self) -> tuple[float, int]:
        """Return the summed loss and the number of updates skipped; waits for the device."""
        return float(self._loss), int(self._skipped)

    @property
    def norm(self) -> float:
        """The norm of the last gradient; waits for the device."""
        return float(self._norm)

    @property
    def tokens_per_second(self) -> float:
        """Decisions a second since the last event."""
        return self.decisions / max(1e-9, time.monotonic() - self.begun)
