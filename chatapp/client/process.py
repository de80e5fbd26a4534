"""The engine process: started, listened to, and ended gently."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from chatapp.engine import protocol

LINE_LIMIT = 2**24
LOG_LIMIT = 2**20
CLOSING_SECONDS = 1.0


class EngineProcess:
    """One process at a time, whose answers are given to ``take`` as they come."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        log_file: Path,
        take: Callable[[protocol.Message], None],
    ) -> None:
        self._command = tuple(command)
        self._environment = dict(environment)
        self._log_file = log_file
        self._take = take
        self._process: asyncio.subprocess.Process | None = None

    def send(self, request: protocol.Request) -> None:
        """Write a request, if there is a process to read it."""
        # A pipe that is gone needs no word here: the end of the engine's output is what tells of its death.
        if self._process is not None and self._process.stdin is not None and not self._process.stdin.is_closing():
            with suppress(ConnectionError, RuntimeError):
                self._process.stdin.write(protocol.encode(request))

    async def run_once(self) -> str:
        """Start a process and listen until it ends; gives how it did.

        Raises:
            OSError: it cannot be started.
        """
        with _open_log(self._log_file) as log:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=self._environment,
                limit=LINE_LIMIT,
            )
            self._process = process
            try:
                assert process.stdout is not None
                await self._listen(process.stdout, log)
            finally:
                if self._process is process:
                    self._process = None
                    await _end(process)
        code = process.returncode
        return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"

    async def _listen(self, output: asyncio.StreamReader, log: BinaryIO) -> None:
        while True:
            try:
                line = await output.readline()
            except ValueError:
                log.write(b"screen: a line from the engine was too long and was left out\n")
                continue
            except ConnectionError:
                return
            if not line:
                return
            try:
                self._take(protocol.decode(line))
            except protocol.ProtocolError as error:
                log.write(f"screen: left out what is {error}\n".encode(errors="replace"))

    async def end(self) -> None:
        """End the process, gently first."""
        process, self._process = self._process, None
        if process is not None:
            await _end(process)


def _open_log(path: Path) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        too_long = path.exists() and path.stat().st_size > LOG_LIMIT
        return path.open("wb" if too_long else "ab", buffering=0)
    except OSError:
        return Path(os.devnull).open("wb", buffering=0)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    for finish in (None, process.terminate, process.kill):
        if finish is not None:
            with suppress(ProcessLookupError):
                finish()
        try:
            await asyncio.wait_for(process.wait(), CLOSING_SECONDS)
            return
        except TimeoutError:
            continue
