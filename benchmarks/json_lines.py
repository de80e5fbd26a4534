"""Files with one JSON object a line, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from models.configuration import ConfigurationError


def read_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each object with its place, such as ``judged.jsonl, line 3``; empty lines are passed over.

    Raises:
        ConfigurationError: there is no such file, or a line is no JSON object.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read ({error}); name another file.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            found = json.loads(line)
        except ValueError as error:
            raise ConfigurationError(f"{place}: this is no JSON ({error}); mend the line.") from error
        if not isinstance(found, dict):
            raise ConfigurationError(f"{place}: this is no JSON object; write one a line.")
        yield place, found


def write_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Write each object as a line."""
    write_text(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


def write_text(path: Path, text: str) -> None:
    """Write a file under another name first, so that it is never there by half."""
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(text, "utf-8")
    partial.replace(path)
