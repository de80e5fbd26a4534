"""Anki's "Notes in Plain Text": lines such as ``#separator:tab`` and ``#html:true``, then a note a row."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from training.opening import Text
from training.readers.columns import NO_TWO_TEXTS
from training.readers.csv_table import rows_of
from training.readers.reader import Expected, Reader, first_lines
from training.readers.turns import one_line
from training.records import Pair, Record
from training.rejects import Rejects

_HEADER = re.compile(r"#(separator|html|notetype|deck|tags|columns|guid)(?: column)?:(.*)")
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_OF_ANOTHER_USE = ("notetype", "deck", "tags", "guid")
_MARKUP = re.compile(r"<[^<>]*>|\[(?:sound:|anki:)[^\[\]]*\]")


def _headers(text: Text) -> dict[str, str]:
    found = {}
    for line in first_lines(text):
        match = _HEADER.fullmatch(line)
        if not match:
            break
        found[match[1]] = match[2].strip()
    return found


def _fits(text: Text) -> bool:
    return text.beginning.startswith("#") and bool({"separator", "html"} & set(_headers(text)))


def _read(text: Text, rejects: Rejects, _: Expected) -> Iterator[Record]:
    headers = _headers(text)
    named = headers.get("separator", "tab")
    separator = _SEPARATORS.get(named.lower(), named[:1] or "\t")
    left = {int(place) - 1 for key in _OF_ANOTHER_USE if (place := headers.get(key, "")).isdecimal()}
    for number, cells in rows_of(text, rejects, separator):
        if number <= len(headers):
            continue
        fields = [_plain(cell, headers) for place, cell in enumerate(cells) if place not in left]
        if len(fields) < 2 or not all(fields[:2]):
            rejects.add(text.name, number, NO_TWO_TEXTS, "expected the front and the back of a card")
        else:
            yield Pair(fields[0], (fields[1],))


def _plain(cell: str, headers: dict[str, str]) -> str:
    if headers.get("html", "").lower() == "true":
        cell = html.unescape(_MARKUP.sub(" ", cell))
    return one_line(" ".join(cell.split()))


READER = Reader("anki", _fits, _read)
