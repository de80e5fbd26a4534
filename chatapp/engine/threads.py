"""How many processor cores the networks may use."""

from __future__ import annotations

import os

from chatapp.engine.cannot_answer import CannotAnswer

VARIABLE = "CHATAPP_THREADS"


def threads() -> int:
    """Read the number of threads from the environment; one where it does not say, since more slow down a busy machine.

    Raises:
        CannotAnswer: the variable is no number of at least 1.
    """
    said = os.environ.get(VARIABLE, "1")
    if said.isascii() and said.isdigit() and int(said) >= 1:
        return int(said)
    raise CannotAnswer(f"{VARIABLE} is '{said}': set it to a whole number of at least 1, or unset it.")
