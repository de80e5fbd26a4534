"""A whole JSON file: a list of records, or an object that holds lists of them or one dialogue."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from training.opening import Text
from training.readers.json_records import NOTHING_KNOWN, message_of, record_of
from training.readers.json_stream import elements
from training.readers.reader import Expected, Reader
from training.readers.turns import Turns
from training.records import Record
from training.rejects import Rejects

_BEGINS = re.compile(r'^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[\{\["\]]|$))')


def looks_like_json(text: Text) -> bool:
    """Say whether a text begins as JSON does."""
    return bool(_BEGINS.match(text.beginning))


def json_by_line(text: Text) -> bool:
    """Say whether each line is a JSON value by itself."""
    lines = [line for line in text.beginning.split("\n") if line.strip()][:5]
    return len(lines) > 1 and any(_is_whole(line) for line in lines[:-1] or lines)


def _is_whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return False


def _fits(text: Text) -> bool:
    return looks_like_json(text) and text.ending != ".jsonl" and not json_by_line(text)


def _read(text: Text, rejects: Rejects, _: Expected) -> Iterator[Record]:
    turns = Turns()
    found = False
    for line, path, value, ended in elements(text, rejects):
        if ended:
            yield from turns.end()
            if value is not None and not found and not isinstance(record := record_of(value), str):
                found = True
                yield record
            continue
        message = ("", value) if isinstance(value, str) else message_of(value)
        if isinstance(message, tuple) and message[1].strip() and path.rpartition(".")[2] != "speakers":
            found = True
            yield from turns.add(message[1], message[0])
        elif isinstance(message, str):
            rejects.add(text.name, line, message)
        elif path.rpartition(".")[2] != "speakers" and path != "categories":
            record = record_of(value)
            if isinstance(record, str):
                rejects.add(text.name, line, record)
            else:
                found = True
                yield record
    yield from turns.end()
    if not found and not rejects.counts:
        rejects.add(text.name, 1, NOTHING_KNOWN)


READER = Reader("json", _fits, _read)
