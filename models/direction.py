"""From which language into which."""

from __future__ import annotations

from typing import NamedTuple


class Direction(NamedTuple):
    """The languages of a translation, as codes; the first is None where it is not known."""

    source: str | None
    target: str
