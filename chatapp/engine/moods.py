"""What mood a text is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from chatapp.engine.clean_line import clean_line
from chatapp.engine.networks import Labeller
from models import layout
from models.pieces import Pieces

_LONGEST = 200
_EVEN = 0.5


class Mood(NamedTuple):
    """A mood and its probability; several may be right at once."""

    label: str
    probability: float


class Moods:
    """Asks a many-to-one network, with a threshold for each label."""

    def __init__(
        self, labeller: Labeller, pieces: Pieces, labels: tuple[str, ...], thresholds: Mapping[str, float]
    ) -> None:
        self.labeller = labeller
        self.pieces = pieces
        self.labels = labels
        self.thresholds = thresholds

    def judge(self, text: str) -> list[Mood]:
        """Return the moods above their thresholds, the clearest first, or else the nearest to its own.

        Empty where the text holds nothing to judge by; of a long text only the beginning is read.
        """
        line = self.pieces.encode(clean_line(text))[:_LONGEST]
        if not line:
            return []
        given = self.labeller.probabilities([layout.label_source(line)])[0].tolist()  # (labels,)
        ratios = {
            label: each / self.thresholds.get(label, _EVEN) for label, each in zip(self.labels, given, strict=True)
        }
        found = [Mood(label, each) for label, each in zip(self.labels, given, strict=True)]
        found.sort(key=lambda mood: -ratios[mood.label])
        return [mood for mood in found if ratios[mood.label] >= 1.0] or found[:1]
