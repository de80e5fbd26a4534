"""What the chat and the translate screen have in common: the frame, the engine's state, the suggestions' switch."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from chatapp.client.status import EngineStatus, Phase
from chatapp.settings import Settings
from chatapp.widgets.key_line import KeyLine
from chatapp.widgets.top_bar import ProblemLine, TopBar
from chatapp.widgets.writer import Writer

if TYPE_CHECKING:
    from chatapp.app import ChatApp

MODES = {"chat": "Chat", "translate": "Translate"}


class ModeScreen(Screen[None]):
    """A screen that is a mode of the app."""

    MODE: ClassVar[str]
    AUTO_FOCUS = "Composer"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "Stop the reply, or dismiss suggestions", show=False),
    ]

    @property
    def host(self) -> ChatApp:
        """The app, by its own type."""
        return cast("ChatApp", self.app)

    @property
    @abstractmethod
    def writer(self) -> Writer:
        """The field that the person writes in."""

    @abstractmethod
    def compose_body(self) -> ComposeResult:
        """What stands between the top bar and the footer."""

    def compose(self) -> ComposeResult:
        """The frame around the body, for the size that it is first painted in."""
        self.add_class(*self.host.size_classes(), update=False)
        yield TopBar(MODES, self.MODE)
        yield ProblemLine()
        yield from self.compose_body()
        yield KeyLine()

    def on_mount(self) -> None:
        """Follow the engine."""
        self.watch(self.host, "engine_status", self.show_engine)

    def take_settings(self, settings: Settings) -> None:
        """Show what was chosen on the settings screen."""

    def show_engine(self, status: EngineStatus) -> None:
        """Show how the engine is, and ask it what waited for it."""
        self.query_one(TopBar).show(status)
        self.query_one(ProblemLine).show(status)
        if status.phase is Phase.READY:
            self.writer.ask_again()

    def action_stop(self) -> None:
        """Dismiss the suggestions."""
        self.writer.dismiss()
        self.writer.composer.focus()
