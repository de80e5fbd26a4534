"""Asks the engine process, and starts it again when it dies."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from chatapp.client import ENGINE_COMMAND
from chatapp.client.exchange import Exchange, Question
from chatapp.client.process import EngineProcess
from chatapp.client.status import EngineStatus, Phase
from chatapp.engine import protocol
from chatapp.engine.protocol import (
    Align,
    Alternatives,
    Cancel,
    Chat,
    Define,
    Delta,
    Detect,
    Done,
    Failed,
    Learn,
    Ready,
    Suggest,
    Translate,
    Write,
)

QUICK_DEATH_SECONDS = 30.0
QUICK_DEATHS_ALLOWED = 3
CANCEL_SECONDS = 2.0


class EngineClient:
    """Keeps one engine process running and carries requests to it.

    Requests made before the engine is ready wait for it. When the engine dies, those under way are answered by a
    `Failed`, those that wait go on waiting, and it is started again, later each time; after three deaths in quick
    succession it stays off until `start` is called again.
    """

    def __init__(
        self,
        command: Sequence[str] = ENGINE_COMMAND,
        *,
        log_file: Path,
        on_status: Callable[[EngineStatus], None] = lambda status: None,
        environment: Mapping[str, str] | None = None,
        first_pause: float = 0.5,
    ) -> None:
        self.status = EngineStatus()
        self._log_file = log_file
        self._on_status = on_status
        surroundings = dict(os.environ if environment is None else environment)
        # One thread is the fastest for decoding on a busy machine, and leaves the others to the terminal.
        surroundings.setdefault("OMP_NUM_THREADS", "1")
        self._process = EngineProcess(command, surroundings, log_file, self._take)
        self._first_pause = first_pause
        self._keeper: asyncio.Task[None] | None = None
        self._next_id = 1
        self._under_way: dict[int, Exchange] = {}
        self._waiting: dict[int, Exchange] = {}

    def start(self) -> None:
        """Start the engine, unless it runs already."""
        if self._keeper is None or self._keeper.done():
            self._tell(Phase.LOADING)
            self._keeper = asyncio.get_running_loop().create_task(self._keep_running(), name="engine")

    async def close(self) -> None:
        """End the engine, gently first."""
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
        await self._process.end()
        self._fail_all(self._waiting, "The engine has been closed.")

    def chat(self, turns: Sequence[str], seed: int | None = None) -> Exchange:
        """Ask for a reply to the last of ``turns``."""
        return self._ask(Chat(self._new_id(), list(turns), seed))

    def translate(self, text: str, target: str, source: str | None = None, *, live: bool = False) -> Exchange:
        """Ask for a translation; ``source`` None means: find out."""
        return self._ask(Translate(self._new_id(), text, target, source, live))

    def suggest(self, line: str, previous: str = "", language: str | None = None) -> Exchange:
        """Ask how ``line`` could go on."""
        return self._ask(Suggest(self._new_id(), line, previous, language))

    def write(self, beginning: str, words: int, seed: int, language: str | None = None) -> Exchange:
        """Ask to go on writing from ``beginning``."""
        return self._ask(Write(self._new_id(), beginning, words, seed, language))

    def learn(self, line: str) -> None:
        """Let the suggestions take after a line that the person wrote; nothing comes back."""
        self._ask(Learn(self._new_id(), line))

    def detect(self, text: str) -> Exchange:
        """Ask which language ``text`` is in."""
        return self._ask(Detect(self._new_id(), text))

    def define(self, word: str, target: str, source: str | None = None) -> Exchange:
        """Ask what else a single word can be; ``source`` None means: find out."""
        return self._ask(Define(self._new_id(), word, target, source))

    def alternatives(self, text: str, target: str, source: str | None = None) -> Exchange:
        """Ask for the sentences of a text and their translations; ``source`` None means: find out."""
        return self._ask(Alternatives(self._new_id(), text, target, source))

    def align(self, sentence: str, translation: str, target: str) -> Exchange:
        """Ask which words of a sentence the words of its translation come from."""
        return self._ask(Align(self._new_id(), sentence, translation, target))

    def cancel(self, exchange: Exchange) -> None:
        """Ask the engine to stop working on an exchange."""
        number = exchange.request.id
        if self._waiting.pop(number, None):
            exchange.put(Done(number, stopped=True))
        elif number in self._under_way:
            self._process.send(Cancel(number))
            # An engine that hangs must not hold up the person who asked it to stop.
            stopped = Done(number, stopped=True)
            asyncio.get_running_loop().call_later(CANCEL_SECONDS, exchange.put, stopped)

    def forget(self, exchange: Exchange) -> None:
        """Stop caring about an exchange: nothing that still comes for it is looked at."""
        number = exchange.request.id
        self._waiting.pop(number, None)
        if self._under_way.pop(number, None) and not exchange.finished:
            exchange.finished = True
            self._process.send(Cancel(number))

    def _new_id(self) -> int:
        number, self._next_id = self._next_id, self._next_id + 1
        return number

    def _ask(self, request: Question) -> Exchange:
        exchange = Exchange(self, request)
        if self.status.phase is Phase.READY:
            self._under_way[request.id] = exchange
            self._process.send(request)
        elif self.status.phase is Phase.FAILED:
            exchange.put(Failed(request.id, self.status.sentence))
        else:
            self._waiting[request.id] = exchange
        return exchange

    def _tell(self, phase: Phase, sentence: str = "", ready: Ready | None = None) -> None:
        if ready is None:
            self.status = EngineStatus(phase, sentence)
        else:
            self.status = EngineStatus(
                phase, sentence, tuple(ready.tasks), tuple(ready.languages), tuple(ready.problems)
            )
        self._on_status(self.status)

    async def _keep_running(self) -> None:
        quick_deaths = 0
        pause = self._first_pause
        while True:
            started = time.monotonic()
            try:
                how = await self._process.run_once()
            except (OSError, ValueError) as error:
                self._give_up(f"The engine cannot be started ({error}): mend the installation, then press ctrl+r.")
                return
            if time.monotonic() - started >= QUICK_DEATH_SECONDS:
                quick_deaths, pause = 0, self._first_pause
            quick_deaths += 1
            if quick_deaths >= QUICK_DEATHS_ALLOWED:
                self._give_up(
                    f"The engine stopped {quick_deaths} times in a row ({how}): "
                    f"press ctrl+r to start it again; {self._log_file} says more."
                )
                return
            self._fail_all(self._under_way, "The engine stopped while it worked on this: press ctrl+r to try again.")
            self._tell(Phase.RESTARTING, f"The engine stopped ({how}) and is being started again.")
            await asyncio.sleep(pause)
            pause *= 2

    def _take(self, answer: protocol.Message) -> None:
        if isinstance(answer, Ready):
            self._tell(Phase.READY, ready=answer)
            waiting, self._waiting = self._waiting, {}
            for number, exchange in waiting.items():
                self._under_way[number] = exchange
                self._process.send(exchange.request)
        elif isinstance(answer, Failed) and answer.id not in self._under_way:
            if answer.id < 0:
                phase = self.status.phase
                self._tell(phase if phase is Phase.READY else Phase.LOADING, answer.reason)
        elif isinstance(answer, Delta | Done | Failed) and answer.id in self._under_way:
            exchange = self._under_way[answer.id]
            exchange.put(answer)
            if exchange.finished:
                del self._under_way[answer.id]

    def _give_up(self, sentence: str) -> None:
        self._tell(Phase.FAILED, sentence)
        self._fail_all(self._under_way, sentence)
        self._fail_all(self._waiting, sentence)

    @staticmethod
    def _fail_all(exchanges: dict[int, Exchange], sentence: str) -> None:
        failed = dict(exchanges)
        exchanges.clear()
        for number, exchange in failed.items():
            exchange.put(Failed(number, sentence))
