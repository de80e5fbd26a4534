"""One JSON value a line: ``{"turns": [...]}`` or another shape of ``json_records``, with further fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from training.opening import Text, texts_of
from training.readers.json_file import looks_like_json
from training.readers.json_records import NOTHING_KNOWN, record_of
from training.readers.json_stream import NOT_JSON
from training.readers.reader import Expected, Reader
from training.records import Dialogue, Record
from training.rejects import Rejects


def _fits(text: Text) -> bool:
    return text.ending == ".jsonl" or looks_like_json(text)


def _read(text: Text, rejects: Rejects, _: Expected) -> Iterator[Record]:
    for number, line in text.lines(rejects):
        if not line.strip():
            continue
        try:
            record = record_of(json.loads(line), partial(rejects.add, text.name, number))
        except (ValueError, RecursionError) as error:
            rejects.add(text.name, number, NOT_JSON, str(error))
            continue
        if isinstance(record, str):
            rejects.add(text.name, number, record, 'expected an object with a list of texts called "turns", or alike')
        else:
            yield record


def read_dialogues(path: Path) -> Iterator[Dialogue]:
    """Yield a dialogue a line.

    Raises:
        RecordError: a line is not JSON, or holds no dialogue.
    """
    rejects = Rejects(strict=True)
    for text in texts_of(path, rejects):
        for record in _read(text, rejects, Expected()):
            if not isinstance(record, Dialogue):
                rejects.add(text.name, 0, NOTHING_KNOWN, "expected dialogues")
                continue
            yield record


READER = Reader("jsonl", _fits, _read)
