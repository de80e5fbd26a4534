"""The translations that the person kept."""

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

from chatapp.history.records import KeptTranslation
from chatapp.widgets.printable import printable

LINE_LENGTH = 200


class KeptList(OptionList):
    """One kept translation a row: the languages, the text, its translation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "remove", "Delete the kept translation", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """A kept translation was chosen."""

        kept: KeptTranslation

    @dataclass
    class RemovalAsked(Message):
        """A kept translation is to be deleted."""

        kept: KeptTranslation

    def __init__(self) -> None:
        super().__init__(compact=True, markup=False)
        self._kept: list[KeptTranslation] = []
        self.border_title = "Kept"

    def show(self, kept: Sequence[KeptTranslation], *, searched: bool = False) -> None:
        """List translations, newest first: all, or those that were ``searched``."""
        self._kept = list(kept)
        self.clear_options()
        for each in self._kept:
            self.add_option(
                Option(
                    Content.assemble(
                        (f"{each.source_language} → {each.target_language}  ", "$quiet"),
                        _one_line(each.source),
                        ("  ", ""),
                        (_one_line(each.target), "$accent"),
                    )
                )
            )
        if not self._kept:
            told = "Nothing that was kept has these words" if searched else "Enter keeps a translation here"
            self.add_option(Option(Content.styled(told, "$quiet"), disabled=True))

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._kept):
            self.post_message(self.Chosen(self._kept[event.option_index]))

    def action_remove(self) -> None:
        """Ask for the highlighted translation to be deleted."""
        if self.highlighted is not None and self.highlighted < len(self._kept):
            self.post_message(self.RemovalAsked(self._kept[self.highlighted]))


def _one_line(text: str) -> str:
    return " ".join(printable(text[: 4 * LINE_LENGTH]).split())[:LINE_LENGTH]
