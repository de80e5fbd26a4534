"""ChatterBot's YAML: ``conversations``, a list of lists of turns. Read without making objects, and without aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    values, line, detail = _load("\n".join(lines))
    if detail:
        rejects.add(text.name, line, NOT_YAML, detail)
    for start, conversation in values:
        if isinstance(conversation, list) and conversation and all(isinstance(each, str) for each in conversation):
            yield Dialogue(tuple(one_line(turn) for turn in conversation))
        else:
            rejects.add(text.name, start, "no list of turns")


def _load(content: str) -> tuple[list[tuple[int, Any]], int, str]:
    """Return ``(line, conversation)`` of all, and where and why the reading ended early, or 0 and an empty text."""
    import yaml

    class Loader(yaml.SafeLoader):
        """Every scalar is a text: "Yes" is what somebody said, and not True."""

        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                raise yaml.composer.ComposerError(None, None, "aliases are not read", mark)
            return super().compose_node(parent, index)

    line = 0
    detail = ""
    for _ in range(2):
        try:
            loader = Loader(content)
            try:
                node = loader.get_single_node()
                return list(_conversations(loader, node)), line, detail
            finally:
                loader.dispose()
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or str(error).splitlines()[0]
            at = mark.line if mark else 0
            if detail:
                return [], line, detail
            line, detail = at + 1, str(problem)
            # What came before the mistake is kept, without the conversation that it is in.
            lines = content.split("\n")[:at]
            while lines and not re.match(r"\s*- +- ", lines[-1]):
                lines.pop()
            content = "\n".join(lines[:-1])
        except (RecursionError, ValueError) as error:
            return [], line or 1, detail or str(error).splitlines()[0]
    return [], line, detail


def _conversations(loader: Any, node: Any) -> Iterator[tuple[int, Any]]:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        if key.value == "conversations" and isinstance(value, yaml.SequenceNode):
            for each in value.value:
                yield each.start_mark.line + 1, loader.construct_object(each, deep=True)


READER = Reader("chatterbot", _fits, _read)
