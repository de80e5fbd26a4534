"""Pictures of the app at three sizes, dark and light: no clock in them, nothing that blinks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from chatapp import places, settings
from chatapp.app import ChatApp
from chatapp.screens.translate import TranslateScreen
from tests.chatapp.driving import answered, chat_of, ready, say, until

SIZES = [(80, 24), (120, 40), (40, 12)]
THEMES = ["chatapp-dark", "chatapp-light"]
Compare = Callable[..., bool]


async def _still(pilot: Pilot[None]) -> ChatApp:
    app = pilot.app
    assert isinstance(app, ChatApp)
    await ready(app)
    for screen in app.screen_stack:
        for field in screen.query("TextArea"):
            field.cursor_blink = False  # type: ignore[attr-defined]
    await until(chat_of(app)._opened.is_set)
    return app


async def _conversation(pilot: Pilot[None]) -> None:
    app = await _still(pilot)
    await say(pilot, "hello there")
    await until(lambda: answered(app))
    chat_of(app).writer.composer.insert("I am")
    await until(lambda: chat_of(app).writer.offering)
    await pilot.pause()


async def _translation(pilot: Pilot[None]) -> None:
    app = await _still(pilot)
    await app.action_mode("translate")
    await until(lambda: isinstance(app.screen, TranslateScreen) and app.focused is not None)
    await _still(pilot)
    screen = app.screen
    assert isinstance(screen, TranslateScreen)
    screen.writer.composer.insert("hello you\n\nand you")
    await until(lambda: screen._shown is not None and screen.writer.offering)
    await pilot.pause()


async def _keys(pilot: Pilot[None]) -> None:
    await _still(pilot)
    await pilot.press("f1")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_chat(snap_compare: Compare, engine_command: tuple[str, ...], size: tuple[int, int], theme: str) -> None:
    settings.write(places.settings_file(), theme=theme)
    assert snap_compare(ChatApp(engine_command), terminal_size=size, run_before=_conversation)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_translate(snap_compare: Compare, engine_command: tuple[str, ...], size: tuple[int, int]) -> None:
    assert snap_compare(ChatApp(engine_command), terminal_size=size, run_before=_translation)


def test_keys(snap_compare: Compare, engine_command: tuple[str, ...]) -> None:
    assert snap_compare(ChatApp(engine_command), terminal_size=(80, 24), run_before=_keys)


def test_welcome(snap_compare: Compare, engine_command: tuple[str, ...]) -> None:
    async def wait(pilot: Pilot[None]) -> None:
        await _still(pilot)

    assert snap_compare(ChatApp(engine_command), terminal_size=(80, 24), run_before=wait)
