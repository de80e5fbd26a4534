"""What every part of the history stands on: the file, opened, and how texts are written to it."""

from __future__ import annotations

import sqlite3

TITLE_LENGTH = 60


class Connected:
    """Has the file."""

    _connection: sqlite3.Connection

    def _change_message(self, message: int, column: str, value: object) -> None:
        with self._connection:
            self._connection.execute(f"UPDATE messages SET {column} = ? WHERE id = ?", (value, message))


def title_of(text: str) -> str:
    """Make a title of a text."""
    return " ".join(storable(text).split())[:TITLE_LENGTH]


def storable(text: str) -> str:
    """Make a text fit for the file."""
    # Half a surrogate pair cannot be written as UTF-8, and so neither be stored nor sent to the engine.
    return text.encode("utf-8", "replace").decode("utf-8")
