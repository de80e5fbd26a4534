"""The line of keys: a click presses one, and none is shown in part."""

from __future__ import annotations

import pytest
from textual.events import AppBlur

from chatapp.screens.key_help import KeyHelp
from chatapp.widgets.composer import Composer
from chatapp.widgets.key_line import KeyLine
from tests.chatapp.driving import running, until


@pytest.mark.parametrize(("width", "shown"), [(120, True), (80, True), (40, False)])
async def test_keys_that_fit_are_shown_whole(width: int, shown: bool, engine_command: tuple[str, ...]) -> None:
    async with running(engine_command, size=(width, 24)) as (app, _):
        line = app.screen.query_one(KeyLine).render().plain
        assert len(line) == width - 2
        assert line.startswith("^n New ^o Chats ^t Translate")
        assert line.rstrip().endswith("^p Commands") is shown


async def test_a_click_presses_the_key(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        line = app.screen.query_one(KeyLine)
        await pilot.click(line, offset=(1 + line.render().plain.index("F1"), 0))
        await until(lambda: isinstance(app.screen, KeyHelp))
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, KeyHelp))
        await pilot.click(line, offset=(1 + line.render().plain.index("Translate"), 0))
        await until(lambda: app.current_mode == "translate")


async def test_what_is_typed_first_arrives_where_the_window_was_not_looked_at(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command, wait=False) as (app, pilot):
        app.post_message(AppBlur())
        await pilot.pause()
        await pilot.press("h", "i")
        await until(lambda: app.screen.query_one(Composer).text == "hi")
