"""How much each label counts: rare ones more, or a network learns to say that they never are."""

from __future__ import annotations

import numpy
import torch
from torch import Tensor

from training.encoding import EncodedExamples


def label_weights(examples: EncodedExamples, labels: int, balance: float) -> Tensor:
    """Return ``(labels,)``: lines without a label by lines with it, to the power of ``balance``.

    Args:
        examples: the training examples, whose targets are numbers of labels.
        labels: how many there are.
        balance: 0 weighs all alike, 1 gives each label as much weight as its absence.
    """
    having = numpy.bincount(examples.arrays["targets"], minlength=labels).clip(min=1)  # (labels,)
    lacking = (len(examples) - having).clip(min=1)
    return torch.from_numpy((lacking / having) ** balance).float()
