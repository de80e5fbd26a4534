"""The settings screen: what is changed there holds at once, and stands in the file."""

from __future__ import annotations

from dataclasses import fields

from textual.widgets import Select

from chatapp import places, settings
from chatapp.screens.settings import SettingsScreen
from chatapp.screens.translate import TranslateScreen
from chatapp.settings import MEANINGS, Settings
from tests.chatapp.driving import chat_of, running, until


def test_every_setting_has_a_meaning() -> None:
    assert set(MEANINGS) == {each.name for each in fields(Settings)}


async def test_every_setting_can_be_chosen(engine_command: tuple[str, ...]) -> None:
    (places.taught_folder() / "shop").mkdir(parents=True)
    (places.taught_folder() / "shop" / "bundle.json").write_text("{}")
    wanted = Settings("nord", False, False, False, "de", "es", "shop")
    async with running(engine_command, size=(120, 50)) as (app, pilot):
        await app.action_mode("translate")
        await app.action_mode("chat")
        await pilot.press("alt+s")
        await until(lambda: isinstance(app.screen, SettingsScreen) and app.screen.query(Select))
        screen = app.screen
        for each in fields(Settings):
            field = screen.query_one(f"#{each.name}", Select)
            field.value = getattr(wanted, each.name)
            await until(lambda each=each: getattr(app.settings, each.name) == getattr(wanted, each.name))
        await until(lambda: settings.read(places.settings_file()) == (wanted, []))
        assert app.theme == "nord"
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, SettingsScreen))
        assert not chat_of(app).query_one("#conversations").display
        assert not chat_of(app).writer.suggestions
        translate = app._screen_stacks["translate"][0]
        assert isinstance(translate, TranslateScreen)
        assert (translate.source_language, translate.target_language) == ("de", "es")
