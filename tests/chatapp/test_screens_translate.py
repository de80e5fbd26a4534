"""The translate screen, key by key, with the fake engine."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Select, Static, TextArea

from chatapp import places, settings
from chatapp.app import ChatApp
from chatapp.screens.parts import PART_LENGTH, parts_of
from chatapp.screens.translate import TranslateScreen
from chatapp.widgets.kept_list import KeptList
from chatapp.widgets.reading_pane import ReadingPane
from chatapp.widgets.word_card import WordCard
from tests.chatapp.driving import running, until


@asynccontextmanager
async def translating(
    engine_command: Sequence[str], *, size: tuple[int, int] = (80, 24), wait: bool = True
) -> AsyncIterator[tuple[ChatApp, Pilot[None], TranslateScreen]]:
    async with running(engine_command, size=size, wait=wait) as (app, pilot):
        await pilot.press("f3")
        await until(lambda: isinstance(app.screen, TranslateScreen) and app.focused is not None)
        screen = app.screen
        assert isinstance(screen, TranslateScreen)
        yield app, pilot, screen


def target(screen: TranslateScreen) -> str:
    return screen.query_one("#target", TextArea).text


def languages(screen: TranslateScreen) -> tuple[object, object]:
    return screen.query_one("#source-language", Select).value, screen.query_one("#target-language", Select).value


async def test_translated_as_it_is_typed(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (_, pilot, screen):
        await pilot.press(*"hola")
        await until(lambda: target(screen) == "[fr] hola")
        assert "Spanish 97%" in str(screen.query_one("#detected", Static).render())
        assert screen.writer.language == "es"
        await pilot.press("backspace", "backspace", "backspace", "backspace")
        await until(lambda: target(screen) == "")


async def test_translation_is_drawn_each_time(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (app, pilot, screen):
        for word in ("hola", "s"):
            await pilot.press(*word)
            await until(lambda: target(screen) == f"[fr] {screen.writer.composer.text}")
            await until(lambda: f"[fr]&#160;{screen.writer.composer.text}" in app.export_screenshot())


async def test_layout_is_kept(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (_, pilot, screen):
        await pilot.press("a", "ctrl+j", "ctrl+j", "b")
        await until(lambda: target(screen) == "[fr] a\n\n[fr] b")


async def test_other_words_for_a_single_word(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (_, pilot, screen):
        card = screen.query_one(WordCard)
        await pilot.press(*"hola")
        await until(lambda: str(card.render()).split() == ["bonjour", "80%", "hé", "10%"])
        assert card.display
        await pilot.press("x")
        await until(lambda: str(card.render()).split() == ["bonjour", "80%?", "hé", "10%?"])
        await pilot.press("space", "y")
        await until(lambda: not card.display)
        assert target(screen) == "[fr] holax y"


async def test_enter_keeps_and_a_click_brings_back(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (app, pilot, screen):
        await pilot.press(*"hola")
        await pilot.press("enter")
        kept = screen.query_one(KeptList)
        await until(lambda: len(kept._kept) == 1)
        assert (kept._kept[0].source_language, kept._kept[0].target) == ("es", "[fr] hola")
        assert screen.writer.composer.text == "" and target(screen) == ""
        kept.focus()
        await pilot.press("home", "enter")
        await until(lambda: target(screen) == "[fr] hola")
        assert languages(screen) == ("es", "fr")
        kept.focus()
        await pilot.press("home", "delete")
        await until(lambda: len(kept._kept) == 0)
        await app.action_quit()


async def test_typed_while_loading_is_translated_when_ready(engine_command: tuple[str, ...]) -> None:
    async with translating((*engine_command, "--loading", "1.5"), wait=False) as (_, pilot, screen):
        await pilot.press("a")
        await until(lambda: target(screen) == "[fr] a")


async def test_swap(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (app, pilot, screen):
        await pilot.press(*"hola")
        await until(lambda: target(screen) == "[fr] hola")
        await pilot.press("ctrl+s")
        await until(lambda: target(screen) == "[es] [fr] hola")
        assert languages(screen) == ("fr", "es")
        assert (app.settings.source_language, app.settings.target_language) == ("fr", "es")
        await pilot.click("#swap")
        await until(lambda: languages(screen) == ("es", "fr"))


async def test_languages_are_chosen_by_keys_and_remembered(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (app, pilot, screen):
        await pilot.press("ctrl+l")
        await until(lambda: languages(screen) == ("auto", "de"))
        await pilot.press("alt+l")
        await until(lambda: languages(screen) == ("en", "de"))
        await pilot.press("ctrl+l", "ctrl+l")
        await until(lambda: languages(screen) == ("en", "fr"))
        await until(lambda: settings.read(places.settings_file())[0].source_language == "en")
        assert app.settings.target_language == "fr"
    async with translating(engine_command) as (_, _, screen):
        assert languages(screen) == ("en", "fr")


async def test_the_two_languages_differ(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (_, _, screen):
        screen.query_one("#source-language", Select).value = "fr"
        await until(lambda: languages(screen) == ("fr", "en"))
        screen.query_one("#target-language", Select).value = "fr"
        await until(lambda: languages(screen) == ("auto", "fr"))


async def test_suggestions_in_the_source(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (_, pilot, screen):
        await pilot.press("I", "space", "a", "m")
        await until(lambda: screen.writer.composer.suggestion != "")
        await pilot.press("tab")
        await until(lambda: target(screen) == "[fr] I am going to the market")


async def test_copy(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (app, pilot, screen):
        await pilot.press(*"hola")
        await until(lambda: target(screen) == "[fr] hola")
        await pilot.press("alt+c")
        await until(lambda: app.clipboard == "[fr] hola")


async def test_a_long_text_is_translated_in_parts_and_shown_cut(
    engine_command: tuple[str, ...], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    async with translating((*engine_command, "--log", str(log))) as (app, pilot, screen):
        screen.writer.composer.post_message(Paste("hola amigo\n\n" * 10_000))
        pane = screen.query_one(ReadingPane)
        await until(lambda: pane.whole == "[fr] hola amigo\n\n" * 10_000)
        assert len(screen.writer.composer.text) < 100 and 20_000 < len(pane.text) < 20_100
        assert "Spanish 97%" in str(screen.query_one("#detected", Static).render())
        await pilot.press("alt+c")
        assert app.clipboard == pane.whole
        await pilot.press("enter")
        await until(lambda: screen.query_one(KeptList)._kept)
        assert screen.query_one(KeptList)._kept[0].target == app.clipboard
        assert screen.writer.composer.text == ""
    asked = [json.loads(line) for line in log.read_text().splitlines() if '"translate"' in line]
    assert len(asked) >= 30 and all(len(each["text"]) <= PART_LENGTH for each in asked)
    assert {each["source"] for each in asked} == {None, "es"}


@given(text=st.text(alphabet="ab .\n", max_size=200), length=st.integers(2, 30))
def test_parts_are_the_text_again(text: str, length: int) -> None:
    parts = list(parts_of(text, length))
    assert "".join(parts) == text
    assert all(len(part) <= length for part in parts)
    assert all(part for part in parts) or text == ""


async def test_dead_engine_translates_again_after_its_restart(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (app, pilot, screen):
        await pilot.press(*"hola")
        await until(lambda: target(screen) == "[fr] hola")
        process = app.client._process._process
        assert process is not None
        process.kill()
        await until(lambda: app.engine_status.sentence != "")
        await pilot.press("x")
        await until(lambda: target(screen) == "[fr] holax")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (300, 100)])
async def test_everything_fits(engine_command: tuple[str, ...], size: tuple[int, int]) -> None:
    async with translating(engine_command, size=size) as (_, pilot, screen):
        await pilot.press(*"hola")
        await until(lambda: target(screen) == "[fr] hola")
        for widget in (screen.writer.composer, screen.writer.panel, screen.query_one("#target")):
            assert widget.size.height >= 1 and screen.region.contains_region(widget.region)
