"""How tests drive the app: started with the fake engine, and waited for by conditions, never by the clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from chatapp.app import ChatApp
from chatapp.client.status import Phase
from chatapp.screens.chat import ChatScreen
from chatapp.screens.mode_screen import ModeScreen


async def until(condition: Callable[[], Any], seconds: float = 45) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def ready(app: ChatApp) -> None:
    await until(lambda: app.engine_status.phase is Phase.READY)


@asynccontextmanager
async def running(
    engine_command: Sequence[str], *, size: tuple[int, int] = (80, 24), wait: bool = True
) -> AsyncIterator[tuple[ChatApp, Pilot[None]]]:
    app = ChatApp(engine_command)
    async with app.run_test(size=size) as pilot:
        await until(lambda: isinstance(app.screen, ModeScreen) and app.focused is not None)
        if wait:
            await ready(app)
            await until(chat_of(app)._opened.is_set)
        yield app, pilot


def chat_of(app: ChatApp) -> ChatScreen:
    screen = app._screen_stacks["chat"][0]
    assert isinstance(screen, ChatScreen)
    return screen


def said(app: ChatApp) -> list[tuple[str, str, str | None]]:
    return [(turn.role, turn.spoken, turn.state) for turn in chat_of(app).transcript.turns]


def answered(app: ChatApp) -> bool:
    turns = said(app)
    return bool(turns) and turns[-1][0] == "app" and turns[-1][2] == "done" and not chat_of(app)._talking.locked()


async def say(pilot: Pilot[None], text: str) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, ModeScreen)
    screen.writer.composer.insert(text)
    await pilot.press("enter")
