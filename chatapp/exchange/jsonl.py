"""Conversations as JSONL: one a line, as ``training`` reads it, with everything that the history knows of a message.

``{"title": ..., "messages": [{"role": "user", "content": ...}, {"role": "assistant", "content": ...}]}``. Where a reply
was corrected, ``content`` is what it was corrected to and ``said`` what it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from chatapp.history.records import Message, Rating, Role, State, Told

_ROLES: dict[Role, str] = {"person": "user", "app": "assistant"}
_PEOPLE = {"user", "person", "human", "you"}
_LISTS = ("messages", "turns", "conversations", "conversation", "dialogue")


def written(told: Iterable[Told]) -> str:
    """Write one conversation a line."""
    return "".join(f"{json.dumps(_line(each), ensure_ascii=False)}\n" for each in told)


def _line(told: Told) -> dict[str, Any]:
    return {"title": told.title, "messages": [_message(each) for each in told.messages if each.state != "failed"]}


def _message(message: Message) -> dict[str, Any]:
    said: dict[str, Any] = {"role": _ROLES[message.role], "content": message.text}
    if message.correction is not None:
        said |= {"content": message.correction, "said": message.text}
    if message.state != "done":
        said["state"] = message.state
    if message.rating:
        said["rating"] = message.rating
    if message.origin is not None:
        said["origin"] = message.origin
    return said


def conversations(text: str) -> Iterator[Told]:
    """Read one conversation a line.

    Raises:
        ValueError: a line is none; the message says which, and why.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise ValueError(f"line {number} is not JSON ({error})") from error
            told = _told(value)
            if told is None:
                raise ValueError(f'line {number} is no conversation: an object with a list of "messages" is wanted')
            yield told


def _told(value: Any) -> Told | None:
    if not isinstance(value, Mapping):
        return None
    listed = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)
    if listed is None:
        return None
    messages = []
    for place, each in enumerate(listed):
        message = _read(each, "app" if place % 2 else "person")
        if message is None:
            return None
        if message.text.strip():
            messages.append(message)
    title = value.get("title", "")
    return Told(title if isinstance(title, str) else "", tuple(messages)) if messages else None


def _read(value: Any, role: Role) -> Message | None:
    """Read a message; a bare text is the person's and the app's in turn."""
    if isinstance(value, str):
        return Message(0, role, value, "done")
    if not isinstance(value, Mapping):
        return None
    speaker = next((value[key] for key in ("role", "from", "speaker") if key in value), None)
    content = next((value[key] for key in ("content", "value", "text") if key in value), None)
    if not isinstance(speaker, str) or not isinstance(content, str):
        return None
    said, state, rating, origin = (value.get(key) for key in ("said", "state", "rating", "origin"))
    corrected = isinstance(said, str)
    known_state: State = next((each for each in get_args(State) if each == state), "done")
    known_rating: Rating = next((each for each in get_args(Rating) if each == rating and rating is not True), 0)
    return Message(
        0,
        "person" if speaker.casefold() in _PEOPLE else "app",
        str(said) if corrected else content,
        known_state,
        known_rating,
        content if corrected else None,
        origin if isinstance(origin, str) else None,
    )
