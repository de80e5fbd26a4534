"""Draws weights back to those that training began from, so that what they knew is kept (L2-SP, Li et al. 2018)."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Closeness:
    """Keeps a copy of the first weights; ``strength`` is the share of the way back, in units of the rate.

    Apart from the gradient, as AdamW does with its decay (Loshchilov & Hutter 2019), so that its moments are not mixed
    up with the pull.
    """

    def __init__(self, model: nn.Module, strength: float) -> None:
        self.parameters: list[Tensor] = list(model.parameters())
        self.strength = strength
        self.first = [each.detach().clone() for each in self.parameters] if strength else []

    @torch.no_grad()
    def pull(self, rate: float) -> None:
        """Take one step back."""
        if self.strength:
            torch._foreach_lerp_(self.parameters, self.first, min(1.0, rate * self.strength))
