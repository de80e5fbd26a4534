"""DiscordChatExporter's files: JSON, CSV and plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from training.opening import Text
from training.readers.csv_table import rows_of, separator_of
from training.readers.json_file import looks_like_json
from training.readers.json_records import NOTHING_KNOWN
from training.readers.json_stream import elements
from training.readers.moments import Order, iso_moment, moment_of, order_of
from training.readers.reader import Expected, Reader, first_lines
from training.readers.turns import Turns, one_line
from training.records import Dialogue, Record
from training.rejects import MEDIA, SYSTEM_MESSAGE, Rejects

_SAID = frozenset({"Default", "Reply", "0", "19"})
_RULE = re.compile(r"^={10,}$")
_HEADER = re.compile(r"^(?:Guild|Channel): ")
_MESSAGE = re.compile(r"^\[(?P<date>[^\[\]]*\d[^\[\]]*)\] (?P<author>\S.*?)(?: \(pinned\))?$")
_SECTION = re.compile(r"^\{(?:Attachments|Embed|Stickers|Reactions|Forwarded Message)\}$")
_EVENT = re.compile(
    r"^(?:Joined the server\.|Started a call(?: that lasted .*)?\.|Pinned a message\.|Started a thread\."
    r"|(?:Added|Removed) .+ (?:to|from) the group\.|Left the group\.|Changed the channel (?:name|icon).*)$"
)


def _fits_json(text: Text) -> bool:
    start = text.beginning
    return looks_like_json(text) and bool(re.search(r'"guild"\s*:', start) and re.search(r'"channel"\s*:', start))


def _read_json(text: Text, rejects: Rejects, expected: Expected) -> Iterator[Record]:
    turns = Turns(expected.gap)
    for element in elements(text, rejects):
        value = element.value
        if element.path != "messages":
            continue
        if element.ended:
            yield from turns.end()
            continue
        message = _message(value)
        if isinstance(message, str):
            rejects.add(text.name, element.line, message, element.which)
        else:
            yield from turns.add(message[1], message[0], iso_moment(value.get("timestamp")) if expected.gap else None)
    yield from turns.end()


def _message(value: Any) -> tuple[str, str] | str:
    if not isinstance(value, dict) or not isinstance(value.get("author"), dict):
        return NOTHING_KNOWN
    if str(value.get("type", "Default")) not in _SAID:
        return SYSTEM_MESSAGE
    said = value.get("content")
    if not isinstance(said, str) or not said.strip():
        return MEDIA if value.get("attachments") or value.get("stickers") or value.get("embeds") else "empty message"
    author = value["author"]
    return one_line(str(author.get("nickname") or author.get("name") or author.get("id") or "?")), one_line(said)


def _fits_csv(text: Text) -> bool:
    return bool(re.match(r'"?AuthorID"?[,;]"?Author"?[,;]"?Date"?[,;]"?Content"?', text.beginning))


def _read_csv(text: Text, rejects: Rejects, expected: Expected) -> Iterator[Record]:
    turns = Turns(expected.gap)
    first = True
    order = order_of(_csv_stamps(text)) if expected.gap else "dmy"
    for line, cells in rows_of(text, rejects, separator_of(first_lines(text))):
        if first:
            first = False
            continue
        if len(cells) < 4:
            rejects.add(text.name, line, "no author and content")
        elif not cells[3].strip():
            rejects.add(text.name, line, MEDIA if len(cells) > 4 and cells[4].strip() else "empty message")
        elif _EVENT.match(cells[3].strip()):
            rejects.add(text.name, line, SYSTEM_MESSAGE)
        else:
            yield from turns.add(cells[3], one_line(cells[1]) or one_line(cells[0]) or "?", _moment(cells[2], order))
    yield from turns.end()


def _csv_stamps(text: Text) -> Iterator[str]:
    rows = rows_of(text, Rejects(), separator_of(first_lines(text)))
    return (cells[2] for place, (_, cells) in enumerate(rows) if place and len(cells) > 2)


def _moment(stamp: str, order: Order) -> float | None:
    found = iso_moment(stamp)
    return moment_of(stamp, order) if found is None else found


def _fits_text(text: Text) -> bool:
    lines = first_lines(text, 8)
    return len(lines) > 1 and bool(_RULE.match(lines[0]) and _HEADER.match(lines[1]))


def _read_text(text: Text, rejects: Rejects, expected: Expected) -> Iterator[Record]:
    turns = Turns(expected.gap)
    order = order_of(_text_stamps(text)) if expected.gap else "dmy"
    author, stamp = "", ""
    number, said, media, skipping, rules = 0, list[str](), False, False, 0

    def message() -> Iterator[Dialogue]:
        if not author:
            return
        whole = "\n".join(said).strip()
        if not whole:
            rejects.add(text.name, number, MEDIA if media else "empty message")
        elif _EVENT.match(whole):
            rejects.add(text.name, number, SYSTEM_MESSAGE)
        else:
            yield from turns.add(whole, author, _moment(stamp, order))

    for line_number, line in text.lines(rejects):
        if _RULE.match(line):
            rules += 1
            if rules == 3:  # the third opens the footer
                yield from message()
                author = ""
        elif rules < 2:
            continue
        elif match := _MESSAGE.match(line):
            yield from message()
            author, number, said, media, skipping = match["author"], line_number, [], False, False
            stamp = match["date"]
        elif _SECTION.match(line):
            media = skipping = True
        elif not skipping and author:
            said.append(line)
        elif not author and rules == 2 and line.strip():
            rejects.add(text.name, line_number, "before the first message")
    yield from message()
    yield from turns.end()


def _text_stamps(text: Text) -> Iterator[str]:
    return (match["date"] for _, line in text.lines(Rejects()) if (match := _MESSAGE.match(line)))


JSON_READER = Reader("discord", _fits_json, _read_json)
CSV_READER = Reader("discord", _fits_csv, _read_csv)
TEXT_READER = Reader("discord", _fits_text, _read_text)
