"""What a person can choose, kept in one TOML file that they can also edit by hand."""

from __future__ import annotations

import difflib
import os
import re
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "fr", "de", "es")


@dataclass(frozen=True)
class Settings:
    """Every setting, with what holds where the file says nothing."""

    theme: str = "chatapp-dark"
    suggestions: bool = True
    conversations_shown: bool = True
    learning: bool = True
    source_language: str = "auto"
    target_language: str = "fr"
    chat_model: str = ""


CHOICES = {"source_language": ("auto", *LANGUAGES), "target_language": LANGUAGES}
"""What a setting of a few values may be."""

MEANINGS = {
    "theme": "The colours. ansi-dark and ansi-light take the terminal's own.",
    "suggestions": "Show how the line could go on, while you type (F4).",
    "conversations_shown": "List the conversations on the left, where there is room (ctrl+o).",
    "learning": "Let suggestions take after what you write. It stays on this machine.",
    "source_language": "The language to translate from; auto finds it out.",
    "target_language": "The language to translate into.",
    "chat_model": "Who chats: the shipped model, or one that you taught.",
}
"""What each setting means, in a sentence."""


# Two changes at once must not lose one another.
_WRITING = threading.Lock()


class SettingsError(ValueError):
    """The settings file cannot be used or written; the message is one sentence for the person."""


def read(path: Path) -> tuple[Settings, list[str]]:
    """Read the settings: every good key is taken, and each bad one is told about in one sentence.

    A file that does not exist is not a problem; a file that cannot be read at all leaves the defaults.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings(), []
    except (OSError, UnicodeDecodeError) as error:
        return Settings(), [f"The settings file {path} cannot be read ({error}), so the defaults hold."]
    # Where there is no file, none of it is needed.
    import tomllib

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Settings(), [f"The settings file {path} is not valid TOML ({error}), so the defaults hold until it is."]
    good: dict[str, Any] = {}
    problems = []
    for key, value in values.items():
        problem = _problem_with(key, value)
        if problem:
            problems.append(f"{path}, line {_line_of(key, text)}: {problem}")
        else:
            good[key] = value
    return Settings(**good), problems


def write(path: Path, **changes: Any) -> None:
    """Set the named keys in the file; comments, order and every other key stay as they are.

    Raises:
        SettingsError: the file is damaged (it is left alone, so that nothing written by hand is lost), or a change
            is not a setting, or the disk refuses.
    """
    import tomlkit
    from tomlkit.exceptions import ParseError

    for key, value in changes.items():
        if problem := _problem_with(key, value):
            raise SettingsError(problem)
    with _WRITING:
        try:
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            document = tomlkit.parse(text)
        except (OSError, UnicodeDecodeError, ParseError) as error:
            raise SettingsError(
                f"The setting was not saved, because {path} cannot be read: mend it ({error})."
            ) from error
        for key, value in changes.items():
            document[key] = value
        try:
            _replace(path, tomlkit.dumps(document))
        except OSError as error:
            raise SettingsError(f"The setting was not saved, because {path} cannot be written ({error}).") from error


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside the file and renamed, so that a crash leaves either the old file or the new one.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _problem_with(key: str, value: Any) -> str:
    kinds = {field.name: type(field.default) for field in fields(Settings)}
    if key not in kinds:
        near = difflib.get_close_matches(key, kinds, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"the settings are {', '.join(kinds)}."
        return f"there is no setting {key!r}; {hint}"
    if type(value) is not kinds[key]:
        wanted = "true or false" if kinds[key] is bool else "a text in quotes"
        return f"{key} must be {wanted}, not {value!r}."
    if key in CHOICES and value not in CHOICES[key]:
        return f"{key} must be one of {', '.join(CHOICES[key])}, not {value!r}."
    return ""


def _line_of(key: str, text: str) -> int:
    pattern = re.compile(rf"""\s*\[*["']?{re.escape(key)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)
