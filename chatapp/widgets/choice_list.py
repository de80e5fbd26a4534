"""A list of texts, one of which is in use and another can be chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from chatapp.widgets.printable import printable


class ChoiceList(OptionList):
    """One text a row, with a word about it; gone until it is asked for."""

    @dataclass
    class Chosen(Message):
        """A text was chosen, by its place."""

        number: int

    class Closed(Message):
        """The list is to go."""

    def __init__(self) -> None:
        super().__init__(compact=True, markup=False)
        self.display = False

    def offer(self, rows: Iterable[tuple[str, str]], in_use: int | None) -> None:
        """List texts, each with a word about it, the one that is ``in_use`` marked, and take the keys."""
        self.clear_options()
        self.add_options(
            Option(
                Content.assemble(
                    ("● " if number == in_use else "  ", "$accent"),
                    printable(text),
                    *([(f"  {word}", "$quiet")] if word else []),
                )
            )
            for number, (text, word) in enumerate(rows)
        )
        self.highlighted = in_use or 0
        self.display = True
        self.focus()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(event.option_index))

    def action_close(self) -> None:
        """Ask to go."""
        self.post_message(self.Closed())
