"""The torch module of each shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy
import torch
from numpy.typing import NDArray
from torch import nn

from models.many_to_many import ManyToMany
from models.many_to_one import ManyToOne
from models.one_to_many import OneToMany
from models.one_to_one import OneToOne

_NETWORKS: dict[str, type[Any]] = {
    "many-to-many": ManyToMany,
    "one-to-many": OneToMany,
    "many-to-one": ManyToOne,
    "one-to-one": OneToOne,
}


def torch_network(shape: str, architecture: Any, weights: Mapping[str, NDArray[numpy.float32]]) -> nn.Module:
    """Make the module of a shape, with weights, in evaluation mode.

    Raises:
        RuntimeError: the weights are not those of the architecture.
    """
    model: nn.Module = _NETWORKS[shape](architecture)
    model.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    return model.eval()
