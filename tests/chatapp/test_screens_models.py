"""The models screen, key by key, over bundles of toy networks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static
from toy_bundles import write_bundles

from chatapp import places
from chatapp.app import ChatApp
from chatapp.client.status import Phase
from chatapp.screens.models import ModelsScreen
from tests.chatapp.driving import running, until


@asynccontextmanager
async def looking(
    engine_command: tuple[str, ...], size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[ChatApp, Pilot[None], OptionList]]:
    async with running(engine_command, size=size) as (app, pilot):
        await pilot.press("alt+m")
        await until(lambda: isinstance(app.screen, ModelsScreen))
        listed = app.screen.query_one("#bundles", OptionList)
        await until(lambda: listed.option_count > 0 and listed.has_focus)
        yield app, pilot, listed


def told(app: ChatApp) -> str:
    return "\n".join(each.message for each in app._notifications)


def names(app: ChatApp) -> list[str]:
    assert isinstance(app.screen, ModelsScreen)
    return [each.manifest.name for each in app.screen._library.bundles]


@pytest.fixture
def own(home: Path) -> Path:
    write_bundles(places.bundles_folder())
    return places.bundles_folder()


async def test_the_card_says_what_a_bundle_is(engine_command: tuple[str, ...], own: Path) -> None:
    async with looking(engine_command) as (app, pilot, listed):
        listed.highlighted = names(app).index("languages")
        card = app.screen.query_one("#card Static", Static)
        await until(lambda: "Serves detect" in str(card.render()) and "accuracy" in str(card.render()))
        await pilot.press("v")
        await until(lambda: "Every file of languages is whole" in told(app))
        (own / "languages" / "weights.safetensors").write_bytes(b"cut")
        await pilot.press("v")
        await until(lambda: "checksum is wrong" in told(app))
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, ModelsScreen))


async def test_a_bundle_is_given_deleted_and_taken_in_again(
    engine_command: tuple[str, ...], own: Path, tmp_path: Path
) -> None:
    async with looking(engine_command) as (app, pilot, listed):
        place = names(app).index("languages")
        listed.highlighted = place
        await pilot.press("e")
        await until(lambda: isinstance(app.focused, Input))
        app.focused.value = str(tmp_path / "given.bundle")
        await pilot.press("enter")
        await until(lambda: (tmp_path / "given.bundle").exists() and "was written" in told(app))
        await pilot.press("delete")
        await until(lambda: "Press delete again" in told(app))
        assert (own / "languages").exists()
        await pilot.press("delete")
        await until(lambda: not (own / "languages").exists() and "was deleted" in told(app))
        await until(lambda: app.engine_status.phase is Phase.READY)
        await pilot.press("i")
        await until(lambda: isinstance(app.focused, Input))
        app.focused.value = str(tmp_path / "given.bundle")
        await pilot.press("enter")
        await until(lambda: (own / "languages" / "bundle.json").exists() and "taken in" in told(app))
        await until(lambda: app.engine_status.phase is Phase.READY)


async def test_what_was_shipped_stays_and_what_does_not_chat_is_told(engine_command: tuple[str, ...]) -> None:
    async with looking(engine_command) as (app, pilot, listed):
        listed.highlighted = names(app).index("languages")
        await pilot.press("delete")
        await until(lambda: "came with the app" in told(app))
        await pilot.press("u")
        await until(lambda: "does not chat" in told(app))
