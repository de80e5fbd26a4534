"""Cross-entropy straight from the last hidden layer, a slice of positions at a time.

The softmax is the largest matrix of a model this size, so its logits are never held whole: each slice's loss and both
its gradients are computed while its logits are in the cache (the idea of Cut Cross-Entropy, Wijmans et al. 2024, and of
Liger kernels). On request it looks at a sample of the pieces only: those of the batch, and others drawn at random, each
counting for the many that were not drawn (importance-weighted sampled softmax, Bengio & Senécal 2003).
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

SLICE = 1024
"""Positions at a time."""


def cross_entropy(
    hidden: Tensor, weight: Tensor, bias: Tensor, targets: Tensor, smoothing: float = 0.0, sampled: int = 0
) -> Tensor:
    """Return the summed loss of predicting ``targets``.

    Args:
        hidden: ``(positions, hidden)``.
        weight: ``(pieces, hidden)`` of the output layer.
        bias: ``(pieces,)``.
        targets: ``(positions,)`` right pieces.
        smoothing: share of the probability that is spread over all pieces.
        sampled: how many pieces to draw besides the right ones; 0 looks at all.
    """
    pieces = weight.shape[0]
    if sampled <= 0:
        return _summed(hidden, weight, bias, targets, None, smoothing)
    right = torch.unique(targets)
    others = torch.ones(pieces, dtype=torch.bool, device=targets.device)
    others[right] = False
    rest = others.nonzero()[:, 0]
    if sampled >= len(rest):
        return _summed(hidden, weight, bias, targets, None, smoothing)
    drawn = rest[torch.randperm(len(rest), device=rest.device)[:sampled]]
    looked_at = torch.cat([right, drawn])
    counts_for = bias.new_ones(len(looked_at))
    counts_for[len(right) :] = len(rest) / sampled
    places = torch.empty(pieces, dtype=torch.long, device=targets.device)
    places[looked_at] = torch.arange(len(looked_at), device=targets.device)
    return _summed(
        hidden,
        weight.index_select(0, looked_at),
        bias.index_select(0, looked_at),
        places[targets],
        counts_for,
        smoothing,
    )


def _summed(
    hidden: Tensor, weight: Tensor, bias: Tensor, targets: Tensor, counts_for: Tensor | None, smoothing: float
) -> Tensor:
    result: Tensor = _CrossEntropy.apply(hidden, weight, bias, targets, counts_for, smoothing)  # type: ignore[no-untyped-call]
    return result


class _CrossEntropy(torch.autograd.Function):
    """Loss and gradients in one pass over the slices; ``counts_for`` ``(pieces,)`` weighs each piece of the sample."""

    @staticmethod
    def forward(
        context: Any,
        hidden: Tensor,
        weight: Tensor,
        bias: Tensor,
        targets: Tensor,
        counts_for: Tensor | None,
        smoothing: float,
    ) -> Tensor:
        with torch.autocast(hidden.device.type, enabled=False):
            return _CrossEntropy._in_slices(context, hidden, weight, bias, targets, counts_for, smoothing)

    @staticmethod
    def _in_slices(
        context: Any,
        hidden: Tensor,
        weight: Tensor,
        bias: Tensor,
        targets: Tensor,
        counts_for: Tensor | None,
        smoothing: float,
    ) -> Tensor:
        pieces = weight.shape[0] if counts_for is None else float(counts_for.sum())
        wanted = any(context.needs_input_grad[:3])
        total = hidden.new_zeros((), dtype=torch.float32)
        hidden_gradient = torch.empty_like(hidden) if wanted else None
        weight_gradient = torch.zeros_like(weight) if wanted else None
        bias_gradient = torch.zeros_like(bias) if wanted else None
        # Products are of the precision that the layers below compute in, sums over slices of that of the weights.
        matrix = weight.to(hidden.dtype)
        multiplicity = None if counts_for is None else counts_for.log()
        spread = smoothing / pieces if counts_for is None else counts_for * (smoothing / pieces)
        for start in range(0, hidden.shape[0], SLICE):
            part = hidden[start : start + SLICE]
            right = targets[start : start + SLICE, None]
            logits = torch.mm(part, matrix.t()).float().add_(bias)  # (slice, pieces)
            chosen = logits.gather(1, right)[:, 0]
            if smoothing:
                even = logits.sum(dim=1).mul_(spread) if isinstance(spread, float) else logits @ spread
                total -= even.sum()
            if multiplicity is not None:
                logits += multiplicity
            normaliser = logits.logsumexp(dim=1)
            total += normaliser.sum() - (1.0 - smoothing) * chosen.sum()
            if hidden_gradient is None or weight_gradient is None or bias_gradient is None:
                continue
            gradient = logits.sub_(normaliser[:, None]).exp_()
            gradient.scatter_add_(1, right, gradient.new_full(right.shape, smoothing - 1.0))
            if smoothing:
                gradient -= spread
            bias_gradient += gradient.sum(dim=0)
            gradient = gradient.to(hidden.dtype)
            torch.mm(gradient, matrix, out=hidden_gradient[start : start + SLICE])
            if weight_gradient.dtype == gradient.dtype:
                weight_gradient.addmm_(gradient.t(), part)
            else:
                weight_gradient += torch.mm(gradient.t(), part)
        if wanted:
            context.save_for_backward(hidden_gradient, weight_gradient, bias_gradient)
        return total

    @staticmethod
    def backward(context: Any, *upstream: Tensor) -> tuple[Tensor | None, ...]:
        scale = upstream[0]
        hidden_gradient, weight_gradient, bias_gradient = context.saved_tensors
        return hidden_gradient * scale, weight_gradient * scale, bias_gradient * scale, None, None, None
