"""The chat screen, key by key, with the fake engine."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import OptionList

from chatapp import places
from chatapp.app import ChatApp
from chatapp.client.status import Phase
from chatapp.history.records import Message, Told
from chatapp.history.store import History
from chatapp.screens.chat import ChatScreen
from chatapp.widgets.conversation_list import ConversationList
from tests.chatapp.driving import answered, chat_of, ready, running, said, say, until


def stored() -> list[tuple[str, str, str]]:
    with sqlite3.connect(places.history_file()) as connection:
        return connection.execute("SELECT role, text, state FROM messages ORDER BY id").fetchall()


async def test_a_message_is_answered_and_stored(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, "hello")
        await until(lambda: answered(app))
        assert said(app) == [("person", "hello", "done"), ("app", "You said “hello”, and I heard it.", "done")]
        assert chat_of(app).writer.composer.text == ""
        await until(lambda: len(stored()) == 2)
        assert chat_of(app).writer.previous == "You said “hello”, and I heard it."


async def test_conversation_is_there_at_the_next_start(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, "hello")
        await until(lambda: answered(app))
        await until(lambda: len(stored()) == 2)
    async with running(engine_command) as (app, pilot):
        await until(lambda: len(said(app)) == 2)
        assert said(app)[0] == ("person", "hello", "done")
        await say(pilot, "more")
        await until(lambda: answered(app) and len(said(app)) == 4)
    with sqlite3.connect(places.history_file()) as connection:
        assert connection.execute("SELECT count(*) FROM conversations").fetchone() == (1,)


async def test_message_while_loading_is_answered_when_ready(engine_command: tuple[str, ...]) -> None:
    async with running((*engine_command, "--loading", "1"), wait=False) as (app, pilot):
        await say(pilot, "early")
        assert app.engine_status.phase is Phase.LOADING
        await until(lambda: len(said(app)) == 2)
        await until(lambda: stored() == [("person", "early", "done")])
        await until(lambda: answered(app))


async def test_escape_stops_and_keeps(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, "be-slow")
        await until(lambda: len(said(app)) == 2 and "2" in said(app)[1][1])
        await pilot.press("escape")
        await until(lambda: said(app)[1][2] == "stopped")
        assert said(app)[1][1].startswith("0 1 2")
        assert "stopped" in str(chat_of(app).transcript.turns[1].render())
        await until(lambda: len(stored()) == 2 and stored()[1][2] == "stopped")


async def test_a_new_message_stops_the_reply_to_the_last(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, "be-slow")
        await until(lambda: len(said(app)) == 2 and "2" in said(app)[1][1])
        await say(pilot, "hello")
        await until(lambda: len(said(app)) == 4 and answered(app))
        assert [each[2] for each in said(app)] == ["done", "stopped", "done", "done"]


async def test_failure_is_told_and_can_be_tried_again(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, "fail-now")
        await until(lambda: said(app)[-1][2] == "failed")
        assert "ctrl+r" in str(chat_of(app).transcript.turns[-1].render())
        await pilot.press("ctrl+r")
        await until(lambda: len(stored()) == 2 and said(app)[-1][2] == "failed")
        assert [each[0] for each in said(app)] == ["person", "app"]


async def test_engine_that_dies_keeps_the_conversation(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, "die-now")
        await until(lambda: said(app)[-1][2] == "failed")
        assert said(app)[0][1] == "die-now"
        await until(lambda: app.engine_status.phase is Phase.READY)
        await say(pilot, "hello")
        await until(lambda: answered(app))


async def test_engine_that_cannot_start_is_told_and_started_by_a_key(engine_command: tuple[str, ...]) -> None:
    async with running((*engine_command, "--die-at-start"), wait=False) as (app, pilot):
        await say(pilot, "hello")
        await until(lambda: app.engine_status.phase is Phase.FAILED, 30)
        await until(lambda: said(app)[-1][2] == "failed")
        await pilot.press("ctrl+r")
        await until(lambda: app.engine_status.phase is not Phase.FAILED)


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
async def test_nothing_is_not_sent(engine_command: tuple[str, ...], text: str) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, text)
        assert said(app) == []


async def test_a_megabyte_is_sent_whole_and_shown_cut(engine_command: tuple[str, ...], tmp_path: Path) -> None:
    log = tmp_path / "log"
    async with running((*engine_command, "--log", str(log))) as (app, pilot):
        pasted = "a word \n" * 125_000
        await pilot.press("s", "e", "e", "space")
        composer = chat_of(app).writer.composer
        composer.post_message(Paste(pasted))
        await until(lambda: "1,000,000 characters" in composer.text)
        assert len(composer.text) < 100
        await pilot.press("!", "enter")
        await until(lambda: answered(app))
        whole = f"see {pasted}!"
        turn = chat_of(app).transcript.turns[0]
        assert turn.spoken == whole and len(str(turn.render())) < 3000
        assert composer.text == ""
        await pilot.press("alt+up", "alt+up", "alt+c")
        await until(lambda: app.clipboard == whole)
        await pilot.press("alt+e")  # it comes back into the field as a label, too
        await until(lambda: composer.whole == whole)
        assert len(composer.text) < 100
    kept = await asyncio.to_thread(lambda: History(places.history_file()).said())
    assert kept == [whole]
    assert max(map(len, log.read_text().splitlines())) < 10_000


async def test_new_lines(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await pilot.press("a", "ctrl+j", "b", "shift+enter", "c", "alt+enter", "d")
        assert chat_of(app).writer.composer.text == "a\nb\nc\nd"
        await pilot.press("enter")
        await until(lambda: answered(app))
        assert said(app)[0][1] == "a\nb\nc\nd"


@pytest.mark.parametrize(
    ("pasted", "taken"),
    [
        ("a\x1b[31mred\x1b[0m\x07b\x00c\x9b", "aredbc"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("👩‍👩‍👧 漢字 مرحبا ñ é", "👩‍👩‍👧 漢字 مرحبا ñ é"),
    ],
)
async def test_paste_is_cleaned(engine_command: tuple[str, ...], pasted: str, taken: str) -> None:
    async with running(engine_command) as (app, pilot):
        chat_of(app).writer.composer.post_message(Paste(pasted))
        await until(lambda: chat_of(app).writer.composer.text == taken)
        await pilot.press("enter")
        await until(lambda: answered(app))
        assert said(app)[0][1] == taken


async def test_the_label_of_a_long_text_is_deleted_at_once_and_brought_back(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await pilot.press("h", "i")
        composer = chat_of(app).writer.composer
        composer.post_message(Paste("x" * 1_000_000))
        await until(lambda: len(composer.text) > 2)
        await pilot.press("backspace")
        assert composer.text == "hi"
        await pilot.press("ctrl+z")
        assert composer.whole == "hi" + "x" * 1_000_000


async def test_new_conversation_list_and_return(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command, size=(120, 40)) as (app, pilot):
        await say(pilot, "first one")
        await until(lambda: answered(app))
        await pilot.press("ctrl+n")
        await until(lambda: said(app) == [])
        await say(pilot, "second one")
        await until(lambda: answered(app))
        conversations = app.screen.query_one(ConversationList)
        await until(lambda: conversations._options.option_count == 2)
        conversations.focus_list()
        await pilot.press("down", "enter")
        await until(lambda: len(said(app)) == 2 and said(app)[0][1] == "first one")
        conversations.focus_list()
        await pilot.press("delete")
        await until(lambda: conversations._options.option_count == 1)
        assert said(app) == []


async def test_search_in_the_conversations(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command, size=(120, 40)) as (app, pilot):
        for text in ("apples", "pears"):
            await pilot.press("ctrl+n")
            await say(pilot, text)
            await until(lambda text=text: answered(app) and said(app)[0][1] == text)
        conversations = app.screen.query_one(ConversationList)
        conversations._search.focus()
        await pilot.press(*"apple")
        await until(lambda: conversations._options.option_count == 2)
        await pilot.press("enter", "down", "enter")
        await until(lambda: said(app)[:1] == [("person", "apples", "done")])
        assert [turn.spoken for turn in chat_of(app).transcript.turns if turn.has_class("-found")] != []
        marked = [turn.render() for turn in chat_of(app).transcript.turns]
        assert all("apples" in [str(each)[span.start : span.end] for span in each.spans] for each in marked)
        await pilot.press("ctrl+n")


async def test_rename_pin_delete_and_bring_back(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command, size=(120, 40)) as (app, pilot):
        await say(pilot, "hello")
        await until(lambda: answered(app))
        conversations = app.screen.query_one(ConversationList)
        await until(lambda: bool(conversations._listed))
        conversations.focus_list()
        await pilot.press("r", "end", "!", "enter")
        await until(lambda: [each.title for each in conversations._listed.values()] == ["hello!"])
        await pilot.press("p")
        await until(lambda: [each.pinned for each in conversations._listed.values()] == [True])
        await until(lambda: conversations._options.highlighted == 0)
        await pilot.press("delete")
        await until(lambda: not conversations._listed and said(app) == [])
        await pilot.press("alt+z")
        await until(lambda: len(said(app)) == 2 and len(conversations._listed) == 1)


async def test_edited_message_goes_on_in_a_copy(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command, size=(120, 40)) as (app, pilot):
        for number, text in enumerate(("one", "two"), 1):
            await say(pilot, text)
            await until(lambda number=number: answered(app) and len(said(app)) == 2 * number)
        await pilot.press("alt+e", "!", "enter")
        await until(lambda: answered(app) and len(said(app)) == 4 and said(app)[2][1] == "two!")
        await until(lambda: len(stored()) == 8)
        listed = app.screen.query_one(ConversationList)._listed
        assert sorted(each.forked_from is None for each in listed.values()) == [False, True]


async def test_thumbs_are_kept_and_taken_back(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, "hello")
        await until(lambda: answered(app))
        for key, rating in (("alt+u", 1), ("alt+d", -1), ("alt+d", 0)):
            await pilot.press(key)
            await until(lambda rating=rating: _ratings() == [0, rating])


def _ratings() -> list[int]:
    with sqlite3.connect(places.history_file()) as connection:
        return [rating for (rating,) in connection.execute("SELECT rating FROM messages ORDER BY id")]


async def test_conversations_are_hidden_and_shown(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command, size=(120, 40)) as (app, pilot):
        conversations = app.screen.query_one("#conversations")
        assert conversations.display
        await pilot.press("ctrl+o")
        await until(lambda: not conversations.display)
        assert app.settings.conversations_shown is False
        await pilot.press("ctrl+o")
        await until(lambda: conversations.display)
    async with running(engine_command, size=(40, 12)) as (app, pilot):
        conversations = app.screen.query_one("#conversations")
        assert not conversations.display
        await pilot.press("ctrl+o")
        await until(lambda: conversations.display)
        await pilot.press("escape")
        await until(lambda: not conversations.display)


async def test_keys_before_anything_is_opened_are_not_lost(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command, size=(120, 40), wait=False) as (app, pilot):
        await pilot.press("h", "i", "enter", "y", "o", "ctrl+o", "ctrl+o")
        await until(lambda: said(app)[:1] == [("person", "hi", "done")])
        assert chat_of(app).writer.composer.text == "yo"
        await until(lambda: isinstance(app.focused, OptionList))


async def test_up_brings_the_last_message_back(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, "hello")
        await until(lambda: answered(app))
        await pilot.press("up")
        await until(lambda: chat_of(app).writer.composer.text == "hello")


async def test_copy_the_reply(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, "hello")
        await until(lambda: answered(app))
        await pilot.press("alt+c")
        await until(lambda: "hello" in app.clipboard)


async def test_long_conversation_opens_at_its_end_and_goes_back(engine_command: tuple[str, ...]) -> None:
    history = History(places.history_file())
    talk = history.start_conversation("long")
    for number in range(130):
        history.add_message(talk, "person" if number % 2 else "app", f"number {number}")
    history.close()
    async with running(engine_command) as (app, pilot):
        await until(lambda: len(said(app)) == 100)
        transcript = chat_of(app).transcript
        await until(lambda: transcript.max_scroll_y > 100 and transcript.scroll_y == transcript.max_scroll_y)
        for _ in range(40):
            await pilot.press("pageup")
            if len(said(app)) == 130:
                break
        await until(lambda: len(said(app)) == 130)
        assert said(app)[0][1] == "number 0"
        await pilot.pause(0.2)
        assert transcript.scroll_y > 10


async def test_ten_thousand_messages_are_never_all_there(engine_command: tuple[str, ...]) -> None:
    history = History(places.history_file())
    messages = [Message(0, "app" if number % 2 else "person", f"number {number}", "done") for number in range(10_000)]
    history.take_in(Told("long", tuple(messages)))
    history.close()
    async with running(engine_command) as (app, pilot):
        await until(lambda: len(said(app)) == 100)
        transcript = chat_of(app).transcript
        for begin in (9_800, 9_700, 9_600, 9_500):
            transcript.scroll_home(animate=False)
            await until(lambda begin=begin: said(app)[0][1] == f"number {begin}")
            await until(lambda: not transcript._asked and transcript.scroll_y > 10)
        assert len(said(app)) == 400 and said(app)[-1][1] == "number 9899" and transcript.has_newer
        transcript.scroll_end(animate=False)
        await until(lambda: said(app)[-1][1] == "number 9999" and len(said(app)) == 400)
        await say(pilot, "more")
        await until(lambda: answered(app) and said(app)[-2][1] == "more")


async def test_damaged_history_is_told_in_one_sentence(engine_command: tuple[str, ...], home: Path) -> None:
    places.history_file().parent.mkdir(parents=True)
    places.history_file().write_bytes(b"nonsense " * 1000)
    async with running(engine_command) as (app, pilot):
        await until(lambda: any("damaged" in each.message for each in app._notifications))
        await say(pilot, "hello")
        await until(lambda: answered(app))


async def test_unanswered_message_can_be_answered_later(engine_command: tuple[str, ...]) -> None:
    history = History(places.history_file())
    talk = history.start_conversation("left alone")
    history.add_message(talk, "person", "left alone")
    history.close()
    async with running(engine_command) as (app, pilot):
        await until(lambda: len(said(app)) == 1)
        await pilot.press("ctrl+r")
        await until(lambda: answered(app))


async def test_screen_is_the_chat_first(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command, wait=False) as (app, pilot):
        assert isinstance(app.screen, ChatScreen)
        assert isinstance(app, ChatApp) and isinstance(pilot, Pilot)
        await ready(app)


async def test_what_is_said_is_learnt_unless_it_begins_with_a_space_or_learning_is_off(
    engine_command: tuple[str, ...], tmp_path: Path
) -> None:
    log = tmp_path / "requests"
    places.settings_file().parent.mkdir(parents=True, exist_ok=True)
    for learning, learnt in [("true", ["hello"]), ("false", ["hello"])]:
        places.settings_file().write_text(f"learning = {learning}\n", encoding="utf-8")
        async with running((*engine_command, "--log", str(log))) as (app, pilot):
            for text in ("hello", "   a secret"):
                await say(pilot, text)
                await until(lambda: answered(app))
        asked = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.startswith("{")]
        assert [request["line"] for request in asked if request["kind"] == "learn"] == learnt


async def test_what_begins_with_a_space_or_is_said_in_private_is_never_written_down(
    engine_command: tuple[str, ...], tmp_path: Path
) -> None:
    log = tmp_path / "requests"
    async with running((*engine_command, "--log", str(log))) as (app, pilot):
        await say(pilot, "  hunter2")
        await until(lambda: answered(app))
        await pilot.press("alt+p")
        await say(pilot, "swordfish")
        await until(lambda: answered(app) and len(said(app)) == 4)
        await pilot.press("alt+p")
        await say(pilot, "kept")
        await until(lambda: answered(app) and len(said(app)) == 6)
    history = History(places.history_file())
    [conversation] = history.conversations()
    assert conversation.title == "kept"
    assert next(message.text for message in history.messages(conversation.id)) == "kept"
    history.close()
    for secret in (b"hunter2", b"swordfish"):
        for file in places.history_file().parent.rglob("*"):
            assert not file.is_file() or secret not in file.read_bytes()
    asked = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.startswith("{")]
    assert [request["line"] for request in asked if request["kind"] == "learn"] == ["kept"]
