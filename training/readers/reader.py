"""What every reader is: a name, a judge of beginnings, and a way to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from training.opening import Text
from training.records import Record
from training.rejects import Rejects


class Expected(NamedTuple):
    """What is known of a text before it is read, and what is wanted of it.

    Attributes:
        labels: whether its second column holds labels; None where that is to be judged by what stands there.
        languages: in which its lines are.
        gap: seconds of silence after which an exported chat is another dialogue; 0 for never.
    """

    labels: bool | None = None
    languages: tuple[str, ...] = ()
    gap: float = 0.0


class Reader(NamedTuple):
    """One format.

    Attributes:
        name: what to call the format.
        fits: says of a text, by its beginning, whether it is in this format.
        read: yields its records and counts what is none.
    """

    name: str
    fits: Callable[[Text], bool]
    read: Callable[[Text, Rejects, Expected], Iterator[Record]]


def first_lines(text: Text, most: int = 200) -> list[str]:
    """Return the first lines that hold anything, and not the last of them where it may be cut."""
    lines = text.beginning.split("\n")
    if len(text.beginning) >= 1 << 15 and len(lines) > 1:
        lines.pop()
    return [line.rstrip("\r") for line in lines if line.strip()][:most]
