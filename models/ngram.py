"""A back-off n-gram over pieces, small enough to lie beside a network: what it has seen it knows by heart.

Kneser and Ney's probabilities in the interpolated form (Chen & Goodman 1999): a piece has a share of what follows the
pieces before it, and what is left of the shares is given out by the same pieces but the first. Since only shares are
kept, an n-gram can be left out without another's probability having to be mended. One safetensors file; of each
n-gram its last piece and a byte for its share, in the order of a tree whose paths are n-grams, deflated: 2.3 bytes an
n-gram.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from models.deflated import load_deflated, save_deflated
from models.ngram_groups import Groups
from models.stepper import Floats

NGRAM = "ngram.safetensors"
"""What the file is called in a bundle."""

STEPS_A_HALVING = 12
"""A byte ``b`` is the share ``2 ** -(b / STEPS_A_HALVING)``: 6 % between neighbours, 4e-7 the smallest."""

SHARES: Floats = numpy.exp2(numpy.arange(256, dtype=numpy.float32) / numpy.float32(-STEPS_A_HALVING))
"""``(256,)`` the share that each byte is."""

_LEAST_LEFT = 1e-6
_SMALLEST = numpy.float32(1e-30)
_REMEMBERED = 256


class Level(NamedTuple):
    """The n-grams of one length beyond the first, grouped by what comes before their last piece.

    Attributes:
        pieces: ``(n-grams,)`` the last piece of each, ascending within a group.
        shares: ``(n-grams,)`` of what follows the pieces before it, as bytes (see ``STEPS_A_HALVING``).
        groups: by the n-grams of the length below.
    """

    pieces: NDArray[numpy.uint16]
    shares: NDArray[numpy.uint8]
    groups: Groups


class Expected(NamedTuple):
    """``(pieces,)`` probabilities of the next piece, how many of the pieces before it they rest on, and their entropy.

    The entropy is in nats.
    """

    probabilities: Floats
    length: int
    entropy: float


class NGram:
    """What followed which pieces.

    Args:
        single: ``(pieces,)`` probabilities where nothing that stands before is known.
        levels: of two pieces, of three, and so on.
        weights: how much this counts beside a network where neither is in doubt, by the length of what an expectation
            rests on; one more than there are levels.
        doubts: how the weights change with each nat of the network's entropy, and of this one's (see ``weigh``).
    """

    def __init__(
        self,
        single: Floats,
        levels: Sequence[Level],
        weights: Sequence[float] = (),
        doubts: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        self.single = single
        self.levels = tuple(levels)
        self.weights = tuple(weights) or (0.0,) * (len(levels) + 1)
        self.doubts = doubts
        if len(self.weights) != len(self.levels) + 1:
            raise ValueError(f"{len(self.weights)} weights for {len(self.levels)} levels")
        with numpy.errstate(divide="ignore"):
            self._logits = numpy.log(self.weights) - numpy.log1p(-numpy.array(self.weights))
        self._known: OrderedDict[tuple[int, ...], Expected] = OrderedDict()

    @property
    def longest(self) -> int:
        """How many pieces before the next one are looked at."""
        return len(self.levels)

    def expect(self, before: Sequence[int]) -> Expected:
        """Say what may follow ``before``, of which the last ``longest`` pieces count; not to be written to."""
        context = tuple(before[max(0, len(before) - self.longest) :])
        found = self._known.get(context)
        if found is None:
            found = self._known[context] = self._look_up(context)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found

    def weigh(self, expected: Sequence[Expected], entropies: Floats) -> Floats:
        """Say how much each expectation counts beside a network's: less where it is less sure than the network.

        Args:
            expected: what this expects, of each row.
            entropies: ``(rows,)`` of what the network expects, in nats.

        Returns:
            ``(rows,)`` weights between 0 and 1.
        """
        by_network, by_this = self.doubts
        own = numpy.array([each.entropy for each in expected], numpy.float64)
        logits = self._logits[[each.length for each in expected]] + by_network * entropies + by_this * own
        weights: Floats = (1 / (1 + numpy.exp(-logits))).astype(numpy.float32)
        return weights

    def _look_up(self, context: tuple[int, ...]) -> Expected:
        probabilities = self.single.copy()
        rests_on = 0
        for length in range(1, len(context) + 1):
            place = self._place(context[len(context) - length :])
            if place is None:
                continue
            level = self.levels[length - 1]
            first, last = level.groups.span(place)
            if first == last:
                continue
            shares = SHARES[level.shares[first:last]]
            probabilities *= max(_LEAST_LEFT, 1.0 - float(shares.sum(dtype=numpy.float64)))
            probabilities[level.pieces[first:last]] += shares
            rests_on = length
        entropy = -float(numpy.dot(probabilities, numpy.log(numpy.maximum(probabilities, _SMALLEST))))
        return Expected(probabilities, rests_on, entropy)

    def _place(self, context: Sequence[int]) -> int | None:
        """Return where an n-gram stands among those of its length; None if it is not there."""
        place = context[0]
        for piece, level in zip(context[1:], self.levels, strict=False):
            first, last = level.groups.span(place)
            place = bisect_left(level.pieces, piece, first, last)
            if place == last or level.pieces[place] != piece:
                return None
        return place

    def to_bytes(self) -> bytes:
        """Write a safetensors file."""
        arrays: dict[str, NDArray[numpy.generic]] = {
            "single": self.single.astype(numpy.float32),
            "weights": numpy.array(self.weights, numpy.float32),
            "doubts": numpy.array(self.doubts, numpy.float32),
        }
        for number, level in enumerate(self.levels, 2):
            arrays[f"{number}.pieces"] = level.pieces
            arrays[f"{number}.shares"] = level.shares
            arrays[f"{number}.going_on"] = level.groups.going_on
            arrays[f"{number}.groups"] = level.groups.sizes.astype(numpy.uint16)
        return save_deflated(arrays)

    @classmethod
    def read(cls, path: Path) -> NGram:
        """Read an n-gram.

        Raises:
            OSError, ValueError, KeyError, SafetensorError: the file is missing or is none.
        """
        arrays = load_deflated(path)
        single = arrays["single"].astype(numpy.float32)
        levels: list[Level] = []
        size = len(single)
        for number in range(2, len(arrays["weights"]) + 1):
            pieces = arrays[f"{number}.pieces"].astype(numpy.uint16, copy=False)
            going_on, sizes = arrays[f"{number}.going_on"], arrays[f"{number}.groups"]
            groups = Groups(going_on.astype(numpy.uint8), sizes.astype(numpy.uint16), size)
            shares = arrays[f"{number}.shares"].astype(numpy.uint8, copy=False)
            if groups.total != len(pieces) or len(shares) != len(pieces):
                raise ValueError(f"{path.name}: {len(pieces)} pieces where {groups.total} were expected")
            if len(pieces) and int(pieces.max()) >= len(single):
                raise ValueError(f"{path.name}: piece {pieces.max()} where there are {len(single)}")
            levels.append(Level(pieces, shares, groups))
            size = len(pieces)
        by_network, by_this = arrays["doubts"].tolist() if "doubts" in arrays else (0.0, 0.0)  # older files have none
        return cls(single, levels, arrays["weights"].tolist(), (by_network, by_this))


def write_shares(shares: NDArray[numpy.float64]) -> NDArray[numpy.uint8]:
    """Write shares as bytes, none larger than it is, so that they never add up to more than all."""
    steps = numpy.ceil(-STEPS_A_HALVING * numpy.log2(numpy.maximum(shares, 1e-30)) - 1e-9)
    return numpy.clip(steps, 0, 255).astype(numpy.uint8)
