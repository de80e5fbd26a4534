"""The event log of a run: one JSON object a line, flushed as it happens; the app's screen is drawn from it."""

from __future__ import annotations

import json
import logging
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
        self._file = path.open("a", encoding="utf-8") if wanted else None

    def write(self, event: str, **fields: Any) -> None:
        """Write one event; ``time`` is seconds since 1970."""
        if self._file is None:
            return
        try:
            self._file.write(json.dumps({"event": event, "time": round(time.time(), 3), **fields}) + "\n")
            self._file.flush()
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
