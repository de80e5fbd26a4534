"""How many decisions a batch asks for, told from the batch alone, before any device has computed."""

from __future__ import annotations

from training.batches import Batch


def decisions_of(shape: str, batch: Batch, pad: int) -> int:
    """Count the pieces, lines or words that are to be answered, as ``loss_of`` sums over them."""
    if shape in ("many-to-one", "one-to-one"):
        return batch.sources.shape[0]
    targets = batch.targets[:, 1:] if shape == "one-to-many" else batch.targets
    return int((targets != pad).sum())
