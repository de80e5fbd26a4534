"""The line at the top: which mode this is, and how the engine is."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from chatapp.client.status import EngineStatus, Phase

_SIGNS = {
    Phase.OFF: ("○", "loading…", "$quiet"),
    Phase.LOADING: ("◌", "loading…", "$quiet"),
    Phase.READY: ("●", "ready", "$success"),
    Phase.RESTARTING: ("◌", "restarting…", "$warning"),
    Phase.FAILED: ("▲", "problem", "$warning"),
}


class ModeTab(Static):
    """The name of a mode; a click goes there."""

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """A mode was clicked."""

        mode: str

    def __init__(self, mode: str, label: str, *, current: bool) -> None:
        super().__init__(label, markup=False, classes="-current" if current else "")
        self._mode = mode

    def on_click(self) -> None:
        """Go to the mode."""
        self.post_message(self.Chosen(self._mode))


class TopBar(Horizontal):
    """Name, modes, engine."""

    def __init__(self, modes: dict[str, str], current: str) -> None:
        """``modes`` gives the label of each mode by its name."""
        super().__init__()
        self._modes = modes
        self._current = current
        self._engine = Static("", markup=False, classes="engine")

    def compose(self) -> ComposeResult:
        """Put the modes on the left and the engine on the right."""
        yield Static("chatapp", markup=False, classes="name")
        for mode, label in self._modes.items():
            yield ModeTab(mode, label, current=mode == self._current)
        yield self._engine

    def show(self, status: EngineStatus) -> None:
        """Show how the engine is."""
        sign, word, style = _SIGNS[status.phase]
        if status.problems and status.phase is Phase.READY:
            sign, word, style = "▲", "ready, with a problem", "$warning"
        self._engine.update(Content.assemble((f"{sign} ", style), (word, "$quiet")))


class ProblemLine(Static):
    """One sentence about what is wrong, shown only where something is."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.display = False

    def show(self, status: EngineStatus) -> None:
        """Show the sentence, or nothing."""
        sentence = " ".join((status.sentence, *status.problems)).strip()
        self.display = bool(sentence)
        self.update(Content.assemble(("▲ ", "$warning"), sentence))
