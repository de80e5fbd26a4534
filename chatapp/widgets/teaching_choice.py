"""Old and new side by side, for the person to decide who chats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, DataTable, Static

from chatapp.teaching.comparison import Compared
from chatapp.widgets.printable import printable


class TeachingChoice(Vertical):
    """A table of prompts and what both say."""

    @dataclass
    class Decided(Message):
        """The person decided; ``new`` where the taught one is to chat."""

        new: bool

    def compose(self) -> ComposeResult:
        """Heading, table, buttons."""
        yield Static("", id="taught", markup=False)
        yield DataTable(id="compared", cursor_type="none", zebra_stripes=True)
        with Horizontal(classes="row"):
            yield Button("Let the new one chat", id="new", compact=True)
            yield Button("Keep the old one", id="old", compact=True)

    def show(self, name: str, compared: Sequence[Compared]) -> None:
        """Show what both say."""
        self.query_one("#taught", Static).update(
            f"{name} is taught. Nothing was overwritten: the other can be chosen again."
        )
        table = self.query_one(DataTable)
        table.clear(columns=True)
        width = max(12, (self.app.size.width - 12) // 3)
        for heading in ("To", "the old one says", "the new one says"):
            table.add_column(heading, width=width)
        for each in compared:
            cells = [Content(fill(printable(text), width)) for text in (each.prompt, each.old, each.new)]
            table.add_row(*cells, height=None)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Decided(event.button.id == "new"))
