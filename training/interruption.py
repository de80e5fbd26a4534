"""Ctrl-C and termination: the update at hand is finished, everything is saved, and then the run stops."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupted:
    """Set by Ctrl-C or a termination signal; the loop looks at it between two updates."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        """Ask for an end."""
        self.asked = True


@contextmanager
def interruptible() -> Iterator[Interrupted]:
    """Take the signals that ask for an end, and give them back afterwards."""
    interrupted = Interrupted()
    before = {number: signal.signal(number, interrupted.ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interrupted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
