"""What the person thinks of replies, and what else these could have been."""

from __future__ import annotations

from collections.abc import Sequence

from chatapp.history.connected import Connected, storable
from chatapp.history.records import Candidate, Rating


class Judgements(Connected):
    """Thumbs, corrections, candidates and choices."""

    def rate(self, message: int, rating: Rating) -> None:
        """Keep what the person thinks of a reply."""
        self._change_message(message, "rating", rating)

    def correct(self, message: int, correction: str | None) -> None:
        """Keep what a reply should have been; None takes a correction back."""
        self._change_message(message, "correction", None if correction is None else storable(correction))

    def keep_candidates(self, message: int, candidates: Sequence[Candidate]) -> None:
        """Keep what else a reply could have been, in place of what was kept before."""
        with self._connection:
            self._connection.execute("DELETE FROM candidates WHERE message = ?", (message,))
            self._connection.executemany(
                "INSERT INTO candidates(message, text, score, origin, chosen, probability, likeness, prompt, sampled) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        message,
                        storable(each.text),
                        each.score,
                        each.origin,
                        int(each.chosen),
                        each.probability,
                        each.likeness,
                        storable(each.prompt),
                        int(each.sampled),
                    )
                    for each in candidates
                ],
            )

    def candidates(self, message: int) -> list[Candidate]:
        """What a reply could have been, in the order in which it was kept."""
        rows = self._connection.execute(
            "SELECT text, score, origin, chosen, probability, likeness, prompt, sampled FROM candidates "
            "WHERE message = ? ORDER BY id",
            (message,),
        )
        return [
            Candidate(text, score, origin, bool(chosen), probability, likeness, prompt, bool(sampled))
            for text, score, origin, chosen, probability, likeness, prompt, sampled in rows
        ]

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

    def say_instead(self, message: int, text: str, origin: str) -> None:
        """Let a reply be another one, which the app thought of and the person did not choose."""
        with self._connection:
            self._connection.execute(
                "UPDATE messages SET text = ?, origin = ?, correction = NULL, rating = 0, state = 'done' WHERE id = ?",
                (storable(text), origin, message),
            )

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
