"""The weights of an n-gram beside a network are fitted to who was right, and to who was in doubt when right."""

from __future__ import annotations

import pytest
import torch

from models.architectures import OneToManyArchitecture
from models.one_to_many import OneToMany
from training.ngram import estimate
from training.ngram_weights import fit_weights

PIECES, END = 12, 2
LINE = [5, 6, 7, END]


@pytest.fixture
def model() -> OneToMany:
    torch.manual_seed(3)
    return OneToMany(OneToManyArchitecture(PIECES, pad=1, begin=0, end=END, hidden=8, layers=1)).eval()


def test_an_ngram_that_knows_the_lines_counts_more_than_one_that_does_not(model: OneToMany) -> None:
    held_out = [([0], LINE)] * 50
    knowing, perplexities = fit_weights(estimate([[0, *LINE]] * 20, PIECES, [0], 100), model, held_out)
    misled, _ = fit_weights(estimate([[0, 8, 9, END]] * 20, PIECES, [0], 100), model, held_out)
    [sure] = knowing.weigh([knowing.expect([0, 5, 6])], torch.tensor([2.4]).numpy())
    [wrong] = misled.weigh([misled.expect([0])], torch.tensor([2.4]).numpy())
    assert sure > 0.8
    assert wrong < 0.1
    assert perplexities.ngram < perplexities.both < perplexities.network


def test_without_held_out_lines_the_weights_are_those_assumed(model: OneToMany) -> None:
    fitted, _ = fit_weights(estimate([[0, *LINE]], PIECES, [0], 100), model, [])
    assert fitted.weights == pytest.approx([0.3] * 5)
    assert fitted.doubts == (0.0, 0.0)
