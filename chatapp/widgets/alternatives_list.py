"""The ways in which one sentence can be translated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from chatapp.widgets.printable import printable


class AlternativesList(OptionList):
    """One translation a row; gone until it is asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "sentence(-1)", "The sentence before", show=False),
        Binding("right", "sentence(1)", "The sentence after", show=False),
        Binding("escape", "close", "Close the alternatives", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """A translation was chosen, by its place."""

        number: int

    @dataclass
    class Moved(Message):
        """The alternatives of the sentence before (-1) or after (1) are asked for."""

        by: int

    class Closed(Message):
        """The list is to go."""

    def __init__(self) -> None:
        super().__init__(compact=True, markup=False)
        self.display = False

    def show(self, translations: Sequence[str], chosen: int, sentence: int, sentences: int) -> None:
        """List the translations of a sentence, counted from 1, and take the keys."""
        self.border_title = f"Sentence {sentence} of {sentences}" if sentences > 1 else "Alternatives"
        self.border_subtitle = "← → sentence  Enter takes  Esc closes" if sentences > 1 else "Enter takes  Esc closes"
        self.clear_options()
        self.add_options(
            Option(Content.assemble(("● " if number == chosen else "  ", "$accent"), printable(each)))
            for number, each in enumerate(translations)
        )
        self.highlighted = chosen
        self.display = True
        self.focus()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(event.option_index))

    def action_sentence(self, by: int) -> None:
        """Ask for another sentence."""
        self.post_message(self.Moved(by))

    def action_close(self) -> None:
        """Ask to go."""
        self.post_message(self.Closed())
