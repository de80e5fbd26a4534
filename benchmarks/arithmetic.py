"""How many multiplications a network needs to learn from a piece, counted from its own matrices."""

from __future__ import annotations

from typing import NamedTuple

import torch

from models.architectures import ManyToManyArchitecture
from models.many_to_many import ManyToMany


class MultiplyAdds(NamedTuple):
    """Of a piece read and of a piece written, forward: one for each weight that it is multiplied by.

    The attention's weighing of the source, twice hidden for each pair of a source and a target piece, and what is done
    once a line are left out: less than a hundredth.
    """

    source: int
    target: int

    def operations(self, sources: float) -> float:
        """Return the operations to learn from a target piece, with so many source pieces to each of them.

        Two for each multiplication and its addition, and twice as many backward as forward.
        """
        return 6.0 * (self.target + sources * self.source)


def many_to_many(hidden: int, layers: int, pieces: int) -> tuple[MultiplyAdds, int]:
    """Count for an LSTM encoder-decoder; also returns its number of weights."""
    architecture = ManyToManyArchitecture(
        pieces=pieces, pad=0, begin=1, end=2, hidden=hidden, encoder_layers=layers, decoder_layers=layers, heads=1
    )
    with torch.device("meta"):
        model = ManyToMany(architecture)
    matrices = {name: each.numel() for name, each in model.named_parameters() if each.dim() == 2}
    read = ("encoder.", "decoder.attention.key", "decoder.attention.value")
    source = sum(count for name, count in matrices.items() if name.startswith(read))
    once = sum(count for name, count in matrices.items() if name.startswith("decoder.bridge"))
    # The embedding is looked up on the way in and multiplied by on the way out.
    target = sum(matrices.values()) - source - once
    return MultiplyAdds(source, target), sum(each.numel() for each in model.parameters())
