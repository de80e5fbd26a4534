"""A network that is grown computes what the smaller one did, and its new layers learn."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from models.architectures import ManyToManyArchitecture
from models.many_to_many import ManyToMany
from models.recurrent_cell import Cell
from training.growth import grown

SMALL = ManyToManyArchitecture(pieces=30, pad=0, begin=1, end=2, hidden=16, encoder_layers=2, dropout=0.0)
SOURCES = torch.tensor([[5, 9, 4, 2], [7, 2, 0, 0]])
TARGETS = torch.tensor([[1, 6, 8], [1, 3, 0]])


@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn"])
@pytest.mark.parametrize("layers", [2, 3])
def test_it_begins_by_computing_the_same(cell: Cell, layers: int) -> None:
    torch.manual_seed(3)
    small = ManyToMany(replace(SMALL, cell=cell, encoder_layers=layers)).eval()
    large = ManyToMany(replace(SMALL, cell=cell, encoder_layers=layers + 2)).eval()
    large.load_state_dict(grown(small.state_dict(), layers, large))
    assert torch.allclose(large(SOURCES, TARGETS), small(SOURCES, TARGETS), atol=1e-6)


@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn"])
def test_the_new_layers_learn(cell: Cell) -> None:
    torch.manual_seed(3)
    small, large = (ManyToMany(replace(SMALL, cell=cell, encoder_layers=layers)) for layers in (2, 3))
    large.load_state_dict(grown(small.state_dict(), 2, large))
    large(SOURCES, TARGETS).sum().backward()
    gradient = large.get_parameter("encoder.layers.1.ahead.core.weight_ih_l0").grad
    assert gradient is not None and float(gradient.norm()) > 0
