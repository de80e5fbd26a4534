"""Asks for the place of a file."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class PlacePrompt(ModalScreen[Path | None]):
    """A line to write a path in; gives it, or None."""

    CSS_PATH = "../styles/place_prompt.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close", show=False)]

    def __init__(self, title: str, told: str, place: str = "") -> None:
        super().__init__()
        self._title = title
        self._told = told
        self._place = place

    def compose(self) -> ComposeResult:
        """The line, and what it is for."""
        with Vertical(id="place") as frame:
            frame.border_title = self._title
            frame.border_subtitle = "Enter takes it, Esc closes"
            yield Static(self._told, markup=False)
            yield Input(self._place, compact=True)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        written = event.value.strip().strip("'\"")
        if written:
            self.dismiss(Path(written).expanduser())
