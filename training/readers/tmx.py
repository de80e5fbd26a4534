"""TMX, the exchange format of translation memories; read as a stream, without entities (defusedxml)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.entities import name2codepoint

from training.decompression import CutError
from training.opening import Text
from training.readers.reader import Expected, Reader
from training.readers.turns import one_line
from training.records import Pair, Record
from training.rejects import Rejects

NOT_XML = "not XML"
ONE_LANGUAGE = "not in two languages"
_CODES_OF_A_PROGRAM = frozenset({"bpt", "ept", "ph", "it", "ut"})
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_LONGEST_NAME = 33
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def _fits(text: Text) -> bool:
    return text.beginning.lstrip().startswith("<") and "<tmx" in text.beginning


def _read(text: Text, rejects: Rejects, expected: Expected) -> Iterator[Record]:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    units = _Units()
    named = _NamedLetters()
    parser = DefusedXMLParser(target=units)
    cut = ""
    failed = ""

    def line() -> int:
        return int(parser.parser.CurrentLineNumber)

    def blocks() -> Iterator[bytes]:
        nonlocal cut
        # Already UTF-8, whatever the declaration says.
        yield b'<?xml version="1.0" encoding="utf-8"?>'
        first = True
        try:
            for block in text.blocks():
                yield named.put(_without_declaration(block) if first else block)
                first = False
        except CutError as error:
            cut = str(error)
        yield named.rest

    units.line = line
    try:
        for block in blocks():
            parser.feed(block)
            yield from _pairs(units, text, rejects, expected)
        if not cut:
            parser.close()
    except ParseError as error:
        failed = str(error)
    except DefusedXmlException as error:
        failed = f"it declares entities, which are not read ({type(error).__name__})"
    yield from _pairs(units, text, rejects, expected)
    if cut or failed:
        ended = bool(cut) or "no element found" in failed or "unclosed token" in failed
        rejects.add(text.name, line(), "cut short" if ended else NOT_XML, cut or failed)


class _NamedLetters:
    """Writes letters that only HTML has names for (``&nbsp;``) as XML can: many memories have them."""

    def __init__(self) -> None:
        self.rest = b""

    def put(self, block: bytes) -> bytes:
        """Return what is sure of a block; a name that it may have cut is kept for the next one."""
        whole = self.rest + block
        start = whole.rfind(b"&", max(0, len(whole) - _LONGEST_NAME))
        end = start if start >= 0 and b";" not in whole[start:] else len(whole)
        self.rest = whole[end:]
        return _NAMED.sub(_numbered, whole[:end])


def _numbered(match: re.Match[bytes]) -> bytes:
    name = match[1].decode()
    code = None if name in _OF_XML else name2codepoint.get(name)
    return match[0] if code is None else b"&#%d;" % code


def _without_declaration(block: bytes) -> bytes:
    stripped = block.lstrip()
    if not stripped.startswith(b"<?xml"):
        return block
    declaration, end, rest = stripped.partition(b"?>")
    return b"\n" * declaration.count(b"\n") + rest if end else block


def _pairs(units: _Units, text: Text, rejects: Rejects, expected: Expected) -> Iterator[Record]:
    for line, sides in units.finished:
        order = list(sides)
        for place, wanted in enumerate(expected.languages[:2]):
            match = next((code for code in sides if code.partition("-")[0] == wanted), None)
            if match:
                order.remove(match)
                order.insert(place, match)
        if len(expected.languages) == 2 and len(order) > 2:
            order = order[:2]
        if len(order) < 2:
            rejects.add(text.name, line, ONE_LANGUAGE)
        else:
            yield Pair(sides[order[0]], tuple(sides[code] for code in order[1:]))
    units.finished.clear()


class _Units:
    """What the parser tells: collects ``(line, {language: text})`` of each translation unit."""

    def __init__(self) -> None:
        self.finished: list[tuple[int, dict[str, str]]] = []
        self.line: Callable[[], int] = lambda: 0
        self._start = 0
        self._sides: dict[str, str] = {}
        self._language = ""
        self._text: list[str] | None = None
        self._hidden = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "tu":
            self._start, self._sides = self.line(), {}
        elif name == "tuv":
            self._language = (attributes.get(_LANGUAGE) or attributes.get("lang") or "").lower()
        elif name == "seg":
            self._text = []
        elif name in _CODES_OF_A_PROGRAM:
            self._hidden += 1

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "tu":
            self.finished.append((self._start, self._sides))
        elif name == "seg" and self._text is not None:
            if text := one_line("".join(self._text)):
                self._sides.setdefault(self._language, text)
            self._text = None
        elif name in _CODES_OF_A_PROGRAM:
            self._hidden -= 1

    def data(self, data: str) -> None:
        if self._text is not None and not self._hidden:
            self._text.append(data)

    def close(self) -> None:
        """End: nothing is built."""


READER = Reader("tmx", _fits, _read)
