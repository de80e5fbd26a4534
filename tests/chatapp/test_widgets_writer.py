"""Suggestions: what is asked, what is shown, how it is taken."""

from __future__ import annotations

import pytest
from textual.events import Key
from textual.pilot import Pilot

from chatapp.app import ChatApp
from chatapp.engine.protocol import Continuation
from chatapp.widgets.printable import printable
from chatapp.widgets.writer import SURE, Writer
from tests.chatapp.driving import answered, chat_of, running, said, say, until


async def typed(app: ChatApp, pilot: Pilot[None], text: str) -> Writer:
    writer = chat_of(app).writer
    await pilot.press(*["space" if letter == " " else letter for letter in text])
    await until(lambda: writer.offering and not writer.panel._faded)
    return writer


async def test_ghost_and_panel_show_continuations(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        writer = await typed(app, pilot, "I am")
        assert writer.composer.suggestion == " going to the market"
        shown = str(writer.panel.render())
        assert "1  going to the market" in shown and "42%" in shown and "5  on my way home" in shown


async def test_half_typed_word_is_shown_whole(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        writer = await typed(app, pilot, "so be")
        assert writer.composer.suggestion == "cause it is late"
        assert "because it is late" in str(writer.panel.render())


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["tab"], "I am going to the market"),
        (["right"], "I am going to the market"),
        (["ctrl+right"], "I am going"),
        (["alt+right"], "I am going"),
        (["alt+1"], "I am going to the market"),
        (["alt+2"], "I am not so sure about it"),
        (["alt+3"], "I am here"),
        (["alt+4"], "I am glad that you asked"),
        (["alt+5"], "I am on my way home"),
        (["f5"], "I am going to the market"),
        (["f6"], "I am not so sure about it"),
        (["f7"], "I am here"),
        (["f8"], "I am glad that you asked"),
        (["f9"], "I am on my way home"),
    ],
)
async def test_keys_take_suggestions(engine_command: tuple[str, ...], keys: list[str], text: str) -> None:
    async with running(engine_command) as (app, pilot):
        writer = await typed(app, pilot, "I am")
        for key in keys:
            await until(lambda: writer.composer.suggestion != "")
            await pilot.press(key)
        await until(lambda: writer.composer.text == text)


