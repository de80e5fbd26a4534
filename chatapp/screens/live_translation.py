"""A text that is translated while it is typed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from textual import work
from textual.content import Content
from textual.widgets import Select, Static

from chatapp.client.status import Phase
from chatapp.engine.protocol import Delta, Done
from chatapp.history.thread import HistoryError
from chatapp.screens.mode_screen import ModeScreen
from chatapp.screens.parts import parts_of
from chatapp.screens.sentence_pairs import SentencePairs
from chatapp.widgets.held_texts import TEXT_LIMIT
from chatapp.widgets.printable import printable
from chatapp.widgets.reading_pane import ReadingPane
from chatapp.widgets.word_card import WordCard

LANGUAGE_NAMES = {"en": "English", "fr": "French", "de": "German", "es": "Spanish"}
DEBOUNCE_SECONDS = 0.12
STREAM_FROM = 200


@dataclass(frozen=True)
class Translated:
    """A translation and what it translates."""

    source: str
    target: str
    source_language: str
    target_language: str


class LiveTranslation(ModeScreen):
    """What is typed, in what language, and what it is in the other."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Translated | None = None
        self._detected: str | None = None
        self._probability: float | None = None
        self._pairs: SentencePairs | None = None

    @property
    def source_language(self) -> str | None:
        """The chosen source language; None: to be found out."""
        value = str(self.query_one("#source-language", Select).value)
        return None if value == "auto" else value

    @property
    def target_language(self) -> str:
        """The chosen target language."""
        return str(self.query_one("#target-language", Select).value)

    def _set_source(self, text: str) -> None:
        composer = self.writer.composer
        composer.replace(composer.fitting(text), composer.document.start, composer.document.end)
        composer.move_cursor(composer.document.end)

    def _translate_soon(self) -> None:
        self._translate_live()

    @work(group="translate", exclusive=True, exit_on_error=False)
    async def _translate_live(self) -> None:
        text = printable(self.writer.composer.whole)
        if not text.strip():
            self._show(None)
            return
        await asyncio.sleep(DEBOUNCE_SECONDS)
        if self.host.engine_status.phase is not Phase.READY:
            return
        if await self._follow(text, live=True):
            await self._look_up(text)

    async def _look_up(self, text: str) -> None:
        """Show what else a single word can be."""
        if len(text.split()) != 1 or "define" not in self.host.engine_status.tasks:
            self.query_one(WordCard).show([])
            return
        async for answer in self.host.client.define(text, self.target_language, self.source_language):
            # Not to know a word is no failure worth a sentence: the translation stands there.
            if not isinstance(answer, Done) or not answer.stopped:
                known = answer if isinstance(answer, Done) else Done(answer.id)
                self.query_one(WordCard).show(known.definitions, known.nearest)

    async def _follow(self, text: str, *, live: bool = False) -> Translated | None:
        """Translate a text, a long one part by part, in the language that the first part is in."""
        target_language, source_language = self.target_language, self.source_language
        grown, read, long = "", 0, len(text) > TEXT_LIMIT
        for part in parts_of(text) if long else [text]:
            done = await self._follow_part(part, target_language, source_language, grown, live=live)
            if done is None:
                return None
            if not read:
                self._detected = done.language or source_language
                self._probability = done.probability
                source_language = source_language or done.language
            grown += printable(done.text)
            read += len(part)
            self._tell_language(read / len(text))
            if long:
                self.query_one(ReadingPane).show(grown)
        translated = Translated(text, grown, source_language or "", target_language)
        self._show(translated)
        return translated

    async def _follow_part(self, part: str, target: str, source: str | None, before: str, *, live: bool) -> Done | None:
        grown = ""
        async for answer in self.host.client.translate(part, target, source, live=live):
            if isinstance(answer, Delta):
                grown += answer.text
                # A short text is shown whole, so that the translation does not blink with every key.
                if len(part) >= STREAM_FROM and not before:
                    self.query_one(ReadingPane).show(printable(grown))
            elif isinstance(answer, Done):
                return None if answer.stopped else replace(answer, text=answer.text or grown)
            else:
                self._show(None)
                self.query_one("#detected", Static).update(Content.styled(answer.reason, "$warning"))
        return None

    def _hide_alternatives(self) -> None:
        """Let go what was found of the sentences of another text."""

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

    def action_stop(self) -> None:
        """Stop the translation of a long text where it is, or dismiss the suggestions."""
        if len(self.writer.composer.whole) > TEXT_LIMIT:
            self.workers.cancel_group(self, "translate")
        super().action_stop()

    def _tell_language(self, translated: float = 1.0) -> None:
        language = self.source_language or self._detected
        self.writer.language = language
        told = ""
        if self.source_language is None and self._detected and self._probability is not None:
            narrow = self.app.size.width < 60
            name = self._detected if narrow else LANGUAGE_NAMES.get(self._detected, self._detected)
            told = f"{'' if narrow else 'looks like '}{name} {round(self._probability * 100)}%"
        if translated < 1:
            told += f" · {translated:.0%} translated"
        self.query_one("#detected", Static).update(Content.styled(told, "$quiet"))

    def _tell_of_history(self, error: HistoryError) -> None:
        self.notify(f"The translation was not kept ({error}): look at the disk of the history.", severity="warning")
