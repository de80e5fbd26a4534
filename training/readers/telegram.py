"""Telegram Desktop's exports of one chat or of all: ``result.json``, and ``messages.html``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from training.decompression import CutError
from training.opening import Text
from training.readers.json_file import looks_like_json
from training.readers.json_records import NOTHING_KNOWN
from training.readers.json_stream import elements
from training.readers.moments import iso_moment, moment_of
from training.readers.reader import Expected, Reader
from training.readers.turns import Turns, one_line
from training.records import Record
from training.rejects import MEDIA, SYSTEM_MESSAGE, Rejects

_MARKS = re.compile(r'"(?:date_unixtime|from_id|text_entities|actor_id)"\s*:')
_LISTS = re.compile(r'"(?:messages|chats)"\s*:')
_MEDIA_KEYS = frozenset({"photo", "file", "media_type", "sticker_emoji", "location_information", "contact_information"})
_MEDIA_KEYS |= {"poll", "venue", "game_title", "live_location_period_seconds"}


def _fits_json(text: Text) -> bool:
    start = text.beginning
    return looks_like_json(text) and bool(_LISTS.search(start) and _MARKS.search(start))


def _read_json(text: Text, rejects: Rejects, expected: Expected) -> Iterator[Record]:
    turns = Turns(expected.gap)
    for element in elements(text, rejects):
        value = element.value
        if element.path.rpartition(".")[2] != "messages":
            continue
        if element.ended:
            yield from turns.end()
            continue
        message = _message(value)
        if isinstance(message, str):
            rejects.add(text.name, element.line, message, element.which)
        else:
            yield from turns.add(message[1], message[0], _moment(value) if expected.gap else None)
    yield from turns.end()


def _moment(value: dict[str, Any]) -> float | None:
    since = value.get("date_unixtime")
    return float(since) if isinstance(since, str) and since.isdecimal() else iso_moment(value.get("date"))


def _message(value: Any) -> tuple[str, str] | str:
    if not isinstance(value, dict):
        return NOTHING_KNOWN
    if value.get("type") != "message":
        return SYSTEM_MESSAGE if value.get("type") == "service" else NOTHING_KNOWN
    parts = value.get("text", "")
    parts = parts if isinstance(parts, list) else [parts]
    said = "".join(str(part.get("text", "")) if isinstance(part, dict) else str(part or "") for part in parts)
    if not said.strip():
        return MEDIA if _MEDIA_KEYS & set(value) else "empty message"
    # Somebody who closed the account has no name left, but still a number.
    speaker = value.get("from") or value.get("from_id") or "?"
    return one_line(str(speaker)), one_line(said)


def _fits_html(text: Text) -> bool:
    start = text.beginning
    return start.lstrip()[:1] == "<" and 'class="message ' in start and 'class="history"' in start


def _read_html(text: Text, rejects: Rejects, expected: Expected) -> Iterator[Record]:
    parser = _Messages()
    turns = Turns(expected.gap)
    cut = ""

    def blocks() -> Iterator[str]:
        nonlocal cut
        try:
            for block in text.blocks():
                yield block.decode("utf-8", "replace")
        except CutError as error:
            cut = str(error)

    for block in blocks():
        parser.feed(block)
        yield from _told(parser, text, rejects, turns)
    parser.finish()
    yield from _told(parser, text, rejects, turns)
    if cut:
        rejects.add(text.name, parser.getpos()[0], "cut short", cut)
    yield from turns.end()


def _told(parser: _Messages, text: Text, rejects: Rejects, turns: Turns) -> Iterator[Record]:
    for line, speaker, said, reason, date in parser.messages:
        if reason:
            rejects.add(text.name, line, reason)
        else:
            yield from turns.add(said, speaker, moment_of(date, "dmy"))
    parser.messages.clear()


class _Messages(HTMLParser):
    """Collects ``(line, speaker, text, why it is left out, date)``; a joined message is of the speaker before."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.messages: list[tuple[int, str, str, str, str]] = []
        self._open: list[str] = []
        self._speaker = ""
        self._said: list[str] = []
        self._name: list[str] = []
        self._line = 0
        self._kind = ""
        self._media = False
        self._date = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and self._open and self._open[-1] == "text":
            self._said.append("\n")
        if tag != "div":
            return
        classes = (dict(attrs).get("class") or "").split()
        if "date" in classes and not self._date:
            self._date = dict(attrs).get("title") or ""
        if "message" in classes:
            self.finish()
            self._kind = "service" if "service" in classes else "message"
            self._line = self.getpos()[0]
            self._open.clear()
        self._media |= "media_wrap" in classes
        known = [each for each in ("from_name", "text", "forwarded", "reply_to", "details") if each in classes]
        self._open.append(known[0] if known else self._inherited())

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        where = self._open[-1] if self._open else ""
        if where == "text":
            self._said.append(data)
        elif where == "from_name":
            self._name.append(data)

    def finish(self) -> None:
        """End the message that is open."""
        if not self._kind:
            return
        self._speaker = one_line("".join(self._name)) or self._speaker
        said = "".join(self._said).strip()
        reason = "" if said else MEDIA if self._media else "empty message"
        reason = SYSTEM_MESSAGE if self._kind == "service" else reason
        self.messages.append((self._line, self._speaker, said, reason, self._date))
        self._date = ""
        self._kind = ""
        self._media = False
        self._said.clear()
        self._name.clear()

    def _inherited(self) -> str:
        return self._open[-1] if self._open and self._open[-1] in ("text", "reply_to") else ""


JSON_READER = Reader("telegram", _fits_json, _read_json)
HTML_READER = Reader("telegram", _fits_html, _read_html)
