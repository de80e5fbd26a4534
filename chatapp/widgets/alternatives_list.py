"""The ways in which one sentence can be translated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from chatapp.widgets.choice_list import ChoiceList


class AlternativesList(ChoiceList):
    """One translation a row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "sentence(-1)", "The sentence before", show=False),
        Binding("right", "sentence(1)", "The sentence after", show=False),
        Binding("escape", "close", "Close the alternatives", show=False),
    ]

    @dataclass
    class Moved(Message):
        """The alternatives of the sentence before (-1) or after (1) are asked for."""

        by: int

    def show(self, translations: Sequence[str], chosen: int, sentence: int, sentences: int) -> None:
        """List the translations of a sentence, counted from 1, and take the keys."""
        self.border_title = f"Sentence {sentence} of {sentences}" if sentences > 1 else "Alternatives"
        self.border_subtitle = "← → sentence  Enter takes  Esc closes" if sentences > 1 else "Enter takes  Esc closes"
        self.offer(((each, "") for each in translations), chosen)

    def action_sentence(self, by: int) -> None:
        """Ask for another sentence."""
        self.post_message(self.Moved(by))
