"""The history: what is asked of its file, and what is written to it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from chatapp.history import PAGE
from chatapp.history.connected import storable, title_of
from chatapp.history.judgements import Judgements
from chatapp.history.kept import Kept
from chatapp.history.records import (
    MARK_BEGIN,
    MARK_END,
    Conversation,
    Found,
    Message,
    Role,
    State,
)
from chatapp.history.schema import NewerError, open_file
from chatapp.history.whole import Whole

DAYS_KEPT = 30
_MESSAGE = "id, role, text, state, rating, correction, origin"


class History(Judgements, Whole, Kept):
    """The file, opened. For one thread; the screens use `HistoryThread`."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. ``problem`` is one sentence where something was wrong with it, else empty."""
        self.path = path
        self.problem = ""
        try:
            self._connection = open_file(path)
        except NewerError:
            self.problem = (
                f"The history {path} was written by a newer chatapp: it is left alone, "
                "and this session is not kept; update chatapp to read it."
            )
            self._connection = open_file(None)
        except sqlite3.OperationalError as error:
            self.problem = f"The history {path} cannot be opened ({error}), so this session is not kept."
            self._connection = open_file(None)
        except sqlite3.DatabaseError:
            self._connection = self._begin_again()
        except OSError as error:
            self.problem = f"The history {path} cannot be written ({error}), so this session is not kept."
            self._connection = open_file(None)
        with suppress(sqlite3.Error):  # read-only, or in use: another time
            self.purge(time.time() - DAYS_KEPT * 86_400)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def start_conversation(self, first_message: str) -> int:
        """Make a conversation, named after its first message."""
        now = time.time()
        title = title_of(first_message) or "…"
        with self._connection:
            cursor = self._connection.execute(
                "INSERT INTO conversations(title, created, changed) VALUES (?, ?, ?)", (title, now, now)
            )
        return int(cursor.lastrowid or 0)

    def add_message(
        self, conversation: int, role: Role, text: str, state: State = "done", origin: str | None = None
    ) -> int:
        """Write one message, and mark its conversation as changed."""
        now = time.time()
        with self._connection:
            cursor = self._connection.execute(
                "INSERT INTO messages(conversation, role, text, state, created, origin) VALUES (?, ?, ?, ?, ?, ?)",
                (conversation, role, storable(text), state, now, origin),
            )
            self._connection.execute("UPDATE conversations SET changed = ? WHERE id = ?", (now, conversation))
        return int(cursor.lastrowid or 0)

    def remove_message(self, message: int) -> None:
        """Take out one message (a failure that is being tried again)."""
        with self._connection:
            self._connection.execute("DELETE FROM messages WHERE id = ?", (message,))

    def remove_conversation(self, conversation: int) -> None:
        """Hide a conversation; it is taken out for good when the file is opened ``DAYS_KEPT`` days later."""
        self._change_conversation(conversation, "removed", time.time())

    def restore_conversation(self, conversation: int) -> None:
        """Bring a hidden conversation back."""
        self._change_conversation(conversation, "removed", None)

    def purge(self, before: float) -> int:
        """Take out for good, with all their messages, the conversations hidden before a time; give how many."""
        with self._connection:
            return self._connection.execute("DELETE FROM conversations WHERE removed < ?", (before,)).rowcount

    def rename_conversation(self, conversation: int, title: str) -> None:
        """Give a conversation another title; an empty one leaves it as it is."""
        if title := title_of(title):
            self._change_conversation(conversation, "title", title)

    def pin_conversation(self, conversation: int, pinned: bool) -> None:
        """Keep a conversation at the top of the list, or do so no more."""
        self._change_conversation(conversation, "pinned", int(pinned))

    def fork_conversation(self, conversation: int, before: int, first_message: str) -> int:
        """Copy a conversation up to the message ``before``, which is not copied; give the copy's id.

        A copy of nothing takes its title from ``first_message``.
        """
        now = time.time()
        with self._connection:
            forked = int(
                self._connection.execute(
                    "INSERT INTO conversations(title, created, changed, forked_from) "
                    "SELECT title, ?, ?, id FROM conversations WHERE id = ?",
                    (now, now, conversation),
                ).lastrowid
                or 0
            )
            copied = self._connection.execute(
                "INSERT INTO messages(conversation, role, text, state, created, rating, correction, origin) "
                "SELECT ?, role, text, state, created, rating, correction, origin FROM messages "
                "WHERE conversation = ? AND id < ? ORDER BY id",
                (forked, conversation, before),
            ).rowcount
            if not copied:
                self._connection.execute(
                    "UPDATE conversations SET title = ? WHERE id = ?", (title_of(first_message) or "…", forked)
                )
        return forked

    def said(self, limit: int = 500) -> list[str]:
        """What the person wrote last, in whichever conversation, newest first, nothing twice."""
        rows = self._connection.execute(
            "SELECT text FROM messages WHERE role = 'person' GROUP BY text ORDER BY max(id) DESC LIMIT ?", (limit,)
        )
        return [text for (text,) in rows]

    def conversations(self, search: str = "", limit: int = 200) -> list[Conversation]:
        """The conversations: pinned first, then last changed first.

        With ``search``, those with a message that holds all its words.
        """
        where, values = "removed IS NULL", []
        if words := _words(search):
            where += (
                " AND id IN (SELECT conversation FROM messages WHERE id IN ("
                "SELECT rowid FROM messages_text WHERE messages_text MATCH ?))"
            )
            values = [words]
        rows = self._connection.execute(
            f"SELECT id, title, changed, pinned, forked_from FROM conversations WHERE {where} "
            "ORDER BY pinned DESC, changed DESC, id DESC LIMIT ?",
            (*values, limit),
        )
        return [Conversation(id, title, changed, bool(pinned), fork) for id, title, changed, pinned, fork in rows]

    def find(self, search: str, limit: int = 200) -> list[Found]:
        """The messages of all conversations that hold words beginning with all those of ``search``, newest first."""
        words = _words(search)
        if not words:
            return []
        rows = self._connection.execute(
            "SELECT conversations.id, conversations.title, messages.id, "
            "snippet(messages_text, 0, ?, ?, '…', 12) FROM messages_text "
            "JOIN messages ON messages.id = messages_text.rowid "
            "JOIN conversations ON conversations.id = messages.conversation "
            "WHERE messages_text MATCH ? AND removed IS NULL ORDER BY messages_text.rowid DESC LIMIT ?",
            (MARK_BEGIN, MARK_END, words, limit),
        )
        return [Found(*row) for row in rows]

    def messages(
        self, conversation: int, before: int | None = None, limit: int = PAGE, *, after: int | None = None
    ) -> list[Message]:
        """The last messages of a conversation, oldest first.

        With ``before``, the last ones older than that id; with ``after``, the first ones newer than that id.
        """
        order = "DESC" if after is None else "ASC"
        rows = self._connection.execute(
            f"SELECT {_MESSAGE} FROM messages WHERE conversation = ? AND id < ? AND id > ? "
            f"AND (SELECT removed FROM conversations WHERE id = conversation) IS NULL ORDER BY id {order} LIMIT ?",
            (conversation, before if before is not None else 1 << 62, after if after is not None else -1, limit),
        ).fetchall()
        return [Message(*row) for row in (rows if order == "ASC" else reversed(rows))]

    def _change_conversation(self, conversation: int, column: str, value: object) -> None:
        with self._connection:
            self._connection.execute(f"UPDATE conversations SET {column} = ? WHERE id = ?", (value, conversation))

    def _begin_again(self) -> sqlite3.Connection:
        aside = self.path.with_name(f"{self.path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}{self.path.suffix}")
        try:
            self.path.replace(aside)
            for ending in ("-wal", "-shm"):
                with suppress(FileNotFoundError):
                    self.path.with_name(self.path.name + ending).replace(aside.with_name(aside.name + ending))
            connection = open_file(self.path)
        except (OSError, sqlite3.Error) as error:
            self.problem = f"The history {self.path} is damaged and cannot be moved ({error}): nothing is kept."
            return open_file(None)
        self.problem = f"The history was damaged: it was moved to {aside}, and a new one has been started."
        return connection


def _words(search: str) -> str:
    """Write what is looked for as FTS5 wants it: every word as the beginning of one."""
    words = [word.replace('"', "") for word in storable(search).replace("\0", " ").split()]
    return " ".join(f'"{word}"*' for word in words if word)
