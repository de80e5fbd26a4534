"""The conversations and kept translations, in one SQLite file, written as each message is finished."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, Literal, ParamSpec, TypeVar

Role = Literal["person", "app"]
State = Literal["done", "stopped", "failed"]
P = ParamSpec("P")
T = TypeVar("T")

TITLE_LENGTH = 60
PAGE = 100

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
)


@dataclass(frozen=True)
class Conversation:
    """One conversation, as a list shows it."""

    id: int
    title: str
    changed: float


@dataclass(frozen=True)
class Message:
    """One turn of a conversation; the text of a failed one is the reason."""

    id: int
    role: Role
    text: str
    state: State


@dataclass(frozen=True)
class KeptTranslation:
    """A translation that the person kept."""

    id: int
    source_language: str
    target_language: str
    source: str
    target: str


class History:
    """The file, opened. For one thread; the screens use `HistoryThread`."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. ``problem`` is one sentence where something was wrong with it, else empty."""
        self.path = path
        self.problem = ""
        try:
            self._connection = _open(path)
        except _NewerError:
            self.problem = (
                f"The history {path} was written by a newer chatapp: it is left alone, "
                "and this session is not kept; update chatapp to read it."
            )
            self._connection = _open(None)
        except sqlite3.OperationalError as error:
            self.problem = f"The history {path} cannot be opened ({error}), so this session is not kept."
            self._connection = _open(None)
        except sqlite3.DatabaseError:
            self._connection = self._begin_again()
        except OSError as error:
            self.problem = f"The history {path} cannot be written ({error}), so this session is not kept."
            self._connection = _open(None)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def start_conversation(self, first_message: str) -> int:
        """Make a conversation, named after its first message."""
        now = time.time()
        title = " ".join(_storable(first_message).split())[:TITLE_LENGTH] or "…"
        with self._connection:
            cursor = self._connection.execute(
                "INSERT INTO conversations(title, created, changed) VALUES (?, ?, ?)", (title, now, now)
            )
        return int(cursor.lastrowid or 0)

    def add_message(self, conversation: int, role: Role, text: str, state: State = "done") -> int:
        """Write one message, and mark its conversation as changed."""
        now = time.time()
        with self._connection:
            cursor = self._connection.execute(
                "INSERT INTO messages(conversation, role, text, state, created) VALUES (?, ?, ?, ?, ?)",
                (conversation, role, _storable(text), state, now),
            )
            self._connection.execute("UPDATE conversations SET changed = ? WHERE id = ?", (now, conversation))
        return int(cursor.lastrowid or 0)

    def remove_message(self, message: int) -> None:
        """Take out one message (a failure that is being tried again)."""
        with self._connection:
            self._connection.execute("DELETE FROM messages WHERE id = ?", (message,))

    def remove_conversation(self, conversation: int) -> None:
        """Take out a conversation with all its messages."""
        with self._connection:
            self._connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,))

    def conversations(self, search: str = "", limit: int = 200) -> list[Conversation]:
        """The conversations, last changed first; with ``search``, those with a message that holds all its words."""
        words = [word.replace('"', "") for word in _storable(search).replace("\0", " ").split()]
        words = [f'"{word}"*' for word in words if word]
        if not words:
            rows = self._connection.execute(
                "SELECT id, title, changed FROM conversations ORDER BY changed DESC, id DESC LIMIT ?", (limit,)
            )
        else:
            rows = self._connection.execute(
                "SELECT id, title, changed FROM conversations WHERE id IN ("
                "SELECT conversation FROM messages WHERE id IN ("
                "SELECT rowid FROM messages_text WHERE messages_text MATCH ?)"
                ") ORDER BY changed DESC, id DESC LIMIT ?",
                (" ".join(words), limit),
            )
        return [Conversation(*row) for row in rows]

    def messages(self, conversation: int, before: int | None = None, limit: int = PAGE) -> list[Message]:
        """The last messages of a conversation, oldest first; with ``before``, the last ones older than that id."""
        rows = self._connection.execute(
            "SELECT id, role, text, state FROM messages WHERE conversation = ? AND id < ? ORDER BY id DESC LIMIT ?",
            (conversation, before if before is not None else 1 << 62, limit),
        ).fetchall()
        return [Message(*row) for row in reversed(rows)]

    def keep_translation(self, source_language: str, target_language: str, source: str, target: str) -> int:
        """Keep one translation."""
        with self._connection:
            cursor = self._connection.execute(
                "INSERT INTO kept_translations(source_language, target_language, source, target, created) "
                "VALUES (?, ?, ?, ?, ?)",
                (source_language, target_language, _storable(source), _storable(target), time.time()),
            )
        return int(cursor.lastrowid or 0)

    def kept_translations(self, limit: int = PAGE) -> list[KeptTranslation]:
        """The kept translations, newest first."""
        rows = self._connection.execute(
            "SELECT id, source_language, target_language, source, target FROM kept_translations "
            "ORDER BY id DESC LIMIT ?",
            (limit,),
        )
        return [KeptTranslation(*row) for row in rows]

    def remove_translation(self, kept: int) -> None:
        """Take out one kept translation."""
        with self._connection:
            self._connection.execute("DELETE FROM kept_translations WHERE id = ?", (kept,))

    def _begin_again(self) -> sqlite3.Connection:
        aside = self.path.with_name(f"{self.path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}{self.path.suffix}")
        try:
            self.path.replace(aside)
            for ending in ("-wal", "-shm"):
                with suppress(FileNotFoundError):
                    self.path.with_name(self.path.name + ending).replace(aside.with_name(aside.name + ending))
            connection = _open(self.path)
        except (OSError, sqlite3.Error) as error:
            self.problem = f"The history {self.path} is damaged and cannot be moved ({error}): nothing is kept."
            return _open(None)
        self.problem = f"The history was damaged: it was moved to {aside}, and a new one has been started."
        return connection


class HistoryThread:
    """A `History` on a thread of its own, so that no disk can hold up a key stroke.

    Opened by the first call. Calls run one after another, in the order in which they were made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._history: History | None = None
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="history")

    async def call(self, method: Callable[Concatenate[History, P], T], *arguments: P.args, **named: P.kwargs) -> T:
        """Run a method of `History` on the thread: ``await thread.call(History.messages, 3)``.

        Raises:
            sqlite3.Error: the disk or the file refused.
        """

        def work() -> T:
            if self._history is None:
                self._history = History(self._path)
            return method(self._history, *arguments, **named)

        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    async def problem(self) -> str:
        """Open the file, and say in one sentence what was wrong with it (empty: nothing)."""

        def problem_of(history: History) -> str:
            return history.problem

        return await self.call(problem_of)

    async def close(self) -> None:
        """Finish what was asked for and close the file."""
        if self._history is not None:
            await self.call(History.close)
        self._executor.shutdown(wait=False)


class _NewerError(Exception):
    """The file was written by a newer version."""


def _open(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path or ":memory:", timeout=5, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged")
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > len(_MIGRATIONS):
            raise _NewerError
        for number, script in enumerate(_MIGRATIONS[version:], version + 1):
            connection.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection


def _storable(text: str) -> str:
    # Half a surrogate pair cannot be written as UTF-8, and so neither be stored nor sent to the engine.
    return text.encode("utf-8", "replace").decode("utf-8")