async def test_typing_along_keeps_the_ghost(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        writer = await typed(app, pilot, "I am")
        writer.composer.insert(" go")
        assert writer.composer.suggestion == "ing to the market"
        writer.composer.insert("x")
        assert writer.composer.suggestion == ""


async def test_answer_to_an_older_line_is_not_shown(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        writer = await typed(app, pilot, "I am")
        await pilot.press("x")
        writer.offer("I am", [Continuation(" stale", 0.9, 1)])
        assert "stale" not in str(writer.panel.render()) and "stale" not in writer.composer.suggestion
        await typed(app, pilot, " slow")
        await pilot.press("x")
        await until(lambda: writer._line == "I amx slowx" and writer.offering)


async def test_nothing_is_suggested_in_the_middle_of_a_line(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        writer = await typed(app, pilot, "I am")
        await pilot.press("left")
        await until(lambda: not writer.offering)
        assert writer.composer.suggestion == ""


async def test_escape_dismisses_until_the_next_word(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        writer = await typed(app, pilot, "I am")
        await pilot.press("escape")
        assert not writer.offering and writer.composer.suggestion == ""
        await pilot.press("x")
        await pilot.pause(0.3)
        assert not writer.offering
        await typed(app, pilot, " ")


async def test_a_click_takes_a_suggestion(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        writer = await typed(app, pilot, "I am")
        await pilot.hover(writer.panel, offset=(6, 2))
        await pilot.click(writer.panel, offset=(6, 2))
        await until(lambda: writer.composer.text == "I am here")
        assert writer.composer.has_focus


async def test_one_row_panel_shows_them_side_by_side(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command, size=(60, 12)) as (app, pilot):
        writer = await typed(app, pilot, "I am")
        assert writer.panel.size.height == 1
        await until(lambda: "2 not so sure" in str(writer.panel.render()))
        await pilot.click(writer.panel, offset=(26, 0))
        await until(lambda: writer.composer.text == "I am not so sure about it")


async def test_panel_has_one_height(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        writer = chat_of(app).writer
        before = writer.panel.region
        await typed(app, pilot, "I am")
        assert writer.panel.region == before
        await pilot.press("f4")
        assert writer.panel.region == before


async def test_switch(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        writer = await typed(app, pilot, "I am")
        await pilot.press("f4")
        assert not writer.offering and not app.settings.suggestions
        await pilot.press("x")
        await pilot.pause(0.3)
        assert not writer.offering
        await pilot.press("f4")
        await until(lambda: writer.offering)


async def test_field_grows_and_shrinks(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        composer = chat_of(app).writer.composer
        assert composer.region.height == 3
        await pilot.press("a", "ctrl+j", "b", "ctrl+j", "c")
        await until(lambda: composer.region.height == 5)
        composer.insert("\n" * 30)
        await until(lambda: composer.region.height == 9)
        await pilot.press("enter")
        await until(lambda: answered(app) and composer.region.height == 3)


async def test_a_long_line_is_cut_for_the_engine(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, _):
        composer = chat_of(app).writer.composer
        composer.insert("word " * 3000 + "\nlast")
        assert len(composer.line) == 1000 and composer.line.endswith("\nlast")


async def test_tab_leaves_an_empty_field(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command, size=(120, 40)) as (app, pilot):
        await pilot.press("tab")
        await until(lambda: not chat_of(app).writer.composer.has_focus)
        await pilot.press("shift+tab")
        await until(lambda: chat_of(app).writer.composer.has_focus)


async def test_suggestions_come_when_the_engine_is_ready(engine_command: tuple[str, ...]) -> None:
    async with running((*engine_command, "--loading", "1"), wait=False) as (app, pilot):
        await typed(app, pilot, "I am")


def test_printable() -> None:
    assert printable("a\x1b]0;title\x07b\x1b[1;31mc\r\nd\re\x7f\x00\tf") == "abc\nd\ne\tf"
    assert printable("\x1b") == "" and printable("\ud800x") == "x"


async def test_odd_replies_do_not_break_a_turn(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, "[red]not markup[/] مرحبا 漢字 👩‍👩‍👧 [")
        await until(lambda: answered(app))
        assert "[red]not markup[/]" in str(chat_of(app).transcript.turns[0].render())


def strike(app: ChatApp, *keys: tuple[str, str | None]) -> None:
    """Keys as a terminal sends them in one go: with their characters, and without waiting for each other."""
    for key, character in keys:
        app.post_message(Key(key, character))


async def test_keys_struck_fast_keep_their_order(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, _):
        strike(app, ("a", "a"), ("ctrl+j", "\n"), ("b", "b"), ("c", "c"), ("backspace", "\x7f"), ("enter", "\r"))
        strike(app, ("d", "d"), ("left", None), ("e", "e"))
        await until(lambda: answered(app))
        assert said(app)[0][1] == "a\nb"
        await until(lambda: chat_of(app).writer.composer.text == "ed")


async def test_suggestion_taken_and_typed_on_at_once(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        writer = await typed(app, pilot, "I am")
        strike(app, ("alt+3", "3"), ("!", "!"))
        await until(lambda: writer.composer.text == "I am here!")
        await until(lambda: writer.offering)
        strike(app, ("x", "x"), ("alt+2", "2"))
        await pilot.pause(0.1)
        assert writer.composer.text == "I am here!x"


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["alt+3", "n"], "I am here n"),
        (["alt+3", "n", "o"], "I am here no"),
        (["tab", "7"], "I am going to the market 7"),
        (["right", "n"], "I am going to the market n"),
        (["ctrl+right", "n"], "I am going n"),
        (["alt+3", "space", "n"], "I am here n"),
        (["alt+3", "comma"], "I am here,"),
        (["alt+3", "apostrophe", "s"], "I am here's"),
        (["alt+3", "n", "backspace", "backspace", "n"], "I am heren"),
        (["alt+3", "left", "n"], "I am herne"),
        (["n"], "I amn"),
    ],
)
async def test_a_letter_typed_right_after_a_suggestion_begins_a_new_word(
    engine_command: tuple[str, ...], keys: list[str], text: str
) -> None:
    async with running(engine_command) as (app, pilot):
        writer = await typed(app, pilot, "I am")
        await pilot.press(*keys)
        await until(lambda: writer.composer.text == text)


async def test_letters_with_alt_are_commands(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        await say(pilot, "hello")
        await until(lambda: answered(app))
        strike(app, ("alt+c", "c"), ("alt+z", "z"))
        await until(lambda: "hello" in app.clipboard)
        assert chat_of(app).writer.composer.text == ""


async def test_whole_replies_are_offered_while_nothing_is_written_and_never_in_grey(
    engine_command: tuple[str, ...],
) -> None:
    async with running(engine_command) as (app, pilot):
        writer = chat_of(app).writer
        await say(pilot, "offer replies")
        await until(lambda: answered(app) and writer.offering)
        assert "Yes, gladly." in str(writer.panel.render()) and writer.composer.suggestion == ""
        await pilot.press("alt+2")
        await until(lambda: writer.composer.text == "Not today.")


async def test_what_is_not_sure_stands_in_the_panel_alone(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        writer = await typed(app, pilot, "I am")
        writer.offer("I am", [Continuation(" unsure", SURE / 2, 1)])
        assert writer.composer.suggestion == "" and "unsure" in str(writer.panel.render())
        await pilot.press("alt+1")
        await until(lambda: writer.composer.text == "I am unsure")


async def test_the_network_writes_on_until_a_key_or_escape(engine_command: tuple[str, ...]) -> None:
    async with running(engine_command) as (app, pilot):
        writer = chat_of(app).writer
        for key, ends in (("escape", ""), ("x", "x")):
            writer.composer.text = "Once"
            writer.composer.move_cursor(writer.composer.document.end)
            await pilot.press("alt+g")
            await until(lambda: "word2" in writer.composer.text)
            await pilot.press(key)
            await until(lambda: writer._written_on is None)
            text = writer.composer.text
            assert text.startswith("Once word0 word1 word2") and text.endswith(ends)
            await pilot.pause(0.1)
            assert writer.composer.text == text
