"""The translate screen."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Select, Static, TextArea

from chatapp.client import EngineStatus, Exchange, Phase
from chatapp.engine.protocol import Alignment, Delta, Done
from chatapp.history import History, KeptTranslation
from chatapp.screens.alignment_picture import AlignmentPicture
from chatapp.screens.mode_screen import ModeScreen
from chatapp.screens.sentence_pairs import SentencePairs
from chatapp.settings import LANGUAGES, Settings
from chatapp.widgets.alternatives_list import AlternativesList
from chatapp.widgets.composer import TEXT_LIMIT, Composer
from chatapp.widgets.kept_list import KeptList
from chatapp.widgets.printable import printable
from chatapp.widgets.reading_pane import ReadingPane
from chatapp.widgets.word_card import WordCard
from chatapp.widgets.word_highlights import WordHighlights
from chatapp.widgets.writer import Writer

LANGUAGE_NAMES = {"en": "English", "fr": "French", "de": "German", "es": "Spanish"}
SOURCES = ("auto", *LANGUAGES)
DEBOUNCE_SECONDS = 0.12
POINTING_SECONDS = 0.05
STREAM_FROM = 200
MOST_KEPT = 10_000


@dataclass(frozen=True)
class Translated:
    """A translation and what it translates."""

    source: str
    target: str
    source_language: str
    target_language: str


class TranslateScreen(ModeScreen):
    """A text, its translation while it is typed, and the translations that were kept."""

    MODE = "translate"
    CSS_PATH = "../styles/translate.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "swap", "Swap", tooltip="Swap the two languages"),
        Binding("ctrl+t", "app.next_mode", "Chat", tooltip="Go to the chat"),
        Binding("ctrl+l", "next_target", "Language", tooltip="Translate into the next language"),
        Binding("alt+l", "next_source", "Translate from the next language", show=False),
        Binding("alt+a", "alternatives", "Other translations of a sentence", show=False),
        Binding("alt+w", "alignment", "Which words belong together, as a picture", show=False),
        Binding("alt+k", "find_kept", "Search what was kept", show=False),
        Binding("alt+c", "copy_translation", "Copy the translation", show=False),
        Binding("ctrl+r", "try_again", "Try again", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._shown: Translated | None = None
        self._detected: str | None = None
        self._probability: float | None = None
        self._keeping: str | None = None
        self._pairs: SentencePairs | None = None
        self._kept: list[KeptTranslation] = []
        self._sentence = 0

    @property
    def writer(self) -> Writer:
        """The field that the person writes in."""
        return self.query_one(Writer)

    def compose_body(self) -> ComposeResult:
        """The languages above, the two texts, and what was kept below."""
        settings = self.host.settings
        sources = [("Detect", "auto"), *((LANGUAGE_NAMES[code], code) for code in LANGUAGES)]
        targets = [(LANGUAGE_NAMES[code], code) for code in LANGUAGES]
        with Horizontal(id="languages"):
            yield Select(sources, value=settings.source_language, allow_blank=False, compact=True, id="source-language")
            yield Button("⇄", id="swap", compact=True, tooltip="Swap the languages (ctrl+s)")
            yield Select(targets, value=settings.target_language, allow_blank=False, compact=True, id="target-language")
            yield Static("", id="detected", markup=False)
        with Container(id="texts"):
            yield Writer("Write or paste a text to translate", suggestions=settings.suggestions)
            with Vertical(id="target-frame"):
                yield ReadingPane("The translation appears here", id="target")
                yield WordCard()
                yield AlternativesList()
        yield Input(placeholder="Search what was kept", compact=True, id="find-kept")
        yield KeptList()

    def on_mount(self) -> None:
        """Fetch what was kept."""
        self._refresh_list()
        self._tell_language()

    def take_settings(self, settings: Settings) -> None:
        """Translate between the languages chosen."""
        self.query_one("#source-language", Select).value = settings.source_language
        self.query_one("#target-language", Select).value = settings.target_language

    def show_engine(self, status: EngineStatus) -> None:
        """Show how the engine is, and translate what was typed before it was ready."""
        super().show_engine(status)
        if status.phase is Phase.READY:
            self._translate_soon()

    @property
    def source_language(self) -> str | None:
        """The chosen source language; None: to be found out."""
        value = str(self.query_one("#source-language", Select).value)
        return None if value == "auto" else value

    @property
    def target_language(self) -> str:
        """The chosen target language."""
        return str(self.query_one("#target-language", Select).value)

    # What the person does

    @on(Writer.Edited)
    def _text_changed(self) -> None:
        self._show_spans([], [])
        self._translate_soon()

    @on(Select.Changed)
    def _language_changed(self, event: Select.Changed) -> None:
        source = self.source_language
        if source == self.target_language:
            other = "#target-language" if event.select.id == "source-language" else "#source-language"
            free = next(code for code in LANGUAGES if code != source)
            self.query_one(other, Select).value = free if other == "#target-language" else "auto"
        self.host.change_settings(source_language=self.source_language or "auto", target_language=self.target_language)
        self._detected = self._probability = None
        self._tell_language()
        self._translate_soon()
        self.writer.ask_again()
        self.writer.composer.focus()

    @on(Button.Pressed, "#swap")
    def action_swap(self) -> None:
        """Swap the languages, and translate the translation back."""
        source = self.source_language or self._detected
        target = self.target_language
        text = self.query_one(ReadingPane).text
        with self.prevent(Select.Changed):
            self.query_one("#source-language", Select).value = target
            self.query_one("#target-language", Select).value = (
                source if source and source != target else next(code for code in LANGUAGES if code != target)
            )
        if text:
            self._set_source(text)
        self.host.change_settings(source_language=target, target_language=self.target_language)
        self._detected = self._probability = None
        self._tell_language()
        self._translate_soon()
        self.writer.composer.focus()

    def action_next_target(self) -> None:
        """Translate into the next language."""
        codes = [code for code in LANGUAGES if code != self.source_language]
        place = codes.index(self.target_language) if self.target_language in codes else -1
        self.query_one("#target-language", Select).value = codes[(place + 1) % len(codes)]

    def action_next_source(self) -> None:
        """Translate from the next language."""
        codes = [code for code in SOURCES if code != self.target_language]
        place = codes.index(self.source_language or "auto")
        self.query_one("#source-language", Select).value = codes[(place + 1) % len(codes)]

    def into(self, language: str) -> Callable[[], None]:
        """A command that translates into ``language``."""
        return partial(setattr, self.query_one("#target-language", Select), "value", language)

    def out_of(self, language: str) -> Callable[[], None]:
        """A command that translates from ``language`` (``auto``: find out)."""
        return partial(setattr, self.query_one("#source-language", Select), "value", language)

    def action_copy_translation(self) -> None:
        """Copy the translation to the clipboard."""
        if text := self.query_one(ReadingPane).text:
            self.host.copy_to_clipboard(text)
            self.notify("The translation is in the clipboard.", timeout=2)

    # Sentences and words

    @work(group="alternatives", exclusive=True, exit_on_error=False)
    async def action_alternatives(self) -> None:
        """List the ways in which the sentence at the cursor can be translated."""
        if pairs := await self._known_pairs():
            self._list_alternatives(pairs, self._sentence_at_the_cursor(pairs))

    def _list_alternatives(self, pairs: SentencePairs, number: int) -> None:
        self._sentence = number
        self.add_class("-choosing")
        sentence = pairs.sentences[number]
        self.query_one(AlternativesList).show(sentence.translations, pairs.chosen[number], number + 1, len(pairs))
        self._show_spans([pairs.source_span(number)], [pairs.target_span(number)])

    @on(AlternativesList.Moved)
    def _next_sentence(self, event: AlternativesList.Moved) -> None:
        if self._pairs:
            self._list_alternatives(self._pairs, (self._sentence + event.by) % len(self._pairs))

    @on(AlternativesList.Chosen)
    def _take_alternative(self, event: AlternativesList.Chosen) -> None:
        if self._pairs and self._shown:
            self._pairs.chosen[self._sentence] = event.number
            self._shown = replace(self._shown, target=self._pairs.target)
            self.query_one(ReadingPane).show(self._shown.target)
        self._close_alternatives()

    @on(AlternativesList.Closed)
    def _close_alternatives(self) -> None:
        self._hide_alternatives()
        self.writer.composer.focus()

    def _hide_alternatives(self) -> None:
        self.query_one(AlternativesList).display = False
        self.remove_class("-choosing")
        self._show_spans([], [])

    @work(group="alternatives", exclusive=True, exit_on_error=False)
    async def action_alignment(self) -> None:
        """Draw which words belong together."""
        if pairs := await self._known_pairs():
            self.app.push_screen(AlignmentPicture(pairs, self._sentence_at_the_cursor(pairs), self._align))

    @on(WordHighlights.Pointed)
    def _mouse_moved(self, event: WordHighlights.Pointed) -> None:
        self._point(event.place, in_target=isinstance(event.area, ReadingPane))

    @on(TextArea.SelectionChanged)
    def _cursor_moved(self, event: TextArea.SelectionChanged) -> None:
        area = event.text_area
        # Who types moves the cursor, too: only in a text that is translated already is it pointed with.
        if isinstance(area, WordHighlights) and self._shown and area.has_focus and not area.selected_text:
            in_target = isinstance(area, ReadingPane)
            if area.text == (self._shown.target if in_target else self._shown.source):
                self._point(area.place_of(area.cursor_location), in_target=in_target)

    @work(group="point", exclusive=True, exit_on_error=False)
    async def _point(self, place: int | None, *, in_target: bool) -> None:
        if self.query_one(AlternativesList).display:
            return
        await asyncio.sleep(POINTING_SECONDS)
        pairs = await self._known_pairs() if place is not None else None
        number = pairs.at(place, in_target=in_target) if pairs and place is not None else None
        alignment = await self._align(pairs, number) if pairs and number is not None else None
        found = None
        if pairs and number is not None and place is not None and alignment:
            found = pairs.partners(number, alignment, place, in_target=in_target)
        self._show_spans(*(found or ([], [])))
        if pairs and found and len(pairs.source.split()) > 1 and found[0]:
            await self._look_up(" ".join(pairs.source[begin:end] for begin, end in found[0]))

    def _show_spans(self, source: Sequence[tuple[int, int]], target: Sequence[tuple[int, int]]) -> None:
        composer = self.writer.composer
        same = self._pairs is not None and composer.text == self._pairs.source
        composer.show_spans(source if same else [])
        self.query_one(ReadingPane).show_spans(target)

    def _sentence_at_the_cursor(self, pairs: SentencePairs) -> int:
        pane = self.query_one(ReadingPane)
        area = pane if pane.has_focus else self.writer.composer
        return pairs.at(area.place_of(area.cursor_location), in_target=area is pane) or 0

    async def _known_pairs(self) -> SentencePairs | None:
        """The sentences of the translation that is shown; None where it has none, or is not of sentences."""
        shown = self._shown
        if shown is None or self.host.client.status.phase is not Phase.READY:
            return None
        if self._pairs is None:
            asked = self.host.client.alternatives(shown.source, shown.target_language, shown.source_language or None)
            async for answer in asked:
                if isinstance(answer, Done) and not answer.stopped and self._shown is shown:
                    pairs = SentencePairs(shown.source, shown.target_language, answer.sentences)
                    # Texts that are written in another way for the network cannot be counted in letters.
                    if len(pairs) and printable(pairs.target) == shown.target:
                        self._pairs = pairs
        return self._pairs

    async def _align(self, pairs: SentencePairs, number: int) -> Alignment | None:
        pair = pairs.pair(number)
        if pair not in pairs.alignments:
            async for answer in self.host.client.align(*pair, pairs.target_language):
                if isinstance(answer, Done) and not answer.stopped:
                    pairs.alignments[pair] = answer.alignment
        return pairs.alignments.get(pair)

    # What was kept

    def action_find_kept(self) -> None:
        """Search what was kept, or end the search."""
        field = self.query_one("#find-kept", Input)
        if field.has_focus:
            self._end_search()
        else:
            self.add_class("-finding")
            field.focus()

    @on(Input.Changed, "#find-kept")
    def _show_found(self) -> None:
        words = self.query_one("#find-kept", Input).value.casefold().split()
        self.query_one(KeptList).show(
            [each for each in self._kept if all(word in f"{each.source}\n{each.target}".casefold() for word in words)],
            searched=bool(words),
        )

    @on(Input.Submitted, "#find-kept")
    def _go_to_found(self) -> None:
        found = self.query_one(KeptList)
        found.focus()
        found.action_first()

    def _end_search(self) -> None:
        self.query_one("#find-kept", Input).clear()
        self.remove_class("-finding")
        self.writer.composer.focus()

    def action_stop(self) -> None:
        """End the search, or dismiss the suggestions."""
        if self.has_class("-finding"):
            self._end_search()
        else:
            super().action_stop()

    def action_try_again(self) -> None:
        """Start an engine that has given up, and translate again."""
        if self.host.client.status.phase is Phase.FAILED:
            self.host.client.start()
        self._translate_soon()

    @on(Composer.Sent)
    def _keep(self, event: Composer.Sent) -> None:
        text = printable(event.text)
        if not text.strip() or self._keeping == text:
            return
        if len(text) > TEXT_LIMIT:
            self.notify(
                f"The text has {len(text):,} characters and may have {TEXT_LIMIT:,}: translate it in parts.",
                severity="warning",
            )
            return
        self._keeping = text
        self._keep_translation(text)

    @on(KeptList.Chosen)
    def _show_kept(self, event: KeptList.Chosen) -> None:
        kept = event.kept
        with self.prevent(Select.Changed):
            if kept.source_language in LANGUAGES:
                self.query_one("#source-language", Select).value = kept.source_language
            if kept.target_language in LANGUAGES:
                self.query_one("#target-language", Select).value = kept.target_language
        self._set_source(kept.source)
        self.writer.composer.focus()

    @on(KeptList.RemovalAsked)
    def _remove_kept(self, event: KeptList.RemovalAsked) -> None:
        self._remove(event.kept)

    # What follows from it

    def _set_source(self, text: str) -> None:
        composer = self.writer.composer
        composer.replace(text, composer.document.start, composer.document.end)
        composer.move_cursor(composer.document.end)

    def _translate_soon(self) -> None:
        self._translate_live()

    @work(group="translate", exclusive=True, exit_on_error=False)
    async def _translate_live(self) -> None:
        text = printable(self.writer.composer.text)
        if not text.strip():
            self._show(None)
            return
        await asyncio.sleep(DEBOUNCE_SECONDS)
        if len(text) > TEXT_LIMIT or self.host.client.status.phase is not Phase.READY:
            return
        exchange = self.host.client.translate(text, self.target_language, self.source_language, live=True)
        if await self._follow(exchange, text):
            await self._look_up(text)

    async def _look_up(self, text: str) -> None:
        """Show what else a single word can be."""
        if len(text.split()) != 1 or "define" not in self.host.client.status.tasks:
            self.query_one(WordCard).show([])
            return
        async for answer in self.host.client.define(text, self.target_language, self.source_language):
            # Not to know a word is no failure worth a sentence: the translation stands there.
            if not isinstance(answer, Done) or not answer.stopped:
                known = answer if isinstance(answer, Done) else Done(answer.id)
                self.query_one(WordCard).show(known.definitions, known.nearest)

    async def _follow(self, exchange: Exchange, text: str) -> Translated | None:
        target_language, source_language = self.target_language, self.source_language
        grown = ""
        async for answer in exchange:
            if isinstance(answer, Delta):
                grown += answer.text
                # A short text is shown whole, so that the translation does not blink with every key.
                if len(text) >= STREAM_FROM:
                    self.query_one(ReadingPane).show(printable(grown))
            elif isinstance(answer, Done):
                if answer.stopped:
                    return None
                self._detected = answer.language or source_language
                self._probability = answer.probability
                self._tell_language()
                translated = Translated(
                    text, printable(answer.text or grown), source_language or answer.language or "", target_language
                )
                self._show(translated)
                return translated
            else:
                self._show(None)
                self.query_one("#detected", Static).update(Content.styled(answer.reason, "$warning"))
        return None

    @work(group="keep", exit_on_error=False)
    async def _keep_translation(self, text: str) -> None:
        try:
            shown = self._shown
            if (
                shown is None
                or shown.source != text
                or shown.target_language != self.target_language
                or (self.source_language or shown.source_language) != shown.source_language
            ):
                self.workers.cancel_group(self, "translate")
                exchange = self.host.client.translate(text, self.target_language, self.source_language)
                shown = await self._follow(exchange, text)
            if shown is None:
                return
            await self.host.history.call(
                History.keep_translation, shown.source_language, shown.target_language, shown.source, shown.target
            )
        except sqlite3.Error as error:
            self._tell_of_history(error)
            return
        finally:
            self._keeping = None
        if printable(self.writer.composer.text) == text:
            self.writer.composer.clear()
            self._show(None)
        await self._list_kept()

    @work(group="kept", exit_on_error=False)
    async def _refresh_list(self) -> None:
        await self._list_kept()

    async def _list_kept(self) -> None:
        try:
            kept = await self.host.history.call(History.kept_translations, MOST_KEPT)
        except sqlite3.Error as error:
            self._tell_of_history(error)
            return
        self._kept = kept
        self._show_found()

    @work(group="kept", exit_on_error=False)
    async def _remove(self, kept: KeptTranslation) -> None:
        try:
            await self.host.history.call(History.remove_translation, kept.id)
        except sqlite3.Error as error:
            self._tell_of_history(error)
        await self._list_kept()

    def _show(self, translated: Translated | None) -> None:
        if translated is None or translated != self._shown:
            self._pairs = None
            self._hide_alternatives()
        self._shown = translated
        self.query_one(ReadingPane).show(translated.target if translated else "")
        if translated is None:
            self.query_one(WordCard).show([])
            self._probability = None
            self._tell_language()

    def on_resize(self) -> None:
        """Say the detected language in as many letters as there is room for."""
        self._tell_language()

    def _tell_language(self) -> None:
        language = self.source_language or self._detected
        self.writer.language = language
        told = ""
        if self.source_language is None and self._detected and self._probability is not None:
            narrow = self.app.size.width < 60
            name = self._detected if narrow else LANGUAGE_NAMES.get(self._detected, self._detected)
            told = f"{'' if narrow else 'looks like '}{name} {round(self._probability * 100)}%"
        self.query_one("#detected", Static).update(Content.styled(told, "$quiet"))

    def _tell_of_history(self, error: sqlite3.Error) -> None:
        self.notify(f"The translation was not kept ({error}): look at the disk of the history.", severity="warning")
