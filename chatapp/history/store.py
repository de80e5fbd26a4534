"""The history: what is asked of its file, and what is written to it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from chatapp.history.records import (
    MARK_BEGIN,
    MARK_END,
    Candidate,
    Conversation,
    Found,
    KeptTranslation,
    Message,
    Rating,
    Role,
    State,
    Told,
)
from chatapp.history.schema import NewerError, open_file

TITLE_LENGTH = 60
PAGE = 100
DAYS_KEPT = 30
_MESSAGE = "id, role, text, state, rating, correction, origin"


class History:
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
        title = _title(first_message) or "…"
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
                (conversation, role, _storable(text), state, now, origin),
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
        if title := _title(title):
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
                    "UPDATE conversations SET title = ? WHERE id = ?", (_title(first_message) or "…", forked)
                )
        return forked

    def rate(self, message: int, rating: Rating) -> None:
        """Keep what the person thinks of a reply."""
        self._change_message(message, "rating", rating)

    def correct(self, message: int, correction: str | None) -> None:
        """Keep what a reply should have been; None takes a correction back."""
        self._change_message(message, "correction", None if correction is None else _storable(correction))

    def keep_candidates(self, message: int, candidates: Sequence[Candidate]) -> None:
        """Keep what else a reply could have been, in place of what was kept before."""
        with self._connection:
            self._connection.execute("DELETE FROM candidates WHERE message = ?", (message,))
            self._connection.executemany(
                "INSERT INTO candidates(message, text, score, origin, chosen) VALUES (?, ?, ?, ?, ?)",
                [(message, _storable(each.text), each.score, each.origin, int(each.chosen)) for each in candidates],
            )

    def candidates(self, message: int) -> list[Candidate]:
        """What a reply could have been, in the order in which it was kept."""
        rows = self._connection.execute(
            "SELECT text, score, origin, chosen FROM candidates WHERE message = ? ORDER BY id", (message,)
        )
        return [Candidate(text, score, origin, bool(chosen)) for text, score, origin, chosen in rows]

    def choose_candidate(self, message: int, index: int) -> None:
        """Let a reply be one of its candidates, counted from 0, and keep that the person chose it."""
        with self._connection:
            row = self._connection.execute(
                "SELECT id, text, origin FROM candidates WHERE message = ? ORDER BY id LIMIT 1 OFFSET ?",
                (message, index),
            ).fetchone()
            if row is None:
                return
            self._connection.execute("UPDATE candidates SET chosen = (id = ?) WHERE message = ?", (row[0], message))
            self._connection.execute(
                "UPDATE messages SET text = ?, origin = ?, correction = NULL, state = 'done' WHERE id = ?",
                (row[1], row[2], message),
            )

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

    def told(self, conversation: int | None = None) -> Iterator[Told]:
        """Whole conversations, the oldest first: one, or all that are not hidden."""
        rows = self._connection.execute(
            "SELECT id, title FROM conversations WHERE removed IS NULL AND (?1 IS NULL OR id = ?1) ORDER BY id",
            (conversation,),
        ).fetchall()
        for each, title in rows:
            yield Told(title, tuple(self.messages(each, limit=-1)))

    def take_in(self, told: Told) -> int:
        """Add a conversation from elsewhere, in one piece; give its id."""
        now = time.time()
        with self._connection:
            first = told.messages[0].text if told.messages else ""
            cursor = self._connection.execute(
                "INSERT INTO conversations(title, created, changed) VALUES (?, ?, ?)",
                (_title(told.title) or _title(first) or "…", now, now),
            )
            self._connection.executemany(
                "INSERT INTO messages(conversation, role, text, state, created, rating, correction, origin) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        cursor.lastrowid,
                        each.role,
                        _storable(each.text),
                        each.state,
                        now,
                        each.rating,
                        None if each.correction is None else _storable(each.correction),
                        each.origin,
                    )
                    for each in told.messages
                ],
            )
        return int(cursor.lastrowid or 0)

    def judged(self) -> list[tuple[str, str]]:
        """What was said and the reply that the person wants to it: corrections, choices, thumbs up; none twice."""
        rows = self._connection.execute(
            "SELECT DISTINCT said.text, coalesce(reply.correction, reply.text) FROM messages AS reply "
            "JOIN conversations ON conversations.id = reply.conversation AND conversations.removed IS NULL "
            "JOIN messages AS said ON said.id = (SELECT max(id) FROM messages "
            "WHERE conversation = reply.conversation AND id < reply.id AND role = 'person') "
            "WHERE reply.role = 'app' AND reply.state != 'failed' AND (reply.correction IS NOT NULL OR "
            "(reply.rating >= 0 AND (reply.rating = 1 "
            "OR EXISTS (SELECT 1 FROM candidates WHERE message = reply.id AND chosen)))) ORDER BY reply.id"
        )
        return [(said, reply) for said, reply in rows]

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

    def _change_conversation(self, conversation: int, column: str, value: object) -> None:
        with self._connection:
            self._connection.execute(f"UPDATE conversations SET {column} = ? WHERE id = ?", (value, conversation))

    def _change_message(self, message: int, column: str, value: object) -> None:
        with self._connection:
            self._connection.execute(f"UPDATE messages SET {column} = ? WHERE id = ?", (value, message))

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


def _title(text: str) -> str:
    return " ".join(_storable(text).split())[:TITLE_LENGTH]


def _words(search: str) -> str:
    """Write what is looked for as FTS5 wants it: every word as the beginning of one."""
    words = [word.replace('"', "") for word in _storable(search).replace("\0", " ").split()]
    return " ".join(f'"{word}"*' for word in words if word)


def _storable(text: str) -> str:
    # Half a surrogate pair cannot be written as UTF-8, and so neither be stored nor sent to the engine.
    return text.encode("utf-8", "replace").decode("utf-8")
