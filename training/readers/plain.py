"""Plain text: one turn a line, an empty line between dialogues; ``Name: text`` where every line has such a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from training.opening import Text
from training.readers.reader import Expected, Reader, first_lines
from training.readers.turns import Turns
from training.records import Dialogue, Record, RecordError
from training.rejects import Rejects

_NAMED = re.compile(r"^\s*([^\s:][^:\t]{0,29}):\s+(\S.*)$")
_MARKUP = re.compile(r"^\s*<(?:\?xml|!doctype|html)", re.IGNORECASE)


def _read(text: Text, rejects: Rejects, _: Expected) -> Iterator[Record]:
    if _MARKUP.match(text.beginning):
        raise RecordError(f"{text.name}: XML or HTML of no known kind; give an export of a chat, or TMX.")
    named = _has_names(text)
    turns = Turns()
    for number, line in text.lines(rejects):
        if not line.strip():
            yield from turns.end()
        elif not named:
            yield from turns.add(line)
        elif match := _NAMED.match(line):
            yield from turns.add(match[2], match[1])
        else:
            rejects.add(text.name, number, "no speaker")
    yield from turns.end()


def _has_names(text: Text) -> bool:
    lines = first_lines(text)
    names = Counter(match[1] for line in lines if (match := _NAMED.match(line)))
    return len(lines) >= 4 and names.total() == len(lines) and 2 <= len(names) <= max(2, len(lines) // 4)


def dialogue_lines(text: Text, rejects: Rejects) -> Iterator[Dialogue]:
    """Read a text that is already known to be plain."""
    for record in _read(text, rejects, Expected()):
        assert isinstance(record, Dialogue)
        yield record


READER = Reader("text", lambda _: True, _read)
