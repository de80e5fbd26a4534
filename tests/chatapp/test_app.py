"""The app as a whole: how it starts, its modes, themes, commands, and what it never imports."""

from __future__ import annotations

import subprocess
import sys

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.widgets import OptionList

from chatapp import places, settings
from chatapp.client.status import Phase
from chatapp.history.store import History
from chatapp.screens import themes
from chatapp.screens.key_help import KeyHelp
from chatapp.screens.translate import TranslateScreen
from chatapp.widgets.composer import Composer
from chatapp.widgets.top_bar import ModeTab, ProblemLine
from tests.chatapp.driving import answered, chat_of, ready, running, say, until

HEAVY = ("torch", "numpy", "sentencepiece", "gensim", "safetensors", "scipy", "sacrebleu", "training", "models")


LATER = (
    "chatapp.engine",
    "chatapp.client.client",
    "chatapp.history.store",
    "chatapp.widgets.conversation_list",
    "sqlite3",
)


def test_first_paint_waits_for_nothing_heavy_and_for_no_module_that_it_does_not_show() -> None:
    program = (
        "import sys, chatapp.app\n"
        f"print(sorted(name for name in sys.modules if name.split('.')[0] in {HEAVY!r} or name in {LATER!r}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_engine_is_started_after_the_first_paint(engine_command: tuple[str, ...]) -> None:
    async with running((*engine_command, "--loading", "1"), wait=False) as (app, pilot):
        assert app.focused is not None
        await pilot.press("h", "i")
        assert chat_of(app).writer.composer.text == "hi"
        assert app.engine_status.phase in (Phase.OFF, Phase.LOADING)
        await ready(app)


async def test_modes_by_key_and_by_mouse(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        for key, mode in (("f3", "translate"), ("f2", "chat"), ("ctrl+t", "translate"), ("ctrl+t", "chat")):
            await pilot.press(key)
            await until(lambda mode=mode: app.current_mode == mode)
            await until(lambda: isinstance(app.focused, Composer))
        tab = list(app.screen.query(ModeTab))[1]
        await pilot.click(tab)
        await until(lambda: app.current_mode == "translate")


async def test_reply_goes_on_while_the_other_mode_is_shown(engine_command: tuple[str, ...]) -> None:
    async with running((*engine_command, "--slow")) as (app, pilot):
        await say(pilot, "hello")
        await pilot.press("f3")
        await until(lambda: isinstance(app.screen, TranslateScreen))
        await until(lambda: answered(app))


async def test_key_help_lists_the_keys_and_closes(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await pilot.press("f1")
        await until(lambda: isinstance(app.screen, KeyHelp))
        text = "\n".join(str(each.render()) for each in app.screen.query("Static").results())
        for key in ("ctrl+n", "ctrl+o", "ctrl+r", "Esc", "Tab", "alt+1", "F5", "F4", "ctrl+p", "ctrl+q"):
            assert key in text
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, KeyHelp))


@pytest.mark.parametrize("mode", ["chat", "translate"])
async def test_every_shown_action_is_a_command(engine_command: tuple[str, ...], mode: str) -> None:
    async with running(engine_command) as (app, _):
        await app.action_mode(mode)
        titles = {each.title for each in app.get_system_commands(app.screen)}
        assert {"Chat", "Translate", "Suggestions", "Dark or light", "Theme", "Keys", "Quit", "Try again"} <= titles
        for command in app.get_system_commands(app.screen):
            if command.title not in ("Quit", "Theme", "Keys", "Chat", "Translate"):
                command.callback()


async def test_palette_opens(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await pilot.press("ctrl+p")
        await until(lambda: type(app.screen).__name__ == "CommandPalette")
        await pilot.press("escape")


async def test_theme_is_remembered(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, _):
        assert app.theme == "chatapp-dark"
        app.action_dark_or_light()
        await until(lambda: settings.read(places.settings_file())[0].theme == "chatapp-light")
    async with running(engine_command) as (app, _):
        assert app.theme == "chatapp-light"


async def test_any_theme_can_be_worn(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        for name in sorted(app.available_themes):
            app.theme = name
            await pilot.pause()


@pytest.mark.parametrize("theme", [themes.DARK, themes.LIGHT], ids=lambda theme: theme.name)
def test_text_can_be_read(theme: themes.Theme) -> None:
    grounds = [theme.background, theme.surface, theme.panel]
    letters = [theme.foreground, theme.primary, theme.accent, theme.success, theme.warning, theme.error]
    for ground in grounds:
        for letter in [*letters, theme.variables["quiet"]]:
            assert ground and letter
            assert _contrast(ground, letter) >= 4.5, (theme.name, letter, ground)


@pytest.mark.parametrize("theme", ["chatapp-dark", "chatapp-light"])
async def test_the_chosen_row_of_a_list_can_be_read(engine_command: tuple[str, ...], theme: str) -> None:
    settings.write(places.settings_file(), theme=theme)
    async with running(engine_command, size=(120, 40)) as (app, _):
        for listed in app.screen.query(OptionList):
            listed.focus()
            await until(lambda listed=listed: listed.has_focus or not listed.focusable)
            style = listed.get_component_styles("option-list--option-highlighted")
            for letter in (style.color.hex, app.theme_variables["quiet"]):
                assert _contrast(style.background.hex, letter) >= 4.5, (listed, letter)


@pytest.mark.parametrize("theme", [themes.DARK, themes.LIGHT], ids=lambda theme: theme.name)
async def test_the_chosen_row_of_a_list_is_seen_in_sixteen_colours(
    engine_command: tuple[str, ...], theme: themes.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rich.console.Console.color_system", "standard")
    settings.write(places.settings_file(), theme=theme.name)
    async with running(engine_command, size=(120, 40)) as (app, pilot):
        await pilot.press("ctrl+o", "ctrl+o")
        await until(lambda: isinstance(app.focused, OptionList))
        assert isinstance(app.focused, OptionList)
        row = app.focused.get_component_styles("option-list--option-highlighted")
        ground = _of_sixteen(row.background.hex)
        letters = [theme.foreground, theme.primary, theme.variables["quiet"]]
        assert ground not in {_of_sixteen(each) for each in (theme.background, *letters) if each}


def _of_sixteen(colour: str) -> int | None:
    return RichColor.parse(colour).downgrade(ColorSystem.STANDARD).number


def _contrast(one: str, other: str) -> float:
    def luminance(text: str) -> float:
        parts = [part / 255 for part in Color.parse(text).rgb]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


async def test_bad_settings_are_told_and_do_not_stop_anything(engine_command: tuple[str, ...]) -> None:
    places.settings_file().parent.mkdir(parents=True)
    places.settings_file().write_text('them = "nord"\nsuggestions = false\n')
    async with running(engine_command) as (app, _):
        await until(lambda: any("did you mean 'theme'" in each.message for each in app._notifications))
        assert app.settings.suggestions is False


async def test_unknown_theme_is_told(engine_command: tuple[str, ...]) -> None:
    places.settings_file().parent.mkdir(parents=True)
    places.settings_file().write_text('theme = "pink"\n')
    async with running(engine_command) as (app, _):
        await until(lambda: any("pink" in each.message for each in app._notifications))
        assert app.theme == "chatapp-dark"


async def test_problem_of_a_bundle_is_shown(engine_command: tuple[str, ...]) -> None:
    async with running((*engine_command, "--missing-bundle")) as (app, _):
        line = app.screen.query_one(ProblemLine)
        await until(lambda: line.display)
        assert "train one" in str(line.render())


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (300, 100)])
async def test_chat_fits(engine_command: tuple[str, ...], size: tuple[int, int]) -> None:
    async with running(engine_command, size=size) as (app, pilot):
        await say(pilot, "hello")
        await until(lambda: answered(app))
        screen = chat_of(app)
        for widget in (screen.transcript, screen.writer.composer, screen.writer.panel):
            assert widget.size.height >= 1 and screen.region.contains_region(widget.region)
        assert screen.transcript.size.height >= 4


async def test_resizing_breaks_nothing(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, "hello")
        await until(lambda: answered(app))
        for size in ((20, 5), (300, 100), (1, 1), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()


async def test_resizing_keeps_the_place_in_a_long_conversation(engine_command: tuple[str, ...]) -> None:
    history = History(places.history_file())
    talk = history.start_conversation("long")
    for number in range(90):
        history.add_message(talk, "app" if number % 2 else "person", f"number {number} " + "and so on " * 15)
    history.close()
    async with running(engine_command) as (app, pilot):
        transcript = chat_of(app).transcript
        await until(lambda: len(transcript.turns) == 90 and transcript.max_scroll_y > 100)
        await until(lambda: transcript.scroll_y == transcript.max_scroll_y)
        for _ in range(6):
            await pilot.press("pageup")

        def seen() -> list[str]:
            return [turn.spoken for turn in transcript.turns if transcript.region.overlaps(turn.region)]

        await pilot.pause()
        reading = seen()[1]
        for size in ((50, 24), (120, 40), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await until(lambda: reading in seen())


async def test_quitting_ends_the_engine(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        process = app.client._process._process
        assert process is not None
        await pilot.press("ctrl+q")
    assert process.returncode is not None
