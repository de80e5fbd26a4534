"""The look at the held-out examples: the loss of each corpus, without dropout, smoothing or sampling."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.batches import TokenBatches
from training.objective import loss_of
from training.processes import Processes


@torch.inference_mode()
def held_out_losses(
    model: nn.Module, batches: TokenBatches, groups: int, device: torch.device, processes: Processes
) -> list[tuple[float, float]]:
    """Return for each of ``groups`` corpora its summed loss and its number of decisions; (0, 0) if it has no examples.

    Each process looks at a share of the batches, and all get to know the sums.
    """
    model.eval()
    losses: list[Tensor] = []
    counts: list[tuple[int, int]] = []
    for indices in batches.plan(0)[processes.rank :: processes.count]:
        origin = batches.examples.corpus[indices]
        for group in sorted(set(origin.tolist())):
            loss, decisions = loss_of(model, batches.batch(indices[origin == group]).to(device), 0.0, 0)
            losses.append(loss)
            counts.append((group, decisions))
    sums = [0.0] * (2 * groups)
    for (group, decisions), loss in zip(counts, torch.stack(losses).tolist() if losses else [], strict=True):
        sums[2 * group] += loss
        sums[2 * group + 1] += decisions
    summed = processes.total(*sums)
    return list(zip(summed[::2], summed[1::2], strict=True))
