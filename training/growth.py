"""A network begun from one with fewer layers of encoder, whose new layers say nothing at first.

After Net2Net (Chen, Goodfellow & Shlens 2016): the larger network begins by computing what the smaller one did. A layer
whose candidate gate is zero leaves its state at zero, and adding zero to the layer below changes nothing; its gate
learns all the same, because what the state would have become is asked of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import torch
from torch import Tensor

from models.many_to_many import ManyToMany
from models.recurrent_cell import Cell

_CANDIDATE: Mapping[Cell, tuple[int, int]] = {"lstm": (2, 4), "gru": (2, 3), "rnn": (0, 1)}
"""Which of how many gates of a layer proposes the new state."""

_LAYER = re.compile(r"encoder\.(norms|layers)\.(\d+)\.")


def grown(weights: Mapping[str, Tensor], layers: int, model: ManyToMany) -> dict[str, Tensor]:
    """Return the weights of ``model``, which computes what a network of fewer ``layers`` of encoder does.

    The new layers go below the top one, with whose last states the decoder begins, and above the lowest, which adds to
    nothing.

    Args:
        weights: the state dictionary of the smaller network.
        layers: of its encoder, two or more.
        model: the larger network, untrained; the gates of its new layers but one stay as they are there.
    """
    architecture = model.architecture
    more = architecture.encoder_layers - layers
    found = {_moved(name, layers, more): value for name, value in weights.items()}
    gate, gates = _CANDIDATE[architecture.cell]
    for name, value in model.state_dict().items():
        if name in found or not _LAYER.match(name):
            continue
        found[name] = value.clone()
        if ".core." in name:
            torch.chunk(found[name], gates)[gate].zero_()
    return found


def _moved(name: str, layers: int, more: int) -> str:
    """Return what a weight is called when the top layer lies ``more`` layers higher."""
    match = _LAYER.match(name)
    if match is None or int(match[2]) < layers - 1:
        return name
    return f"encoder.{match[1]}.{int(match[2]) + more}.{name[match.end() :]}"
