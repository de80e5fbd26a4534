"""The translations that the person kept."""

from __future__ import annotations

import time

from chatapp.history.connected import Connected, storable
from chatapp.history.records import KeptTranslation

_PAGE = 100


class Kept(Connected):
    """The phrasebook."""

    def keep_translation(self, source_language: str, target_language: str, source: str, target: str) -> int:
        """Keep one translation."""
        with self._connection:
            cursor = self._connection.execute(
                "INSERT INTO kept_translations(source_language, target_language, source, target, created) "
                "VALUES (?, ?, ?, ?, ?)",
                (source_language, target_language, storable(source), storable(target), time.time()),
            )
        return int(cursor.lastrowid or 0)

    def kept_translations(self, limit: int = _PAGE) -> list[KeptTranslation]:
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
