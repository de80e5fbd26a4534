"""How far a teaching is, read from what the training says of itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from chatapp.teaching.folder import Teaching
from chatapp.teaching.process import complaint, find


class Phase(Enum):
    """Where a teaching stands."""

    PREPARING = "reading the files"
    LEARNING = "learning"
    PACKING = "finishing"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


@dataclass
class Progress:
    """How far a teaching is.

    Attributes:
        phase: where it stands.
        step, steps: updates done, and in all.
        left: seconds until the last update, if it goes on like this.
        rate: tokens a second.
        losses: of each event, by update.
        held_out: losses on what is held out, by update.
        replies: what the network by itself says to each of some prompts, at the last look.
        reason: why it failed.
    """

    phase: Phase = Phase.PREPARING
    step: int = 0
    steps: int = 0
    left: float = 0.0
    rate: float = 0.0
    losses: list[tuple[int, float]] = field(default_factory=list)
    held_out: list[tuple[int, float]] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return self.step / self.steps if self.steps else 0.0


class Follower:
    """Reads the events of a teaching as they come."""

    def __init__(self, teaching: Teaching) -> None:
        self.teaching = teaching
        self.progress = Progress()
        self._read = 0
        self._finished = False

    def look(self) -> Progress:
        """Read what is new, and return how far the teaching is."""
        # Asked first: what ends between the two is then seen as going on, and as ended at the next look.
        running = find(self.teaching) is not None
        self._read_on()
        self.progress.phase = self._phase(running)
        self.progress.reason = complaint(self.teaching) if self.progress.phase is Phase.FAILED else ""
        return self.progress

    def _phase(self, running: bool) -> Phase:
        if running:
            if self._finished:
                return Phase.PACKING
            return Phase.LEARNING if self.progress.steps else Phase.PREPARING
        if (self.teaching.bundle / "bundle.json").exists():
            return Phase.DONE
        return Phase.FAILED if complaint(self.teaching) else Phase.STOPPED

    def _read_on(self) -> None:
        try:
            with self.teaching.events.open("rb") as file:
                file.seek(self._read)
                text = file.read()
        except OSError:
            return
        whole = text[: text.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.splitlines():
            try:
                self._take(json.loads(line))
            except (ValueError, KeyError, TypeError):
                continue  # a line that a kill cut short

    def _take(self, event: dict[str, Any]) -> None:
        progress = self.progress
        kind = event["event"]
        if kind == "start":
            progress.step, progress.steps = int(event["step"]), int(event["steps"])
            progress.losses = [each for each in progress.losses if each[0] <= progress.step]
            self._finished = False
        elif kind == "step":
            progress.step, progress.left = int(event["step"]), float(event["left"])
            progress.rate = float(event["tokens_per_second"])
            progress.losses.append((progress.step, float(event["loss"])))
        elif kind == "held_out":
            if event.get("losses"):
                progress.held_out.append((int(event["step"]), float(event["loss"])))
        elif kind == "replies":
            progress.replies = {str(prompt): str(reply) for prompt, reply in event["replies"]}
        elif kind == "stop":
            progress.step = int(event["step"])
            self._finished = bool(event["finished"])
