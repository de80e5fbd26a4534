"""What every kind of file is read into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Document(NamedTuple):
    """The ``passages`` to translate, and ``written``, which makes the file's text of as many translations."""

    passages: tuple[str, ...]
    written: Callable[[Sequence[str]], str]
