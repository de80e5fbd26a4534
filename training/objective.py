"""What each shape is trained for: the loss of a batch, and over how many decisions it is summed."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.many_to_many import ManyToMany
from models.many_to_one import ManyToOne
from models.one_to_many import OneToMany
from models.one_to_one import OneToOne
from training.batches import Batch
from training.loss import cross_entropy


def loss_of(model: nn.Module, batch: Batch, smoothing: float, sampled: int) -> tuple[Tensor, int]:
    """Return the summed loss of a batch and the number of decisions (pieces, lines or words that are answered)."""
    if isinstance(model, ManyToOne):
        return _label_loss(model, batch, smoothing), batch.sources.shape[0]
    if isinstance(model, OneToOne):
        return _word_loss(model, batch), batch.sources.shape[0]
    hidden, right = _predictions(model, batch)
    loss = cross_entropy(hidden, model.output_weight, model.output_bias, right, smoothing, sampled)  # type: ignore[arg-type]
    return loss, right.shape[0]


def _predictions(model: nn.Module, batch: Batch) -> tuple[Tensor, Tensor]:
    """Run a model that writes; return ``(positions, hidden)`` and the right pieces, padding left out."""
    if isinstance(model, OneToMany):
        read, right = model(batch.targets[:, :-1]), batch.targets[:, 1:]
        pad = model.architecture.pad
    elif isinstance(model, ManyToMany):
        begin = batch.targets.new_full((batch.targets.shape[0], 1), model.architecture.begin)
        read, right = model(batch.sources, torch.cat([begin, batch.targets[:, :-1]], dim=1)), batch.targets
        pad = model.architecture.pad
    else:
        raise TypeError(f"no objective for {type(model).__name__}")
    real = right != pad
    return read[real], right[real]


def _label_loss(model: ManyToOne, batch: Batch, smoothing: float) -> Tensor:
    logits = model(batch.sources)
    if model.architecture.output == "softmax":
        return nn.functional.cross_entropy(logits, batch.targets[:, 0], reduction="sum", label_smoothing=smoothing)
    wanted = torch.zeros_like(logits)
    wanted.scatter_add_(1, batch.targets.clamp(min=0), (batch.targets >= 0).to(logits.dtype))
    return nn.functional.binary_cross_entropy_with_logits(
        logits, wanted, reduction="sum", pos_weight=model.label_weights
    )


def _word_loss(model: OneToOne, batch: Batch) -> Tensor:
    """Compare with the answers: ``(batch, slots)`` numbers of words of a language, each as often as it is probable."""
    meaning: Tensor = model(batch.sources)  # (batch, vector)
    loss = meaning.new_zeros(())
    for language in model.architecture.languages:
        span = model.architecture.span(language)
        rows = ((batch.targets[:, 0] >= span.start) & (batch.targets[:, 0] < span.stop)).nonzero()[:, 0]
        if len(rows):
            right = batch.targets[rows]
            real = right >= 0
            found = model.scores(meaning[rows], language).log_softmax(dim=1)  # (rows, answers)
            chosen = found.gather(1, (right - span.start).clamp(min=0)).masked_fill(~real, 0.0)
            loss = loss - (chosen.sum(dim=1) / real.sum(dim=1)).sum()
    return loss
