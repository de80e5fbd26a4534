"""Which of the two forms a file has, and that it is read and written whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from chatapp.exchange import jsonl, markdown
from chatapp.history.records import Told

FORMATS = ("markdown", "jsonl")
_MOST_BYTES = 256 * 2**20
_WRITE: dict[str, Callable[[Iterable[Told]], str]] = {"markdown": markdown.written, "jsonl": jsonl.written}
_READ: dict[str, Callable[[str], Iterator[Told]]] = {"markdown": markdown.conversations, "jsonl": jsonl.conversations}


class ExchangeError(Exception):
    """A file cannot be read or written; the message is one sentence for the person."""


def format_of(path: Path) -> str:
    """The form that a file of this name has."""
    return "jsonl" if path.suffix.casefold() in (".jsonl", ".json", ".ndjson") else "markdown"


def written(told: Iterable[Told], form: str) -> str:
    """Write conversations in a form of ``FORMATS``."""
    return _WRITE[form](told)


def write_file(path: Path, told: Iterable[Told], form: str | None = None) -> None:
    """Write conversations to a file, in the form that its name tells unless one is given.

    Raises:
        ExchangeError: the place cannot be written.
    """
    text = written(told, form or format_of(path))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(name).chmod(0o600)
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise ExchangeError(f"{path}: cannot be written ({error.strerror or error}); give another place.") from error


def read_file(path: Path) -> list[Told]:
    """Read the conversations of a file.

    Raises:
        ExchangeError: it cannot be read, or holds none.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ExchangeError(f"{path}: is larger than {_MOST_BYTES // 2**20} MB; take it in by parts.")
        told = list(_READ[format_of(path)](path.read_text(encoding="utf-8-sig")))
    except UnicodeDecodeError as error:
        raise ExchangeError(f"{path}: is not text in UTF-8; give a file of Markdown or JSONL.") from error
    except OSError as error:
        raise ExchangeError(f"{path}: cannot be read ({error.strerror or error}); look at its name.") from error
    except ValueError as error:
        raise ExchangeError(f"{path}: {error}.") from error
    if not told:
        raise ExchangeError(
            f'{path}: holds no conversation; in Markdown, a message stands below "### You" or "### chatapp".'
        )
    return told
