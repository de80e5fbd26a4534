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
    """Turns in order.

    Attributes:
        turns: what was said.
        fields: whatever else the record says (``persona``, ``topic``, …).
        speakers: who said each turn; empty where the record does not say, and then every turn answers the one before.
        carried: how many of the first turns also ended the record before, of which this one is the continuation.
        passage: a text that is asked about; empty where there is none.
    """

    turns: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    speakers: tuple[str, ...] = ()
    carried: int = 0
    passage: str = ""


@dataclass(frozen=True)
class Labelled:
    """A line and the labels that are right for it."""

    text: str
    labels: tuple[str, ...]


Record = Pair | Dialogue | Labelled


class RecordError(ValueError):
    """A record that cannot be read; the message names file, line and reason."""


def joined_runs(dialogue: Dialogue) -> list[tuple[str, str]]:
    """Return ``(speaker, text)`` with what one speaker said in a row joined; without speakers each turn by itself."""
    if not dialogue.speakers:
        return [("", turn) for turn in dialogue.turns]
    runs: list[tuple[str, list[str]]] = []
    for speaker, turn in zip(dialogue.speakers, dialogue.turns, strict=True):
        if runs and runs[-1][0] == speaker:
            runs[-1][1].append(turn)
        else:
            runs.append((speaker, [turn]))
    return [(speaker, " ".join(turns)) for speaker, turns in runs]
