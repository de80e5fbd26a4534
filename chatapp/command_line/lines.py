"""Lines in, lines out: each is answered before the next is read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

import click


def answer_each(words: Sequence[str], answer: Callable[[str], str]) -> None:
    """Answer the text that the command was given, or, without one, each line of standard input with one line.

    An empty line is answered by an empty line.
    """
    if words:
        text = " ".join(words)
        write_line(answer(text) if text.strip() else "")
        return
    for line in _standard_input():
        write_line(" ".join(answer(line).split("\n")) if line.strip() else "")


def write_line(text: str) -> None:
    """Write a line of UTF-8, whatever the locale, at once."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _standard_input() -> Iterator[str]:
    if sys.stdin is None:
        return
    for number, line in enumerate(iter(sys.stdin.buffer.readline, b""), start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            click.echo(f"chatapp: line {number} is not UTF-8: what cannot be read became U+FFFD.", err=True)
            text = line.decode("utf-8", "replace")
        yield text.removesuffix("\n").removesuffix("\r")
