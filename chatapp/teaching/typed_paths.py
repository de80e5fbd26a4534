"""What paths a person means by what was typed, pasted, or dropped on the terminal (which quotes them)."""

from __future__ import annotations

import shlex
from pathlib import Path
from urllib.parse import unquote, urlparse


def typed_paths(text: str) -> list[str]:
    """Return the paths in a text: one as it stands, or several, quoted as a shell has it.

    >>> typed_paths("'/tmp/my chat.txt' /tmp/other.tsv")
    ['/tmp/my chat.txt', '/tmp/other.tsv']
    """
    text = text.strip()
    if not text:
        return []
    whole = Path(text).expanduser()
    try:
        if whole.exists():
            return [str(whole)]
        parts = shlex.split(text)
    except (ValueError, OSError):
        parts = [text]
    return [_path(part) for part in parts]


def _path(part: str) -> str:
    if part.startswith("file://"):
        return unquote(urlparse(part).path)
    return str(Path(part).expanduser())
