"""``python docs/record.py``: docs/recording.svg, a short recording of the real app with the shipped bundles.

The app runs without a terminal, in a home of its own that is thrown away; its screen is saved at chosen moments, and
the pictures are shown one after the other by the SVG itself, in any browser, without a script.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from chatapp.app import ChatApp

PLACE = Path(__file__).with_name("recording.svg")
SIZE = (84, 22)
SAID = "Hello, how are you?"
BEGUN = "What do you like to "
TRANSLATED = "Where is the station?"


class Recording:
    """Pictures of the screen, each with the seconds for which it is shown."""

    def __init__(self, app: ChatApp) -> None:
        self.app = app
        self.pictures: list[tuple[str, float]] = []

    def look(self, seconds: float) -> None:
        """Take a picture; one that shows nothing new only lasts longer."""
        picture = self.app.export_screenshot(title="chatapp")
        if self.pictures and _body(self.pictures[-1][0]) == _body(picture):
            picture, before = self.pictures.pop()
            seconds += before
        self.pictures.append((picture, seconds))

    async def look_on(self, seconds: float, every: float = 0.25) -> None:
        """Take pictures for a while."""
        for _ in range(round(seconds / every)):
            await asyncio.sleep(every)
            self.look(every)

    async def type(self, pilot: Pilot[None], text: str) -> None:
        """Type a text, a picture every other key."""
        for number, key in enumerate(text, 1):
            await pilot.press({" ": "space"}.get(key, key))
            if number % 2 == 0 or number == len(text):
                self.look(0.18)

    def written(self) -> str:
        """One SVG in which each picture is seen in its time, again and again."""
        whole = sum(seconds for _, seconds in self.pictures)
        first = self.pictures[0][0]
        head = first[: first.index("<svg") + len(re.findall(r"<svg[^>]*>", first)[0])]
        styles, frames, begun = [], [], 0.0
        for number, (picture, seconds) in enumerate(self.pictures):
            begin, end = 100 * begun / whole, 100 * (begun + seconds) / whole
            begun += seconds
            # Every picture has classes of its own name; what is not seen is not drawn.
            body = re.sub(r"terminal-\d+", f"t{number}", _inside(picture))
            body = re.sub(r"@font-face\s*{[^}]*}", "", body)
            styles.append(
                f"@keyframes k{number} {{ 0% {{ visibility: hidden }} {begin:.3f}% {{ visibility: visible }} "
                f"{end:.3f}% {{ visibility: hidden }} 100% {{ visibility: hidden }} }}\n"
                f"#f{number} {{ visibility: hidden; animation: k{number} {whole:.2f}s step-end infinite }}"
            )
            frames.append(f'<g id="f{number}">{body}</g>')
        newline = "\n"
        return f"{head}\n<style>\n{newline.join(styles)}\n</style>\n{newline.join(frames)}\n</svg>\n"


def _inside(picture: str) -> str:
    opening = re.search(r"<svg[^>]*>", picture)
    assert opening is not None
    return picture[opening.end() : picture.rindex("</svg>")]


def _body(picture: str) -> str:
    return re.sub(r"terminal-\d+", "", picture)


async def until(condition: object, seconds: float = 60) -> None:
    """Wait for something on the screen."""
    assert callable(condition)
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def record(app: ChatApp) -> str:
    """Chat, take a suggestion, look at other replies, translate."""
    from textual.widgets import TextArea

    from chatapp.client.status import Phase
    from chatapp.screens.chat import ChatScreen
    from chatapp.screens.mode_screen import ModeScreen
    from chatapp.screens.translate import TranslateScreen

    async with app.run_test(size=SIZE) as pilot:
        await until(lambda: isinstance(app.screen, ModeScreen) and app.engine_status.phase is Phase.READY)
        chat = app.screen
        assert isinstance(chat, ChatScreen)
        chat.writer.composer.cursor_blink = False
        recording = Recording(app)
        recording.look(1.5)
        await recording.type(pilot, SAID)
        await recording.look_on(0.6)
        await pilot.press("enter")
        await until(lambda: any(turn.answered for turn in chat.transcript.turns))
        await recording.look_on(2.0)
        await pilot.press("alt+i")
        await recording.look_on(3.0)
        await pilot.press("alt+i")
        await recording.type(pilot, BEGUN)
        await recording.look_on(2.0)
        await pilot.press("tab")
        await recording.look_on(1.5)
        await pilot.press("ctrl+t")
        await until(lambda: isinstance(app.screen, TranslateScreen))
        for field in app.screen.query(TextArea):
            field.cursor_blink = False
        await recording.look_on(0.8)
        await recording.type(pilot, TRANSLATED)
        await recording.look_on(3.0)
        return recording.written()


def main() -> None:
    """Record, and write the picture."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["CHATAPP_HOME"] = home
        from chatapp.app import ChatApp

        text = asyncio.run(record(ChatApp()))
    partial = PLACE.with_name(f".{PLACE.name}")
    partial.write_text(text, "utf-8")
    partial.replace(PLACE)
    print(f"{PLACE}: {len(text) / 1e6:.1f} MB, {text.count('@keyframes')} pictures")


if __name__ == "__main__":
    main()
