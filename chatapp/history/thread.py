"""A history on a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from chatapp.history.store import History

P = ParamSpec("P")
T = TypeVar("T")


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
