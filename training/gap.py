"""How long a silence ends a dialogue, as people write it: ``30m``, ``6h``, ``2d``."""

from __future__ import annotations

import re

from models.configuration import ConfigurationError

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds_of(gap: str, where: str = "gap") -> float:
    """Return the seconds of a gap; 0, which is never, of an empty text.

    Raises:
        ConfigurationError: it is no length of time.
    """
    if not gap:
        return 0.0
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,6})?)\s?([smhd])", gap.strip())
    if not found or not float(found[1]):
        raise ConfigurationError(f"{where}: '{gap}' is no length of time; give one such as 30m, 6h or 2d.")
    return float(found[1]) * _SECONDS[found[2]]
