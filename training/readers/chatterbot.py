"""ChatterBot's YAML: ``conversations``, a list of lists of turns. Read without making objects, and without aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from training.decompression import CutError
from training.opening import Text
from training.readers.reader import Expected, Reader
from training.readers.turns import one_line
from training.records import Dialogue, Record
from training.rejects import Rejects

NOT_YAML = "not YAML"
_CONVERSATIONS = re.compile(r"^[\"']?conversations[\"']?\s*:\s*(?:#.*)?$", re.MULTILINE)
_LARGEST = 1 << 25


def _fits(text: Text) -> bool:
    return bool(_CONVERSATIONS.search(text.beginning.replace("\r", "")))


def _read(text: Text, rejects: Rejects, _: Expected) -> Iterator[Record]:
    whole = bytearray()
    cut = ""
    try:
        for block in text.blocks():
            whole += block
            if len(whole) > _LARGEST:
                cut = "larger than 32 MiB; divide it"
                break
    except CutError as error:
        cut = str(error)
    lines = whole.decode("utf-8", "replace").split("\n")
    if cut:
        rejects.add(text.name, len(lines), "cut short", cut)
    for start, conversation in _conversations(lines):
        if isinstance(conversation, _Mistake):
            rejects.add(text.name, start, NOT_YAML, conversation.why)
        elif isinstance(conversation, list) and conversation and all(isinstance(each, str) for each in conversation):
            yield Dialogue(tuple(one_line(turn) for turn in conversation))
        else:
            named = isinstance(conversation, list) and any(isinstance(each, dict) for each in conversation)
            rejects.add(text.name, start, "no list of turns", "put a turn that has a colon in quotes" if named else "")


@dataclass(frozen=True)
class _Mistake:
    """Why and where something cannot be read."""

    line: int
    why: str


def _conversations(lines: list[str]) -> Iterator[tuple[int, Any]]:
    """Yield ``(line, conversation)``: of the whole file, or where there is a mistake in it of each by itself."""
    found = _loaded("\n".join(lines))
    if not isinstance(found, _Mistake):
        yield from found
        return
    begun = next((number for number, line in enumerate(lines) if _CONVERSATIONS.match(line.rstrip("\r"))), 0) + 1
    first = next((line for line in lines[begun:] if line.lstrip().startswith("- ")), "- ")
    indent = len(first) - len(first.lstrip())
    starts = [number for number in range(begun, len(lines)) if lines[number].startswith(" " * indent + "- ")]
    if not starts:
        yield found.line, found
    for start, end in pairwise([*starts, len(lines)]):
        own = lines[start:end]
        # A further key of the file, at the margin, ends the last conversation.
        stop = next((at for at, line in enumerate(own) if at and re.match(r"[^\s#-]", line)), len(own))
        alone = _loaded("\n".join(["conversations:", *own[:stop]]))
        if isinstance(alone, _Mistake):
            yield start + max(1, alone.line - 1), alone
        else:
            yield from ((start + max(1, line - 1), conversation) for line, conversation in alone)


def _loaded(content: str) -> list[tuple[int, Any]] | _Mistake:
    """Return ``(line, conversation)`` of all, or what is wrong first."""
    import yaml

    class Loader(yaml.SafeLoader):
        """Every scalar is a text: "Yes" is what somebody said, and not True."""

        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                raise yaml.composer.ComposerError(None, None, "aliases are not read", mark)
            return super().compose_node(parent, index)

    try:
        loader = Loader(content)
        try:
            return list(_constructed(loader, loader.get_single_node()))
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        return _Mistake(mark.line + 1 if mark else 1, str(problem))
    except (RecursionError, ValueError) as error:
        return _Mistake(1, str(error).splitlines()[0])


def _constructed(loader: Any, node: Any) -> Iterator[tuple[int, Any]]:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        if key.value == "conversations" and isinstance(value, yaml.SequenceNode):
            for each in value.value:
                yield each.start_mark.line + 1, loader.construct_object(each, deep=True)


READER = Reader("chatterbot", _fits, _read)
