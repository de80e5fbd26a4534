"""Many to one: a line in, labels out. Which language is this; what mood is this.

Softmax where exactly one label is right, sigmoid where any number may be. The line is read in both directions and
summed up by the mean and the maximum over its positions (Conneau et al. 2017).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from models.architectures import ManyToOneArchitecture
from models.recurrent import BidirectionalLayer, SequenceDropout
from models.stepper import Floats


class ManyToOne(nn.Module):
    """A recurrent classifier of lines.

    ``label_weights`` ``(labels,)`` is how much a line that has a label counts beside one that has it not; only the loss
    of a sigmoid looks at it, and it is not saved.
    """

    label_weights: Tensor

    def __init__(self, architecture: ManyToOneArchitecture) -> None:
        super().__init__()
        self.architecture = architecture
        hidden = architecture.hidden
        self.embedding = nn.Embedding(architecture.pieces, hidden, padding_idx=architecture.pad)
        nn.init.normal_(self.embedding.weight, std=hidden**-0.5)
        self.norms = nn.ModuleList(nn.LayerNorm(hidden) for _ in range(architecture.layers))
        self.layers = nn.ModuleList(
            BidirectionalLayer(architecture.cell, hidden, hidden) for _ in range(architecture.layers)
        )
        self.dropout = SequenceDropout(architecture.dropout)
        self.answer = nn.Linear(2 * hidden, len(architecture.labels))
        self.register_buffer("label_weights", torch.ones(len(architecture.labels)), persistent=False)

    def forward(self, lines: Tensor) -> Tensor:
        """Score ``lines`` ``(batch, source)``, padded at the end: ``(batch, labels)`` logits."""
        mask = lines != self.architecture.pad  # (batch, source)
        lengths = mask.sum(dim=1).clamp(min=1)
        values = self.embedding(lines)
        for depth, (norm, layer) in enumerate(zip(self.norms, self.layers, strict=True)):
            outputs, _ = layer(self.dropout(norm(values)), lengths)
            values = outputs if depth == 0 else values + outputs
        mean = (values * mask[:, :, None]).sum(dim=1) / lengths[:, None]
        most = values.masked_fill(~mask[:, :, None], -torch.inf).amax(dim=1)
        most = torch.where(mask.any(dim=1, keepdim=True), most, torch.zeros_like(most))
        summed = self.dropout(torch.cat([mean, most], dim=1)[:, None])[:, 0]
        logits: Tensor = self.answer(summed)
        return logits

    def probabilities(self, logits: Tensor) -> Tensor:
        """``(batch, labels)`` logits to probabilities, as the architecture's ``output`` says."""
        return logits.softmax(dim=1) if self.architecture.output == "softmax" else logits.sigmoid()


class ManyToOneClassifier:
    """Answers with numpy arrays, for callers that know no torch."""

    def __init__(self, model: ManyToOne) -> None:
        self.model = model.eval()

    @torch.inference_mode()
    def probabilities(self, lines: Sequence[Sequence[int]]) -> Floats:
        """Return ``(lines, labels)`` probabilities; an empty line is judged by what the model knows without reading."""
        width = max((len(each) for each in lines), default=0) or 1
        pad = self.model.architecture.pad
        rows = torch.tensor([[*each, *[pad] * (width - len(each))] for each in lines])
        return self.model.probabilities(self.model(rows)).numpy()
