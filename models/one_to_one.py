"""One to one: a word in, a word out. The dictionary behind a single word.

The pieces of a word are read in both directions and become one vector, whatever the language to come. The answer is one
decision: the word of the wanted language whose vector fits best. So words of one meaning come to lie together, of
whichever language, and a form that was never seen is judged by the pieces it shares with others.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from models.architectures import OneToOneArchitecture
from models.recurrent import BidirectionalLayer, SequenceDropout
from models.stepper import Floats


class OneToOne(nn.Module):
    """A recurrent reader of words, and a vector for each word that it can answer with."""

    def __init__(self, architecture: OneToOneArchitecture) -> None:
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
        self.meaning = nn.Linear(hidden, architecture.vector)
        self.answer = nn.Linear(architecture.vector, sum(architecture.words))
        nn.init.normal_(self.answer.weight, std=architecture.vector**-0.5)
        nn.init.zeros_(self.answer.bias)

    def forward(self, words: Tensor) -> Tensor:
        """Read words, ``(batch, source)`` pieces, padded at the end: ``(batch, vector)``, what each of them means."""
        lengths = (words != self.architecture.pad).sum(dim=1).clamp(min=1)
        values = self.embedding(words)
        for depth, (norm, layer) in enumerate(zip(self.norms, self.layers, strict=True)):
            outputs, final = layer(self.dropout(norm(values)), lengths)
            values = outputs if depth == 0 else values + outputs
        meaning: Tensor = self.meaning(self.dropout(final[:, None])[:, 0])
        return meaning

    def scores(self, meaning: Tensor, language: str) -> Tensor:
        """Score the words of a language: ``(batch, vector)`` to ``(batch, answers)``.

        Raises:
            ValueError: the language is not known.
        """
        span = self.architecture.span(language)
        return nn.functional.linear(meaning, self.answer.weight[span], self.answer.bias[span])


class OneToOneDictionary:
    """Answers with numpy arrays, for callers that know no torch."""

    def __init__(self, model: OneToOne) -> None:
        self.model = model.eval()

    @torch.inference_mode()
    def probabilities(self, words: Sequence[Sequence[int]], language: str) -> Floats:
        """Return ``(words, answers)`` probabilities of the words of a language.

        Raises:
            ValueError: the language is not known.
        """
        width = max((len(each) for each in words), default=0) or 1
        pad = self.model.architecture.pad
        rows = torch.tensor([[*each, *[pad] * (width - len(each))] for each in words])
        probabilities: Floats = self.model.scores(self.model(rows), language).softmax(dim=1).numpy()
        return probabilities
