"""The translate screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import Button, Input, Select, Static

from chatapp.client.status import EngineStatus, Phase
from chatapp.screens.live_translation import LANGUAGE_NAMES
from chatapp.screens.phrasebook import Phrasebook
from chatapp.settings import LANGUAGES, Settings
from chatapp.widgets.alternatives_list import AlternativesList
from chatapp.widgets.kept_list import KeptList
from chatapp.widgets.reading_pane import ReadingPane
from chatapp.widgets.word_card import WordCard
from chatapp.widgets.writer import Writer

SOURCES = ("auto", *LANGUAGES)


class TranslateScreen(Phrasebook):
    """A text, its translation while it is typed, and the translations that were kept."""

    MODE = "translate"
    CSS_PATH = "../styles/translate.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "swap", "Swap", tooltip="Swap the two languages"),
        Binding("ctrl+t", "app.next_mode", "Chat", tooltip="Go to the chat"),
        Binding("ctrl+l", "next_target", "Language", tooltip="Translate into the next language"),
        Binding("alt+l", "next_source", "Translate from the next language", show=False),
        Binding("alt+c", "copy_translation", "Copy the translation", show=False),
        Binding("ctrl+r", "try_again", "Try again", show=False),
    ]

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
        text = self.query_one(ReadingPane).whole
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
        if text := self.query_one(ReadingPane).whole:
            self.host.copy_to_clipboard(text)
            self.notify("The translation is in the clipboard.", timeout=2)

    def action_try_again(self) -> None:
        """Start an engine that has given up, and translate again."""
        if self.host.engine_status.phase is Phase.FAILED:
            self.host.client.start()
        self._translate_soon()
