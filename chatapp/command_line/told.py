"""Answers as JSON, for scripts: one object a line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import click

from chatapp.command_line.lines import write_line

json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON, one object a line.")


def as_line(told: Any) -> str:
    """Write an object as one line of JSON."""
    return json.dumps(told, ensure_ascii=False)


def write_json(told: Any) -> None:
    """Write an object as one line of JSON to standard output."""
    write_line(as_line(told))


@dataclass(frozen=True)
class Teller:
    """Says what happens one after another: sentences to a person, or objects to a program, each with its ``event``."""

    as_json: bool

    def __call__(self, sentence: str, event: str, **told: Any) -> None:
        """Write a line."""
        if self.as_json:
            write_json({"event": event, **told})
        else:
            write_line(sentence)
