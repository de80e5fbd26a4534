"""One way a row could read, and how hypotheses of different lengths are compared."""

from __future__ import annotations

from typing import NamedTuple

LENGTH_PENALTY = 1.0
"""The exponent used when none is given; 0 compares plain log-probabilities, which favours short lines.

On 400 held-out translations of a half-trained network, beams of five lost a tenth of the length of the references at
1.0 and a seventh at 0; chrF was 34.3 against 33.0.
"""


class Hypothesis(NamedTuple):
    """A decoded row.

    ``pieces`` does not hold the piece that ended the row. ``log_probability`` is the sum over all that was emitted,
    the end included; ``score`` is that sum divided by the length normaliser, by which hypotheses are ranked.
    """

    pieces: tuple[int, ...]
    log_probability: float
    score: float


def length_normaliser(length: int, length_penalty: float) -> float:
    """What a log-probability over ``length`` emitted pieces is divided by (Wu et al. 2016, equation 14)."""
    return float(((5.0 + length) / 6.0) ** length_penalty)
