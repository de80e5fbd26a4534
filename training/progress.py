"""A progress bar for a terminal, and a plain line now and then where there is none."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TextIO


class Progress:
    """Shows how far a job is, how fast, and how long it will take.

    Args:
        total: units of the whole job.
        start: units that were done before (a resumed run).
        file: where to draw; a file that is no terminal gets a line every ``pause`` seconds.
    """

    def __init__(self, total: int, start: int = 0, file: TextIO | None = None, pause: float = 30.0) -> None:
        self.total = total
        self.start = start
        self.file = file or sys.stderr
        self.live = self.file.isatty()
        self.pause = 0.2 if self.live else pause
        self.begun = time.monotonic()
        self.drawn = -self.pause

    def show(self, done: int, rest: str) -> None:
        """Draw the bar, unless it was drawn a moment ago; ``rest`` is what else to say."""
        now = time.monotonic()
        if now - self.drawn < self.pause and done < self.total:
            return
        self.drawn = now
        left = self.left(done)
        share = done / max(1, self.total)
        text = f"{done:,}/{self.total:,} {share:4.0%}  {rest}  {duration(left)} left"
        if not self.live:
            print(text, file=self.file, flush=True)
            return
        columns = shutil.get_terminal_size().columns
        bar = max(0, min(30, columns - len(text) - 4))
        filled = "━" * round(bar * share)
        print(f"\r{filled:╌<{bar}}  {text}"[: columns + 1], end="\033[K", file=self.file, flush=True)

    def left(self, done: int) -> float:
        """Return how many seconds the rest takes if it goes on like this."""
        return (time.monotonic() - self.begun) / max(1, done - self.start) * (self.total - done)

    def close(self) -> None:
        """Leave the bar standing and go to the next line."""
        if self.live:
            print(file=self.file, flush=True)


def duration(seconds: float) -> str:
    """Write a time as ``1:02:03`` or ``2:03``."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
