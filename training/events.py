"""The event log of a run: one JSON object a line, written as it happens; the app's screen is drawn from it."""

from __future__ import annotations

import json
import logging
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from training.scalars import Scalars


class EventLog:
    """Appends events to a file.

    Args:
        path: the file.
        wanted: whether anything is written; only one of several processes does.
        tensorboard: write the numbers for TensorBoard, too, into a folder beside the file.
    """

    def __init__(self, path: Path, wanted: bool = True, tensorboard: bool = False) -> None:
        self._scalars = Scalars(path.parent / "tensorboard") if wanted and tensorboard else None
        # Without a buffer: what could not be written would be tried again, and fail again, when the file is closed.
        self._file = path.open("ab", buffering=0) if wanted else None
        self._torn = wanted and _is_torn(path)

    def write(self, event: str, **fields: Any) -> None:
        """Write one event; ``time`` is seconds since 1970."""
        if self._file is None:
            return
        try:
            text = json.dumps({"event": event, "time": round(time.time(), 3), **fields}) + "\n"
            line = ("\n" * self._torn + text).encode("utf-8")
            self._torn = self._file.write(line) != len(line)
        except OSError as error:  # a full disk: what is learnt matters more than what is said of it
            logging.warning("%s: %s", self._file.name, error.strerror)
        if self._scalars:
            self._scalars.write(event, fields)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()
        if self._scalars:
            self._scalars.close()


def _is_torn(path: Path) -> bool:
    """Say whether the last line has no end: its process was killed, or the disk was full."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
