from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatapp.history import schema
from chatapp.history.store import History
from chatapp.history.thread import HistoryThread


def test_conversation_comes_back(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite3")
    talk = history.start_conversation("  hello\n there " + "x" * 99)
    history.add_message(talk, "person", "hello")
    history.add_message(talk, "app", "hi", "stopped")
    history.close()
    history = History(tmp_path / "h.sqlite3")
    assert [each.id for each in history.conversations()] == [talk]
    assert history.conversations()[0].title.startswith("hello there x")
    assert len(history.conversations()[0].title) == 60
    assert [(each.role, each.text, each.state) for each in history.messages(talk)] == [
        ("person", "hello", "done"),
        ("app", "hi", "stopped"),
    ]
    assert history.problem == ""


def test_pages_go_back(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite3")
    talk = history.start_conversation("long")
    for number in range(250):
        history.add_message(talk, "person", str(number))
    last = history.messages(talk)
    assert [each.text for each in last] == [str(number) for number in range(150, 250)]
    assert history.messages(talk, before=last[0].id)[0].text == "50"


def test_last_changed_comes_first_and_search_finds(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite3")
    first, second = history.start_conversation("one"), history.start_conversation("two")
    history.add_message(second, "person", "the café is closed")
    history.add_message(first, "person", "rain")
    assert [each.id for each in history.conversations()] == [first, second]
    assert [each.id for each in history.conversations("cafe clos")] == [second]
    for odd in ('"', "NEAR(", "a AND", "*", "-", "\0", "'", "col:x"):
        history.conversations(odd)
    removed = history.messages(second)[0].id
    history.remove_message(removed)
    assert history.conversations("cafe") == []


def test_removed_conversation_takes_its_messages_along(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite3")
    talk = history.start_conversation("one")
    history.add_message(talk, "person", "secret")
    history.remove_conversation(talk)
    assert history.conversations() == [] and history.messages(talk) == [] and history.conversations("secret") == []


def test_translations_are_kept(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite3")
    one = history.keep_translation("en", "fr", "hello\n\nyou", "bonjour\n\ntoi")
    history.keep_translation("en", "de", "b", "c")
    assert [each.target_language for each in history.kept_translations()] == ["de", "fr"]
    assert history.kept_translations()[1].source == "hello\n\nyou"
    history.remove_translation(one)
    assert len(history.kept_translations()) == 1


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_text_in_is_text_out(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder) / "h.sqlite3")
        talk = history.start_conversation(text)
        history.add_message(talk, "person", text)
        history.keep_translation("en", "fr", text, text)
        assert history.messages(talk)[0].text == text
        assert history.kept_translations()[0].target == text
        history.conversations(text)
        history.close()


def test_half_a_surrogate_pair_is_stored(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite3")
    talk = history.start_conversation("\ud800")
    history.add_message(talk, "person", "a\ud800b")
    assert history.messages(talk)[0].text == "a?b"


@pytest.mark.parametrize("content", [b"this is no database, " * 400, b"SQLite format 3\0" + b"\xff" * 5000])
def test_damaged_file_is_moved_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "h.sqlite3"
    path.write_bytes(content)
    history = History(path)
    assert "damaged" in history.problem and "moved" in history.problem
    history.start_conversation("new")
    aside = [each for each in tmp_path.iterdir() if "damaged" in each.name]
    assert aside[0].read_bytes() == content


def test_newer_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    history = History(path)
    assert "newer" in history.problem
    history.start_conversation("kept in memory only")
    assert sqlite3.connect(path).execute("PRAGMA user_version").fetchone() == (99,)


def test_place_that_cannot_be_written_does_not_stop_anything(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    history = History(tmp_path / "file" / "h.sqlite3")
    assert "not kept" in history.problem
    history.start_conversation("x")


async def test_thread_keeps_order(tmp_path: Path) -> None:
    thread = HistoryThread(tmp_path / "h.sqlite3")
    assert await thread.problem() == ""
    talk = await thread.call(lambda history: history.start_conversation("x"))
    for number in range(5):
        await thread.call(lambda history, number=number: history.add_message(talk, "person", str(number)))
    assert [each.text for each in await thread.call(lambda history: history.messages(talk, limit=2))] == ["3", "4"]
    await thread.close()


@pytest.mark.parametrize("crashed", [True, False])
def test_a_large_file_is_read_as_a_whole_only_after_a_crash(
    crashed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "history.sqlite3"
    History(path).close()
    monkeypatch.setattr(schema, "_SMALL", 0)
    if crashed:
        path.with_name("history.sqlite3-wal").touch()
    asked: list[str] = []
    connect = sqlite3.connect

    def traced(*arguments: Any, **settings: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **settings)
        connection.set_trace_callback(asked.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", traced)
    History(path).close()
    assert any("quick_check" in each for each in asked) == crashed
