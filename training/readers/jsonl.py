"""One JSON object a line: ``{"turns": [...]}`` with further fields, one whole dialogue each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from training.readers.lines import numbered_lines
from training.records import Dialogue, RecordError


def read_dialogues(path: Path) -> Iterator[Dialogue]:
    """Yield a dialogue a line.

    Raises:
        RecordError: a line is not JSON, or has no list of texts called ``turns``.
    """
    for number, line in numbered_lines(path):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except ValueError as error:
            raise RecordError(f"{path}, line {number}: not JSON ({error}).") from error
        turns = fields.get("turns") if isinstance(fields, dict) else None
        if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
            raise RecordError(f'{path}, line {number}: expected an object with a list of texts called "turns".')
        rest = {key: value for key, value in fields.items() if isinstance(value, str)}
        yield Dialogue(tuple(turn.strip() for turn in turns), rest)
