"""What can be done with one message of a conversation, key by key, with the fake engine."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from chatapp import places
from chatapp.app import ChatApp
from chatapp.history.store import History
from chatapp.screens.key_help import KeyHelp
from chatapp.screens.place_prompt import PlacePrompt
from chatapp.screens.settings import SettingsScreen
from chatapp.widgets.candidates_list import CandidatesList
from tests.chatapp.driving import answered, chat_of, running, said, say, until

FIRST = "You said “hello”, and I heard it."


def rows(query: str) -> list[Any]:
    with sqlite3.connect(places.history_file()) as connection:
        return connection.execute(query).fetchall()


async def talk(app: ChatApp, pilot: Pilot[None], *texts: str) -> None:
    for text in texts:
        before = len(said(app))
        await say(pilot, text)
        await until(lambda before=before: answered(app) and len(said(app)) == before + 2)


async def test_another_reply_is_chosen_and_remembered(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await talk(app, pilot, "hello")
        await pilot.press("alt+a")
        listed = app.screen.query_one(CandidatesList)
        await until(lambda: listed.display and listed.has_focus)
        assert listed.option_count == 2
        await pilot.press("down", "enter")
        await until(lambda: said(app)[1][1] == "So I hear." and not listed.display)
        await until(lambda: rows("SELECT text, origin FROM messages WHERE role = 'app'") == [("So I hear.", "house")])
        assert app.focused is chat_of(app).writer.composer
    history = History(places.history_file())
    assert history.judged() == [("hello", "So I hear.")]


async def test_replies_can_be_left_as_they_are(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await pilot.press("alt+a")
        await until(lambda: any("no other reply" in each.message for each in app._notifications))
        await talk(app, pilot, "hello")
        await pilot.press("alt+a")
        listed = app.screen.query_one(CandidatesList)
        await until(lambda: listed.has_focus)
        await pilot.press("escape")
        await until(lambda: not listed.display and said(app)[1][1] == FIRST)
        assert chat_of(app).transcript.pointed is None


async def test_another_reply_is_asked_for(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await talk(app, pilot, "hello")
        for number in (2, 3):
            await pilot.press("ctrl+r")
            wanted = f"Heard for the {number}. time: “hello”."
            await until(lambda wanted=wanted: answered(app) and said(app)[1][1] == wanted)
        assert len(said(app)) == 2
        await until(lambda: len(rows("SELECT * FROM candidates")) == 4)
        assert rows("SELECT text FROM messages WHERE role = 'app'") == [(said(app)[1][1],)]


async def test_a_reply_that_is_asked_for_again_stays_if_none_comes(engine_command: tuple[str, ...]) -> None:
    history = History(places.history_file())
    conversation = history.start_conversation("be-slow")
    history.add_message(conversation, "person", "be-slow")
    history.add_message(conversation, "app", "as it was")
    history.close()
    async with running(engine_command) as (app, pilot):
        await pilot.press("ctrl+r")
        await until(lambda: said(app)[1][1].startswith("0 1 2"))
        await pilot.press("escape")
        await until(lambda: said(app)[1] == ("app", "as it was", "done"))


async def test_a_reply_is_corrected(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await talk(app, pilot, "hello")
        await pilot.press(*"half")
        await pilot.press("alt+r")
        composer = chat_of(app).writer.composer
        await until(lambda: composer.text == FIRST)
        await pilot.press("!", "enter")
        await until(lambda: said(app)[1][1] == f"{FIRST}!")
        assert composer.text == "half"
        await until(lambda: rows("SELECT text, correction FROM messages WHERE role = 'app'") == [(FIRST, f"{FIRST}!")])
        await pilot.press("alt+r", "escape")
        await until(lambda: composer.text == "half")
    async with running(engine_command) as (app, pilot):
        await until(lambda: len(said(app)) == 2)
        assert said(app)[1][1] == f"{FIRST}!"
        assert "corrected" in str(chat_of(app).transcript.turns[1].render())


async def test_a_reply_says_where_it_came_from(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await talk(app, pilot, "hello")
        reply = chat_of(app).transcript.turns[1]
        await pilot.press("alt+i")
        await until(lambda: "The network wrote it, the likeliest words." in str(reply.render()))
        assert "25% on average" in str(reply.render()) and "number 1" in str(reply.render())
        await pilot.press("alt+i")
        await until(lambda: not reply.explained)
        await pilot.press("alt+a", "down", "enter", "alt+i")
        await until(lambda: "from house to “Do you hear me?”, which is 75% like" in str(reply.render()))


async def test_an_earlier_message_is_pointed_at(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await talk(app, pilot, "one", "two")
        turns = chat_of(app).transcript.turns
        await pilot.press("alt+up", "alt+up", "alt+up", "alt+u")
        await until(lambda: [turn.rating for turn in turns] == [0, 1, 0, 0])
        await pilot.press("alt+c")
        await until(lambda: app.clipboard == turns[1].spoken)
        await pilot.press("alt+down", "alt+c")
        await until(lambda: app.clipboard == "two")
        await pilot.press("escape")
        assert chat_of(app).transcript.pointed is None
        await pilot.click(turns[0])
        await until(lambda: chat_of(app).transcript.pointed is turns[0])
        await pilot.press("alt+e", "!", "enter")
        await until(lambda: answered(app) and [each[1] for each in said(app)][:1] == ["one!"] and len(said(app)) == 2)


async def test_the_whole_conversation_is_copied(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await talk(app, pilot, "hello")
        await pilot.press("alt+y")
        await until(lambda: app.clipboard == f"# hello\n\n### You\n\nhello\n\n### chatapp\n\n{FIRST}\n")


async def test_arrow_keys_bring_back_what_was_written(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        composer = chat_of(app).writer.composer
        await talk(app, pilot, "one", "two\nlines")
        await pilot.press("ctrl+n")
        for keys, text in [
            (("up",), "two\nlines"),
            (("up", "up"), "one"),
            (("up",), "one"),
            (("down",), "two\nlines"),
            (("down",), ""),
        ]:
            await pilot.press(*keys)
            await until(lambda text=text: composer.text == text)


async def test_a_conversation_goes_through_a_file(engine_command: tuple[str, ...], tmp_path: Path) -> None:
    async with running(engine_command) as (app, pilot):
        await talk(app, pilot, "hello")
        for key, told in (("alt+x", "was written to"), ("alt+o", "1 conversation taken in")):
            await pilot.press(key)
            await until(lambda: isinstance(app.screen, PlacePrompt) and isinstance(app.focused, Input))
            app.screen.query_one(Input).value = str(tmp_path / "talk.jsonl")
            await pilot.press("enter")
            await until(lambda told=told: any(told in each.message for each in app._notifications))
        await pilot.press("alt+o")
        await until(lambda: isinstance(app.screen, PlacePrompt) and isinstance(app.focused, Input))
        app.screen.query_one(Input).value = str(tmp_path / "none.md")
        await pilot.press("enter")
        await until(lambda: any("cannot be read" in each.message for each in app._notifications))
    assert rows("SELECT text FROM messages ORDER BY id") == [("hello",), (FIRST,)] * 2


async def test_keys_are_listed_on_the_settings_screen(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await pilot.press("alt+s")
        await until(lambda: isinstance(app.screen, SettingsScreen))
        await pilot.press("f1")
        await until(lambda: isinstance(app.screen, KeyHelp))
