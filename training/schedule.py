"""The learning rate: up in a straight line, level, then down in a straight line (Hu et al. 2024).

Unlike a cosine it can be prolonged: a run that is still improving is given more steps and decays later.
"""

from __future__ import annotations

FLOOR = 0.05
"""What is left of the rate at the very end."""


def rate_at(step: int, peak: float, warm_up: int, steps: int, decay: float) -> float:
    """Return the rate of update ``step`` (from 0) out of ``steps``; the last ``decay`` of them fall."""
    if step < warm_up:
        return peak * (step + 1) / warm_up
    falling = max(1, round(steps * decay))
    left = min(1.0, max(0.0, (steps - step) / falling))
    return peak * (FLOOR + (1.0 - FLOOR) * left)
