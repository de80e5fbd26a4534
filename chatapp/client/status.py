"""What is known of the engine process."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Phase(Enum):
    """How far the engine is."""

    OFF = "off"
    LOADING = "loading"
    READY = "ready"
    RESTARTING = "restarting"
    FAILED = "failed"


@dataclass(frozen=True)
class EngineStatus:
    """What is known of the engine; ``sentence`` says what went wrong, where something did."""

    phase: Phase = Phase.OFF
    sentence: str = ""
    tasks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    problems: tuple[str, ...] = field(default=())
