"""What a reader yields: a pair of parallel lines, a dialogue, or a labelled line. Readers know formats, not tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pair:
    """A line and its translations, best first; one or more."""

    source: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Dialogue:
    """Turns in order; ``fields`` holds whatever else the record says (``persona``, ``topic``, …)."""

    turns: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Labelled:
    """A line and the labels that are right for it."""

    text: str
    labels: tuple[str, ...]


Record = Pair | Dialogue | Labelled


class RecordError(ValueError):
    """A record that cannot be read; the message names file, line and reason."""
