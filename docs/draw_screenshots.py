"""``python docs/draw_screenshots.py``: the pictures of the README, by the real app with the shipped bundles.

The app runs without a terminal, in a home of its own that is thrown away; what it draws is saved as SVG.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatapp.app import ChatApp

HERE = Path(__file__).parent
SIZE = (100, 26)
SAID = ("Hello, how are you?", "My daughter took her first steps today!", "Do you have any pets?")
TYPED = "What do you like to d"
TRANSLATED = "Good morning.\nWhere is the station?\nThank you for your help."


async def until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait for something on the screen."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.05)


async def draw(app: ChatApp) -> None:
    """Chat, begin another line, translate; save a picture of each."""
    from chatapp.client.status import Phase
    from chatapp.screens.mode_screen import ModeScreen
    from chatapp.screens.translate import TranslateScreen
    from chatapp.widgets.transcript import Transcript

    def screen() -> ModeScreen:
        assert isinstance(app.screen, ModeScreen)
        return app.screen

    async with app.run_test(size=SIZE) as pilot:
        await until(lambda: isinstance(app.screen, ModeScreen) and app.engine_status.phase is Phase.READY)
        for number, text in enumerate(SAID, 1):
            screen().writer.composer.insert(text)
            await pilot.press("enter")
            await until(lambda number=number: _answers(app.screen.query_one(Transcript)) == number)
        for key in TYPED:
            await pilot.press("space" if key == " " else key)
        await asyncio.sleep(2)
        app.save_screenshot("chat.svg", str(HERE))
        await pilot.press("ctrl+t")
        await until(lambda: isinstance(app.screen, TranslateScreen))
        screen().writer.composer.insert(TRANSLATED)
        for key in " How are y":
            await pilot.press("space" if key == " " else key)
        await asyncio.sleep(4)
        app.save_screenshot("translate.svg", str(HERE))


def _answers(transcript: object) -> int:
    return sum(turn.role == "app" and turn.state == "done" for turn in transcript.turns)  # type: ignore[attr-defined]


def main() -> None:
    """Draw both."""
    with tempfile.TemporaryDirectory() as home:
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME"):
            os.environ[variable] = home
        from chatapp.app import ChatApp

        asyncio.run(draw(ChatApp()))


if __name__ == "__main__":
    main()
