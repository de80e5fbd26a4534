"""WhatsApp's "Export chat", of any locale: ``date, time - name: text`` (Android), ``[date, time] name: text`` (iOS)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from training.opening import Text
from training.readers.moments import moment_of, order_of
from training.readers.reader import Expected, Reader, first_lines
from training.readers.turns import Turns
from training.readers.whatsapp_notices import left_out, names_an_event, spoken
from training.records import Dialogue, Record
from training.rejects import SYSTEM_MESSAGE, Rejects

_DATE = r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}\.?"
# Before or after the clock stands which half of the day it is, in any script: AM, p. m., 下午, م, μ.μ.
_TIME = r"(?:[^\W\d_]{2}\s?)?\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s*[^\W\d_]{1,4}\.?(?:\s?[^\W\d_]{1,2}\.?)?)?"
_BETWEEN = r"(?:[,،]|\s(?:à|um|a\sles|a\slas|às|alle|at|om))?\s+"
_START = re.compile(
    rf"^[\ufeff\s]*"
    rf"(?P<stamp>\[(?:{_DATE}{_BETWEEN}{_TIME}|{_TIME},\s+{_DATE})\]\s?|{_DATE}{_BETWEEN}{_TIME}\s+[-–—]\s)(?P<rest>.*)$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^(?P<name>[^:]{1,100}?):(?:\s(?P<text>.*)|$)")
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONGEST_STAMP = 60

BEFORE_THE_FIRST = "before the first message"


def _fits(text: Text) -> bool:
    lines = first_lines(text, 60)
    found = [bool(_start_of(line)) for line in lines]
    return sum(found) > 0 and (found[0] or sum(found) >= len(found) * 0.3)


def _read(text: Text, rejects: Rejects, expected: Expected) -> Iterator[Record]:
    turns = Turns(expected.gap)
    order = order_of(_stamps(text)) if expected.gap else "dmy"
    started = False
    number, rest, more = 0, "", list[str]()
    moment: float | None = None
    for line_number, line in text.lines(rejects):
        if match := _start_of(line):
            if started:
                yield from _message(text, rejects, turns, number, rest, more, moment)
            started = True
            number, rest, more = line_number, match["rest"], []
            moment = moment_of(match["stamp"], order) if expected.gap else None
        elif started:
            more.append(line)
        elif line.strip():
            rejects.add(text.name, line_number, BEFORE_THE_FIRST)
    if started:
        yield from _message(text, rejects, turns, number, rest, more, moment)
    yield from turns.end()


def _start_of(line: str) -> re.Match[str] | None:
    """Match the beginning of a message; marks of the direction of writing stand anywhere within its date."""
    if line.isascii():
        return _START.match(line)
    if match := _START.match(line.lstrip("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff")):
        return match
    return _START.match(_MARKS.sub("", line[:_LONGEST_STAMP]) + line[_LONGEST_STAMP:])


def _stamps(text: Text) -> Iterator[str]:
    return (match["stamp"] for _, line in text.lines(Rejects()) if (match := _start_of(line)))


def _message(
    text: Text, rejects: Rejects, turns: Turns, number: int, rest: str, more: list[str], moment: float | None
) -> Iterator[Dialogue]:
    named = _NAMED.match(_MARKS.sub("", rest).strip())
    if not named or names_an_event(named["name"], named["text"] or ""):
        rejects.add(text.name, number, SYSTEM_MESSAGE)
        return
    # iOS puts a mark before what the program itself wrote: there an event need not be told from somebody's words.
    marked = "\u200e" in rest.partition(":")[2][:2]
    lines = [_MARKS.sub("", line) for line in (named["text"] or "", *more)]
    if reason := left_out(lines, marked=marked):
        rejects.add(text.name, number, reason)
        return
    yield from turns.add("\n".join(spoken(lines)), named["name"].strip(" ~\u00a0\u202f"), moment)


READER = Reader("whatsapp", _fits, _read)
