"""The lines that a person wrote, kept in SQLite on their machine alone, for the suggestions to take after them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS line (
        id INTEGER PRIMARY KEY, text TEXT NOT NULL, language TEXT NOT NULL, written REAL NOT NULL
    );
"""


class OwnLine(NamedTuple):
    """A line and its language code."""

    text: str
    language: str


class OwnLines:
    """The store. Every call opens the file anew, so that any thread and any process may call."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, text: str, language: str) -> None:
        """Keep a line.

        Raises:
            sqlite3.Error: the file cannot be written.
        """
        with self._open() as database:
            database.execute(
                "INSERT INTO line (text, language, written) VALUES (?, ?, ?)", (text, language, time.time())
            )

    def newest(self, most: int) -> list[OwnLine]:
        """Return the newest lines, oldest first.

        Raises:
            sqlite3.Error: the file cannot be read.
        """
        if not self.path.exists():
            return []
        with self._open() as database:
            rows = database.execute("SELECT text, language FROM line ORDER BY id DESC LIMIT ?", (most,)).fetchall()
        return [OwnLine(*row) for row in reversed(rows)]

    def erase(self) -> int:
        """Remove all lines, from the disk too; return how many there were.

        Raises:
            sqlite3.Error: the file cannot be written.
        """
        if not self.path.exists():
            return 0
        with self._open() as database:
            database.execute("PRAGMA secure_delete = ON")
            count: int = database.execute("DELETE FROM line").rowcount
        with self._open() as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return count

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=5)) as database, database:
            database.execute("PRAGMA journal_mode = WAL")
            database.executescript(_SCHEMA)
            yield database
