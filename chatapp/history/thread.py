"""A history on a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from chatapp.history.store import History

T = TypeVar("T")


class HistoryError(Exception):
    """The disk or the file refused; the message says how."""


class HistoryThread:
    """A `History` on a thread of its own, so that no disk can hold up a key stroke.

    Opened by the first call. Calls run one after another, in the order in which they were made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._history: History | None = None
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="history")

    async def call(self, question: Callable[[History], T]) -> T:
        """Ask the history on its thread: ``await thread.call(lambda history: history.messages(3))``.

        Raises:
            HistoryError: the disk or the file refused.
        """
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._answer, question)

    def _answer(self, question: Callable[[History], T]) -> T:
        # Imported on the thread: the first paint does not wait for it.
        import sqlite3

        from chatapp.history.store import History

        try:
            if self._history is None:
                self._history = History(self._path)
            return question(self._history)
        except sqlite3.Error as error:
            raise HistoryError(str(error)) from error

    async def problem(self) -> str:
        """Open the file, and say in one sentence what was wrong with it (empty: nothing)."""
        return await self.call(lambda history: history.problem)

    async def close(self) -> None:
        """Finish what was asked for and close the file."""
        if self._history is not None:
            await self.call(lambda history: history.close())
        self._executor.shutdown(wait=False)
