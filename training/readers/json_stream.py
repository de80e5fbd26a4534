"""The elements of a JSON file one after another, however long it is (ijson); where it is cut, what came before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from training.decompression import CutError
from training.opening import Text
from training.rejects import Rejects

NOT_JSON = "not JSON"
_CONTAINERS = frozenset({"chats.list.item", "left_chats.list.item"})
_DEEPEST = 200


class Element(NamedTuple):
    """One element of a list of the file; ``ended`` stands for the end of the list; ``path`` is empty at the top."""

    line: int
    path: str
    value: Any
    ended: bool = False
    number: int = 0

    @property
    def which(self) -> str:
        """Which it is of its list, where the line does not tell: many exports are one line."""
        return f"number {self.number} in its list" if self.line == 1 and self.number > 1 else ""


def elements(text: Text, rejects: Rejects) -> Iterator[Element]:  # noqa: PLR0912
    """Yield the elements of the outermost lists, and last the values that stand beside them as one object."""
    import ijson

    feed = _Feed(text)
    builder: Any = None
    depth = 0
    line = 1
    number = 0
    beside: dict[str, Any] = {}
    try:
        for path, event, value in ijson.parse(feed, use_float=True):
            if builder is None and event not in _SCALARS | {"start_map", "start_array"}:
                if event == "end_array":
                    number = 0
                    yield Element(feed.line, path, None, ended=True)
                continue
            if builder is None:
                inside = path == "item" or path.endswith(".item")
                if inside and path not in _CONTAINERS:
                    builder = ijson.ObjectBuilder()
                    line = feed.line
                elif event in _SCALARS and path:
                    beside[path] = value
                    continue
                else:
                    continue
            builder.event(event, value)
            depth += (event in ("start_map", "start_array")) - (event in ("end_map", "end_array"))
            if depth > _DEEPEST:
                raise ValueError("nested too deeply")
            if depth == 0:
                number += 1
                yield Element(line, path.removesuffix("item").removesuffix("."), builder.value, number=number)
                builder = None
    except (ijson.JSONError, ValueError, ArithmeticError, RecursionError) as error:
        if feed.cut:
            rejects.add(text.name, feed.line, "cut short", feed.cut)
        else:
            ended = isinstance(error, ijson.IncompleteJSONError) and "premature" in str(error)
            detail = "the file ends early" if ended else str(error).splitlines()[0].strip() if str(error) else ""
            rejects.add(text.name, feed.line, "cut short" if ended else NOT_JSON, detail)
    if beside:
        yield Element(1, "", beside, ended=True)


_SCALARS = frozenset({"string", "number", "boolean", "null"})


class _Feed:
    """Gives a text line by line, so that the line of each element is known, and its end where it is cut."""

    def __init__(self, text: Text) -> None:
        self._pieces = self._split(text)
        self.line = 1
        self.cut = ""
        self._after_line_end = False

    def read(self, size: int = -1) -> bytes:
        if size == 0:
            return b""
        if self._after_line_end:
            self.line += 1
        piece = next(self._pieces, b"")
        self._after_line_end = piece.endswith(b"\n")
        return piece

    def _split(self, text: Text) -> Iterator[bytes]:
        try:
            for block in text.blocks():
                yield from block.splitlines(keepends=True) if b"\r" not in block else _lines_of(block)
        except CutError as error:
            self.cut = str(error)


def _lines_of(block: bytes) -> list[bytes]:
    lines = [line + b"\n" for line in block.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return [line for line in lines if line]
