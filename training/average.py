"""A running average of the weights, which does better on new text than the weights of any one update (Polyak 1992)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Average:
    """Averages parameters, recent ones more: each update keeps ``decay`` of the average so far.

    The first updates keep less, so that the untrained weights are soon forgotten.
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.model = model
        self.decay = decay
        self.values = [each.detach().clone() for each in model.parameters()] if decay else []

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Take in the weights after update ``step``, counted from 1."""
        if self.decay:
            kept = min(self.decay, (1 + step) / (10 + step))
            torch._foreach_lerp_(self.values, list(self.model.parameters()), 1.0 - kept)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Let the model compute with the average for a while."""
        self._exchange()
        try:
            yield
        finally:
            self._exchange()

    @torch.no_grad()
    def _exchange(self) -> None:
        if self.decay:
            for kept, each in zip(self.values, self.model.parameters(), strict=True):
                held = each.detach().clone()
                each.copy_(kept)
                kept.copy_(held)

    def tensors(self) -> dict[str, Tensor]:
        """Return the average by the names of the parameters; empty if nothing is averaged."""
        return dict(zip((name for name, _ in self.model.named_parameters()), self.values, strict=False))

    @torch.no_grad()
    def restore(self, tensors: dict[str, Tensor]) -> None:
        """Go on from an average that was kept; where none was kept, from the weights as they are."""
        if self.decay:
            for kept, (name, each) in zip(self.values, self.model.named_parameters(), strict=True):
                kept.copy_(tensors.get(name, each))
