from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from chatapp.client.client import EngineClient
from chatapp.client.exchange import Exchange
from chatapp.client.status import EngineStatus, Phase
from chatapp.engine.protocol import Delta, Done, Failed

Start = Callable[..., EngineClient]


@pytest.fixture
async def start(tmp_path: Path, engine_command: tuple[str, ...]) -> AsyncIterator[Start]:
    clients = []

    def make(*switches: str, command: tuple[str, ...] = ()) -> EngineClient:
        client = EngineClient(
            command or (*engine_command, "--log", str(tmp_path / "asked"), *switches),
            log_file=tmp_path / "state" / "engine.log",
            first_pause=0.05,
        )
        clients.append(client)
        client.start()
        return client

    yield make
    for client in clients:
        await client.close()


async def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def last(exchange: Exchange) -> Delta | Done | Failed:
    return [answer async for answer in exchange][-1]


async def test_reply_streams(start: Start) -> None:
    client = start()
    answers = [answer async for answer in client.chat(["hello"])]
    text = "".join(answer.text for answer in answers if isinstance(answer, Delta))
    assert isinstance(answers[-1], Done) and answers[-1].text == text == "You said “hello”, and I heard it."


async def test_asked_while_loading_is_answered_when_ready(start: Start) -> None:
    client = start("--loading", "0.5")
    assert client.status.phase is Phase.LOADING
    answer = await last(client.chat(["early"]))
    assert isinstance(answer, Done) and "early" in answer.text
    assert client.status.languages == ("en", "fr", "de", "es")


async def test_cancelled_while_loading_is_answered_at_once(start: Start) -> None:
    client = start("--loading", "30")
    exchange = client.chat(["early"])
    exchange.cancel()
    answer = await last(exchange)
    assert isinstance(answer, Done) and answer.stopped


async def test_cancel_gives_what_there_was(start: Start) -> None:
    client = start()
    exchange = client.chat(["be-slow"])
    text = ""
    async for answer in exchange:
        text += answer.text if isinstance(answer, Delta) else ""
        if len(text) > 10:
            exchange.cancel()
    assert isinstance(answer, Done) and answer.stopped and answer.text.startswith("0 1 2")


async def test_leaving_an_exchange_tells_the_engine(start: Start, tmp_path: Path) -> None:
    client = start()
    exchange = client.chat(["be-slow"])

    async def read_one() -> None:
        async for _ in exchange:
            await asyncio.sleep(60)

    task = asyncio.create_task(read_one())
    await asyncio.sleep(0.5)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await wait_for(lambda: '"cancel"' in (tmp_path / "asked").read_text())


async def test_death_fails_what_is_under_way_and_starts_again(start: Start) -> None:
    client = start()
    phases: list[EngineStatus] = []
    client._on_status = phases.append
    await wait_for(lambda: client.status.phase is Phase.READY)
    slow = client.chat(["be-slow"])
    assert isinstance(await last(client.chat(["die-now"])), Failed)
    assert isinstance(await last(slow), Failed)
    answer = await last(client.chat(["again"]))
    assert isinstance(answer, Done) and "again" in answer.text
    restarting = next(each for each in phases if each.phase is Phase.RESTARTING)
    assert "exit code 3" in restarting.sentence


async def test_killed_engine_is_told_by_its_signal(start: Start, tmp_path: Path) -> None:
    client = start()
    await wait_for(lambda: client.status.phase is Phase.READY)
    os.kill(int((tmp_path / "asked").read_text().split()[1]), signal.SIGKILL)
    await wait_for(lambda: client.status.phase is Phase.RESTARTING)
    assert "signal 9" in client.status.sentence


async def test_three_quick_deaths_are_enough(start: Start, tmp_path: Path) -> None:
    client = start("--die-at-start")
    waiting = client.chat(["hello"])
    answer = await last(waiting)
    assert isinstance(answer, Failed) and "3 times" in answer.reason and "ctrl+r" in answer.reason
    assert client.status.phase is Phase.FAILED
    assert isinstance(await last(client.chat(["more"])), Failed)
    assert "no weights anywhere" in (tmp_path / "state" / "engine.log").read_text()
    client.start()
    assert client.status.phase is Phase.LOADING


async def test_bad_lines_are_left_out(start: Start, tmp_path: Path) -> None:
    client = start("--bad-json")
    assert isinstance(await last(client.chat(["hello"])), Done)
    assert "unheard-of" in (tmp_path / "state" / "engine.log").read_text()


async def test_missing_program_is_one_sentence(start: Start) -> None:
    client = start(command=("/nowhere/python",))
    answer = await last(client.chat(["hello"]))
    assert isinstance(answer, Failed) and "cannot be started" in answer.reason


async def test_problems_of_bundles_arrive(start: Start) -> None:
    client = start("--missing-bundle")
    await wait_for(lambda: client.status.phase is Phase.READY)
    assert "no bundle for chat" in client.status.problems[0]


async def test_one_thread_unless_the_person_chose(start: Start, tmp_path: Path) -> None:
    client = start()
    await wait_for(lambda: client.status.phase is Phase.READY)
    expected = os.environ.get("OMP_NUM_THREADS", "1")
    assert f"OMP_NUM_THREADS={expected}" in (tmp_path / "asked").read_text()


async def test_every_kind_of_question(start: Start) -> None:
    client = start()
    translated = await last(client.translate("hello", "fr", live=True))
    assert isinstance(translated, Done) and (translated.text, translated.language) == ("[fr] hello", "en")
    suggested = await last(client.suggest("I am"))
    assert isinstance(suggested, Done) and len(suggested.continuations) == 5
    detected = await last(client.detect("hola"))
    assert isinstance(detected, Done) and detected.language == "es"


async def test_close_ends_the_process(start: Start) -> None:
    client = start()
    await wait_for(lambda: client.status.phase is Phase.READY)
    process = client._process._process
    assert process is not None
    await client.close()
    assert process.returncode is not None
