"""The tables of the history, brought from version to version when a file is opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

# Each entry brings a file from the version of its index to the next one; PRAGMA user_version holds the version.
# An entry that has shipped is never changed: a new one is added below it.
_MIGRATIONS = (
    """
    CREATE TABLE conversations (
        id INTEGER PRIMARY KEY,
        title TEXT NOT NULL,
        created REAL NOT NULL,
        changed REAL NOT NULL
    );
    CREATE TABLE messages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
        role TEXT NOT NULL CHECK (role IN ('person', 'app')),
        text TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('done', 'stopped', 'failed')),
        created REAL NOT NULL
    );
    CREATE INDEX messages_of_conversation ON messages(conversation, id);
    CREATE TABLE kept_translations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        source_language TEXT NOT NULL,
        target_language TEXT NOT NULL,
        source TEXT NOT NULL,
        target TEXT NOT NULL,
        created REAL NOT NULL
    );
    CREATE VIRTUAL TABLE messages_text USING fts5(
        text, content='messages', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER messages_text_insert AFTER INSERT ON messages BEGIN
        INSERT INTO messages_text(rowid, text) VALUES (new.id, new.text);
    END;
    CREATE TRIGGER messages_text_delete AFTER DELETE ON messages BEGIN
        INSERT INTO messages_text(messages_text, rowid, text) VALUES ('delete', old.id, old.text);
    END;
    CREATE TRIGGER messages_text_update AFTER UPDATE OF text ON messages BEGIN
        INSERT INTO messages_text(messages_text, rowid, text) VALUES ('delete', old.id, old.text);
        INSERT INTO messages_text(rowid, text) VALUES (new.id, new.text);
    END;
    """,
    """
    ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE conversations ADD COLUMN removed REAL;
    ALTER TABLE conversations ADD COLUMN forked_from INTEGER REFERENCES conversations(id) ON DELETE SET NULL;
    ALTER TABLE messages ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE messages ADD COLUMN correction TEXT;
    ALTER TABLE messages ADD COLUMN origin TEXT;
    CREATE INDEX conversations_forked ON conversations(forked_from);
    CREATE TABLE candidates (
        id INTEGER PRIMARY KEY,
        message INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        score REAL NOT NULL,
        origin TEXT NOT NULL,
        chosen INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX candidates_of_message ON candidates(message, id);
    """,
    """
    ALTER TABLE candidates ADD COLUMN probability REAL;
    ALTER TABLE candidates ADD COLUMN likeness REAL;
    ALTER TABLE candidates ADD COLUMN prompt TEXT NOT NULL DEFAULT '';
    ALTER TABLE candidates ADD COLUMN sampled INTEGER NOT NULL DEFAULT 0;
    """,
)


_SMALL = 8 << 20
"""In bytes: some fifty thousand messages."""


class NewerError(Exception):
    """The file was written by a newer version."""


def open_file(path: Path | None) -> sqlite3.Connection:
    """Open a history file, made or brought to this version where that is needed; None keeps it in memory.

    Raises:
        NewerError: the file was written by a newer version.
        sqlite3.Error: the file cannot be opened, or is damaged.
        OSError: its folder cannot be made.
    """
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    doubtful = path is None or _is_doubtful(path)
    connection = sqlite3.connect(path or ":memory:", timeout=5, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        if doubtful and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged")
        if _version(connection) < len(_MIGRATIONS):
            _migrate(connection)
        if _version(connection) > len(_MIGRATIONS):
            raise NewerError
    except BaseException:
        connection.close()
        raise
    return connection


def _is_doubtful(path: Path) -> bool:
    """Tell whether a file is worth reading as a whole before it is used.

    That takes a second for a million messages. A file that was closed leaves no log behind; one that is small costs
    nothing to read.
    """
    log = path.with_name(f"{path.name}-wal")
    return log.exists() or (path.exists() and path.stat().st_size <= _SMALL)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _migrate(connection: sqlite3.Connection) -> None:
    # Two apps may be started at once: whoever comes second waits here, and finds that there is nothing left to do.
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number, script in enumerate(_MIGRATIONS[(version := _version(connection)) :], version + 1):
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for part in script.split(";"):
        statement += part + ";"
        # A trigger has semicolons within.
        if sqlite3.complete_statement(statement):
            if statement.strip(" \n;"):
                yield statement
            statement = ""
