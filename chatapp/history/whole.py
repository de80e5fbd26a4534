"""Whole conversations, to go elsewhere and to come from there."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Iterable, Iterator

from chatapp.history.connected import Connected, storable, title_of
from chatapp.history.records import Message, Told


class Whole(Connected):
    """Conversations with all their messages."""

    @abstractmethod
    def messages(
        self, conversation: int, before: int | None = None, limit: int = -1, *, after: int | None = None
    ) -> list[Message]:
        """The messages of a conversation."""

    def told(self, conversation: int | None = None) -> Iterator[Told]:
        """Whole conversations, the oldest first: one, or all that are not hidden."""
        rows = self._connection.execute(
            "SELECT id, title FROM conversations WHERE removed IS NULL AND (?1 IS NULL OR id = ?1) ORDER BY id",
            (conversation,),
        ).fetchall()
        for each, title in rows:
            yield Told(title, tuple(self.messages(each, limit=-1)))

    def take_in(self, told: Told) -> int:
        """Add a conversation from elsewhere; give its id."""
        with self._connection:
            return self._take_in(told)

    def take_in_all(self, told: Iterable[Told]) -> None:
        """Add conversations from elsewhere: all, or none if one cannot be."""
        with self._connection:
            for each in told:
                self._take_in(each)

    def _take_in(self, told: Told) -> int:
        now = time.time()
        first = told.messages[0].text if told.messages else ""
        cursor = self._connection.execute(
            "INSERT INTO conversations(title, created, changed) VALUES (?, ?, ?)",
            (title_of(told.title) or title_of(first) or "…", now, now),
        )
        self._connection.executemany(
            "INSERT INTO messages(conversation, role, text, state, created, rating, correction, origin) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    cursor.lastrowid,
                    each.role,
                    storable(each.text),
                    each.state,
                    now,
                    each.rating,
                    None if each.correction is None else storable(each.correction),
                    each.origin,
                )
                for each in told.messages
            ],
        )
        return int(cursor.lastrowid or 0)
