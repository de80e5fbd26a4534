"""How much an n-gram counts beside the network it lies with, fitted on text that neither was learnt from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from models.ngram import NGram
from models.one_to_many import OneToMany

_PRIOR_WEIGHT = 0.3
_PRIOR_STRENGTH = 2.0
_ROUNDS = 60
_SMALLEST = 1e-30


class _Judged(NamedTuple):
    """What is known of each piece of the held-out lines, ``(judged,)`` each.

    ``alone`` and ``counted`` are the probabilities that network and n-gram gave to it, ``doubt`` and ``counted_doubt``
    the entropies of what they expected, in nats, and ``lengths`` how many pieces the n-gram knew.
    """

    alone: Tensor
    counted: Tensor
    doubt: Tensor
    counted_doubt: Tensor
    lengths: Tensor


class Perplexities(NamedTuple):
    """Of the held-out lines, a piece: by the n-gram alone, by the network alone, and by both."""

    ngram: float
    network: float
    both: float


def fit_weights(
    ngram: NGram, model: OneToMany, lines: Iterable[tuple[Sequence[int], Sequence[int]]]
) -> tuple[NGram, Perplexities]:
    """Return the n-gram with the weights that make the lines likeliest (see ``models.ngram.NGram``), and how likely.

    Args:
        ngram: over the pieces of ``model``.
        model: in evaluation mode.
        lines: held out; of each what stands before it, its language first, and its own pieces with their end.
    """
    alone: list[Tensor] = [torch.empty(0)]
    doubt: list[Tensor] = [torch.empty(0)]
    counted: list[tuple[float, float, int]] = []
    for before, line in lines:
        for values, found in zip((alone, doubt), _expected(model, before, line), strict=True):
            values.append(found)
        context = [before[0]]
        for piece in line:
            expected = ngram.expect(context)
            counted.append((float(expected.probabilities[piece]), expected.entropy, expected.length))
            context.append(piece)
    probabilities, entropies, lengths = torch.tensor(counted or [(0.0, 0.0, 0)], dtype=torch.float64).T[
        :, : len(counted)
    ]
    judged = _Judged(torch.cat(alone).double(), probabilities, torch.cat(doubt).double(), entropies, lengths.long())
    weights, doubts = _fit(judged, ngram.longest + 1)
    gates = _gates(judged, torch.logit(torch.tensor(weights).double()), torch.tensor(doubts).double())
    both = _mixed(judged, gates)
    perplexities = Perplexities(*(_perplexity(each) for each in (judged.counted, judged.alone, both)))
    return NGram(ngram.single, ngram.levels, weights, doubts), perplexities


def _expected(model: OneToMany, before: Sequence[int], line: Sequence[int]) -> tuple[Tensor, Tensor]:
    """Return the probability that the network gives to each piece of a line, and the entropy there."""
    device = model.output_bias.device
    inputs = torch.tensor([[*before, *line[:-1]]], device=device)  # (1, time)
    with torch.inference_mode():
        read = model(inputs)[0, len(before) - 1 :]  # (line, hidden)
        scores = model.logits(read).float().log_softmax(dim=1)
        chosen = scores.gather(1, torch.tensor(line, device=device)[:, None])[:, 0].exp()
        return chosen.cpu(), -(scores.exp() * scores).sum(dim=1).cpu()


def _fit(judged: _Judged, size: int) -> tuple[list[float], tuple[float, float]]:
    """Fit a logistic gate; where little was judged, it stays near its prior."""
    prior = torch.logit(torch.tensor(_PRIOR_WEIGHT, dtype=torch.float64))
    logits = prior.repeat(size).requires_grad_()
    doubts = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([logits, doubts], max_iter=_ROUNDS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        cost = -_mixed(judged, _gates(judged, logits, doubts)).clamp_min(_SMALLEST).log().sum()
        cost = cost + _PRIOR_STRENGTH * ((logits - prior).square().sum() + doubts.square().sum())
        cost.backward()  # type: ignore[no-untyped-call]
        return cost

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    by_network, by_ngram = doubts.tolist()
    return torch.sigmoid(logits).tolist(), (by_network, by_ngram)


def _gates(judged: _Judged, logits: Tensor, doubts: Tensor) -> Tensor:
    return logits[judged.lengths] + doubts[0] * judged.doubt + doubts[1] * judged.counted_doubt


def _mixed(judged: _Judged, gates: Tensor) -> Tensor:
    weights = torch.sigmoid(gates)
    return weights * judged.counted + (1 - weights) * judged.alone


def _perplexity(probabilities: Tensor) -> float:
    return float((-probabilities.clamp_min(_SMALLEST).log().mean()).exp())
