"""Tries learning rates from tiny to huge, one an update, and proposes one (Smith 2017)."""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

from training.loop import Loop

LEAST = 1e-5
MOST = 0.3
SMOOTH = 0.8


class Trial(NamedTuple):
    """A rate, and the smoothed loss a decision when it was reached."""

    rate: float
    loss: float


def try_rates(loop: Loop, updates: int = 100) -> list[Trial]:
    """Train with growing rates until the loss runs away; the model is spoilt afterwards, and nothing is saved."""
    trials: list[Trial] = []
    smoothed = 0.0
    for step, work in enumerate(itertools.islice(loop.work(), updates)):
        rate = LEAST * (MOST / LEAST) ** (step / max(1, updates - 1))
        outcome = loop.updater.update(work.batches, work.decisions, rate, step)
        smoothed = SMOOTH * smoothed + (1.0 - SMOOTH) * float(outcome.loss) / work.decisions
        trials.append(Trial(rate, smoothed / (1.0 - SMOOTH ** (step + 1))))
        lowest = min(trial.loss for trial in trials)
        if not math.isfinite(smoothed) or trials[-1].loss > 2.0 * lowest:
            break
    return trials


def propose(trials: list[Trial]) -> float:
    """Return a tenth of the rate at which the loss was lowest: it still falls fast there, and is safe for long."""
    best = min((trial for trial in trials if math.isfinite(trial.loss)), key=lambda trial: trial.loss)
    return float(f"{best.rate / 10.0:.1g}")
