"""Pictures of the app at three sizes, dark and light: no clock in them, nothing that blinks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest
from textual.pilot import Pilot
from textual.widgets import Select, Static

from chatapp import places, settings
from chatapp.app import ChatApp
from chatapp.engine.library import Library, Listed
from chatapp.screens.models import ModelsScreen
from chatapp.screens.settings import SettingsScreen
from chatapp.screens.translate import TranslateScreen
from models.manifest import Corpus, Manifest, Score
from tests.chatapp.driving import answered, chat_of, ready, say, until

SIZES = [(80, 24), (120, 40), (40, 12)]
THEMES = ["chatapp-dark", "chatapp-light"]
EVERY_SIZE_AND_THEME = [*((size, THEMES[0]) for size in SIZES), (SIZES[0], THEMES[1])]
HOME = PurePosixPath("/home/you/.local/share/chatapp")
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


class Drawn(Listed):
    """A bundle that is on no disk."""

    @property
    def size(self) -> int:
        return 10_900_000 if self.shipped else 2_400_000


def _bundles() -> tuple[Listed, ...]:
    architecture = {"hidden": 256}
    score = Score("tatoeba-test en to fr", "BLEU", 39.1, "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp")
    corpus = Corpus("Tatoeba, tatoeba.org", "CC BY 2.0 FR")
    return (
        Drawn(
            Path(HOME / "bundles" / "conversation"),
            Manifest(
                format=1,
                name="conversation",
                shape="many-to-many",
                tasks=("chat", "translate"),
                languages=("en", "fr", "de", "es"),
                architecture=architecture,
                description="Chat and translation, one network",
                scores=(score,),
                corpora=(corpus,),
                training={"steps": 40_000, "examples": 1_200_000},
            ),
            shipped=True,
        ),
        Drawn(
            Path(HOME / "taught" / "shop"),
            Manifest(
                format=1,
                name="shop",
                shape="many-to-many",
                tasks=("chat",),
                languages=("en",),
                architecture=architecture,
            ),
            taught=True,
        ),
    )


async def _models(pilot: Pilot[None]) -> None:
    app = await _still(pilot)
    await pilot.press("alt+m")
    await until(lambda: isinstance(app.screen, ModelsScreen) and app.screen._library.bundles)
    await until(lambda: "conversation" in str(app.screen.query_one("#card Static", Static).render()))
    await pilot.pause()


async def _settings(pilot: Pilot[None]) -> None:
    app = await _still(pilot)
    await pilot.press("alt+s")
    await until(lambda: isinstance(app.screen, SettingsScreen) and app.screen.query(Select) and app.focused)
    await _still(pilot)
    await pilot.pause()


sizes_and_themes = pytest.mark.parametrize(
    ("size", "theme"), EVERY_SIZE_AND_THEME, ids=lambda each: each if isinstance(each, str) else f"{each[0]}x{each[1]}"
)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_chat(snap_compare: Compare, engine_command: tuple[str, ...], size: tuple[int, int], theme: str) -> None:
    settings.write(places.settings_file(), theme=theme)
    assert snap_compare(ChatApp(engine_command), terminal_size=size, run_before=_conversation)


@sizes_and_themes
def test_translate(snap_compare: Compare, engine_command: tuple[str, ...], size: tuple[int, int], theme: str) -> None:
    settings.write(places.settings_file(), theme=theme)
    assert snap_compare(ChatApp(engine_command), terminal_size=size, run_before=_translation)


@sizes_and_themes
def test_models(
    snap_compare: Compare,
    engine_command: tuple[str, ...],
    size: tuple[int, int],
    theme: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("chatapp.screens.models.discover", lambda model: Library(_bundles()))
    settings.write(places.settings_file(), theme=theme)
    assert snap_compare(ChatApp(engine_command), terminal_size=size, run_before=_models)


@sizes_and_themes
def test_settings(
    snap_compare: Compare,
    engine_command: tuple[str, ...],
    size: tuple[int, int],
    theme: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anywhere = SimpleNamespace(settings_file=lambda: HOME / "settings.toml", taught_folder=places.taught_folder)
    monkeypatch.setattr("chatapp.screens.settings.places", anywhere)
    settings.write(places.settings_file(), theme=theme)
    assert snap_compare(ChatApp(engine_command), terminal_size=size, run_before=_settings)


def test_keys(snap_compare: Compare, engine_command: tuple[str, ...]) -> None:
    assert snap_compare(ChatApp(engine_command), terminal_size=(80, 24), run_before=_keys)


def test_welcome(snap_compare: Compare, engine_command: tuple[str, ...]) -> None:
    async def wait(pilot: Pilot[None]) -> None:
        await _still(pilot)

    assert snap_compare(ChatApp(engine_command), terminal_size=(80, 24), run_before=wait)
