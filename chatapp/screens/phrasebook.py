"""The translations that the person kept: put there with Enter, searched, shown again, deleted."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widgets import Input, Select

from chatapp.history.records import KeptTranslation
from chatapp.history.thread import HistoryError
from chatapp.screens.sentence_choice import SentenceChoice
from chatapp.settings import LANGUAGES
from chatapp.widgets.composer import Composer
from chatapp.widgets.kept_list import KeptList
from chatapp.widgets.printable import printable

MOST_KEPT = 10_000


class Phrasebook(SentenceChoice):
    """Keeps what is translated, and lists what was kept."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("alt+k", "find_kept", "Search what was kept", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._keeping: str | None = None
        self._kept: list[KeptTranslation] = []

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

    @on(Composer.Sent)
    def _keep(self, event: Composer.Sent) -> None:
        text = printable(event.text)
        if not text.strip() or self._keeping == text:
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
                shown = await self._follow(text)
            if shown is None:
                return
            kept = shown
            await self.host.history.call(
                lambda history: history.keep_translation(
                    kept.source_language, kept.target_language, kept.source, kept.target
                )
            )
        except HistoryError as error:
            self._tell_of_history(error)
            return
        finally:
            self._keeping = None
        if printable(self.writer.composer.whole) == text:
            self.writer.composer.clear()
            self._show(None)
        await self._list_kept()

    @work(group="kept", exit_on_error=False)
    async def _refresh_list(self) -> None:
        await self._list_kept()

    async def _list_kept(self) -> None:
        try:
            kept = await self.host.history.call(lambda history: history.kept_translations(MOST_KEPT))
        except HistoryError as error:
            self._tell_of_history(error)
            return
        self._kept = kept
        self._show_found()

    @work(group="kept", exit_on_error=False)
    async def _remove(self, kept: KeptTranslation) -> None:
        try:
            await self.host.history.call(lambda history: history.remove_translation(kept.id))
        except HistoryError as error:
            self._tell_of_history(error)
        await self._list_kept()
