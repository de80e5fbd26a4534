"""A whole JSON file: a list of records, or an object that holds lists of them or one dialogue."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from training.opening import Text
from training.readers.json_records import EMPTY, NOTHING_KNOWN, message_of, record_of
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
    """Say whether each line is a JSON value by itself; one line alone is, where it is a record."""
    lines = [line for line in text.beginning.split("\n") if line.strip()][:5]
    values = [value for line in lines if isinstance(value := _value(line), dict | list)]
    if len(lines) == 1:
        return bool(values) and isinstance(values[0], dict) and not isinstance(record_of(values[0]), str)
    return len(values) * 2 >= len(lines)


def _value(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _fits(text: Text) -> bool:
    return looks_like_json(text) and text.ending != ".jsonl" and not json_by_line(text)


def _read(text: Text, rejects: Rejects, _: Expected) -> Iterator[Record]:
    turns = Turns()
    before = rejects.counts.total()
    found = False
    for element in elements(text, rejects):
        line, path, value = element.line, element.path, element.value
        if element.ended:
            yield from turns.end()
            if value is not None and not found and not isinstance(record := record_of(value), str):
                found = True
                yield record
            continue
        if path == "categories" or path.rpartition(".")[2] == "speakers":
            continue
        message = _turn(value) if isinstance(value, str) else message_of(value)
        if isinstance(message, tuple):
            found = True
            yield from turns.add(message[1], message[0])
        elif isinstance(message, str):
            rejects.add(text.name, line, message, element.which)
        else:
            record = record_of(value, partial(rejects.add, text.name, line, detail=element.which))
            if isinstance(record, str):
                rejects.add(text.name, line, record, element.which)
            else:
                found = True
                yield record
    yield from turns.end()
    if not found and rejects.counts.total() == before:
        rejects.add(text.name, 1, NOTHING_KNOWN)


def _turn(value: str) -> tuple[str, str] | str:
    return ("", value) if value.strip() else EMPTY


READER = Reader("json", _fits, _read)
