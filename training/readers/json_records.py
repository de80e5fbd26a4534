"""One JSON value to a record: turns, ShareGPT and OpenAI conversations, prompts with replies, translations, labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from training.cleaning import whole_characters
from training.readers.columns import LABELS, PASSAGES, PROMPTS, REPLIES, SOURCES, TARGETS, TEXTS
from training.readers.language_codes import is_language
from training.readers.turns import one_line
from training.records import Dialogue, Labelled, Pair, Record
from training.rejects import SYSTEM_MESSAGE

NOTHING_KNOWN = "no turns, messages, pair or label"
EMPTY = "empty message"

_TURNS = ("turns", "conversations", "conversation", "messages", "dialogue", "dialog", "utterances", "items")
_SAID = ("content", "value", "text", "message", "utterance")
_SPEAKER = ("role", "from", "speaker", "author", "name", "sender", "user")
_NO_SPEAKERS = frozenset({"system", "developer", "tool", "function", "observation", "function_call"})


def record_of(value: Any, left_out: Callable[[str], None] = lambda _: None) -> Record | str:
    """Make a record of a JSON value, or say why it is none.

    Args:
        value: as it was read.
        left_out: is told of each message within the record that is no part of it, and why.
    """
    if isinstance(value, list):
        return _dialogue(value, {}, {}, left_out) or NOTHING_KNOWN
    if not isinstance(value, dict):
        return NOTHING_KNOWN
    rest = {key: whole_characters(text) for key, text in value.items() if isinstance(text, str)}
    for key in _TURNS:
        if isinstance(value.get(key), list):
            return _dialogue(value[key], value, rest, left_out) or NOTHING_KNOWN
    keys = {key.casefold(): each for key, each in value.items()}
    return _pair(keys) or _exchange(keys, rest) or _labelled(keys) or _alone(keys, rest) or NOTHING_KNOWN


def message_of(value: Any) -> tuple[str, str] | str | None:
    """Return ``(speaker, text)`` of a message, why it is left out, or None where the value is no message."""
    if not isinstance(value, dict):
        return None
    said = next((value[key] for key in _SAID if key in value), None)
    speaker = next((value[key] for key in _SPEAKER if key in value), None)
    if isinstance(speaker, dict):
        speaker = next((speaker[key] for key in ("name", "username", "role", "id") if key in speaker), None)
    if not isinstance(speaker, str | int) or not any(key in value for key in _SAID):
        return None
    if str(speaker).casefold() in _NO_SPEAKERS:
        return SYSTEM_MESSAGE
    if isinstance(said, list):
        parts = [part.get("text") if isinstance(part, dict) else part for part in said]
        said = "\n".join(part for part in parts if isinstance(part, str))
    if said is None:
        return EMPTY
    if not isinstance(said, str):
        return None
    return (whole_characters(str(speaker)), one_line(said)) if said.strip() else EMPTY


def _dialogue(
    values: list[Any], whole: dict[str, Any], rest: dict[str, str], left_out: Callable[[str], None]
) -> Dialogue | None:
    messages: list[tuple[str, str] | str | None]
    if values and all(isinstance(turn, str) for turn in values):
        named = whole.get("speakers")
        told = isinstance(named, list) and len(named) == len(values) and all(isinstance(each, str) for each in named)
        names = list(map(whole_characters, named)) if told and named else [""] * len(values)
        messages = [
            (name, text) if (text := one_line(turn)) else EMPTY for name, turn in zip(names, values, strict=True)
        ]
    else:
        messages = [message_of(value) for value in values]
    if not messages or None in messages:
        return None
    said = [message for message in messages if isinstance(message, tuple)]
    if not said:
        return None
    for message in messages:
        if isinstance(message, str):
            left_out(message)
    speakers = tuple(name for name, _ in said)
    return Dialogue(tuple(text for _, text in said), rest, speakers if all(speakers) else ())


def _pair(keys: dict[str, Any]) -> Pair | None:
    inner = keys.get("translation")
    if isinstance(inner, dict):
        return _languages(inner)
    source, target = _first(keys, SOURCES), _first(keys, TARGETS)
    if isinstance(source, str) and source.strip():
        targets = [target] if isinstance(target, str) else target if isinstance(target, list) else []
        kept = tuple(one_line(each) for each in targets if isinstance(each, str) and each.strip())
        if kept:
            return Pair(one_line(source), kept)
    return _languages(keys)


def _languages(keys: dict[str, Any]) -> Pair | None:
    sides = [
        one_line(each) for key, each in keys.items() if is_language(key) and isinstance(each, str) and each.strip()
    ]
    return Pair(sides[0], tuple(sides[1:])) if len(sides) > 1 else None


def _exchange(keys: dict[str, Any], rest: dict[str, str]) -> Dialogue | None:
    reply = _first(keys, REPLIES) or _first_answer(keys.get("answers"))
    if isinstance(keys.get("instruction"), str):
        asked = "\n".join(part for key in ("instruction", "input") if isinstance(part := keys.get(key), str))
    else:
        asked = _first(keys, PROMPTS) or keys.get("text") or ""
    if not isinstance(asked, str) or not isinstance(reply, str) or not asked.strip() or not reply.strip():
        return None
    passage = _first(keys, PASSAGES)
    return Dialogue((one_line(asked), one_line(reply)), rest, passage=one_line(passage) if _is_text(passage) else "")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _first_answer(answers: Any) -> Any:
    """Take the first of several answers: a list of texts or of ``{"text": …}``, or ``{"text": [texts]}``."""
    if isinstance(answers, dict):
        answers = answers.get("text")
    if isinstance(answers, list) and answers:
        answers = answers[0].get("text") if isinstance(answers[0], dict) else answers[0]
    return answers


def _labelled(keys: dict[str, Any]) -> Labelled | None:
    text, label = _first(keys, TEXTS), _first(keys, LABELS)
    labels = label if isinstance(label, list) else [label]
    kept = tuple(
        whole_characters(str(each).strip()) for each in labels if isinstance(each, str | int) and str(each).strip()
    )
    return Labelled(one_line(text), kept) if isinstance(text, str) and text.strip() and kept else None


def _alone(keys: dict[str, Any], rest: dict[str, str]) -> Dialogue | None:
    text = _first(keys, TEXTS)
    return Dialogue((one_line(text),), rest) if isinstance(text, str) and text.strip() else None


def _first(keys: dict[str, Any], known: tuple[str, ...]) -> Any:
    return next((keys[key] for key in known if key in keys), None)
