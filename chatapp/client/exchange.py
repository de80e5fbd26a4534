"""One request to the engine, and its answers as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol

from chatapp.engine.protocol import (
    Align,
    Alternatives,
    Chat,
    Define,
    Delta,
    Detect,
    Done,
    Failed,
    Learn,
    Suggest,
    Translate,
    Write,
)

Question = Chat | Translate | Suggest | Write | Detect | Learn | Define | Alternatives | Align


class Asked(Protocol):
    """Who an exchange came from, and who is told that it is wanted no more."""

    def cancel(self, exchange: Exchange) -> None:
        """Stop working on it, and answer with what there is."""

    def forget(self, exchange: Exchange) -> None:
        """Care no more about it."""


class Exchange:
    """One request and its answers: an async iterator that ends with a `Done` or a `Failed`."""

    def __init__(self, client: Asked, request: Question) -> None:
        self.request = request
        self._client = client
        self._answers: asyncio.Queue[Delta | Done | Failed] = asyncio.Queue()
        self.finished = False

    async def __aiter__(self) -> AsyncIterator[Delta | Done | Failed]:
        """Give the answers as they come. Leaving early tells the engine to stop."""
        try:
            while True:
                answer = await self._answers.get()
                yield answer
                if not isinstance(answer, Delta):
                    return
        finally:
            self._client.forget(self)

    def cancel(self) -> None:
        """Ask the engine to stop; what there is by then still comes, as a `Done` whose ``stopped`` is true."""
        if not self.finished:
            self._client.cancel(self)

    def put(self, answer: Delta | Done | Failed) -> None:
        """Take an answer from the engine."""
        if self.finished:
            return
        self.finished = not isinstance(answer, Delta)
        self._answers.put_nowait(answer)
