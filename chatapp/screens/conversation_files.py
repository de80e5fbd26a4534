"""Conversations written to a file, and taken in from one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from chatapp.history.thread import HistoryError
from chatapp.screens.turn_actions import TurnActions


class ConversationFiles(TurnActions):
    """The conversation that is open is exported with alt+x; alt+o imports others beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("alt+x", "export", "Export the conversation to a file", show=False),
        Binding("alt+o", "import", "Import conversations from a file", show=False),
    ]

    def action_export(self) -> None:
        """Write the conversation to a file."""
        from chatapp.screens.place_prompt import PlacePrompt

        conversation = self._conversation
        if conversation is None:
            self.notify("There is nothing to export yet.", timeout=3)
            return

        def write(place: Path | None) -> None:
            if place is not None:
                self._export(conversation, place)

        told = "Markdown to read (.md), or JSONL to train from and to import again (.jsonl)"
        self.app.push_screen(PlacePrompt("Export", told, str(Path.home() / "conversation.md")), write)

    @work(group="exchange", exit_on_error=False)
    async def _export(self, conversation: int, place: Path) -> None:
        from chatapp.exchange import ExchangeError, write_file

        try:
            told = await self.host.history.call(lambda history: list(history.told(conversation)))
            await asyncio.to_thread(write_file, place, told)
            self.notify(f"The conversation was written to {place}.", timeout=5)
        except (ExchangeError, HistoryError) as error:
            self.notify(str(error), severity="warning", timeout=10)

    def action_import(self) -> None:
        """Take in conversations from a file."""
        from chatapp.screens.place_prompt import PlacePrompt

        def read(place: Path | None) -> None:
            if place is not None:
                self._import(place)

        self.app.push_screen(PlacePrompt("Import", "A file of conversations: Markdown (.md) or JSONL (.jsonl)"), read)

    @work(group="exchange", exit_on_error=False)
    async def _import(self, place: Path) -> None:
        from chatapp.exchange import ExchangeError, read_file

        try:
            told = await asyncio.to_thread(read_file, place)
            await self.host.history.call(lambda history: history.take_in_all(told))
            self.notify(f"{len(told)} conversation{'' if len(told) == 1 else 's'} taken in.", timeout=5)
        except (ExchangeError, HistoryError) as error:
            self.notify(str(error), severity="warning", timeout=10)
        await self.list_conversations()
