"""Sentences and words of a translation, key by key, with the fake engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_screens_translate import target, translating
from textual.widgets import Input

from chatapp.engine.protocol import Alignment, Sentence
from chatapp.screens.alignment_picture import AlignmentPicture
from chatapp.screens.sentence_pairs import SentencePairs, partners
from chatapp.widgets.alignment_grid import AlignmentGrid
from chatapp.widgets.alternatives_list import AlternativesList
from chatapp.widgets.kept_list import KeptList
from chatapp.widgets.reading_pane import ReadingPane
from chatapp.widgets.word_highlights import WordHighlights
from tests.chatapp.driving import until


def drawn(area: WordHighlights) -> list[str]:
    return [area.text[begin:end] for begin, end in area._spans]


async def test_an_alternative_is_chosen_by_keys_and_kept(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (_, pilot, screen):
        ways = screen.query_one(AlternativesList)
        await pilot.press(*"hola", "ctrl+j", *"tu")
        await until(lambda: target(screen) == "[fr] hola\n[fr] tu")
        await pilot.press("alt+a")
        await until(lambda: ways.display and ways.has_focus)
        assert ways.option_count == 3 and ways.border_title == "Sentence 2 of 2"
        assert drawn(screen.writer.composer) == ["tu"] and drawn(screen.query_one(ReadingPane)) == ["[fr] tu"]
        await pilot.press("left")
        await until(lambda: ways.border_title == "Sentence 1 of 2")
        await pilot.press("down", "enter")
        await until(lambda: target(screen) == "[fr] hola too\n[fr] tu")
        assert not ways.display and screen.writer.composer.has_focus
        await pilot.press("alt+a", "escape")
        await until(lambda: not ways.display)
        await pilot.press("enter")
        kept = screen.query_one(KeptList)
        await until(lambda: len(kept._kept) == 1)
        assert kept._kept[0].target == "[fr] hola too\n[fr] tu"


async def test_all_alternatives_are_seen_on_a_small_screen(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command, size=(40, 12)) as (_, pilot, screen):
        ways = screen.query_one(AlternativesList)
        await pilot.press(*"hola")
        await until(lambda: target(screen) == "[fr] hola")
        await pilot.press("alt+a")
        await until(lambda: ways.display and ways.size.height >= 3 and screen.region.contains_region(ways.region))
        await pilot.press("escape")
        await until(lambda: screen.writer.composer.has_focus and screen.writer.composer.size.height >= 1)


async def test_a_change_of_the_text_closes_the_alternatives(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (_, pilot, screen):
        ways = screen.query_one(AlternativesList)
        await pilot.press(*"hola")
        await until(lambda: target(screen) == "[fr] hola")
        await pilot.press("alt+a")
        await until(lambda: ways.display)
        screen.writer.composer.focus()
        await pilot.press("s")
        await until(lambda: target(screen) == "[fr] holas" and not ways.display)
        assert drawn(screen.writer.composer) == []


async def test_nothing_to_choose_from_without_a_translation(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (app, pilot, screen):
        await pilot.press("alt+a", "alt+w")
        await pilot.pause()
        assert app.screen is screen and not screen.query_one(AlternativesList).display


async def test_the_attention_is_drawn(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (app, pilot, screen):
        await pilot.press(*"hola", "space", *"tu")
        await until(lambda: target(screen) == "[fr] hola tu")
        await pilot.press("alt+w")
        await until(lambda: isinstance(app.screen, AlignmentPicture))
        grid = app.screen.query_one(AlignmentGrid)
        await until(lambda: "hola" in str(grid.render()))
        assert str(grid.render()).splitlines()[-2:] == ["hola ██  ", "  tu   ██"]
        await pilot.press("right", "escape")
        await until(lambda: app.screen is screen)


async def test_the_cursor_and_the_mouse_point_at_words_that_belong_together(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (_, pilot, screen):
        composer, pane = screen.writer.composer, screen.query_one(ReadingPane)
        await pilot.press(*"hola", "space", *"tu")
        await until(lambda: target(screen) == "[fr] hola tu")
        assert drawn(composer) == []
        await pilot.press("left")
        await until(lambda: (drawn(composer), drawn(pane)) == (["tu"], ["tu"]))
        await pilot.press("home")
        await until(lambda: (drawn(composer), drawn(pane)) == (["hola"], ["hola"]))
        await pilot.hover(ReadingPane, offset=(12, 1))
        await until(lambda: (drawn(composer), drawn(pane)) == (["tu"], ["tu"]))
        await pilot.hover("#swap")
        await until(lambda: (drawn(composer), drawn(pane)) == ([], []))
        await pilot.press("end", "x")
        await until(lambda: target(screen) == "[fr] hola tux")
        assert drawn(composer) == drawn(pane) == []


async def test_what_was_kept_is_searched(engine_command: tuple[str, ...]) -> None:
    async with translating(engine_command) as (_, pilot, screen):
        kept, field = screen.query_one(KeptList), screen.query_one("#find-kept", Input)
        for number, word in enumerate(("hola", "Über", "tu"), 1):
            await pilot.press(*word, "enter")
            await until(lambda count=number: len(kept._kept) == count)
        assert not field.display
        await pilot.press("alt+k", *"ÜB fr")
        await until(lambda: [each.source for each in kept._kept] == ["Über"])
        await pilot.press("enter", "enter")
        await until(lambda: screen.writer.composer.text == "Über")
        await pilot.press("alt+k", *"zz")
        await until(lambda: not kept._kept)
        assert "Nothing that was kept" in str(kept.get_option_at_index(0).prompt)
        await pilot.press("escape")
        await until(lambda: len(kept._kept) == 3 and not field.display)
        assert screen.writer.composer.has_focus


pieces = st.lists(st.tuples(st.text("ab ", max_size=3), st.text("ab", min_size=1, max_size=4)), min_size=1, max_size=4)


@given(pieces, st.lists(st.text("xyz", min_size=1, max_size=6), min_size=2, max_size=2))
def test_spans_are_where_the_sentences_are(parts: list[tuple[str, str]], ways: list[str]) -> None:
    text, sentences = "", []
    for between, sentence in parts:
        text += between
        sentences.append(Sentence(len(text), len(text) + len(sentence), ways))
        text += sentence
    pairs = SentencePairs(text, "fr", sentences)
    pairs.chosen[0] = 1
    for number in range(len(pairs)):
        sentence, translation = pairs.pair(number)
        begin, end = pairs.target_span(number)
        assert pairs.target[begin:end] == translation
        begin, end = pairs.source_span(number)
        assert text[begin:end] == sentence


@pytest.mark.parametrize(
    ("word", "in_target", "found"), [(0, True, [0]), (1, True, [1, 2]), (2, False, [1]), (3, False, [])]
)
def test_words_that_were_hardly_looked_at_do_not_belong(word: int, in_target: bool, found: list[int]) -> None:
    spans = [[0, 1], [1, 2], [2, 3], [3, 4]]
    alignment = Alignment(spans, spans[:2], [[0.9, 0.2, 0.0, 0.05], [0.1, 0.3, 0.25, 0.05]])
    assert partners(alignment, word, in_target=in_target) == found
