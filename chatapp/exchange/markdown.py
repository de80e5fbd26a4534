"""Conversations as Markdown: a title, and a heading for each message. For people; ratings stay behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chatapp.history.records import Message, Role, Told

_NAMES: dict[Role, str] = {"person": "You", "app": "chatapp"}
_ROLES = {name.casefold(): role for role, name in _NAMES.items()}
_MEANT = re.compile(r"^(\\*)(?=#)", re.MULTILINE)
_ESCAPED = re.compile(r"^\\(\\*)(?=#)", re.MULTILINE)


def written(told: Iterable[Told]) -> str:
    """Write conversations one after the other."""
    return "\n\n".join(_conversation(each) for each in told) + "\n"


def _conversation(told: Told) -> str:
    parts = [f"# {' '.join(told.title.split()) or '…'}"]
    for each in told.messages:
        text = (each.correction or each.text).strip()
        if text and each.state != "failed":
            # A line of the text that looks like a heading must not become one.
            escaped = _MEANT.sub(r"\\\1", text)
            parts.append(f"### {_NAMES[each.role]}\n\n{escaped}")
    return "\n\n".join(parts)


def conversations(text: str) -> Iterator[Told]:
    """Read conversations; what stands before the first heading of a message is left out."""
    title, messages = "", list[Message]()
    role: Role | None = None
    lines: list[str] = []

    def finish() -> None:
        said = _ESCAPED.sub(r"\1", "\n".join(lines)).strip()
        if role is not None and said:
            messages.append(Message(0, role, said, "done"))
        lines.clear()

    for line in text.splitlines():
        heading = re.match(r"(#{1,6})\s+(.*)", line)
        speaker = _ROLES.get(heading[2].strip().casefold()) if heading and len(heading[1]) == 3 else None
        if speaker is not None:
            finish()
            role = speaker
        elif heading and len(heading[1]) == 1:
            finish()
            if messages:
                yield Told(title, tuple(messages))
            title, messages, role = heading[2].strip(), [], None
        else:
            lines.append(line)
    finish()
    if messages:
        yield Told(title, tuple(messages))
