"""The translate screen."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Select, Static

from chatapp.client import EngineStatus, Exchange, Phase
from chatapp.engine.protocol import Delta, Done
from chatapp.history import History, KeptTranslation
from chatapp.screens.mode_screen import ModeScreen
from chatapp.settings import LANGUAGES
from chatapp.widgets.composer import TEXT_LIMIT, Composer
from chatapp.widgets.kept_list import KeptList
from chatapp.widgets.printable import printable
from chatapp.widgets.reading_pane import ReadingPane
from chatapp.widgets.word_card import WordCard
from chatapp.widgets.writer import Writer

LANGUAGE_NAMES = {"en": "English", "fr": "French", "de": "German", "es": "Spanish"}
SOURCES = ("auto", *LANGUAGES)
DEBOUNCE_SECONDS = 0.12
STREAM_FROM = 200


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

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "swap", "Swap", tooltip="Swap the two languages"),
        Binding("ctrl+t", "app.next_mode", "Chat", tooltip="Go to the chat"),
        Binding("ctrl+l", "next_target", "Language", tooltip="Translate into the next language"),
        Binding("alt+l", "next_source", "Translate from the next language", show=False),
        Binding("alt+c", "copy_translation", "Copy the translation", show=False),
        Binding("ctrl+r", "try_again", "Try again", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._shown: Translated | None = None
        self._detected: str | None = None
        self._probability: float | None = None
        self._keeping: str | None = None

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
        yield KeptList()

    def on_mount(self) -> None:
        """Fetch what was kept."""
        self._refresh_list()
        self._tell_language()

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
                self.query_one(WordCard).show(answer.definitions if isinstance(answer, Done) else [])

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
            kept = await self.host.history.call(History.kept_translations)
        except sqlite3.Error as error:
            self._tell_of_history(error)
            return
        self.query_one(KeptList).show(kept)

    @work(group="kept", exit_on_error=False)
    async def _remove(self, kept: KeptTranslation) -> None:
        try:
            await self.host.history.call(History.remove_translation, kept.id)
        except sqlite3.Error as error:
            self._tell_of_history(error)
        await self._list_kept()

    def _show(self, translated: Translated | None) -> None:
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
