"""From which language into which."""

from __future__ import annotations

from typing import NamedTuple, Self


class Direction(NamedTuple):
    """The languages of a translation, as codes; the first is None where it is not known."""

    source: str | None
    target: str

    @classmethod
    def of(cls, name: str) -> Self:
        """Read one that is written as ``en-de``.

        Raises:
            ValueError: it is not of two languages.
        """
        source, dash, target = name.partition("-")
        if not (source and dash and target):
            raise ValueError(f"'{name}' is not of two languages, such as en-de.")
        return cls(source, target)
