"""The teach screen: what a file is understood as, what is refused, and the way back; no training is started."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Button, DataTable, Input, Static

from chatapp.app import ChatApp
from chatapp.screens.mode_screen import ModeScreen
from chatapp.screens.teach import TeachScreen
from chatapp.teaching import folder
from chatapp.teaching.comparison import Compared
from chatapp.teaching.typed_paths import typed_paths
from chatapp.widgets.teaching_choice import TeachingChoice
from chatapp.widgets.teaching_setup import TeachingSetup
from tests.chatapp.driving import running, until

PAIRS = "".join(f"What is number {number}?\tNumber {number} is nice.\n" for number in ("one", "two", "six"))


@pytest.fixture(autouse=True)
def _measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatapp.screens.teach.estimate", lambda found, way: 125.0)


@asynccontextmanager
async def teaching(engine_command: Sequence[str]) -> AsyncIterator[tuple[ChatApp, Pilot[None], TeachScreen]]:
    async with running(engine_command, size=(100, 30)) as (app, pilot):
        await pilot.press("alt+t")
        await until(lambda: isinstance(app.screen, TeachScreen) and app.focused is not None)
        screen = app.screen
        assert isinstance(screen, TeachScreen)
        yield app, pilot, screen


def understood(screen: TeachScreen) -> str:
    return str(screen.query_one("#understood", Static).render())


async def look(pilot: Pilot[None], screen: TeachScreen, path: Path) -> None:
    files = screen.query_one("#files", Input)
    files.value = str(path)
    files.focus()
    await pilot.press("enter")


async def test_a_file_is_understood_before_anything_starts(engine_command: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "shop.tsv"
    path.write_text(PAIRS, "utf-8")
    async with teaching(engine_command) as (_, pilot, screen):
        start = screen.query_one("#start", Button)
        assert start.disabled
        await look(pilot, screen, path)
        await until(lambda: not start.disabled, 60)
        assert "What is number one?" in understood(screen)
        assert screen.query_one("#name", Input).value == "shop"
        await until(lambda: "about 2 minutes" in str(screen.query_one("#time", Static).render()))


async def test_without_corrections_one_key_says_how_to_make_some(engine_command: tuple[str, ...]) -> None:
    async with teaching(engine_command) as (app, _, screen):
        assert app.focused is screen.query_one("#files")
        app.post_message(events.Key("alt+m", "m"))  # as most terminals have it
        await until(lambda: "no corrections" in understood(screen))
        assert not screen.query_one("#files", Input).value


async def test_what_cannot_be_learnt_is_said_in_a_sentence(engine_command: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("", "utf-8")
    async with teaching(engine_command) as (_, pilot, screen):
        await look(pilot, screen, path)
        await until(lambda: "empty.txt" in understood(screen), 60)
        assert screen.query_one("#start", Button).disabled


async def test_escape_leads_back(engine_command: tuple[str, ...]) -> None:
    async with teaching(engine_command) as (app, pilot, screen):
        assert screen.query_one(TeachingSetup).display
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, ModeScreen))


def test_paths_are_typed_pasted_and_dropped(tmp_path: Path) -> None:
    spaced = tmp_path / "my chat.txt"
    spaced.touch()
    assert typed_paths(f" {spaced} ") == [str(spaced)]
    assert typed_paths(f"'{spaced}' /b.tsv") == [str(spaced), "/b.tsv"]
    assert typed_paths("file:///tmp/my%20chat.txt") == ["/tmp/my chat.txt"]
    assert typed_paths("'unclosed") == ["'unclosed"]
    assert typed_paths("  ") == []


async def test_what_the_network_says_is_shown_while_it_learns(
    engine_command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = folder.begin("shop", 'name = "shop"\n')
    monkeypatch.setattr("chatapp.teaching.progress.find", lambda teaching: object())
    said = [{"event": "start", "step": 0, "steps": 20}]
    said += [
        {"event": "replies", "step": step, "replies": [["Open?", reply], ["[b]?", "\x1b[31mred"]]}
        for step, reply in ((10, "Op op"), (20, "Until six."))
    ]
    begun.events.write_text("".join(json.dumps(each) + "\n" for each in said), "utf-8")
    async with running(engine_command, size=(100, 30)) as (app, pilot):
        await pilot.press("alt+t")
        await until(lambda: isinstance(app.screen, TeachScreen))
        shown = app.screen.query_one("#replies", Static)
        await until(lambda: "Until six." in str(shown.render()))
        text = str(shown.render())
        assert "Op op" not in text
        assert "[b]?" in text
        assert "\x1b" not in text
        assert shown.size.height == 3


@pytest.mark.parametrize("paused", [False, True])
async def test_what_was_killed_goes_on_when_it_is_seen_and_what_was_paused_waits(
    engine_command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, paused: bool
) -> None:
    begun = folder.begin("shop", 'name = "shop"\n')
    if paused:
        begun.paused.touch()
    started = []
    monkeypatch.setattr("chatapp.screens.teach.process.start", started.append)
    async with running(engine_command, size=(100, 30)) as (app, pilot):
        await pilot.press("alt+t")
        await until(lambda: isinstance(app.screen, TeachScreen))
        screen = app.screen
        assert isinstance(screen, TeachScreen)
        await until(lambda: "stopped" in str(screen.query_one("#phase", Static).render()) and not screen._busy)
        for _ in range(3):
            screen._look_on()
            await app.workers.wait_for_complete()
        assert len(started) == (not paused)


async def test_old_and_new_are_compared_to_the_last_word(
    engine_command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = folder.begin("shop", 'name = "shop"\n')
    begun.bundle.mkdir(parents=True)
    (begun.bundle / "bundle.json").write_text("{}", "utf-8")
    long = "word " * 20 + "end."
    monkeypatch.setattr("chatapp.screens.teach.compare", lambda teaching: [Compared("Open?", "No.", long)])
    async with running(engine_command, size=(100, 30)) as (app, pilot):
        await pilot.press("alt+t")
        await until(lambda: isinstance(app.screen, TeachScreen) and app.screen.query_one(TeachingChoice).display)
        table = app.screen.query_one(DataTable)
        await until(lambda: table.row_count)
        await pilot.pause()
        text = "\n".join("".join(each.text for each in table.render_line(row)) for row in range(table.size.height))
        assert text.count("word") == 20
        assert "end." in text
        await pilot.click("#old")
        await until(lambda: isinstance(app.screen, ModeScreen))
        assert begun.decided.exists()


async def test_a_pause_is_seen_while_it_is_waited_for(
    engine_command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = folder.begin("shop", 'name = "shop"\n')
    monkeypatch.setattr("chatapp.teaching.progress.find", lambda teaching: object())
    ended = threading.Event()
    monkeypatch.setattr("chatapp.screens.teach.process.stop", lambda teaching: ended.wait(60))
    begun.events.write_text('{"event": "start", "step": 0, "steps": 20}\n', "utf-8")
    async with running(engine_command, size=(100, 30)) as (app, pilot):
        await pilot.press("alt+t")
        await until(lambda: isinstance(app.screen, TeachScreen) and app.focused is not None)
        phase = app.screen.query_one("#phase", Static)
        await until(lambda: "learning" in str(phase.render()))
        await pilot.click("#pause")
        await until(lambda: "pausing" in str(phase.render()))
        ended.set()
        await until(lambda: "learning" in str(phase.render()))
